"""What is grouped: cells of a raster series, polygons of cities, or stations, each with its series of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import LONLAT, Geometries
from ...jurisdictions import BUNDLED, CITY, read_jurisdictions
from ...kernels import Floats, Indices
from ...messages import EngineError
from ...protocol import Job
from ..observations import Observations

CELLS, POLYGONS, POINTS = "cells", "polygons", "points"


@dataclass(frozen=True, eq=False)
class Members:
    """Places of one kind with their values by date.

    `shapes` (n,) are polygons or points in `crs`; `values` (dates, n) are NaN where there is none; `names` are empty
    texts for cells; `neighbours` (pairs, 2) are positions of places that touch, the lower one first.
    """

    kind: str
    shapes: Geometries
    crs: CRS
    values: Floats
    starts: tuple[datetime | None, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    neighbours: Indices

    def __len__(self) -> int:
        return len(self.shapes)

    def kept(self, some: NDArray[np.bool_]) -> Members:
        """Those of a mask; they are neighbours as they were."""
        place = np.cumsum(some) - 1
        pairs = self.neighbours[some[self.neighbours].all(axis=1)]
        return replace(
            self, shapes=self.shapes[some], values=self.values[:, some], neighbours=place[pairs],
            codes=_taken(self.codes, some), names=_taken(self.names, some))


def _taken(texts: Sequence[str], some: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(text for text, stays in zip(texts, some) if stays)


def places_of(observed: Observations, pollutant: str, job: Job) -> Members:
    """Places of observations: as polygons where the layer has them, or where each is a city of the bundled set;
    else as points. Raises EngineError members-nowhere.
    """
    frame = observed.frame
    values = frame.pivot_table(index="start", columns="place", values=pollutant, aggfunc="mean", dropna=False)
    first = frame.drop_duplicates("place").set_index("place")
    shapes = np.full(len(values.columns), None, dtype=object)
    if observed.shapes is not None:
        shapes = observed.shapes.reindex(values.columns).to_numpy(dtype=object)
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        raise EngineError("members-nowhere", path=observed.title)
    if not there.all():
        job.warn("stations-nowhere", layer=observed.title, count=int((~there).sum()))
    values, shapes = values.loc[:, there], shapes[there]
    about = first.loc[values.columns]
    codes = about["adcode"].fillna("").astype(str).to_numpy(dtype=object)
    shapes = _city_polygons(shapes, codes, job)
    polygons = (shapely.get_dimensions(shapes) == 2).all()
    return Members(
        POLYGONS if polygons else POINTS, shapes, LONLAT, values.to_numpy(float),
        tuple(start.to_pydatetime() for start in values.index), tuple(str(place) for place in values.columns),
        tuple(about["name"].astype(str)), touching(shapes) if polygons else triangulated(shapes))


def _city_polygons(shapes: Geometries, codes: NDArray[np.object_], job: Job) -> Geometries:
    """The cities' own ground, where every place is a point that stands for another city of the bundled set."""
    if len(set(codes)) < len(codes) or (shapely.get_dimensions(shapes) == 2).any():
        return shapes
    cities = read_jurisdictions(BUNDLED, None, CITY, job)
    return cities.ground(codes) if set(codes) <= set(cities.codes) else shapes


def touching(shapes: Geometries) -> Indices:
    """Pairs of polygons that share an edge or ground, not a corner only."""
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    i, j = i[i < j], j[i < j]
    return _pairs(i, j, shapely.get_dimensions(shapely.intersection(shapes[i], shapes[j])) > 0)


def triangulated(points: Geometries) -> Indices:
    """Pairs of points that Delaunay's triangles join; all pairs where there are no triangles."""
    from scipy.spatial import Delaunay, QhullError

    lon, lat = shapely.get_coordinates(shapely.centroid(points)).T
    try:
        corners = Delaunay(np.column_stack([lon * np.cos(np.radians(lat.mean())), lat])).simplices
    except QhullError:
        i, j = np.triu_indices(len(points), 1)
        return _pairs(i, j, np.ones(len(i), bool))
    edges = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    return np.asarray(np.unique(edges, axis=0), np.int64)


def _pairs(i: NDArray[Any], j: NDArray[Any], real: NDArray[np.bool_]) -> Indices:
    return np.column_stack([i[real], j[real]]).astype(np.int64)
