"""The one-page sheet of a site check: what was found, on a map and in a table, as PDF.

The map shows copies of the layers as the planner sees them, unsaved edits included, in the sheet's own colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QSize, Qt

from .. import messages
from .labels import labeling, text_format
from .layout import spec as plan_map_spec
from .layout_items import LEGEND_STYLES, literal, north_arrow, note, place, scale_bar
from .schema import catalog
from .site_look import style_site
from .site_table import Finding, draw_table, fitted, sheet_spec, spare_height, verdict_text, words
from .symbols import colour, symbol

GEOMETRIES = {
    QgsWkbTypes.GeometryType.PolygonGeometry: ("polygon", "fill"),
    QgsWkbTypes.GeometryType.LineGeometry: ("line", "line"),
    QgsWkbTypes.GeometryType.PointGeometry: ("point", "marker"),
}
TWO_LINES = 1.85  # as much text as two lines hold, some of the first left empty where it breaks
DRAWN_LAST = {"polygon": 0, "line": 1, "point": 2}


class SheetError(Exception):
    """A sheet that cannot be written; its text is a sentence for the planner."""


class Control(NamedTuple):
    """A control of the check: what the findings call it, and its layer."""

    name: str
    layer: QgsVectorLayer


def print_site_sheet(
    result: dict[str, Any], controls: Sequence[Control], path: str, language: str, organisation: str = ""
) -> str:
    """Print the sheet of `result` (of the task `site_check`) to `path`, a *.pdf or *.png. Raises SheetError."""
    project = QgsProject()
    layout = site_layout(project, result, controls, language, organisation)
    exporter = QgsLayoutExporter(layout)
    if Path(path).suffix.lower() == ".png":
        written = exporter.renderPageToImage(0, QSize(), 200).save(path)
    else:
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = 300
        settings.appendGeoreference = settings.exportMetadata = False  # GDAL would write the file a second time
        written = exporter.exportToPdf(path, settings) == QgsLayoutExporter.ExportResult.Success
    if not written:
        raise SheetError(messages.sheet_not_written(path))
    return path


def site_layout(
    project: QgsProject, result: dict[str, Any], controls: Sequence[Control], language: str, organisation: str
) -> QgsPrintLayout:
    """The sheet as a layout of `project`, which is empty and takes the layers of the map."""
    summary = result["summary"]
    site = _copied(QgsVectorLayer(f"{result['output']}|layername=site", words("outline", language), "ogr"))
    project.setCrs(_map_crs(site))
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(sheet_spec()["page"]["format"], QgsLayoutItemPage.Orientation.Portrait)
    _head(layout, result, language, organisation)
    grown = min(spare_height(result["findings"]), sheet_spec()["map_grows"])
    item = _map(layout, site, grown)
    shown = _map_layers(project, item, result, site, controls, language)
    _legend(layout, item, shown, grown, language)
    drawing = {**plan_map_spec(), **{key: sheet_spec()[key] for key in ("north", "texts")}}
    x, y, width, height = sheet_spec()["scale_bar"]["box"]
    drawing["scale_bar"] = {**sheet_spec()["scale_bar"], "box": [x, y + grown, width, height]}
    north_arrow(layout, item, drawing, language)
    scale_bar(layout, item, drawing, language)
    draw_table(layout, result["findings"], sheet_spec()["table"][1] + grown, language)
    _notes(layout, result, item, summary["ellipsoid"], language)
    return layout


def _head(layout: QgsLayout, result: dict[str, Any], language: str, organisation: str) -> None:
    """Title, the site's name, size and date, and the conclusion."""
    spec, summary, sizes = sheet_spec(), result["summary"], sheet_spec()["sizes"]
    note(layout, words("title", language), spec["title"], sizes["title"], bold=True, centred=True)
    area = words("area_text", language).format(
        m2=f"{summary['area_m2']:,.2f}", ha=f"{summary['area_ha']:,.4f}", mu=f"{summary['area_mu']:,.2f}",
        parcels=summary["parcels"])
    entries = (("site", summary["site_name"]), ("date", QDate.currentDate().toString(Qt.DateFormat.ISODate)),
               ("area", area), ("by", organisation))
    x, y, width, height = spec["head"]["box"]
    size, label, row = spec["head"]["size"], spec["head"]["label_width"], height / spec["head"]["rows"]
    for number, (key, text) in enumerate(entries):
        cell = width * (0.66 if number % 2 == 0 else 0.34)
        left, top = x + (number % 2) * width * 0.66, y + number // 2 * row
        note(layout, words(key, language), [left, top, label, row], size, bold=True, framed=True, middle=True)
        value = fitted(literal(text), cell - label - 3, size)
        note(layout, value, [left + label, top, cell - label, row], size, framed=True, middle=True)
    verdict = summary["verdict"]
    mark = f"{spec['marks'][verdict]} {verdict_text(verdict)[language]}  "
    text = fitted(mark + literal(result["conclusion"]), TWO_LINES * spec["conclusion"][2], sizes["conclusion"])
    told = note(layout, text, spec["conclusion"], sizes["conclusion"], bold=True, framed=True, middle=True)
    told.setFontColor(colour(spec["verdict_colors"][verdict]))
    told.setBackgroundEnabled(True)
    told.setBackgroundColor(colour(verdict_text(verdict)["fill"]))


def _map_crs(site: QgsVectorLayer) -> QgsCoordinateReferenceSystem:
    """The CGCS2000 3-degree zone of the site; web Mercator where there is none."""
    zones, degrees = sheet_spec()["crs_of_zone"], QgsCoordinateReferenceSystem("EPSG:4490")
    middle = _moved(site.extent(), site.crs(), degrees).center().x()
    meridian = zones["step"] * round(middle / zones["step"])
    if not zones["first_meridian"] <= meridian <= zones["last_meridian"]:
        return QgsCoordinateReferenceSystem("EPSG:3857")
    number = (meridian - zones["first_meridian"]) // zones["step"]
    return QgsCoordinateReferenceSystem(f"EPSG:{zones['first_epsg'] + number}")


def _moved(
    box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> QgsRectangle:
    return QgsCoordinateTransform(source, target, QgsProject.instance()).transformBoundingBox(box)


def _map(layout: QgsPrintLayout, site: QgsVectorLayer, grown: float) -> QgsLayoutItemMap:
    """The map, `grown` mm higher, at the largest round scale that holds the site and some ground around it."""
    spec, crs = sheet_spec(), layout.project().crs()
    item = QgsLayoutItemMap(layout)
    item.setId("map")
    item.setFrameEnabled(True)
    layout.addLayoutItem(item)
    x, y, width, height = spec["map"]
    height += grown
    place(item, [x, y, width, height])
    box = _moved(site.extent(), site.crs(), crs)
    half = max(box.width(), box.height() * width / height, 10.0) * spec["margin"] / 2
    centre = box.center()
    item.setExtent(QgsRectangle(centre.x() - half, centre.y() - half * height / width,
                                centre.x() + half, centre.y() + half * height / width))
    item.setScale(next((float(s) for s in spec["scales"] if s >= item.scale()), item.scale()))
    return item


def _copied(layer: QgsVectorLayer, box: QgsRectangle | None = None) -> QgsVectorLayer:
    """The layer's features (in `box`) as the planner sees them, in memory: no file stays open."""
    request = QgsFeatureRequest() if box is None else QgsFeatureRequest().setFilterRect(box)
    copy = layer.materialize(request)
    copy.setName(layer.name())
    return copy


def _map_layers(
    project: QgsProject, item: QgsLayoutItemMap, result: dict[str, Any], site: QgsVectorLayer,
    controls: Sequence[Control], language: str,
) -> list[QgsVectorLayer]:
    """What the map shows, top first: broken ground, the site, points, lines, polygons; each is in `project`."""
    pieces = _copied(QgsVectorLayer(f"{result['output']}|layername=site_check", words("pieces", language), "ogr"))
    pieces.setSubsetString("\"verdict\" = 'fail'")
    style_site(site)
    if 1 < site.featureCount() <= sheet_spec()["most_parcel_labels"]:
        site.setLabeling(labeling(sheet_spec()["parcel_labels"]))
        site.setLabelsEnabled(True)
    pieces.setRenderer(QgsSingleSymbolRenderer(symbol(catalog("styles/results.json")["site"]["fail"])))
    rules = {finding["control"]: finding for finding in reversed(result["findings"]) if not finding["class"]}
    copies = []
    for control in controls:
        copy = _control_copy(control, rules.get(control.name), item)
        if copy is not None:
            copies.append(copy)
    copies.sort(key=lambda copy: DRAWN_LAST[GEOMETRIES[copy.geometryType()][0]], reverse=True)
    shown = [*([pieces] if pieces.featureCount() else []), site, *copies]
    for layer in shown:
        project.addMapLayer(layer)
    item.setKeepLayerSet(True)
    item.setLayers(shown)
    return shown


def _control_copy(control: Control, rule: Finding | None, item: QgsLayoutItemMap) -> QgsVectorLayer | None:
    """The control on the map, drawn by what it is known as or by its rule; None where none of it is there."""
    if rule is None or control.layer.geometryType() not in GEOMETRIES:
        return None
    try:
        box = _moved(item.extent(), item.layout().project().crs(), control.layer.crs())
    except QgsCsException:
        return None
    copy = _copied(control.layer, box)
    if copy.featureCount() == 0:
        return None
    copy.setName(control.name)
    geometry, kind = GEOMETRIES[copy.geometryType()]
    looks = [sheet_spec()["looks"].get(name, {}) for name in (rule["known"], rule["rule_kind"], "avoid")]
    drawn = next(look[geometry] for look in looks if geometry in look)
    copy.setRenderer(QgsSingleSymbolRenderer(symbol({"type": kind, "layers": drawn})))
    return copy


def _legend(
    layout: QgsLayout, item: QgsLayoutItemMap, shown: list[QgsVectorLayer], grown: float, language: str
) -> None:
    """What the map shows, as many as there is room for."""
    spec = sheet_spec()["legend"]
    legend = QgsLayoutItemLegend(layout)
    legend.setTitle(words("legend", language))
    legend.setLinkedMap(item)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    for layer in shown[: spec["names"]]:
        node = root.addLayer(layer)
        name = fitted(layer.name(), spec["name_width"], spec["size"], middle=True)
        node.setCustomProperty("legend/title-label", literal(name))
    for name, style in LEGEND_STYLES.items():
        size = spec["title_size"] if name == "title" else spec["size"]
        legend.setStyleFont(style, text_format(size, "ink", name == "title").font())
    legend.setSymbolWidth(spec["symbol"][0])
    legend.setSymbolHeight(spec["symbol"][1])
    legend.setBoxSpace(1.5)
    legend.setReferencePoint(QgsLayoutItem.ReferencePoint.UpperLeft)
    layout.addLayoutItem(legend)
    x, y, width, height = spec["box"]
    place(legend, [x, y, width, 10])
    legend.adjustBoxSize()
    if len(shown) > spec["names"]:
        text = words("map_more", language).format(count=len(shown) - spec["names"])
        note(layout, text, [x + 1, y + grown + height - 8, width - 1, 8], spec["size"] - 0.5)


def _notes(
    layout: QgsLayout, result: dict[str, Any], item: QgsLayoutItemMap, ellipsoid: str, language: str
) -> None:
    """What the figures are, where they come from, and that boundaries are schematic."""
    spec, size = sheet_spec(), sheet_spec()["sizes"]["note"]
    scale = f"{item.scale():,.0f}".replace(",", " ")
    crs = layout.project().crs().description()
    named = words("separator", language).join(
        words("source", language).format(name=entry.get("name") or entry["layer"] or Path(entry["path"]).stem,
                                         used=entry["used"]) for entry in result["inputs"])
    x, y, width, height = spec["notes"]
    lines = [words("measured", language), words("ellipsoid", language).format(
        ellipsoid=ellipsoid, crs=crs, scale=scale), words("sources", language).format(names=named)]
    note(layout, words("caution", language), [x, y, width, 4.2], size + 0.5, bold=True, color="core")
    text = "\n".join(fitted(literal(line), TWO_LINES * width, size) for line in lines)
    note(layout, text, [x, y + 4.2, width, height - 4.2], size)
