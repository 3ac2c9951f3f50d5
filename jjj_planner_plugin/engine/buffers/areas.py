"""What lies in a ring: its area, its share on land and in the region, and its area in the classes of a layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .. import outputs, recipes
from ..geodesy import LONLAT, Geometries, to_working
from ..intersections import TRACE_M2, common_ground, intersected, meeting
from ..protocol import Job
from ..sources import Source, read_bundled

LAND_BOX = (110.0, 33.0, 123.0, 45.0)  # degrees; outside, nothing is known of land and sea
DIGITS = {"area_m2": 3, "land_share": 9, "region_share": 9}
BY_DIGITS = {"area_m2": 3, "ring_area_m2": 3, "class_area_m2": 3, "counted_twice_m2": 3, "share_of_ring": 9,
             "share_of_class": 9}


class Surroundings:
    """The bundled outlines of land and region in a frame."""

    def __init__(self, working: CRS) -> None:
        self._land, self._region = (_bundled(layer, working) for layer in ("land", "units"))
        self._known = to_working(np.array([shapely.box(*LAND_BOX)]), LONLAT, working)[0]

    def measure(self, rows: pd.DataFrame) -> bool:
        """Add area_m2 (ellipsoidal), the shares of it on land and in the region (0 to 1), and boundary_set.

        False if of some rows the share on land is not known.
        """
        parts = Parts(np.asarray(rows["geometry"].values, dtype=object))
        area = parts.sums(parts.area)
        known = parts.inside(self._known) >= area * (1 - 1e-9)
        rows["area_m2"] = area
        rows["land_share"] = np.where(known, parts.inside(self._land) / area, np.nan).clip(0, 1)
        rows["region_share"] = (parts.inside(self._region) / area).clip(0, 1)
        rows["boundary_set"] = recipes.BUNDLED
        return bool(known.all())


def _bundled(layer: str, working: CRS) -> Any:
    """One multipolygon of the bundled data in `working`: the land, or the region (all units)."""
    outline = shapely.union_all(read_bundled(layer).geometry.values)
    return to_working(np.array([outline]), LONLAT, working)[0]


class Parts:
    """The parts of some shapes: most of them lie wholly inside or outside of what they are held against."""

    def __init__(self, shapes: Geometries) -> None:
        self._count = len(shapes)
        self._parts, self._owner = shapely.get_parts(shapes, return_index=True)
        self._boxes = shapely.box(*shapely.bounds(self._parts).T)
        self.area = shapely.area(self._parts)

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The parts' values summed by shape."""
        return np.bincount(self._owner, values, self._count).astype(np.float64)

    def inside(self, outline: Any) -> NDArray[np.float64]:
        """Area of each shape inside the outline, m²."""
        shapely.prepare(outline)
        whole = shapely.contains_properly(outline, self._boxes)
        near = np.flatnonzero(~whole & shapely.intersects(outline, self._boxes))
        whole[near] = shapely.contains_properly(outline, self._parts[near])
        area = np.where(whole, self.area, 0.0)
        crossing = near[~whole[near]]
        area[crossing] = shapely.area(shapely.intersection(self._parts[crossing], outline))
        return self.sums(area)


class Classes:
    """The polygons by whose classes rings are measured."""

    def __init__(self, source: Source, field: str | None, working: CRS, job: Job) -> None:
        self.source = source
        self.shapes = to_working(source.geometries, source.crs, working)
        self.classes = source.classes(field, job).to_numpy()
        self.area = pd.Series(shapely.area(self.shapes)).groupby(self.classes).sum()
        self._twofold = _overlapping(self.shapes)

    def table(self, rows: pd.DataFrame, job: Job) -> pd.DataFrame:
        """A row for each ring and class that meet, and one for what of the ring no class covers (part = outside).

        `counted_twice_m2` belongs to the ring and stands on each of its rows:
        ring_area_m2 = Σ area_m2 − counted_twice_m2, outside included.
        """
        shapes = np.asarray(rows["geometry"].values, dtype=object)
        parts, owner = shapely.get_parts(shapes, return_index=True)
        pairs = intersected(parts, self.shapes, job, keep=False)
        i, j = pairs["left"].to_numpy(), pairs["right"].to_numpy()
        twice = np.bincount(owner[i], self._extra(parts, i, j, pairs["area_m2"].to_numpy()), len(rows))
        cells = pd.DataFrame({"ring_row": owner[i], "class": self.classes[j], "area_m2": pairs["area_m2"].to_numpy()})
        cells = cells.groupby(["ring_row", "class"], as_index=False)["area_m2"].sum()
        ring_area = rows["area_m2"].to_numpy()
        covered = np.bincount(cells["ring_row"], cells["area_m2"], len(rows)) - twice
        outside = pd.DataFrame({
            "ring_row": np.arange(len(rows)), "class": "", "area_m2": (ring_area - covered).clip(0)})
        table = pd.concat([cells.assign(part="inside"), outside.assign(part="outside")], ignore_index=True)
        row = table.pop("ring_row").to_numpy()
        table["ring_area_m2"], table["counted_twice_m2"] = ring_area[row], twice[row]
        table["class_area_m2"] = np.where(table["part"] == "inside", table["class"].map(self.area), np.nan)
        table["share_of_ring"] = table["area_m2"] / table["ring_area_m2"]
        table["share_of_class"] = table["area_m2"] / table["class_area_m2"]
        measured = ["geometry", "area_m2", "land_share", "region_share", "boundary_set"]
        kept = rows.drop(columns=measured, errors="ignore")
        told = pd.concat([kept.iloc[row].reset_index(drop=True), table], axis=1)
        order = np.lexsort((told["class"].to_numpy(dtype=str), told["part"].to_numpy(dtype=str), row))
        return outputs.rounded(told.iloc[order].reset_index(drop=True), BY_DIGITS)

    def _extra(
        self, parts: Geometries, i: NDArray[np.intp], j: NDArray[np.intp], area: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """On the first pair of each part of a ring: what of it several polygons cover, once for each extra cover."""
        extra = np.zeros(len(i))
        among = np.flatnonzero(np.isin(j, self._twofold))
        among = among[np.argsort(i[among], kind="stable")]
        for mine in np.split(among, np.flatnonzero(np.diff(i[among])) + 1):
            if len(mine) > 1:
                common = common_ground(parts[i[mine]], self.shapes[j[mine]])
                extra[mine[0]] = max(0.0, area[mine].sum() - shapely.area(shapely.union_all(common)))
        return extra


def _overlapping(shapes: Geometries) -> NDArray[np.intp]:
    """Positions of the shapes that share ground with another one."""
    i, j = meeting(shapes, shapes)
    i, j = i[i < j], j[i < j]
    real = shapely.area(shapely.intersection(shapes[i], shapes[j])) > TRACE_M2
    return np.unique(np.concatenate([i[real], j[real]]))
