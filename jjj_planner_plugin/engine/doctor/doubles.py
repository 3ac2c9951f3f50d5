"""Checks of geometries against one another: duplicates, and overlaps of polygons within the layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from ..geodesy import Geometries
from ..intersections import CHUNK, common_ground
from ..protocol import Job
from .findings import Finding, limits
from .raw import RawLayer
from .shapes import Ground


def duplicates(raw: RawLayer) -> list[Finding]:
    """Features whose geometry another has had before, whatever vertex a ring begins with."""
    if not raw.sound.any():
        return [Finding("duplicates", "none")]
    again, alike = surplus(raw)
    findings = [
        Finding("duplicates", case, {}, hit)
        for case, hit in (("same", again[alike]), ("shape", again[~alike])) if hit.size
    ]
    return findings or [Finding("duplicates")]


def surplus(raw: RawLayer) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Positions of features with the geometry of an earlier one, and which of these have its attributes too."""
    sound = np.flatnonzero(raw.sound)
    stored = pd.Series(shapely.to_wkb(shapely.normalize(raw.flat[sound]))).map(hash)
    group = stored.groupby(stored).transform("size").to_numpy() > 1
    shared, key = sound[group], stored.to_numpy()[group]
    order = np.lexsort((shared, key))
    shared, key = shared[order], key[order]
    later = np.r_[False, key[1:] == key[:-1]] if key.size else np.zeros(0, dtype=bool)
    rows = pd.Series(_rows(raw.table, shared))
    known = pd.DataFrame({"key": key, "row": rows}).duplicated().to_numpy()
    found, alike = shared[later], known[later]
    order = np.argsort(found)
    return found[order], alike[order]


def _rows(table: pa.Table, positions: NDArray[np.intp]) -> list[str]:
    """Each row's attributes as one text."""
    if table.num_columns == 0:
        return [""] * len(positions)
    return [repr(tuple(row.values())) for row in table.take(pa.array(positions)).to_pylist()]


def overlaps(raw: RawLayer, land: Ground, job: Job) -> Finding:
    """Ground that two polygons of the layer share, by more than survey noise; duplicates are among them."""
    facts: dict[str, Any] = {"limit": f"{limits()['overlap_m2']:g}", "pairs": "0", "area_m2": "0", "largest": ""}
    if land.case:
        return Finding("overlaps", land.case, facts)
    polygons = land.positions
    pairs = overlapping(land.shapes, job)
    pairs = pairs[pairs["area_m2"] > limits()["overlap_m2"]]
    if pairs.empty:
        return Finding("overlaps", facts=facts)
    largest = pairs.loc[pairs["area_m2"].idxmax()]
    both = raw.fids[polygons[[int(largest["left"]), int(largest["right"])]]]
    facts |= {"pairs": f"{len(pairs):,}", "area_m2": f"{pairs['area_m2'].sum():,.1f}",
              "largest": f"{both[0]} × {both[1]} ({largest['area_m2']:,.1f} m²)"}
    concerned = polygons[np.unique(pairs[["left", "right"]].to_numpy())]
    return Finding("overlaps", "overlaps", facts, concerned, float(pairs["area_m2"].sum()))


def overlapping(shapes: Geometries, job: Job) -> pd.DataFrame:
    """Pairs of positions, left < right, that share ground, and how much: left, right, area_m2.

    In a coverage no edge lies inside a neighbour: only pairs of which one has such an edge need an intersection.
    """
    doubtful = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    i, j = shapely.STRtree(shapes).query(shapes[doubtful])
    i = np.flatnonzero(doubtful)[i]
    left, right = np.minimum(i, j), np.maximum(i, j)
    pairs = np.unique(np.column_stack([left, right])[left != right], axis=0)
    area = np.zeros(len(pairs))
    for start in range(0, len(pairs), CHUNK):
        job.progress(0.5 + 0.3 * start / len(pairs), "overlaying", done=start, total=len(pairs))
        chunk = pairs[start:start + CHUNK]
        area[start:start + CHUNK] = shapely.area(common_ground(shapes[chunk[:, 0]], shapes[chunk[:, 1]]))
    return pd.DataFrame({"left": pairs[:, 0], "right": pairs[:, 1], "area_m2": area})
