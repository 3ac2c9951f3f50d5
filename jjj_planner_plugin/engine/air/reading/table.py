"""Tables as texts, whatever their encoding and separator: CSV, plain text, XLSX."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ...messages import EngineError
from .findings import Findings

DELIMITERS = ",;\t|，；"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WORKBOOKS = (".xlsx", ".xlsm")
Wanted = Callable[[list[str]], set[str]]


def read_table(path: str, found: Findings, wanted: Wanted | None = None) -> pd.DataFrame:
    """The table of a file, all cells texts without blanks around them, empty where there is nothing.

    `wanted` says which of the headings' columns are read. Raises EngineError no-file, air-unreadable.
    """
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    if Path(path).suffix.lower() in WORKBOOKS:
        return _workbook(path, found, wanted)
    lines = [line for line in _decoded(path, Path(path).read_bytes(), found).splitlines() if line.strip()]
    if not lines:
        raise EngineError("air-unreadable", path=path, reason="0 rows")
    delimiter = _delimiter(lines[0])
    if delimiter != ",":
        found.add("air-separator", path, separator={"\t": "TAB", None: " "}.get(delimiter, delimiter))
    head, *rows = _split(lines, delimiter, path)
    names = [_heading(name) for name in head]
    whole = [row for row in rows if not any(cell.strip() for cell in row[len(names) :])]
    if len(whole) < len(rows):
        found.add("air-lines-too-long", path, len(rows) - len(whole))
    if not whole:
        raise EngineError("air-unreadable", path=path, reason="0 rows")
    kept = _kept(names, wanted, path, found)
    cells = [[row[place].strip() if place < len(row) else "" for place in kept] for row in whole]
    return pd.DataFrame(cells, columns=[names[place] for place in kept], dtype=object)


def headings(path: str) -> list[str]:
    """The headings of a table. Raises EngineError as `read_table` does."""
    if Path(path).suffix.lower() in WORKBOOKS:
        return [str(name) for name in _workbook(path, Findings(), None).columns]
    with Path(path).open("rb") as stream:
        start = stream.readline()
    if start.startswith(UTF_16):
        start = Path(path).read_bytes()
    first = next((line for line in _decoded(path, start, Findings()).splitlines() if line.strip()), "")
    return [_heading(name) for name in _split([first], _delimiter(first), path)[0]] if first else []


def _delimiter(line: str) -> str | None:
    """What parts the cells of a line of headings; None: blanks."""
    best = max(DELIMITERS, key=line.count)
    return best if best in line else None


def _split(lines: Sequence[str], delimiter: str | None, path: str) -> list[list[str]]:
    """The cells of each line. Raises air-unreadable."""
    if delimiter is None:
        return [line.split() for line in lines]
    try:
        return list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise EngineError("air-unreadable", path=path, reason=str(error)) from error


def _kept(names: list[str], wanted: Wanted | None, path: str, found: Findings) -> list[int]:
    """The places of the columns that are read: those with a heading, of two with the same the first, which is said."""
    chosen = set(names) if wanted is None else wanted(names)
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in chosen and name:
            first.setdefault(name, place)
    double = sorted(name for name in first if names.count(name) > 1)
    if double:
        found.add("air-columns-double", path, columns=", ".join(double[:8]))
    return list(first.values())


def _heading(name: Any) -> str:
    return str(name).strip().strip("\ufeff")


def _decoded(path: str, data: bytes, found: Findings) -> str:
    """UTF-8, UTF-16 with its mark, or GBK. Raises air-unreadable."""
    marked = "utf-16" if data.startswith(UTF_16) else None
    for encoding in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8-sig":
            found.add("air-encoding", path, encoding="GBK" if encoding == "gb18030" else "UTF-16")
        return text
    raise EngineError("air-unreadable", path=path, reason="UTF-8 / GBK?")


def _workbook(path: str, found: Findings, wanted: Wanted | None) -> pd.DataFrame:
    """The first sheet that holds a table."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {page.title: [row for row in page.iter_rows(values_only=True) if any(cell is not None for cell in row)]
                  for page in book.worksheets}
        book.close()
    except Exception as error:  # openpyxl's, zipfile's and the XML parser's errors have no common class
        raise EngineError("air-unreadable", path=path, reason=" ".join(str(error).split())[:200]) from error
    useful = [name for name, rows in sheets.items() if len(rows) > 1]
    if not useful:
        raise EngineError("air-unreadable", path=path, reason="0 rows")
    if len(useful) > 1:
        found.add("air-sheet", path, sheet=useful[0], others=", ".join(useful[1:]))
    head, *rows = sheets[useful[0]]
    names = [_heading("" if name is None else name) for name in head]
    kept = _kept(names, wanted, path, found)
    return pd.DataFrame([[_text(_cell(row, place)) for place in kept] for row in rows],
                        columns=[names[place] for place in kept], dtype=object)


def _cell(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
