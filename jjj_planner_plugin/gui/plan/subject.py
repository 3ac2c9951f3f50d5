"""What the strip shows of a selected feature before the live engine says more: figures that QGIS itself has."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsVectorLayer

from .content import Item, attributes, number
from .strip_rows import Subject
from .tree_model import PlanModel

SUBJECTS = {"zones": "zone", "units": "unit", "axes": "axis", "nodes": "node", "wings": "wing", "wing_points": "wing",
            "parks": "park", "park_areas": "park", "relocations": "relocation", "core": "core",
            "twin_cities": "twin_city", "corridors": "corridor", "unit_sets": "unit_set",
            "set_members": "set_member"}


def subject_of(model: PlanModel, layers: dict[str, QgsVectorLayer], item: Item) -> Subject:
    """The feature in the form of the live engine's answers, with `before` only."""
    feature = next((row for row in attributes(layers[item.table]) if row.id() == item.fid), None)
    names = dict.fromkeys(("name_zh", "name_en"), item.name)
    figures: list[dict[str, Any]] = []
    if feature is not None and item.table in FIGURES:
        figures = FIGURES[item.table](model, item, feature)
    return {"subject": SUBJECTS[item.table], "id": item.code, "uid": item.uid, **names, "figures": figures}


def _figure(key: str, value: float | None, unit: str = "") -> dict[str, Any]:
    return {"id": key, "before": value, "after": None, "unit": unit}


def _zone(model: PlanModel, item: Item, _feature: Any) -> list[dict[str, Any]]:
    people, counted, units = model.content.unit_people(item.code)
    told = {**_figure("people", people if counted else None, "persons"), "units_without_before": units - counted}
    return [_figure("area_km2", model.measured(item), "km²"), told, _figure("units", units)]


def _unit(model: PlanModel, item: Item, feature: Any) -> list[dict[str, Any]]:
    known = feature.fields().lookupField("population") >= 0
    people = number(feature["population"]) if known else None
    return [_figure("area_km2", model.measured(item), "km²"), _figure("people", people, "persons")]


def _axis(model: PlanModel, item: Item, _feature: Any) -> list[dict[str, Any]]:
    return [_figure("length_km", model.measured(item), "km"), _figure("members", float(item.second))]


def _area(model: PlanModel, item: Item, feature: Any) -> list[dict[str, Any]]:
    field = "area_official_km2" if item.table.startswith("wing") else "area_km2"
    drawn = [_figure("area_km2", model.measured(item), "km²")] if model.measured(item) else []
    return [_figure("published_km2", number(feature[field]), "km²"), *drawn]


def _corridor(model: PlanModel, item: Item, feature: Any) -> list[dict[str, Any]]:
    return [_figure("length_km", model.measured(item), "km"),
            _figure("published_km", number(feature["length_official_km"]), "km"),
            _figure("apart", model.apart(item), "0–1")]


def _set(model: PlanModel, item: Item, feature: Any) -> list[dict[str, Any]]:
    return [_figure("area_km2", model.measured(item), "km²"),
            _figure("published_km2", number(feature["area_official_km2"]), "km²"),
            _figure("apart", model.apart(item), "0–1"),
            _figure("units", float(len(model.content.members(item.uid))))]


def _node(_model: PlanModel, _item: Item, feature: Any) -> list[dict[str, Any]]:
    people = number(feature["pop2020"])
    return [] if people is None else [_figure("people", people, "persons")]


FIGURES = {"zones": _zone, "units": _unit, "axes": _axis, "wings": _area, "wing_points": _area, "parks": _area,
           "park_areas": _area, "nodes": _node, "corridors": _corridor, "unit_sets": _set}
