"""For the scripts in the desktop: a scenario of a plan as planners make them, and a draft as it comes back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

GIVEN = (("Z1", "Z4", 4), ("Z3", "Z1", 3), ("Z4", "Z2", 2))
"""How many units at the border go from which zone to which."""
MOVED = ((0.35, 0.25), (-0.3, 0.3))
"""Degrees by which the first nodes move."""


def make_scenario(plan: str, target: str) -> None:
    """A copy of the plan in which units changed their zone, nodes moved and a wing grew."""
    shutil.copyfile(plan, target)
    units, zones, nodes, wings = (_layer(target, table) for table in ("units", "zones", "nodes", "wings"))
    ids = {zone["zone_id"]: zone.id() for zone in zones.getFeatures()}
    shapes = {zone["zone_id"]: zone.geometry() for zone in zones.getFeatures()}
    column, given = units.fields().lookupField("zone_id"), {}
    for start, end, count in GIVEN:
        edge = [unit for unit in units.getFeatures()
                if unit["zone_id"] == start and unit.geometry().touches(shapes[end])]
        for unit in edge[:count]:
            shapes[start] = shapes[start].difference(unit.geometry())
            shapes[end] = shapes[end].combine(unit.geometry())
            given[unit.id()] = {column: end}
    units.dataProvider().changeAttributeValues(given)
    _reshape(zones, {ids[zone]: shape for zone, shape in shapes.items()})
    places = {}
    for node, (east, north) in zip(nodes.getFeatures(), MOVED):
        places[node.id()] = node.geometry()
        places[node.id()].translate(east, north)
    nodes.dataProvider().changeGeometryValues(places)
    wing = next(wings.getFeatures())
    _reshape(wings, {wing.id(): wing.geometry().buffer(0.08, 8)})


def make_draft(plan: str, target: str) -> None:
    """The units as a GBK Shapefile in Gauss-Krüger without uid: one is gone, two are shifted and renamed."""
    units = _layer(plan, "units")
    context = QgsProject.instance().transformContext()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    options.attributes = [units.fields().lookupField(name) for name in ("adcode", "name_zh", "zone_id")]
    options.ct = QgsCoordinateTransform(units.crs(), QgsCoordinateReferenceSystem("EPSG:4527"), context)
    QgsVectorFileWriter.writeAsVectorFormatV3(units, target, context, options)
    draft = QgsVectorLayer(target, "draft", "ogr")
    draft.startEditing()
    gone, *shifted = list(draft.getFeatures())[:3]
    draft.deleteFeature(gone.id())
    for number, unit in enumerate(shifted, start=1):
        shape = unit.geometry()
        shape.translate(9000 * number, 0)
        draft.changeGeometry(unit.id(), shape)
        draft.changeAttributeValue(unit.id(), draft.fields().lookupField("name_zh"), f"新城{number}")
    draft.commitChanges()


def _layer(path: str, table: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{Path(path).as_posix()}|layername={table}", table, "ogr")


def _reshape(layer: QgsVectorLayer, shapes: dict[int, Any]) -> None:
    for shape in shapes.values():
        shape.convertToMultiType()
    layer.dataProvider().changeGeometryValues(shapes)
