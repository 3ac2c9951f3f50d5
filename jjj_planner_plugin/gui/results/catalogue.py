"""Which tables a task's result has, what may be summed in them, what is drawn, and what explains a row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsApplication

from ...algorithms.announcements import Arrival
from ...i18n import language
from ...layers.results import field_text
from ...layers.schema import catalog


class TableSpec(NamedTuple):
    """One table of a result: where it is, what it is called, and its entry in the catalogue (maybe empty)."""

    uri: str
    title: str
    entry: dict[str, Any]


def panel() -> dict[str, Any]:
    """The whole catalogue."""
    return catalog("catalog/result_tables.json")


def tables_of(arrival: Arrival) -> list[TableSpec]:
    """The tables to show, the main one first; of a task that is not in the catalogue, all that its files hold."""
    entries = panel()["tasks"].get(arrival.algorithm, {}).get("tables")
    if entries is None:
        return [spec for output, path in arrival.outputs.items() for spec in _all_in(arrival, output, path)]
    found = [_spec(arrival, entry) for entry in entries]
    return [spec for spec in found if spec is not None]


def _spec(arrival: Arrival, entry: dict[str, Any]) -> TableSpec | None:
    """The entry's table, if the result has it."""
    path = arrival.outputs.get(entry["output"], "").split("|")[0]
    if not path:
        return None
    uri = path
    if path.lower().endswith(".gpkg") and "table" in entry:
        if entry["table"] not in tables_in(path):
            return None
        uri = f"{path}|layername={entry['table']}"
    title = entry.get(language()) or output_title(arrival.algorithm, entry["output"])
    return TableSpec(uri, title, entry)


def _all_in(arrival: Arrival, output: str, path: str) -> list[TableSpec]:
    title = output_title(arrival.algorithm, output)
    file = path.split("|")[0]
    if file.lower().endswith(".csv"):
        return [TableSpec(file, title, {"output": output})]
    if not file.lower().endswith(".gpkg"):
        return []
    names = tables_in(file)
    return [TableSpec(f"{file}|layername={name}", title if len(names) == 1 else f"{title}: {name}",
                      {"output": output, "table": name}) for name in names]


def output_title(algorithm: str, output: str) -> str:
    """What the tool's dialog calls an output."""
    known = QgsApplication.processingRegistry().algorithmById(f"jjj:{algorithm}")
    definition = known.parameterDefinition(output) if known else None
    return str(definition.description()) if definition else output


def tables_in(path: str) -> list[str]:
    """The tables of a GeoPackage, those without geometry first; none of a file that is none."""
    contents = _contents(path)
    return sorted(contents, key=lambda name: contents[name] != "attributes")


def first_layer(path: str) -> str:
    """The table that a layer shows whose source names the file only: the first with geometry."""
    contents = _contents(path)
    return next((name for name, kind in contents.items() if kind == "features"), next(iter(contents), ""))


def _contents(path: str) -> dict[str, str]:
    """Table → `features` or `attributes`, in the file's order."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute(
                "SELECT table_name, data_type FROM gpkg_contents WHERE data_type IN ('attributes', 'features') "
                "AND table_name NOT IN ('layer_styles', 'qgis_projects') ORDER BY rowid"))
    except sqlite3.Error:
        return {}


def unit_of(field: str) -> str:
    """The unit that a result field is stored in; empty for none."""
    return field_text(field).get("unit", "")
