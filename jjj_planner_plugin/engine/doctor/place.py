"""Where a layer's numbers say it lies: its CRS, the order of its axes, its unit, its extent. Nothing is set here.

Candidates are those CRS of the catalogue by which the features fall into Jing-Jin-Ji, and, where the layer has
adcodes, into the counties that these name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import LONLAT, REGION_ALBERS, Geometries, projected, transformer
from ..messages import Pair
from ..sources import read_bundled
from .codes import CodeField, aliases
from .findings import Finding, catalogue, limits
from .raw import RawLayer

ALBERS = CRS.from_proj4(REGION_ALBERS)
SAMPLED = 2000  # features whose middle is looked at
COAST_DEGREES = 0.1  # features off the coast of 1999 are in the region too
MOST = 0.5
SHOWN = 5

Points = NDArray[np.float64]  # shape (n, 2)


class Candidate(NamedTuple):
    """A CRS by which the layer may lie right; `swapped`: with its two coordinates exchanged."""

    crs: CRS
    swapped: bool
    share: float

    def told(self, language: str) -> str:
        """`EPSG:4547 CGCS2000 / 3-degree Gauss-Kruger CM 114E (100 %)`."""
        swapped = {"zh": "，坐标次序颠倒", "en": ", axes swapped"}[language] if self.swapped else ""
        return f"{self.crs.to_string()} {self.crs.name}{swapped} ({100 * self.share:.0f} %)"


class Place(NamedTuple):
    """What was found, and whether `crs` can be used: it is known, fits the numbers, and the axes are in order.

    `on_earth` are the features that have sound coordinates and, where `crs` can be used, lie on the earth by it.
    """

    findings: list[Finding]
    crs: CRS | None
    usable: bool
    swapped: bool
    on_earth: NDArray[np.bool_]


class _Middles(NamedTuple):
    """Middles of some features' boxes in the layer's own numbers, and the adcodes of those features ("": none)."""

    xy: Points
    codes: NDArray[np.object_]


def placed(raw: RawLayer, near: NDArray[np.bool_], crs: CRS | None, codes: CodeField | None) -> Place:
    """The checks crs, fit, axes and extent, for the CRS `crs`; `near` says which features are sound and no outliers."""
    positions = np.flatnonzero(near)
    if positions.size == 0:
        unknown = [Finding(check, "unknown", _region()) for check in ("fit", "axes", "extent")]
        return Place([_crs(raw, crs, [], ""), *unknown], crs, False, False, raw.sound)
    chosen = positions[:: max(1, positions.size // SAMPLED)]
    bounds = raw.bounds[chosen]
    middles = _Middles((bounds[:, :2] + bounds[:, 2:]) / 2, codes.codes[chosen] if codes else np.full(len(chosen), ""))
    extent = extent_told(raw.bounds[positions])
    others = candidates(middles)
    swapped = _swapped(middles, crs, others)
    findings = [_crs(raw, crs, others, extent), _axes(swapped, extent, middles)]
    fit = Finding("fit", "unknown") if crs is None else _fit(middles, crs, others, extent, swapped is not None)
    usable = crs is not None and not fit.case and swapped is None
    on_earth = _features_on_earth(raw, crs) if usable and crs is not None else raw.sound
    findings += [fit, _extent(raw, np.flatnonzero(near & on_earth), crs, usable)]
    return Place(findings, crs, usable, swapped is not None, on_earth)


def _features_on_earth(raw: RawLayer, crs: CRS) -> NDArray[np.bool_]:
    """Features both of whose box's corners are a place on the earth."""
    corners = [_degrees(raw.bounds[:, side], crs) for side in (slice(0, 2), slice(2, 4))]
    return np.asarray(raw.sound & _on_earth(corners[0]) & _on_earth(corners[1]))


def _crs(raw: RawLayer, crs: CRS | None, others: list[Candidate], extent: str) -> Finding:
    """Says what the file says: a CRS that the planner names does not make the layer state one."""
    if raw.crs is not None:
        return Finding("crs", facts={"crs": f"{raw.crs.to_string()} {raw.crs.name}"})
    if not raw.spatial:
        return Finding("crs", "none")
    return Finding("crs", "missing" if others else "hopeless", {"candidates": told(others), "extent": extent})


def _swapped(middles: _Middles, crs: CRS | None, others: list[Candidate]) -> Candidate | None:
    """The CRS by which the layer lies right once its coordinates are exchanged, if it does not as it is."""
    if crs is None:
        return others[0] if others and others[0].swapped else None
    as_is, exchanged = (_degrees(middles.xy[:, order], crs) for order in ([0, 1], [1, 0]))
    inside = _share if _share(as_is) >= MOST or _share(exchanged) >= MOST else _share_of_china
    return Candidate(crs, True, inside(exchanged)) if inside(as_is) < MOST <= inside(exchanged) else None


def _axes(swapped: Candidate | None, extent: str, middles: _Middles) -> Finding:
    if swapped is None:
        return Finding("axes")
    place = place_told(_degrees(middles.xy[:, ::-1], swapped.crs))
    return Finding("axes", "swapped", {"crs": swapped.crs.to_string(), "extent": extent, "place": place})


def _fit(middles: _Middles, crs: CRS, others: list[Candidate], extent: str, swapped: bool) -> Finding:
    facts: dict[str, Any] = {"crs": crs.to_string(), "extent": extent}
    alternatives = [other for other in others if not other.swapped and other.crs != crs]
    facts["candidates"] = told(alternatives)
    middle = np.median(np.abs(middles.xy), axis=0)
    angular = bool(middle[0] <= 180 and middle[1] <= 180)
    if swapped:
        return Finding("fit", facts=facts)
    if angular and crs.is_projected:
        return Finding("fit", "degrees", facts)
    if not angular and crs.is_geographic:
        return Finding("fit", "metres", facts)
    degrees = _degrees(middles.xy, crs)
    if not _on_earth(degrees).any():
        return Finding("fit", "nowhere", facts)
    facts["place"] = place_told(degrees)
    if _share(degrees) < MOST and alternatives and not _plausible(degrees):
        return Finding("fit", "elsewhere", facts)
    share = _share_of_codes(degrees, middles.codes)
    better = [other for other in alternatives if share is not None and share < MOST <= other.share]
    if better:
        return Finding("fit", "codes", {**facts, "share": f"{100 * (share or 0):.0f}", "candidates": told(better)})
    return Finding("fit", facts=facts)


def _extent(raw: RawLayer, positions: NDArray[np.intp], crs: CRS | None, usable: bool) -> Finding:
    if crs is None or not usable or positions.size == 0:
        return Finding("extent", "unknown", _region())
    west, south, east, north = raw.bounds[positions].T
    degrees = np.column_stack([_degrees(np.column_stack([west, south]), crs),
                               _degrees(np.column_stack([east, north]), crs)])
    box = catalogue()["region"]
    inside = (degrees[:, 0] >= box["west"]) & (degrees[:, 1] >= box["south"])
    inside &= (degrees[:, 2] <= box["east"]) & (degrees[:, 3] <= box["north"])
    facts = {**_region(), "extent": extent_told(degrees)}
    if inside.all():
        return Finding("extent", facts=facts)
    return Finding("extent", "partly" if inside.any() else "outside", facts, positions[~inside])


def _region() -> dict[str, Any]:
    return {name: f"{value:g}" for name, value in catalogue()["region"].items()}


def candidates(middles: _Middles) -> list[Candidate]:
    """CRS by which most middles lie in the region, or in their adcodes' counties; the best first."""
    found = []
    for swapped in (False, True):
        for name in catalogue()["candidates"]:
            crs = CRS.from_user_input(name)
            degrees = _degrees(middles.xy[:, ::-1] if swapped else middles.xy, crs)
            share = _share(degrees)
            if share >= MOST:
                by_code = _share_of_codes(degrees, middles.codes)
                found.append(Candidate(crs, swapped, share if by_code is None else by_code))
    if not found:
        return []
    likely = [candidate for candidate in found if candidate.share >= MOST] or found
    best = sorted(likely, key=lambda candidate: (-round(candidate.share, 2), candidate.swapped))
    return [candidate for candidate in best if candidate.share >= best[0].share - MOST][:SHOWN]


def _degrees(xy: Points, crs: CRS) -> Points:
    """Longitude and latitude by a CRS; infinite where it cannot be."""
    lon, lat = transformer(crs.to_wkt(), LONLAT.to_wkt()).transform(xy[:, 0], xy[:, 1])
    return np.column_stack([lon, lat])


def _on_earth(degrees: Points) -> NDArray[np.bool_]:
    return np.asarray((np.abs(degrees) <= [180, 90]).all(axis=1))


def _share(degrees: Points) -> float:
    """The share of places that lie in the region."""
    return float(shapely.contains_xy(_outline(), np.where(np.isfinite(degrees), degrees, 0)).mean())


def _plausible(degrees: Points) -> bool:
    """Whether most places are in China, and not in the sea as far as the bundled land tells (110–123° E, 33–45° N)."""
    told = ((degrees > [110, 33]) & (degrees < [123, 45])).all(axis=1)
    on_land = shapely.contains_xy(_land(), np.where(np.isfinite(degrees), degrees, 0))
    return _share_of_china(degrees) >= MOST and bool((on_land | ~told).mean() >= MOST)


@lru_cache(maxsize=1)
def _land() -> Any:
    """China's land, in degrees; prepared."""
    land = shapely.union_all(read_bundled("land").geometry.values)
    shapely.prepare(land)
    return land


def _share_of_china(degrees: Points) -> float:
    """The share of places within China's box."""
    box = catalogue()["china"]
    west, south, east, north = (box[side] for side in ("west", "south", "east", "north"))
    return float(((degrees >= [west, south]) & (degrees <= [east, north])).all(axis=1).mean())


@lru_cache(maxsize=1)
def _outline() -> Any:
    """The region and the sea along its coast, in degrees; prepared."""
    outline = shapely.union_all(read_bundled("units").geometry.values).buffer(COAST_DEGREES)
    shapely.prepare(outline)
    return outline


def _share_of_codes(degrees: Points, codes: NDArray[np.object_]) -> float | None:
    """The share of places in or near the county of their adcode; None where no code is of a known county."""
    counties = _counties()
    known = np.array([code in counties for code in codes]) & np.isfinite(degrees).all(axis=1)
    if not known.any():
        return None
    points = projected(np.asarray(shapely.points(degrees[known]), dtype=object), LONLAT, ALBERS)
    shapes = np.array([counties[code] for code in codes[known]], dtype=object)
    return float(shapely.dwithin(shapes, points, limits()["near_unit_m"]).mean())


@lru_cache(maxsize=1)
def _counties() -> dict[str, Any]:
    """Adcode → outline in the region's Albers: of a county, city or province, or the unit it was part of in 1999."""
    units = read_bundled("units").to_crs(ALBERS)
    shapes: dict[str, Geometries] = {}
    for level in ("adcode", "city", "province"):
        merged = units.dissolve(level)
        shapes = dict(zip(merged.index, merged.geometry.values)) | shapes
    for parts, shape in zip(units["parts_today"].fillna(""), units.geometry.values):
        shapes = {part.split(":")[0]: shape for part in parts.split()} | shapes
    return shapes | {old: shapes[new] for old, new in aliases().items() if new in shapes}


def told(found: list[Candidate]) -> Pair:
    """The candidates as text."""
    zh, en = "；".join(one.told("zh") for one in found), "; ".join(one.told("en") for one in found)
    return Pair(zh or "未找到", en or "none found")


def extent_told(bounds: NDArray[np.float64]) -> str:
    """`116 … 117, 39 … 40`: the box of all."""
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return f"{west:.8g} … {east:.8g}, {south:.8g} … {north:.8g}"


def place_told(degrees: Points) -> Pair:
    """The middle of the places as people write it."""
    lon, lat = np.median(degrees[_on_earth(degrees)], axis=0)
    east, north = ("东经", "E") if lon >= 0 else ("西经", "W"), ("北纬", "N") if lat >= 0 else ("南纬", "S")
    return Pair(f"{east[0]} {abs(lon):.2f}°、{north[0]} {abs(lat):.2f}°",
                f"{abs(lon):.2f}° {east[1]}, {abs(lat):.2f}° {north[1]}")
