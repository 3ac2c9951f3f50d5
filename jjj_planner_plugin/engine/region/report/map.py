"""Layers of the map: shapes simplified for the page, in classes with colours, with what a click tells of each."""

from __future__ import annotations

import json
import re
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
from .analyses import Result
from .catalogue import catalogue, resource_json, shown, words
from .classes import Class, classed
from .fields import column, field_text, plan_fields
from .fields import shown as cell_text
from .names import Names
from .plan import Plan, areas_km2, lengths_km
from .structure import named

POLYGON, LINE, POINT = "polygon", "line", "point"
BEND, ARC_POINTS = 0.18, 17
CODES = re.compile(r"(^|_)(code|codes|id|uid|adcode|adcodes|place)$")  # what a click need not tell


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
        frame = plan.rows(spec["table"])
        if not isinstance(frame, gpd.GeoDataFrame):
            continue
        title = str(schema()["tables"][spec["table"]][language])
        heads = {**plan_fields(spec["table"]), **catalogue()["table_heads"]}
        layer = _layer(_measured(frame), spec, title, f"plan-{spec['table']}", "plan", language, names, heads)
        if layer:
            layers.append(layer)
    return layers


def _measured(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """With `drawn_km2` of polygons and `drawn_km` of lines."""
    kinds = set(frame.geometry.geom_type.dropna())
    if kinds & {"Polygon", "MultiPolygon"}:
        return frame.assign(drawn_km2=areas_km2(frame))
    return frame.assign(drawn_km=lengths_km(frame)) if kinds & {"LineString", "MultiLineString"} else frame


def of_result(result: Result, language: str, names: Names) -> list[Drawn]:
    """The layers of a result that the catalogue draws; of a task that it does not know, its first."""
    specs = shown(result.task).get("map", [{"layer": result.layers[0]}] if result.layers else [])
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
        columns: list[str] = next((table["columns"] for table in shown(result.task).get("tables", [])
                                   if table.get("table") == spec["layer"]), [])
        heads = {**shown(result.task).get("heads", {}), **result.heads}
        layer = _layer(frame, {"columns": columns, **spec}, title, f"{result.id}-{spec['layer']}", "results", language,
                       names, heads)
        if layer:
            layers.append(layer)
    return layers


def _titled(result: Result, layer: str, language: str) -> str:
    entries = resource_json("catalog/result_tables.json")["tasks"].get(result.task, {}).get("tables", [])
    said = next((entry[language] for entry in entries if entry.get("table") == layer and language in entry), None)
    return f"{result.title} · {said}" if said and said != result.title else result.title


def _layer(frame: gpd.GeoDataFrame, spec: dict[str, Any], title: str, name: str, group: str, language: str,
           names: Names, heads: dict[str, Any]) -> Drawn | None:
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty or not has_crs(frame.crs):
        return None
    if "latest" in spec and spec["latest"] in frame:
        latest = frame[spec["latest"]].max()
        frame, title = frame[frame[spec["latest"]] == latest], f"{title} · {latest}"
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        return None
    if spec.get("order") in frame:
        frame = frame.sort_values(spec["order"], kind="stable")
    frame = frame.to_crs(LONLAT).reset_index(drop=True)
    kind = _kind(frame)
    place, classes = classed(frame, spec, language, names, heads)
    shapes = simplified(frame, kind, spec)
    widths = _widths(frame, spec)
    said = _told(frame, spec, language, names, heads)
    titles = _titles(frame, language, names)
    features = [{"g": _geometry(shape), "c": int(cls), "t": text, "r": rows, **({"w": wide} if wide else {})}
                for shape, cls, text, rows, wide in zip(shapes, place, titles, said, widths) if not shape.is_empty]
    style = {"opacity": spec.get("opacity", 0.75 if kind == POLYGON else 1), "width": spec.get("width", 0.8),
             "outline": spec.get("outline", ""), "radius": spec.get("radius", 5),
             "border": bool(spec.get("border")), "hollow": bool(spec.get("hollow"))}
    return Drawn(name, title, group, kind, classes, features, style, bool(spec.get("on")), bool(spec.get("labelled")),
                 bool(spec.get("backdrop")), [shape for shape in shapes if not shape.is_empty],
                 _head(frame, spec, language, names, heads))


def _head(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names, heads: dict[str, Any]) -> str:
    """What the classes are of, and the words of `head_of` that all features share (the standard, say)."""
    beside = list(frame.columns)
    name = next((spec[key] for key in ("value", "class") if spec.get(key) in frame), None)
    own = column(name, frame[name], language, beside, heads).headed if name else ""
    said = [str(spec["head"].get(language, "")) if "head" in spec else own]
    said += [cell_text(frame[one].iloc[0], column(one, frame[one], language, beside, heads), language, names)
             for one in spec.get("head_of", ()) if one in frame and frame[one].nunique() == 1]
    return " · ".join(filter(None, said))


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
        ranks = frame[spec["curved"]].fillna(1).astype(int) if spec["curved"] in frame else [1] * len(frame)
        return np.array([arc(shape, rank) for shape, rank in zip(shapes, ranks)], dtype=object)
    if kind == POLYGON:
        shapes = shapely.make_valid(shapes)
        if len(shapes) > 1 and shapely.coverage_is_valid(shapes):
            return shapely.coverage_simplify(shapes, 2 * tolerance)  # by area, which keeps more than by distance
    return shapely.simplify(shapes, tolerance) if kind != POINT else shapes


def arc(line: Any, rank: int) -> Any:
    """A straight line as a curve to its left, farther out the higher its rank, so that coinciding ones lie apart."""
    places = shapely.get_coordinates(line)
    if len(places) != 2:
        return line
    start, end = places
    middle = (start + end) / 2 + np.array([start[1] - end[1], end[0] - start[0]]) * BEND * rank
    step = np.linspace(0, 1, ARC_POINTS)[:, None]
    return shapely.LineString((1 - step) ** 2 * start + 2 * step * (1 - step) * middle + step ** 2 * end)


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


def _titles(frame: gpd.GeoDataFrame, language: str, names: Names) -> list[str]:
    """What a click calls each feature: its name, or the first field that is one."""
    own = named(frame, language) if {"name_zh", "name_en"} & set(frame) else pd.Series("", index=frame.index)
    known = [name for name in resource_json("catalog/result_tables.json")["names"] if name in frame]
    other = frame[known[0]].fillna("").astype(str) if known else pd.Series("", index=frame.index)
    return [names.spoken(str(first or second), language) for first, second in zip(own, other)]


def _told(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names, heads: dict[str, Any],
          ) -> list[list[list[str]]]:
    """Rows of head and text of each feature: the columns that the catalogue names, else the first that have words."""
    panel, other = resource_json("catalog/result_tables.json"), "_en" if language == "zh" else "_zh"
    beside = [str(name) for name in frame.columns if name != frame.geometry.name]
    asked = spec.get("columns") or [name for name in beside if name not in panel["not_shown"] and field_text(name)
                                    and not CODES.search(name)][:8]
    twins = {name[:-3] for name in beside if name.endswith(("_zh", "_en"))
             and {f"{name[:-3]}_zh", f"{name[:-3]}_en"} <= set(beside)}
    asked = [name for name in asked if not (name.endswith(other) and name[:-3] in twins)
             and name not in ("name_zh", "name_en")]
    columns = [column(name, frame[name], language, beside, heads) for name in asked if name in beside]
    rows = []
    for values in frame[[of.name for of in columns]].itertuples(index=False, name=None):
        said = [[of.headed, cell_text(value, of, language, names)] for value, of in zip(values, columns)]
        rows.append([row for row in said if row[1]])
    return rows


def as_json(layers: list[Drawn]) -> str:
    """The layers for the page's script; no `<` in it, so that no text of theirs can end the element it stands in."""
    told = [{"id": layer.id, "title": layer.title, "group": layer.group, "kind": layer.kind,
             "classes": [{"label": one.label, "colour": one.colour} for one in layer.classes],
             "style": layer.style, "on": layer.on, "labelled": layer.labelled, "backdrop": layer.backdrop,
             "features": layer.features} for layer in layers]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace(
        "\u2028", "\\u2028").replace("\u2029", "\\u2029")
