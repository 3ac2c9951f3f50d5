"""Figures of a subject as a request's answer has them: each with its unit, before and after.

What there are no data for is left out, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels import Floats
from ..plan.facts import places
from .contents import Contents
from .plan import Feature
from .underlay import Underlay

TOUCHED = 1e-6  # the share of a unit or parcel from which on it counts: what is less is rounding along its edge
KM2 = 1e-6  # in a square metre
KM = 1e-3  # in a metre
NAMELESS = "未命名", "without a name"  # what the rivers are called that have none

Figure = dict[str, Any]
Figures = dict[tuple[str, ...], Figure]
"""By what tells it from the subject's others: its id, and of what it is."""


class River(NamedTuple):
    """A river by its name, which is also its key; empty for all that have none."""

    key: str
    name_zh: str | None
    name_en: str | None


@dataclass(frozen=True, eq=False)
class Labels:
    """What figures are told by: each unit's people (NaN: not known) and city, each catchment's and river's name."""

    people: Floats
    city: NDArray[np.object_]
    cities: dict[str, dict[str, str | None]]
    catchments: tuple[dict[str, str | None], ...]
    rivers: tuple[dict[str, str | None], ...]

    @classmethod
    def of(cls, units: Sequence[Feature], catchments: Sequence[Feature], rivers: Sequence[River]) -> Labels:
        """From the plan's features."""
        people = [unit.number("population") for unit in units]
        city = [unit.text("city") or unit.text("province") or unit.text("adcode") or "" for unit in units]
        names = {code: {"name_zh": unit.text("city_zh") or unit.text("province_zh"),
                        "name_en": places().get(code, {}).get("name_en"), "province": unit.text("province")}
                 for code, unit in zip(city, units)}
        return cls(
            np.array([np.nan if count is None else count for count in people], dtype=np.float64),
            np.array(city, dtype=object), names,
            tuple({"key": one.text("catchment_id") or one.uid, "name_zh": one.text("name_zh"),
                   "name_en": one.text("name_en")} for one in catchments),
            tuple(one._asdict() if one.key else River("", *NAMELESS)._asdict() for one in rivers))


def figures(held: Contents, underlay: Underlay, labels: Labels) -> Figures:
    """Everything that some ground's contents tell."""
    found: Figures = {}
    _add(found, held.area * KM2, "km²", id="area_km2")
    touched = held.units > TOUCHED * underlay.units.area
    if len(touched):
        _add(found, int(touched.sum()), "", id="units")
    share = np.divide(held.units, underlay.units.area, out=np.zeros(len(touched)), where=underlay.units.area > 0)
    _people(found, share, touched, held, underlay, labels)
    if held.raster[1] > 0:
        _add(found, held.raster[0] / held.raster[1], "µg/m³", id="pm25_mean")
        if underlay.cells is not None and underlay.cells.above is not None:
            _add(found, held.raster[2] * KM2, "km²", id="area_exposed_km2")
    _jurisdictions(found, held, touched, labels)
    for area, whole, name in zip(held.catchments, underlay.catchments.area, labels.catchments):
        if area > TOUCHED * whole:
            _add(found, area * KM2, "km²", id="catchment", **name)
    for place in np.flatnonzero(held.rivers > TOUCHED * underlay.rivers.length_m):
        _add(found, float(held.rivers[place]) * KM, "km", id="river", **labels.rivers[place])
    for area_m2, one in zip(held.behind, underlay.behind):
        area_of = np.bincount(one.code, area_m2, len(one.classes)) * KM2
        count = np.bincount(one.code, area_m2 > TOUCHED * one.layer.area, len(one.classes))
        for place in np.flatnonzero(count):
            what = {"name": one.name, "class": str(one.classes[place])}
            _add(found, float(area_of[place]), "km²", id="behind", **what)
            _add(found, int(count[place]), "", id="behind_count", **what)
    return found


def _people(
    found: Figures, share: Floats, touched: NDArray[np.bool_], held: Contents, underlay: Underlay, labels: Labels
) -> None:
    """People by each unit's share of area, and how many of the units touched have none to tell."""
    known = ~np.isnan(labels.people)
    if not (touched & known).any():
        return
    without = int((touched & ~known).sum())
    people = np.where(known, labels.people, 0.0)
    _add(found, float((people * share)[touched].sum()), "persons", without, id="people")
    if underlay.exposed is not None and held.raster[1] > 0:
        exposed = np.divide(held.exposed, underlay.units.area, out=np.zeros(len(people)), where=touched)
        _add(found, float((people * exposed)[touched].sum()), "persons", without, id="people_exposed")


def _jurisdictions(found: Figures, held: Contents, touched: NDArray[np.bool_], labels: Labels) -> None:
    """The share (0 to 1) of the ground that lies in each city's units; a municipality counts as one."""
    if held.area <= 0:
        return
    for code in np.unique(labels.city[touched].astype(str)):
        area = float(held.units[touched & (labels.city == code)].sum())
        _add(found, area / held.area, "", id="jurisdiction", key=str(code), **labels.cities[code])


def _add(found: Figures, value: Any, unit: str, without: int | None = None, /, **what: Any) -> None:
    key = tuple(str(what[name]) for name in ("id", "key", "name", "class") if name in what)
    found[key] = {**what, "unit": unit, "value": value if isinstance(value, int) else float(value)}
    if without is not None:
        found[key]["units_without"] = without


def length(length_km: float | None) -> Figures:
    """An axis's own figure."""
    found: Figures = {}
    if length_km is not None:
        _add(found, length_km, "km", id="length_km")
    return found


def joined(before: Figures, after: Figures) -> list[Figure]:
    """Each figure with `before` and `after`. A part that was not there before, or is not any more, had or has 0.

    Not so a mean, or the people of no known unit: that side is None.
    """
    told = []
    for key in [*before, *(key for key in after if key not in before)]:
        one = after.get(key) or before[key]
        parts = len(key) > 1 or key[0] in ("units", "area_exposed_km2")
        was, now = (side[key]["value"] if key in side else (0 if parts else None) for side in (before, after))
        figure = {name: value for name, value in one.items() if name not in ("value", "units_without")}
        told.append({**figure, "before": was, "after": now})
        for side, values in (("before", before), ("after", after)):
            if "units_without" in values.get(key, {}):
                told[-1][f"units_without_{side}"] = values[key]["units_without"]
    return told


def alone(found: Figures) -> list[Figure]:
    """Each figure with `after` only."""
    return [{**{name: value for name, value in one.items() if name != "value"}, "after": one["value"]}
            for one in found.values()]


def differ(told: Sequence[Figure]) -> bool:
    """Whether any figure has changed."""
    return any(figure["before"] != figure["after"] for figure in told)
