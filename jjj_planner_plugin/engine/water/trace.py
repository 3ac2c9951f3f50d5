"""Task `trace_upstream`: all that is upstream or downstream of some basins, how large it is, and whose ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .. import outputs, recipes
from ..control_lines import first_of, texts
from ..geodesy import LONLAT, Geometries, multiple, projected, to_working
from ..jurisdictions import (
    CITY,
    OUTSIDE,
    Jurisdictions,
    common_frame,
    divided,
    read_jurisdictions,
    told_self_overlap,
)
from ..messages import EngineError
from ..protocol import Job
from ..stretches import Stretch
from .network import NONE, NOT_MET, Network, catalogue, listed, plain_id, read_network

UPSTREAM, DOWNSTREAM, BOTH = "upstream", "downstream", "both"
DIRECTIONS = (UPSTREAM, DOWNSTREAM, BOTH)
GIVEN = "given"
ROLES = (GIVEN, UPSTREAM, DOWNSTREAM)  # in the order of the layer
M2_PER_KM2 = 1e6
DIGITS = {"area_m2": 3, "upstream_m2": 3, "stated_upstream_m2": 3, "stated_ratio": 6, "of_given_m2": 3,
          "of_upstream_m2": 3, "of_downstream_m2": 3, "jurisdiction_m2": 3, "share_of_traced": 9,
          "share_of_jurisdiction": 9}


@dataclass(frozen=True, eq=False)
class Traced:
    """The basins found, in the layer's order: rows of the network, their roles, and links from the nearest start."""

    rows: NDArray[np.int64]
    role: NDArray[np.object_]
    steps: NDArray[np.int64]


def trace_upstream(
    basins: str, id_field: str | None, down_field: str | None, start: list[str] | None, point: list[float] | None,
    direction: str, own: bool, jurisdictions: str, jurisdiction_field: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Layer `traced` (a basin each) and table `traced_jurisdictions` (a row each, and one for ground outside all).

    A basin both upstream of one start and downstream of another is upstream. Without a start, the basin with the
    largest area upstream is taken. Raises EngineError as `read_network` and `read_jurisdictions` do, and
    unknown-basin, basin-loop, trace-bad-point, trace-point-outside.
    """
    files = [reference.split("|")[0] for reference in (basins, jurisdictions)]
    target = outputs.check_target(output, (".gpkg",), files, ("traced", "traced_jurisdictions"))
    network = read_network(basins, id_field, down_field, job)
    units = read_jurisdictions(jurisdictions, jurisdiction_field, CITY, job)
    working = common_frame([network.source, units.source])
    shapes = to_working(network.source.geometries, network.source.crs, working)
    area = shapely.area(shapes)
    upstream = network.accumulated(area)
    starts = _starts(network, start, point, area, upstream, job)
    found = traced(network, starts, direction, own)
    if not len(found.rows):
        job.warn("trace-nothing", ids=listed(network.ids[starts]))
    layer = _layer(network, found, area, upstream, job)
    told_self_overlap("left-self-overlap", network.source, shapes[found.rows], job)
    shares = _by_jurisdiction(found, shapes, units, working, Stretch(job, 0.3, 0.9))
    job.progress(0.95, "writing", what=target.name)
    _write(layer, shares, network.source.crs, target)
    params = {"basins": basins, "id_field": id_field, "down_field": down_field, "start": start, "point": point,
              "direction": direction, "own": own, "jurisdictions": jurisdictions,
              "jurisdiction_field": jurisdiction_field, "output": str(target)}
    recipe = recipes.recipe("trace_upstream", params, [*network.sources, *units.sources], working)
    return {"output": str(target), "given": [str(one) for one in network.ids[starts]],
            "basins": {role: int((found.role == role).sum()) for role in ROLES},
            "area_m2": {role: round(float(area[found.rows[found.role == role]].sum()), 3) for role in ROLES},
            "jurisdictions": int((shares["jurisdiction"] != "").sum()),
            "loops": [network.told_loop(loop) for loop in network.loops],
            "boundary_set": None if units.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def traced(network: Network, starts: Sequence[int], direction: str, own: bool) -> Traced:
    """What is to be shown, nearest first; `own`: the starts themselves too. Raises basin-loop."""
    steps = np.full(len(network.ids), NOT_MET)
    role = np.full(len(network.ids), "", dtype=object)
    for side in (DOWNSTREAM, UPSTREAM):  # the second one stays where a basin is both
        if direction in (side, BOTH):
            met = network.steps(starts, upstream=side == UPSTREAM)
            steps[met > 0], role[met > 0] = met[met > 0], side
    steps[list(starts)], role[list(starts)] = 0, GIVEN
    kept = np.flatnonzero((role != "") & (own | (role != GIVEN)))
    place = np.array([ROLES.index(one) for one in role[kept]], np.int64)
    order = np.lexsort((kept, steps[kept], place))
    kept = kept[order]
    return Traced(kept, role[kept], steps[kept])


def _starts(
    network: Network, start: list[str] | None, point: list[float] | None, area: NDArray[np.float64],
    upstream: NDArray[np.float64], job: Job,
) -> list[int]:
    """Rows of the basins asked about, each once."""
    rows = [network.index(one) for one in start or []]
    if point is not None:
        rows.append(_at(network, point, area, job))
    if not rows:
        if not len(network.order):
            raise EngineError("basin-loop", layer=network.source.title, loop=network.told_loop(network.loops[0]))
        rows = [int(np.nanargmax(upstream))]
        job.warn("trace-largest", id=network.ids[rows[0]], name=network.names[rows[0]])
    return list(dict.fromkeys(rows))


def _at(network: Network, point: list[float], area: NDArray[np.float64], job: Job) -> int:
    """The basin at [longitude, latitude] in degrees; of several that lie there the smallest."""
    if len(point) != 2 or not all(map(math.isfinite, point)) or abs(point[0]) > 180 or abs(point[1]) > 90:
        raise EngineError("trace-bad-point", found=", ".join(f"{value:g}" for value in point))
    place = projected(np.array([shapely.Point(point)], dtype=object), LONLAT, network.source.crs)[0]
    rows = np.flatnonzero(shapely.intersects(network.source.geometries, place))
    if not len(rows):
        raise EngineError("trace-point-outside", lon=f"{point[0]:g}", lat=f"{point[1]:g}", layer=network.source.title)
    smallest = int(rows[np.argmin(area[rows])])
    if len(rows) > 1:
        job.warn("trace-point-several", layer=network.source.title, ids=listed(network.ids[rows]),
                 id=network.ids[smallest])
    return smallest


def _layer(
    network: Network, found: Traced, area: NDArray[np.float64], upstream: NDArray[np.float64], job: Job
) -> gpd.GeoDataFrame:
    """A row a basin; where its layer says how much is upstream of each, that and the ratio of ours to it too."""
    rows, source = found.rows, network.source
    written = [plain_id(one) for one in texts(source, network.down_field)]  # links to what is missing too
    below = np.array(["" if one in NONE else one for one in written], dtype=object)
    frame = pd.DataFrame({
        "basin_id": network.ids[rows], "name": np.array(network.names, dtype=object)[rows], "role": found.role,
        "steps": found.steps, "next_down": below[rows], "area_m2": area[rows], "upstream_m2": upstream[rows]})
    field = first_of(source, catalogue()["upstream_km2"])
    if field is not None:
        stated = pd.to_numeric(source.frame[field], errors="coerce").to_numpy(float) * M2_PER_KM2
        frame["stated_upstream_m2"] = stated[rows]
        frame["stated_ratio"] = upstream[rows] / np.where(stated > 0, stated, np.nan)[rows]
        _tell_difference(frame, field, source.title, job)
    return gpd.GeoDataFrame(outputs.rounded(frame, DIGITS), geometry=multiple(source.geometries[rows]), crs=source.crs)


def _tell_difference(frame: pd.DataFrame, field: str, title: str, job: Job) -> None:
    """Where the area upstream is not what the layer says: as a rule, it is cut off."""
    off = (frame["stated_ratio"] - 1).abs()
    other = off > catalogue()["upstream_tolerance"]
    if other.any():
        worst = frame.loc[off.idxmax()]
        job.warn("upstream-differs", layer=title, field=field, count=int(other.sum()), all=len(frame),
                 id=worst["basin_id"], percent=f"{100 * worst['stated_ratio']:.1f}")


def _by_jurisdiction(
    found: Traced, shapes: Geometries, units: Jurisdictions, working: CRS, job: Job
) -> pd.DataFrame:
    """The traced ground by jurisdiction, the largest first; the row of ground outside all has an empty code."""
    pieces = divided(shapes[found.rows], units, working, job)
    role = found.role[pieces["position"].to_numpy()]
    table = pieces[["code", "area_m2"]].rename(columns={"code": "jurisdiction"})
    for one in ROLES:
        table[f"of_{one}_m2"] = table["area_m2"].where(role == one, 0.0)
    table = table.groupby("jurisdiction", as_index=False).sum()
    codes, ground = units.dissolved(working)
    whole = table["jurisdiction"].map(dict(zip(codes, shapely.area(ground)))).astype(float)
    table.insert(1, "jurisdiction_name", table["jurisdiction"].map({**units.names, "": OUTSIDE[job.language]}))
    table["share_of_traced"] = table["area_m2"] / table["area_m2"].sum()
    table["share_of_jurisdiction"], table["jurisdiction_m2"] = table["area_m2"] / whole, whole
    table["outside"] = table["jurisdiction"] == ""
    table = table.sort_values(["outside", "area_m2", "jurisdiction"], ascending=[True, False, True], ignore_index=True)
    return outputs.rounded(table.drop(columns="outside"), DIGITS)


def _write(layer: gpd.GeoDataFrame, shares: pd.DataFrame, crs: CRS, target: Path) -> None:
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "traced", "MultiPolygon")
        outputs.write_layer(shares, part, "traced_jurisdictions")
