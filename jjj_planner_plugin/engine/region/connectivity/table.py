"""A table of flows as texts: which of its columns is what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio

from ...air.reading.findings import Findings
from ...air.reading.table import WORKBOOKS, read_table
from ...layer_checks import check_field, unreadable
from ...messages import EngineError, Pair
from ...protocol import Job
from ...sources import class_text, find_layer, split_reference
from ..place_names import find_all, place_columns, plain_name
from .catalogue import catalogue

TEXTS = (".csv", ".txt", ".tsv", *WORKBOOKS)
ENDS = ("origin", "destination")
Fields = dict[str, str | None]


def read_flows(reference: str, fields: Fields, job: Job) -> pd.DataFrame:
    """The rows of a CSV, XLSX or layer, each with its number `row`.

    Of either end `origin` and `destination` as they are written, `…_code` (empty where there is no such place) and
    `…_why` (a sentence then); `value`, `kind` and `year` as texts. `fields` names the columns of these five; others are
    recognised. Raises EngineError no-file, air-unreadable, unreadable-layer, unknown-field, links-no-column.
    """
    title, table = read_texts(reference, job)
    names = [str(name) for name in table.columns]
    for name in fields.values():
        if name:
            check_field(name, names, title)
    frame = pd.DataFrame({"row": range(1, len(table) + 1)}, index=table.index)
    for end in ENDS:
        own = fields.get(end)
        columns = {"code": own, "name": own} if own else place_columns(names, end)
        if not columns:
            raise _lacks(end, title, names)
        found = find_all(table, {part: str(name) for part, name in columns.items()}, job.language)
        written = dict.fromkeys(str(columns[part]) for part in ("code", "city", "name") if part in columns)
        frame[end] = table[list(written)].agg(lambda cells: " ".join(cell for cell in cells if cell), axis=1)
        frame[f"{end}_code"], frame[f"{end}_why"] = found["adcode"], found["why"]
    for role in ("value", "kind", "year"):
        column = fields.get(role) or _column(names, role)
        if column is None and role == "value":
            raise _lacks(role, title, names)
        frame[role] = table[column] if column else ""
    return frame


def read_texts(reference: str, job: Job) -> tuple[str, pd.DataFrame]:
    """What a sentence calls the table, and the table with all cells as texts; what was recognised is said.

    Of a workbook it is the sheet named, `path|layername=SHEET`, else the first one with rows.
    """
    path, layer = split_reference(reference)
    suffix = Path(path).suffix.lower()
    if suffix in TEXTS and not (suffix in WORKBOOKS and layer):
        found = Findings()
        table = read_table(path, found)
        found.tell(job)
        return Path(path).name, table
    layer = find_layer(path, layer)
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
    except Exception as error:  # GDAL's errors have no common class
        raise unreadable(path, error) from error
    texts = frame.map(lambda value: "" if value is None or value != value else class_text(value).strip())
    return layer or Path(path).stem, texts.astype(object)


def _column(names: list[str], role: str) -> str | None:
    plain = {plain_name(name).replace("_", ""): name for name in reversed(names)}
    return next((plain[word] for word in catalogue()["columns"][role] if word in plain), None)


def _lacks(role: str, title: str, names: list[str]) -> EngineError:
    told = catalogue()["roles"][role]
    return EngineError("links-no-column", path=title, role=Pair(told["zh"], told["en"]),
                       usual=", ".join(told["usual"]), fields=", ".join(names[:20]))
