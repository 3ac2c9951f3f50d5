"""What an overlay adds up, chunk by chunk, and the table that is made of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .kernels import Floats, Indices
from .right_side import Placed, RightSide

COLUMNS = (
    "left_class", "right_class", "by_class", "area_m2", "share_of_left", "share_of_right", "pieces",
    "left_area_m2", "right_area_m2", "not_covered_m2", "counted_twice_m2",
)

DECIMALS = {name: 3 for name in COLUMNS if name.endswith("_m2")} | {"share_of_left": 9, "share_of_right": 9}


class Tally:
    """Sums per left class, and per left class and cell. Every number is added in the features' order, one after
    another, so that the sums are the same to the last digit however the features come in chunks."""

    def __init__(self, cells: int) -> None:
        self._cells = cells
        self._key = np.empty(0, np.int64)  # left class × cells + cell, ascending
        self.area = np.empty(0)
        self.pieces = np.empty(0, np.int64)
        self.left_area = np.empty(0)
        self.counted_twice = np.empty(0)

    @property
    def left(self) -> Indices:
        """Left class of each row."""
        return self._key // self._cells

    @property
    def cell(self) -> Indices:
        """Cell of each row."""
        return self._key % self._cells

    def add(self, code: Indices, area: Floats, pair_code: Indices, pair_cell: Indices, shared: Floats) -> None:
        """Features by left class and area (m²), and pairs by left class, cell and the area shared."""
        self.left_area = _added(self.left_area, code, area)
        key = pair_code * self._cells + pair_cell
        self._make_room(np.sort(key))
        row = np.searchsorted(self._key, key)
        np.add.at(self.area, row, shared)
        np.add.at(self.pieces, row, 1)

    def add_twice(self, code: Indices, twice: Floats) -> None:
        """Features by left class and what of them (m²) is counted twice."""
        self.counted_twice = _added(self.counted_twice, code, twice)

    def _make_room(self, keys: Indices) -> None:
        """A row of zeros for each key that is new; `keys` ascend."""
        keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys  # numpy's unique is slower
        place = np.searchsorted(self._key, keys)
        new = np.append(self._key, -1)[place] != keys
        if new.any():
            place = place[new]
            self._key = np.insert(self._key, place, keys[new])
            self.area, self.pieces = np.insert(self.area, place, 0.0), np.insert(self.pieces, place, 0)


def _added(sums: Floats, code: Indices, values: Floats) -> Floats:
    """The sums with each value added to that of its code, in their order; there may be new codes."""
    sums = np.append(sums, np.zeros(max(0, code.max(initial=-1) + 1 - len(sums))))
    np.add.at(sums, code, values)
    return sums


def tabulated(tally: Tally, left_classes: NDArray[np.object_], side: RightSide) -> pa.Table:
    """The table of `COLUMNS`, sorted by class; without a third layer it has no `by_class`."""
    met_nothing = np.setdiff1d(np.arange(len(left_classes)), tally.left)
    cell = np.append(tally.cell, np.full(len(met_nothing), -1))
    left = np.append(tally.left, met_nothing)
    right, by = np.append(side.cells, [[-1, -1]], axis=0)[cell].T  # −1 is the last: nothing
    right_classes = _texts(side.layer)
    keys = [_rank(left_classes)[left], _rank(right_classes)[right]]
    if side.by_layer:
        keys.append(_rank(_texts(side.by_layer))[by])
    order = np.lexsort(keys[::-1])
    left, right, by = left[order], right[order], by[order]
    area = np.append(tally.area, np.zeros(len(met_nothing)))[order]
    pieces = np.append(tally.pieces, np.zeros(len(met_nothing), np.int64))[order]
    right_area = np.append(_added(np.empty(0), side.layer.code, side.layer.area), np.nan)
    twice = _added(tally.counted_twice, np.arange(len(left_classes)), np.zeros(len(left_classes)))
    rest = tally.left_area - np.bincount(tally.left, tally.area, len(left_classes)) + twice
    columns = {
        "area_m2": area, "share_of_left": area / tally.left_area[left], "share_of_right": area / right_area[right],
        "pieces": pieces, "left_area_m2": tally.left_area[left], "right_area_m2": right_area[right],
        # what rounding takes below zero was counted twice along edges, in traces too small to be pieces
        "not_covered_m2": rest.clip(min=0)[left], "counted_twice_m2": (twice - rest.clip(max=0))[left],
    }
    texts = {"left_class": (left_classes, left), "right_class": (right_classes, right)}
    if side.by_layer:
        texts["by_class"] = _texts(side.by_layer), by
    made = {name: pa.array(classes, pa.string()).take(pa.array(number % len(classes)))
            for name, (classes, number) in texts.items()}
    made |= {name: pa.array(values.round(DECIMALS.get(name, 0)), from_pandas=True) for name, values in columns.items()}
    return pa.table({name: made[name] for name in COLUMNS if name in made})


def _texts(layer: Placed) -> NDArray[np.object_]:
    """The layer's classes, and last an empty one for nothing."""
    return np.append(layer.layer.classes, np.array([""], dtype=object))


def _rank(texts: NDArray[np.object_]) -> Indices:
    """The place of each text in their order."""
    return np.unique(texts, return_inverse=True)[1].astype(np.int64)
