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
    """The whole picture; `cells` by place of row and column.

    Rows and columns that stand `apart`, such as what is not covered, come last and are in no scale with the others.
    """

    rows: list[str]
    columns: list[str]
    cells: dict[tuple[int, int], Cell]
    measure: str
    largest: str
    tint: QColor
    apart: tuple[int, int]
    left_out: int

    def is_apart(self, place: tuple[int, int]) -> bool:
        """Whether a cell is of a row or a column that stands apart."""
        return place[0] >= len(self.rows) - self.apart[0] or place[1] >= len(self.columns) - self.apart[1]


class Axis(NamedTuple):
    """The rows or the columns: what each is called, the place of each key, and how many at the end stand apart."""

    names: list[str]
    places: dict[str, int]
    apart: int
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
    keys = [model.table.column(spec.get(side, {}).get("key", "")) for side in ("row", "column")]
    if spec.get("kind") != "heat" or column is None or None in keys:
        return None
    rows, columns = (_axis(model, spec, side, most) for side, most in (("row", MOST_ROWS), ("column", MOST_COLUMNS)))
    found = {}
    for row in model.rows:
        place = rows.places.get(keys[0].values[row]), columns.places.get(keys[1].values[row])
        if None not in place and column.values[row] > 0:
            found[place] = row
    shown = Heat(rows.names, columns.names, {}, words(value, model.language), "", tint(), (rows.apart, columns.apart),
                 rows.left_out + columns.left_out)
    inside = [column.values[row] for place, row in found.items() if not shown.is_apart(place)]
    if not inside:
        return None
    figure_ = _figure(model, column)
    shown.cells.update((place, _cell(column.values[row], max(inside), figure_, row)) for place, row in found.items())
    return shown._replace(largest=f"{figure_.shown(max(inside))} {figure_.unit}".strip())


def _axis(model: ResultModel, spec: dict[str, Any], side: str, most: int) -> Axis:
    """In the order of the rows that are shown, those that stand apart last; of very many the first."""
    values = model.table.column(spec[side]["key"]).values
    names: dict[str, str] = {}
    for row in model.rows:
        if values[row] not in names:
            names[values[row]] = row_label(model, spec[side]["name"], row, model.language)
    apart = [key for key in spec.get("apart", ()) if key in names]
    others = [key for key in names if key not in apart]
    kept = [*others[:most], *apart]
    return Axis([names[key] for key in kept], {key: place for place, key in enumerate(kept)}, len(apart),
                len(others) - len(others[:most]))


def tint() -> QColor:
    """The colour of the largest number."""
    return QColor(catalog("catalog/palette.json")["heat"])


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


def hint(shown: Heat, place: tuple[int, int]) -> str:
    """`张家口市 · 永定河: 17 368 km²`."""
    cell = shown.cells.get(place)
    told = cell.whole if cell else tr("none")
    return f"{shown.rows[place[0]]} · {shown.columns[place[1]]}: {told}"
