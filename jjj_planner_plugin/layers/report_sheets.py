"""The report as a PDF: A3 sheets, one a section, of the plan and of the results in the report's folder.

What stands on each sheet is in `resources/styles/report_sheets.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    Qgis,
    QgsLayoutExporter,
    QgsLayoutItemPage,
    QgsLayoutSize,
    QgsMapLayer,
    QgsMessageLog,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import speaking
from .compose import PlanError, plan_title
from .layout import title_block
from .plan_file import open_plan
from .report_sheet import Sheet, put_sheet
from .results import STYLES, style_result
from .sheet_plan_tables import plan_tables
from .sheet_table import SheetTable, read_table, sheets, words


class SheetResult(NamedTuple):
    """A result of the report, in a file of its own."""

    section: str
    task: str
    path: str
    title: str
    kind: str
    """How its layers are styled: a key of layers/results.py STYLES."""
    layers: Sequence[str] = ()
    """Its file's tables with geometry."""
    tables: Sequence[str] = ()
    """Its file's tables without."""


class Book(NamedTuple):
    """What the sheets are made of."""

    plan: str
    title: str
    organisation: str
    language: str
    results: Sequence[SheetResult] = ()
    failed: Sequence[dict[str, Any]] = ()
    """Of each task that failed `task`, `title` and `message`."""
    sections: Sequence[str] | None = None
    """Ids of the sections wanted; None: all."""


def print_report(book: Book, path: str, dpi: int = 200) -> int:
    """Print the sheets to the PDF `path`; returns how many there are. Raises PlanError."""
    project = QgsProject()
    layers = open_plan(book.plan, project, book.language)
    with speaking(book.language):
        layout = report_layout(project, layers, book)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    settings.appendGeoreference = settings.exportMetadata = False  # GDAL would write the file a second time
    count = int(layout.pageCollection().pageCount())
    written = Path(path).parent.is_dir() and (
        QgsLayoutExporter(layout).exportToPdf(path, settings) == QgsLayoutExporter.ExportResult.Success)
    del layout  # before the project that it points to
    project.clear()
    if not written:
        raise PlanError(messages.sheets_not_written(path))
    return count


def report_layout(project: QgsProject, layers: dict[str, QgsVectorLayer], book: Book) -> QgsPrintLayout:
    """The sheets as a layout of the plan's `project`; result layers come into the project, not into its tree."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    own = {page["id"]: plan_tables(page.get("own", ()), layers, book.language) for page in sheets()["pages"]}
    pages = [page for page in [*sheets()["pages"], *_added(book)] if _is_wanted(page, book)
             and (own.get(page["id"]) or _has_something(page, book))]
    pages = pages or sheets()["pages"][:1]  # nothing was found in the sections asked for
    size = QgsLayoutSize(sheets()["page"]["width"], sheets()["page"]["height"])
    for number in range(len(pages)):
        if number:
            layout.pageCollection().addPage(QgsLayoutItemPage(layout))
        layout.pageCollection().page(number).setPageSize(size)
    entered = title_block(project)
    heading = book.title or plan_title(layers, book.language)
    for number, page in enumerate(pages):
        found = _results(page, book)
        put_sheet(layout, Sheet(
            number=number, count=len(pages), title=str(page[book.language]), book=heading, language=book.language,
            entered={**entered, **({"jjj_organisation": book.organisation} if book.organisation else {})},
            plan=_plan_layers(page, layers), shown=_shown(project, page, found, book.language),
            tables=[*own.get(page["id"], ()), *_tables(page, found, book.language)],
            files=[result.path for result in found], own=bool(page.get("own")), failed=_failed(page, book),
            sources=page.get("sources", ["structure"])), layers)
    return layout


def _added(book: Book) -> list[dict[str, Any]]:
    """A page for each result that no page of the catalogue shows: what the planner has added."""
    taken = {result.path for page in sheets()["pages"] for result in _results(page, book)}
    return [{"id": result.path, "zh": result.title, "en": result.title, "path": result.path,
             "show": [[result.task, layer] for layer in result.layers],
             "tables": [[result.task, table] for table in [*result.tables, *result.layers]]}
            for result in book.results if result.path not in taken]


def _results(page: dict[str, Any], book: Book) -> list[SheetResult]:
    """The report's results that the page shows, in its order: of each task the first."""
    if "path" in page:
        return [result for result in book.results if result.path == page["path"]]
    found = [[result for result in book.results if result.task == task][:1] for task in _tasks(page)]
    return [result for results in found for result in results]


def _tasks(page: dict[str, Any]) -> list[str]:
    """The tasks whose results the page is made for."""
    return list(dict.fromkeys(task for task, *_ in [*page.get("show", ()), *page.get("tables", ())]))


def _is_wanted(page: dict[str, Any], book: Book) -> bool:
    return book.sections is None or "path" in page or page["section"] in book.sections


def _has_something(page: dict[str, Any], book: Book) -> bool:
    return bool(_results(page, book) or _failed(page, book))


def _failed(page: dict[str, Any], book: Book) -> list[str]:
    """Sentences on what could not be made, on the first page that would have shown it."""
    before = sheets()["pages"][: sheets()["pages"].index(page)] if page in sheets()["pages"] else []
    own = [task for task in _tasks(page) if not any(task in _tasks(one) for one in before)]
    return [words("failed", book.language).format(
        title=one.get("title") or one.get("task"), reason=one.get("message", ""))
        for one in book.failed if one.get("task") in own]


def _plan_layers(page: dict[str, Any], layers: dict[str, QgsVectorLayer]) -> dict[str, QgsVectorLayer]:
    """The plan's tables on the page's map; beside results the zones as outlines only."""
    wanted = page["plan"] if page.get("own") else [*sheets()["context"], *page.get("plan", ())]
    return {table: layers[table] for table in wanted if table in layers}


def _shown(
    project: QgsProject, page: dict[str, Any], found: list[SheetResult], language: str
) -> list[QgsMapLayer]:
    """The results' layers on the map, styled, the topmost first; those that are empty are left out."""
    layers: list[QgsMapLayer] = []
    for task, table, *options in page.get("show", ()):
        for result in found:
            if result.task == task and table in result.layers:
                layer = QgsVectorLayer(f"{result.path}|layername={table}", result.title, "ogr")
                if layer.isValid() and layer.featureCount() > 0:
                    _style(layer, result.kind)
                    if options and not options[0]["labels"]:
                        layer.setLabelsEnabled(False)
                    project.addMapLayer(layer, False)
                    layers.append(layer)
    return layers


def _style(layer: QgsVectorLayer, kind: str) -> None:
    """As its tool does. What no tool here makes keeps QGIS's own look, and so does a file of an older version that
    lacks a field: the sheet is worth having."""
    if kind not in STYLES:
        return
    try:
        style_result(layer, kind)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        QgsMessageLog.logMessage(f"{layer.source()}: {error!r}", "JJJ Planner", Qgis.MessageLevel.Warning)


def _tables(page: dict[str, Any], found: list[SheetResult], language: str) -> list[SheetTable]:
    """The page's tables that its results have, each with the rows that the catalogue wants."""
    read = []
    for task, table, *options in page.get("tables", ()):
        for result in (one for one in found if one.task == task):
            if not table or table in [*result.layers, *result.tables]:
                uri = f"{result.path}|layername={table}" if table else result.path
                read.append(read_table(uri, task, table, language, result.title, *options))
    return [table for table in read if table is not None and table.heads]
