"""What a scatter chart shows of a table's rows: a mark for each, a fitted line or the diagonal, and round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from .chart_data import row_label
from .figures import Figure, figure, value_words, words
from .table import Column
from .table_model import ResultModel

MOST_MARKS = 2000  # more are no picture; the table has them all
TICKS = 5
STEPS = (1.0, 2.0, 5.0, 10.0)


class Mark(NamedTuple):
    """One row in the picture: its place, what it is called, its numbers as text, and the table's row behind it."""

    x: float
    y: float
    label: str
    text: str
    position: int


class Scale(NamedTuple):
    """One of the two ways: from the least to the most shown, with ticks and their words; `log`: by logarithms."""

    name: str
    least: float
    most: float
    ticks: list[tuple[float, str]]
    log: bool

    def share(self, value: float) -> float:
        """Where a value lies, 0 at the least and 1 at the most."""
        low, high, here = (math.log(one) if self.log else one for one in (self.least, self.most, value))
        return (here - low) / (high - low)


class Scatter(NamedTuple):
    """The whole picture. line: what is drawn beside the marks; joined: whether these are one curve."""

    marks: list[Mark]
    line: list[tuple[float, float]]
    across: Scale
    up: Scale
    joined: bool
    left_out: int


def is_scatter(model: ResultModel) -> bool:
    """Whether the catalogue wants a scatter chart of the table."""
    return bool((model.entry.get("chart") or {}).get("kind") == "scatter")


def groups(model: ResultModel) -> list[tuple[str, str]]:
    """The sets of rows that are drawn apart, in the order of the rows that are shown: key, and what it is called."""
    found: dict[str, str] = {}
    for row in model.rows:
        key = _key(model, row)
        if key not in found:
            found[key] = " · ".join(value_words(column.name, column.values[row], model.language)
                                    for column in _grouping(model))
    return list(found.items())


def scatter(model: ResultModel, group: str) -> Scatter | None:
    """The picture of one group of the rows that are shown; None where nothing can be drawn."""
    spec = model.entry.get("chart") or {}
    x, y = (model.table.column(spec.get(name, "")) for name in ("x", "y"))
    if not is_scatter(model) or x is None or y is None or not x.is_number or not y.is_number:
        return None
    log, joined = bool(spec.get("log")), bool(spec.get("joined"))
    rows = [row for row in model.rows if _key(model, row) == group and _drawable((x, y), row, log)]
    rows.sort(key=lambda row: x.values[row])
    if not rows:
        return None
    shown = rows[:MOST_MARKS]
    labels = [name for name in spec["label"] if model.table.column(name) in model.columns]
    told = [_figure(model, column) for column in (x, y)]
    marks = [Mark(x.values[row], y.values[row], row_label(model, labels, row, model.language),
                  _text((x, y), told, row), row) for row in shown]
    line = _line(model, x, shown, spec, log)
    ends = [(mark.x, mark.y) for mark in marks] + line
    across, up = (_scale(model, column, [end[place] for end in ends], log, joined, told[place])
                  for place, column in enumerate((x, y)))
    return Scatter(marks, line, across, up, joined, len(rows) - len(shown))


def _grouping(model: ResultModel) -> list[Column]:
    names = (model.entry.get("chart") or {}).get("group", ())
    return [column for column in map(model.table.column, names) if column is not None]


def _key(model: ResultModel, row: int) -> str:
    return "\t".join(str(column.values[row]) for column in _grouping(model))


def _drawable(columns: Sequence[Column], row: int, log: bool) -> bool:
    """Whether both numbers are there; with logarithms, above nothing."""
    return all(math.isfinite(column.values[row]) and (column.values[row] > 0 or not log) for column in columns)


def _line(
    model: ResultModel, x: Column, rows: Sequence[int], spec: dict[str, Any], log: bool
) -> list[tuple[float, float]]:
    """The column of a fitted line; of a curve of shares, the diagonal of equality."""
    column = model.table.column(spec.get("line", ""))
    if column is not None:
        return [(x.values[row], column.values[row]) for row in rows if _drawable((x, column), row, log)]
    return [(0.0, 0.0), (1.0, 1.0)] if spec.get("joined") else []


def _figure(model: ResultModel, column: Column) -> Figure:
    found = model.figures[model.columns.index(column)] if column in model.columns else None
    found = found or figure(column, "", model.language)
    return found if found is not None else Figure("", 1, 0)


def _text(columns: Sequence[Column], told: Sequence[Figure], row: int) -> str:
    """`位序 2 · 规模 13 866 009`."""
    return " · ".join(f"{one.shown(column.values[row])} {one.unit}".strip() for column, one in zip(columns, told))


def _scale(
    model: ResultModel, column: Column, values: Sequence[float], log: bool, joined: bool, told: Figure
) -> Scale:
    """From the least to the most value; of shares all of them, from nothing on."""
    head = words(column.name, model.language)
    name = f"{head} ({told.unit})" if told.unit else head
    least, most = (0.0, 1.0) if joined else (min(values), max(values))
    if least == most:
        least, most = (least / 2, most * 2) if log else (least - 1, most + 1)
    ticks = log_ticks(least, most) if log else round_ticks(least, most)
    return Scale(name, least, most, [(tick, told._replace(trimmed=True).shown(tick)) for tick in ticks], log)


def round_ticks(least: float, most: float) -> list[float]:
    """About five round numbers from the least to the most."""
    step = 10.0 ** math.floor(math.log10((most - least) / TICKS))
    step = next(factor * step for factor in STEPS if (most - least) / (factor * step) <= TICKS)
    first = math.ceil(least / step - 1e-9)
    return [round(place * step, 12) for place in range(first, math.floor(most / step + 1e-9) + 1)]


def log_ticks(least: float, most: float) -> list[float]:
    """1, 2 and 5 times powers of ten; of many powers those alone."""
    first, last = math.floor(math.log10(least)), math.floor(math.log10(most))
    factors = STEPS[:3] if last - first < 4 else STEPS[:1]
    return [factor * 10.0 ** power for power in range(first, last + 1) for factor in factors
            if least * (1 - 1e-9) <= factor * 10.0 ** power <= most * (1 + 1e-9)]
