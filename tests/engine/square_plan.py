"""A plan of three squares without fault, and what can be wrong with one, one thing at a time."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from jjj_planner_plugin.engine import outputs
from jjj_planner_plugin.engine.geodesy import LONLAT, area_m2, geodesic_line
from jjj_planner_plugin.engine.plan.schema import geometry_type, schema, table, uid

Rows = dict[str, list[dict[str, Any]]]
CODES = ("110112", "110113", "110114")
NAMES = ("通州区", "顺义区", "昌平区")
WEST, MIDDLE, EAST = (shapely.box(116 + i, 39, 117 + i, 40) for i in range(3))


def km2(shape: Any) -> float:
    return float(area_m2(np.array([shape]), LONLAT)[0]) / 1e6


def rows() -> Rows:
    """A plan without fault: three squares of one degree, two of them Z1, the third Z2; an axis through all."""
    named = {"name_zh": "甲", "name_en": "A"}
    units = [{"key": code, "name_zh": name, "name_en": name, "adcode": code, "city": "110000", "province": "110000",
              "zone_id": zone, "geometry": multi(shape)}
             for code, name, zone, shape in zip(CODES, NAMES, ("Z1", "Z1", "Z2"), (WEST, MIDDLE, EAST))]
    stops = [(116.5, 39.5), (117.5, 39.5), (118.5, 39.5)]
    members = [{"key": code, "name_zh": name, "name_en": name, "axis_uid": uid("axes", "A1"), "seq": i, "adcode": code,
                "role": "official", "lon": lon, "lat": lat}
               for i, (code, name, (lon, lat)) in enumerate(zip(CODES, NAMES, stops))]
    point = shapely.Point(116.5, 39.5)
    park = {**named, "key": "p", "host_adcodes": CODES[0], "partner_adcodes": CODES[1]}
    return {
        **{name: [] for name in schema()["tables"]},
        "plan_info": [{"key": "plan", "title": "小规划", "schema_version": schema()["schema_version"],
                       "scheme": "county"}],
        "units": units, "axis_members": members,
        "zones": [{**named, "key": "Z1", "zone_id": "Z1", "origin": "units",
                   "geometry": multi(shapely.box(116, 39, 118, 40))},
                  {**named, "key": "Z2", "zone_id": "Z2", "origin": "units", "geometry": multi(EAST)}],
        "axes": [{**named, "key": "A1", "axis_id": "A1", "geometry": geodesic_line(stops)}],
        "core": [{**named, "key": "c", "adcode": "110000", "geometry": point}],
        "nodes": [{**named, "key": "n", "adcode": CODES[0], "geometry": point}],
        "parks": [{**park, "geometry": point}],
        "park_areas": [{**park, "geometry": multi(shapely.box(116.4, 39.4, 116.6, 39.6))}],
        "wings": [{**named, "key": "w", "host_adcodes": CODES[0], "area_official_km2": km2(WEST),
                   "geometry": multi(WEST)}],
        "relocations": [{**named, "key": "r", "origin": "甲", "destination": "乙",
                         "geometry": shapely.LineString([(116.5, 39.5), (117.5, 39.5)])}],
    }


def multi(*shapes: Any) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([part for shape in shapes for part in shapely.get_parts(shape)])


def write(made: Rows, folder: Path) -> str:
    """The plan in a file; of the faultless one only the tables that differ are written anew."""
    path = folder / "plan.gpkg"
    whole = rows()
    if set(made) == set(whole):
        path.write_bytes(_faultless())
    for name, several in made.items():
        if not path.exists() or several != whole[name] or set(made) != set(whole):
            outputs.write_layer(table(name, several), path, name, geometry_type(name))
    return str(path)


@lru_cache(maxsize=1)
def _faultless() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.gpkg"
        for name, several in rows().items():
            outputs.write_layer(table(name, several), path, name, geometry_type(name))
        return path.read_bytes()


# One thing wrong at a time. Each changes the rows in place.


def put(name: str, row: int = 0, **values: Any) -> Callable[[Rows], None]:
    return lambda made: made[name][row].update(values)


def again(name: str, **values: Any) -> Callable[[Rows], None]:
    """A second row like the first, but for these values."""
    return lambda made: made[name].append({**made[name][0], "key": "again", **values})


def cut_off(made: Rows) -> None:
    """Z1 west and east, Z2 between: either of Z1's squares is cut off from the other."""
    for row, zone in zip(made["units"], ("Z1", "Z2", "Z1")):
        row["zone_id"] = zone
    made["zones"][0]["geometry"], made["zones"][1]["geometry"] = multi(WEST, EAST), multi(MIDDLE)


def island(made: Rows) -> None:
    """The west unit has a part in the sea."""
    shape = multi(WEST, shapely.box(115, 39, 115.5, 39.5))
    made["units"][0]["geometry"] = shape
    made["zones"][0]["geometry"] = multi(shapely.box(116, 39, 118, 40), shapely.box(115, 39, 115.5, 39.5))
    made["wings"][0].update(geometry=shape, area_official_km2=km2(shape))


def hole(made: Rows) -> None:
    made["zones"][0]["geometry"] = multi(shapely.box(116, 39, 118, 40) - shapely.box(116.2, 39.2, 116.3, 39.3))


def provinces(made: Rows, shape: Any) -> None:
    made["provinces"] = [{"name_zh": "省", "name_en": "P", "key": "p", "adcode": "110000", "geometry": multi(shape)}]


def in_the_sea(made: Rows) -> None:
    """The province ends in the midst of the east unit."""
    provinces(made, shapely.box(116, 39, 118.5, 40))


def small_hole(made: Rows) -> None:
    """0.0008° × 0.0008°: about 70 m × 90 m."""
    made["zones"][0]["geometry"] = multi(shapely.box(116, 39, 118, 40) - shapely.box(116.2, 39.2, 116.2008, 39.2008))


BOW_TIE = shapely.MultiPolygon([shapely.Polygon([(116.4, 39.4), (116.6, 39.6), (116.6, 39.4), (116.4, 39.6)])])

PROVOKED: dict[str, Callable[[Rows], Any]] = {
    "table-missing": lambda made: made.pop("rivers"),
    "schema-older": put("plan_info", schema_version=1),
    "uid-missing": lambda made: made["nodes"][0].pop("key"),
    "uid-twice": lambda made: made["nodes"].append({**made["nodes"][0], "adcode": CODES[1],
                                                    "geometry": shapely.Point(117.5, 39.5)}),
    "geometry-missing": put("core", geometry=None),
    "geometry-invalid": put("park_areas", geometry=BOW_TIE),
    "unit-without-zone": put("units", zone_id=None),
    "unit-unknown-zone": put("units", zone_id="Z9"),
    "unit-two-zones": again("units", zone_id="Z2"),
    "units-overlap": put("units", 1, geometry=multi(shapely.box(116.9, 39, 118, 40))),
    "zone-twice": again("zones"),
    "zone-without-units": again("zones", zone_id="Z3", geometry=multi(shapely.box(100, 39, 101, 40))),
    "zone-differs": put("zones", geometry=multi(shapely.box(116, 39, 118.1, 40))),
    "zone-free-differs": put("zones", origin="free", geometry=multi(shapely.box(116, 39, 117.9, 40))),
    "zone-gap": hole,
    "unit-outside-region": in_the_sea,
    "zone-overlap": put("zones", 1, geometry=multi(shapely.box(117.9, 39, 119, 40))),
    "slivers": small_hole,
    "zone-cut-off": cut_off,
    "zone-parts": island,
    "axis-few-members": lambda made: made["axis_members"].__delitem__(slice(0, 2)),
    "axis-misses-member": put("axis_members", 1, lat=39.7),
    "axis-differs": put("axes", geometry=shapely.LineString(
        [(116.5, 39.5), (117, 39.8), (117.5, 39.5), (118.5, 39.5)])),
    "axis-leaves-region": put("axes", course="bent", geometry=shapely.LineString(
        [(116.5, 39.5), (117.5, 39.5), (118.5, 39.5), (119.5, 39.5)])),
    "member-without-axis": put("axis_members", 2, axis_uid="nowhere"),
    "member-without-place": put("axis_members", 2, lon=None),
    "member-off-place": put("axis_members", 0, lat=39.6),
    "node-outside": put("nodes", geometry=shapely.Point(117.5, 39.5)),
    "park-without-host": put("parks", host_adcodes=None),
    "park-without-partner": put("park_areas", partner_adcodes=""),
    "park-outside-host": put("parks", geometry=shapely.Point(118.5, 39.5)),
    "relocation-without-destination": put("relocations", destination=None),
    "relocation-without-line": put("relocations", geometry=None),
    "wing-area": put("wings", area_official_km2=1000.0),
    "code-missing": put("nodes", adcode=None),
    "code-unknown": put("units", 1, adcode="119999"),
    "code-outdated": put("nodes", adcode="110228"),
    "code-abolished": put("nodes", adcode="130521"),
    "code-twice": again("nodes"),
    "name-missing": put("nodes", name_en=None),
}


def without_crs(plan: sqlite3.Connection) -> None:
    for catalogue in ("gpkg_geometry_columns", "gpkg_contents"):
        plan.execute(f"UPDATE {catalogue} SET srs_id = -1 WHERE table_name = 'nodes'")


def in_wgs84(plan: sqlite3.Connection) -> None:
    for catalogue in ("gpkg_geometry_columns", "gpkg_contents"):
        plan.execute(f"UPDATE {catalogue} SET srs_id = 4326 WHERE table_name = 'nodes'")


def without_its_rows(plan: sqlite3.Connection) -> None:
    plan.execute("ALTER TABLE policies RENAME TO policies_elsewhere")
    plan.execute("CREATE VIEW policies AS SELECT * FROM nothing_of_the_kind")


FILES: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "table-unreadable": without_its_rows,
    "field-missing": lambda plan: plan.execute("ALTER TABLE zones DROP COLUMN definition"),
    "crs-missing": without_crs,
    "crs-other": in_wgs84,
}


def broken(rule: str, folder: Path) -> str:
    made = rows()
    PROVOKED.get(rule, lambda _: None)(made)
    path = write(made, folder)
    if rule in FILES:
        with sqlite3.connect(path) as plan:
            FILES[rule](plan)
        plan.close()
    return path


def of(frame: gpd.GeoDataFrame, rule: str) -> Any:
    """The one finding of this rule."""
    chosen = frame[frame["rule"] == rule]
    assert len(chosen) == 1, frame[["rule", "sentence_en"]].to_string()
    return chosen.iloc[0]


def fix_of(finding: Any) -> dict[str, Any] | None:
    return json.loads(finding["fix"]) if isinstance(finding["fix"], str) else None
