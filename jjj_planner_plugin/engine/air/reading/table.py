"""Tables as texts, whatever their encoding and separator: CSV, plain text, XLSX."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ...messages import EngineError
from .findings import Findings

DELIMITERS = ",;\t|，；"
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
    text = _decoded(path, found)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if delimiter not in first:
        delimiter = r"\s+"
    if delimiter != ",":
        found.add("air-separator", path, separator={"\t": "TAB", r"\s+": " "}.get(delimiter, delimiter))
    options: dict[str, Any] = {"sep": delimiter, "dtype": str, "keep_default_na": False, "skipinitialspace": True}
    if len(delimiter.encode()) > 1:  # not one byte: only Python's reader takes it
        options["engine"] = "python"
    try:
        names = [_heading(name) for name in pd.read_csv(io.StringIO(text), nrows=0, **options).columns]
        kept = _kept(names, wanted)
        frame = pd.read_csv(io.StringIO(text), usecols=kept, on_bad_lines="skip", **options)
    except (ValueError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise EngineError("air-unreadable", path=path, reason=" ".join(str(error).split())[:200]) from error
    frame.columns = pd.Index([names[place] for place in kept])
    lost = sum(bool(line.strip()) for line in text.splitlines()) - 1 - len(frame)
    if lost > 0:
        found.add("air-lines-too-long", path, lost)
    return frame.apply(lambda column: column.fillna("").str.strip())


def headings(path: str) -> list[str]:
    """The headings of a table."""
    return [str(name) for name in read_table(path, Findings()).columns]


def _kept(names: list[str], wanted: Wanted | None) -> list[int]:
    """The places of the columns that are read."""
    chosen = set(names) if wanted is None else wanted(names)
    return [place for place, name in enumerate(names) if name in chosen]


def _heading(name: Any) -> str:
    return str(name).strip().strip("\ufeff")


def _decoded(path: str, found: Findings) -> str:
    """UTF-8, UTF-16 with its mark, or GBK. Raises air-unreadable."""
    data = Path(path).read_bytes()
    marked = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else None
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
    kept = [place for place in _kept(names, wanted) if names[place]]
    return pd.DataFrame([[_text(_cell(row, place)) for place in kept] for row in rows],
                        columns=[names[place] for place in kept], dtype=str)


def _cell(row: Sequence[Any], place: int) -> Any:
    return row[place] if place < len(row) else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
