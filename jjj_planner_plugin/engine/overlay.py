"""Overlap of two polygon layers, or of three: who covers how much of whom, in ellipsoidal square metres.

The left layer is read in chunks and measured without building geometries; areas are summed over pairs of
features, so that for every left class left area = Σ overlap + not covered − counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from pyproj import CRS

from . import outputs, recipes
from .frame import in_frame
from .geodesy import overlay_crs
from .intersections import TRACE_M2
from .protocol import Job
from .right_side import RightSide, placed, right_side, tell_overlaps
from .rings import Rings, stacked
from .shared_ground import Measured, write_pieces
from .stream import PolygonLayer, open_layer
from .tally import DECIMALS, Tally, tabulated

CHECKED = 200_000  # left features up to which it is looked at whether they overlap one another
CHECKED_VERTICES = 20_000_000  # and their vertices: together 320 MB


def overlap_table(
    left: str, right: str, left_class: str | None, right_class: str | None, by: str | None, by_class: str | None,
    output: str, pieces: str | None, job: Job,
) -> dict[str, Any]:
    """Task `overlap_table`: a row per left class × right class (× class of `by`) that meet.

    A left class that meets nothing has one row with an empty right class. `not_covered_m2` and
    `counted_twice_m2` belong to the left class and stand on each of its rows. Ground of the right layer that no
    feature of `by` covers has an empty by class. Raises EngineError as `open_layer` and `chunks` do.
    """
    files = [reference.split("|")[0] for reference in (left, right, by) if reference]
    target, pieces_target = outputs.check_targets(
        output, (".csv", ".gpkg"), pieces, files, ("overlap_table", "pieces"))
    a, b = open_layer(left, left_class), open_layer(right, right_class)
    c = open_layer(by, by_class) if by else None
    layers = [layer for layer in (a, b, c) if layer]
    working = overlay_crs([(layer.extent, layer.crs) for layer in layers])
    job.progress(0.02, "reading", what=b.title)
    whole, third = placed(b, working, job), placed(c, working, job) if c else None
    side = right_side(whole, third, job)
    tally = Tally(len(side.cells))
    measured = measured_chunks(a, side, working, tally, job)
    with ExitStack() as files_in_place:  # both or none
        if pieces_target:
            part = files_in_place.enter_context(outputs.whole_file(pieces_target))
            write_pieces(measured, a, side, working, part)
        else:
            for _ in measured:
                pass
        table = tabulated(tally, a.classes, side)
        job.progress(0.95, "writing", what=target.name)
        part = files_in_place.enter_context(outputs.whole_file(target))
        outputs.write_long_table(table, part, target, "overlap_table", DECIMALS)
    params = {"left": left, "right": right, "left_class": left_class, "right_class": right_class,
              "by": by, "by_class": by_class,
              "output": str(target), "pieces": str(pieces_target) if pieces_target else None}
    recipe = recipes.recipe("overlap_table", params, layers, working)
    return {"output": params["output"], "pieces": params["pieces"], "rows": len(table),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def measured_chunks(left: PolygonLayer, side: RightSide, working: CRS, tally: Tally, job: Job) -> Iterator[Measured]:
    """Every chunk of the left layer overlaid and added to the tally; then the layer's own overlaps are told."""
    total, kept = max(left.count, 1), _Kept(left)  # what its file says, until it is read
    for chunk in left.chunks(job):
        rings = in_frame(chunk.rings, left.crs, working, left.title)
        area = rings.areas()
        i, patch, shared = side.cover.overlaps(rings)
        if side.depth:
            tally.add_twice(chunk.code, side.depth.counted_twice(rings, area, (i, patch, shared)))
        real = shared > TRACE_M2
        i, patch, shared = i[real], patch[real], shared[real]
        tally.add(chunk.code, area, chunk.code[i], side.cell[patch], shared)
        left.add_area(area)
        kept.add(rings)
        yield Measured(chunk, rings, area, i, patch, shared)
        job.progress(0.2 + 0.6 * left.count / max(total, left.count), "overlaying", done=left.count, total=total)
    kept.tell(job)


class _Kept:
    """The left layer's rings, as long as they are few enough to be looked at together."""

    def __init__(self, left: PolygonLayer) -> None:
        self._left = left
        self._rings: list[Rings] | None = []

    def add(self, rings: Rings) -> None:
        """Keep these too, or let go of all."""
        if self._rings is not None:
            self._rings.append(rings)
            too_many = sum(map(len, self._rings)) > CHECKED
            if too_many or sum(len(one.xy) for one in self._rings) > CHECKED_VERTICES:
                self._rings = None

    def tell(self, job: Job) -> None:
        """How much the features overlap one another, or that it was not checked."""
        if self._rings is None:
            job.warn("self-overlap-unchecked", layer=self._left.title, count=self._left.used)
        else:
            tell_overlaps("left-self-overlap", self._left, stacked(self._rings), job)
