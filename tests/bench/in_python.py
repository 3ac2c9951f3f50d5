"""One contender on one job: `python in_python.py CONTENDER LEFT RIGHT RESULT` prints seconds and area as JSON.

LEFT and RIGHT are layers of the benchmark's data (the path without suffix); RESULT is an .npz for the pairs (left id,
right id, m²), so that the areas of all contenders are compared cell by cell. For points RIGHT is the distance in m.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Pairs = tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]
MOST_VERTICES = 128  # of a piece, for shapely in pieces


def load(path: str) -> Shapes:
    """A layer's geometries."""
    return np.asarray(shapely.from_wkb(pyogrio.raw.read(f"{path}.gpkg", columns=[])[2]), dtype=object)


def with_geopandas(left: str, right: str) -> tuple[float, float, Pairs]:
    """geopandas.overlay, and the areas of what it gives."""
    import geopandas

    started = time.perf_counter()
    a, b = (geopandas.read_file(f"{path}.gpkg", columns=["id"]) for path in (left, right))
    read = time.perf_counter()
    pieces = geopandas.overlay(a, b, how="intersection", keep_geom_type=True)
    area = pieces.area.to_numpy()
    return read - started, time.perf_counter() - read, (pieces["id_1"].to_numpy(), pieces["id_2"].to_numpy(), area)


def halves(shape: Any) -> list[Any]:
    """The shape cut in two across the longer side of its box."""
    west, south, east, north = shapely.bounds(shape)
    x, y = (west + east) / 2, (south + north) / 2
    boxes = ((west, south, x, north), (x, south, east, north)) if east - west > north - south else (
        (west, south, east, y), (west, y, east, north))
    return [part for box in boxes if not (part := shapely.clip_by_rect(shape, *box)).is_empty]


def cut(shapes: Shapes) -> tuple[Shapes, NDArray[np.intp]]:
    """Pieces of at most MOST_VERTICES vertices, and whose they are."""
    pieces, owner = [], []
    for number, shape in enumerate(shapes):
        waiting = [shape]
        while waiting:
            part = waiting.pop()
            if shapely.get_num_coordinates(part) > MOST_VERTICES:
                waiting += halves(part)
            else:
                pieces.append(part)
                owner.append(number)
    return np.array(pieces, dtype=object), np.array(owner)


def with_shapely(left: str, right: str) -> tuple[float, float, Pairs]:
    """Shapely as an expert uses it: zones cut into prepared pieces, parcels inside one taken whole, two threads."""
    started = time.perf_counter()
    a, b = load(left), load(right)
    read = time.perf_counter()
    pieces, owner = cut(b)
    shapely.prepare(pieces)
    j, i = shapely.STRtree(a).query(pieces, predicate="intersects")
    area = shapely.area(a)[i]
    crossing = np.flatnonzero(~shapely.contains_properly(pieces[j], a[i]))
    with ThreadPoolExecutor(2) as threads:
        parts = threads.map(lambda q: shapely.intersection(a[i[q]], pieces[j[q]]), np.array_split(crossing, 8))
        area[crossing] = shapely.area(np.concatenate(list(parts)))
    return read - started, time.perf_counter() - read, (i, owner[j], area)


def with_sedona(left: str, right: str) -> tuple[float, float, Pairs]:
    """SedonaDB's spatial join."""
    import sedonadb

    engine = sedonadb.connect()
    started = time.perf_counter()
    for name, path in (("a", left), ("b", right)):
        engine.read_parquet(f"{path}.parquet").to_memtable().to_view(name)
    read = time.perf_counter()
    a, b = "ST_SetSRID(a.geometry, 0)", "ST_SetSRID(b.geometry, 0)"
    found = engine.sql(f"SELECT a.id AS i, b.id AS j, ST_Area(ST_Intersection({a}, {b})) AS area "
                       f"FROM a JOIN b ON ST_Intersects({a}, {b})").to_pandas()
    pairs = found["i"].to_numpy(), found["j"].to_numpy(), found["area"].to_numpy()
    return read - started, time.perf_counter() - read, pairs


def with_duckdb(left: str, right: str) -> tuple[float, float, Pairs]:
    """DuckDB's spatial extension."""
    import duckdb
    from duckdb_extensions import import_extension

    import_extension("spatial")
    engine = duckdb.connect()
    engine.execute("LOAD spatial; SET threads = 2; SET preserve_insertion_order = false")
    started = time.perf_counter()
    for name, path in (("a", left), ("b", right)):
        engine.execute(f"CREATE TABLE {name} AS SELECT id, geometry AS g FROM '{path}.parquet'")
    read = time.perf_counter()
    found = engine.execute("SELECT a.id AS i, b.id AS j, ST_Area(ST_Intersection(a.g, b.g)) AS area "
                           "FROM a JOIN b ON ST_Intersects(a.g, b.g)").fetchnumpy()
    return read - started, time.perf_counter() - read, (found["i"], found["j"], found["area"])


def with_engine(left: str, right: str) -> tuple[float, float, Pairs]:
    """The engine's kernel on what its own reader gives; kernel: everything after reading."""
    from jjj_planner_plugin.engine import areas, rings

    started = time.perf_counter()
    a, b = (rings.from_wkb(*_wkb(path)) for path in (left, right))
    read = time.perf_counter()
    pairs = areas.overlap_areas(a, b)
    return read - started, time.perf_counter() - read, pairs


def _wkb(path: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The layer's WKB as Arrow holds it."""
    with pyogrio.raw.open_arrow(f"{path}.gpkg", columns=[], use_pyarrow=True) as (meta, reader):
        column = reader.read_all().column(meta["geometry_name"] or "wkb_geometry").combine_chunks()
    _, offsets, data = column.buffers()
    width = np.int64 if "large" in str(column.type) else np.int32
    begin = np.frombuffer(offsets, width)[column.offset:column.offset + len(column) + 1]
    return np.frombuffer(data, np.uint8), begin.astype(np.int64)


def arrow_only(left: str, right: str) -> tuple[float, float, Pairs]:
    """Nothing but reading the left layer through Arrow, batch by batch."""
    started = time.perf_counter()
    with pyogrio.raw.open_arrow(f"{left}.gpkg", columns=["cls"], use_pyarrow=True, batch_size=65_536) as (_, reader):
        for _batch in reader:
            pass
    nothing = np.zeros(0, np.int64)
    return time.perf_counter() - started, 0.0, (nothing, nothing, np.zeros(0))


def dissolved_by_shapely(left: str, right: str) -> tuple[float, float, Pairs]:
    """Planar discs of 8 segments a quarter, unioned by disjoint subsets."""
    started = time.perf_counter()
    shapes = load(left)
    read = time.perf_counter()
    joined = shapely.disjoint_subset_union_all(shapely.buffer(shapes, float(right), quad_segs=8))
    one = np.zeros(1, np.int64)
    return read - started, time.perf_counter() - read, (one, one, np.array([joined.area]))


CONTENDERS = {
    "geopandas": with_geopandas, "shapely in pieces": with_shapely, "SedonaDB": with_sedona, "DuckDB": with_duckdb,
    "engine": with_engine, "Arrow": arrow_only, "shapely dissolve": dissolved_by_shapely,
}

if __name__ == "__main__":
    contender, first, second, result = sys.argv[1:5]
    reading, kernel, (i, j, area_m2) = CONTENDERS[contender](first, second)
    np.savez(Path(result), i=i, j=j, area_m2=area_m2)
    print(json.dumps({"read_s": reading, "kernel_s": kernel, "area_m2": float(np.sum(area_m2))}))
