"""A plan's tables as QGIS layers in a project: loaded, styled, grouped, related."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsLabelingEngineSettings,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from .. import messages
from ..i18n import language as interface_language
from .flows import mark_coinciding, width_where_known
from .forms import lay_out, relate_tables, set_up_fields
from .schema import domain, look, tables
from .structures import add_themes
from .styles import add_styles, mark_assumed_stretches, style_layer
from .symbols import colour
from .timeline import set_up_time

TABLE = "jjj/table"
"""Custom property of every layer of a plan: the name of its table."""
ESSENTIAL = ("core", "twin_cities", "nodes", "axes", "zones", "units", "plan_info")
"""Tables without which a file is not a plan; others may be missing in plans of an older version."""


class PlanError(Exception):
    """A plan that cannot be opened or written; its text is a sentence for the planner."""


class TablesMissingError(PlanError):
    """A plan that lacks essential tables, which can be made again: `layers/missing.py`."""

    def __init__(self, path: Path, missing: list[str]) -> None:
        super().__init__(messages.tables_missing(str(path), spoken_tables(missing)))
        self.missing = missing


def spoken_tables(names: list[str]) -> str:
    """Tables as the planner knows them, with their names in the file: `Zones (zones)`."""
    return ", ".join(f"{tables()[name][interface_language()]} ({name})" for name in names)


def load_tables(path: Path) -> dict[str, QgsVectorLayer]:
    """Every table of the plan that is in the file, unstyled, by name.

    Raises PlanError for a missing or unreadable file and for one that is not a plan, TablesMissingError for a
    plan without all of the essential tables.
    """
    if not path.is_file():
        raise PlanError(messages.plan_missing(str(path)))
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    if not QgsVectorLayer(str(path), "probe", "ogr", options).isValid():
        raise PlanError(messages.plan_unreadable(str(path)))
    layers = {}
    for table in tables():
        layer = QgsVectorLayer(f"{path.as_posix()}|layername={table}", table, "ogr", options)
        if layer.isValid():
            layers[table] = layer
    missing = [table for table in ESSENTIAL if table not in layers]
    if not {"units", "zones"} & set(layers):
        raise PlanError(messages.not_a_plan(str(path), ", ".join(missing)))
    if missing:
        raise TablesMissingError(path, missing)
    return layers


def zone_names(zones: QgsVectorLayer, language: str) -> dict[str, str]:
    """`zone_id` → name, as this plan has them; a zone without a name keeps the catalogue's."""
    names = domain("zone", language)
    order = ["name_en", "name_zh"] if language == "en" else ["name_zh", "name_en"]
    for zone in zones.getFeatures():
        given = [zone[field] for field in order if zone[field] not in (None, NULL, "")]
        if zone["zone_id"] not in (None, NULL, "") and given:
            names[zone["zone_id"]] = given[0]
    return names


def plan_title(layers: dict[str, QgsVectorLayer], language: str) -> str:
    """The plan's own title, or the general one."""
    for row in layers["plan_info"].getFeatures():
        if row["title"] not in (None, NULL, ""):
            return str(row["title"])
    return look()["project"]["title"][language]


def dress_layers(layers: dict[str, QgsVectorLayer], language: str) -> None:
    """Names, styles, forms, labels and times for every layer."""
    zones = zone_names(layers["zones"], language)
    for table, layer in layers.items():
        dress_layer(layer, table, language, zones)
    if "axis_members" in layers:
        mark_assumed_stretches(layers["axes"], layers["axis_members"])
    set_up_time(layers)
    if "relocations" in layers:
        mark_coinciding(layers["relocations"])
        width_where_known(layers["relocations"], language)


def dress_layer(layer: QgsVectorLayer, table: str, language: str, zones: dict[str, str]) -> None:
    """Name, style, form and labels of one table's layer. `zones` are the plan's, as `zone_names` gives them."""
    layer.setName(tables()[table][language])
    layer.setCustomProperty(TABLE, table)
    set_up_fields(layer, table, language, zones if table in ("zones", "units") else None)
    style_layer(layer, table, language, zones if table == "zones" else None)
    lay_out(layer, table, language)
    layer.setReadOnly(table in look()["read_only_tables"])
    add_styles(layer, table, language, zones)


def add_to_tree(layers: dict[str, QgsVectorLayer], parent: QgsLayerTreeGroup, language: str) -> None:
    """Groups and layers in the catalogue's order below `parent`; the layers are in the project already."""
    for spec in look()["groups"]:
        present: list[str] = [table for table in spec["tables"] if table in layers]
        if not present:
            continue
        group = parent.addGroup(spec[language])
        for table in present:
            node = group.addLayer(layers[table])
            node.setItemVisibilityChecked(table not in look()["off_at_start"])
            node.setExpanded(table in ("zones", "nodes"))
        group.setExpanded(not spec.get("collapsed", False))


def compose(project: QgsProject, path: Path, language: str) -> dict[str, QgsVectorLayer]:
    """Fill an empty project with the plan at `path`, in `language`. Returns its layers by table."""
    layers = load_tables(path)
    dress_layers(layers, language)
    title = plan_title(layers, language)
    set_up_project(project, title, language)
    project.addMapLayers(list(layers.values()), False)
    add_to_tree(layers, project.layerTreeRoot(), language)
    relate_tables(project, layers, language)
    add_themes(project, layers, language)
    frame_view(project, layers["zones"].extent())
    return layers


def set_up_project(project: QgsProject, title: str, language: str) -> None:
    """CRS, ellipsoid, units, background, title and variables of a plan's own project."""
    spec = look()["project"]
    project.setCrs(QgsCoordinateReferenceSystem(spec["crs"]))
    project.setEllipsoid(spec["ellipsoid"])
    project.setDistanceUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    project.setAreaUnits(QgsUnitTypes.AreaUnit.AreaSquareKilometers)
    project.setBackgroundColor(colour("sea"))
    project.setTitle(title)
    QgsExpressionContextUtils.setProjectVariable(project, "jjj_language", language)
    settings = project.labelingEngineSettings()
    settings.setFlag(QgsLabelingEngineSettings.Flag.UsePartialCandidates, False)
    settings.setMaximumPolygonCandidatesPerCmSquared(3)
    settings.setMaximumLineCandidatesPerCm(6)
    settings.setPlacementVersion(QgsLabelingEngineSettings.PlacementEngineVersion.PlacementEngineVersion2)
    project.setLabelingEngineSettings(settings)


def frame_view(project: QgsProject, extent: QgsRectangle) -> None:
    """What the canvas shows when the project is opened: the region with a margin. `extent` in EPSG:4490."""
    shown = QgsRectangle(extent)
    shown.grow(0.2)
    view = QgsReferencedRectangle(shown, QgsCoordinateReferenceSystem("EPSG:4490"))
    project.viewSettings().setDefaultViewExtent(view)
    project.viewSettings().setPresetFullExtent(view)
