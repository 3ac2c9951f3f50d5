"""Moran's I of what is known of a region, and one measure's clusters as a layer (LISA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from ...geodesy import LONLAT, to_working
from ...messages import EngineError
from ...protocol import Job
from .catalogue import catalogue, spoken
from .moran import global_moran, local_moran
from .neighbours import Neighbours, queen

if TYPE_CHECKING:
    from ..indicators.levels import Region

LEVELS = ("units", "cities")
UNKNOWN = "NA"
TABLE = ("area_level", "measure", "places", "left_out", "islands", "moran_i", "expected_i", "z_score", "p_value")
DIGITS = {"moran_i": 6, "expected_i": 6, "z_score": 6, "p_value": 9, "local_i": 6, "own_z": 6, "neighbours_z": 6}


def measures(region: Region) -> list[str]:
    """What may cluster: values per head or per area and ratios, never amounts, which grow with a place's size."""
    frame = region.levels["units"]
    ratios = [one.name for one in region.measures if one.kind == "ratio"]
    derived = [str(name) for name in frame if name in ("gdp_per_head", "density", "registered_ratio")
               or str(name).endswith("_per_head")]
    first = [name for name in catalogue()["moran"]["first"] if name in derived]
    return list(dict.fromkeys([*first, *derived, *ratios]))


def chosen(region: Region, focus: str | None) -> list[str]:
    """The measures, the one that the maps are about first. Raises spatial-unknown-focus."""
    known = measures(region)
    if focus is None:
        return known
    heading = {one.heading: one.name for one in region.measures}
    name = heading.get(focus, focus)
    if name not in known:
        raise EngineError("spatial-unknown-focus", found=focus, known=", ".join(known) or "—")
    return [name, *(one for one in known if one != name)]


def clusters(
    region: Region, focus: str | None, significance: float, working: CRS, job: Job
) -> tuple[pd.DataFrame, gpd.GeoDataFrame | None]:
    """Table `moran` (TABLE), and the clusters of the first measure at the finest level that has enough of it.

    None where no measure is known of enough places, or all its values are the same, which is told.
    """
    rows, drawn = [], None
    same: list[str] = []
    for measure in chosen(region, focus):
        for level in LEVELS:
            known = region.filled(level, measure)
            if len(known) < catalogue()["moran"]["fewest"]:
                continue
            values = known[measure].to_numpy(np.float64)
            if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
                same.append(measure)
                continue
            near = _neighbours(known, working)
            found = global_moran(values, near)
            rows.append((level, measure, len(known), len(region.levels[level]) - len(known), len(near.islands),
                         found.i, found.expected, found.z, found.p))
            if drawn is None:
                drawn = _layer(region.levels[level], known, level, measure, near, significance)
                _tell_islands(known, near, job)
    for measure in dict.fromkeys(same):
        job.warn("spatial-all-the-same", measure=spoken(measure, job.language))
    if not rows and not same:
        job.warn("spatial-no-clusters", fewest=catalogue()["moran"]["fewest"])
    return pd.DataFrame(rows, columns=list(TABLE)).round(DIGITS), drawn


def _neighbours(known: pd.DataFrame, working: CRS) -> Neighbours:
    shapes = to_working(np.asarray(known["geometry"].values, dtype=object), LONLAT, working)
    return queen(shapes, catalogue()["moran"]["tolerance_m"])


def _tell_islands(known: pd.DataFrame, near: Neighbours, job: Job) -> None:
    if near.islands:
        names = [str(known["name_zh" if job.language == "zh" else "name_en"].iloc[one]) for one in near.islands]
        job.warn("spatial-islands", {"places": names}, count=len(names), names=job.listed(names))


def _layer(
    frame: gpd.GeoDataFrame, known: pd.DataFrame, level: str, measure: str, near: Neighbours, significance: float
) -> gpd.GeoDataFrame:
    """Every place of the level with its class; of those without a value the class says so."""
    spec = catalogue()["moran"]
    values = known[measure].to_numpy(np.float64)
    local = local_moran(values, near, spec["permutations"], significance, spec["seed"])
    z = (values - values.mean()) / values.std()
    found = pd.DataFrame({
        "area_level": level, "measure": measure, "value": values, "own_z": z,
        "neighbours_z": [z[mine].mean() for mine in near.lists()], "local_i": local.i, "p_value": local.p,
        "quadrant": local.quadrant, "lisa": local.group}, index=known.index)
    told = frame[["code", "name_zh", "name_en"]].join(found)
    told["lisa"] = told["lisa"].fillna(UNKNOWN)
    told["area_level"], told["measure"] = level, measure
    return gpd.GeoDataFrame(told.round(DIGITS), geometry=frame.geometry, crs=frame.crs)
