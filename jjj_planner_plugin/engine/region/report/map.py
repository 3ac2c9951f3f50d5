"""Layers of the map: shapes simplified for the page, in classes with colours, with what a click tells of each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ...geodesy import LONLAT
from ...layer_checks import has_crs
from ...plan.schema import schema
from . import popups
from .analyses import Result
from .catalogue import catalogue, resource_json, shown, words
from .classes import Class, classed
from .names import Names
from .plan import Plan
from .popups import Telling

POLYGON, LINE, POINT = "polygon", "line", "point"
BEND, ARC_POINTS = 0.18, 17
ARROW_ENDS = 0.95  # of the way, where a curve ends that has the head of an arrow ahead of it


@dataclass
class Drawn:
    """A layer as the page draws it; a feature is its shape, class, title and rows of what a click tells."""

    id: str
    title: str
    group: str
    kind: str
    classes: list[Class]
    features: list[dict[str, Any]]
    style: dict[str, Any]
    on: bool = False
    labelled: bool = False
    backdrop: bool = False
    shapes: list[Any] = field(default_factory=list)
    head: str = ""
    """What its classes are of, for the legend."""


def of_plan(plan: Plan, language: str, names: Names) -> list[Drawn]:
    """The plan's layers, the undermost first."""
    layers = []
    for spec in catalogue()["plan_map"]:
        frame = popups.with_figures(plan, spec["table"], language)
        title = str(schema()["tables"][spec["table"]][language])
        telling = popups.of_plan_table(spec["table"], spec, language, names)
        layer = _layer(frame, title, f"plan-{spec['table']}", "plan", telling)
        if layer:
            layers.append(layer)
    return layers


def of_result(result: Result, language: str, names: Names) -> list[Drawn]:
    """The layers of a result that the catalogue draws; of a task that it does not know, its first."""
    entry = shown(result.task)
    specs = entry.get("map", [{"layer": result.layers[0]}] if result.layers else [])
    layers = []
    for spec in specs:
        if spec["layer"] not in result.layers:
            continue
        most = catalogue()["map"]["most_features"]
        count = pyogrio.read_info(result.path, layer=spec["layer"])["features"]
        frame = pyogrio.read_dataframe(result.path, layer=spec["layer"], force_2d=True, max_features=most)
        title = str(spec.get(language) or _titled(result, spec["layer"], language))
        if count > most:
            title = words(language)["features_shown"].format(title=title, shown=most, count=count)
        telling = popups.told_by(spec, language, names, {**entry.get("heads", {}), **result.heads})
        layer = _layer(frame, title, f"{result.id}-{spec['layer']}", "results", telling)
        if layer:
            layers.append(layer)
    return layers


def _titled(result: Result, layer: str, language: str) -> str:
    entries = resource_json("catalog/result_tables.json")["tasks"].get(result.task, {}).get("tables", [])
    said = next((entry[language] for entry in entries if entry.get("table") == layer and language in entry), None)
    return f"{result.title} · {said}" if said and said != result.title else result.title


def _layer(frame: pd.DataFrame, title: str, name: str, group: str, telling: Telling) -> Drawn | None:
    spec = telling.spec
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty or not has_crs(frame.crs):
        return None
    frame = _ordered(frame[~(frame.geometry.isna() | frame.geometry.is_empty)], spec)
    if frame.empty:
        return None
    kind = _kind(frame)
    place, classes = classed(frame, telling)
    shapes = simplified(frame, kind, spec)
    called = popups.titles(frame, telling)
    features = [{"g": _geometry(shape), "c": int(cls), "t": text, "r": rows, **({"w": wide} if wide else {})}
                for shape, cls, text, rows, wide in zip(shapes, place, called, popups.rows(frame, telling, called),
                                                        _widths(frame, spec)) if not shape.is_empty]
    style = {"opacity": spec.get("opacity", 0.75 if kind == POLYGON else 1), "width": spec.get("width", 0.8),
             "outline": spec.get("outline", ""), "radius": spec.get("radius", 5), "hollow": spec.get("hollow", False),
             "border": spec.get("border", False), "arrow": kind == LINE and spec.get("arrow", False)}
    return Drawn(name, title, group, kind, classes, features, style, bool(spec.get("on")), bool(spec.get("labelled")),
                 bool(spec.get("backdrop")), [shape for shape in shapes if not shape.is_empty],
                 _head(frame, telling))


def _ordered(frame: gpd.GeoDataFrame, spec: dict[str, Any]) -> gpd.GeoDataFrame:
    """In degrees, of one year where the catalogue asks for the latest; the small over the large, so that both can be
    clicked, where it names no order."""
    if spec.get("latest") in frame:
        frame = frame[frame[spec["latest"]] == frame[spec["latest"]].max()]
    frame = frame.to_crs(LONLAT)
    if spec.get("order") in frame:
        return frame.sort_values(spec["order"], kind="stable", ignore_index=True)
    sizes = shapely.area(np.asarray(frame.geometry.values, dtype=object))
    return frame.iloc[np.argsort(-sizes, kind="stable")].reset_index(drop=True)


def _head(frame: gpd.GeoDataFrame, telling: Telling) -> str:
    """What the classes are of, and what the width of a line says."""
    spec, said = telling.spec, catalogue()["map"]["width"][telling.language]
    name = next((spec[key] for key in ("value", "class") if spec.get(key) in frame), None)
    head = telling.column(name, frame).headed if name else ""
    if "head" in spec:
        pattern = str(spec["head"].get(telling.language, ""))
        head = telling.filled(pattern, frame.iloc[:1])[0] if pattern else ""
    if spec.get("width_by") in frame:
        of = telling.column(spec["width_by"], frame)
        what = telling.filled(f"{{{spec['width_of']}}}", frame.iloc[:1])[0] if "width_of" in spec else of.head
        most = f"{telling.text(frame[of.name].max(), of)} {of.unit}".strip()
        head = " · ".join(filter(None, (head, said.format(what=what, most=most))))
    return head


def _widths(frame: gpd.GeoDataFrame, spec: dict[str, Any]) -> list[float]:
    """Widths of lines in proportion to a number, the largest as wide as the catalogue says; 0: the layer's own."""
    if spec.get("width_by") not in frame:
        return [0.0] * len(frame)
    values = frame[spec["width_by"]].astype(float).fillna(0).to_numpy()
    widest = float(catalogue()["map"]["widest"])
    return [round(max(1.0, widest * value / (values.max() or 1)), 1) for value in values]


def _kind(frame: gpd.GeoDataFrame) -> str:
    dimension = int(shapely.get_dimensions(np.asarray(frame.geometry.values, dtype=object)).max())
    return (POINT, LINE, POLYGON)[max(dimension, 0)]


def simplified(frame: gpd.GeoDataFrame, kind: str, spec: dict[str, Any]) -> Any:
    """Shapes in degrees with fewer vertices; neighbours keep the borders that they share."""
    shapes = np.asarray(frame.geometry.values, dtype=object)
    tolerance = float(catalogue()["map"]["tolerance_deg"]) * (4 if spec.get("backdrop") else 1)
    if spec.get("curved"):
        ranks = frame[spec["curved"]].fillna(1).astype(int) if spec["curved"] in frame else _coinciding(shapes)
        until = ARROW_ENDS if spec.get("arrow") else 1.0
        return np.array([arc(shape, rank, until) for shape, rank in zip(shapes, ranks)], dtype=object)
    if kind == POLYGON:
        shapes = shapely.make_valid(shapes)
        if len(shapes) > 1 and shapely.coverage_is_valid(shapes):
            return shapely.coverage_simplify(shapes, 2 * tolerance)  # by area, which keeps more than by distance
    return shapely.simplify(shapes, tolerance) if kind != POINT else shapes


def arc(line: Any, rank: int, until: float = 1.0) -> Any:
    """A straight line as a curve to its left, farther out the higher its rank, so that coinciding ones lie apart.

    `until`: the part of the way after which it ends.
    """
    places = shapely.get_coordinates(line)
    if len(places) != 2:
        return line
    start, end = places
    middle = (start + end) / 2 + np.array([start[1] - end[1], end[0] - start[0]]) * BEND * rank
    step = np.linspace(0, until, ARC_POINTS)[:, None]
    return shapely.LineString((1 - step) ** 2 * start + 2 * step * (1 - step) * middle + step ** 2 * end)


def _coinciding(shapes: Any) -> list[int]:
    """1 for the first line between two places, 2 for the second and so on."""
    ends = [tuple(np.round(shapely.get_coordinates(shape)[[0, -1]].ravel(), 3)) for shape in shapes]
    return [ends[:place].count(end) + 1 for place, end in enumerate(ends)]


def _geometry(shape: Any) -> dict[str, Any]:
    """GeoJSON with as few decimals as the page needs."""
    digits = int(catalogue()["map"]["decimals"])

    def trimmed(places: Any) -> Any:
        if isinstance(places[0], (int, float)):
            return [round(places[0], digits), round(places[1], digits)]
        return [trimmed(place) for place in places]

    found = shapely.geometry.mapping(shape)
    if "geometries" in found:
        return {"type": "GeometryCollection", "geometries": [_geometry(part) for part in shape.geoms]}
    return {"type": found["type"], "coordinates": trimmed(found["coordinates"])}


def as_json(layers: list[Drawn]) -> str:
    """The layers for the page's script; no `<` in it, so that no text of theirs can end the element it stands in."""
    told = [{"id": layer.id, "title": layer.title, "group": layer.group, "kind": layer.kind,
             "classes": [{"label": one.label, "colour": one.colour} for one in layer.classes],
             "style": layer.style, "on": layer.on, "labelled": layer.labelled, "backdrop": layer.backdrop,
             "features": layer.features} for layer in layers]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace(
        "\u2028", "\\u2028").replace("\u2029", "\\u2029")
