"""Seeded layers for the benchmarks: `python data.py FOLDER [NAME…]` writes what is not there yet.

The region's extent in its Albers: 4 zones of some 100 000 vertices each, 200 counties of about 2 000, parcels as
stars of 5 to 20 vertices that leave gaps, land use as a coverage (Voronoi cells that share edges), points; and
three sick ones: zones that overlap, zones with a gap between them, parcels of which 1 % cross themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m +no_defs"
WEST, EAST, SOUTH, NORTH = -260e3, 290e3, -330e3, 410e3
CENTRE = (15e3, 25e3)
BLOCK = 1_000_000  # parcels made and written at a time

Shapes = NDArray[np.object_]


def wander(start: tuple[float, float], end: tuple[float, float], halvings: int, seed: int) -> NDArray[np.float64]:
    """A line of 2**halvings edges by midpoint displacement, shape (n + 1, 2); near its chord, without loops."""
    random = np.random.default_rng(seed)
    offset = np.zeros(2)
    spread = 0.05
    for _ in range(halvings):
        middle = (offset[:-1] + offset[1:]) / 2 + random.normal(0, spread, len(offset) - 1)
        offset = np.insert(middle, np.arange(len(offset) - 1), offset[:-1])
        offset = np.append(offset, 0.0)
        spread *= 0.56
    along = np.linspace(0, 1, len(offset))
    room = 0.3 * np.minimum(along, 1 - along)  # neighbours of one corner never meet
    offset = room * np.tanh(offset / np.maximum(room, 1e-12))
    chord = np.subtract(end, start)
    across = np.array([-chord[1], chord[0]])
    return np.asarray(start) + along[:, None] * chord + offset[:, None] * across


def zones() -> Shapes:
    """Four quarters of the region around a centre, borders of 2**16 edges."""
    ends = {"n": (CENTRE[0], NORTH), "e": (EAST, CENTRE[1]), "s": (CENTRE[0], SOUTH), "w": (WEST, CENTRE[1])}
    arms = {name: wander(CENTRE, end, 16, seed) for seed, (name, end) in enumerate(ends.items())}
    quarters = (("n", "e", EAST, NORTH), ("e", "s", EAST, SOUTH), ("s", "w", WEST, SOUTH), ("w", "n", WEST, NORTH))
    return np.array([shapely.Polygon(np.vstack([arms[a], [(x, y)], arms[b][::-1]])) for a, b, x, y in quarters])


def counties(columns: int = 10, rows: int = 20, halvings: int = 9) -> Shapes:
    """Wandering rectangles that share their borders."""
    x, y = np.linspace(WEST, EAST, columns + 1), np.linspace(SOUTH, NORTH, rows + 1)
    flat = {(i, j): wander((x[i], y[j]), (x[i + 1], y[j]), halvings, 1000 + i * 100 + j)
            for i in range(columns) for j in range(rows + 1)}
    upright = {(i, j): wander((x[i], y[j]), (x[i], y[j + 1]), halvings, 9000 + i * 100 + j)
               for i in range(columns + 1) for j in range(rows)}
    return np.array([
        shapely.Polygon(np.vstack([flat[i, j], upright[i + 1, j], flat[i, j + 1][::-1], upright[i, j][::-1]]))
        for j in range(rows) for i in range(columns)])


def stars(count: int, seed: int) -> Iterator[Shapes]:
    """Parcels on a grid, in blocks: valid by construction, 5 to 20 vertices, none touching another."""
    side = np.sqrt((EAST - WEST) * (NORTH - SOUTH) / count)
    columns = int(np.ceil((EAST - WEST) / side))
    random = np.random.default_rng(seed)
    for first in range(0, count, BLOCK):
        place = np.arange(first, min(first + BLOCK, count))
        corners = random.integers(5, 21, len(place))
        owner = np.repeat(np.arange(len(place)), corners)
        begin = np.concatenate([[0], np.cumsum(corners)])
        turn = (np.arange(begin[-1]) - begin[owner] + random.uniform(-0.3, 0.3, begin[-1])) / corners[owner]
        angle = 2 * np.pi * turn
        radius = 0.48 * side * random.uniform(0.6, 1.0, begin[-1])
        x = WEST + (place[owner] % columns + 0.5) * side + radius * np.cos(angle)
        y = SOUTH + (place[owner] // columns + 0.5) * side + radius * np.sin(angle)
        yield shapely.polygons(shapely.linearrings(np.column_stack([x, y]), indices=owner))


def places(count: int, seed: int) -> NDArray[np.float64]:
    """Random coordinates in the extent, shape (count, 2)."""
    random = np.random.default_rng(seed)
    return np.column_stack([random.uniform(WEST, EAST, count), random.uniform(SOUTH, NORTH, count)])


def landuse(count: int = 100_000) -> Shapes:
    """Voronoi cells of random places, cut to the extent: a coverage."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places(count, 77))))
    cut = shapely.intersection(cells, shapely.box(WEST, SOUTH, EAST, NORTH))
    return np.asarray(cut[shapely.area(cut) > 0], dtype=object)


def scaled(shapes: Shapes, factor: float) -> Shapes:
    """Each shape stretched about the middle of its box."""
    box = shapely.bounds(shapes)
    middle = (box[:, :2] + box[:, 2:]) / 2
    vertices, owner = shapely.get_coordinates(shapes, return_index=True)
    return np.asarray(shapely.set_coordinates(shapes.copy(), middle[owner] + factor * (vertices - middle[owner])))


def crossed(blocks: Iterator[Shapes]) -> Iterator[Shapes]:
    """Two neighbouring vertices swapped in every sixtieth parcel: 1 % of all cross themselves."""
    for shapes in blocks:
        broken = shapes[::60].copy()
        vertices, owner = shapely.get_coordinates(broken, return_index=True)
        first = np.searchsorted(owner, np.arange(len(broken)))
        vertices[[first + 1, first + 2]] = vertices[[first + 2, first + 1]]
        shapes[::60] = shapely.set_coordinates(broken, vertices)
        yield shapes


LAYERS: dict[str, Callable[[], Iterator[Shapes]]] = {
    "zones4": lambda: iter([zones()]),
    "zones4_overlapping": lambda: iter([scaled(zones(), 1.02)]),
    "zones4_gaps": lambda: iter([scaled(zones(), 0.98)]),
    "counties200": lambda: iter([counties()]),
    "landuse100k": lambda: iter([landuse()]),
    "landuse100k_overlapping": lambda: iter([scaled(landuse(), 1.1)]),
    "points100k": lambda: iter([np.asarray(shapely.points(places(100_000, 5)))]),
    "parcels1k": lambda: stars(1_000, 1),
    "parcels100k": lambda: stars(100_000, 2),
    "parcels100k_invalid": lambda: crossed(stars(100_000, 2)),
    "parcels1m": lambda: stars(1_000_000, 3),
    "parcels1m_invalid": lambda: crossed(stars(1_000_000, 3)),
    "parcels10m": lambda: stars(10_000_000, 4),
}
PEERS_READ_PARQUET = 200_000  # larger layers are the engine's alone


def write(folder: Path, name: str) -> None:
    """`name`.gpkg, and .parquet for the contenders that read that, unless they are there."""
    target = folder / f"{name}.gpkg"
    if target.exists():
        return
    part = target.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    written = 0
    for shapes in LAYERS[name]():
        number = np.arange(written, written + len(shapes))
        classes = [f"class {n % 12:02d}" for n in number]
        frame = gpd.GeoDataFrame({"id": number, "cls": classes}, geometry=shapes, crs=ALBERS)
        pyogrio.write_dataframe(frame, part, layer=name, append=written > 0)
        written += len(shapes)
        if written == len(shapes) <= PEERS_READ_PARQUET:
            frame.to_parquet(folder / f"{name}.parquet")
    part.rename(target)
    print(f"{name}: {written} features", flush=True)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    home.mkdir(parents=True, exist_ok=True)
    for wanted in sys.argv[2:] or LAYERS:
        write(home, wanted)
