"""Task `delineate_catchments`: from heights and pour points to catchments, streams and sub-basins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from ... import outputs, recipes
from ...grid import Grid
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...sources import split_reference
from ..catalogue import limits
from ..flow import Flow, route
from ..heights import AUTO, BUNDLED, NONE, chosen_closed, closed_ground, read_heights
from . import tables
from .basins import basins
from .burning import burn
from .flatness import Flatness, flatness
from .offered import offered
from .pfafstetter import Outlets, outlets
from .pour_points import PourPoints, placed, pour_points
from .snapping import Reach, reach, snapped
from .streams import streams
from .tables import Drained

POINTS, PFAFSTETTER = "points", "pfafstetter"  # of sub-basins
CELLS = 4_000_000  # that are looked at at a time

Layers = dict[str, gpd.GeoDataFrame]


@dataclass(frozen=True)
class Asked:
    """How the ground is looked at."""

    far: Reach
    rivers: str | None
    burn_m: float
    least_m2: float
    """Upstream of a stream."""
    sub_basins: str
    levels: int
    flat_slope: float


@dataclass(frozen=True)
class Ground:
    """Where water flows, and which cell each point is in."""

    flow: Flow
    upstream: Floats
    """m² that drain through each cell, itself included, (rows, columns); NaN without data."""
    flat: Flatness
    points: PourPoints
    cells: NDArray[np.int64]
    """(n, 2): row and column of each point, as given."""
    sources: list[recipes.Input]


def delineate_catchments(
    dem: str, dem_crs: str | None, height_unit: str | None, points: str | None, name_field: str | None,
    point: list[float] | None, snap_cells: float, snap_km: float | None, closed: str, rivers: str | None,
    burn_m: float, stream_km2: float, sub_basins: str, level: float, flat_slope: float, output: str, job: Job,
) -> dict[str, Any]:
    """Layers `catchments`, `sub_basins`, `streams`, `pour_points`, `snaps`, `trusted_basins` (EPSG:4490).

    Raises EngineError as `read_heights`, `pour_points`, `placed`, `reach`, `burn` and `closed_ground` do, and
    water-bad-threshold, pfafstetter-bad-level, flat-bad-slope.
    """
    params = {key: value for key, value in locals().items() if key != "job"}
    read = [one for one in (dem, points, closed, rivers) if one not in (None, BUNDLED, AUTO, NONE)]
    target = outputs.check_target(output, (".gpkg",), [split_reference(str(one))[0] for one in read], tables.TABLES)
    _check(stream_km2, level, flat_slope)
    asked = Asked(reach(snap_cells, snap_km), rivers, burn_m, stream_km2 * 1e6, sub_basins, int(level), flat_slope)
    given = pour_points(points, name_field, point, job)
    ground = _ground((dem, dem_crs, height_unit), closed, given, asked, job)
    drained = _drained(ground, asked, job)
    made = _layers(ground, drained, asked, job)
    _tell(made, drained, asked, job)
    with outputs.whole_file(target) as part:
        job.progress(0.95, "writing", what=target.name)
        tables.write(made, part)
    return _result(target, made, ground, {**params, "output": str(target)})


def _check(stream_km2: float, level: float, flat_slope: float) -> None:
    most = limits()["pfafstetter"]
    if not 0 < stream_km2 < 1e9:
        raise EngineError("water-bad-threshold", found=f"{stream_km2:g}")
    if level not in range(1, most + 1):
        raise EngineError("pfafstetter-bad-level", found=f"{level:g}", most=most)
    if not 0 <= flat_slope <= 100:
        raise EngineError("flat-bad-slope", found=f"{flat_slope:g}")


def _ground(
    model: tuple[str, str | None, str | None], closed: str, points: PourPoints, asked: Asked, job: Job
) -> Ground:
    """The heights are looked at as they are, then rivers are cut in and closed ground out, then they are filled.

    `model`: the raster, its CRS where its file has none, its unit.
    """
    dem, dem_crs, height_unit = model
    heights = read_heights(dem, job, None, height_unit, dem_crs)
    grid, values = heights.grid, heights.values
    flat = flatness(values, grid, asked.flat_slope)
    shut = closed_ground(chosen_closed(closed, heights), grid, job)
    cells = placed(points, grid, values, shut, job)
    sources: list[recipes.Input] = [replace(heights, values=values[:0]), *points.sources]
    if asked.rivers is not None:
        sources.append(burn(values, grid, asked.rivers, asked.burn_m, job))
    _cut_out(values, shut, grid, job)
    del shut, heights
    job.progress(0.15, "water-routing", cells=f"{values.size:,}")
    flow = route(values, grid)
    del values
    job.progress(0.5, "water-accumulating")
    return Ground(flow, flow.accumulated(), flat, points, cells, sources)


def _cut_out(values: NDArray[np.float32], shut: NDArray[np.bool_], grid: Grid, job: Job) -> None:
    """Take ground out whose water stays there, and tell how much that is."""
    area = 0.0
    for stripe in grid.stripes(grid.whole, CELLS):
        rows = slice(stripe[0], stripe[0] + stripe[2])
        lost = shut[rows] & ~np.isnan(values[rows])
        if lost.any():
            area += float((grid.cell_areas(stripe) * lost).sum())
            values[rows][lost] = np.nan
    if area:
        job.warn("water-closed", area_km2=f"{area / 1e6:,.0f}")


def _drained(ground: Ground, asked: Asked, job: Job) -> Drained:
    """The points on the river, and the ground numbered by them."""
    frame, grid = ground.points.frame, ground.flow.grid
    lonlat = frame[["lon", "lat"]].to_numpy(np.float64)
    cells = snapped(ground.cells, lonlat, ground.upstream, grid, asked.far)
    job.progress(0.6, "catchments-outlining", count=len(cells))
    distinct, which = np.unique(cells[:, 0] * grid.width + cells[:, 1], return_inverse=True)
    return Drained(frame, cells, which, basins(ground.flow, distinct), ground.upstream, ground.flat,
                   asked.far.none)


def _layers(ground: Ground, drained: Drained, asked: Asked, job: Job) -> Layers:
    made = {tables.CATCHMENTS: drained.catchments(), tables.POINTS: drained.points(), tables.SNAPS: drained.snaps()}
    job.progress(0.75, "water-streams")
    found = streams(ground.flow, ground.upstream, drained.basins, asked.least_m2)
    made[tables.STREAMS] = tables.stream_layer(found, drained.first_ids)
    made[tables.OFFERED] = offered(made[tables.CATCHMENTS], made[tables.POINTS])
    if asked.sub_basins != NONE:
        job.progress(0.85, "water-sub-basins")
        made[tables.SUB_BASINS] = _sub_basins(ground, drained, asked, job)
    return made


def _sub_basins(ground: Ground, drained: Drained, asked: Asked, job: Job) -> gpd.GeoDataFrame:
    """Each point's ground without that of points upstream, or by Pfafstetter the catchments that lie in no other."""
    found, ids = drained.basins, drained.first_ids
    point_ids, codes = ids, [""] * len(ids)
    if asked.sub_basins == PFAFSTETTER:
        last = np.flatnonzero(found.down < 0)
        parts = outlets(ground.flow, ground.upstream, found.cells[last], asked.levels, asked.least_m2)
        found, codes = basins(ground.flow, parts.cells), parts.codes
        _tell_undivided(parts, drained.first_names[last], asked, job)
        ids, point_ids = np.arange(1, len(parts.cells) + 1), ids[last][parts.outlet]
    window = found.window(np.arange(len(found.cells)))
    area, _, _ = ground.flat.shares(found.part(window), window, found.grid, len(found.cells))
    return tables.basin_layer(found.parts(), area, found.down, ids, point_ids, codes)


def _tell_undivided(parts: Outlets, names: NDArray[np.object_], asked: Asked, job: Job) -> None:
    """Catchments of one sub-basin, whose numbers are all 0: no tributary in them is large enough."""
    whole = [str(names[outlet]) for outlet, code in zip(parts.outlet, parts.codes) if set(code) == {"0"}]
    if whole:
        job.warn("pfafstetter-undivided", count=len(whole), names=job.listed(whole), km2=f"{asked.least_m2 / 1e6:g}")


def _tell(made: Layers, drained: Drained, asked: Asked, job: Job) -> None:
    """What the planner must know of the catchments."""
    frame = made[tables.CATCHMENTS]
    share = limits()["plain"]["share"]
    small = frame["area_m2"] < asked.least_m2
    for code, chosen in (("pour-small", small), ("catchments-coarse", (frame["coarse"] == 1) & ~small),
                         ("catchments-cut", frame["cut"] == 1)):
        if chosen.any():
            job.warn(code, count=int(chosen.sum()), names=job.listed(list(frame["name"][chosen])),
                     km2=f"{asked.least_m2 / 1e6:g}", cells=limits()["coarse_cells"])
    shared = [" = ".join(names) for _, names in frame["name"].groupby(drained.which, sort=False) if len(names) > 1]
    if shared:
        job.warn("pour-same-cell", names=job.listed(shared))
    apart = (frame["published_ratio"] - 1).abs() > limits()["apart"]
    if apart.any():
        told = [f"{name} ({ratio:.2f})" for name, ratio in zip(frame["name"][apart], frame["published_ratio"][apart])]
        job.warn("catchments-apart", count=int(apart.sum()), names=job.listed(told),
                 percent=f"{100 * limits()['apart']:g}")
    flat = frame["trusted"] == 0
    if flat.any():
        told = [f"{name} ({100 * part:.0f} %)" for name, part in zip(frame["name"][flat], frame["flat_share"][flat])]
        job.warn("catchments-flat" if len(made[tables.OFFERED]) else "catchments-flat-alone", count=int(flat.sum()),
                 names=job.listed(told), slope=f"{asked.flat_slope:g}", share=f"{100 * share:g}")
    if not len(made[tables.STREAMS]):
        job.warn("streams-none", km2=f"{asked.least_m2 / 1e6:g}")


def _result(target: Path, made: Layers, ground: Ground, params: dict[str, Any]) -> dict[str, Any]:
    recipe = recipes.recipe("delineate_catchments", params, ground.sources, None)
    frame = made[tables.CATCHMENTS]
    return {
        "output": str(target), **tables.counted(made), "left_out": ground.points.left_out,
        "not_trusted": int((frame["trusted"] == 0).sum()),
        "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}
