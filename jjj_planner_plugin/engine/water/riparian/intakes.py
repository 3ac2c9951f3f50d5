"""Intakes: points of a layer or a place clicked on the map, and where on a river or lake each one is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from pyproj import CRS

from ...control_lines import first_of, texts
from ...geodesy import LONLAT, Geometries, azimuthal_frame, moved, projected
from ...messages import EngineError
from ...protocol import Job
from ...sources import POINT, Source, read
from .reaches import Line, position
from .rivers import NAME_FIELDS
from .rules import catalogue

DEGREE_M = 110_000.0  # a degree of latitude is longer everywhere


@dataclass
class Intake:
    """An intake as given, and where it was put (degrees); `line` and `at` are of a network."""

    number: int
    name: str
    feature_id: int | None
    place: tuple[float, float]
    snapped: tuple[float, float] | None = None
    snap_m: float = math.nan
    line: int = -1
    at: float = math.nan
    lake: int = -1
    told: dict[str, float | str] = field(default_factory=dict)
    """Further columns of layer `intakes`."""


def read_intakes(reference: str | None, point: list[float] | None, job: Job) -> tuple[list[Intake], Source | None]:
    """The points of the layer and the one place, numbered from 1 on.

    Raises EngineError as `read` does, and riparian-bad-point.
    """
    found: list[Intake] = []
    source = None
    if reference is not None:
        source = read(reference, (POINT,), job)
        named = first_of(source, NAME_FIELDS)
        names = texts(source, named) if named else [""] * len(source.frame)
        points, owner = shapely.get_parts(projected(source.geometries, source.crs, LONLAT), return_index=True)
        for xy, i in zip(shapely.get_coordinates(points), owner):
            found.append(Intake(len(found) + 1, names[i], int(source.frame.index[i]), (float(xy[0]), float(xy[1]))))
    if point is not None:
        if len(point) != 2 or not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
            raise EngineError("riparian-bad-point", found=", ".join(f"{value:g}" for value in point))
        found.append(Intake(len(found) + 1, "", None, (point[0], point[1])))
    return found, source


def onto_rivers(intakes: Sequence[Intake], lines: Sequence[Line], snap_m: float, job: Job) -> list[Intake]:
    """Put each intake onto the nearest line within `snap_m` metres on the ground; those without one are listed.

    Raises riparian-far if none has a line.
    """
    tree = shapely.STRtree([shapely.LineString(line.xy) for line in lines])
    for intake in intakes:
        near = tree.query(_around(intake.place, snap_m))
        flat = _from(intake, np.asarray(tree.geometries)[near])
        far = shapely.distance(flat, shapely.Point(0, 0))
        if len(near) and far.min() <= snap_m:
            best = int(far.argmin())
            intake.line, intake.snap_m = int(near[best]), float(far[best])
            line = lines[intake.line]
            intake.at = position(line, flat[best], shapely.Point(0, 0))
            lon, lat = line.at(intake.at)
            intake.snapped = (float(lon), float(lat))
    return _told(intakes, snap_m, job)


def onto_lakes(intakes: Sequence[Intake], lakes: Geometries, working: CRS, snap_m: float, job: Job) -> list[Intake]:
    """The same with lakes (in `working`): an intake on the water stays where it is. Raises riparian-far."""
    degrees = projected(lakes, working, LONLAT)
    tree = shapely.STRtree(degrees)
    for intake in intakes:
        near = tree.query(_around(intake.place, snap_m))
        flat = _from(intake, degrees[near])
        far = shapely.distance(flat, shapely.Point(0, 0))
        if len(near) and far.min() <= snap_m:
            best = int(far.argmin())
            intake.lake, intake.snap_m = int(near[best]), float(far[best])
            shore = shapely.get_coordinates(shapely.shortest_line(flat[best], shapely.Point(0, 0)))[0]
            lon, lat = azimuthal_frame(*intake.place).transform(shore[0], shore[1], direction="INVERSE")
            intake.snapped = (float(lon), float(lat)) if intake.snap_m > 0 else intake.place
    return _told(intakes, snap_m, job)


def _around(place: tuple[float, float], metres: float) -> shapely.Polygon:
    """A box in degrees with all that is so near."""
    lat = metres / DEGREE_M
    lon = lat / max(math.cos(math.radians(min(abs(place[1]) + lat, 89))), 0.01)
    return shapely.box(place[0] - lon, place[1] - lat, place[0] + lon, place[1] + lat)


def _from(intake: Intake, degrees: Geometries) -> Geometries:
    """Shapes in metres around the intake, where distances from it are true."""
    return moved(degrees, azimuthal_frame(*intake.place)) if len(degrees) else degrees


def _told(intakes: Sequence[Intake], snap_m: float, job: Job) -> list[Intake]:
    """Those that have their place; the others, and moves that are long, are told."""
    found = [intake for intake in intakes if intake.snapped is not None]
    if not found:
        raise EngineError("riparian-far", count=len(intakes), snap_m=f"{snap_m:g}")
    left = [intake.number for intake in intakes if intake.snapped is None]
    if left:
        job.warn("riparian-left-out", {"intakes": left[:100]}, count=len(left), snap_m=f"{snap_m:g}")
    far_m = float(catalogue()["network"]["far_m"])
    long = [intake for intake in found if intake.snap_m > far_m]
    if long:
        job.warn("riparian-moved", {"intakes": [intake.number for intake in long[:100]]}, count=len(long),
                 furthest_m=f"{max(intake.snap_m for intake in long):.0f}", far_m=f"{far_m:g}")
    return found
