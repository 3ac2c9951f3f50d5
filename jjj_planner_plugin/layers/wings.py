"""A wing from its counties in the plan and its townships in a layer of the planner's."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

from .new_features import add_feature
from .schema import catalog
from .structure import Layers, attribute_of, feature_of, given, measure, union_of

ENDINGS = ("镇", "乡", "街道", "街道办事处", "办事处")
NEAR_DEGREES = 0.05
"""A township is in a county if it is within so much of it: the bundled outlines are generalised."""
WITHOUT_TOWNSHIPS = (
    "图形为三县全域，不含四个乡镇，不是公布的范围 "
    "The shape is the three counties without the four townships, not the published area"
)
WITH_TOWNSHIPS = "图形为三县与四个乡镇合并 The shape is the three counties and the four townships together"


class WingParts(NamedTuple):
    """What was found of a wing."""

    shape: QgsGeometry
    area_km2: float
    found: list[str]
    """Names of the townships that were found."""
    missing: list[str]
    """Names of counties and townships that were not."""

    def is_whole(self) -> bool:
        return not self.missing


def wing(name: str = "xiongan") -> dict[str, Any]:
    """What a wing is made of, from `resources/catalog/wings.json`."""
    return dict(catalog("catalog/wings.json")[name])


def wing_parts(layers: Layers, townships: QgsVectorLayer | None, name_field: str = "", code_field: str = "",
               name: str = "xiongan") -> WingParts:
    """Put a wing together in degrees (EPSG:4490).

    A township is known by its name, and by its county: of `code_field` if one is named, else of where it lies.
    Raises QgsCsException where the layer's coordinates cannot be transformed.
    """
    parts, shapes, found, missing = wing(name), [], [], []
    for county in parts["counties"]:
        unit = feature_of(layers["units"], "adcode", county["adcode"])
        if unit is None:
            missing.append(county["name_zh"])
        else:
            shapes.append(unit.geometry())
    rows = _rows(townships, name_field) if townships is not None and name_field else {}
    for township in parts["townships"]:
        place = _township(layers, rows, township, code_field)
        if place is None:
            missing.append(f"{township['host_zh']}{township['name_zh']}")
        else:
            shapes.append(place)
            found.append(township["name_zh"])
    shape = union_of(shapes)
    return WingParts(shape, 0.0 if shape.isNull() else measure().measureArea(shape) / 1e6, found, missing)


def _bare(name: str) -> str:
    """鄚州镇 → 鄚州."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


def _rows(layer: QgsVectorLayer, name_field: str) -> dict[str, list[tuple[QgsFeature, QgsGeometry]]]:
    """The layer's features by bare name, with their shapes in degrees; only names that any wing has."""
    wanted = {called for part in catalog("catalog/wings.json").values() if isinstance(part, dict)
              for township in part["townships"] for called in township["called"]}
    to_plan = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    rows: dict[str, list[tuple[QgsFeature, QgsGeometry]]] = {}
    for row in layer.getFeatures():
        name = _bare(str(row[name_field]).strip()) if given(row[name_field]) else ""
        if name in wanted and not row.geometry().isNull():
            shape = QgsGeometry(row.geometry())
            shape.get().dropZValue()
            shape.get().dropMValue()
            shape.transform(to_plan)
            rows.setdefault(name, []).append((row, shape))
    return rows


def _township(layers: Layers, rows: dict[str, list[tuple[QgsFeature, QgsGeometry]]], township: dict[str, Any],
              code_field: str) -> QgsGeometry | None:
    """The shape of the township of that name in its county; there are others of the same name elsewhere."""
    hosts = [unit.geometry() for code in township["codes"]
             if (unit := feature_of(layers["units"], "adcode", code)) is not None]
    here = []
    for called in township["called"]:
        for row, shape in rows.get(called, []):
            if code_field and given(row[code_field]):
                inside = str(row[code_field]).startswith(tuple(township["codes"]))
            else:
                inside = any(host.distance(shape.pointOnSurface()) <= NEAR_DEGREES for host in hosts)
            if inside:
                here.append(shape)
        if here:
            return union_of(here)
    return None


def make_wing(layers: Layers, parts: WingParts, name: str = "xiongan") -> None:
    """Give the wing that shape in the edit command that is open; the published area stays the published number."""
    facts, wings = wing(name), layers["wings"]
    values = _values(facts, parts)
    stored = feature_of(wings, "wing_id", facts["wing_id"])
    if stored is None:
        named = {key: facts[key] for key in ("wing_id", "name_zh", "name_en", "source")}
        add_feature(wings, {**named, "area_official_km2": facts["published_km2"], **values}, parts.shape)
        return
    wings.changeGeometry(stored.id(), parts.shape)
    for field, value in values.items():
        attribute_of(wings, stored.id(), field, value)


def is_made(layers: Layers, parts: WingParts, name: str = "xiongan") -> bool:
    """Whether the wing of the plan is just that already, so that there is nothing to make."""
    facts = wing(name)
    stored = feature_of(layers["wings"], "wing_id", facts["wing_id"])
    if stored is None or not stored.geometry().isGeosEqual(parts.shape):
        return False
    return all(stored[field] == value for field, value in _values(facts, parts).items())


def _values(facts: dict[str, Any], parts: WingParts) -> dict[str, str]:
    townships = [township for township in facts["townships"] if township["name_zh"] in parts.found]
    hosts = sorted({county["adcode"] for county in facts["counties"]} | {township["host"] for township in townships})
    values = {"host_adcodes": ",".join(hosts), "remarks": WITH_TOWNSHIPS if parts.is_whole() else WITHOUT_TOWNSHIPS}
    if townships and not parts.is_whole():
        values["remarks"] = f"图形缺 The shape lacks: {'、'.join(parts.missing)}"
    return values
