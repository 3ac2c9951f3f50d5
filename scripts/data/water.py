"""Sub-basins of the Hai River and the rivers of the region's surroundings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from . import sources
from .units import CGCS2000

# The sub-basins come without a .prj; these are the parameters their coordinates fit.
BASIN_PROJECTION = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=krass"
SOURCE = f"{sources.MAPS.name} {sources.MAPS.version}"
BASIN_FILE = "catchment/haiheziliuyu"
LONGEST_EDGE = 2_000.0  # metres; longer edges are straight in another place in longitude and latitude
BASIN_GRID = 0.01  # metres
RIVER_BOX = (112.9, 35.5, 120.4, 43.2)  # the region and half a degree around it
DEGREE_DECIMALS = 8
SHORE = 23010  # GBCODE of lake and reservoir shores, 21011 rivers, 22012 canals
CATCHMENT_REMARK = (
    "源数据的AREA字段有误（潮白河上、下游数值相同），未保留，面积请按几何计算；无.prj，投影参数按坐标推定 "
    "The source's AREA field is wrong (upper and lower Chaobai carry one value) and is not kept: "
    "areas follow from the geometry. The source has no .prj; the projection was inferred."
)


def catchments(folder: Path, names: dict[str, str], links: dict[str, Any]) -> gpd.GeoDataFrame:
    """The ten sub-basins in longitude and latitude; `names` gives English by Chinese name, `links` what drains to what.

    Longitude and latitude on the Krasovsky ellipsoid are taken as CGCS2000, as for the rest of the 1:4M set.
    """
    table = gpd.read_file(folder / f"{BASIN_FILE}.shp", encoding="GBK").sort_values("code")
    # Nodes come first, so that a long edge is densified alike from both of its sides.
    cells = shapely.coverage_clean(shapely.set_precision(np.asarray(table.geometry), BASIN_GRID))
    project = pyproj.Proj(BASIN_PROJECTION)

    def to_degrees(xy: np.ndarray) -> np.ndarray:
        return np.round(np.column_stack(project(xy[:, 0], xy[:, 1], inverse=True)), DEGREE_DECIMALS)

    polygons = shapely.transform(shapely.segmentize(cells, LONGEST_EDGE), to_degrees)
    if not shapely.coverage_is_valid(polygons):
        raise SystemExit("Neighbouring sub-basins do not share their edges exactly.")
    ids = [f"H{code:02d}" for code in table["code"].astype(int)]
    rows = {
        "catchment_id": ids,
        "name_zh": table["name"].to_list(),
        "name_en": [names[name] for name in table["name"]],
        "basin_zh": "海河流域",
        "next_down": [links["next_down"][one] for one in ids],
        "source": f"{SOURCE} {BASIN_FILE}（海河子流域 sub-basins of the Hai River）",
        "confidence": "medium",
        "remarks": [" ".join([CATCHMENT_REMARK, links["remark"], *_remark(links, one)]) for one in ids],
    }
    return gpd.GeoDataFrame(rows, geometry=shapely.normalize(polygons), crs=CGCS2000)


def _remark(links: dict[str, Any], catchment_id: str) -> list[str]:
    return [links["remarks"][catchment_id]] if catchment_id in links["remarks"] else []


def rivers(folder: Path, names: dict[str, str]) -> gpd.GeoDataFrame:
    """One feature a river, and one a lake or reservoir shore that bears a river's name.

    `names` gives English by the Chinese name before any bracket. `river_class` is the source's level: 1 to 4,
    9 canal, and 0 for shores.
    """
    table = gpd.read_file(folder / "hyd2_4l.shp", encoding="GBK", bbox=RIVER_BOX)
    table = table[table["NAME"].notna()]
    table["shore"] = table["GBCODE"] == SHORE
    rows = []
    for (full_name, shore), lines in table.groupby(["NAME", "shore"], sort=True):
        clipped = shapely.clip_by_rect(np.asarray(lines.geometry), *RIVER_BOX)
        line = shapely.line_merge(shapely.union_all(clipped))
        name = full_name.split("(")[0]
        rows.append(
            {
                "name_zh": f"{name}（水库或湖泊岸线）" if shore else name,
                "name_en": f"{names[name]} (reservoir or lake shore)" if shore else names[name],
                "river_class": 0 if shore else int(lines["LEVEL_RIVE"].iloc[0]),
                "source": f"{SOURCE} hyd2_4l（1:400万水系 1:4M rivers）",
                "confidence": "medium",
                "remarks": None if name == full_name else f"源名称 Name in the source: {full_name}",
                "geometry": shapely.normalize(line),
            }
        )
    result = gpd.GeoDataFrame(rows, geometry="geometry", crs=CGCS2000)
    return result[~result.is_empty].sort_values(["river_class", "name_zh"], ignore_index=True)
