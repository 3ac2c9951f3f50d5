"""Workbooks (.xlsx): texts that are no formulas, numbers as numbers, and the same bytes for the same content."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

WIDEST, NARROWEST = 46, 8  # characters
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same job gives the same file


def put(sheet: Worksheet, row: int, column: int, value: Any, number_format: str | None) -> float:
    """Write one value; what it is wide."""
    if value is None or pd.isna(value):
        return 0
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value, cell.data_type = clean(value), "s"  # a name that begins with = is no formula
        cell.alignment = Alignment(vertical="top", wrap_text=width(value) > WIDEST)
        return width(value)
    cell.value = value.item() if hasattr(value, "item") else value
    cell.alignment = Alignment(vertical="top")
    if number_format:
        cell.number_format = number_format
    return len(f"{value:,.2f}") + 2


def clean(text: str) -> str:
    """Without the control characters that no workbook may hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def width(text: str) -> float:
    """Width in characters; a Chinese one takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def save(book: Workbook, part: Path) -> None:
    """Without the time of writing, in the properties and in the archive."""
    written = BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
