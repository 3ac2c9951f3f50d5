"""Lines of rivers as a network: joined where their ends meet, and followed up and down from a place.

Lengths are geodesics of the ellipsoid along the lines' edges. A walk settles every node once, at its least distance
along the river (Dijkstra 1959): of lines that form a loop it comes to an end.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import ELLIPSOID, LONLAT, Geometries, projected

Floats = NDArray[np.float64]
SAME_M = 1e-3  # positions along a line that are one


@dataclass(frozen=True, eq=False)
class Line:
    """A line from its upper to its lower end: degrees, and metres along it from the upper end."""

    xy: Floats
    along: Floats
    feature: int  # position in its layer
    flow_from: str = "digitised"  # digitised | field | heights
    turned: bool = False
    in_doubt: bool = False

    @property
    def length(self) -> float:
        """Metres."""
        return float(self.along[-1])

    def at(self, metres: float) -> Floats:
        """The place so far from the upper end, (2,) degrees."""
        i = int(np.clip(np.searchsorted(self.along, metres) - 1, 0, len(self.along) - 2))
        start, end = self.xy[i], self.xy[i + 1]
        azimuth, _, _ = ELLIPSOID.inv(start[0], start[1], end[0], end[1])
        lon, lat, _ = ELLIPSOID.fwd(start[0], start[1], azimuth, metres - self.along[i])
        return np.array([lon, lat])

    def between(self, start: float, end: float) -> Floats:
        """The line from one distance to another, (n, 2) degrees; its own vertices where it is not cut."""
        inside = (self.along > start + SAME_M) & (self.along < end - SAME_M)
        first = self.xy[0] if start <= SAME_M else self.at(start)
        last = self.xy[-1] if end >= self.length - SAME_M else self.at(end)
        return np.vstack([first, self.xy[inside], last])

    def reversed(self) -> Line:
        """The same line the other way."""
        return replace(self, xy=self.xy[::-1], along=self.length - self.along[::-1])


def line_of(xy: Floats, feature: int) -> Line | None:
    """A line through these places, each once; None if it has no length."""
    steps = np.asarray(ELLIPSOID.inv(*xy[:-1].T, *xy[1:].T)[2])
    kept = np.r_[True, steps > 0]
    along = np.r_[0.0, np.cumsum(steps[steps > 0])]
    return Line(xy[kept], along, feature) if along[-1] > SAME_M else None


@dataclass(frozen=True)
class Piece:
    """A stretch of a line of the network, metres from its upper end."""

    line: int
    start: float
    end: float


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The same ground, with pieces of one line that touch made one."""
    made: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.line, one.start)):
        last = made[-1] if made else None
        if last and last.line == piece.line and piece.start <= last.end + SAME_M:
            made[-1] = replace(last, end=max(last.end, piece.end))
        else:
            made.append(piece)
    return made


@dataclass(frozen=True)
class Walk:
    """What was followed, and how far it is to the furthest end of it."""

    pieces: tuple[Piece, ...]
    reached_m: float


class Network:
    """Lines and the nodes at their ends."""

    def __init__(self, lines: Sequence[Line], tolerance_m: float, working: CRS) -> None:
        self.lines, self.splits = split(lines, tolerance_m, working)
        ends = _places(np.array([line.xy[place] for line in self.lines for place in (0, -1)]), working)
        node = _clusters(ends, tolerance_m)
        self.upper, self.lower = node[0::2], node[1::2]
        self._into, self._from = defaultdict(list), defaultdict(list)
        for number, (upper, lower) in enumerate(zip(self.upper, self.lower)):
            self._from[int(upper)].append(number)
            self._into[int(lower)].append(number)

    def walk(self, line: int, at: float, metres: float, upstream: bool) -> Walk:
        """As far as `metres` from a place on a line, up or down along all branches."""
        near, far = (self.lower, self.upper) if upstream else (self.upper, self.lower)
        leading = self._into if upstream else self._from
        length = self.lines[line].length
        left = at if upstream else length - at  # of this line, in the direction of the walk
        waiting, pieces, reached = [(0.0, int(near[line]))], [], 0.0
        if left < length - SAME_M:  # not at the line's end, where all branches begin
            waiting = [(left, int(far[line]))] if left <= metres else []
            reached = min(left, metres)
            pieces = [self._piece(line, length - left, reached, upstream)] if reached > SAME_M else []
        settled: set[int] = set()
        while waiting:
            gone, node = heapq.heappop(waiting)
            if node in settled or gone >= metres - SAME_M:
                continue
            settled.add(node)
            for number in leading[node]:
                whole = self.lines[number].length
                again = bool(pieces) and number == line and left < length - SAME_M
                stretch = min(whole - left if again else whole, metres - gone)
                pieces.append(self._piece(number, 0.0, stretch, upstream))
                reached = max(reached, gone + stretch)
                if not again and stretch >= whole - SAME_M:
                    heapq.heappush(waiting, (gone + whole, int(far[number])))
        return Walk(tuple(pieces), reached)

    def _piece(self, line: int, skipped: float, stretch: float, upstream: bool) -> Piece:
        """Of a line, in the direction of the walk, `stretch` metres after `skipped` ones."""
        length = self.lines[line].length
        first, last = skipped, min(skipped + stretch, length)
        return Piece(line, max(length - last, 0.0), length - first) if upstream else Piece(line, first, last)

    def loops(self, among: set[int]) -> list[int]:
        """Of these lines those whose water would come back to where it was: what stays when ends are taken off."""
        alive = np.array(sorted(among), dtype=np.intp)
        for start, end in ((self.upper, self.lower), (self.lower, self.upper)):
            while True:
                fed = np.isin(start[alive], end[alive])
                if fed.all():
                    break
                alive = alive[fed]
        return [int(number) for number in alive]

    def whole(self) -> list[Piece]:
        """All lines, in one piece each."""
        return [Piece(number, 0.0, line.length) for number, line in enumerate(self.lines)]

    def shape(self, piece: Piece) -> shapely.LineString:
        """In degrees, in the direction of the water."""
        return shapely.LineString(self.lines[piece.line].between(piece.start, piece.end))

    def touches(self, piece: Piece) -> list[tuple[int, bool]]:
        """The nodes a piece reaches, and whether it leaves from there."""
        found = [(int(self.upper[piece.line]), True)] if piece.start <= SAME_M else []
        if piece.end >= self.lines[piece.line].length - SAME_M:
            found.append((int(self.lower[piece.line]), False))
        return found


def _places(xy: Floats, working: CRS) -> Geometries:
    return projected(shapely.points(xy), LONLAT, working)


def _clusters(points: Geometries, tolerance_m: float) -> NDArray[np.intp]:
    """The node of each point: points that are within the tolerance, of one another or by way of others, are one."""
    node = np.arange(len(points))
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=tolerance_m)
    once = one < other
    for i, j in zip(one[once], other[once]):
        a, b = _root(node, i), _root(node, j)
        node[max(a, b)] = min(a, b)
    return np.array([_root(node, i) for i in range(len(node))], dtype=np.intp)


def _root(node: NDArray[np.intp], i: int) -> int:
    while node[i] != i:
        node[i] = node[node[i]]
        i = int(node[i])
    return i


def split(lines: Sequence[Line], tolerance_m: float, working: CRS) -> tuple[list[Line], int]:
    """The lines cut where another one's end lies on them, and how many such places there are."""
    flat = projected(np.array([shapely.LineString(line.xy) for line in lines], dtype=object), LONLAT, working)
    ends = _places(np.array([line.xy[place] for line in lines for place in (0, -1)]), working)
    end, on = shapely.STRtree(flat).query(ends, predicate="dwithin", distance=tolerance_m)
    own = np.minimum(shapely.distance(ends[end], ends[2 * on]), shapely.distance(ends[end], ends[2 * on + 1]))
    inside = own > tolerance_m
    cuts: dict[int, list[float]] = defaultdict(list)
    for point, number in zip(end[inside], on[inside]):
        cuts[int(number)].append(position(lines[number], flat[number], ends[point]))
    made: list[Line] = []
    for number, line in enumerate(lines):
        places = np.sort(np.array(cuts.get(number, [])))
        places = places[np.r_[True, np.diff(places) > tolerance_m]] if len(places) else places
        for start, stop in zip([0.0, *places], [*places, line.length]):
            part = line_of(line.between(start, stop), line.feature) if len(places) else line
            if part is not None:
                made.append(replace(line, xy=part.xy, along=part.along))
    return made, sum(map(len, cuts.values()))


def position(line: Line, flat: shapely.LineString, point: shapely.Point) -> float:
    """Metres along the line of the place on it that is nearest to a point; both in a frame in metres as well."""
    xy = shapely.get_coordinates(flat)
    far = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
    return float(np.interp(shapely.line_locate_point(flat, point), far, line.along))
