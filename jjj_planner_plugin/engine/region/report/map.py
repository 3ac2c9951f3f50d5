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
from .analyses import Result
from .catalogue import catalogue, look, resource_json, shown, words
from .fields import coded, column, field_text, missing, number
from .fields import shown as cell_text
from .names import Names
from .plan import Plan
from .structure import NOTE, named

POLYGON, LINE, POINT = "polygon", "line", "point"
CLASSES = 5
BEND, ARC_POINTS = 0.18, 17
OTHER = "#9E9E9E"


@dataclass
class Class:
    """A line of the legend."""

    label: str
    colour: str


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
        layer = _layer(frame, spec, title, f"plan-{spec['table']}", "plan", language, names)
        if layer:
            layers.append(layer)
    return layers


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
        layer = _layer(frame, spec, title, f"{result.id}-{spec['layer']}", "results", language, names)
        if layer:
            layers.append(layer)
    return layers


def _titled(result: Result, layer: str, language: str) -> str:
    entries = resource_json("catalog/result_tables.json")["tasks"].get(result.task, {}).get("tables", [])
    said = next((entry[language] for entry in entries if entry.get("table") == layer and language in entry), None)
    return f"{result.title} · {said}" if said and said != result.title else result.title


def _layer(frame: gpd.GeoDataFrame, spec: dict[str, Any], title: str, name: str, group: str, language: str,
           names: Names) -> Drawn | None:
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty or not has_crs(frame.crs):
        return None
    if "latest" in spec and spec["latest"] in frame:
        frame = frame[frame[spec["latest"]] == frame[spec["latest"]].max()]
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        return None
    if spec.get("order") in frame:
        frame = frame.sort_values(spec["order"], kind="stable")
    frame = frame.to_crs(LONLAT).reset_index(drop=True)
    kind = _kind(frame)
    place, classes = _classed(frame, spec, language, names)
    shapes = simplified(frame, kind, spec)
    widths = _widths(frame, spec)
    said = _told(frame, spec, language, names)
    titles = _titles(frame, language, names)
    features = [{"g": _geometry(shape), "c": int(cls), "t": text, "r": rows, **({"w": wide} if wide else {})}
                for shape, cls, text, rows, wide in zip(shapes, place, titles, said, widths) if not shape.is_empty]
    style = {"opacity": spec.get("opacity", 0.75 if kind == POLYGON else 1), "width": spec.get("width", 0.8),
             "outline": spec.get("outline", ""), "radius": spec.get("radius", 5), "hollow": spec.get("hollow", False)}
    return Drawn(name, title, group, kind, classes, features, style, bool(spec.get("on")), bool(spec.get("labelled")),
                 bool(spec.get("backdrop")), [shape for shape in shapes if not shape.is_empty],
                 _head(frame, spec, language))


def _head(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str) -> str:
    if "head" in spec:
        return str(spec["head"].get(language, ""))
    name = next((spec[key] for key in ("value", "class") if spec.get(key) in frame), None)
    return column(name, frame[name], language, list(frame.columns)).headed if name else ""


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


def _told(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names) -> list[list[list[str]]]:
    """Rows of head and text of each feature: the columns that the catalogue names, else the first that have words."""
    panel, other = resource_json("catalog/result_tables.json"), "_en" if language == "zh" else "_zh"
    beside = [str(name) for name in frame.columns if name != frame.geometry.name]
    asked = spec.get("columns") or [name for name in beside if name not in panel["not_shown"] and field_text(name)
                                    and name not in ("name_zh", "name_en") and not name.endswith(other)][:8]
    columns = [column(name, frame[name], language, beside) for name in asked if name in beside]
    rows = []
    for values in frame[[of.name for of in columns]].itertuples(index=False, name=None):
        said = [[of.headed, NOTE.sub("", cell_text(value, of, language, names))] for value, of in zip(values, columns)]
        rows.append([row for row in said if row[1]])
    return rows


# Classes and their colours


def _classed(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names) -> tuple[Any, list[Class]]:
    """The class of each feature and the legend."""
    if spec.get("value") in frame:
        return _by_value(frame, spec, language)
    if spec.get("class") in frame:
        return _by_class(frame, spec, language, names)
    colour = spec.get("colour") or spec.get("outline") or resource_json("catalog/palette.json")["piece"]
    return np.zeros(len(frame), dtype=int), [Class("", colour)]


def _by_class(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names) -> tuple[Any, list[Class]]:
    """A colour for each value of a field, in the order of the features or, where these have none, of the values."""
    texts = frame[spec["class"]].map(lambda value: "" if missing(value) else str(value))
    values = list(dict.fromkeys(texts))
    values = values if spec.get("order") else sorted(values)
    palette = resource_json("catalog/palette.json")
    given = look(spec["look"]) if "look" in spec else spec.get("colours", {})
    if "palette" in spec:
        given = palette[spec["palette"]]
    if "ramp" in spec:
        given = dict(zip(values, ramp(spec["ramp"][0], spec["ramp"][1], len(values))))
    spare = iter(palette["classes"] * (1 + len(values) // len(palette["classes"])))
    place = str(field_text(spec["class"]).get("values", ""))
    labels = dict(zip(texts, frame[spec["label"]].fillna("").astype(str))) if spec.get("label") in frame else {}
    classes = []
    for value in values:
        label = coded(place, value, language) if place else names.spoken(labels.get(value, value), language)
        if spec["class"] == "zone_id":
            label = coded("plan_schema/domains/zone", value, language)
        classes.append(Class(label, given.get(value) or (next(spare) if value else OTHER)))
    return texts.map({value: number for number, value in enumerate(values)}).to_numpy(), classes


def _by_value(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str) -> tuple[Any, list[Class]]:
    """Classes of a number: the result's own bounds and colours where it has them, else five of equal count."""
    of = column(spec["value"], frame[spec["value"]], language, list(frame.columns))
    values = frame[spec["value"]].astype(float).to_numpy()
    own = look(spec["look"]) if "look" in spec else {}
    bounds = [float(bound) for bound in own.get("bounds", ())] or _equal_counts(values)
    colours = list(own.get("tints") or own.get("colours") or ())
    while len(colours) < len(bounds) + (1 if np.nanmax(values, initial=-np.inf) > bounds[-1] else 0):
        colours = ramp("#E3EDF4", resource_json("catalog/palette.json")["heat"], len(colours) + 1)
    place = np.searchsorted(bounds, np.nan_to_num(values), side="left")
    held = sorted(set(place[~np.isnan(values)]))
    classes = [Class(_span(bounds, at, of.factor, of.unit), colours[min(at, len(colours) - 1)]) for at in held]
    order = {at: number for number, at in enumerate(held)}
    if np.isnan(values).any():
        classes.append(Class("", "#D0D0D0"))
    return np.array([len(held) if np.isnan(value) else order[at] for value, at in zip(values, place)]), classes


def _equal_counts(values: Any) -> list[float]:
    known = values[~np.isnan(values)]
    if known.size == 0:
        return [0.0]
    if len(set(known)) <= CLASSES:
        return sorted({float(value) for value in known})
    cuts = np.quantile(known, np.linspace(0, 1, CLASSES + 1)[1:])
    inner = [float(f"{cut:.2g}") for cut in cuts[:-1]]
    return sorted({*inner, float(known.max())})


def _span(bounds: list[float], at: int, factor: float, unit: str) -> str:
    """`0.2 – 0.4 %`, `≤ 5`, `> 150`."""
    said = [f"{bound * factor:,.4g}".replace(",", "\u202f") if abs(bound * factor) < 10000
            else number(bound * factor, 0) for bound in bounds]
    text = f"≤ {said[0]}" if at == 0 else f"> {said[-1]}" if at >= len(said) else f"{said[at - 1]} – {said[at]}"
    return f"{text} {unit}".strip()


def ramp(first: str, last: str, count: int) -> list[str]:
    """So many colours from one to another (#RRGGBB)."""
    ends = [np.array([int(colour[at:at + 2], 16) for at in (1, 3, 5)]) for colour in (first, last)]
    steps = np.linspace(0, 1, count) if count > 1 else np.zeros(count)
    return ["#{:02X}{:02X}{:02X}".format(*np.rint(ends[0] + step * (ends[1] - ends[0])).astype(int)) for step in steps]


def as_json(layers: list[Drawn]) -> str:
    """The layers for the page's script; no `<` in it, so that no text of theirs can end the element it stands in."""
    told = [{"id": layer.id, "title": layer.title, "group": layer.group, "kind": layer.kind,
             "classes": [{"label": one.label, "colour": one.colour} for one in layer.classes],
             "style": layer.style, "on": layer.on, "labelled": layer.labelled, "backdrop": layer.backdrop,
             "features": layer.features} for layer in layers]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace(
        "\u2028", "\\u2028").replace("\u2029", "\\u2029")
