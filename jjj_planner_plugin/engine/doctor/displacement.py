"""Whether a layer of administrative units lies where it should, or shifted as a whole: GCJ-02, BD-09, another datum.

Each unit's boundary is laid over its counterpart's, and one translation is sought that brings all of them closest
(iterated closest points, distances across the boundary, Huber's weights). Generalisation and redrawn limits push
here and there; a shift pushes all one way. The standard error counts a unit as one observation, because the errors
of one boundary go together, and adds the reference's own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import LONLAT, REGION_ALBERS, Geometries, projected
from ..messages import Pair
from ..protocol import Job
from ..sources import POLYGON, read, read_bundled
from .findings import Finding, catalogue, pair
from .offsets import converted_shapes

ALBERS = CRS.from_proj4(REGION_ALBERS)
POLYGONAL = (3, 6)
ROUNDS, STILL_M = 25, 0.5  # of the search; it ends when a step is shorter than that
HUBER, WILD = 1.345, 4.0  # in robust standard deviations: full weight up to here, none from there on
TANGENT_M = 100.0  # the boundary's direction at a sample, over this length to either side

Metres = NDArray[np.float64]


class Reference(NamedTuple):
    """Boundaries to compare with, in the region's Albers, what to call them, and how far off they may be."""

    shapes: Geometries
    name: Pair
    bias_m: float


class Displacement(NamedTuple):
    """East and north in metres, the standard error of either, from how many units; and what it would be if it were
    GCJ-02 or BD-09 here."""

    vector: Metres
    sigma_m: float
    units: int
    expected: dict[str, Metres]


def bundled_reference() -> Reference:
    """The bundled units of 1999, their cities and provinces."""
    units = read_bundled("units")
    merged = [units.dissolve(level).geometry.values for level in ("city", "province")]
    shapes = projected(np.concatenate([units.geometry.values, *merged]), LONLAT, ALBERS)
    words = {"zh": "内置区县边界（1999，1:400 万）", "en": "the bundled county boundaries (1999, 1:4 000 000)"}
    return Reference(shapes, pair(words), catalogue()["offset"]["bias_m"]["bundled"])


def own_reference(reference: str, job: Job) -> Reference:
    """A layer of units that the planner knows to be right. A plan's units may be the bundled set, no better than it."""
    source = read(reference, (POLYGON,), job)
    name = Pair(f"图层“{source.title}”", f"the layer '{source.title}'")
    bundled = "match_share" in source.frame and source.frame["match_share"].notna().any()
    bias_m = catalogue()["offset"]["bias_m"]["bundled" if bundled else "own"]
    return Reference(projected(source.geometries, source.crs, ALBERS), name, bias_m)


def judged(shapes: Geometries, crs: CRS, reference: Reference) -> Finding:
    """The check `offset` of a layer's sound geometries."""
    found = displacement(shapes, crs, reference)
    if found is None:
        return Finding("offset", "no_match", {"reference": reference.name})
    limits = catalogue()["offset"]
    known = {"": np.zeros(2), **found.expected}
    away = {case: float(np.hypot(*(found.vector - vector))) for case, vector in known.items()}
    nearest = min(away, key=lambda case: away[case])
    facts: dict[str, Any] = {"reference": reference.name, **_told(found, nearest)}
    if away[nearest] > max(limits["other_m"], limits["sure"] * found.sigma_m):
        return Finding("offset", "other", facts)
    margin = min(
        (away[case] ** 2 - away[nearest] ** 2) / (2 * np.hypot(*(vector - known[nearest])))
        for case, vector in known.items() if case != nearest
    ) / found.sigma_m
    if margin < limits["likely"]:
        return Finding("offset", "undecided", facts)
    sureness = catalogue()["sureness"]["sure" if margin >= limits["sure"] else "likely"]
    return Finding("offset", nearest, {**facts, "sure": pair(sureness)})


def _told(found: Displacement, case: str) -> dict[str, str]:
    told = {"distance": found.vector, "expected": found.expected.get(case, np.zeros(2))}
    azimuths = {"azimuth": found.vector, "expected_azimuth": told["expected"]}
    return {
        **{name: f"{np.hypot(*vector):.0f}" for name, vector in told.items()},
        **{name: f"{np.degrees(np.arctan2(*vector)) % 360:.0f}" for name, vector in azimuths.items()},
        "sigma": f"{found.sigma_m:.0f}", "units": str(found.units),
    }


def displacement(shapes: Geometries, crs: CRS, reference: Reference) -> Displacement | None:
    """How far the layer lies from the reference; None where no polygon of it is one of the reference's units."""
    own, counterpart = _matched(_large(shapes, crs, reference), reference)
    if len(own) == 0:
        return None
    points, normals, owner = _samples(own)
    vector, residual_m = _translation(points, normals, shapely.boundary(counterpart)[owner])
    sigma_m = float(np.hypot(reference.bias_m, residual_m / np.sqrt(len(own))))
    return Displacement(vector, sigma_m, len(own), {
        system: np.mean(points - _true(points, f"{system}-to-cgcs2000"), axis=0) for system in ("gcj02", "bd09")
    })


def _large(shapes: Geometries, crs: CRS, reference: Reference) -> Geometries:
    """The polygons that are about as large as a unit or more, valid, in the region's Albers."""
    polygons = shapes[np.isin(shapely.get_type_id(shapes), POLYGONAL)]
    west, south, east, north = shapely.bounds(polygons).T
    boxes = projected(np.asarray(shapely.box(west, south, east, north), dtype=object), crs, ALBERS)
    large = shapely.area(boxes) > shapely.area(reference.shapes).min() / 2
    moved = projected(polygons[large], crs, ALBERS)
    return np.asarray(shapely.make_valid(moved, method="structure", keep_collapsed=False), dtype=object)


def _matched(shapes: Geometries, reference: Reference) -> tuple[Geometries, Geometries]:
    """Each polygon beside the unit that it is: the one that shares the most of what both cover, if it is enough."""
    i, j = shapely.STRtree(reference.shapes).query(shapes)
    ratio = shapely.area(shapes)[i] / shapely.area(reference.shapes)[j]
    share_wanted = catalogue()["offset"]["match_share"]
    alike = (ratio >= share_wanted) & (ratio <= 1 / share_wanted)
    i, j = i[alike], j[alike]
    common = shapely.area(shapely.intersection(shapes[i], reference.shapes[j]))
    share = common / (shapely.area(shapes)[i] + shapely.area(reference.shapes)[j] - common)
    order = np.lexsort((-share, i))
    first = order[np.unique(i[order], return_index=True)[1]]
    best = first[share[first] >= share_wanted]
    return shapes[i[best]], reference.shapes[j[best]]


def _samples(shapes: Geometries) -> tuple[Metres, Metres, NDArray[np.intp]]:
    """Points at equal steps on the outer ring of each shape's largest part, unit normals there, and their owner."""
    rings = np.array([
        shapely.get_exterior_ring(parts[np.argmax(shapely.area(parts))]) for parts in map(shapely.get_parts, shapes)
    ], dtype=object)
    count = catalogue()["offset"]["samples"]
    owner = np.repeat(np.arange(len(rings)), count)
    length = shapely.length(rings)[owner]
    along = np.tile((np.arange(count) + 0.5) / count, len(rings)) * length
    before, here, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(rings[owner], (along + step) % length))
        for step in (-TANGENT_M, 0.0, TANGENT_M)
    )
    tangent = after - before
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    return here, np.column_stack([-tangent[:, 1], tangent[:, 0]]), owner


def _translation(points: Metres, normals: Metres, lines: Geometries) -> tuple[Metres, float]:
    """The vector that, taken off the points, brings each closest to its line; and the median distance that is left."""
    vector = np.zeros(2)
    for _ in range(ROUNDS):
        gap = _gaps(points - vector, lines)
        across = (gap * normals).sum(axis=1)
        spread = max(1.4826 * float(np.median(np.abs(across))), 1.0)
        weight = np.minimum(1, HUBER * spread / np.maximum(np.abs(across), 1e-9))
        weight[np.hypot(*gap.T) > max(WILD * spread, 2 * STILL_M)] = 0
        pull = (normals * weight[:, None]).T @ normals + 1e-9 * np.eye(2)
        step = np.linalg.solve(pull, (normals * (weight * across)[:, None]).sum(axis=0))
        vector = vector + step
        if np.hypot(*step) < STILL_M:
            break
    return vector, float(np.median(np.hypot(*_gaps(points - vector, lines).T)))


def _gaps(points: Metres, lines: Geometries) -> Metres:
    """From the nearest place on its line to each point."""
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.points(points), lines)).reshape(-1, 2, 2)
    return np.asarray(nearest[:, 0] - nearest[:, 1])


def _true(points: Metres, conversion: str) -> Metres:
    """Where the points are if their coordinates are of the system that `conversion` starts from."""
    return np.asarray(shapely.get_coordinates(converted_shapes(shapely.points(points), ALBERS, conversion)))
