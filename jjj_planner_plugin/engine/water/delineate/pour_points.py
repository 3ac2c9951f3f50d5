"""The places whose catchments are asked for: a click on the map, else a layer's points or the bundled reservoirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ...control_lines import first_of, texts
from ...geodesy import LONLAT, transformer
from ...grid import Grid
from ...kernels import Floats, Indices
from ...layer_checks import check_field
from ...messages import EngineError, Pair
from ...plan.facts import stations
from ...protocol import Job
from ...sources import POINT, Source, read, split_reference, titled
from ..catalogue import limits

RESERVOIR, KIND, PUBLISHED = "reservoir", "kind", "catchment_km2"
CLICK = Pair("图上的点", "point on the map")
OUTSIDE, NO_DATA, CLOSED = "outside", "no-data", "closed"
REASONS = {  # why a point is left out → what is said
    OUTSIDE: "pour-outside", NO_DATA: "pour-no-data", CLOSED: "pour-closed"}
TOLD = {OUTSIDE: Pair("高程模型范围之外", "outside the model"), CLOSED: Pair("内流区", "in a closed basin"),
        NO_DATA: Pair("没有高程：海面或空洞", "no height: sea, or a void")}


@dataclass
class PourPoints:
    """Points as given: a frame with name, lon, lat, published_km2 (NaN where not known), numbered from 1."""

    frame: pd.DataFrame
    sources: list[Source] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)
    """Name and reason (OUTSIDE, NO_DATA, CLOSED) of those that have no cell."""

    def __len__(self) -> int:
        return len(self.frame)


def pour_points(reference: str | None, name_field: str | None, click: Sequence[float] | None, job: Job) -> PourPoints:
    """The click alone where there is one, which is told if it replaces a layer; else the layer's points; with neither,
    the bundled reservoirs.

    Raises EngineError as `read` does, and unknown-field, pour-bad-click.
    """
    sources = []
    if click is not None:
        if len(click) != 2 or not (-180 <= click[0] <= 180 and -90 <= click[1] <= 90):
            raise EngineError("pour-bad-click", found=", ".join(f"{one:g}" for one in click))
        if reference is not None:
            job.warn("pour-click-alone", layer=_title(reference))
        frame = pd.DataFrame({"name": [getattr(CLICK, job.language)], "lon": [click[0]], "lat": [click[1]],
                              "published_km2": [np.nan]})
    elif reference is not None:
        sources = [read(reference, (POINT,), job)]
        frame = _of_layer(sources[0], name_field, job)
    else:
        known = [row for row in stations() if row["kind"] == RESERVOIR]
        frame = pd.DataFrame({
            "name": [row["name_zh"] for row in known], "lon": [row["geometry"].x for row in known],
            "lat": [row["geometry"].y for row in known], "published_km2": [row[PUBLISHED] for row in known]})
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="point_id")
    return PourPoints(frame, sources)


def _title(reference: str) -> str:
    path, layer = split_reference(reference)
    return titled(path, layer or "")


def _of_layer(source: Source, name_field: str | None, job: Job) -> pd.DataFrame:
    """The points of a layer, each of a multipoint too; of a plan's stations the reservoirs only."""
    if name_field is not None:
        check_field(name_field, [str(c) for c in source.frame.columns if c != "geometry"], source.title)
    if KIND in source.frame and (source.frame[KIND] == RESERVOIR).any():
        others = int((source.frame[KIND] != RESERVOIR).sum())
        if others:
            job.warn("pour-reservoirs-only", layer=source.title, count=others)
        source.frame = source.frame[source.frame[KIND] == RESERVOIR]
    chosen = name_field or first_of(source, limits()["names"])
    names = texts(source, chosen) if chosen else [""] * len(source.frame)
    names = [name or str(fid) for name, fid in zip(names, source.frame.index)]
    published = np.full(len(names), np.nan)
    if PUBLISHED in source.frame:
        published = pd.to_numeric(source.frame[PUBLISHED], errors="coerce").to_numpy(np.float64)
    xy, which = shapely.get_coordinates(source.geometries, return_index=True)
    lon, lat = transformer(source.crs.to_wkt(), LONLAT.to_wkt()).transform(xy[:, 0], xy[:, 1])
    return pd.DataFrame({"name": np.array(names, dtype=object)[which], "lon": lon, "lat": lat,
                         "published_km2": np.where(published[which] > 0, published[which], np.nan)})


def placed(
    points: PourPoints, grid: Grid, heights: NDArray[np.float32], closed: NDArray[np.bool_], job: Job
) -> Indices:
    """The cell that each point is in, (n, 2) rows and columns; points for which there is none are taken out and told.

    `closed`: cells whose water stays. Raises EngineError pour-none-left.
    """
    x, y = transformer(LONLAT.to_wkt(), grid.crs.to_wkt()).transform(
        points.frame["lon"].to_numpy(np.float64), points.frame["lat"].to_numpy(np.float64))
    cells = _cells(np.column_stack([x, y]), grid)
    inside = np.asarray(((cells >= 0) & (cells < (grid.height, grid.width))).all(axis=1))
    reason = np.full(len(points), "", dtype=object)
    reason[~inside] = OUTSIDE
    row, column = np.where(inside[:, None], cells, 0).T
    reason[inside & closed[row, column]] = CLOSED
    reason[inside & ~closed[row, column] & np.isnan(heights[row, column])] = NO_DATA
    kept = reason == ""
    if not kept.any():
        why = [TOLD[one] for one in REASONS if (reason == one).any()]
        raise EngineError("pour-none-left", names=job.listed(list(points.frame["name"])), reason=Pair(
            "、".join(one.zh for one in why), ", ".join(one.en for one in why)))
    _tell_left_out(points.frame, reason, job)
    points.left_out = [{"name": name, "reason": why} for name, why in zip(points.frame["name"], reason) if why]
    points.frame = points.frame[kept]
    return np.asarray(cells[kept])


def _cells(xy: Floats, grid: Grid) -> Indices:
    column, row = ((xy - (grid.transform.c, grid.transform.f)) / (grid.transform.a, grid.transform.e)).T
    place = np.column_stack([row, column])
    return np.asarray(np.floor(np.where(np.isfinite(place), place, -1)), np.int64)


def _tell_left_out(frame: pd.DataFrame, reason: NDArray[np.object_], job: Job) -> None:
    for one, code in REASONS.items():
        names = list(frame["name"][reason == one])
        if names:
            job.warn(code, {"points": names}, count=len(names), names=job.listed(names))
