"""What the heat map shows of a table's rows: jurisdictions by catchments, a number in each cell that has one."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from qgis.PyQt.QtGui import QColor

from ...i18n import tr
from ...layers.schema import catalog
from .chart_data import row_label
from .figures import Figure, figure, grouped, words
from .table import Column
from .table_model import ResultModel

MOST_ROWS, MOST_COLUMNS = 200, 60  # more are no picture; the table has them all
DIGITS = 3  # of the largest number in a cell, at least


class Cell(NamedTuple):
    """A number in the picture: how deep its colour is (0–1), its short and whole text, the table's row behind it."""

    depth: float
    short: str
    whole: str
    position: int


class Heat(NamedTuple):
    """The whole picture; `cells` by place of row and column. The last `rest` columns are what no column covers."""

    rows: list[str]
    columns: list[str]
    cells: dict[tuple[int, int], Cell]
    measure: str
    largest: str
    tint: QColor
    rest: int
    left_out: int


def measures(model: ResultModel) -> list[tuple[str, str]]:
    """The fields that the table's heat map can show, and what they are called; empty for a table that has none."""
    spec = model.entry.get("chart") or {}
    if spec.get("kind") != "heat":
        return []
    known = [name for name in spec["values"] if _number(model, name) is not None]
    return [(name, words(name, model.language)) for name in known]


def heat(model: ResultModel, value: str) -> Heat | None:
    """The picture of the shown rows by one of `measures`; None where nothing can be drawn."""
    spec = model.entry.get("chart") or {}
    column = _number(model, value)
    if spec.get("kind") != "heat" or column is None:
        return None
    names, heads = _labels(model, spec["row"]), _labels(model, spec["column"])
    rows, columns = list(dict.fromkeys(names)), list(dict.fromkeys(heads))
    shown_rows = {name: place for place, name in enumerate(rows[:MOST_ROWS])}
    shown_columns = {name: place for place, name in enumerate(columns[:MOST_COLUMNS])}
    numbers = {(shown_rows[name], shown_columns[head]): row for row, name, head in zip(model.rows, names, heads)
               if name in shown_rows and head in shown_columns and column.values[row] > 0}
    if not numbers:
        return None
    largest = max(column.values[row] for row in numbers.values())
    figure_ = _figure(model, column)
    cells = {place: _cell(column.values[row], largest, figure_, row) for place, row in numbers.items()}
    rest = _rest(model, spec, value, names, shown_rows)
    for number, (_, found) in enumerate(rest):
        for place, (amount, row) in found.items():
            cells[place, len(shown_columns) + number] = _cell(amount, largest, figure_, row)
    left_out = len(rows) - len(shown_rows) + len(columns) - len(shown_columns)
    return Heat(list(shown_rows), [*shown_columns, *(head for head, _ in rest)], cells, words(value, model.language),
                f"{figure_.shown(largest)} {figure_.unit}".strip(), tint(), len(rest), left_out)


def tint() -> QColor:
    """The colour of the largest number."""
    return QColor(catalog("catalog/palette.json")["heat"])


def _labels(model: ResultModel, fields: list[str]) -> list[str]:
    """Of each shown row its name in these fields, as far as the table shows them."""
    shown = [name for name in fields if model.table.column(name) in model.columns]
    return [row_label(model, shown, row, model.language) for row in model.rows]


def _number(model: ResultModel, name: str) -> Column | None:
    column: Column | None = model.table.column(name)
    return column if column is not None and column.is_number else None


def _figure(model: ResultModel, column: Column) -> Figure:
    """As the table has it; of a column that the table does not show, by its size."""
    if column in model.columns:
        found = model.figures[model.columns.index(column)]
    else:
        found = figure(column, "", model.language)
    return found or Figure("", 1, 0)


def _cell(value: float, largest: float, figure_: Figure, row: int) -> Cell:
    scaled = value * figure_.factor
    decimals = min(max(DIGITS - 1 - math.floor(math.log10(largest * figure_.factor)), 0), figure_.decimals)
    least = 10.0 ** -decimals
    short = f"<{least:.{decimals}f}" if scaled < least / 2 else grouped(scaled, decimals)
    return Cell(min(value / largest, 1.0), short, f"{figure_.shown(value)} {figure_.unit}".strip(), row)


def _rest(
    model: ResultModel, spec: dict[str, Any], value: str, names: list[str], shown: dict[str, int]
) -> list[tuple[str, dict[int, tuple[float, int]]]]:
    """What keeps the picture honest: of each row what no column covers or what is counted twice.

    Both are areas, so they stand beside areas only.
    """
    found = []
    for field in spec.get("rest", {}).get(value, ()):
        column = _number(model, field)
        amounts = {shown[name]: (column.values[row], row) for row, name in zip(model.rows, names)
                   if column is not None and name in shown and column.values[row] > 0}
        found += [(words(field, model.language), amounts)] if amounts else []
    return found


def hint(shown: Heat, place: tuple[int, int]) -> str:
    """`张家口市 · 永定河: 17 368 km²`."""
    cell = shown.cells.get(place)
    told = cell.whole if cell else tr("none")
    return f"{shown.rows[place[0]]} · {shown.columns[place[1]]}: {told}"
