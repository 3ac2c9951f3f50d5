"""Which layers the live numbers count beside the plan: a PM2.5 raster with its limit, polygons with their classes."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import QgsDateTimeRange, QgsMapLayer, QgsMapLayerProxyModel, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from ..algorithms import inputs
from ..algorithms.exports import BadInputError, Exports
from ..i18n import tr
from ..layers.air_look import AIR
from ..layers.air_tags import air_tags
from ..layers.plan_file import plan_layers
from .edit_tools.axis_dialog import ok_and_cancel
from .live_raster import BY_STANDARD, BY_TIME, ENTRY, POLLUTANT, SCOPE, raster_choice, remembered, standard_limit


def chosen_layers(
    project: QgsProject, exports: Exports, moment: QgsDateTimeRange | None = None
) -> dict[str, Any]:
    """The parameters `raster` and `behind` of the engine's `live_load`. A layer that is gone is left out."""
    kept, raster = remembered(project), raster_choice(project, moment)
    behind = project.mapLayer(kept["behind"] or "")
    found: dict[str, Any] = {"raster": raster.asked if raster is not None else None, "behind": []}
    if isinstance(behind, QgsVectorLayer):
        try:
            reference = inputs.reference(behind, None, project, exports)
        except BadInputError:
            return found
        found["behind"] = [{"name": behind.name(), "reference": reference, "class_field": kept["class_field"]}]
    return found


class LiveLayersDialog(QDialog):
    """Chooses them; kept in the project."""

    def __init__(self, project: QgsProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.setWindowTitle(tr("What the live numbers count"))
        kept = remembered(project)
        self.raster = self._layers(QgsMapLayerProxyModel.Filter.RasterLayer, kept["raster"])
        self.raster.setExceptedLayerList([layer for layer in project.mapLayers().values()
                                          if layer.customProperty(AIR, POLLUTANT) != POLLUTANT])
        self.band = QComboBox()
        self.limit = QDoubleSpinBox()
        self.limit.setRange(BY_STANDARD, 10_000.0)
        self.limit.setDecimals(1)
        self.limit.setValue(kept["limit"])
        self.limit.setSuffix(" µg/m³")
        self._show_bands()
        self.band.setCurrentIndex(max(self.band.findData(kept["band"]), 0))
        self._show_limit()
        self.raster.layerChanged.connect(self._show_bands)
        self.band.currentIndexChanged.connect(self._show_limit)
        self.behind = self._layers(QgsMapLayerProxyModel.Filter.PolygonLayer, kept["behind"])
        self.behind.setExceptedLayerList(list(plan_layers(project).values()))
        self.field = QgsFieldComboBox()
        self.field.setAllowEmptyFieldName(True)
        self.field.setLayer(self.behind.currentLayer())
        self.field.setField(kept["class_field"] or "")
        self.behind.layerChanged.connect(self.field.setLayer)
        note = QLabel(tr("People above the limit are a unit's people, taken as evenly spread over that unit."))
        note.setWordWrap(True)
        form = QFormLayout(self)
        form.addRow(tr("PM2.5 raster"), self.raster)
        form.addRow(tr("Date"), self.band)
        form.addRow(tr("Limit"), self.limit)
        form.addRow(tr("Polygons behind the plan"), self.behind)
        form.addRow(tr("Their class"), self.field)
        form.addRow(note)
        self.buttons = ok_and_cancel(self)
        form.addRow(self.buttons)

    def _show_bands(self, *_: object) -> None:
        """The dates of the raster that is chosen; one band needs no choice."""
        layer = self.raster.currentLayer()
        self.band.clear()
        self.band.addItem(tr("The one that the map shows"), BY_TIME)
        if isinstance(layer, QgsRasterLayer):
            tags = air_tags(layer)
            for band in tags.bands:
                self.band.addItem(tags.when(band) or layer.bandName(band.number), band.number)
        self.band.setEnabled(self.band.count() > 2)

    def _show_limit(self, *_: object) -> None:
        """What 0 stands for: the limit of the standard in force at the date."""
        layer = self.raster.currentLayer()
        if not isinstance(layer, QgsRasterLayer):
            self.limit.setSpecialValueText(tr("by the standard in force"))
            return
        drawn = layer.renderer().usesBands()
        limit = standard_limit(air_tags(layer), self.band.currentData() or (drawn[0] if drawn else 1))
        self.limit.setSpecialValueText(f"{limit.value:g} µg/m³ · {limit.text}" if limit is not None else "—")

    def _layers(self, kind: QgsMapLayerProxyModel.Filter, chosen: str | None) -> QgsMapLayerComboBox:
        box = QgsMapLayerComboBox()
        box.setFilters(kind)
        box.setAllowEmptyLayer(True)
        box.setLayer(self._project.mapLayer(chosen or ""))
        return box

    def accept(self) -> None:
        """Keep the choice in the project."""
        kept = {"raster": _id(self.raster.currentLayer()), "limit": self.limit.value(),
                "band": self.band.currentData() or BY_TIME,
                "behind": _id(self.behind.currentLayer()), "class_field": self.field.currentField() or None}
        self._project.writeEntry(SCOPE, ENTRY, json.dumps(kept))
        super().accept()


def _id(layer: QgsMapLayer | None) -> str | None:
    return None if layer is None else str(layer.id())
