"""geopandas on the bundled data: seconds and areas as JSON. Run by `.venv/engine`."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd

DATA, REPEATS, DISTANCE_M, ALBERS, SEGMENTS = (
    sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], int(sys.argv[5]))


def overlap(folder: Path) -> float:
    """Units × catchments in Albers; km². Edges are not densified."""
    left, right = (gpd.read_file(DATA, layer=name).to_crs(ALBERS) for name in ("units", "catchments"))
    left, right = left[["adcode", "geometry"]], right[["catchment_id", "geometry"]]
    pieces = gpd.overlay(left, right, how="intersection")
    pieces["area_m2"] = pieces.area
    pieces.groupby(["adcode", "catchment_id"])["area_m2"].sum().to_csv(folder / "table.csv")
    return float(pieces["area_m2"].sum()) / 1e6


def buffer(folder: Path) -> float:
    """Rivers buffered in Albers, dissolved; km²."""
    rivers = gpd.read_file(DATA, layer="rivers").to_crs(ALBERS)
    disc = rivers.geometry.buffer(DISTANCE_M, quad_segs=SEGMENTS).union_all()
    gpd.GeoDataFrame(geometry=[disc], crs=ALBERS).to_file(folder / "buffer.gpkg")
    return float(disc.area) / 1e6


answer = {}
for name, work in (("overlap", overlap), ("buffer", buffer)):
    seconds = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            area = work(Path(folder))
            seconds.append(time.perf_counter() - started)
    answer[name] = {"seconds": seconds, "area_km2": area}
print(json.dumps(answer))
