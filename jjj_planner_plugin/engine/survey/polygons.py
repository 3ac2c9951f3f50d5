"""Polygons from rings: repaired one by one, then nested by containment whatever their numbers say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import area_m2
from .findings import Log
from .model import Parcel, Ring

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Piece:
    """One outer ring with its holes: the polygon, and how many points bound it."""

    shape: Any
    points: int


def pieces_of(parcel: Parcel, rings: list[Ring], crs: CRS, swap: bool, log: Log) -> list[Piece]:
    """The parcel's outer rings with their holes, in the order written; coordinates in `crs`, x east."""
    kept, shapes = _valid(parcel, rings, crs, swap, log)
    if len(shapes) == 0:
        return []
    parent, depth = _nesting(shapes)
    _note_holes(parcel, kept, parent, depth, log)
    pieces = []
    for outer in np.flatnonzero(depth % 2 == 0):
        holes = np.flatnonzero((parent == outer) & (depth == depth[outer] + 1))
        shape = _with_holes(shapes[outer], shapes[holes])
        points = sum(len(kept[place].en) for place in (outer, *holes))
        pieces.append(Piece(shape, points))
    return pieces


def joined(pieces: list[Piece], parcel: Parcel, crs: CRS, log: Log) -> Piece:
    """One shape of several pieces; where they overlap, the ground counts once."""
    shapes = np.array([piece.shape for piece in pieces], dtype=object)
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    if len(shapes) > 1:
        before, after = area_m2(shapes, crs).sum(), area_m2(np.array([whole], dtype=object), crs)[0]
        if before - after > 1e-3:
            log.add("rings-overlap", parcel.parcel_id, area_m2=f"{before - after:.3f}")
    return Piece(whole, sum(piece.points for piece in pieces))


def _valid(parcel: Parcel, rings: list[Ring], crs: CRS, swap: bool, log: Log) -> tuple[list[Ring], Shapes]:
    """The rings that enclose something, each once, as valid shapes."""
    kept: list[Ring] = []
    shapes: list[Any] = []
    known: set[bytes] = set()
    for ring in rings:
        shape = shapely.Polygon(ring.en[:, ::-1] if swap else ring.en)
        if not shape.is_valid:
            shape = _repaired(shape, ring, parcel, crs, log)
        if shape.is_empty or shape.area == 0:
            log.add("ring-collapsed", parcel.parcel_id, ring=ring.label)
            continue
        mark = shapely.normalize(shape).wkb
        if mark in known:
            log.add("duplicate-ring", parcel.parcel_id, ring=ring.label)
            continue
        known.add(mark)
        kept.append(ring)
        shapes.append(shape)
    return kept, np.array(shapes, dtype=object)


def _repaired(shape: Any, ring: Ring, parcel: Parcel, crs: CRS, log: Log) -> Any:
    repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if not repaired.is_empty:
        before, after = area_m2(np.array([shape, repaired], dtype=object), crs)
        log.add("ring-repaired", parcel.parcel_id, ring=ring.label, reason=shapely.is_valid_reason(shape),
                before_m2=f"{before:.3f}", after_m2=f"{after:.3f}")
    return repaired


def _nesting(shapes: Shapes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each shape: the smallest other that covers it (-1: none), and how many cover it."""
    tree = shapely.STRtree(shapes)
    inner, outer = tree.query(shapes, predicate="covered_by")
    other = inner != outer
    inner, outer = inner[other], outer[other]
    depth = np.bincount(inner, minlength=len(shapes))
    parent = np.full(len(shapes), -1, dtype=np.intp)
    for place in np.lexsort((-shapely.area(shapes)[outer], inner)):  # the smallest comes last and stays
        parent[inner[place]] = outer[place]
    return parent, depth


def _note_holes(
    parcel: Parcel, rings: list[Ring], parent: NDArray[np.intp], depth: NDArray[np.intp], log: Log
) -> None:
    for place in np.flatnonzero(depth % 2 == 1):
        if parent[place] > place:
            outer = rings[parent[place]].label
            log.add("ring-order", parcel.parcel_id, ring=rings[place].label, outer=outer)
        else:
            log.add("hole", parcel.parcel_id, ring=rings[place].label)


def _with_holes(outer: Any, holes: Shapes) -> Any:
    """The outer shape less its holes, with every vertex as written wherever that is valid."""
    if len(holes) == 0:
        return outer
    if outer.geom_type == "Polygon" and len(outer.interiors) == 0:
        shape = shapely.Polygon(outer.exterior, [hole.exterior for hole in holes if hole.geom_type == "Polygon"])
        if shape.is_valid and all(hole.geom_type == "Polygon" and not hole.interiors for hole in holes):
            return shape
    return shapely.difference(outer, shapely.union_all(holes))
