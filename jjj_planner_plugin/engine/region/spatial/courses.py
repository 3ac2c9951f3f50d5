"""Where places lie along the axes: the sections between neighbours, and the shortest way between any two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from ...geodesy import ELLIPSOID, azimuthal_frame, length_m, moved


@dataclass(frozen=True)
class Axis:
    """An axis as one line in degrees."""

    code: str
    name: str
    line: shapely.LineString


@dataclass(frozen=True)
class Section:
    """A stretch of an axis between two places that follow one another (positions in the table), start to end."""

    axis: Axis
    start: int
    end: int
    length_km: float
    line: shapely.LineString


@dataclass(frozen=True)
class Way:
    """From one place to another along the axes: the sections, each with whether it is walked backwards."""

    sections: tuple[tuple[int, bool], ...]
    length_km: float
    line: shapely.LineString


def sections(places: pd.DataFrame, axes: Sequence[Axis], off_axis_km: float) -> list[Section]:
    """Between places (`lon`, `lat`) that are at most `off_axis_km` from an axis, in the order along it."""
    found = []
    for axis in axes:
        frame_at = [_on(axis.line, place.lon, place.lat) for place in places.itertuples()]
        on = [(part, number) for number, (away, part) in enumerate(frame_at) if away <= off_axis_km * 1000]
        on.sort()
        for (near, start), (far, end) in zip(on, on[1:]):
            if far > near:
                line = substring(axis.line, near, far, normalized=True)
                found.append(Section(axis, start, end, length_m(line) / 1000, line))
    return found


def _on(line: shapely.LineString, lon: float, lat: float) -> tuple[float, float]:
    """Distance of a place from a line in degrees, m, and where on it the nearest point is, share of its length there.

    Around the place distances from it are true, so the nearest point is found there.
    """
    frame = azimuthal_frame(lon, lat)
    flat = moved(np.array([line], dtype=object), frame)[0]
    here = shapely.Point(0, 0)
    nearest = flat.interpolate(flat.project(here))
    back = frame.transform(nearest.x, nearest.y, direction="INVERSE")
    return float(flat.distance(here)), float(line.project(shapely.Point(back), normalized=True))


def ways(count: int, parts: Sequence[Section]) -> dict[tuple[int, int], Way]:
    """The shortest way between every two of `count` places that sections join, by positions i < j."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    best: dict[tuple[int, int], int] = {}
    for number, part in enumerate(parts):
        key = (min(part.start, part.end), max(part.start, part.end))
        if key not in best or part.length_km < parts[best[key]].length_km:
            best[key] = number
    if not best:
        return {}
    i, j = np.array(list(best)).T
    graph = csr_array(([parts[number].length_km for number in best.values()], (i, j)), shape=(count, count))
    length, before = shortest_path(graph, directed=False, return_predecessors=True)
    return {(a, b): _way(a, b, before, best, parts)
            for a in range(count) for b in range(a + 1, count) if np.isfinite(length[a, b])}


def _way(
    a: int, b: int, before: NDArray[Any], best: dict[tuple[int, int], int], parts: Sequence[Section]
) -> Way:
    steps: list[tuple[int, bool]] = []
    here = b
    while here != a:
        last = int(before[a, here])
        number = best[min(last, here), max(last, here)]
        steps.append((number, parts[number].end == last))
        here = last
    steps.reverse()
    lines = [parts[number].line.reverse() if backwards else parts[number].line for number, backwards in steps]
    xy = np.concatenate([shapely.get_coordinates(line) for line in lines])
    fresh = np.r_[True, (xy[1:] != xy[:-1]).any(axis=1)]
    return Way(tuple(steps), sum(parts[number].length_km for number, _ in steps), shapely.LineString(xy[fresh]))


def point_at(line: shapely.LineString, km: float) -> shapely.Point:
    """The point so many km along a line in degrees, each edge a geodesic."""
    xy = shapely.get_coordinates(line)
    azimuth, _, edges = ELLIPSOID.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    reached = np.concatenate([[0.0], np.cumsum(edges)])
    edge = min(max(int(np.searchsorted(reached, km * 1000, side="right")) - 1, 0), len(edges) - 1)
    lon, lat, _ = ELLIPSOID.fwd(xy[edge, 0], xy[edge, 1], azimuth[edge], km * 1000 - reached[edge])
    return shapely.Point(lon, lat)
