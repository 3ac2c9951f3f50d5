"""Small plans that a person can compute: squares of 10 km, made in the region's equal-area frame.

For the engine's tests: it imports the engine's libraries.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyogrio
import pyproj
import shapely

from jjj_planner_plugin.engine.plan.schema import geometry_type, schema, table

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
TO_DEGREES = pyproj.Transformer.from_crs(ALBERS, "EPSG:4490", always_xy=True)
NAMES = {"Z1": "中部核心功能区", "Z2": "东部滨海发展区", "Z3": "南部功能拓展区", "Z4": "西北部生态涵养区"}
Rows = dict[str, list[dict[str, Any]]]


def degrees(x_km: float, y_km: float) -> tuple[float, float]:
    """Longitude and latitude of a place, km east and north of 116.5° E, 39° N."""
    lon, lat = TO_DEGREES.transform(1000 * x_km, 1000 * y_km)
    return float(lon), float(lat)


def point(x_km: float, y_km: float) -> shapely.Point:
    return shapely.Point(degrees(x_km, y_km))


def square(west: float, south: float, wide: float = 10, high: float = 10) -> shapely.MultiPolygon:
    """So many km²: a vertex every km, so that its straight edges in degrees hardly differ."""
    flat = shapely.segmentize(shapely.box(west, south, west + wide, south + high), 1.0)
    return shapely.MultiPolygon([shapely.transform(flat, lambda xy: [degrees(x, y) for x, y in xy])])


def rows(people: int | None = 1000, zones: tuple[str, ...] = ("Z1", "Z1", "Z4", "Z4")) -> Rows:
    """Four units in a row from west to east, each 100 km² and in the zone said; an axis, a node, a wing, a park."""
    units = [
        {"uid": f"unit-{n}", "name_zh": f"{n}号县", "name_en": f"County {n}", "adcode": f"13010{n}", "city": "130100",
         "city_zh": "石家庄市", "province": "130000", "province_zh": "河北省", "zone_id": zone, "population": people,
         "geometry": square(10 * n, 0)} for n, zone in enumerate(zones)]
    drawn = [
        {"uid": f"zone-{zone}", "name_zh": NAMES[zone], "name_en": f"Zone {zone}", "zone_id": zone, "origin": "units",
         "geometry": shapely.union_all([unit["geometry"] for unit in units if unit["zone_id"] == zone])}
        for zone in sorted(set(zones))]
    return {
        "units": units, "zones": drawn,
        "nodes": [{"uid": "node-1", "name_zh": "节点", "name_en": "Node", "tier": "city", "geometry": point(5, 5)}],
        "axes": [{"uid": "axis-1", "name_zh": "轴", "name_en": "Axis", "axis_id": "A1", "width_km": 2.0,
                  "geometry": shapely.LineString([degrees(5, 5), degrees(15, 5), degrees(25, 5)])}],
        "axis_members": [{"uid": "member-1", "name_zh": "节点", "axis_uid": "axis-1", "seq": 1, "role": "official"}],
        "wings": [{"uid": "wing-1", "name_zh": "翼", "wing_id": "W1", "geometry": square(0, 20)}],
        "park_areas": [{"uid": "park-1", "name_zh": "园区", "park_id": "P1", "geometry": square(0, 40, 2, 2)}],
        "relocations": [{"uid": "move-1", "name_zh": "疏解", "status": "planned", "category": "market"}],
        "plan_info": [{"uid": "plan", "title": "小规划", "scenario": "基准",
                       "schema_version": schema()["schema_version"]}],
    }


def redrawn(made: Rows) -> Rows:
    """With the zones as unions of their units again."""
    for zone in made["zones"]:
        zone["geometry"] = shapely.union_all(
            [unit["geometry"] for unit in made["units"] if unit["zone_id"] == zone["zone_id"]])
    return made


def write(path: Path, made: Rows, without: tuple[str, ...] = ()) -> str:
    """A plan file with these rows; the other tables are empty, those named are missing."""
    for name in schema()["tables"]:
        if name in without:
            continue
        frame = table(name, made.get(name, []))
        kind = geometry_type(name)
        if kind == "MultiPolygon":
            frame.geometry = [shapely.multipolygons(shapely.get_parts(shape)) for shape in frame.geometry]
        pyogrio.write_dataframe(frame, path, layer=name, **({"geometry_type": kind} if kind else {}))
    return str(path)


def write_some(path: Path, made: Rows, *tables: str) -> str:
    """A plan file with these tables only: to write them all takes a while."""
    return write(path, made, tuple(set(schema()["tables"]) - set(tables)))
