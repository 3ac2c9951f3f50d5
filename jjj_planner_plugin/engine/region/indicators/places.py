"""The places that indicators are told of: a plan's units, and the cities, zones and provinces that they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ...geodesy import LONLAT, area_m2, densified, multiple, projected
from ...plan import units as plan_units
from ...plan.facts import facts
from ...plan.facts import places as known_places
from ...protocol import Job
from ...recipes import Input
from ...sources import POLYGON, class_text, read

BUNDLED = "bundled"
LEVELS = ("units", "cities", "zones", "provinces")
OVER = {"cities": "city", "zones": "zone", "provinces": "province"}
"""The field of a unit that says which place of the level it is part of."""


@dataclass(frozen=True, eq=False)
class Places:
    """By level a frame with its code as index: name_zh, name_en, city, province, zone, area_km2, geometry (EPSG:4490).

    `city`, `province` and `zone` are empty where a place is not part of one. rows: the units' rows as in the plan.
    """

    plan: str
    levels: dict[str, gpd.GeoDataFrame]
    rows: pd.DataFrame
    sources: list[Input] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether it is a planner's plan, not the bundled units."""
        return self.plan != BUNDLED


def read_places(plan: str, scheme: str, job: Job) -> Places:
    """The units of a plan file, or the bundled ones of 1999 with their zones in `scheme`.

    Raises EngineError as `sources.read` does.
    """
    if plan == BUNDLED:
        return _bundled(scheme)
    source = read(f"{plan}|layername=units", (POLYGON,), job)
    rows = source.frame.copy()
    rows.geometry = projected(densified(source.geometries, source.crs), source.crs, LONLAT) \
        if source.crs != LONLAT else source.geometries
    rows = rows.set_crs(LONLAT, allow_override=True)
    return Places(plan, _levels(rows, _zone_names(plan)), rows, [source])


@lru_cache(maxsize=2)
def _bundled(scheme: str) -> Places:
    """The bundled units: nobody changes their frames."""
    rows = gpd.GeoDataFrame(plan_units.bundled(scheme).rows, crs=LONLAT)
    return Places(BUNDLED, _levels(rows, {}), rows)


def _zone_names(plan: str) -> dict[str, tuple[str, str]]:
    """The two names of each zone of the plan."""
    if "zones" not in {str(name) for name, _ in pyogrio.list_layers(plan)}:
        return {}
    zones = pyogrio.read_dataframe(plan, layer="zones", read_geometry=False)
    return {str(row["zone_id"]): (_text(row.get("name_zh")), _text(row.get("name_en")))
            for row in zones.to_dict("records") if _text(row.get("zone_id"))}


def _levels(rows: gpd.GeoDataFrame, zone_names: dict[str, tuple[str, str]]) -> dict[str, gpd.GeoDataFrame]:
    """The units, one row a code, and what they make up."""
    frame = pd.DataFrame({name: [_text(value) for value in _column(rows, name)] for name in (
        "adcode", "uid", "name_zh", "name_en", "city", "city_zh", "province", "province_zh", "zone_id")})
    frame["code"] = frame["adcode"].where(frame["adcode"] != "", frame["uid"])
    frame["zone"] = frame["zone_id"]
    shapes = np.asarray(rows.geometry.values, dtype=object)
    made = {"units": _dissolved(frame, shapes, "code", {})}
    told = {code: (str(place["name_zh"]), str(place["name_en"])) for code, place in known_places().items()}
    zones = {str(zone["id"]): (str(zone["name_zh"]), str(zone["name_en"])) for zone in facts()["zones"]} | zone_names
    for level, key in OVER.items():
        names = zones if level == "zones" else told
        made[level] = _dissolved(frame, shapes, key, names)
    return made


def _dissolved(
    frame: pd.DataFrame, shapes: Any, key: str, names: dict[str, tuple[str, str]]
) -> gpd.GeoDataFrame:
    """One row for each value of `key` but the empty one, in their order."""
    rows, ground = [], []
    for code, part in frame[frame[key] != ""].groupby(key, sort=True):
        first = part.iloc[0]
        spoken = (first["name_zh"], first["name_en"]) if key == "code" else (
            names.get(str(code)) or (first.get(f"{key}_zh") or str(code), ""))
        rows.append({
            "code": str(code), "name_zh": spoken[0] or str(code), "name_en": spoken[1] or spoken[0] or str(code),
            **{over: _only(part[over]) for over in OVER.values()}})
        ground.append(shapely.union_all(shapes[part.index]))
    whole = multiple(np.array([*ground, None], dtype=object)[:-1])
    told = pd.DataFrame(rows, columns=["code", "name_zh", "name_en", *OVER.values()], dtype=object)
    told.index = pd.Index(told["code"].to_numpy(dtype=object))  # without a name: `code` is a column too
    made = gpd.GeoDataFrame(told, geometry=whole, crs=LONLAT)
    made["area_km2"] = area_m2(whole, LONLAT) / 1e6 if len(made) else np.zeros(0)
    return made


def _only(values: Sequence[str]) -> str:
    """The one value that all have; empty for several."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _column(rows: pd.DataFrame, name: str) -> Any:
    return rows[name] if name in rows else [""] * len(rows)


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)) else (
        class_text(value).strip())
