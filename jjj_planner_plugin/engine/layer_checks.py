"""What a layer must be before anything is measured: each check refuses with a sentence that names the layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .geodesy import LONLAT, Geometries, transformer
from .messages import LINES, MIXED, POINTS, POLYGONS, EngineError, Pair, either

KINDS = {0: POINTS, 4: POINTS, 1: LINES, 2: LINES, 5: LINES, 3: POLYGONS, 6: POLYGONS}


def unreadable(path: str, error: Exception) -> EngineError:
    """What GDAL said, as one of our errors."""
    if "locked" in str(error):
        return EngineError("file-locked", path=path)
    return EngineError("unreadable-layer", path=path, reason=" ".join(str(error).split()))


def has_crs(crs: CRS | None) -> bool:
    """False also for GeoPackage's two ways to say "unknown", which GDAL gives as a CRS of that name."""
    return crs is not None and (crs.is_geographic or crs.is_projected) and not crs.name.startswith("Undefined")


def check_field(name: str, fields: Sequence[str], title: str) -> None:
    """Raises unknown-field unless the layer has the field."""
    if name not in fields:
        raise EngineError("unknown-field", path=title, field=name, fields=", ".join(fields))


def check_kind(types: NDArray[np.integer], kinds: Iterable[Pair], title: str) -> None:
    """Raises wrong-geometry unless shapely's type numbers are all of these kinds."""
    present = {KINDS.get(int(code), MIXED) for code in np.unique(types)}
    if not present <= set(kinds):
        found = present.pop() if len(present) == 1 else MIXED
        raise EngineError("wrong-geometry", path=title, found=found, expected=either(kinds))


def strings(geometries: Geometries) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Coordinates of rings, lines and points one after another, and how many each has."""
    parts = shapely.get_parts(shapely.get_parts(geometries))  # a multipart within a collection too
    areal = shapely.get_type_id(parts) == 3
    strings = np.concatenate([parts[~areal], shapely.get_rings(parts[areal])])
    return shapely.get_coordinates(strings), shapely.get_num_coordinates(strings)


def check_coordinates(
    xy: NDArray[np.float64], counts: NDArray[np.integer], crs: CRS, title: str
) -> None:
    """Raises bad-coordinates unless all are finite and on the earth in the layer's CRS, and crosses-180.

    `xy`, (n, 2), are lines or rings one after another with `counts` vertices each.
    """
    if len(xy) == 0:
        return
    x, y = xy[:, 0], xy[:, 1]
    west, south, east, north = x.min(), y.min(), x.max(), y.max()  # NaN if one is
    if crs.is_geographic:
        on_earth = west >= -180 and east <= 180 and south >= -90 and north <= 90
    else:
        degrees = transformer(crs.to_wkt(), LONLAT.to_wkt())
        corners = degrees.transform([west, east, west, east], [south, south, north, north])
        on_earth = bool(np.isfinite(corners).all() and (np.abs(corners[1]) < 90).all())
    if not (np.isfinite([west, south, east, north]).all() and on_earth):
        raise EngineError("bad-coordinates", path=title, found=f"{west:g} … {east:g}, {south:g} … {north:g}")
    if crs.is_geographic and east - west > 180:
        _check_leaps(x, counts, title)


def _check_leaps(x: NDArray[np.float64], counts: NDArray[np.integer], title: str) -> None:
    """An edge of more than 180° is one that goes the other way round the earth; one of 360° is the world's own rim."""
    leap = np.abs(np.diff(x))
    leap[np.cumsum(counts)[:-1] - 1] = 0  # from one ring to the next
    if ((leap > 180) & (leap < 360)).any():
        raise EngineError("crosses-180", path=title)
