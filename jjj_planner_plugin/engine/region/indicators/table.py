"""The table that values come from: a CSV, a workbook or a layer, a plan's own units, or the bundled figures of 2020."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio

from ...air.reading.findings import Findings
from ...air.reading.numbers import as_numbers
from ...air.reading.table import read_table
from ...layer_checks import check_field, unreadable
from ...messages import EngineError
from ...plan.facts import facts
from ...protocol import Job
from ...recipes import Input
from ...sources import class_text, find_layer, split_reference, titled
from .catalogue import GDP, PEOPLE, Measure, catalogue, first_of
from .headings import factor_of, known_measure, looks_like_ratio, measure_of

TEXT_FILES = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm")
BUNDLED_YEAR = "2020"


@dataclass(frozen=True)
class Asked:
    """What is wanted of a table: fields by role (people, registered, gdp_1e8), others to take, kinds, and the year."""

    code_field: str | None = None
    roles: Mapping[str, str | None] = field(default_factory=dict)
    fields: list[str] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    year: str | None = None


@dataclass(frozen=True)
class TableFile:
    """A table's line in a recipe."""

    path: str
    layer: str
    count: int
    repairs: tuple[dict[str, Any], ...] = ()

    def described(self) -> dict[str, Any]:
        return {"path": self.path, "layer": self.layer, "crs": None, "features": self.count, "used": self.count,
                "repaired": 0}


@dataclass(frozen=True, eq=False)
class ValueTable:
    """Rows with a code as text and numbers by measure; `names` is what the rows call their places.

    year: of which they are, empty where the table tells none. rows: where each is in the file, the headings counted.
    """

    title: str
    year: str
    rows: list[int]
    codes: list[str]
    names: list[str]
    numbers: pd.DataFrame
    measures: list[Measure]
    sources: list[Input]


def node_people(plan: str, job: Job) -> dict[str, int]:
    """People of a plan's nodes by adcode, where a planner changed the bundled ones, which is told."""
    if "nodes" not in {str(name) for name, _ in pyogrio.list_layers(plan)}:
        return {}
    nodes = pyogrio.read_dataframe(plan, layer="nodes", columns=["adcode", "pop2020"], read_geometry=False)
    known = {node["adcode"]: node["pop2020"] for node in facts()["nodes"]}
    changed = {_text(row["adcode"]): int(row["pop2020"]) for row in nodes.to_dict("records")
               if "pop2020" in row and pd.notna(row["pop2020"]) and row["pop2020"] != known.get(_text(row["adcode"]))}
    if changed:
        job.warn("indicators-nodes", count=len(changed), codes=job.listed(sorted(changed)))
    return changed


def bundled_figures(changed: Mapping[str, int]) -> ValueTable:
    """People of the 13 cities, but those in `changed`, and GDP of the three provinces in 2020, from the facts."""
    people = {node["adcode"]: node["pop2020"] for node in facts()["nodes"]} | dict(changed)
    people |= {code: count for code, count in facts()["pop2020_twin"].items() if code.isdigit()}
    gdp = {code: value for code, value in facts()["benchmarks"]["gdp2020_1e8_yuan"].items() if code.isdigit()}
    codes = sorted({*people, *gdp})
    numbers = pd.DataFrame({PEOPLE: [people.get(code) for code in codes], GDP: [gdp.get(code) for code in codes]},
                           dtype=float)
    return ValueTable(BUNDLED_YEAR, BUNDLED_YEAR, list(range(1, len(codes) + 1)), codes, [""] * len(codes), numbers,
                      [Measure(PEOPLE, PEOPLE), Measure(GDP, GDP)], [])


def plan_figures(rows: pd.DataFrame, title: str, asked: Asked, job: Job) -> ValueTable | None:
    """What the plan's own units hold; None where no field that is known has a number."""
    frame = pd.DataFrame(rows.drop(columns=["geometry", "pop_source"], errors="ignore")).reset_index(drop=True)
    wanted = [str(name) for name in frame if known_measure(str(name)) is not None]
    named = {*(asked.fields or []), *(name for name in asked.roles.values() if name)}
    if not named and all(frame[name].isna().all() for name in wanted):
        return None
    return tabled(frame, title, "", asked, [], Findings(), job, only=None if named else wanted)


def read_values(reference: str, asked: Asked, job: Job) -> ValueTable:
    """The table of a CSV, a workbook or a layer.

    Raises EngineError no-file, air-unreadable, unreadable-layer, several-layers, unknown-layer, unknown-field,
    indicators-no-code, indicators-no-values, indicators-kind, indicators-bad-kind, indicators-no-year.
    """
    path, wanted = split_reference(reference)
    found = Findings()
    suffix = Path(path).suffix.lower()
    if suffix in TEXT_FILES or (suffix in WORKBOOKS and wanted is None):  # GDAL takes GBK for something else
        frame, title, layer, first = read_table(path, found), Path(path).stem, "", 2  # the first row is the headings
    else:
        layer = find_layer(path, wanted)
        try:
            frame = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
        except Exception as error:  # as in `sources`: GDAL's errors have no common class
            raise unreadable(path, error) from error
        title, first = titled(path, layer), 1
    return tabled(frame, title, path, asked, [TableFile(path, layer, len(frame))], found, job, first=first)


def tabled(
    frame: pd.DataFrame, title: str, path: str, asked: Asked, sources: list[Input], found: Findings, job: Job,
    only: list[str] | None = None, first: int = 1,
) -> ValueTable:
    """The frame's columns as measures; `only`: the columns to look at; `first`: the first row's number in the file."""
    columns = [str(name) for name in frame]
    chosen = asked.code_field or first_of(columns, catalogue()["code"])
    if chosen is None:
        raise EngineError("indicators-no-code", path=title, usual=", ".join(catalogue()["code"][:6]),
                          fields=", ".join(columns[:20]))
    for name in [chosen, *(asked.fields or []), *(one for one in asked.roles.values() if one), *asked.kinds]:
        check_field(name, columns, title)
    frame, year = _of_year(frame.reset_index(drop=True), asked.year, title, job)
    measures = _measures(frame, columns, chosen, asked, only, title, found)
    numbers = {one.name: _numbers(frame[one.heading], path or title, found) * factor_of(one)
               for one in measures}
    found.tell(job)
    called = first_of(columns, catalogue()["name"])
    names = [_text(value) for value in frame[called]] if called else [""] * len(frame)
    rows = [first + int(place) for place in frame.index]
    return ValueTable(title, year, rows, [_text(value) for value in frame[chosen]], names,
                      pd.DataFrame(numbers, dtype=float).reset_index(drop=True), measures, sources)


def _of_year(frame: pd.DataFrame, year: str | None, title: str, job: Job) -> tuple[pd.DataFrame, str]:
    """The rows of one year, where the table tells years: the one asked for, else the last, which is said; the year."""
    field_name = first_of([str(name) for name in frame], catalogue()["year"])
    if field_name is None:
        if year is not None:
            raise EngineError("indicators-no-year", path=title, year=year, years="—")
        return frame, ""
    years = frame[field_name].map(_text)
    known = sorted(set(years) - {""})
    if year is not None and year not in known:
        raise EngineError("indicators-no-year", path=title, year=year, years=", ".join(known[-12:]) or "—")
    chosen = year or (known[-1] if known else "")
    if year is None and len(known) > 1:
        job.warn("indicators-last-year", path=title, year=chosen, years=", ".join(known[-12:]))
    return frame[years == chosen], chosen


def _measures(
    frame: pd.DataFrame, columns: list[str], code_field: str, asked: Asked, only: list[str] | None, title: str,
    found: Findings,
) -> list[Measure]:
    """Which columns are taken, and as what."""
    made: dict[str, Measure] = {name: Measure(name, given) for name, given in asked.roles.items() if given}
    aside = {name.casefold() for key in ("aside", "code", "name", "year") for name in catalogue()[key]}
    taken = {code_field, *(one.heading for one in made.values())}
    for name in only if only is not None else columns:
        wanted = asked.fields is not None and name in asked.fields
        if name in taken or (name.casefold() in aside and not wanted):
            continue
        known = known_measure(name) if name not in asked.kinds else None
        if known is not None and known not in made:
            made[known] = Measure(known, name)
        elif wanted or (asked.fields is None and only is None and _is_numeric(frame[name])):
            measure = measure_of(name, asked.kinds.get(name), columns, title)
            if asked.kinds.get(name) is None and looks_like_ratio(name, _numbers(frame[name], title, found)):
                raise EngineError("indicators-kind", path=title, field=name)
            made[measure.name] = measure
    _put_weights(made, title)
    if not made:
        raise EngineError("indicators-no-values", path=title, fields=", ".join(columns[:20]))
    return list(made.values())


def _put_weights(made: dict[str, Measure], title: str) -> None:
    """Weights that are named by their heading, by the field that they became."""
    by_heading = {one.heading: one.name for one in made.values()}
    for name, one in made.items():
        if one.kind == "ratio" and one.weight not in made:
            if one.weight not in by_heading and one.weight != PEOPLE:
                raise EngineError("indicators-bad-kind", path=title, field=one.heading, found=f"ratio {one.weight}")
            made[name] = one._replace(weight=by_heading.get(one.weight, PEOPLE))


def _is_numeric(column: pd.Series[Any]) -> bool:
    """Whether most of what a column holds are numbers."""
    filled = [text for text in map(_text, column) if text]
    numbers = pd.to_numeric(pd.Series(filled, dtype=object).str.replace(",", ""), errors="coerce")
    return len(filled) > 0 and bool(numbers.notna().mean() > 0.5)


def _numbers(column: pd.Series[Any], path: str, found: Findings) -> pd.Series[float]:
    """Numbers of a column of texts or of numbers; what is none is nothing, and said."""
    if pd.api.types.is_numeric_dtype(column):
        return column.astype(float).replace([np.inf, -np.inf], np.nan)
    return as_numbers(pd.Series([_text(value) for value in column], index=column.index, name=column.name,
                                dtype=object), path, found)


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    return class_text(value).strip()


def headings_of(measures: Iterable[Measure]) -> dict[str, str]:
    """What the table calls each measure."""
    return {one.name: one.heading for one in measures}
