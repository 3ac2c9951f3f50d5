"""The tables of the report's sheets, drawn in cells: numbers are never cut, texts run on in a second line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from qgis.core import QgsLayout
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetricsF

from .labels import font
from .layout_items import literal, note
from .sheet_table import SheetTable, sheets, words
from .site_table import MM_PER_POINT, fitted
from .symbols import colour

LINE = 4.4  # mm: a line of text below a table
TITLE = 5.6  # mm: a table's title
SPACING = 1.25  # of a line's height to its letters'
MOST_LINES = 3  # of a cell
SLACK, BOLD_SLACK = 1.02, 1.06  # of a text's width: what is printed is not quite what is measured
HEAD_LINES = (2, 3, 0)  # of a table's head; 0 where there is no room for it: the heads are cut, not the cells
HEAD_FILL = "#E8E8E8"
STEP = 1.0  # mm by which a column is widened until all is in it
NEVER_BROKEN = 14.0  # mm: a text up to this long stays in one line, so that no name stands letter below letter
PART = re.compile("[（“《]*(?:[A-Za-z]+-(?=[A-Za-z])"
                  "|(?:(?![（《])[\u2e80-\uffff]|[^\\s\u2e80-\uffff]+)[，。；：、）”》！？]*\\s?)|[（《]|\\s")
"""What a line may be broken after: a Chinese character, a word, a hyphen; no line begins with what closes or ends with
what opens."""


class Laid(NamedTuple):
    """A table as it fills a width: its columns and how many lines its head and each row have."""

    table: SheetTable
    size: float
    margin: float
    """Millimetres of a cell left and right of its text."""
    row_height: float
    widths: list[float]
    head_lines: int
    lines: list[int]
    whole: bool
    """Whether nothing is cut."""

    def height_of(self, lines: int) -> float:
        """Millimetres of a row with so many lines."""
        return self.row_height + (lines - 1) * self.size * MM_PER_POINT * SPACING

    def height(self, rows: int | None = None) -> float:
        """Of title, head, all rows or so many, and the gap below."""
        shown = sum(map(self.height_of, self.lines[:rows])) if self.lines else self.row_height
        return TITLE + self.height_of(self.head_lines) + shown + float(sheets()["table_gap"])


def draw_tables(layout: QgsLayout, tables: Sequence[SheetTable], box: list[float], language: str) -> float:
    """The tables one below the other in `box`, at the largest size at which all fit; else the last rows are counted.

    What one does not need is the others'. Returns where the last ends, mm from above.
    """
    x, top, width, height = box
    bottom, gap = top + height, sheets()["table_gap"]
    laid = _largest(tables, width, height + gap)
    for number, table in enumerate(laid):
        rest = laid[number + 1:]
        if top + table.height(1) - gap > bottom:
            names = words("separator", language).join(one.table.title for one in laid[number:])
            note(layout, literal(words("more_tables", language).format(names=names)), [x, top, width, LINE], 7.5)
            return top + LINE
        fair = (bottom + gap - top) / (len(rest) + 1)
        spare = bottom + gap - top - sum(one.height() for one in rest)
        top = _draw(layout, table, [x, top, width, max(fair, spare, table.height(1)) - gap], language) + gap
    return top - gap


def _largest(tables: Sequence[SheetTable], width: float, height: float) -> list[Laid]:
    """At the first size at which all is there; else at the smallest."""
    laid: list[Laid] = []
    for step in sheets()["rows"]:
        laid = [_laid(table, width, step) for table in tables]
        if all(one.whole for one in laid) and sum(one.height() for one in laid) <= height:
            break
    return laid


def _laid(table: SheetTable, width: float, step: dict[str, float]) -> Laid:
    size, edge = step["size"], 2 * step["margin"] + 0.3
    columns = range(len(table.heads))
    wanted, needed, head_lines = [0.0], [0.0], 0
    for head_lines in HEAD_LINES:
        wanted = [_wanted(table, place, size, head_lines) + edge for place in columns]
        needed = [wanted[place] if table.numbers[place] else
                  min(wanted[place], _needed(table, place, size, head_lines) + edge) for place in columns]
        if sum(needed) <= width:
            break
    whole = head_lines > 0 and sum(needed) <= width + 0.01
    widths = _widths(wanted, needed, width)
    rooms = [given - 2 * step["margin"] for given in widths]
    lines = [max((_lines(cell, room, size) for cell, room in zip(row, rooms)), default=1) for row in table.rows]
    head_lines = max((_lines(head, room, size, bold=True) for head, room in zip(table.heads, rooms)), default=1)
    return Laid(table, size, step["margin"], step["height"], widths, head_lines, lines, whole)


def _head(table: SheetTable, place: int, size: float, lines: int) -> float:
    """Millimetres that a column's head needs in so many lines; none in no line."""
    if not lines:
        return 0.0
    head = table.heads[place]
    room = max(1.16 * measured(head, size, bold=True) / lines,
               *(measured(part.strip(), size, bold=True) for part in PART.findall(head)), 0.0)
    while _is_cut(head, room, size, lines, bold=True):
        room += STEP
    return room


def _wanted(table: SheetTable, place: int, size: float, head_lines: int) -> float:
    """Millimetres that a column needs for its longest cell in one line."""
    longest = max((measured(row[place], size) for row in table.rows), default=0.0)
    return max(longest, _head(table, place, size, head_lines))


def _needed(table: SheetTable, place: int, size: float, head_lines: int) -> float:
    """Millimetres that a column of texts needs at least, with no word and no short text broken and nothing cut."""
    texts = {row[place] for row in table.rows}
    short = (min(measured(text, size), NEVER_BROKEN) for text in texts)
    parts = (measured(part.strip(), size) for text in texts for part in PART.findall(text))
    room = max(_head(table, place, size, head_lines), *short, *parts, 0.0)
    longest = max((measured(text, size) for text in texts), default=0.0)
    while room < longest and any(_is_cut(text, room, size) for text in texts):
        room += STEP
    return room


def _is_cut(text: str, room: float, size: float, lines: int = MOST_LINES, bold: bool = False) -> bool:
    return broken(text, room, size, lines, bold).endswith("…") and not text.endswith("…")


def _widths(wanted: list[float], needed: list[float], width: float) -> list[float]:
    """What each column gets: what it wants and a part of what is left; else what it needs and a part of that."""
    spare = width - sum(wanted)
    if spare >= 0:
        return [one + spare / len(wanted) for one in wanted]
    spare = width - sum(needed)
    if spare < 0:
        return [one * width / sum(needed) for one in needed]
    missing = sum(wanted) - sum(needed)
    return [least + spare * (most - least) / missing for most, least in zip(wanted, needed)]


def _draw(layout: QgsLayout, laid: Laid, box: list[float], language: str) -> float:
    x, top, width, height = box
    table, bottom = laid.table, top + height
    size = sheets()["sizes"]["table_title"]
    note(layout, literal(fitted(table.title, width, size)), [x, top, width, LINE + 1], size, bold=True)
    top += TITLE
    top = _draw_row(layout, laid, table.heads, [x, top], laid.head_lines, head=True)
    shown = _fitting(laid, bottom - top)
    for row, lines in zip(table.rows[:shown], laid.lines):
        top = _draw_row(layout, laid, row, [x, top], lines)
    if table.rows and shown == len(table.rows):
        return top
    said = words("more", language).format(count=len(table.rows) - shown, file=table.file)
    note(layout, literal(said if table.rows else words("empty", language)), [x, top, width, LINE], laid.size - 0.5)
    return top + LINE


def _fitting(laid: Laid, room: float) -> int:
    """How many rows there is room for, with a line below where that is not all."""
    heights = [laid.height_of(lines) for lines in laid.lines]
    if sum(heights) <= room + 0.01:
        return len(heights)
    shown = 0
    while shown < len(heights) and sum(heights[: shown + 1]) + LINE <= room + 0.01:
        shown += 1
    return shown


def _draw_row(
    layout: QgsLayout, laid: Laid, cells: list[str], place: list[float], lines: int, head: bool = False
) -> float:
    """Returns where the row ends."""
    left, top = place
    height = laid.height_of(lines)
    for cell, is_number, width in zip(cells, laid.table.numbers, laid.widths):
        text = broken(cell, width - 2 * laid.margin, laid.size, lines, bold=head)
        label = note(layout, literal(text), [left, top, width, height], laid.size, bold=head, framed=True, middle=True)
        label.setMarginX(laid.margin)
        if is_number:
            label.setHAlign(Qt.AlignmentFlag.AlignRight)
        if head:
            label.setBackgroundEnabled(True)
            label.setBackgroundColor(colour(HEAD_FILL))
        left += width
    return top + height


def _lines(text: str, room: float, size: float, bold: bool = False) -> int:
    """Lines that a text takes in `room` mm, MOST_LINES at most."""
    return min(broken(text, room, size, MOST_LINES, bold).count("\n") + 1, MOST_LINES)


def broken(text: str, room: float, size: float, lines: int, bold: bool = False) -> str:
    """The text in up to `lines` lines of `room` mm, the last shortened with … where it is longer.

    Broken here: QGIS's versions differ in where they would.
    """
    if measured(text, size, bold) <= room + 0.05:
        return text
    made, parts = [""], PART.findall(text)
    for number, part in enumerate(parts):
        if measured((made[-1] + part).rstrip(), size, bold) <= room or not made[-1]:
            made[-1] += part
        elif len(made) < lines:
            made.append(part.lstrip())
        else:
            made[-1] += "".join(parts[number:])
            break
    return "\n".join(_cut(line.rstrip(), room, size, bold) for line in made)


def _cut(line: str, room: float, size: float, bold: bool) -> str:
    return line if measured(line, size, bold) <= room + 0.05 else fitted(line, room, size)


@lru_cache(maxsize=20_000)
def measured(text: str, size: float, bold: bool = False) -> float:
    """The text's width in mm at `size` points, whatever the screen's resolution."""
    drawn = font(1, bold)
    drawn.setPixelSize(100)
    slack = BOLD_SLACK if bold else SLACK
    return float(QFontMetricsF(drawn).horizontalAdvance(text)) * slack * size * MM_PER_POINT / 100
