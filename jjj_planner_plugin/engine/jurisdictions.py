"""Jurisdictions: the bundled units or the planner's own, by code and name; ground divided among them.

Where the units of a layer overlap, the ground is the first one's, in the order of their codes: ground has one
jurisdiction or none, so that sums over jurisdictions are sums of ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .. import paths
from .control_lines import catalogue, first_field, first_of, texts
from .geodesy import LONLAT, Geometries, projected, to_working, working_crs
from .intersections import TRACE_M2, intersected, meeting
from .messages import EngineError
from .protocol import Job
from .sources import POLYGON, Source, read
from .stretches import Stretch

BUNDLED = "bundled"
UNIT, CITY = "adcode", "city"  # levels of the bundled units: places lie in counties, cities talk to each other
GB_CODE = r"^156(\d{6})$"  # nine digits with the country's: the last six are the adcode
OUTSIDE = {"zh": "各辖区之外", "en": "Outside all jurisdictions"}  # what ground with an empty code is called
BUNDLED_TITLE = {"zh": "1999 年辖区（1:400 万）", "en": "Jurisdictions of 1999 (1:4 000 000)"}
MOST_TOLERANCE_M = 1000.0
RELATIVE = 1e-9  # differences of sums below this share of an area are rounding


@dataclass
class Jurisdictions:
    """Polygons with the code of the jurisdiction each belongs to; several may belong to one."""

    source: Source
    field: str
    codes: NDArray[np.object_]
    """Shape (n,), text; those without a code are left out."""
    names: dict[str, str]
    own: bool
    """Whether the layer is the planner's: the bundled one is no input of a recipe."""

    @property
    def sources(self) -> list[Source]:
        """What a recipe lists of it."""
        return [self.source] if self.own else []

    def title(self, language: str) -> str:
        """What the layer is called where a table names it."""
        return self.source.title if self.own else BUNDLED_TITLE[language]

    def shapes(self, working: CRS) -> Geometries:
        """The polygons in `working`, shape (n,)."""
        return to_working(self.source.geometries, self.source.crs, working)

    def belongs(self, code: str, other: str) -> bool:
        """Whether one of the two lies in the other: 130702 in 130700 and 130000; names are told apart as they are."""
        if code.isdigit() and other.isdigit():
            inner, outer = (re.sub("(00)+$", "", adcode) for adcode in (code, other))
            return inner.startswith(outer) or outer.startswith(inner)
        return other in (code, self.names.get(code))

    def dissolved(self, working: CRS) -> tuple[list[str], Geometries]:
        """Codes in their order and one polygon each. Dissolved as drawn, where common edges are still equal."""
        codes = sorted(set(self.codes))
        return codes, to_working(self.ground(codes), self.source.crs, working)

    def ground(self, codes: Iterable[str]) -> Geometries:
        """One polygon for each code, in the layer's CRS as drawn."""
        whole = [shapely.union_all(self.source.geometries[self.codes == code]) for code in codes]
        return np.array(whole, dtype=object)


def read_jurisdictions(reference: str, field: str | None, level: str, job: Job) -> Jurisdictions:
    """The layer, or the bundled units of 1999 for `bundled`, by `field`.

    Without one: `level` of the bundled units, of another layer the catalogue's first field that it has. Raises
    EngineError as `read` does, and unknown-field, null-class, no-unit-field.
    """
    own = reference != BUNDLED
    source = read(reference if own else f"{paths.resource('data/jjj.gpkg')}|layername=units", (POLYGON,), job)
    chosen = field or (first_field(source, "unit") if own else level)
    if chosen is None:
        known = ", ".join(str(name) for name in source.frame.columns if name != "geometry")
        raise EngineError("no-unit-field", path=source.title, fields=known)
    codes = source.classes(chosen, job).str.replace(GB_CODE, r"\1", regex=True)
    coded = (codes != "").to_numpy()
    if not coded.any():
        raise EngineError("null-class", path=source.title, field=chosen)
    source.frame, codes = source.frame[coded], codes[coded]
    names = dict(zip(reversed(list(codes)), reversed(_names(source, chosen))))
    return Jurisdictions(source, chosen, codes.to_numpy(dtype=object), names, own)


def _names(source: Source, field: str) -> list[str]:
    """What each polygon's jurisdiction is called: the field that goes with the code's, else the code itself."""
    usual = catalogue()["fields"]["unit_names"]
    companion: list[str] = next((names for code, names in usual.items() if code.casefold() == field.casefold()), [])
    return texts(source, first_of(source, [*companion, f"{field}_zh"]) or field)


def checked_tolerance(tolerance_m: float, distance_m: float = MOST_TOLERANCE_M) -> None:
    """How far outlines that are one border may lie apart. Raises bad-border-tolerance."""
    if not 0 < tolerance_m <= distance_m:
        raise EngineError("bad-border-tolerance", found=f"{tolerance_m:g}", distance_m=f"{distance_m:g}")


def parts_wider_than(shapes: Geometries, width_m: float) -> tuple[Geometries, NDArray[np.intp]]:
    """The single polygons whose mean width, 2 × area ÷ perimeter, is more, and the position each comes from.

    A layer is seldom drawn on exactly the jurisdictions' borders: what spills over by less is drawing.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    wide = 2 * shapely.area(parts) > width_m * shapely.length(parts)
    return parts[wide], owner[wide]


def common_frame(sources: Sequence[Source]) -> CRS:
    """The equal-area frame that all these layers are computed in."""
    corners = [projected(np.array([shapely.box(*s.frame.total_bounds)], dtype=object), s.crs, LONLAT) for s in sources]
    return working_crs(np.concatenate(corners), LONLAT)


def divided(shapes: Geometries, jurisdictions: Jurisdictions, working: CRS, job: Job) -> pd.DataFrame:
    """The shapes cut at the borders: `position`, `code` (empty outside all), `area_m2`, `geometry`.

    A row per shape and jurisdiction, sorted so; areas of one position sum to that shape's.
    """
    order = np.argsort(jurisdictions.codes, kind="stable")
    codes, ground = jurisdictions.codes[order], jurisdictions.shapes(working)[order]
    pairs = intersected(shapes, ground, Stretch(job, 0.0, 0.9), keep=True)
    pieces = pd.DataFrame({
        "position": pairs["left"].to_numpy(), "code": codes[pairs["right"].to_numpy()],
        "area_m2": pairs["area_m2"].to_numpy(), "geometry": pairs["geometry"].to_numpy(),
    })
    whole = shapely.area(shapes)
    covered = np.bincount(pieces["position"], pieces["area_m2"], minlength=len(shapes))
    twice = covered > whole * (1 + RELATIVE) + TRACE_M2
    if twice.any():
        kept = pieces[~twice[pieces["position"]]]
        pieces = _stacked([kept, _first_come(pieces[twice[pieces["position"]]])])
        job.warn("units-overlap", layer=jurisdictions.source.title, count=int(twice.sum()))
    partly = twice | (covered < whole * (1 - RELATIVE) - TRACE_M2)
    return _one_each(_stacked([pieces, _outside(shapes, np.flatnonzero(partly), pieces)]))


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all; an empty frame would turn columns of numbers into columns of objects."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _first_come(pieces: pd.DataFrame) -> pd.DataFrame:
    """The pieces of each shape without what an earlier one of them covers."""
    rows = []
    for _, mine in pieces.groupby("position"):
        taken = shapely.GeometryCollection()
        for row in mine.itertuples(index=False):
            ground = shapely.difference(row.geometry, taken)
            taken = shapely.union(taken, row.geometry)
            rows.append(row._replace(geometry=ground, area_m2=ground.area))
    left = pd.DataFrame(rows, columns=pieces.columns)
    return left[left["area_m2"] > TRACE_M2]


def _outside(shapes: Geometries, positions: NDArray[np.intp], pieces: pd.DataFrame) -> pd.DataFrame:
    """What no jurisdiction covers of the shapes at these positions."""
    within = pieces[pieces["position"].isin(positions)].groupby("position")["geometry"]
    taken = {position: shapely.union_all(group.to_numpy()) for position, group in within}
    ground = [shapely.difference(shapes[p], taken[p]) if p in taken else shapes[p] for p in positions]
    rest = pd.DataFrame({"position": positions, "code": "", "geometry": np.array([*ground, None], dtype=object)[:-1]})
    rest["area_m2"] = shapely.area(rest["geometry"].to_numpy(dtype=object))
    return rest[rest["area_m2"] > TRACE_M2]


def _one_each(pieces: pd.DataFrame) -> pd.DataFrame:
    """One row per position and code, several pieces joined."""
    pieces = pieces.sort_values(["position", "code"], kind="stable", ignore_index=True)
    several = pieces.duplicated(["position", "code"], keep=False)
    joined = [
        {"position": position, "code": code, "area_m2": group["area_m2"].sum(),
         "geometry": shapely.union_all(group["geometry"].to_numpy())}
        for (position, code), group in pieces[several].groupby(["position", "code"])
    ]
    whole = _stacked([pieces[~several], pd.DataFrame(joined, columns=pieces.columns)])
    return whole.sort_values(["position", "code"], kind="stable", ignore_index=True)


def told_self_overlap(code: str, source: Source, shapes: Geometries, job: Job) -> None:
    """Tell the planner how much ground the features of a layer share with one another; `code` is a note's."""
    i, j = meeting(shapes, shapes)
    once = i < j
    area = shapely.area(shapely.intersection(shapes[i[once]], shapes[j[once]]))
    if area.sum() > 1:  # m²; below, it is rounding
        job.warn(code, layer=source.title, area_m2=f"{area.sum():.0f}")
