"""What a click on the map tells of a feature: its title, and its figures with their units; names, no codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from ..place_names import find, label
from .catalogue import catalogue, resource_json
from .fields import Column, coded, column, field_text, missing, plan_fields
from .fields import shown as cell_text
from .names import LISTED, Names
from .plan import Plan, areas_km2, lengths_km
from .sources import codes
from .structure import TABLES, named

CODE = re.compile(r"(?:^|_)(?:code|id|uid|no|adcodes?|place|index)$")
SEPARATOR = re.compile(r"[,;、\s]+")
MOST_ROWS = 10


@dataclass
class Telling:
    """How a layer's features are told of: the catalogue's `spec`, the language, and what its columns are called."""

    spec: dict[str, Any]
    language: str
    names: Names
    heads: dict[str, Any]

    def column(self, name: str, frame: pd.DataFrame) -> Column:
        """A column of the frame as it is shown."""
        found = column(name, frame[name], self.language, list(frame.columns), self.heads)
        places_after = self.spec.get("decimals", {}).get(name)
        return found if places_after is None else replace(found, decimals=int(places_after))

    def text(self, value: Any, of: Column) -> str:
        """A value in words; the codes of a list each by its word."""
        place = self.spec.get("codes", {}).get(of.name)
        if place and not missing(value):
            return self.listed(coded(place, code, self.language) for code in SEPARATOR.split(str(value)) if code)
        return cell_text(value, of, self.language, self.names)

    def listed(self, texts: Any) -> str:
        """Several names in a line."""
        return (LISTED if self.language == "zh" else ", ").join(texts)

    def filled(self, pattern: str, frame: pd.DataFrame) -> list[str]:
        """The pattern for each row, its `{fields}` as they are shown; empty where a field is."""
        fields = [name for name in re.findall(r"\{(\w+)\}", pattern) if name in frame]
        shown = [[self.text(value, self.column(name, frame)) for value in frame[name]] for name in fields]
        rows = zip(*shown) if shown else [()] * len(frame)
        return [pattern.format(**dict(zip(fields, row))) if all(row) else "" for row in rows]


def told_by(spec: dict[str, Any], language: str, names: Names, own: dict[str, Any] | None = None) -> Telling:
    """A telling whose heads are those of the map, under those of the layer's table, under those of its entry."""
    return Telling(spec, language, names, {**(own or {}), **catalogue()["map"]["heads"], **spec.get("heads", {})})


def of_plan_table(table: str, spec: dict[str, Any], language: str, names: Names) -> Telling:
    """For a table of the plan: its fields are called as in the plan, not as a result's of the same name."""
    return told_by(spec, language, names, {**plan_fields(table), **catalogue()["table_heads"]})


def with_figures(plan: Plan, table: str, language: str) -> pd.DataFrame:
    """A plan's table with the figures of the report's own table of it, and what is told besides of every feature.

    `drawn_km2`/`length_km` are measured; `hosts`, `partners`, `moved_from`, `moved_to` and `where` name the places of
    adcode fields; `period` is from year to year; `cited` holds the codes of the sources alone.
    """
    frame = plan.rows(table).copy()
    told = TABLES[table](plan, language) if table in TABLES and len(frame) else pd.DataFrame(index=frame.index)
    for name in told.columns.difference(["name", "source"]):
        frame[name] = told[name]
    kinds = {str(kind) for kind in frame.geometry.geom_type.dropna()} if isinstance(frame, gpd.GeoDataFrame) else set()
    if any(kind.endswith("Polygon") for kind in kinds):
        frame["drawn_km2"] = areas_km2(frame)
    elif any(kind.endswith("LineString") for kind in kinds):
        frame["length_km"] = lengths_km(frame)
    for target, field in catalogue()["map"]["place_codes"].items():
        if field in frame:
            frame[target] = [_places(value, language) for value in frame[field]]
    if {"date_from", "date_to"} <= set(frame):
        frame["period"] = [_period(*dates) for dates in zip(frame["date_from"], frame["date_to"])]
    if "source" in frame:
        frame["cited"] = [_cited(value, language) for value in frame["source"]]
    return frame


def _places(value: Any, language: str) -> str:
    """`110115,131003` as the names of these places, each with its city; nothing of a code that no place has."""
    codes = [code for code in SEPARATOR.split("" if missing(value) else str(value)) if code]
    found = [find(code).place for code in codes]
    return (LISTED if language == "zh" else "; ").join(label(place, language) for place in found if place)


def _period(first: Any, last: Any) -> str:
    """`2005–2010`; one year where both are in it or one is not known."""
    years = [str(pd.Timestamp(day).year) for day in (first, last) if not missing(day)]
    return "–".join(dict.fromkeys(years))


def _cited(value: Any, language: str) -> str:
    """The codes under which the report's sources list what a feature names; general knowledge in words."""
    known = str(catalogue()["map"]["general_knowledge"][language])
    found = [] if missing(value) else codes(str(value))
    return (LISTED if language == "zh" else ", ").join(known if code == "M" else code for code in found)


def titles(frame: gpd.GeoDataFrame, telling: Telling) -> list[str]:
    """What a click calls each feature: as the catalogue says, its name, or the first field that is one."""
    pattern = telling.spec.get("title", {}).get(telling.language)
    if pattern:
        return telling.filled(pattern, frame)
    own = named(frame, telling.language) if {"name_zh", "name_en"} & set(frame) else pd.Series("", index=frame.index)
    known = [name for name in resource_json("catalog/result_tables.json")["names"] if name in frame]
    other = frame[known[0]].fillna("").astype(str) if known else pd.Series("", index=frame.index)
    return [telling.names.spoken(str(first or second), telling.language) for first, second in zip(own, other)]


def rows(frame: gpd.GeoDataFrame, telling: Telling, called: list[str]) -> list[list[list[str]]]:
    """Rows of head and text of each feature; what its title says already is not told twice."""
    columns = [telling.column(name, frame) for name in _asked(frame, telling)]
    found = []
    for values, title in zip(frame[[of.name for of in columns]].itertuples(index=False, name=None), called):
        said = [[of.headed, telling.text(value, of)] for value, of in zip(values, columns)]
        found.append([row for row in said if row[1] and row[1] != title])
    return found


def _asked(frame: gpd.GeoDataFrame, telling: Telling) -> list[str]:
    """The columns that the catalogue names, those of the other language left out; else the first that have words."""
    other = "_en" if telling.language == "zh" else "_zh"
    beside = [str(name) for name in frame.columns if name != frame.geometry.name]
    asked = telling.spec.get("columns")
    if isinstance(asked, dict):
        asked = asked[telling.language]
    if asked is not None:
        return [name for name in asked if name in beside
                and not (name.endswith(other) and f"{name[:-3]}_{telling.language}" in asked)]
    unseen = {*resource_json("catalog/result_tables.json")["not_shown"], "name_zh", "name_en"}
    return [name for name in beside if name not in unseen and field_text(name) and not name.endswith(other)
            and not CODE.search(name) and f"{name}_name" not in beside][:MOST_ROWS]
