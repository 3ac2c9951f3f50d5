"""The network of lines: nodes along them, joined where they share a vertex or end close to one another, and hours.

A line is in the network by its vertices, a kilometre apart at most. Where two lines share a vertex they meet; where one
ends within the tolerance of another it is joined to it there; where they only cross, one passes over the other. A stop
is joined to every line that is entered at stops and passes near it. Both directions are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import ELLIPSOID, LONLAT, Geometries, transformer
from ...kernels import Floats, Indices
from .lines import Lines, enterable, single_parts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROUNDING_M = 0.01  # vertices this near are one place
LEAST_HOURS = 1e-9  # of a link between two nodes at one place: a link of 0 would be none


@dataclass(frozen=True, eq=False)
class Network:
    """n nodes: `xy` in the working frame, `lonlat`, `open` (whether one gets on and off there), `part` (its connected
    part; 0 is the longest). Links, (e,): `start`, `end`, `hours`, each in both directions. `line_part`, by line: the
    part it is in, -1 of one that is not used. `joined`: ends that were joined, `widest_m`: over what distance at most.
    """

    xy: Floats
    lonlat: Floats
    open: NDArray[np.bool_]
    start: Indices
    end: Indices
    hours: Floats
    part: Indices
    line_part: Indices
    joined: int
    widest_m: float

    def graph(self, places: Floats, reach_m: float, access_kmh: float) -> csr_matrix:
        """Hours between nodes; the last p rows: from each place, (p, 2) in degrees, to the open nodes within reach."""
        from scipy.sparse import csr_matrix

        count = len(self.xy)
        i, j, metres = self.near(places, reach_m)
        start = np.concatenate([self.start, self.end, count + i])
        end = np.concatenate([self.end, self.start, j])
        hours = np.concatenate([self.hours, self.hours, np.maximum(metres / 1000 / access_kmh, LEAST_HOURS)])
        start, end, hours = _shortest(start, end, hours)
        size = count + len(places)
        return csr_matrix((hours, (start, end)), shape=(size, size))

    def near(self, places: Floats, reach_m: float) -> tuple[Indices, Indices, Floats]:
        """Pairs of place and open node no farther apart than `reach_m`, and the metres between them on the ground."""
        open_ = np.flatnonzero(self.open)
        return near_pairs(places, self.lonlat[open_], open_, reach_m)


def near_pairs(places: Floats, points: Floats, numbers: Indices, reach_m: float) -> tuple[Indices, Indices, Floats]:
    """Pairs of place and point (both in degrees) within `reach_m` on the ground, and the metres; points by number."""
    if len(places) == 0 or len(points) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    lat = np.abs(np.concatenate([places[:, 1], points[:, 1]])).max()
    high = reach_m / 110_000  # a degree of latitude is 110.57 km at least
    wide = high / max(np.cos(np.radians(min(lat + high, 89.0))), 0.02)
    boxes = shapely.box(places[:, 0] - wide, places[:, 1] - high, places[:, 0] + wide, places[:, 1] + high)
    i, j = shapely.STRtree(shapely.points(points)).query(boxes)
    metres = np.asarray(ELLIPSOID.inv(*places[i].T, *points[j].T)[2], dtype=np.float64)
    kept = metres <= reach_m
    return i[kept], numbers[j[kept]], metres[kept]


def _shortest(start: Indices, end: Indices, hours: Floats) -> tuple[Indices, Indices, Floats]:
    """Of several links between two nodes the shortest: a sparse matrix would add them up."""
    order = np.lexsort((hours, end, start))
    start, end, hours = start[order], end[order], hours[order]
    first = np.r_[True, (start[1:] != start[:-1]) | (end[1:] != end[:-1])][:len(start)]
    return start[first], end[first], hours[first]


@dataclass(frozen=True, eq=False)
class _Marks:
    """Where others are joined to lines: the line's part, how far along it, what is joined (its place), metres."""

    part: Indices
    along: Floats
    what: Indices
    metres: Floats


def built(
    lines: Lines, stops: Floats, snap_m: float, stop_m: float, access_kmh: float, ends_open: bool, working: CRS
) -> Network:
    """The network of the used lines. `stops`, (s, 2), in degrees; `ends_open`: lines that are entered at stops are also
    entered at their ends."""
    parts, owner = single_parts(lines)
    kmh = lines.table["speed_kmh"].to_numpy()[owner]
    anywhere = enterable(lines.table["mode"].to_numpy()[owner])
    ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
    own = np.tile(np.arange(len(parts)), 2)
    at_ends = _marks(ends, parts, snap_m, own)
    halts = shapely.points(np.column_stack(transformer(LONLAT.to_wkt(), working.to_wkt()).transform(*stops.T)))
    at_stops = _marks(halts, parts, stop_m, None, ~anywhere)
    xy, part, marked = _vertices(parts, at_ends, at_stops)
    places = np.concatenate([xy, shapely.get_coordinates(halts)])
    keys, first, node = np.unique(np.round(places / ROUNDING_M), axis=0, return_index=True, return_inverse=True)
    node = node.ravel()
    row, halt = node[:len(xy)], node[len(xy):]
    lonlat = np.column_stack(transformer(working.to_wkt(), LONLAT.to_wkt()).transform(*places[first].T))
    start, end, hours = _along(row, part, lonlat, kmh)
    ends_row = np.concatenate([_first_rows(part, len(parts)), _first_rows(part[::-1], len(parts), len(part))])
    extra = [_linked(row[ends_row[at_ends.what]], row[marked[0]], at_ends.metres, kmh[own[at_ends.what]]),
             _linked(halt[at_stops.what], row[marked[1]], at_stops.metres, np.full(len(at_stops.what), access_kmh))]
    start, end, hours = (np.concatenate([one, *(link[k] for link in extra)])
                         for k, one in enumerate((start, end, hours)))
    open_ = np.zeros(len(keys), dtype=bool)
    open_[row[anywhere[part]]] = True
    open_[row[marked[1]]] = True
    open_[halt[at_stops.what]] = True
    if ends_open:
        open_[row[ends_row]] = True
    number = _parts(len(keys), start, end, hours)
    line_part = np.full(len(lines.table), -1, dtype=np.int64)
    line_part[owner] = number[row[ends_row[:len(parts)]]]
    wide = at_ends.metres[at_ends.metres > ROUNDING_M]
    return Network(places[first], lonlat, open_, start, end, hours, number, line_part, len(wide),
                   float(wide.max(initial=0.0)))


def _marks(
    points: Geometries, parts: Geometries, distance_m: float, own: Indices | None, only: NDArray[np.bool_] | None = None
) -> _Marks:
    """Where each point is nearest to each part within the distance, but those of its own and those not in `only`."""
    i, j = shapely.STRtree(parts).query(points, predicate="dwithin", distance=max(distance_m, ROUNDING_M))
    kept = np.ones(len(i), dtype=bool) if own is None else own[i] != j
    if only is not None:
        kept &= only[j]
    i, j = i[kept], j[kept]
    return _Marks(j, np.asarray(shapely.line_locate_point(parts[j], points[i])), i,
                  np.asarray(shapely.distance(parts[j], points[i])))


def _vertices(parts: Geometries, *marks: _Marks) -> tuple[Floats, Indices, list[Indices]]:
    """All vertices, those at marks put in where they are along their part: x, y; the part of each; the marks' rows."""
    xy, part = shapely.get_coordinates(parts, return_index=True)
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    step[np.r_[True, part[1:] != part[:-1]]] = 0
    along = np.cumsum(step)
    along -= along[_first_rows(part, len(parts))][part]
    new = [shapely.get_coordinates(shapely.line_interpolate_point(parts[one.part], one.along)) for one in marks]
    xy = np.concatenate([xy, *new])
    part = np.concatenate([part, *(one.part for one in marks)])
    along = np.concatenate([along, *(one.along for one in marks)])
    order = np.lexsort((along, part))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    cuts = np.cumsum([len(rank) - sum(len(one.part) for one in marks), *(len(one.part) for one in marks)])
    return xy[order], part[order], [rank[a:b] for a, b in zip(cuts, cuts[1:])]


def _first_rows(part: Indices, count: int, backwards: int = 0) -> Indices:
    """The first row of each part; of rows in reverse their place from the front."""
    rows = np.unique(part, return_index=True)[1][:count].astype(np.int64)
    return backwards - 1 - rows if backwards else rows


def _along(row: Indices, part: Indices, lonlat: Floats, kmh: Floats) -> tuple[Indices, Indices, Floats]:
    """Links between vertices that follow one another on a part."""
    follow = (part[1:] == part[:-1]) & (row[1:] != row[:-1])
    start, end = row[:-1][follow], row[1:][follow]
    metres = ELLIPSOID.inv(*lonlat[start].T, *lonlat[end].T)[2]
    return start, end, np.maximum(metres / 1000 / kmh[part[1:][follow]], LEAST_HOURS)


def _linked(start: Indices, end: Indices, metres: Floats, kmh: Floats) -> tuple[Indices, Indices, Floats]:
    apart = start != end
    return start[apart], end[apart], np.maximum(metres[apart] / 1000 / kmh[apart], LEAST_HOURS)


def _parts(count: int, start: Indices, end: Indices, hours: Floats) -> Indices:
    """The connected part of each node, the one with the most hours of links first."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    graph = csr_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    number, part = connected_components(graph, directed=False)
    weight = np.bincount(part[start], hours, number)
    rank = np.empty(number, dtype=np.int64)
    rank[np.argsort(-weight, kind="stable")] = np.arange(number)
    return np.asarray(rank[part], dtype=np.int64)
