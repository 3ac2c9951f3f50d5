"""jjj:trace_upstream: all that is upstream or downstream of a basin, its area, and whose ground it is."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterPoint,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import tr
from ..layers.schema import catalog
from . import lists
from .base import Parameters
from .jurisdictions import BUNDLED, add_jurisdictions, chosen_jurisdictions, rare
from .tabled import TabledAlgorithm
from .values import clicked

DIRECTIONS = ("upstream", "downstream", "both")


class TraceUpstream(TabledAlgorithm):
    """Basins that know what they drain to, and which of them is asked about: by id, by a click, or selected."""

    NAME = "trace_upstream"
    GROUP = "water"
    ICON = "trace.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "traced"
    TABLES = {"SHARES": "traced_jurisdictions"}

    def displayName(self) -> str:
        return tr("Trace upstream")

    def shortDescription(self) -> str:
        return tr("All that is upstream or downstream of a basin, and whose ground it is")

    def shortHelpString(self) -> str:
        return tr(
            "From basins that know what they drain to (HydroBASINS with HYBAS_ID and NEXT_DOWN, a plan's catchments, "
            "or any polygons with an id and the id of the next one downstream): everything upstream or downstream of "
            "the basins asked about, with the number of links, the area of each and the area upstream of it.\n\n"
            "The basins asked about are given by id or name, clicked on the map, or those that are selected in the "
            "layer. Without any of these it is the basin with the most upstream.\n\n"
            "The table tells whose ground that is: area by jurisdiction, its share of what was traced and of the "
            "jurisdiction. Ground outside all jurisdictions has a row without a code.\n\n"
            "0, an empty text and null mean that a basin drains to no other. Loops and links to basins that are not "
            "there are named; a loop is refused only where the trace runs into it. Where the layer says how much is "
            "upstream of each basin (UP_AREA), the two are compared: they differ where the layer is cut off.\n\n"
            "Without a layer the ten bundled sub-basins of the Hai are used. What these drain to is general "
            "knowledge, of medium confidence: part of the Zhang-Wei reaches the sea by itself."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(QgsProcessingParameterVectorLayer(
            "BASINS", tr("Sub-basins (empty: ten of the Hai)"), [polygons], optional=True))
        self.addParameter(QgsProcessingParameterString(
            "START", tr("Ids or names (empty: selected, or largest)"), "",
            optional=True))
        self.addParameter(QgsProcessingParameterPoint("POINT", tr("Or a place in the basin"), optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "DIRECTION", tr("Direction"), [tr("Upstream"), tr("Downstream"), tr("Both ways")], defaultValue=0))
        self.addParameter(QgsProcessingParameterBoolean("OWN", tr("With the basins asked about"), True))
        add_jurisdictions(self, "JURISDICTIONS", "JURISDICTION_FIELD",
                          tr("Jurisdictions (empty: cities of 1999)"))
        for name, text in (("ID_FIELD", tr("Id field (empty: the usual one)")),
                           ("DOWN_FIELD", tr("Drains-to field (empty: the usual one)"))):
            self.addParameter(rare(QgsProcessingParameterField(
                name, text, parentLayerParameterName="BASINS", optional=True)))
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", tr("Basins traced"), polygons))
        self.add_table_outputs()

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        basins = self.optional_source(parameters, "BASINS", context)
        fields = {name: self.parameterAsString(parameters, name, context) or None if basins else None
                  for name in ("ID_FIELD", "DOWN_FIELD")}
        start = [one for one in lists.texts(self.parameterAsString(parameters, "START", context)) if one]
        point = clicked(self, parameters, context, "POINT")
        if not start and point is None and basins:
            layer = self.parameterAsVectorLayer(parameters, "BASINS", context)
            start = selected_ids(layer, fields["ID_FIELD"])
        return {
            "basins": basins or BUNDLED,
            "id_field": fields["ID_FIELD"],
            "down_field": fields["DOWN_FIELD"],
            "start": start or None,
            "point": point,
            "direction": DIRECTIONS[self.parameterAsEnum(parameters, "DIRECTION", context)],
            "own": self.parameterAsBool(parameters, "OWN", context),
            **chosen_jurisdictions(self, parameters, context, "JURISDICTIONS", "JURISDICTION_FIELD"),
        }

    def titles(self) -> dict[str, str]:
        return {"SHARES": tr("Whose ground was traced")}


def selected_ids(layer: QgsVectorLayer, field: str | None) -> list[str]:
    """The ids of the selected basins, by `field` or the catalogue's first one that the layer has."""
    present = {name.casefold(): name for name in layer.fields().names()}
    known = (present[name.casefold()] for name in catalog("catalog/basins.json")["id"] if name.casefold() in present)
    chosen = field or next(known, None)
    if chosen is None:
        return []
    found = [feature[chosen] for feature in layer.selectedFeatures()]
    return [str(value) for value in found if value not in (None, NULL, "")]
