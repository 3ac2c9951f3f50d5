"""A result's table as the report's sheets show it: read from its file, its columns chosen, its values in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsFeatureRequest, QgsField, QgsVectorLayer

from . import sheet_figures as figures
from .schema import catalog
from .sheet_rows import AT, Row, across, chosen_rows


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
    uri: str, task: str, table: str, language: str, title: str = "", options: dict[str, Any] | None = None
) -> SheetTable | None:
    """A result's table, `path` or `path|layername=table`; None where it cannot be read.

    options: what the sheets' catalogue says of it, in the words of its `_`.
    Columns are those of the sheets' catalogue, else those that the results panel shows first.
    """
    layer = QgsVectorLayer(uri, "table", "ogr")
    if not layer.isValid():
        return None
    options, entry = options or {}, panel_entry(task, table)
    fields = {field.name(): field for field in layer.fields()}
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    rows, same = chosen_rows([dict(zip(fields, row.attributes())) for row in layer.getFeatures(request)], options)
    shown = [name for name in columns(task, table, list(fields), entry, language) if _says_something(rows, name)]
    if f"{task}/{table}" not in sheets()["columns"]:
        shown = shown[: sheets()["most_columns"]]
    if "across" in options:
        rows, shown = across(rows, shown, options["across"])
    heads = {**entry.get("heads", {}), **options.get("heads", {})}
    made = [_column(fields[name.split(AT)[0]], name, rows, heads, language) for name in shown]
    layer.dataProvider().reloadData()  # closes the file
    told = [list(row) for row in zip(*(column[1] for column in made))]
    for row in told if "blank" in options else ():
        row[0] = row[0] or str(options["blank"][language])
    named = str(options.get(language) or entry.get(language) or title)
    return SheetTable(
        title=words("unequal", language).format(title=named, count=same) if same else named,
        heads=[column[0] for column in made], rows=told, numbers=[column[2] for column in made],
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


def _says_something(rows: list[Row], name: str) -> bool:
    return not rows or any(figures.text(name, row[name], "zh") for row in rows)


def _column(
    field: QgsField, name: str, rows: list[Row], heads: dict[str, dict[str, str]], language: str
) -> tuple[str, list[str], bool]:
    """Head, cells, and whether it holds numbers. Codes that stand for words are texts."""
    known, _, at = name.partition(AT)
    own = heads.get(known, {}).get(language)
    coded = "values" in figures.field_text(known)
    figure = None
    if field.isNumeric() and not coded:
        values = [figures.number(row[name]) for row in rows]
        whole = "real" not in field.typeName().lower() and not field.precision()
        figure = figures.figure(known, [value for value in values if value is not None], whole)
        plain = whole and not figure.unit and known not in catalog("catalog/result_tables.json")["counts"]
        cells = ["" if value is None else f"{value:.0f}" if plain else figure.shown(value) for value in values]
    else:
        cells = [figures.text(known, row[name], language) for row in rows]
    head = own or figures.head(known, figure, language, list(rows[0]) if rows else ())
    return f"{at} {head}".strip(), cells, figure is not None
