"""How far the nearest axis is, in which ring around it a feature lies, and of an area the share in each ring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ...buffers.frames import geodesic_buffers
from ...buffers.rings import ring_name
from ...geodesy import LONLAT, Geometries, projected
from ...site.ground import nearest_to
from ...sources import Source
from ..plan_tables import texts_or
from .features import Features
from .grounds import NAMES, Ground


def nearest_axes(features: Features, axes: Source, distances_m: Sequence[float], working: CRS, language: str
                 ) -> pd.DataFrame:
    """A row a feature: `axis_id`, `axis_name`, `axis_m` (metres on the ground, 0 in contact), `axis_ring`."""
    degrees = projected(features.shapes, working, LONLAT)
    found = nearest_to(degrees, axes)
    codes, names = texts_or(axes, ("axis_id", "uid")), texts_or(axes, NAMES[language])
    number = found["feature"].to_numpy()
    return pd.DataFrame({
        "axis_id": [codes[place] for place in number], "axis_name": [names[place] or codes[place] for place in number],
        "axis_m": found["distance_m"], "axis_ring": [ring_of(metres, distances_m) for metres in found["distance_m"]]})


def ring_of(metres: float, distances_m: Sequence[float]) -> str:
    """`10–20 km`; beyond the last distance `> 50 km`. A place on a ring's outer edge belongs to it."""
    place = int(np.searchsorted(distances_m, metres))
    if place == len(distances_m):
        far = distances_m[-1]
        return f"> {far / 1000:g} km" if far >= 1000 else f"> {far:g} m"
    return ring_name(distances_m[place - 1] if place else 0.0, distances_m[place])


def rings_around(axes: Source, distances_m: Sequence[float], title: str, working: CRS) -> Ground:
    """The rings around all axes together, as a ground; what lies beyond the last is covered by none."""
    shapes: list[shapely.Geometry] = []
    inner: shapely.Geometry = shapely.Polygon()
    for distance in distances_m:
        disc = shapely.union_all(geodesic_buffers(axes.geometries, axes.crs, distance, working))
        shapes.append(shapely.difference(disc, inner))
        inner = disc
    names = [ring_name(near, far) for near, far in zip([0.0, *distances_m], distances_m)]
    rings: Geometries = np.array([*shapes, None], dtype=object)[:-1]
    return Ground("ring", title, names, names, rings, axes)
