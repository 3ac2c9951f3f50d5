"""Planning units and surrounding land, from the county polygons of 1999 (1:4 000 000)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from . import sources

CGCS2000 = "EPSG:4490"
LAND_BOX = (110.0, 33.0, 123.0, 45.0)
SOURCE = (
    f"{sources.MAPS.name} {sources.MAPS.version} BOUNT_poly"
    "（1:400万县界，1999年，已综合 1:4M county boundaries, 1999, generalised）"
)
SEVERAL_TODAY = "今分属多个区，代码为1999年代码 Several districts today; the code is that of 1999."
PROVINCES = {"110000": "北京市", "120000": "天津市", "130000": "河北省"}


def read_counties(folder: Path) -> gpd.GeoDataFrame:
    """All county polygons of China with their `code` of 1999.

    The set has no .prj; its longitudes and latitudes are taken as CGCS2000.
    """
    table = gpd.read_file(folder / "BOUNT_poly.shp", encoding="GBK", columns=["ADCODE99"])
    table["code"] = table.pop("ADCODE99").astype(str)
    return table.set_crs(CGCS2000)


def land(counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """China's land as one multipolygon, clipped to lon 110-123, lat 33-45."""
    box = shapely.box(*LAND_BOX)
    near = np.asarray(counties.geometry[counties.intersects(box)])
    outline = shapely.intersection(shapely.coverage_union_all(near), box)
    row = {
        "name_zh": "陆地（中国）",
        "name_en": "Land (China)",
        "source": SOURCE,
        "confidence": "medium",
        "remarks": "仅含中国陆地，其余国家未绘 Land of China only; other countries are not drawn",
    }
    return gpd.GeoDataFrame([row], geometry=[outline], crs=CGCS2000)


def units(counties: gpd.GeoDataFrame, facts: Path, plan: dict[str, Any]) -> gpd.GeoDataFrame:
    """The 166 planning units: 164 codes of 1999, two of them (110100, 120100) in two parts each.

    `facts` holds units_1999.csv and city_parts.json, `plan` is plan_structure.json.
    Raises SystemExit when a code has no polygon, an adcode occurs twice, or edges are not exactly shared.
    """
    matches = pd.read_csv(facts / "units_1999.csv", dtype={"code_1999": str, "adcode": str, "city": str})
    parts = json.loads((facts / "city_parts.json").read_text(encoding="utf-8"))
    places = {place["adcode"]: place for place in plan["adcodes"]}
    rows: list[dict[str, Any]] = []
    for match in matches.replace({np.nan: None}).to_dict("records"):
        polygons = np.asarray(counties.geometry[counties["code"] == match["code_1999"]])
        if polygons.size == 0:
            raise SystemExit(f"No polygon with code {match['code_1999']} ({match['name_1999']}).")
        if match["code_1999"] in parts:
            rows += _split_unit(match, polygons, parts[match["code_1999"]], places)
        else:
            rows.append(_whole_unit(match, polygons, places))
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs=CGCS2000)
    _check(table)
    return table


def _check(table: gpd.GeoDataFrame) -> None:
    """Stop when the units could not serve as planning units."""
    twice = table["adcode"][table["adcode"].duplicated()].tolist()
    if twice:
        raise SystemExit(f"These adcodes occur twice: {twice}")
    if not shapely.coverage_is_valid(np.asarray(table.geometry)):
        raise SystemExit("Neighbouring units do not share their edges exactly.")


def _whole_unit(match: dict[str, Any], polygons: np.ndarray, places: dict[str, Any]) -> dict[str, Any]:
    """One unit from all polygons of its code, under today's name where one county of today matches."""
    if match["adcode"]:
        names = {key: places[match["adcode"]][key] for key in ("name_zh", "name_en")}
        names["adcode"] = match["adcode"]
        remark = "" if names["name_zh"] == match["name_1999"] else f"1999年为 In 1999: {match['name_1999']}"
    else:
        names = {**_name_of_1999(match, places), "adcode": match["code_1999"]}
        remark = SEVERAL_TODAY
    values = {"zone_county": match["zone_county"], "schematic": 0, "parts_today": match["parts_today"]}
    values |= {"match_share": match["match_share"], "confidence": _confidence(match["match_share"])}
    return _row(match, names | values, remark, polygons, places)


def _split_unit(
    match: dict[str, Any], polygons: np.ndarray, parts: list[dict[str, Any]], places: dict[str, Any]
) -> list[dict[str, Any]]:
    """The parts of a unit that straddles two zones, cut along edges of the source's own polygons."""
    remark = (
        f"{match['name_1999']}（{match['code_1999']}）的一部分，沿源数据自有多边形的边划分，归属按位置判读 "
        "Part of a city-proper area, cut along edges of the source's own polygons; which polygon is which "
        "district is read from its position."
    )
    left = polygons
    rows = []
    for part in parts:
        inside = np.ones(left.size, dtype=bool)
        if part["points"] is not None:
            inside = shapely.intersects(left, shapely.MultiPoint(part["points"]))
            if inside.sum() != len(part["points"]):
                raise SystemExit(f"{part['name_en']}: {inside.sum()} polygons, {len(part['points'])} points.")
        values = {key: value for key, value in part.items() if key != "points"} | {"schematic": 1}
        rows.append(_row(match, values, remark, left[inside], places))
        left = left[~inside]
    return rows


def _row(
    match: dict[str, Any], values: dict[str, Any], remark: str, polygons: np.ndarray, places: dict[str, Any]
) -> dict[str, Any]:
    """One feature, its fields in the order of the table."""
    province = match["code_1999"][:2] + "0000"
    return {
        "code_1999": match["code_1999"],
        "name_zh": values["name_zh"],
        "name_en": values["name_en"],
        "adcode": values["adcode"],
        "match_share": values["match_share"],
        "parts_today": values["parts_today"],
        "city": match["city"],
        "city_zh": places[match["city"]]["name_zh"],
        "province": province,
        "province_zh": PROVINCES[province],
        "zone_county": values["zone_county"],
        "zone_prefecture": match["zone_prefecture"],
        "schematic": values["schematic"],
        "source": SOURCE,
        "confidence": values["confidence"],
        "remarks": remark or None,
        "geometry": shapely.normalize(shapely.coverage_union_all(polygons)),
    }


def _name_of_1999(match: dict[str, Any], places: dict[str, Any]) -> dict[str, str]:
    """Names for a unit that no single county of today matches: 石家庄市市辖区 → 石家庄市区."""
    city = places[match["city"]]
    if match["name_1999"].endswith("市辖区"):
        return {"name_zh": f"{city['name_zh']}区", "name_en": f"{city['name_en']} city proper"}
    english = {"抚宁县": "Funing County (1999)", "邯郸县": "Handan County (1999)"}
    return {"name_zh": f"{match['name_1999']}（1999年）", "name_en": english[match["name_1999"]]}


def _confidence(share: float) -> str:
    """The facts' own scale: high from 0.9, medium from 0.6, low below."""
    return "high" if share >= 0.9 else "medium" if share >= 0.6 else "low"
