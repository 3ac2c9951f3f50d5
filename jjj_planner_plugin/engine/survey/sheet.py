"""Tables of boundary points: XLSX workbooks, CSV and plain text files without sections.

The row of headings is found by itself; without one the columns are told apart by their numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..messages import EngineError
from .columns import columns_by_heading, columns_by_number, coordinate_columns
from .model import Parcel, Survey, rings_of
from .numbers import area_m2, number
from .statement import catalog, plain

Row = Sequence[Any]
ROWS_BEFORE_HEADINGS = 40
DELIMITERS = ",;\t，；"
HECTARE_M2 = 10000.0


@dataclass(frozen=True)
class Table:
    """Rows with what their columns are; `start` is the first row below the headings."""

    rows: Sequence[Row]
    columns: dict[str, int]
    start: int

    def cell(self, row: Row, *roles: str) -> str:
        """The text in the column of the first of `roles` that has one and is not empty; codes read as 1.0 are 1."""
        for role in roles:
            place = self.columns.get(role, len(row))
            value = row[place] if place < len(row) else None
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if plain(value):
                return str(value).strip()
        return ""

    def pair(self, row: Row) -> tuple[Any, Any]:
        """The cells of the two coordinates, east and north; None where the row ends before."""
        places = coordinate_columns(self.columns) or (0, 0)
        east, north = (row[place] if place < len(row) else None for place in places)
        return east, north


def read_delimited(path: str, text: str, encoding: str, packed: bool | None) -> Survey:
    """The survey of a CSV, or of any text with a point a line.

    Raises EngineError unreadable-layer, survey-columns, survey-line.
    """
    survey = Survey(path, "csv", encoding)
    survey.log.add("encoding", encoding=encoding)
    lines = text.lstrip("\ufeff").splitlines()
    counts = {delimiter: sum(line.count(delimiter) for line in lines[:200]) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    try:
        rows: list[Row] = list(csv.reader(lines, delimiter=best)) if counts[best] else [line.split() for line in lines]
    except csv.Error as error:
        raise EngineError("unreadable-layer", path=path, reason=str(error)) from error
    _read_rows(survey, rows, packed)
    return survey


def read_workbook(path: str, sheet: str | None, packed: bool | None) -> Survey:
    """The survey of an XLSX: of `sheet`, or of the only sheet that holds coordinates.

    Raises EngineError unreadable-layer, unknown-layer, survey-columns, survey-line.
    """
    import openpyxl

    survey = Survey(path, "xlsx")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}
        book.close()
    except Exception as error:  # openpyxl's, zipfile's and the XML parser's errors have no common class
        raise EngineError("unreadable-layer", path=path, reason=" ".join(str(error).split())) from error
    useful = [name for name, rows in sheets.items() if _table(rows, bool(packed)) is not None]
    survey.parts = [{"name": name, "usable": name in useful} for name in sheets]
    if sheet is not None and sheet not in sheets:
        raise EngineError("unknown-layer", path=path, layer=sheet, layers=", ".join(sheets))
    if sheet is None and len(useful) > 1:
        survey.undecided = EngineError("survey-sheets", path=path, sheets=", ".join(useful))
        return survey
    survey.chosen = [sheet or (useful or list(sheets))[0]]
    if len(sheets) > 1:
        survey.log.add("part-read", parts=survey.part)
    _read_rows(survey, sheets[survey.part], packed)
    return survey


def _table(rows: Sequence[Row], packed: bool) -> Table | None:
    """The table in the rows: below a row of headings, or else without one. None without coordinates."""
    for place, row in enumerate(rows[:ROWS_BEFORE_HEADINGS]):
        columns = columns_by_heading(row, rows[place - 1] if place else ())
        if coordinate_columns(columns):
            return Table(rows, columns, place + 1)
    columns = columns_by_number(rows, packed)
    return Table(rows, columns, 0) if columns else None


def _read_rows(survey: Survey, rows: Sequence[Row], packed: bool | None) -> None:
    """Fill the survey from a table's rows. Raises EngineError survey-columns, survey-line."""
    table = _table(rows, bool(packed))
    if table is None:
        first = next((row for row in rows if any(plain(cell) for cell in row)), ())
        found = ", ".join(str(cell) for cell in first if plain(cell))
        raise EngineError("survey-columns", path=survey.path, found=found[:120] or "–")
    for row in rows[: table.start]:
        for cell in row:
            survey.statement.take_sentence(cell)
    packed = survey.statement.packed_dms if packed is None else packed
    unit_m2 = _area_unit_m2(survey, table)
    by_parcel = _points(survey, table, packed)
    for key, points in by_parcel.items():
        parcel = _parcel(key, points[0][0], table, unit_m2)
        parcel.rings = rings_of([point for _, point in points])
        survey.parcels.append(parcel)


def _points(
    survey: Survey, table: Table, packed: bool
) -> dict[str, list[tuple[Row, tuple[str, str, float, float]]]]:
    """Row and point (ring, name, east, north) of every row with coordinates, by parcel in the order they come."""
    by_parcel: dict[str, list[tuple[Row, tuple[str, str, float, float]]]] = {}
    key = ring = ""
    block, without, after_break = 1, 0, False
    for place, row in enumerate(table.rows[table.start :], start=table.start + 1):
        east, north = (number(cell, packed) for cell in table.pair(row))
        if east is None and north is None:
            without += any(plain(cell) for cell in row)
            after_break = after_break or not any(number(cell) is not None for cell in row)
            for cell in row:
                survey.statement.take_sentence(cell)
            continue
        if east is None or north is None:
            raise EngineError("survey-line", path=survey.path, place=place,
                              found=", ".join(str(cell) for cell in row if plain(cell))[:80])
        block += after_break and bool(by_parcel)
        after_break = False
        key = table.cell(row, "parcel" if "parcel" in table.columns else "name") or key  # merged cells: the one above
        ring = table.cell(row, "ring") or (ring if "ring" in table.columns else str(block))
        point = (ring or "1", table.cell(row, "point", "number") or str(place), east, north)
        by_parcel.setdefault(key, []).append((row, point))
    if without:
        survey.log.add("rows-without-coordinates", count=without)
    return by_parcel


def _parcel(key: str, row: Row, table: Table, unit_m2: float | None) -> Parcel:
    """The parcel of its first row."""
    named = "parcel" in table.columns or "name" in table.columns
    area = area_m2(table.cell(row, "area"), unit_m2) if unit_m2 and table.cell(row, "area") else None
    return Parcel(key, table.cell(row, "name"), table.cell(row, "use"), area / HECTARE_M2 if area else None,
                  separate=not named)


def _area_unit_m2(survey: Survey, table: Table) -> float | None:
    """The unit that the heading of the areas names; None without a column or a unit."""
    if "area" not in table.columns or not table.start:
        return None
    place = table.columns["area"]
    heads = [str(row[place]) for row in table.rows[max(table.start - 2, 0) : table.start]
             if place < len(row) and plain(row[place])]  # merged heads: the row above has it
    for word, size_m2 in catalog()["area_units_m2"]["words"].items():
        if any(word in plain(head) for head in heads):
            return float(size_m2)
    survey.log.add("area-unit-unknown", heading=heads[-1])
    return None
