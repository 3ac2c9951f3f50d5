"""A result's table on a sheet of the report: read from its file, drawn in cells beside the map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsField, QgsLayout, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetricsF

from . import sheet_figures as figures
from .labels import font
from .layout_items import literal, note
from .schema import catalog
from .site_table import MM_PER_POINT, fitted
from .symbols import colour

MARGIN = 3.4  # mm of a cell that hold no text
LINE = 4.4  # mm: a line of text below a table
TITLE = 5.6  # mm: a table's title
HEAD_FILL = "#E8E8E8"
WIDEST = 0.5  # of the table: no column of texts takes more while others are cut


def sheets() -> dict[str, Any]:
    """Where things stand on the sheets, the words on them, and what is on each."""
    return catalog("styles/report_sheets.json")


def words(key: str, language: str) -> str:
    """A text of the sheets."""
    return str(sheets()["texts"][key][language])


class SheetTable(NamedTuple):
    """A table as it is printed."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    numbers: list[bool]
    """Of each column whether it stands right."""
    file: str = ""
    """Where the rows are that there is no room for."""


def read_table(
    uri: str, task: str, table: str, language: str, title: str = "", where: dict[str, str] | None = None
) -> SheetTable | None:
    """A result's table, `path` or `path|layername=table`; None where it cannot be read.

    where: of some fields the value that a row has to have.
    Columns are those of the sheets' catalogue, else those that the results panel shows first.
    """
    layer = QgsVectorLayer(uri, "table", "ogr")
    if not layer.isValid():
        return None
    entry = panel_entry(task, table)
    rows = [row for row in layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry))
            if all(str(row[field]) == value for field, value in (where or {}).items())]
    fields = {field.name(): field for field in layer.fields()}
    shown = [name for name in columns(task, table, list(fields), entry, language) if _says_something(rows, name)]
    made = [_column(fields[name], rows, entry, list(fields), language) for name in shown]
    layer.dataProvider().reloadData()  # closes the file
    return SheetTable(
        title=title or str(entry.get(language, "")), heads=[column[0] for column in made],
        rows=[list(row) for row in zip(*(column[1] for column in made))], numbers=[column[2] for column in made],
        file=Path(uri.split("|")[0]).name)


def panel_entry(task: str, table: str) -> dict[str, Any]:
    """What the results panel knows of the table; empty for one that it does not know."""
    entries = catalog("catalog/result_tables.json")["tasks"].get(task, {}).get("tables", [])
    return next((entry for entry in entries if entry.get("table", "") == table), {})


def columns(task: str, table: str, there: list[str], entry: dict[str, Any], language: str) -> list[str]:
    """The columns to print, in order: of two with both languages' words the one of this language."""
    other = "_en" if language == "zh" else "_zh"
    chosen = list(sheets()["columns"].get(f"{task}/{table}", ()))
    hidden = {*catalog("catalog/result_tables.json")["not_shown"], *entry.get("hidden", ())}
    if chosen[-1:] == ["*"]:  # and all numbers that follow
        chosen[-1:] = there[there.index(chosen[-2]) + 1:] if chosen[-2] in there else []
    order = chosen or [*entry.get("order", ()), *(name for name in there if name not in entry.get("order", ()))]
    kept = [name for name in order if name in there and (chosen or name not in hidden)
            and not (name.endswith(other) and f"{name[:-3]}_{language}" in there)]
    return kept if chosen else kept[: sheets()["most_columns"]]


def _says_something(rows: list[QgsFeature], name: str) -> bool:
    return not rows or any(figures.text(name, row[name], "zh") for row in rows)


def _column(
    field: QgsField, rows: list[QgsFeature], entry: dict[str, Any], beside: list[str], language: str
) -> tuple[str, list[str], bool]:
    """Head, cells, and whether it holds numbers. Codes that stand for words are texts."""
    name = field.name()
    own = entry.get("heads", {}).get(name, {}).get(language)
    coded = "values" in figures.field_text(name)
    if field.isNumeric() and not coded:
        values = [figures.number(row[name]) for row in rows]
        whole = "real" not in field.typeName().lower() and not field.precision()
        shown = figures.figure(name, [value for value in values if value is not None], whole)
        plain = whole and not shown.unit and name not in catalog("catalog/result_tables.json")["counts"]
        cells = ["" if value is None else f"{value:.0f}" if plain else shown.shown(value) for value in values]
        return own or figures.head(name, shown, language, beside), cells, True
    cells = [figures.text(name, row[name], language) for row in rows]
    return own or figures.head(name, None, language, beside), cells, False


# Drawing


def draw_tables(layout: QgsLayout, tables: Sequence[SheetTable], box: list[float], language: str) -> float:
    """The tables one below the other in `box`, at the largest size at which all fit; else the last rows are counted.

    What one does not need is the others'. Returns where the last ends, mm from above.
    """
    x, top, width, height = box
    sizes, bottom, gap = sheets()["rows"], top + height, sheets()["table_gap"]
    step = next((one for one in sizes if sum(_height(table, one) for table in tables) <= height), sizes[-1])
    for number, table in enumerate(tables):
        rest = tables[number + 1:]
        if top + _height(table, step, rows=1) - gap > bottom:
            names = words("separator", language).join(one.title for one in tables[number:])
            note(layout, literal(words("more_tables", language).format(names=names)), [x, top, width, LINE], 7.5)
            return top + LINE
        fair = (bottom - top) / (len(rest) + 1)
        spare = bottom - top - sum(_height(one, step) for one in rest)
        top = _draw(layout, table, [x, top, width, max(fair, spare) - gap], step, language) + gap
    return top - gap


def _height(table: SheetTable, step: dict[str, float], rows: int | None = None) -> float:
    """Of a table with its title, head and the gap below, all its rows or so many."""
    shown = max(len(table.rows), 1) if rows is None else rows
    return TITLE + _head_height(step) + shown * step["height"] + float(sheets()["table_gap"])


def _head_height(step: dict[str, float]) -> float:
    return float(sheets()["head_lines"]) * 0.75 * step["height"]


def _draw(layout: QgsLayout, table: SheetTable, box: list[float], step: dict[str, float], language: str) -> float:
    x, top, width, height = box
    bottom = top + height
    title = fitted(table.title, width, sheets()["sizes"]["table_title"])
    note(layout, literal(title), [x, top, width, LINE + 1], sheets()["sizes"]["table_title"], bold=True)
    top += TITLE
    widths = _widths(table, width, step["size"])
    _draw_row(layout, table.heads, table.numbers, [x, top, _head_height(step)], widths, step["size"], head=True)
    top += _head_height(step)
    room = max(int((bottom - top) / step["height"]), 1)
    shown = table.rows if len(table.rows) <= room else table.rows[: max(room - 1, 0)]
    for row in shown:
        _draw_row(layout, row, table.numbers, [x, top, step["height"]], widths, step["size"])
        top += step["height"]
    if not table.rows:
        said = words("empty", language)
    elif len(shown) < len(table.rows):
        said = words("more", language).format(count=len(table.rows) - len(shown), file=table.file)
    else:
        return top
    note(layout, literal(said), [x, top, width, LINE], step["size"] - 0.5)
    return top + LINE


def _draw_row(
    layout: QgsLayout, cells: list[str], numbers: list[bool], place: list[float], widths: list[float], size: float,
    head: bool = False,
) -> None:
    left, top, height = place
    for cell, is_number, width in zip(cells, numbers, widths):
        room = (width - MARGIN) * (1.8 if head else 0.98)
        label = note(layout, literal(fitted(cell, room, size)), [left, top, width, height], size, bold=head,
                     framed=True, middle=True)
        if is_number:
            label.setHAlign(Qt.AlignmentFlag.AlignRight)
        if head:
            label.setBackgroundEnabled(True)
            label.setBackgroundColor(colour(HEAD_FILL))
        left += width


def _widths(table: SheetTable, width: float, size: float) -> list[float]:
    """Millimetres of each column: what its longest text needs; where that is too much, texts are cut before numbers."""
    wanted = []
    for place, head in enumerate(table.heads):
        longest = max((_measured(row[place], size) for row in table.rows), default=0.0)
        parts = [_measured(part, size, bold=True) for part in head.split(" ") if head.isascii()]
        wanted.append(max(longest, _measured(head, size, bold=True) * 0.58, *parts) + MARGIN)
    if not wanted:
        return []
    spare = width - sum(wanted)
    if spare >= 0:
        return [one + spare / len(wanted) for one in wanted]
    texts = [place for place, is_number in enumerate(table.numbers) if not is_number and wanted[place] > width / 8]
    loose = sum(wanted[place] for place in texts)
    fixed = sum(wanted) - loose
    if not texts or fixed > width * (1 - WIDEST / 2):
        return [one * width / sum(wanted) for one in wanted]
    return [one * (width - fixed) / loose if place in texts else one for place, one in enumerate(wanted)]


def _measured(text: str, size: float, bold: bool = False) -> float:
    """The text's width in mm at `size` points, whatever the screen's resolution."""
    drawn = font(1, bold)
    drawn.setPixelSize(100)
    return float(QFontMetricsF(drawn).horizontalAdvance(text)) * size * MM_PER_POINT / 100
