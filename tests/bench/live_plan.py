"""The plan that the live figures are timed on, seeded: `make_plan(folder)` writes what is not there yet.

200 units in 4 zones, of which each is the union of 50 units and has some 120 000 vertices; people in all units, a core
with three axes, 10 catchments, 40 rivers of 1 024 edges, a PM2.5 field of 1 km and 100 000 parcels in 12 classes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import data
import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import rasterio
import shapely

from jjj_planner_plugin.engine.plan import schema

COLUMNS, ROWS = 10, 20
FINE, COARSE = 12, 9  # halvings of an edge between zones, and of one within a zone
TO_DEGREES = pyproj.Transformer.from_crs(data.ALBERS, "EPSG:4490", always_xy=True)
ENDS = ((280e3, 60e3), (-240e3, -300e3), (60e3, 390e3))  # where the axes lead


def degrees(xy: Any) -> Any:
    """Metres in the region's frame as degrees, (n, 2)."""
    return np.column_stack(TO_DEGREES.transform(*np.asarray(xy, dtype=float).T))


def edges() -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Of the grid of units, by column and row: those that run east, and those that run north; in degrees."""
    x, y = np.linspace(data.WEST, data.EAST, COLUMNS + 1), np.linspace(data.SOUTH, data.NORTH, ROWS + 1)
    rim_x, rim_y = (0, COLUMNS // 2, COLUMNS), (0, ROWS // 2, ROWS)
    flat = {(i, j): degrees(data.wander((x[i], y[j]), (x[i + 1], y[j]), FINE if j in rim_y else COARSE, i * 100 + j))
            for i in range(COLUMNS) for j in range(ROWS + 1)}
    upright = {(i, j): degrees(data.wander(
        (x[i], y[j]), (x[i], y[j + 1]), FINE if i in rim_x else COARSE, 9000 + i * 100 + j))
        for i in range(COLUMNS + 1) for j in range(ROWS)}
    return flat, upright


def ring(flat: dict[Any, Any], upright: dict[Any, Any], west: int, south: int, east: int, north: int) -> Any:
    """The outline of a block of units, anticlockwise."""
    return shapely.Polygon(np.vstack([
        *(flat[i, south] for i in range(west, east)), *(upright[east, j] for j in range(south, north)),
        *(flat[i, north][::-1] for i in reversed(range(west, east))),
        *(upright[west, j][::-1] for j in reversed(range(south, north)))]))


def tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of the plan."""
    flat, upright = edges()
    random = np.random.default_rng(8)
    middle = COLUMNS // 2, ROWS // 2
    units = [{
        "uid": f"u{i}-{j}", "adcode": f"{130000 + 100 * i + j}", "city": f"{130000 + 100 * i}", "city_zh": f"市{i}",
        "zone_id": zone_at(i, j), "population": int(random.integers(2e5, 1e6)),
        "geometry": shapely.multipolygons([ring(flat, upright, i, j, i + 1, j + 1)])}
        for j in range(ROWS) for i in range(COLUMNS)]
    zones = [{
        "uid": f"Z{n + 1}", "zone_id": f"Z{n + 1}", "origin": "units", "geometry": shapely.multipolygons([ring(
            flat, upright, west, south, west + middle[0], south + middle[1])])}
        for n, (west, south) in enumerate([(0, 0), (middle[0], 0), (0, middle[1]), middle])]
    y = np.linspace(data.SOUTH, data.NORTH, 11)
    strips = shapely.segmentize(shapely.box(data.WEST, y[:-1], data.EAST, y[1:]), 2000)
    catchments = [{"uid": f"c{n}", "catchment_id": f"H{n}", "geometry": shapely.multipolygons([
        shapely.Polygon(degrees(shapely.get_coordinates(strip)))])} for n, strip in enumerate(strips)]
    ends = [((data.WEST + share * (data.EAST - data.WEST), data.NORTH), (data.EAST - share * 2e5, data.SOUTH))
            for share in np.linspace(0, 1, 40, endpoint=False)]
    rivers = [{"uid": f"r{n}", "name_zh": f"河{n}", "geometry": shapely.multilinestrings([
        degrees(data.wander(*end, 10, 500 + n))])} for n, end in enumerate(ends)]
    axes = [{"uid": f"x{n}", "axis_id": f"A{n + 1}", "width_km": 30.0, "course": "geodesic"} for n in range(3)]
    members = []
    for n, end in enumerate(ENDS):
        for seq, share in enumerate((0.0, 0.3, 0.6, 1.0)):
            lon, lat = degrees([(1 - share) * np.array(data.CENTRE) + share * np.array(end)])[0]
            members.append({"uid": f"m{n}{seq}", "axis_uid": f"x{n}", "seq": seq, "role": "official",
                            "adcode": "110000" if seq == 0 else f"9{n}{seq}", "lon": lon, "lat": lat})
    core = [{"uid": "core", "adcode": "110000", "geometry": shapely.Point(degrees([data.CENTRE])[0])}]
    return {"units": units, "zones": zones, "catchments": catchments, "rivers": rivers, "axes": axes,
            "axis_members": members, "core": core}


def zone_at(column: int, row: int) -> str:
    """The zone that a unit of the grid is in."""
    return f"Z{1 + (column >= COLUMNS // 2) + 2 * (row >= ROWS // 2)}"


def make_plan(folder: Path) -> dict[str, Any]:
    """What `live_load` is asked for; the files are in `folder`."""
    plan, field, parcels = folder / "live_plan_with_rivers.gpkg", folder / "live_pm25.tif", folder / "parcels100k.gpkg"
    if not plan.exists():
        part = plan.with_suffix(".part.gpkg")
        part.unlink(missing_ok=True)
        for name, rows in tables().items():
            frame = schema.table(name, rows)
            pyogrio.write_dataframe(frame, part, layer=name, append=part.exists(),
                                    geometry_type=schema.geometry_type(name) if isinstance(
                                        frame, gpd.GeoDataFrame) else None)
        part.rename(plan)
    if not field.exists():
        row, column = np.mgrid[0:740, 0:550]
        with rasterio.open(field, "w", driver="GTiff", height=740, width=550, count=1, dtype="float32", crs=data.ALBERS,
                           transform=rasterio.transform.from_origin(data.WEST, data.NORTH, 1000, 1000)) as target:
            target.write((60 + 25 * np.sin(row / 60) * np.cos(column / 45)).astype(np.float32), 1)
    data.write(folder, "parcels100k")
    return {"plan": str(plan), "raster": {"path": str(field), "band": 1, "limit": 60.0},
            "behind": [{"name": "parcels", "reference": str(parcels), "class_field": "cls"}]}
