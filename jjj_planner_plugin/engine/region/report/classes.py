"""Classes of a layer of the map and their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from .catalogue import look, resource_json
from .fields import Column, coded, missing, number
from .popups import Telling

CLASSES = 5
OTHER, UNKNOWN = "#9E9E9E", "#D0D0D0"


@dataclass
class Class:
    """A line of the legend."""

    label: str
    colour: str


def classed(frame: gpd.GeoDataFrame, telling: Telling) -> tuple[Any, list[Class]]:
    """The class of each feature and the legend."""
    spec = telling.spec
    if spec.get("value") in frame:
        return _by_value(frame, telling)
    if spec.get("class") in frame:
        return _by_class(frame, telling)
    colour = spec.get("colour") or spec.get("outline") or resource_json("catalog/palette.json")["piece"]
    return np.zeros(len(frame), dtype=int), [Class("", colour)]


def _by_class(frame: gpd.GeoDataFrame, telling: Telling) -> tuple[Any, list[Class]]:
    """A colour for each value of a field: in the order of the features where these have one, else of its words."""
    spec, of = telling.spec, telling.column(telling.spec["class"], frame)
    texts = frame[of.name].map(lambda value: "" if missing(value) else str(value))
    values = list(dict.fromkeys(texts))
    palette = resource_json("catalog/palette.json")
    if not spec.get("order"):
        known = {code: place for place, code in enumerate(_codes(of.words))}
        values = sorted(values, key=lambda value: (known.get(value, len(known)), value))
    given = look(spec["look"]) if "look" in spec else spec.get("colours", {})
    if "palette" in spec:
        given = palette[spec["palette"]]
    if "ramp" in spec:
        given = dict(zip(values, ramp(spec["ramp"][0], spec["ramp"][1], len(values))))
    spare = iter(palette["classes"] * (1 + len(values) // len(palette["classes"])))
    labels = dict(zip(texts, frame[spec["label"]].fillna("").astype(str))) if spec.get("label") in frame else {}
    classes = []
    for value in values:
        label = coded(of.words, value, telling.language) if of.words else value
        if label == value:  # no code, or one without a word
            label = telling.names.spoken(labels.get(value, value), telling.language)
        classes.append(Class(label, given.get(value) or (next(spare) if value else OTHER)))
    return texts.map({value: number for number, value in enumerate(values)}).to_numpy(), classes


def _codes(words: str) -> list[str]:
    """The codes of a field in the order in which their words are given."""
    found: list[str] = []
    for one in words.split():
        file, *steps = one.split("/")
        entries: Any = resource_json(f"catalog/{file}.json")
        for step in steps:
            entries = entries[step]
        found += [entry["id"] for entry in entries] if isinstance(entries, list) else list(entries)
    return found


def _by_value(frame: gpd.GeoDataFrame, telling: Telling) -> tuple[Any, list[Class]]:
    """Classes of a number: given bounds and colours, else five of equal count; few different values each their own."""
    spec, of = telling.spec, telling.column(telling.spec["value"], frame)
    values = frame[of.name].astype(float).to_numpy()
    own = look(spec["look"]) if "look" in spec else spec
    given = [float(bound) for bound in own.get("bounds", ())]
    known = sorted(set(values[~np.isnan(values)]))
    each = not given and len(known) <= CLASSES
    bounds = given or [float(value) for value in known] or [0.0]
    if not (given or each):
        bounds = _equal_counts(np.array(known), values)
    colours = list(own.get("tints") or own.get("colours") or ())
    while len(colours) < len(bounds) + (1 if np.nanmax(values, initial=-np.inf) > bounds[-1] else 0):
        colours = ramp("#E3EDF4", resource_json("catalog/palette.json")["heat"], len(colours) + 1)
    place = np.searchsorted(bounds, np.nan_to_num(values), side="left")
    held = sorted(set(place[~np.isnan(values)]))
    classes = [Class(_said(bounds[at], of) if each else _span(bounds, at, of), colours[min(at, len(colours) - 1)])
               for at in held]
    order = {at: number for number, at in enumerate(held)}
    if np.isnan(values).any():
        classes.append(Class(str(spec.get("no_value", {}).get(telling.language, "")), UNKNOWN))
    return np.array([len(held) if np.isnan(value) else order[at] for value, at in zip(values, place)]), classes


def _equal_counts(known: Any, values: Any) -> list[float]:
    """Upper bounds of five classes of equal count, in two figures; the last is the largest value."""
    cuts = np.nanquantile(values, np.linspace(0, 1, CLASSES + 1)[1:])
    inner = [float(f"{cut:.2g}") for cut in cuts[:-1]]
    return sorted({*(cut for cut in inner if cut < known[-1]), float(known[-1])})


def _said(value: float, of: Column) -> str:
    return f"{number(value * of.factor, of.decimals, of.grouped)} {of.unit}".strip()


def _span(bounds: list[float], at: int, of: Column) -> str:
    """`0.2 – 0.4 %`, `≤ 5`, `> 150`."""
    said = [f"{bound * of.factor:,.4g}".replace(",", "\u202f") if abs(bound * of.factor) < 10000
            else number(bound * of.factor, 0) for bound in bounds]
    text = f"≤ {said[0]}" if at == 0 else f"> {said[-1]}" if at >= len(said) else f"{said[at - 1]} – {said[at]}"
    return f"{text} {of.unit}".strip()


def ramp(first: str, last: str, count: int) -> list[str]:
    """So many colours from one to another (#RRGGBB)."""
    ends = [np.array([int(colour[at:at + 2], 16) for at in (1, 3, 5)]) for colour in (first, last)]
    steps = np.linspace(0, 1, count) if count > 1 else np.zeros(count)
    return ["#{:02X}{:02X}{:02X}".format(*np.rint(ends[0] + step * (ends[1] - ends[0])).astype(int)) for step in steps]
