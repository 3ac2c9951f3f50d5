"""Tables of the report: which columns and rows of a frame are shown, in what order, and how each cell reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio

from ...workbooks import width
from .analyses import Result
from .catalogue import catalogue, resource_json, shown
from .fields import Column, column, missing
from .fields import shown as cell_text
from .names import Names

SHORT = 12  # characters of a cell that is not broken into lines


@dataclass
class Table:
    """A table: `frame` holds all rows and, first, the columns of the page."""

    title: str
    frame: pd.DataFrame
    columns: list[Column]
    language: str
    names: Names
    most_rows: int
    on_page: int
    """How many of the columns the page shows; the workbook has all."""
    note: str = ""
    source: Result | None = None
    number: int = 0
    sheet: str = ""
    heads: list[Column] = field(init=False)

    def __post_init__(self) -> None:
        self.heads = self.columns[:self.on_page]

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The page's cells: their text, and the number by which they sort (None: by the text)."""
        part = self.frame.head(self.most_rows)
        return [[self._cell(value, of) for value, of in zip(row, self.heads)]
                for row in part[[of.name for of in self.heads]].itertuples(index=False, name=None)]

    def _cell(self, value: Any, of: Column) -> dict[str, Any]:
        number = float(value) * of.factor if of.number and not missing(value) else None
        text = cell_text(value, of, self.language, self.names)
        kind = "number" if of.number else "short" if width(text) <= SHORT and "\n" not in text else ""
        return {"text": text, "sort": number, "kind": kind}

    @property
    def hidden_rows(self) -> bool:
        """Whether the page shows only the first."""
        return len(self.frame) > self.most_rows


def made(title: str, frame: pd.DataFrame, language: str, names: Names, spec: dict[str, Any] | None = None,
         heads: dict[str, Any] | None = None) -> Table:
    """A table of `frame` as `spec` says: columns, where, sort, most."""
    spec = spec or {}
    for name, value in spec.get("where", {}).items():
        frame = frame[frame[name].astype(str) == str(value)]
    for name, text in spec.get("blank", {}).items():
        if name in frame:
            frame = frame.assign(**{name: frame[name].replace("", None).fillna(text[language])})
    if spec.get("above_zero") in frame:
        frame = frame[frame[spec["above_zero"]] > 0]
    ordered = _ordered(frame, spec, language)
    if spec.get("sort") in frame:
        frame = frame.sort_values(spec["sort"], ascending=bool(spec.get("ascending")), kind="stable")
    most = int(spec.get("most", catalogue()["most_rows"]))
    if set(spec.get("unequal_first", ())) & set(frame):
        first, second = (frame[name] for name in spec["unequal_first"])
        same = (first == second) | (first.isna() & second.isna())
        frame, most = frame.iloc[same.argsort(kind="stable")], min(most, max(int((~same).sum()), 1))
    beside = list(frame.columns)
    known = {**(heads or {}), **spec.get("heads", {})}
    columns = [column(name, frame[name], language, beside, known) for name in ordered]
    wanted = spec.get("columns", ())
    asked = sum(1 for name in ordered if name in wanted and (frame.empty or frame[name].notna().any()))
    asked = asked if wanted else catalogue()["most_columns"]
    return Table(title, frame[ordered].reset_index(drop=True), columns, language, names, most, max(asked, 1),
                 str(spec.get("note", {}).get(language, "")))


def _ordered(frame: pd.DataFrame, spec: dict[str, Any], language: str) -> list[str]:
    """The columns that tell something, those of the page first. Of two names of one thing, that in `language`."""
    panel = resource_json("catalog/result_tables.json")
    told = [name for name in map(str, frame.columns) if name != "geometry" and name not in panel["not_shown"]]
    other = "_en" if language == "zh" else "_zh"
    mine = "_zh" if language == "zh" else "_en"
    told = [name for name in told if not (name.endswith(other) and f"{name[:-3]}{mine}" in told
                                          and frame[f"{name[:-3]}{mine}"].notna().any())]
    first = [name for name in spec.get("columns") or spec.get("order") or [] if name in told]
    ordered = [*first, *(name for name in told if name not in first)]
    # a column without a value tells nothing on the page; the workbook has it
    return sorted(ordered, key=lambda name: bool(len(frame)) and not frame[name].notna().any())


def of_result(result: Result, language: str, names: Names) -> list[Table]:
    """The tables that the catalogue shows of a result; of others, those of the result panel, or all there are."""
    specs = shown(result.task).get("tables") or _of_panel(result)
    found = []
    for spec in specs:
        layer = spec.get("table")
        if layer is not None and layer not in (*result.tables, *result.layers):
            continue
        frame = read_table(result.path, layer)
        title = str(spec.get(language) or _panel_entry(result.task, layer).get(language) or result.title)
        heads = {**_panel_entry(result.task, layer).get("heads", {}), **shown(result.task).get("heads", {}),
                 **result.heads}
        table = made(title, frame, language, names, spec, heads)
        table.source = result
        if len(table.frame) or "above_zero" not in spec:
            found.append(table)
    return found


def _of_panel(result: Result) -> list[dict[str, Any]]:
    """What the result panel shows of such a result, as far as the file has it."""
    panel = resource_json("catalog/result_tables.json")["tasks"].get(result.task, {}).get("tables", [])
    held = [*result.tables, *result.layers]
    specs = [{"table": spec.get("table", held[0] if held else None),
              "order": [name for name in spec.get("order", []) if name not in spec.get("hidden", [])]}
             for spec in panel if held and spec.get("table", held[0]) in held]
    return specs or [{"table": name} for name in result.tables or result.layers]


def _panel_entry(task: str, table: str | None) -> dict[str, Any]:
    entries = resource_json("catalog/result_tables.json")["tasks"].get(task, {}).get("tables", [])
    return dict(next((entry for entry in entries if entry.get("table") == table), {}))


def read_table(path: Path, layer: str | None) -> pd.DataFrame:
    """The rows of a layer or table without geometry; codes in a CSV stay texts."""
    if path.suffix.lower() == ".csv":
        return pd.read_csv(path, encoding="utf-8-sig", dtype={"adcode": str})
    return pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
