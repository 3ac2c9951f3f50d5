"""The parcels of a survey as rows with polygons in EPSG:4490, their areas beside those that the file states."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ..geodesy import LONLAT, area_m2, multiple, projected
from ..messages import Pair
from ..outputs import rounded
from .choice import Choice
from .model import Parcel, Survey
from .polygons import Piece, joined, pieces_of
from .rings import count_differs, tidy
from .statement import catalog

HECTARE_M2 = 10000.0
MU_PER_M2 = 0.0015
DECIMALS = {"area_m2": 3, "area_ha": 7, "area_mu": 7, "stated_area_ha": 7}
OTHER_UNITS = {"m2": Pair("平方米", "square metres"), "亩": Pair("亩", "mu (亩)")}
SAME_UNIT = 0.02  # a stated area this close to the measured one, in another unit, was meant in it


@dataclass(frozen=True)
class Site:
    """One row of the result: the parcel as stated and its shape, in the CRS that was chosen."""

    parcel_id: str
    parcel: Parcel
    piece: Piece


def site_layer(survey: Survey, choice: Choice) -> gpd.GeoDataFrame:
    """The layer `site`, in the file's order; what was repaired, left out or differs goes to the survey's log.

    An edge is straight in the chosen CRS: long ones get points, so that they keep their shape in degrees.
    """
    sites = _sites(survey, choice)
    shapes = np.array([site.piece.shape for site in sites], dtype=object)
    written = multiple(projected(_short_edged(shapes, survey, choice), choice.crs, LONLAT)) if sites else shapes
    frame = gpd.GeoDataFrame({
        "parcel_id": [site.parcel_id for site in sites], "name": _names(sites, shapes, survey, choice),
        "use": [site.parcel.use or None for site in sites],
        "stated_area_ha": np.array([site.parcel.stated_area_ha for site in sites], dtype=float),
        "area_m2": area_m2(written, LONLAT),
    }, geometry=list(written), crs=LONLAT)
    frame["area_ha"], frame["area_mu"] = frame["area_m2"] / HECTARE_M2, frame["area_m2"] * MU_PER_M2
    frame["difference_percent"] = ((frame["area_ha"] / frame["stated_area_ha"] - 1) * 100).round(4) + 0.0  # no −0
    frame["points"] = np.array([site.piece.points for site in sites], dtype=np.int64)
    frame["source_file"] = Path(survey.path).name
    _compare(frame, shapes, survey, choice)
    return rounded(frame, DECIMALS)


def _sites(survey: Survey, choice: Choice) -> list[Site]:
    """Every parcel that encloses something. Where the file names none, each outer ring is one."""
    sites: list[Site] = []
    for parcel in survey.parcels:
        if parcel.kind != "面":
            survey.log.add("not-polygon", parcel.parcel_id, kind=parcel.kind)
            continue
        rings = tidy(parcel, survey.log)
        count_differs(parcel, rings, survey.log)
        pieces = pieces_of(parcel, rings, choice.crs, choice.swap, survey.log)
        if pieces and not parcel.separate:
            pieces = [joined(pieces, parcel, choice.crs, survey.log)]
        for piece in pieces:
            number = str(len(sites) + 1)
            sites.append(Site(number if parcel.separate else parcel.parcel_id, parcel, piece))
    return sites


def _names(sites: list[Site], shapes: Any, survey: Survey, choice: Choice) -> list[str | None]:
    """The parcels' names; in a drawing the text that stands in one, if it is the only one there."""
    names = [site.parcel.name or None for site in sites]
    if not survey.labels or not sites:
        return names
    xy = np.array([(y, x) if choice.swap else (x, y) for x, y, _ in survey.labels])
    site, label = shapely.STRtree(shapely.points(xy)).query(shapes, predicate="contains")
    count = np.bincount(site, minlength=len(sites))
    for place, text in zip(site, label):
        if count[place] == 1:
            names[place] = survey.labels[text][2]
    return names


def _short_edged(shapes: Any, survey: Survey, choice: Choice) -> Any:
    """The shapes with points on the edges that would bend in degrees."""
    if choice.crs.is_geographic:
        return shapes
    longest_m = catalog()["tolerances"]["longest_edge_m"]
    step = longest_m / choice.crs.axis_info[0].unit_conversion_factor
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapes), return_index=True)
    edges = np.hypot(*np.diff(xy, axis=0).T)[ring[1:] == ring[:-1]]
    if (edges > step).any():
        survey.log.add("edges-densified", count=int((edges > step).sum()), longest=longest_m)
    return np.asarray(shapely.segmentize(shapes, step), dtype=object)


def _compare(frame: gpd.GeoDataFrame, shapes: Any, survey: Survey, choice: Choice) -> None:
    """Note the stated areas beside the measured ones."""
    plane = np.full(len(frame), np.nan) if choice.crs.is_geographic else (
        shapely.area(shapes) * choice.crs.axis_info[0].unit_conversion_factor ** 2)
    for row, plane_m2 in zip(frame.itertuples(), plane):
        stated = row.stated_area_ha
        if np.isnan(stated):
            continue
        other = _other_unit(stated, row.area_m2)
        area_ha, difference = f"{row.area_ha:.4f}", abs(row.difference_percent)
        if other:
            survey.log.add("area-looks-like", row.parcel_id, stated=f"{stated:g}", unit=other)
        elif difference > catalog()["tolerances"]["area_percent"]:
            survey.log.add("area-differs", row.parcel_id, stated_ha=f"{stated:.4f}", area_ha=area_ha,
                           percent=f"{row.difference_percent:+.2f}")
        else:
            plane_ha = "–" if np.isnan(plane_m2) else f"{plane_m2 / HECTARE_M2:.4f}"
            survey.log.add("area-compared", row.parcel_id, stated_ha=f"{stated:.4f}", area_ha=area_ha,
                           plane_ha=plane_ha)


def _other_unit(stated: float, area: float) -> Pair | None:
    """The unit in which the stated number is the measured area, when hectares are not."""
    sizes_m2 = catalog()["area_units_m2"]["words"]
    return next((name for word, name in OTHER_UNITS.items()
                 if abs(stated * sizes_m2[word] / area - 1) < SAME_UNIT), None)
