"""Gravity between the plan's places along its axes, the breakpoints between them, and what each section carries.

F = k · √(Pᵢ Gᵢ Pⱼ Gⱼ) / d², people P in 10 000, product G in 10⁸ yuan, d in km along the axes (the form used for
Chinese city regions; without G, F = k · Pᵢ Pⱼ / d²). The breakpoint lies D = d / (1 + √(Mⱼ / Mᵢ)) from i (Converse
1949, New laws of retail gravitation), M the mass √(P G), or P. A potential, not a measured flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .courses import Axis, Section, Way, point_at, sections, ways

PAIRS = ("a_code", "a_name", "b_code", "b_name", "axis_ids", "distance_km", "gravity", "gravity_share", "rank",
         "breakpoint_km", "geometry")
SECTIONS = ("axis_id", "axis_name", "a_code", "a_name", "b_code", "b_name", "length_km", "gravity", "gravity_share",
            "pairs", "geometry")
POINTS = ("a_code", "a_name", "b_code", "b_name", "axis_ids", "breakpoint_km", "distance_km", "geometry")


@dataclass(frozen=True)
class Gravity:
    """Pairs of places, sections of the axes, breakpoints (all in degrees), and who could not be reckoned."""

    pairs: pd.DataFrame
    sections: pd.DataFrame
    breakpoints: pd.DataFrame
    off_axes: list[str]
    """Names of the places on no axis."""


def masses(people: NDArray[np.float64], product: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """√(P G) of each place, or P where no product is given."""
    return people if product is None else np.sqrt(people * product)


def gravity(places: pd.DataFrame, mass: NDArray[np.float64], axes: Sequence[Axis], k: float, off_axis_km: float) \
        -> Gravity:
    """Of places (`code`, `name`, `lon`, `lat`) with a mass above 0 each; a place may be on several axes or on none."""
    parts = sections(places, axes, off_axis_km)
    found = ways(len(places), parts)
    names = places[["code", "name"]].to_numpy(dtype=object)
    rows = [_pair(names, a, b, way, k * mass[a] * mass[b] / way.length_km**2, mass, parts)
            for (a, b), way in found.items() if way.length_km > 0]
    pairs = pd.DataFrame(rows, columns=[name for name in PAIRS if name not in ("gravity_share", "rank")])
    pairs["gravity_share"] = pairs["gravity"] / pairs["gravity"].sum()
    pairs = pairs.sort_values(["gravity", "a_code", "b_code"], ascending=[False, True, True], ignore_index=True)
    pairs["rank"] = np.arange(1, len(pairs) + 1)
    on = {number for part in parts for number in (part.start, part.end)}
    away = [str(name) for number, name in enumerate(places["name"]) if number not in on]
    return Gravity(pairs[list(PAIRS)], _loads(names, parts, found, pairs), _breakpoints(pairs), away)


def _pair(
    names: NDArray[np.object_], a: int, b: int, way: Way, flow: float, mass: NDArray[np.float64],
    parts: Sequence[Section],
) -> tuple[object, ...]:
    axes = dict.fromkeys(parts[number].axis.code for number, _ in way.sections)
    breakpoint_km = way.length_km / (1 + np.sqrt(mass[b] / mass[a]))
    return (*names[a], *names[b], ",".join(axes), way.length_km, flow, breakpoint_km, way.line)


def _loads(
    names: NDArray[np.object_], parts: Sequence[Section], found: dict[tuple[int, int], Way], pairs: pd.DataFrame
) -> pd.DataFrame:
    """Of each section the sum of all pairs whose way leads through it."""
    flows = {(a, b): flow for a, b, flow in zip(pairs["a_code"], pairs["b_code"], pairs["gravity"])}
    load, count = np.zeros(len(parts)), np.zeros(len(parts), dtype=np.int64)
    for (a, b), way in found.items():
        for number, _ in way.sections:
            load[number] += flows.get((names[a][0], names[b][0]), 0.0)
            count[number] += 1
    rows = [(part.axis.code, part.axis.name, *names[part.start], *names[part.end], part.length_km, load[number],
             np.nan, count[number], part.line) for number, part in enumerate(parts)]
    table = pd.DataFrame(rows, columns=list(SECTIONS))
    table["gravity_share"] = table["gravity"] / pairs["gravity"].sum()
    return table


def _breakpoints(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of the pairs on one axis."""
    own = pairs[~pairs["axis_ids"].str.contains(",").astype(bool)]
    points = [point_at(line, km) for line, km in zip(own["geometry"], own["breakpoint_km"])]
    return own.assign(geometry=np.array([*points, None], dtype=object)[:-1])[list(POINTS)].reset_index(drop=True)
