"""What several rules ask of a plan, worked out once: its unions, which units stand for a code, distances."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...doctor.codes import aliases
from ...geodesy import LONLAT, Geometries, area_m2, azimuthal_frame, moved
from ..facts import zone_members
from ..units import bundled
from .reading import Read, Table

Patches = tuple[Geometries, NDArray[np.float64]]  # polygons in degrees, and their areas in km²
DRAWN_DEGREES = 0.004
"""About 400 m: the width of a border of 0.1 mm at 1:4 000 000. Borders drawn apart leave edges as wide as that."""
ROUNDING_KM2 = 1e-6  # 1 m²: what rounding makes of a common edge


@dataclass
class Structure:
    """The plan as it was read, with what follows from it."""

    read: Read

    def table(self, name: str) -> Table:
        """The table, without a row where the plan has none."""
        return self.read.table(name)

    def known(self, *tables: str) -> bool:
        """Whether all these tables could be read."""
        return all(name in self.read.tables for name in tables)

    @cached_property
    def info(self) -> dict[str, str]:
        """The row of plan_info as texts."""
        table = self.table("plan_info")
        return {name: table.texts(name)[0] for name in table.fields} if len(table) else {}

    @cached_property
    def members(self) -> dict[str, list[int]]:
        """Rows of the units of each zone_id."""
        found = defaultdict(list)
        for row, zone in enumerate(self.table("units").texts("zone_id")):
            found[zone].append(row)
        return found

    @cached_property
    def unit_unions(self) -> dict[str, Any]:
        """By zone_id, the union of the zone's units."""
        return {zone: union(self.table("units"), rows) for zone, rows in self.members.items()}

    @cached_property
    def ground(self) -> Any:
        """The union of all units; empty without any."""
        return shapely.union_all(list(self.unit_unions.values()))

    @cached_property
    def zoned(self) -> Any:
        """The union of all zones as they are drawn."""
        zones = self.table("zones")
        return union(zones, range(len(zones)))

    @cached_property
    def region(self) -> Any:
        """The union of the provinces, or of the units where there are none."""
        provinces = self.table("provinces")
        whole = union(provinces, range(len(provinces)))
        return self.ground if whole.is_empty else whole

    @cached_property
    def proposed(self) -> dict[str, str]:
        """Code → zone by the plan's scheme, of the units that the facts know."""
        scheme = "prefecture" if self.info.get("scheme") == "prefecture" else "county"
        told = {row["adcode"]: row["zone_id"] for row in bundled(scheme).rows}
        return {**told, **zone_members(scheme)}

    @cached_property
    def _standing_for(self) -> dict[str, list[int]]:
        units = self.table("units")
        own, within, larger = defaultdict(list), defaultdict(list), defaultdict(list)
        columns = (units.texts(name) for name in ("adcode", "city", "province", "parts_today"))
        for row, (code, city, province, parts) in enumerate(zip(*columns)):
            if code:
                own[code].append(row)
            for part in re.findall(r"\d{6}", parts):
                within[part].append(row)
            for above in {city, province} - {""}:
                larger[above].append(row)
        return {**larger, **within, **own}

    def standing_for(self, code: str) -> list[int]:
        """Rows of the units that a code means: itself, the one that holds today's district, a city's, a province's."""
        return self._standing_for.get(code) or self._standing_for.get(aliases().get(code) or code, [])

    def ground_of(self, codes: list[str]) -> Any:
        """The union of the units that the codes mean; empty where the plan has none of them."""
        return union(self.table("units"), self.units_of(codes))

    def units_of(self, codes: list[str]) -> list[int]:
        """Rows of the units that the codes mean."""
        return sorted({row for code in codes for row in self.standing_for(code)})

    def is_on_ground_of(self, shape: Any, codes: list[str]) -> bool:
        """Whether the shape meets a unit that the codes mean, without their union."""
        shapes = self.table("units").shapes
        return shapes is not None and bool(shapely.intersects(shapes[self.units_of(codes)], shape).any())

    @cached_property
    def zone_overlaps(self) -> list[tuple[int, int, Patches]]:
        """Rows of two zones that share ground, and the patches they share."""
        return overlaps(self.table("zones"))

    @cached_property
    def unit_overlaps(self) -> list[tuple[int, int, Patches]]:
        """The same of units."""
        return overlaps(self.table("units"))

    @cached_property
    def gaps(self) -> Patches:
        """Ground of units that no zone covers, holes between zones that are none between units, and `uncovered`."""
        if same(self.ground, self.zoned):
            return patches(self.uncovered)
        holes = shapely.difference(filled(self.zoned), self.zoned)
        ours = shapely.difference(holes, shapely.difference(filled(self.ground), self.ground))
        open_ground = shapely.difference(self.ground, self.zoned)
        return patches(shapely.union_all([open_ground, ours, self.uncovered]))

    @cached_property
    def uncovered(self) -> Any:
        """Ground of the provinces in no unit and no zone; the edges that borders drawn apart leave are left out."""
        if same(self.region, self.ground):
            return shapely.MultiPolygon()
        return wide(shapely.difference(self.region, shapely.union(self.ground, self.zoned)))

    @cached_property
    def beyond(self) -> Any:
        """Ground of units outside the provinces, without such edges; empty where there are no provinces."""
        return shapely.MultiPolygon() if same(self.region, self.ground) else wide(
            shapely.difference(self.ground, self.region))


def union(table: Table, rows: Any) -> Any:
    """The union of these rows' shapes; empty where they have none."""
    if table.shapes is None:
        return shapely.MultiPolygon()
    return shapely.union_all(table.shapes[list(rows)])


def same(one: Any, other: Any) -> bool:
    """Whether two shapes have the very same vertices: far quicker to tell than that their difference is empty."""
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(other):
        return False
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), tolerance=0.0))


def filled(shape: Any) -> Any:
    """The shape without its holes."""
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(_polygons(shape))))


def _polygons(shape: Any) -> Geometries:
    parts = shapely.get_parts(shapely.get_parts(np.array([shape], dtype=object)))
    return np.asarray(parts[shapely.get_type_id(parts) == 3], dtype=object)


def patches(shape: Any) -> Patches:
    """The polygons of a shape and their areas in km²; what rounding makes is left out."""
    parts = _polygons(shape)
    if len(parts) == 0:
        return parts, np.zeros(0)
    areas = area_m2(parts, LONLAT) / 1e6
    return parts[areas > ROUNDING_KM2], areas[areas > ROUNDING_KM2]


def wide(shape: Any) -> Any:
    """The polygons of a shape in which a circle of DRAWN_DEGREES has room."""
    parts = _polygons(shape)
    return shapely.multipolygons(parts[~shapely.is_empty(shapely.buffer(parts, -DRAWN_DEGREES))])


def overlaps(table: Table) -> list[tuple[int, int, Patches]]:
    """Rows of two features that share ground, and the patches they share."""
    if table.shapes is None or len(table) < 2:
        return []
    first, second = shapely.STRtree(table.shapes).query(table.shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.intersection(table.shapes[first], table.shapes[second])
    real = shapely.area(shared) > 0
    found = [(int(i), int(j), patches(shape)) for i, j, shape in zip(first[real], second[real], shared[real])]
    return sorted(((i, j, several) for i, j, several in found if len(several[1])), key=lambda row: row[:2])


def distance_m(lon: float, lat: float, shape: Any) -> float:
    """Metres on the ground from a point to a shape in degrees; 0 inside it."""
    there = moved(np.array([shape], dtype=object), azimuthal_frame(lon, lat))[0]
    return float(shapely.distance(shapely.Point(0, 0), there))
