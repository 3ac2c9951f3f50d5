"""Basins that know what they drain to: HydroBASINS, a plan's catchments, or any polygons with an id and the next one's.

Every basin drains to one other at most, so what is downstream of one is a path, and what is upstream of it a tree. A
loop breaks both: its basins are named, and only who asks for what runs into it is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ... import paths
from ..control_lines import first_of, texts
from ..layer_checks import check_field
from ..messages import EngineError
from ..protocol import Job
from ..sources import POLYGON, Source, read

Indices = NDArray[np.int64]
BUNDLED = "bundled"  # the ten sub-basins of the Hai River
LEAVES = -1  # of `down`: the sea, or where the layer ends
NOT_MET = -1  # of `steps`
NONE = ("", "0")  # what a layer writes where a basin drains to no other
WHOLE_NUMBER = re.compile(r"(-?\d+)\.0+")  # 70.0: a number that passed through a table of texts
LISTED = 10  # ids that a sentence names; all are in its detail


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """`resources/catalog/basins.json`: what the fields of such layers are called."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/basins.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, eq=False)
class Network:
    """Basins and what each drains to; the arrays go with the rows of `source.frame`, one a basin."""

    source: Source
    id_field: str
    down_field: str
    ids: NDArray[np.object_]
    """Shape (n,), text."""
    names: list[str]
    """The id where a basin has no name."""
    called: list[tuple[str, ...]]
    """All that each basin is called, in any language, in lower case; empty where the layer has no names."""
    down: Indices
    """Shape (n,): the row of the basin that each drains to, or LEAVES."""
    order: Indices
    """Rows, every basin before the one it drains to; those of `loops` are not among them."""
    loops: list[list[int]]
    """The rows of each loop, along the flow."""
    own: bool
    """Whether the layer is the planner's: the bundled one is no input of a recipe."""

    @property
    def sources(self) -> list[Source]:
        """What a recipe lists of it."""
        return [self.source] if self.own else []

    def index(self, basin: str) -> int:
        """The row of the basin with this id, or else with this name. Raises unknown-basin, basin-name-double."""
        found = self._rows.get(plain_id(basin))
        if found is not None:
            return found
        rows = [row for row, names in enumerate(self.called) if basin.strip().casefold() in names]
        if not rows:
            raise EngineError("unknown-basin", id=basin, layer=self.source.title, field=self.id_field,
                              some=listed(self.told(row) for row in range(len(self.ids))))
        if len(rows) > 1:
            raise EngineError("basin-name-double", id=basin, layer=self.source.title,
                              some=listed(self.ids[rows]))
        return rows[0]

    def told(self, row: int) -> str:
        """`H05 永定河山区`; the id alone where it is the name."""
        return f"{self.ids[row]}" if self.names[row] == self.ids[row] else f"{self.ids[row]} {self.names[row]}"

    def upstream(self, index: int) -> Indices:
        """The basins that drain to this one, near ones first, itself not among them. Raises basin-loop."""
        return self._by_steps(self.steps([index], upstream=True))

    def downstream(self, index: int) -> Indices:
        """The basins on the way down from this one, in their order, itself not among them. Raises basin-loop."""
        return self._by_steps(self.steps([index], upstream=False))

    def steps(self, starts: Sequence[int], upstream: bool) -> Indices:
        """How many links each basin is up- or downstream of the nearest start: (n,), 0 for those, NOT_MET for others.

        Raises basin-loop where the way runs into a loop, and names it.
        """
        met = np.full(len(self.ids), NOT_MET)
        front, step = np.unique(np.asarray(starts, np.int64)), 0
        while front.size:
            met[front] = step
            following = self._drain_to(front) if upstream else self.down[front]
            front = np.unique(following[following != LEAVES])
            front, step = front[met[front] == NOT_MET], step + 1
        for loop in self.loops:
            if (met[loop] != NOT_MET).any():
                raise EngineError("basin-loop", layer=self.source.title, loop=self.told_loop(loop))
        return met

    def accumulated(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of `values`, (n,), over each basin and all upstream of it; NaN in a loop."""
        total = np.full(len(self.ids), np.nan)
        total[self.order] = values[self.order]
        for row in self.order:
            if self.down[row] != LEAVES:
                total[self.down[row]] += total[row]
        return total

    def told_loop(self, loop: Sequence[int]) -> str:
        """`A → B → A`."""
        some = [str(self.ids[row]) for row in loop[:LISTED]]
        return " → ".join([*some, *(["…"] if len(loop) > LISTED else []), some[0]])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {str(one): row for row, one in enumerate(self.ids)}

    @cached_property
    def _upward(self) -> tuple[Indices, Indices]:
        """Rows sorted by what they drain to, and where those that drain to each row begin among them, (n + 1,)."""
        rows = np.argsort(self.down, kind="stable")
        return rows, np.searchsorted(self.down[rows], np.arange(len(self.ids) + 1))

    def _drain_to(self, front: Indices) -> Indices:
        rows, begin = self._upward
        return np.concatenate([rows[begin[row]:begin[row + 1]] for row in front])

    def _by_steps(self, met: Indices) -> Indices:
        found = np.flatnonzero(met > 0)
        return found[np.argsort(met[found], kind="stable")]


def read_network(reference: str, id_field: str | None, down_field: str | None, job: Job) -> Network:
    """The layer, or the sub-basins of the Hai River for `bundled`; without fields, the catalogue's that it has.

    Several polygons of one id are one basin. What is odd is told: basins without an id, several of one id, links to
    themselves and to basins that the layer lacks (both leave), loops. Raises EngineError as `read` does, and
    unknown-field, no-basin-field, null-class, basin-double.
    """
    own = reference != BUNDLED
    source = read(reference if own else f"{paths.resource('data/jjj.gpkg')}|layername=catchments", (POLYGON,), job)
    fields = {kind: _field(source, kind, given) for kind, given in (("id", id_field), ("down", down_field))}
    identified = np.array([bool(one) for one in texts(source, fields["id"])])
    if not identified.any():
        raise EngineError("null-class", path=source.title, field=fields["id"])
    if not identified.all():
        job.warn("basins-without-id", layer=source.title, field=fields["id"], count=int((~identified).sum()))
        source.frame = source.frame[identified]
    _unite(source, fields, job)
    ids = np.array([plain_id(one) for one in texts(source, fields["id"])], dtype=object)
    down = _links(source, ids, [plain_id(one) for one in texts(source, fields["down"])], job)
    order, loops = _ordered(down)
    names = texts(source, first_of(source, catalogue()["name"]) or fields["id"])
    called = [tuple(one.strip().casefold() for one in each if one)
              for each in zip(*(texts(source, field) for field in _name_fields(source)))]
    network = Network(source, fields["id"], fields["down"], ids, [name or one for name, one in zip(names, ids)],
                      called, down, order, loops, own)
    if loops:
        told = [network.told_loop(loop) for loop in loops]
        job.warn("basin-loops", {"loops": told}, layer=source.title, count=len(loops), loops="; ".join(told[:LISTED]))
    return network


def plain_id(text: str) -> str:
    """An id as ids are compared: without blanks around it, and 70.0 as 70."""
    stripped = text.strip()
    whole = WHOLE_NUMBER.fullmatch(stripped)
    return whole[1] if whole else stripped


def listed(ids: Iterable[object]) -> str:
    """The first ids, for a sentence."""
    every = [str(one) for one in ids]
    return ", ".join(every[:LISTED]) + (" …" if len(every) > LISTED else "")


def _field(source: Source, kind: str, given: str | None) -> str:
    known = [str(name) for name in source.frame.columns if name != "geometry"]
    if given is not None:
        check_field(given, known, source.title)
        return given
    found = first_of(source, catalogue()[kind])
    if found is None:
        raise EngineError("no-basin-field", layer=source.title, usual=", ".join(catalogue()[kind]),
                          fields=", ".join(known))
    return found


def _name_fields(source: Source) -> list[str]:
    known = {name.casefold() for name in catalogue()["name"]}
    return [str(name) for name in source.frame.columns if str(name).casefold() in known]


def _unite(source: Source, fields: dict[str, str], job: Job) -> None:
    """One row for each id. Raises basin-double where its polygons drain to different basins."""
    frame = source.frame
    ids = np.array([plain_id(one) for one in texts(source, fields["id"])], dtype=object)
    down = np.array([plain_id(one) for one in texts(source, fields["down"])], dtype=object)
    _, first, place, number = np.unique(ids.astype(str), return_index=True, return_inverse=True, return_counts=True)
    several = np.flatnonzero(number > 1)
    if several.size == 0:
        return
    shapes = source.geometries.copy()
    for group in several:
        rows = np.flatnonzero(place == group)
        if len(set(down[rows])) > 1:
            one, other = list(dict.fromkeys(down[rows]))[:2]
            raise EngineError("basin-double", layer=source.title, id=ids[rows[0]], one=one or "—", other=other or "—")
        shapes[rows[0]] = shapely.union_all(shapes[rows])
    told = [str(ids[first[group]]) for group in several]
    job.warn("basin-doubles", {"ids": told}, layer=source.title, count=len(told), ids=listed(told))
    source.frame = frame.set_geometry(shapes, crs=frame.crs).iloc[np.sort(first)]


def _links(source: Source, ids: NDArray[np.object_], down: list[str], job: Job) -> Indices:
    """The row that each basin drains to. Links to itself and to basins that are not there are told, and leave."""
    rows = {one: row for row, one in enumerate(ids)}
    itself = [one for one, below in zip(ids, down) if one == below and below not in NONE]
    missing = [f"{one} → {below}" for one, below in zip(ids, down) if below not in NONE and below not in rows]
    if itself:
        job.warn("basins-to-themselves", {"ids": itself}, layer=source.title, count=len(itself), ids=listed(itself))
    if missing:
        job.warn("basin-links-missing", {"links": missing}, layer=source.title, count=len(missing),
                 links=listed(missing))
    found = [rows.get(below, LEAVES) if below not in (*NONE, one) else LEAVES for one, below in zip(ids, down)]
    return np.array(found, np.int64)


def _ordered(down: Indices) -> tuple[Indices, list[list[int]]]:
    """The rows with every one before what it drains to, and the loops, which are in no such order (Kahn 1962)."""
    waiting = np.bincount(down[down != LEAVES], minlength=len(down)).tolist()
    below = down.tolist()
    order = [row for row, count in enumerate(waiting) if count == 0]
    for row in order:  # grows while it is walked
        following = below[row]
        if following != LEAVES:
            waiting[following] -= 1
            if waiting[following] == 0:
                order.append(following)
    left, loops = set(range(len(below))) - set(order), []
    while left:
        loop = [min(left)]
        while below[loop[-1]] != loop[0]:
            loop.append(below[loop[-1]])
        left -= set(loop)
        loops.append(loop)
    return np.array(order, np.int64), loops
