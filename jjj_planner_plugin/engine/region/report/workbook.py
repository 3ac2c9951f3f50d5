"""The workbook: every table of the report on a sheet of its own, heads with units, sources below; first a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...recipes import ELLIPSOID
from ...workbooks import NARROWEST, WIDEST, put, save, width
from .catalogue import catalogue, words
from .fields import Column, missing
from .fields import shown as cell_text
from .page import told
from .sections import Content
from .sources import cited
from .tables import Table

HEAD, GREY, BLUE = PatternFill("solid", fgColor="E9EDF1"), "606060", "1F4E79"
LINE = Side(style="thin", color="A0A0A0")
FIRST_ROW = 5  # of a sheet's table
FORMATS = ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000")


def write(part: Path, content: Content, title: str, organisation: str, date: str) -> None:
    """Write the sheets: contents, a table each, sources."""
    book, said = Workbook(), words(content.language)
    contents = book.active
    contents.title = said["contents"]
    _contents(contents, content, title, organisation, date, said)
    for table in content.tables:
        _sheet(book.create_sheet(table.sheet), table, said)
    _sources(book.create_sheet(said["sources"]), content, said)
    save(book, part)


def _contents(sheet: Worksheet, content: Content, title: str, organisation: str, date: str, said: dict[str, str],
              ) -> None:
    """What the workbook is, and a line with a link for each of its tables."""
    lines = ((title, 16), (said["report"], 12), (" · ".join(part for part in (organisation, date) if part), 11))
    for row, (text, size) in enumerate(lines, start=1):
        put(sheet, row, 1, text, None)
        sheet.cell(row, 1).font = Font(bold=row == 1, size=size)
    _head(sheet, FIRST_ROW, [said["sheet"], said["section"], said["title"], said["rows"], said["file"]])
    row = FIRST_ROW
    for section in content.sections:
        for exhibit in section.exhibits:
            for table in exhibit.tables:
                row += 1
                file = f"results/{table.source.path.name}" if table.source else said["measured_here"]
                for column, value in enumerate((table.sheet, section.title, table.title, len(table.frame), file), 1):
                    put(sheet, row, column, value, None)
                link = sheet.cell(row, 1)
                link.hyperlink, link.font = f"#'{table.sheet}'!A1", Font(color=BLUE, underline="single")
    for number, text in enumerate((said["ellipsoid"], said["schematic"], said["proposal"]), start=row + 2):
        sheet.cell(number, 1, text).font = Font(size=9, color=GREY)
    for letter, wide in zip("ABCDE", (8, 22, 40, 8, 36)):
        sheet.column_dimensions[letter].width = wide


def _sheet(sheet: Worksheet, table: Table, said: dict[str, str]) -> None:
    """One table: its title, its head, which stays in view, all its rows, and below where they come from."""
    put(sheet, 1, 1, f"{said['table']} {table.number}  {table.title}", None)
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    if table.source and table.source.demonstration:
        sheet.cell(2, 1, said["demonstration_note"]).font = Font(bold=True, color="B5382E")
    _head(sheet, FIRST_ROW, [of.headed for of in table.columns])
    frame = table.frame.head(catalogue()["most_sheet_rows"])
    for column, of in enumerate(table.columns, start=1):
        widest = width(of.headed) / 2
        for row, value in enumerate(frame[of.name], start=FIRST_ROW + 1):
            widest = max(widest, put(sheet, row, column, _value(value, of, table), _format(of)))
        sheet.column_dimensions[get_column_letter(column)].width = min(max(widest, NARROWEST), WIDEST) + 2
    sheet.freeze_panes = sheet.cell(FIRST_ROW + 1, 2)
    last = get_column_letter(len(table.columns)), FIRST_ROW + max(len(frame), 1)
    sheet.auto_filter.ref = f"A{FIRST_ROW}:{last[0]}{last[1]}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW}:{FIRST_ROW}"
    cut = said["rows_in_sheet"].format(shown=len(frame), rows=len(table.frame)) if len(frame) < len(table.frame) else ""
    for number, text in enumerate([*filter(None, [cut]), *_origin(table, said)], start=FIRST_ROW + len(frame) + 2):
        put(sheet, number, 1, text, None)
        sheet.cell(number, 1).font = Font(size=9, color=GREY)


def _value(value: Any, of: Column, table: Table) -> Any:
    """A number in the column's unit, or the text that a reader sees."""
    if missing(value):
        return None
    if not of.number:
        return cell_text(value, of, table.language, table.names)
    scaled = float(f"{float(value) * of.factor:.15g}")
    return int(scaled) if of.decimals == 0 and scaled.is_integer() else scaled


def _format(of: Column) -> str | None:
    return FORMATS[of.decimals] if of.number and of.grouped and not of.loose else None


def _origin(table: Table, said: dict[str, str]) -> list[str]:
    """The lines below a table: what made it, from which inputs, on which ellipsoid."""
    if table.source is None:
        return [said["measured_here"], f"{ELLIPSOID}. {said['ellipsoid']}", said["schematic"]]
    recipe = told(table.source, table.language)
    return [*([f"{said['method']}: {recipe['method']}"] if recipe["method"] else []),
            f"{said['file']}: {recipe['file']}", f"{said['task']}: {recipe['task']}",
            *(f"{name}: {value}" for name, value in recipe["params"]), *recipe["inputs"],
            *(table.names.sentence(remark, table.language) for remark in table.source.remarks), said["schematic"]]


def _sources(sheet: Worksheet, content: Content, said: dict[str, str]) -> None:
    """The sources that the plan's features name."""
    _head(sheet, 1, ["", said["source"], said["used_for"]])
    for row, line in enumerate(cited(content.plan, content.found.results, content.language), start=2):
        for column, text in enumerate(line, start=1):
            put(sheet, row, column, text, None)
    for letter, wide in zip("ABC", (6, 90, 40)):
        sheet.column_dimensions[letter].width = wide


def _head(sheet: Worksheet, row: int, heads: list[str]) -> None:
    for column, text in enumerate(heads, start=1):
        put(sheet, row, column, text, None)
        cell = sheet.cell(row, column)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, Border(top=LINE, bottom=LINE)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
