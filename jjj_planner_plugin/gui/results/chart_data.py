"""What the chart shows of a table's rows: bars of shares with what is not covered, or bars of one value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from qgis.PyQt.QtGui import QColor

from ...i18n import tr
from ...layers.compared import AFTER
from ...layers.results import side_words
from ...layers.schema import catalog, domain
from .figures import value_words
from .table import Column
from .table_model import ResultModel

MOST_BARS = 60  # more are no picture; the table has them all
VALUE_COLUMN = "area_m2"  # what is drawn where the catalogue does not say


class Segment(NamedTuple):
    """A stretch of a bar: what it is, its length, its colour (None: nothing there), and the table's row behind it."""

    label: str
    length: float
    text: str
    colour: QColor | None
    position: int


class Bar(NamedTuple):
    """One bar from left to right."""

    label: str
    segments: list[Segment]

    @property
    def length(self) -> float:
        return sum(segment.length for segment in self.segments)


class Picture(NamedTuple):
    """The whole chart. Of shares a length of 1 is the whole; what goes beyond is counted twice."""

    bars: list[Bar]
    legend: list[tuple[str, QColor | None]]
    left_out: int
    of_shares: bool


def picture(model: ResultModel, language: str) -> Picture | None:
    """The chart of the rows that are shown, in their order; None where nothing can be drawn."""
    spec = model.entry.get("chart") or _usual(model)
    if spec is None:
        return None
    return _shares(model, spec, language) if spec["kind"] == "shares" else _values(model, spec, language)


def _usual(model: ResultModel) -> dict[str, Any] | None:
    """Bars of the area beside the texts, for a table that the catalogue does not know."""
    texts = [column.name for column in model.columns if not column.is_number][:2]
    if not texts or model.table.column(VALUE_COLUMN) is None:
        return None
    return {"kind": "bars", "label": texts, "value": VALUE_COLUMN}


def _shares(model: ResultModel, spec: dict[str, Any], language: str) -> Picture | None:
    part, value, whole = (model.table.column(spec[name]) for name in ("part", "value", "whole"))
    if part is None or value is None or whole is None:
        return None
    rows, left_out = _by_label(model, spec["bar"], language)
    bare = _outside(model, spec)
    drawn = [row for positions in rows.values() for row in positions if row not in bare]
    colours = class_colours(_largest_first(drawn, part, value))
    bars = []
    for label, positions in rows.items():
        total = whole.values[positions[0]]
        if not total > 0:
            continue
        segments = [_segment(part, value.values[row] / total, row, colours, language)
                    for row in positions if value.values[row] > 0 and row not in bare]
        rest = [(row, value.values[row] / total) for row in positions if row in bare]
        if "rest" in spec:
            rest = [(positions[0], model.table.row(positions[0]).get(spec["rest"], 0.0) / total)]
        segments += [Segment(tr("Not covered"), share, percent(share), None, row) for row, share in rest if share > 0]
        bars.append(Bar(label, segments))
    legend: list[tuple[str, QColor | None]] = [
        (value_words(part.name, name, language) or tr("(empty)"), colour) for name, colour in colours.items()]
    if any(segment.colour is None for bar in bars for segment in bar.segments):
        legend.append((tr("Not covered"), None))
    return Picture(bars, legend, left_out, True) if bars else None


def _outside(model: ResultModel, spec: dict[str, Any]) -> set[int]:
    """The rows that say what no class covers."""
    found = [(model.table.column(name), value) for name, value in spec.get("outside", {}).items()]
    return {row for column, value in found if column for row in model.rows if column.values[row] == value}


def _segment(part: Column, share: float, row: int, colours: dict[str, QColor], language: str) -> Segment:
    name = part.values[row]
    colour = colours.get(name, QColor(catalog("catalog/palette.json")["other"]))
    return Segment(value_words(part.name, name, language), share, percent(share), colour, row)


def _values(model: ResultModel, spec: dict[str, Any], language: str) -> Picture | None:
    """Bars of one column: of several names in the catalogue, the first that the table has.

    Where the catalogue names a column `high` and the table has it, `value` is the least of a range: what lies between
    the two is hatched. So are the rows that it calls `doubtful`. `only` says which rows are drawn, by a column's
    values; with `named` one without a name, such as that of all together, is not.
    """
    wanted = [spec["value"]] if isinstance(spec["value"], str) else spec["value"]
    column = next((column for name in wanted for column in model.columns if column.name == name), None)
    if column is None:
        return None
    after = next((one for one in model.columns if one.name == f"{column.name}{AFTER}"), None)
    if after is not None:
        return _both(model, spec, (column, after), language)
    figure = model.figures[model.columns.index(column)]
    colour = QColor(catalog("catalog/palette.json")["classes"][0])
    labels = [name for name in spec["label"] if model.table.column(name) in model.columns]
    labels += [name for name in spec.get("if_several", ()) if _differs(model, name)]
    high, doubtful, bars = model.table.column(spec.get("high", "")), _doubtful(model, spec), []
    drawn = [row for row in model.rows if _is_drawn(model, spec, labels, row, language)]
    for row in drawn[:MOST_BARS]:
        value = column.values[row]
        if not math.isnan(value) and value >= 0:
            text = f"{figure.shown(value)} {figure.unit}"
            segments = [Segment(text, value, text, None if row in doubtful and not high else colour, row)]
            if high and high.values[row] > value:
                text = f"{figure.shown(value)} – {figure.shown(high.values[row])} {figure.unit}"
                segments = [Segment(text, value, "", colour, row),
                            Segment(text, high.values[row] - value, text, None, row)]
            bars.append(Bar(row_label(model, labels, row, language), segments))
    return Picture(bars, _meaning(bars, high, colour), max(len(drawn) - MOST_BARS, 0), False) if bars else None


def _is_drawn(model: ResultModel, spec: dict[str, Any], labels: Sequence[str], row: int, language: str) -> bool:
    """Whether the catalogue wants a bar of the row."""
    only = [(model.table.column(name), values) for name, values in spec.get("only", {}).items()]
    if any(column is not None and column.values[row] not in values for column, values in only):
        return False
    return not spec.get("named") or row_label(model, labels, row, language) != tr("(empty)")


def _both(model: ResultModel, spec: dict[str, Any], columns: tuple[Column, Column], language: str) -> Picture | None:
    """Of two years, tables or plans two bars a row, each side in its colour."""
    colours = [QColor(tint) for tint in catalog("catalog/palette.json")["classes"][:2]]
    called = [side_words(ending, model.table.sides)[language] for ending in ("", AFTER)]
    labels = [name for name in spec["label"] if model.table.column(name) in model.columns]
    bars, most = [], MOST_BARS // 2
    for row in model.rows[:most]:
        for column, side, colour in zip(columns, called, colours):
            figure = model.figures[model.columns.index(column)]
            value = column.values[row]
            if figure is not None and not math.isnan(value) and value >= 0:
                text = f"{figure.shown(value)} {figure.unit}"
                label = f"{row_label(model, labels, row, language)} · {side}"
                bars.append(Bar(label, [Segment(text, value, text, colour, row)]))
    return Picture(bars, list(zip(called, colours)), max(len(model.rows) - most, 0), False) if bars else None


def _doubtful(model: ResultModel, spec: dict[str, Any]) -> set[int]:
    """The rows that are not to be trusted."""
    found = [(model.table.column(name), value) for name, value in spec.get("doubtful", {}).items()]
    return {row for column, value in found if column for row in model.rows if _word(column, row) == value}


def _meaning(bars: list[Bar], high: Column | None, colour: QColor) -> list[tuple[str, QColor | None]]:
    """The legend of bars of values: none where all are plain."""
    if all(segment.colour is not None for bar in bars for segment in bar.segments):
        return []
    return [(tr("At least"), colour), (tr("At most"), None)] if high else [(tr("Not to be trusted"), None)]


def _differs(model: ResultModel, name: str) -> bool:
    """Whether the rows that are shown have more than one value in a column."""
    column = model.table.column(name)
    return column is not None and len({column.values[row] for row in model.rows}) > 1


def _by_label(model: ResultModel, names: Sequence[str], language: str) -> tuple[dict[str, list[int]], int]:
    """The rows of the first bars, by the bars' labels, and how many bars more there would be."""
    columns = [column.values for column in map(model.table.column, names) if column is not None]
    rows: dict[Any, list[int]] = {}
    for key, row in zip(zip(*(map(values.__getitem__, model.rows) for values in columns)), model.rows):
        rows.setdefault(key, []).append(row)
    first = list(rows.values())[:MOST_BARS]
    return {row_label(model, names, positions[0], language): positions for positions in first}, len(rows) - len(first)


def row_label(model: ResultModel, names: Sequence[str], row: int, language: str) -> str:
    """A row's words in these columns, one after the other."""
    columns = [column for column in map(model.table.column, names) if column is not None]
    parts = [value_words(column.name, _word(column, row), language) for column in columns]
    return " · ".join(part for part in parts if part) or tr("(empty)")


def _word(column: Column, row: int) -> str:
    """A value as a label: a whole number (a year, a code) without decimals, none as nothing."""
    value = column.values[row]
    if not column.is_number:
        return str(value)
    return "" if math.isnan(value) else f"{value:g}" if value != int(value) else str(int(value))


def _largest_first(rows: Sequence[int], part: Column, value: Column) -> list[str]:
    """The classes of these rows, by their whole area."""
    sums: dict[str, float] = {}
    for row in rows:
        if value.values[row] > 0:
            sums[part.values[row]] = sums.get(part.values[row], 0.0) + value.values[row]
    return sorted(sums, key=lambda name: (-sums[name], name))


def class_colours(names: Sequence[str]) -> dict[str, QColor]:
    """A colour a class: the zones' own, then the palette's; beyond these, none (they are drawn as "other")."""
    palette = catalog("catalog/palette.json")
    zones = {words: palette["zones"][zone] for spoken in ("zh", "en") for zone, words in domain("zone", spoken).items()}
    zones.update(palette["zones"])
    free = iter(colour for colour in palette["classes"])
    colours = {}
    for name in names:
        colour = zones.get(name) or next(free, None)
        if colour is not None:
            colours[name] = QColor(colour)
    return colours


def percent(share: float) -> str:
    """`12.3 %`."""
    return f"{100 * share:.1f} %"
