"""People within given distances of nodes and axes: geodesic buffers, and the people of the units they cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...buffers.frames import geodesic_buffers
from ...geodesy import Geometries
from ...intersections import intersected
from ...protocol import Job

HALF = 0.5 * (1 - 1e-9)  # from this share of its ground on, a unit is within
COLUMNS = ("around", "scope", "code", "name", "distance_km", "people", "people_within_share", "units_within",
           "units_within_share", "area_m2", "geometry")


def within(
    places: pd.DataFrame, shapes: Geometries, crs: CRS, distances_km: Sequence[float], units: Geometries,
    people: NDArray[np.float64], working: CRS, job: Job,
) -> pd.DataFrame:
    """A row for each of the places (`around`, `code`, `name`) and distance, and one for all around one kind together.

    `shapes` are the places' points or lines in `crs`, `units` polygons in `working` (equal-area) with their people,
    spread evenly over each. `area_m2` is the ground in the units; `units_within` counts those with half of their
    ground within or more; geometry is the whole buffer, in `working`.
    """
    rows = []
    for distance in distances_km:
        discs = geodesic_buffers(shapes, crs, 1000 * distance, working)
        for number, (place, disc) in enumerate(zip(places.itertuples(index=False), discs)):
            rows.append((place.around, "feature", place.code, place.name, distance, number, disc))
        for number, kind in enumerate(dict.fromkeys(places["around"]), start=len(places)):
            together = shapely.union_all(discs[(places["around"] == kind).to_numpy()])
            rows.append((kind, "dissolved", "", "", distance, number, together))
    table = pd.DataFrame(rows, columns=["around", "scope", "code", "name", "distance_km", "place", "geometry"])
    table = table.sort_values(["place", "distance_km"], kind="stable", ignore_index=True)
    counted = _counted(np.array([*table["geometry"], None], dtype=object)[:-1], units, people, job)
    return pd.concat([table, counted], axis=1)[list(COLUMNS)]


def _counted(discs: Geometries, units: Geometries, people: NDArray[np.float64], job: Job) -> pd.DataFrame:
    """Of each buffer the people, units and ground in it."""
    area = shapely.area(units)
    pairs = intersected(discs, units, job, keep=False)
    disc, unit = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    share = np.minimum(pairs["area_m2"].to_numpy() / area[unit], 1.0)
    inside = np.bincount(disc, share * people[unit], len(discs))
    units_in = np.bincount(disc[share >= HALF], minlength=len(discs))
    return pd.DataFrame({
        "people": inside, "people_within_share": inside / people.sum(), "units_within": units_in,
        "units_within_share": units_in / len(units),
        "area_m2": np.bincount(disc, pairs["area_m2"].to_numpy(), len(discs))})
