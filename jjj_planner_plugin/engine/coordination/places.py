"""The places where two jurisdictions have to talk, by the rules: each a polygon, the two of them, and the reason.

Ground of two jurisdictions faces each other in a frame of its own for each pair: azimuthal equidistant about the
middle of their border, so that `within_m` is metres on the ground (150 km from there to 1e-4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from ..geodesy import LONLAT, Geometries, azimuthal_frame, moved, projected
from ..intersections import TRACE_M2, polygonal
from .rules import ACROSS, Rules

REACH = 1.1  # the search in the equal-area frame goes this much further: there a metre may be drawn shorter
QUAD_SEGMENTS = 16
NOWHERE = -1  # the constraint area of ground whose rule asks for none

Faces = Callable[[str, str], bool]
Borders = dict[tuple[str, str], Any]  # by the codes of the two, the first one lower


@dataclass
class Ground:
    """Polygons in the working frame, the jurisdiction and class of each, the constraint area it lies on; all (n,)."""

    shapes: Geometries
    code: NDArray[np.object_]
    kind: NDArray[np.object_]
    area: NDArray[np.intp]

    def only(self, chosen: NDArray[Any]) -> Ground:
        """The chosen polygons, in their order."""
        return Ground(self.shapes[chosen], self.code[chosen], self.kind[chosen], self.area[chosen])

    def of(self, words: Iterable[str], rules: Rules) -> Ground:
        """The polygons of these classes (see Rules.is_of)."""
        kinds = {kind for kind in set(self.kind) if rules.is_of(words, kind)}
        return self.only(np.isin(self.kind.astype(str), sorted(kinds)))


@dataclass
class Place:
    """What one place is, before it has a number. `a` is the jurisdiction the rule speaks of first."""

    a: str
    b: str
    a_kinds: set[str]
    b_kinds: set[str]
    area: int
    a_shape: Any
    b_shape: Any


def across_border(
    rule: dict[str, Any], ground: Ground, borders: Borders, rules: Rules, working: CRS
) -> Iterator[Place]:
    """Places of a rule `across-border` or `shared`: ground on both sides within the rule's distance of each other."""
    if rule["kind"] == ACROSS:
        ground = ground.of([*rule["a_class"], *rule["b_class"]], rules)
        first = {kind for kind in set(ground.kind) if rules.is_of(rule["a_class"], kind)}
        second = {kind for kind in set(ground.kind) if rules.is_of(rule["b_class"], kind)}
        ways: list[tuple[bool, Faces]] = [
            (False, lambda a, b: a in first and b in second),
            (True, lambda a, b: a in second and b in first and not (a in first and b in second)),
        ]
    else:
        ground = ground.of(rule["plan_class"], rules) if "plan_class" in rule else ground
        ways = [(False, lambda a, b: a != b)]
    for pair, sides, frame in _near_borders(ground, borders, rule["within_m"], working):
        for turned, faces in ways:
            for place in _facing(pair, sides, faces, rule["within_m"]):
                shapes = [_on_earth(shape, frame, working) for shape in (place.a_shape, place.b_shape)]
                place.a_shape, place.b_shape = shapes
                yield _turned(place) if turned else place


def _turned(place: Place) -> Place:
    return Place(place.b, place.a, place.b_kinds, place.a_kinds, place.area, place.b_shape, place.a_shape)


def _near_borders(
    ground: Ground, borders: Borders, within_m: float, working: CRS
) -> Iterator[tuple[tuple[str, str], tuple[Ground, Ground], Transformer]]:
    """For every border that has ground on both sides: the two sides, cut to the strip along it, in its frame."""
    pairs = list(borders)
    lines = np.array([borders[pair] for pair in pairs], dtype=object)
    border, piece = shapely.STRtree(ground.shapes).query(lines, predicate="dwithin", distance=within_m * REACH)
    for number, (a, b) in enumerate(pairs):
        near = ground.only(np.sort(piece[border == number]))
        if not ((near.code == a).any() and (near.code == b).any()):
            continue
        near = near.only((near.code == a) | (near.code == b))
        frame = _frame(lines[number], working)
        line = _in_frame(lines[number:number + 1], frame, working)[0]
        strip = shapely.buffer(line, within_m, quad_segs=QUAD_SEGMENTS)
        near.shapes = _clipped(near.shapes, lines[number], within_m)
        near.shapes = areas_of(shapely.intersection(_in_frame(near.shapes, frame, working), strip))
        near = near.only(~shapely.is_empty(near.shapes))
        yield (a, b), (_merged(near.only(near.code == a)), _merged(near.only(near.code == b))), frame


def _frame(line: Any, working: CRS) -> Transformer:
    west, south, east, north = line.bounds
    middle = projected(np.array([shapely.Point((west + east) / 2, (south + north) / 2)]), working, LONLAT)[0]
    return azimuthal_frame(middle.x, middle.y)


def _in_frame(shapes: Geometries, frame: Transformer, working: CRS) -> Geometries:
    return _valid(moved(projected(shapes, working, LONLAT), frame))


def _on_earth(shape: Any, frame: Transformer, working: CRS) -> Any:
    """Back from the border's frame into `working`."""
    return _valid(projected(moved(np.array([shape], dtype=object), frame, "INVERSE"), LONLAT, working))[0]


def _valid(moved_shapes: Geometries) -> Geometries:
    """A vertex that was moved may cross an edge that it nearly touched."""
    broken = ~shapely.is_valid(moved_shapes)
    moved_shapes[broken] = shapely.make_valid(moved_shapes[broken], method="structure", keep_collapsed=False)
    return moved_shapes


def _clipped(shapes: Geometries, line: Any, within_m: float) -> Geometries:
    """Cut to the box around the border: the strip then has less to do."""
    west, south, east, north = line.bounds
    reach = within_m * REACH
    box = shapely.box(west - reach, south - reach, east + reach, north + reach)
    shapely.prepare(box)
    crossing = ~shapely.contains_properly(box, shapes)
    clipped = shapes.copy()
    clipped[crossing] = areas_of(shapely.intersection(shapes[crossing], box))
    return clipped


def areas_of(shapes: Geometries) -> Geometries:
    """Only the polygons of each; an empty one where two met in lines or points, or collapsed into such."""
    found = polygonal(shapes)
    found[~np.isin(shapely.get_type_id(found), (3, 6))] = shapely.Polygon()
    return found


def _merged(side: Ground) -> Ground:
    """Ground of one class on one constraint area joined, and taken apart again where it does not touch."""
    keys = sorted(set(zip(side.kind, side.area.tolist())))
    shapes, kinds, areas = [], [], []
    for kind, area in keys:
        same = (side.kind == kind) & (side.area == area)
        parts = shapely.get_parts(shapely.union_all(side.shapes[same]))
        shapes += list(parts)
        kinds += [kind] * len(parts)
        areas += [area] * len(parts)
    code = np.full(len(shapes), side.code[0] if len(side.code) else "", dtype=object)
    return Ground(np.array([*shapes, None], dtype=object)[:-1], code, np.array(kinds, dtype=object),
                  np.array(areas, dtype=np.intp))


def _facing(
    pair: tuple[str, str], sides: tuple[Ground, Ground], faces: Faces, within_m: float
) -> Iterator[Place]:
    """Places of one pair of jurisdictions: parts that face each other, and all that hangs together through them."""
    a, b = sides
    i, j = shapely.STRtree(b.shapes).query(a.shapes, predicate="dwithin", distance=within_m)
    meets = (a.area[i] == b.area[j]) & np.array([faces(x, y) for x, y in zip(a.kind[i], b.kind[j])], dtype=bool)
    i, j = i[meets], j[meets]
    if len(i) == 0:
        return
    near_a = _within(a.shapes, i, b.shapes, j, within_m)
    near_b = _within(b.shapes, j, a.shapes, i, within_m)
    real = np.isin(i, list(near_a)) & np.isin(j, list(near_b))
    for part in _connected(i[real], j[real] + len(a.shapes)):
        mine = [k for k in part if k < len(a.shapes)]
        theirs = [k - len(a.shapes) for k in part if k >= len(a.shapes)]
        yield Place(*pair, {a.kind[k] for k in mine}, {b.kind[k] for k in theirs}, int(a.area[mine[0]]),
                    shapely.union_all([near_a[k] for k in mine]), shapely.union_all([near_b[k] for k in theirs]))


def _within(
    shapes: Geometries, i: NDArray[np.intp], others: Geometries, j: NDArray[np.intp], within_m: float
) -> dict[int, Any]:
    """By position, the ground of each of `shapes[i]` within the distance of the `others[j]` it faces, if any."""
    used, index = np.unique(j, return_inverse=True)
    around = shapely.buffer(others[used], within_m, quad_segs=QUAD_SEGMENTS)
    common = areas_of(shapely.intersection(shapes[i], around[index]))
    near = {int(position): shapely.union_all(common[i == position]) for position in np.unique(i)}
    return {position: ground for position, ground in near.items() if ground.area > TRACE_M2}


def _connected(i: NDArray[np.intp], j: NDArray[np.intp]) -> list[list[int]]:
    """Groups of nodes that the edges i–j connect, each sorted."""
    parent: dict[int, int] = {int(node): int(node) for node in np.concatenate([i, j])}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in zip(i.tolist(), j.tolist()):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for node in sorted(parent):
        groups.setdefault(root(node), []).append(node)
    return list(groups.values())


def on_constraint(ground: Ground, served: dict[int, str], belongs: Callable[[str, str], bool]) -> Iterator[Place]:
    """Places of a rule `on-constraint`: one per jurisdiction and constraint area that serves another.

    `ground` is the plan's of the rule's classes; `served` the code that each constraint area serves.
    """
    for code, area in sorted(set(zip(ground.code, ground.area.tolist()))):
        if code and area in served and not belongs(code, served[area]):
            here = ground.only((ground.code == code) & (ground.area == area))
            yield Place(code, served[area], set(here.kind), set(), area, shapely.union_all(here.shapes),
                        shapely.Polygon())
