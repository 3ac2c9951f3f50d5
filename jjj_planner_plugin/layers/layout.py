"""The print map of a plan: A3, with title block, legend, graticule and the note that borders are schematic.

It is stored in the plan's project, so that a QGIS without the plugin prints it too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

from .. import messages
from .compose import PlanError, plan_title
from .layout_items import frame, graticule, legend, north_arrow, note, scale_bar
from .schema import catalog
from .symbols import colour

PLAN_MAP = "jjj/plan_map"
"""Custom property by which the print map is found, whatever it is called."""


def spec() -> dict[str, Any]:
    """Where things stand on the sheet, and the words on it."""
    return catalog("styles/layout.json")


def add_plan_map(project: QgsProject, layers: dict[str, QgsVectorLayer], only_these: bool = False) -> QgsPrintLayout:
    """Add the print map of the plan whose layers (by table) are in `project`.

    `only_these` keeps the project's other layers off the map.
    """
    language = map_language(project)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(_free_name(project, spec()["name"][language]))
    layout.setCustomProperty(PLAN_MAP, True)
    page = layout.pageCollection().page(0)
    page.setPageSize(spec()["page"]["format"], QgsLayoutItemPage.Orientation.Portrait)
    _set_variables(layout, plan_title(layers, language))
    frame(layout, spec()["frame"], 0.5)
    item = _map(layout, layers, only_these)
    _title(layout)
    graticule(item, spec())
    for over_map in (
        north_arrow(layout, item, spec(), language),
        legend(layout, item, layers, spec(), language),
        scale_bar(layout, item, spec(), language),
    ):
        item.addLabelBlockingItem(over_map)
    _notes(layout, layers, language)
    _title_block(layout, language)
    project.layoutManager().addLayout(layout)
    return layout


def map_language(project: QgsProject) -> str:
    """`zh` or `en`: the language of the project's labels."""
    return str(QgsExpressionContextUtils.projectScope(project).variable("jjj_language") or "zh")


def _free_name(project: QgsProject, name: str) -> str:
    taken = {layout.name() for layout in project.layoutManager().layouts()}
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _set_variables(layout: QgsPrintLayout, title: str) -> None:
    """What the planner enters, in the layout's own variables; empty until then, but for the title."""
    for entry in spec()["entries"]:
        if "variable" in entry:
            value = title if entry["variable"] == "jjj_map_title" else ""
            QgsExpressionContextUtils.setLayoutVariable(layout, entry["variable"], value)


def _map(layout: QgsPrintLayout, layers: dict[str, QgsVectorLayer], only_these: bool) -> QgsLayoutItemMap:
    """The map at the largest round scale that holds the zones."""
    project = layout.project()
    x, y, width, height = spec()["map"]
    item = QgsLayoutItemMap(layout)
    item.setId("map")
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))
    item.setFrameEnabled(True)
    item.setBackgroundColor(colour("sea"))
    layout.addLayoutItem(item)
    transform = QgsCoordinateTransform(layers["zones"].crs(), project.crs(), project)
    box = transform.transformBoundingBox(layers["zones"].extent())
    item.setExtent(_sheet(box, width, height))
    item.setScale(round_scale(item.scale(), spec()["scales"]))
    if only_these:
        shown = project.layerTreeRoot().checkedLayers()
        item.setKeepLayerSet(True)
        item.setLayers([layer for layer in shown if layer in layers.values()])
    return item


def _sheet(box: QgsRectangle, width: float, height: float) -> QgsRectangle:
    """`box` with a margin, widened to the shape of the map frame."""
    margin = 1.03
    across = max(box.width(), box.height() * width / height) * margin
    centre = box.center()
    half_width, half_height = across / 2, across * height / width / 2
    return QgsRectangle(
        centre.x() - half_width, centre.y() - half_height, centre.x() + half_width, centre.y() + half_height
    )


def round_scale(scale: float, scales: Sequence[float]) -> float:
    """The largest map of `scales` that shows as much as one at `scale`."""
    return next((float(s) for s in scales if s >= scale), scale)


def _title(layout: QgsPrintLayout) -> None:
    note(layout, "[% @jjj_map_title %]", spec()["title"], spec()["sizes"]["title"], bold=True, centred=True)


def _notes(layout: QgsPrintLayout, layers: dict[str, QgsVectorLayer], language: str) -> None:
    """Caution and sources, lower left."""
    x, y, width, height = spec()["notes"]
    caution = spec()["texts"]["caution"][language]
    note(layout, caution, [x, y, width, 7], spec()["sizes"]["caution"], bold=True, color="core")
    note(layout, "\n".join(source_lines(layers, language)), [x, y + 7.5, width, height - 7.5], spec()["sizes"]["note"])


def source_lines(layers: dict[str, QgsVectorLayer], language: str) -> list[str]:
    """Where the plan's structure and its boundaries come from."""
    texts = {key: text[language] for key, text in spec()["texts"].items()}
    boundaries = _boundary_set(layers, language)
    stop, colon = ("。", "：") if language == "zh" else (".", ": ")
    lines = [f"{texts['sources']}{colon}{texts['structure']}"]
    if boundaries:
        lines.append(f"{texts['boundary_set']}{colon}{boundaries.rstrip('。.')}{stop}")
    return lines


def _boundary_set(layers: dict[str, QgsVectorLayer], language: str) -> str:
    """Which boundaries the plan uses, in words where the catalogue has them."""
    for row in layers["plan_info"].getFeatures():
        known = spec()["boundary_sets"].get(row["boundary_set"])
        return known[language] if known else str(row["boundary_set"] or "")
    return ""


def _entry_text(entry: dict[str, Any], language: str) -> str:
    """What stands beside a word of the title block: a variable, the scale or the CRS."""
    if entry.get("text") == "scale":
        return "1:[% replace(format_number(map_get(item_variables('map'), 'map_scale'), 0, 'en'), ',', ' ') %]"
    if entry.get("text") == "crs":
        return spec()["texts"]["crs"][language]
    if entry["variable"] == "jjj_date":  # the day of printing, until another is entered
        return "[% coalesce(nullif(@jjj_date, ''), format_date(now(), 'yyyy-MM-dd')) %]"
    return f"[% @{entry['variable']} %]"


def _title_block(layout: QgsPrintLayout, language: str) -> None:
    """The table lower right."""
    fill_block(layout, spec()["block"], {entry[language]: _entry_text(entry, language) for entry in spec()["entries"]},
               [entry[language] for entry in spec()["entries"] if entry.get("wide")])


def fill_block(layout: QgsPrintLayout, block: dict[str, Any], entries: dict[str, str], wide: Collection[str]) -> None:
    """A table of words and what stands beside them, two entries a row, a `wide` one alone in its row."""
    x, y, width, height = block["box"]
    row_height = height / block["rows"]
    place = 0
    for word, text in entries.items():
        place += place % 2 if word in wide else 0
        left, top = x + (place % 2) * width / 2, y + place // 2 * row_height
        cell = width if word in wide else width / 2
        words: list[float] = [left, top, block["label_width"], row_height]
        value: list[float] = [left + block["label_width"], top, cell - block["label_width"], row_height]
        note(layout, word, words, block["size"], bold=True, framed=True, middle=True)
        note(layout, text, value, block["size"], framed=True, middle=True)
        place += 2 if word in wide else 1


def title_block(project: QgsProject) -> dict[str, str]:
    """What was entered in the title block of the plan map, by variable; empty without a map."""
    layout = plan_map(project)
    if layout is None:
        return {}
    scope = QgsExpressionContextUtils.layoutScope(layout)
    names = [entry["variable"] for entry in spec()["entries"] if "variable" in entry]
    return {name: str(scope.variable(name) or "") for name in names}


def enter_in_title_block(project: QgsProject, entered: dict[str, str]) -> None:
    """Write texts into the title block of the plan map: `jjj_organisation`, `jjj_review_number` …"""
    layout = plan_map(project)
    for name, text in entered.items() if layout is not None else ():
        QgsExpressionContextUtils.setLayoutVariable(layout, name, text)


def plan_map(project: QgsProject) -> QgsPrintLayout | None:
    """The print map of the plan that is open in `project`; None without one."""
    for layout in project.layoutManager().printLayouts():
        if layout.customProperty(PLAN_MAP):
            return layout
    return None


def export_map(project: QgsProject, path: str, dpi: int = 300) -> str:
    """Print the plan map to a *.png or *.pdf file at `dpi`; returns its path. Raises PlanError."""
    layout = plan_map(project)
    if layout is None:
        raise PlanError(messages.no_print_layout())
    exporter = QgsLayoutExporter(layout)
    kind = Path(path).suffix.lower()
    written = False
    if not Path(path).parent.is_dir():  # QGIS would make the folder for a PDF and not for a PNG
        raise PlanError(messages.map_not_written(path))
    if kind == ".pdf":
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = dpi
        written = exporter.exportToPdf(path, settings) == QgsLayoutExporter.ExportResult.Success
    elif kind == ".png":  # not exportToImage(): GDAL then complains that it cannot georeference a PNG
        written = exporter.renderPageToImage(0, QSize(), dpi).save(path)
    if not written:
        raise PlanError(messages.map_not_written(path))
    return path
