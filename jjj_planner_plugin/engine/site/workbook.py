"""The workbook of a site check (.xlsx): conclusion, pieces, parcels; heads with units, numbers as numbers."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ... import paths
from ..workbooks import NARROWEST, WIDEST, clean, put, save, width
from .rules import basis, catalogue, said

FORMATS = {"area_m2": "#,##0.00", "area_ha": "#,##0.0000", "area_mu": "#,##0.00", "share_of_site": "0.00%",
           "length_m": "#,##0.0", "nearest_m": "#,##0.00", "distance_m": "#,##0.##", "counted_twice_m2": "#,##0.00"}
SHEETS: dict[str, tuple[str, ...]] = {
    "findings": ("no", "control", "rule_kind", "class", "verdict", "measured", "area_m2", "area_ha", "area_mu",
                 "share_of_site", "length_m", "features", "nearest_m", "nearest_name", "nearest_id",
                 "counted_twice_m2", "site_note", "rule_from", "basis"),
    "pieces": ("no", "control", "rule_kind", "verdict", "measured", "class", "feature_id", "parcel", "parcel_name",
               "area_m2", "area_ha", "area_mu", "share_of_site"),
    "parcels": ("parcel", "parcel_name", "area_m2", "area_ha", "area_mu", "verdict", "fails", "broken"),
}


@lru_cache(maxsize=1)
def _fields() -> dict[str, Any]:
    """What result fields are called, with their units: the same words as in QGIS's tables."""
    found: dict[str, Any] = json.loads(paths.resource("styles/results.json").read_text(encoding="utf-8"))
    return dict(found["fields"])


def write_workbook(
    part: Path, tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], summary: dict[str, Any], conclusion: str,
    recipe: dict[str, Any], language: str,
) -> None:
    """Write the sheets for `tables` (findings, pieces, parcels); each says above what site it is, below its sources."""
    book = Workbook()
    book.remove(book.active)
    words = {key: text[language] for key, text in catalogue()["workbook"].items()}
    site = words["site"].format(name=summary["site_name"], **{key: f"{summary[key]:,.{digits}f}" for key, digits in (
        ("area_m2", 2), ("area_ha", 4), ("area_mu", 2), ("parcels", 0))})
    for name, table in zip(SHEETS, tables):
        sheet = book.create_sheet(words[name])
        for row, (text, size) in enumerate(((words["title"], 16), (site, 11), (conclusion, 11)), start=1):
            sheet.cell(row, 1, clean(text)).font = Font(bold=True, size=size)
        _fill(sheet, name, _spoken(table, language), table, language)
        _tell_sources(sheet, recipe, words)
    save(book, part)


def _spoken(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """The table with words for its codes."""
    spoken = table.copy()
    if "known" in table:
        spoken["basis"] = [basis(known, origin, language) for known, origin in zip(table["known"], table["rule_from"])]
        asked = zip(table["rule_kind"], table["distance_m"])
        spoken["rule_kind"] = [said(kind, metres, language) for kind, metres in asked]
    elif "rule_kind" in table:
        spoken["rule_kind"] = [catalogue()["kinds"][kind][language] for kind in table["rule_kind"]]
    for field, domain in catalogue()["domains"].items():
        if field in table:
            spoken[field] = [catalogue()[domain].get(code, {}).get(language, code) for code in table[field]]
    return spoken


def _fill(sheet: Worksheet, name: str, spoken: pd.DataFrame, table: pd.DataFrame, language: str) -> None:
    """The table from row 5 on: its head, which stays in view, its rows, and the columns' widths."""
    head, line = 5, Side(style="thin", color="A0A0A0")
    for column, field in enumerate(SHEETS[name], start=1):
        cell = sheet.cell(head, column, _head(field, language))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E4E4E4")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = Border(bottom=line, top=line)
        widths = [width(str(cell.value)) / 2]
        for row, value in enumerate(spoken[field], start=head + 1):
            widths.append(put(sheet, row, column, value, FORMATS.get(field)))
        sheet.column_dimensions[get_column_letter(column)].width = min(max(*widths, NARROWEST), WIDEST) + 2
    verdict = SHEETS[name].index("verdict") + 1
    for row, code in enumerate(table["verdict"], start=head + 1):
        fill = catalogue()["verdicts"][code]["fill"]
        sheet.cell(row, verdict).fill = PatternFill("solid", fgColor=fill.lstrip("#"))
    sheet.freeze_panes = sheet.cell(head + 1, 3)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"


def _head(field: str, language: str) -> str:
    text = _fields()[field]
    unit = "%" if field == "share_of_site" else text.get("unit", "")
    unit = catalogue()["units"].get(unit, {}).get(language, unit)
    return f"{text[language]} ({unit})" if unit else str(text[language])


def _tell_sources(sheet: Worksheet, recipe: dict[str, Any], words: dict[str, str]) -> None:
    """Below the table: the ellipsoid, each input, and that boundaries are schematic."""
    lines = [words["ellipsoid"].format(ellipsoid=recipe["ellipsoid"]), words["schematic"]]
    lines += [words["input"].format(**{**entry, "layer": entry["layer"] or Path(entry["path"]).stem})
              for entry in recipe["inputs"]]
    for number, text in enumerate(lines, start=sheet.max_row + 2):
        sheet.cell(number, 1, clean(text)).font = Font(size=9, color="606060")
