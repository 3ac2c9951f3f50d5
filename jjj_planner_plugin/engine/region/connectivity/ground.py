"""The ground of flows: where places are, in which province and zone, their people, and the axes between them.

All of it is the plan's; a place that is no city of the plan lies where the facts have its seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ...geodesy import LONLAT, densified, projected
from ...messages import EngineError
from ...plan.checks.reading import Read, Table, read_plan
from ...plan.facts import facts
from ...protocol import Job
from ...recipes import Input
from ...sources import LINE, Source, described, read
from ..place_names import COUNTY, XIONGAN, label, places_by_code
from ..plan_tables import BUNDLED, plan_file

CITIES = ("core", "twin_cities", "nodes")
"""The plan's tables whose points are cities."""


@dataclass(frozen=True, eq=False)
class Axis:
    """A line in degrees that is to tie places together, and the places named as its members."""

    id: str
    name: str
    line: shapely.Geometry
    width_km: float
    members: frozenset[str]
    extension: frozenset[str]
    """Members beyond its end: no part of the line."""


@dataclass(frozen=True, eq=False)
class Ground:
    """`cities` by code: name, lon, lat, people; `zones`: id, name, geometry in degrees; `axes`."""

    path: str
    cities: pd.DataFrame
    counties: pd.Series[float]
    """People by code of units, where the plan knows them."""
    zones: pd.DataFrame
    axes: list[Axis]
    sources: list[Source]
    own: bool

    @property
    def inputs(self) -> list[Input]:
        """What a recipe lists of it: the planner's own plan and axes."""
        return [*self.sources, *([self] if self.own else [])]

    @property
    def repairs(self) -> list[dict[str, Any]]:
        """None: what is wrong with a plan is told by its check."""
        return []

    def described(self) -> dict[str, Any]:
        """The plan's line in a recipe."""
        return described(self.path, "", LONLAT, len(self.cities), len(self.cities), 0)


def read_ground(plan: str, axes: str | None, axis_name: str | None, axis_km: float | None, job: Job) -> Ground:
    """The ground of a plan file or of the bundled one; `axes`: lines to take instead of the plan's.

    Raises EngineError as `read_plan` and `read` do, and links-no-width.
    """
    path = plan_file(plan)
    found = read_plan(path)
    sources: list[Source] = []
    if axes:
        sources = [read(axes, (LINE,), job)]
        lines = _own_axes(sources[0], axis_name, axis_km)
    else:
        lines = _plan_axes(found, axis_km, job.language)
    zones = _zones(found.table("zones"), job.language)
    return Ground(path, _cities(found), _counties(found.table("units")), zones, lines, sources, plan != BUNDLED)


def _cities(plan: Read) -> pd.DataFrame:
    """The plan's cities where it has them; people of 2020 are its own field, those of the twin cities the facts'."""
    twins = {code: float(people) for code, people in facts()["pop2020_twin"].items() if code.isdigit()}
    rows: dict[str, dict[str, object]] = {}
    for name in CITIES:
        table = plan.table(name)
        people = table.numbers("pop2020")
        for row, code in enumerate(table.texts("adcode")):
            where = table.shape(row)
            if code and where is not None:
                rows[code] = {"name": table.named(row).zh, "lon": where.centroid.x, "lat": where.centroid.y,
                              "people": twins.get(code, float(people[row]))}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["name", "lon", "lat", "people"])
    return frame.astype({"lon": float, "lat": float, "people": float})


def _counties(units: Table) -> pd.Series[float]:
    people = pd.Series(units.numbers("population"), index=units.texts("adcode"), dtype=float)
    return people[(people.index != "") & people.notna()].groupby(level=0).sum()


def _zones(table: Table, language: str) -> pd.DataFrame:
    shapes = [table.shape(row) for row in range(len(table))]
    names = [_said(table, row, language) for row in range(len(table))]
    frame = pd.DataFrame({"id": table.texts("zone_id"), "name": names, "geometry": np.array([*shapes, None])[:-1]})
    return frame[frame["geometry"].notna()]


def _plan_axes(plan: Read, axis_km: float | None, language: str) -> list[Axis]:
    table, members = plan.table("axes"), plan.table("axis_members")
    uids, widths = table.texts("uid"), table.numbers("width_km")
    belong: dict[str, list[tuple[str, str]]] = {}
    for uid, code, role in zip(*(members.texts(name) for name in ("axis_uid", "adcode", "role"))):
        belong.setdefault(uid, []).append((code, role))
    found = []
    for row, uid in enumerate(uids):
        if table.shape(row) is None:
            continue
        width = axis_km if axis_km is not None else widths[row]
        mine = belong.get(uid, [])
        found.append(Axis(
            table.texts("axis_id")[row] or str(row + 1), _said(table, row, language), table.shape(row),
            0.0 if np.isnan(width) else float(width),
            frozenset(code for code, role in mine if code and role != "extension"),
            frozenset(code for code, role in mine if code and role == "extension")))
    return found


def _said(table: Table, row: int, language: str) -> str:
    """A feature's name in the language asked for: of zones and axes, unlike cities, nothing else can translate it."""
    named = table.named(row)
    return str(named.zh if language == "zh" else named.en)


def _own_axes(source: Source, name_field: str | None, axis_km: float | None) -> list[Axis]:
    """Lines of a layer, those of one name together."""
    if axis_km is None:
        raise EngineError("links-no-width", layer=source.title)
    usual = next((name for name in ("name_zh", "name", "axis_id", "corridor_id") if name in source.frame), None)
    chosen = name_field or usual
    names = source.class_texts(chosen) if chosen in source.frame else source.class_texts(None)
    lines = pd.Series(projected(densified(source.geometries, source.crs), source.crs, LONLAT), index=names.index)
    return [Axis(str(name), str(name), shapely.union_all(lines[names == name].to_numpy()), axis_km, frozenset(),
                 frozenset()) for name in dict.fromkeys(names)]


# Of a place


def province_of(code: str) -> str:
    """The code of its province."""
    return f"{code[:2]}0000"


def city_of(code: str) -> str:
    """The code of the city it lies in: of a district of Beijing or Tianjin that of Beijing or Tianjin."""
    place = places_by_code()[code]
    return max(place.parents - {XIONGAN}) if place.level == COUNTY else code


def place_frame(codes: list[str], ground: Ground, masses: pd.Series[float] | None, language: str) -> pd.DataFrame:
    """Of each code: name (of a county with its city's), lon, lat, province, zone, the names of these two, people.

    `told` is the name in the language asked for. The zone is empty outside all of them; people are NaN where they are
    not known.
    """
    rows = []
    for code in codes:
        place = places_by_code()[code]
        city = ground.cities.loc[code] if code in ground.cities.index else None
        lon, lat = (city["lon"], city["lat"]) if city is not None else (place.lon, place.lat)
        province = province_of(code)
        people = float(city["people"]) if city is not None else float(ground.counties.get(code, np.nan))
        rows.append({
            "code": code, "name": city["name"] if city is not None else label(place, language), "lon": float(lon),
            "lat": float(lat), "told": label(place, language), "province": province,
            "province_name": places_by_code()[province].name_zh, "people": people})
    frame = pd.DataFrame(rows).set_index("code")
    if masses is not None:
        frame["people"] = masses.reindex(frame.index)
    points = shapely.points(frame["lon"], frame["lat"])
    frame["zone"], frame["zone_name"] = "", ""
    for zone in ground.zones.itertuples():
        inside = shapely.intersects(zone.geometry, points) & (frame["zone"] == "").to_numpy()
        frame.loc[inside, ["zone", "zone_name"]] = [zone.id, zone.name]
    return frame
