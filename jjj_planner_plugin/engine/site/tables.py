"""The layers of a site check, pieces and parcels, and the one row that sums it up."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .. import recipes
from ..geodesy import Geometries, multiple, projected
from ..sources import Source
from .findings import DIGITS, HA_M2, MEASURED, MU_PER_M2, Measured, areas, failing_parcels, label
from .ground import AREA_STEP_M, Site, fine, measured_m2, once_m2
from .rules import catalogue, first_field


def piece_layer(found: list[Measured], language: str) -> gpd.GeoDataFrame:
    """Layer `site_check`: the ground that each rule is about, by parcel and feature, in the site's CRS."""
    site = found[0].site
    frames = [_pieces_of(one, language) for one in found]
    shapes = np.concatenate([_in_site_crs(_dissolved(one), one.crs, site) for one in found])
    table = pd.concat(frames, ignore_index=True)
    return gpd.GeoDataFrame(table, geometry=multiple(shapes), crs=site.source.crs)


def _dissolved(found: Measured) -> pd.DataFrame:
    """The rule's pieces; strips along one road overlap, so those are joined to one for each parcel."""
    rows = found.broken[found.broken["area_m2"] > 0]
    if found.check.rule.kind != "distance" or rows.empty:
        return rows
    joined = rows.groupby("parcel", as_index=False).agg({"geometry": lambda shapes: shapely.union_all(list(shapes))})
    area = measured_m2(np.asarray(joined["geometry"].values, dtype=object), found.crs, found.site.working)
    return joined.assign(feature=-1, length_m=0.0, area_m2=area)


def _pieces_of(found: Measured, language: str) -> pd.DataFrame:
    rows, rule, site, control = _dissolved(found), found.check.rule, found.site, found.check.control
    feature = rows["feature"].to_numpy(dtype=int)
    parcel = rows["parcel"].to_numpy(dtype=int)
    area = rows["area_m2"].to_numpy(dtype=float).round(3)
    classes = found.classes.to_numpy()[feature] if rule.class_field else np.full(len(rows), "", dtype=object)
    return pd.DataFrame({
        "no": found.check.number, "control": label(found.check, language),
        "class": np.where(feature >= 0, classes, ""), "feature_id": _fids(control, feature),
        "rule_kind": rule.kind, "verdict": found.verdict, "measured": MEASURED[rule.kind],
        "parcel": site.source.frame.index.to_numpy()[parcel], "parcel_name": _parcel_names(site, language)[parcel],
        "area_m2": area, "area_ha": area / HA_M2, "area_mu": area * MU_PER_M2,
        "share_of_site": area / site.whole_m2,
    }).round(DIGITS)


def _parcel_names(site: Site, language: str) -> Any:
    """What each parcel is called; empty where the layer does not say."""
    name = first_field(catalogue()["name_fields"], site.source, language)
    values = site.source.frame[name] if name else pd.Series("", index=site.source.frame.index)
    return values.map(str, na_action="ignore").fillna("").astype(object).to_numpy()


def parcel_layer(found: list[Measured], language: str) -> gpd.GeoDataFrame:
    """Layer `site`: each parcel with its own area and verdict, and what it breaks."""
    site = found[0].site
    broken = np.array([failing_parcels(one) for one in found])
    asked = any(one.verdict != "info" for one in found)
    labels = [label(one.check, language) for one in found]
    area = site.area_m2.round(3)
    table = pd.DataFrame({
        "parcel": site.source.frame.index.to_numpy(), "parcel_name": _parcel_names(site, language),
        "area_m2": area, "area_ha": area / HA_M2, "area_mu": area * MU_PER_M2,
        "verdict": np.where(broken.any(axis=0), "fail", "pass" if asked else "info"), "fails": broken.sum(axis=0),
        "broken": ["; ".join(dict.fromkeys(np.array(labels)[column])) for column in broken.T],
    }).round(DIGITS)
    return gpd.GeoDataFrame(table, geometry=multiple(site.source.geometries), crs=site.source.crs)


def summarised(found: list[Measured]) -> dict[str, Any]:
    """The one row of table `summary`: the whole site, and the ground on it that breaks any rule."""
    site = found[0].site
    verdicts = [one.verdict for one in found]
    counts = {name: verdicts.count(code) for name, code in (("fails", "fail"), ("passes", "pass"), ("infos", "info"))}
    verdict = "fail" if counts["fails"] else "pass" if counts["passes"] else "info"
    broken = _encroached_m2(found)
    return {"site_name": site.name, "parcels": len(site.area_m2), **areas(site.whole_m2), "verdict": verdict,
            "rules": len(found), **counts, **areas(broken, "encroached"), "ellipsoid": recipes.ELLIPSOID}


def _encroached_m2(found: list[Measured]) -> float:
    """Ground of the site that breaks any rule, each spot once."""
    site = found[0].site
    shapes = [shape for one in found if one.verdict == "fail" for shape in _in_site_crs(one.broken, one.crs, site)]
    together = np.array(shapes, dtype=object)
    crs = site.source.crs
    return once_m2(together, measured_m2(together, crs, site.working), crs, site.working)


def _in_site_crs(rows: pd.DataFrame, crs: CRS, site: Site) -> Geometries:
    """The polygons among the rows, in the CRS of the site."""
    own = site.source.crs
    shapes = np.asarray(rows[rows["area_m2"] > 0]["geometry"].values, dtype=object)
    if len(shapes) == 0 or own.equals(crs, ignore_axis_order=True):
        return shapes
    return projected(fine(shapes, crs, AREA_STEP_M), crs, own)


def _fids(source: Source, positions: NDArray[np.intp]) -> pd.arrays.IntegerArray:
    """The layer's own ids of features by position; none for −1."""
    known = positions >= 0
    ids = np.zeros(len(positions), dtype=np.int64)
    ids[known] = source.frame.index.to_numpy()[positions[known]]
    return pd.arrays.IntegerArray(ids, ~known)
