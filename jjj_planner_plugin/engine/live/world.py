"""A plan with everything measured that does not change while the mouse moves: its layers, units and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from ..frame import in_frame
from ..geodesy import LONLAT, overlay_crs
from ..kernels import Indices
from ..messages import EngineError
from ..protocol import Job
from ..rings import Rings, from_geometries
from ..stream import open_layer
from .axes import Corridors
from .cells import exposed_parts, read_cells
from .courses import Courses
from .figures import Labels, River
from .plan import Feature, Plan, Table, valid
from .underlay import Behind, Cells, Layer, Underlay, UnitSums

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Asked:
    """What `live_load` was asked for: `raster` and `behind` as the request has them, checked."""

    raster: Mapping[str, Any] | None
    behind: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Fixed:
    """What stays when units, catchments or rivers are edited."""

    working: CRS
    behind: tuple[Behind, ...]
    cells: Cells | None


@dataclass(frozen=True, eq=False)
class World:
    """The layers under a plan, what each of its units holds, and names. Units without a geometry are left out."""

    fixed: Fixed
    underlay: Underlay
    units: UnitSums
    unit_place: Mapping[str, int]  # by uid
    labels: Labels
    corridors: Corridors
    repaired: int


def fixed_of(plan: Plan, asked: Asked, job: Job) -> Fixed:
    """The frame of the plan, and the layers that are not in it. Raises EngineError as their readers do."""
    extent = _extent(plan)
    working = overlay_crs([(extent, LONLAT)])
    behind = []
    for number, told in enumerate(asked.behind):
        job.progress(0.1 + 0.3 * number / len(asked.behind), "reading", what=told["name"])
        layer = open_layer(told["reference"], told["class_field"])
        chunk = layer.whole(job)
        rings = in_frame(chunk.rings, layer.crs, working, layer.title)
        behind.append(Behind(told["name"], Layer.of(rings), chunk.code, layer.classes))
    cells = None
    if asked.raster is not None:
        job.progress(0.4, "reading", what=asked.raster["path"])
        cells = read_cells(asked.raster["path"], asked.raster["band"], asked.raster["limit"], extent, working)
    return Fixed(working, tuple(behind), cells)


def world_of(plan: Plan, fixed: Fixed, job: Job) -> World:
    """Everything that is measured once; with 100 000 parcels behind, a second or two."""
    job.progress(0.6, "measuring")
    units, unit_rings, broken = _polygons(plan.tables["units"], fixed.working)
    catchments, catchment_rings, more = _polygons(plan.tables["catchments"], fixed.working)
    layer = Layer.of(unit_rings)
    exposed = exposed_parts(fixed.cells, layer) if fixed.cells is not None and len(units) else None
    rivers, courses = _rivers(plan.tables["rivers"], fixed.working)
    underlay = Underlay(fixed.working, layer, Layer.of(catchment_rings), courses, fixed.behind, fixed.cells, exposed)
    return World(fixed, underlay, UnitSums.of(underlay), {unit.uid: n for n, unit in enumerate(units)},
                 Labels.of(units, catchments, rivers), Corridors(underlay), broken + more)


def _polygons(table: Table, working: CRS) -> tuple[Sequence[Feature], Rings, int]:
    """The features that have ground, their rings in the frame, and how many had to be repaired."""
    features = [feature for feature in table.values() if feature.shape is not None]
    shapes, broken = valid(np.array([feature.shape for feature in features], dtype=object))
    return features, in_frame(from_geometries(shapes), LONLAT, working, "plan"), broken


def _rivers(table: Table, working: CRS) -> tuple[Sequence[River], Courses]:
    """The plan's rivers by name, in the file's order: lines of one name are one river, those without any another."""
    drawn = [feature for feature in table.values() if feature.shape is not None]
    named = [(feature.text("name_zh"), feature.text("name_en")) for feature in drawn]
    keys = [zh or en or "" for zh, en in named]
    names = dict(zip(reversed(keys), reversed(named)))
    place = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    shapes = np.array([*[feature.shape for feature in drawn], None], dtype=object)[:-1]
    courses = Courses.of(shapes, [place[key] for key in keys], len(place), working)
    return [River(key, *names[key]) for key in place], courses


def _extent(plan: Plan) -> Extent:
    """West, south, east and north of the plan in degrees; the region's, where it has no geometry."""
    shapes = [feature.shape for name in ("units", "zones", "axes") for feature in plan.tables[name].values()]
    drawn = np.array([shape for shape in shapes if shape is not None], dtype=object)
    if len(drawn) == 0:
        return 113.0, 36.0, 120.0, 43.0
    west, south, east, north = (float(value) for value in shapely.total_bounds(drawn))
    return west, south, east, north


def asked_of(raster: Any, behind: Any) -> Asked:
    """The request's `raster` and `behind`. Raises EngineError live-bad-raster, live-bad-behind."""
    if raster is not None:
        band, limit = raster.get("band", 1), raster.get("limit")
        numeric = limit is None or (isinstance(limit, (int, float)) and not isinstance(limit, bool))
        if not isinstance(raster.get("path"), str) or type(band) is not int or not numeric:
            raise EngineError("live-bad-raster", found=str(raster))
        raster = {"path": raster["path"], "band": band, "limit": limit}
    checked = []
    for one in behind or []:
        told = {name: one.get(name) for name in ("name", "reference", "class_field")}
        if not isinstance(told["name"], str) or not isinstance(told["reference"], str):
            raise EngineError("live-bad-behind", found=str(one))
        checked.append(told)
    return Asked(raster, tuple(checked))


def places_of(unit_place: Mapping[str, int], uids: Sequence[str]) -> Indices:
    """Where units are among those that have ground. Raises EngineError live-unknown-feature."""
    for uid in uids:
        if uid not in unit_place:
            raise EngineError("live-unknown-feature", table="units", uid=uid)
    return np.array([unit_place[uid] for uid in uids], dtype=np.int64)
