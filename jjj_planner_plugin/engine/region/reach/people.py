"""People on polygons: of units by shares of their ground, or of a raster of counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ...frame import in_frame
from ...geodesy import LONLAT, Geometries, to_working
from ...intersections import intersected
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...recipes import Input
from ...rings import from_geometries
from ...sources import POLYGON, Source
from ...stretches import Stretch
from ...zonal.coverage import cover
from ...zonal.means import zone_sums
from ...zonal.people import counting_grid, open_people, units_with_people
from ..plan_tables import PlanTables


@dataclass(frozen=True, eq=False)
class Counted:
    """People on each shape, (n,), NaN where they are not known; `source`: one's own layer or raster, for a recipe."""

    people: Floats
    source: Input | None


def people_on(
    shapes: Geometries, working: CRS, plan: PlanTables, raster: str | None, layer: str | None, field: str | None,
    job: Job
) -> Counted:
    """From a raster, or a field of polygons, else the plan's units, if they know their people.

    Raises EngineError two-populations, no-population-field, and as `open_people` does.
    """
    if raster and layer:
        raise EngineError("two-populations")
    if layer and not field:
        raise EngineError("no-population-field", path=layer)
    if raster:
        return _of_raster(shapes, working, raster, job)
    if layer and field:
        source, numbers = units_with_people(layer, field, job)
        return Counted(_of_polygons(shapes, source, numbers, working, job), source)
    units = plan.table("units", (POLYGON,))
    if units is None or "population" not in units.frame:
        return _unknown(shapes, job)
    numbers = pd.to_numeric(units.frame["population"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    missing = int(np.isnan(numbers).sum())
    if missing == len(numbers):
        return _unknown(shapes, job)
    if missing:
        job.warn("people-missing", layer=units.title, field="population", count=missing)
    return Counted(_of_polygons(shapes, units, np.nan_to_num(numbers), working, job), None)


def _unknown(shapes: Geometries, job: Job) -> Counted:
    job.warn("reach-no-people")
    return Counted(np.full(len(shapes), np.nan), None)


def _of_polygons(shapes: Geometries, source: Source, numbers: Floats, working: CRS, job: Job) -> Floats:
    """Each polygon's people live evenly on its ground."""
    ground = to_working(source.geometries, source.crs, working)
    pairs = intersected(shapes, ground, Stretch(job, 0.7, 0.8), keep=False)
    area = np.asarray(shapely.area(ground))
    density = np.divide(numbers, area, out=np.zeros(len(area)), where=area > 0)
    on = pairs["area_m2"].to_numpy() * density[pairs["right"].to_numpy()]
    return np.bincount(pairs["left"].to_numpy(), on, len(shapes)).astype(np.float64)


def _of_raster(shapes: Geometries, working: CRS, raster: str, job: Job) -> Counted:
    rings = in_frame(from_geometries(shapes), working, LONLAT, "")
    grid = counting_grid(rings.bounds())
    people = open_people(grid, grid.whole, raster, None, None, job)
    if people is None:
        return _unknown(shapes, job)
    return Counted(zone_sums(people.on(grid.whole), cover(rings, grid)), people)
