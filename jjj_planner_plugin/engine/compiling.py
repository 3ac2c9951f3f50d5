"""What numba compiles when it is first called, called: on bundled data, and what comes of it thrown away.

An overlap table, heights over units as if they were concentrations, catchments, what is upstream of cities, then a plan
under the mouse: a unit swept, a vertex and a place dragged, a circle under the cursor.
"""

from __future__ import annotations

import base64
from tempfile import TemporaryDirectory
from typing import Any

import shapely

from .. import paths
from .live.plan import Feature, read_plan
from .protocol import Job
from .tasks import perform

DATA, PLAN, FIELD = (paths.resource(f"data/{name}") for name in ("jjj.gpkg", "sample_plan.gpkg", "dem_30s.tif"))
LIMIT, RADIUS_KM = 1000.0, 30.0  # of the field, so that some of it is above; of the circle


def compile_kernels() -> None:
    """Perform the tasks whose loops are compiled. Raises EngineError as they do."""
    units, catchments = (f"{DATA}|layername={name}" for name in ("units", "catchments"))
    with TemporaryDirectory() as folder:
        _do("overlap_table", left=units, right=catchments, output=f"{folder}/compiled.csv")
        _do("air_zonal", rasters=[str(FIELD)], pollutant="pm25", averaging="year", zones=units,
            output=f"{folder}/compiled.gpkg")
        _do("delineate_catchments", sub_basins="pfafstetter", output=f"{folder}/catchments.gpkg")
        _do("water_dependency", output=f"{folder}/dependency.gpkg")
    _do("live_load", plan=str(PLAN), raster={"path": str(FIELD), "limit": LIMIT},
        behind=[{"name": "catchments", "reference": catchments, "class_field": "catchment_id"}])
    tables = {name: list(rows.values()) for name, rows in read_plan(str(PLAN)).tables.items()}
    (lon, lat), place = shapely.get_coordinates(tables["core"][0].shape)[0].tolist(), tables["core"][0]
    changes = [
        {"kind": "assign", "uids": [tables["units"][0].uid], "zone_id": tables["zones"][-1].text("zone_id")},
        {"kind": "patch", "table": "zones", "uid": tables["zones"][0].uid, "loop": _dent(tables["zones"][0])},
        {"kind": "move_place", "table": "core", "uid": place.uid, "to": [lon + 0.1, lat]}]
    _do("live_change", changes=changes, keep=True)
    _do("live_probe", center=[lon, lat], radius_km=RADIUS_KM)


def _do(task: str, **params: Any) -> None:
    perform({"task": task, "params": params}, Job({}))


def _dent(zone: Feature) -> str:
    """A loop, as a request has it, that leaves out one vertex of a zone."""
    ring = shapely.get_coordinates(zone.shape)
    return base64.b64encode(shapely.to_wkb(shapely.LineString([ring[0], ring[2], ring[1], ring[0]]))).decode()
