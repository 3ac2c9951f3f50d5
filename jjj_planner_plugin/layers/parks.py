"""Cooperation parks: whom they can be of, and a new one as a point or an outline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .new_features import add_feature
from .structure import Layers, given, union_of


class Jurisdiction(NamedTuple):
    """A province, a city or a unit."""

    adcode: str
    name_zh: str
    name_en: str


def provinces_and_cities(layers: Layers) -> list[Jurisdiction]:
    """The provinces, then the prefecture-level cities of the units, in the order of their codes."""
    found = {code.adcode: code for code in _rows(layers, "provinces")}
    cities = {}
    for unit in layers["units"].getFeatures() if "units" in layers else ():
        if given(unit["city"]) and unit["city"] not in found:
            cities[unit["city"]] = Jurisdiction(str(unit["city"]), str(unit["city_zh"]), "")
    # a district of Beijing or Tianjin and a county under no city have themselves as city: they are units
    whole = {code: city for code, city in cities.items() if code.endswith("00")}
    return sorted(found.values()) + sorted(whole.values())


def units_by_code(layers: Layers) -> list[Jurisdiction]:
    """The plan's units in the order of their codes."""
    return sorted(_rows(layers, "units"))


def _rows(layers: Layers, table: str) -> list[Jurisdiction]:
    rows = layers[table].getFeatures() if table in layers else ()
    return [Jurisdiction(*(str(row[name]) if given(row[name]) else "" for name in Jurisdiction._fields))
            for row in rows if given(row["adcode"])]


def add_park(layers: Layers, values: Mapping[str, object], shape: QgsGeometry) -> str:
    """A new park in the edit command that is open, among the points or the outlines as its shape is; its park_id."""
    table = "parks" if shape.type() == QgsWkbTypes.GeometryType.PointGeometry else "park_areas"
    park_id = free_park_id(layers)
    add_feature(layers[table], {"park_id": park_id, **values}, shape)
    return park_id


def free_park_id(layers: Layers) -> str:
    """P01, P02, …: the first above all that are taken."""
    taken = [str(park["park_id"]) for table in ("parks", "park_areas") if table in layers
             for park in layers[table].getFeatures() if given(park["park_id"])]
    numbers = [int(park_id[1:]) for park_id in taken if park_id[:1] == "P" and park_id[1:].isdigit()]
    return f"P{max(numbers, default=0) + 1:02d}"


def selected_outline(layer: QgsVectorLayer) -> QgsGeometry:
    """The selected polygons of a layer as one multipolygon in degrees (EPSG:4490). Raises QgsCsException."""
    to_plan = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    shapes = []
    for feature in layer.selectedFeatures():
        shape = QgsGeometry(feature.geometry())
        shape.get().dropZValue()
        shape.get().dropMValue()
        shape.transform(to_plan)
        shapes.append(shape)
    return union_of(shapes)
