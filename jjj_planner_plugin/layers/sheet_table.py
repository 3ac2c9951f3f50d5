"""A result's table as the report's sheets show it: read from its file, its columns chosen, its values in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsField, QgsVectorLayer

from . import sheet_figures as figures
from .schema import catalog


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
    if f"{task}/{table}" not in sheets()["columns"]:
        shown = shown[: sheets()["most_columns"]]
    made = [_column(fields[name], rows, entry, list(fields), language) for name in shown]
    layer.dataProvider().reloadData()  # closes the file
    return SheetTable(
        title=str(entry.get(language) or title), heads=[column[0] for column in made],
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
    return kept


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
