"""The classes in which the map draws a layer, and their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from .catalogue import look, resource_json
from .fields import coded, column, field_text, missing, number
from .names import Names

CLASSES = 5
OTHER = "#9E9E9E"


@dataclass
class Class:
    """A line of the legend."""

    label: str
    colour: str


def classed(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names, heads: dict[str, Any],
            ) -> tuple[Any, list[Class]]:
    """The class of each feature and the legend."""
    if spec.get("value") in frame:
        return _by_value(frame, spec, language)
    if spec.get("class") in frame:
        return _by_class(frame, spec, language, names, heads)
    colour = spec.get("colour") or spec.get("outline") or resource_json("catalog/palette.json")["piece"]
    return np.zeros(len(frame), dtype=int), [Class("", colour)]


def _by_class(frame: gpd.GeoDataFrame, spec: dict[str, Any], language: str, names: Names, heads: dict[str, Any],
              ) -> tuple[Any, list[Class]]:
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
    place = str({**field_text(spec["class"]), **heads.get(spec["class"], {})}.get("values", ""))
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
