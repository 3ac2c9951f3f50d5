"""The ground of strips: along stretches of rivers, by class, without what a stricter class or a lake has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from ...buffers.sides import GRID_M, both_sided, one_sided
from ...geodesy import LONLAT, Geometries
from ...intersections import objects, polygonal_one
from ...kernels import Floats
from .reaches import SAME_M, Network, Piece
from .rules import Rule, Rules

ELBOW_M = 1.0  # of either line where two meet: enough for the turn between their strips


@dataclass(frozen=True, eq=False)
class Strip:
    """One strip in the working frame. `owner` says whose it is: columns of the layer."""

    rule: Rule
    part: str  # water | land
    shape: Any
    owner: dict[str, Any]
    watershed: str = ""  # cut | not cut: at the catchment's limits


@dataclass(frozen=True, eq=False)
class Along:
    """Stretches of a network that have one strip: pieces, and half the width of the water at each."""

    network: Network
    pieces: Sequence[Piece]
    half_m: Floats

    @property
    def common_half_m(self) -> float | None:
        """Half the width where it is the same all along."""
        widths = np.unique(self.half_m)
        return float(widths[0]) if len(widths) == 1 else None

    def ground(self, wide_m: float, side: str, working: CRS) -> Any:
        """All within half the water's width and `wide_m` more to the side; square where a stretch ends."""
        lines = np.array([self.network.shape(piece) for piece in self.pieces], dtype=object)
        elbows, pair = self._elbows(directed=side != "both")
        metres = self.half_m + wide_m
        if len(pair):
            metres = np.r_[metres, metres[pair].min(axis=1)]
            lines = np.concatenate([lines, elbows])
        widths = np.unique(metres[metres > 0])
        if len(widths) == 0:
            return shapely.Polygon()
        alike = objects(shapely.multilinestrings(lines[metres == width]) for width in widths)  # joined at once
        if side == "both":
            shapes = both_sided(alike, LONLAT, widths, working)
        else:
            shapes = one_sided(alike, LONLAT, widths, side, working)
        return shapely.union_all(shapes, grid_size=GRID_M)

    def _elbows(self, directed: bool) -> tuple[Geometries, np.ndarray[Any, Any]]:
        """Where pieces meet, the last metre of one and the first of another, and the positions of the two."""
        at: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for number, piece in enumerate(self.pieces):
            for node, leaves in self.network.touches(piece):
                at[node].append((number, leaves))
        made, pairs = [], []
        for meeting in at.values():
            for first, (one, leaves) in enumerate(meeting):
                for other, leaves_too in meeting[first + 1:]:
                    if directed and leaves == leaves_too:
                        continue
                    if directed and leaves:
                        arms = [self._arm(other, False), self._arm(one, True)[::-1]]
                    else:
                        arms = [self._arm(one, leaves), self._arm(other, leaves_too)[::-1]]
                    made.append(shapely.LineString(np.vstack(arms)))
                    pairs.append((one, other))
        return np.array([*made, None], dtype=object)[:-1], np.array(pairs, dtype=int).reshape(-1, 2)

    def _arm(self, number: int, leaves: bool) -> Floats:
        """A piece's last metre towards the node that it leaves or reaches; (n, 2) degrees, the node's end last."""
        piece = self.pieces[number]
        line, short = self.network.lines[piece.line], min(ELBOW_M, (piece.end - piece.start) / 2)
        if leaves:
            return line.between(piece.start, piece.start + short)[::-1]
        return line.between(piece.end - short, piece.end)


def river_strips(
    stretches: Sequence[Along], rules: Rules, side: str, lakes: Any, owner: dict[str, Any], working: CRS
) -> list[Strip]:
    """The strips of one river or intake; `stretches` are those of the classes, from the strictest on.

    Water lies within half the river's width; land is as wide as the rule says from there on, less the lakes, and less
    what a stricter class has. Classes that are not wanted are made and left out.
    """
    made: list[Strip] = []
    taken = shapely.Polygon()
    for rule, along in zip(rules.classes, stretches):
        water = along.ground(0.0, "both", working)
        outer = along.ground(rule.land_m or 0.0, side, working)
        land = _less(_less(outer, water), lakes)
        ground = {"water": _less(water, taken), "land": _less(land, taken)}
        taken = shapely.union_all([taken, water, land], grid_size=GRID_M)
        made += [Strip(rule, part, shape, {**owner, "strip_side": side if part == "land" else "both"})
                 for part, shape in ground.items()
                 if rule.strip_class in rules.wanted and shape.area > SAME_M]
    return made


def _less(shape: Any, other: Any) -> Any:
    """What of a shape the other does not cover, on the grid of the strips."""
    if shape.is_empty or other.is_empty:
        return shape
    return polygonal_one(shapely.difference(shape, other, grid_size=GRID_M))
