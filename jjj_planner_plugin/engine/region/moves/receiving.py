"""Where moves come from and go to: jurisdiction, unit and wing of each end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ...control_lines import first_of, texts
from ...geodesy import LONLAT, projected
from ...jurisdictions import Jurisdictions
from ...plan.facts import facts
from ...plan.units import MUNICIPALITIES
from ...protocol import Job
from ...sources import POLYGON, Source, read
from ..place_names import XIONGAN, find, places_by_code

UNIT, CITY, PROVINCE = "unit", "city", "province"
OTHER = "other"  # in place of a wing: a destination that is known and in none


@dataclass(frozen=True)
class Wing:
    """A wing: its names, the codes of its host units, and its outline in EPSG:4490, where there is one."""

    wing_id: str
    name_zh: str
    name_en: str
    hosts: frozenset[str]
    shape: Any = None


def bundled_wings() -> list[Wing]:
    """The two of the facts, by their host units; Xiong'an by its statistical code too."""
    return [Wing(fact["id"], fact["name_zh"], fact["name_en"], frozenset(
        [*fact["adcodes"], *([XIONGAN] if "pseudo_adcode" in fact else [])])) for fact in facts()["wings"]]


def read_wings(reference: str | None, job: Job) -> tuple[list[Wing], list[Source]]:
    """The wings of a polygon layer with their names and host units; without one the bundled ones."""
    if reference is None:
        return bundled_wings(), []
    source = read(reference, (POLYGON,), job)
    shapes = projected(source.geometries, source.crs, LONLAT)
    known = {wing.wing_id: wing for wing in bundled_wings()}
    columns = {name: _column(source, fields) for name, fields in {
        "id": ("wing_id", "uid"), "zh": ("name_zh", "name"), "en": ("name_en",), "hosts": ("host_adcodes",)}.items()}
    wings = []
    for place, shape in enumerate(shapes):
        own = {name: values[place] for name, values in columns.items()}
        wing_id = own["id"] or f"W{place + 1}"
        named = known.get(wing_id)
        hosts = {code.strip() for code in own["hosts"].split(",") if code.strip()}
        hosts |= {XIONGAN} if named and XIONGAN in named.hosts else set()
        wings.append(Wing(wing_id, own["zh"] or wing_id, own["en"] or own["zh"] or wing_id, frozenset(hosts), shape))
    return wings, [source]


def _column(source: Source, fields: Sequence[str]) -> list[str]:
    field = first_of(source, fields)
    return texts(source, field) if field else [""] * len(source.frame)


def add_receiving(frame: pd.DataFrame, units: Jurisdictions, wings: Sequence[Wing], level: str) -> None:
    """Columns `origin_code`, `origin_name_zh` …, `destination_code` … by level, and `wing`, of each move.

    By the code of the end, else by the unit in which the line ends; a destination in a wing by its outline too.
    """
    for side, end in ((0, "origin"), (-1, "destination")):
        points = _ends(frame.geometry.to_numpy(), side)
        codes = [code or unit for code, unit in zip(frame[f"{end}_adcode"], _units_at(points, units))]
        at = [jurisdiction(code, level) for code in codes]
        frame[f"{end}_code"] = at
        for language in ("zh", "en"):
            frame[f"{end}_name_{language}"] = [_named(code, language, units) for code in at]
        if end == "destination":
            frame["wing"] = [_wing_of(code, point, wings) for code, point in zip(codes, points)]


def jurisdiction(code: str, level: str) -> str:
    """The code, or that of its city or province; Xiong'an's three counties are its, not Baoding's."""
    if not code or level == UNIT:
        return code
    province = f"{code[:2]}0000"
    if level == PROVINCE or province in MUNICIPALITIES:
        return province
    place = places_by_code().get(code)
    if code == XIONGAN or (place and XIONGAN in place.parents):
        return XIONGAN
    return f"{code[:4]}00"


def _named(code: str, language: str, units: Jurisdictions) -> str:
    place = places_by_code().get(code)
    if place is None:
        return units.names.get(code, code)
    return place.name_zh if language == "zh" else place.name_en


def _ends(lines: Any, side: int) -> Any:
    """The first (0) or last (-1) point of each line; None where there is no line."""
    return np.asarray(shapely.get_point(lines, side), dtype=object)


def _units_at(points: Any, units: Jurisdictions) -> list[str]:
    """The code of the unit that each point lies in, of several the first; empty in none."""
    there = np.flatnonzero(~shapely.is_missing(points))
    shapes = projected(units.source.geometries, units.source.crs, LONLAT)
    found = [""] * len(points)
    at, unit = shapely.STRtree(shapes).query(points[there], predicate="intersects")
    for place, code in sorted(zip(there[at], units.codes[unit]), reverse=True):
        today = find(str(code)).place
        found[int(place)] = today.code if today else str(code)
    return found


def _wing_of(code: str, point: Any, wings: Sequence[Wing]) -> str:
    """The id of the wing that a destination is in; OTHER for none, empty where the destination is not known."""
    for wing in wings:
        if code in wing.hosts or (wing.shape is not None and point is not None and wing.shape.intersects(point)):
            return wing.wing_id
    return OTHER if code or point is not None else ""
