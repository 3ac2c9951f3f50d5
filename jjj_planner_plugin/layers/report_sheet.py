"""One sheet of the report: title, map with legend, north arrow and scale bar, tables, sources, title block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from qgis.core import (
    QgsCoordinateTransform,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLegendRenderer,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, Qt

from .air_look import is_demonstration, looks
from .air_map import air_source, show_date
from .layout import fill_block, round_scale, source_lines
from .layout import spec as plan_map_spec
from .layout_items import frame, graticule, legend, legend_text, literal, north_arrow, note, place, scale_bar
from .schema import look
from .sheet_cells import draw_tables, measured
from .sheet_copies import COPY_OF, printed
from .sheet_table import SheetTable, sheets, words
from .site_table import fitted
from .symbols import colour, symbol
from .water_map import heights_source


class Sheet(NamedTuple):
    """What is on a sheet, and its place among the others."""

    number: int
    count: int
    title: str
    book: str
    """The report's title."""
    language: str
    entered: dict[str, str]
    """What the planner entered in the plan map's title block, by variable."""
    plan: dict[str, QgsVectorLayer]
    """Tables of the plan on the map."""
    shown: list[QgsMapLayer]
    """Results on the map, the topmost first."""
    tables: list[SheetTable]
    files: list[str]
    """The results' files."""
    own: bool
    """Whether the sheet is of the plan itself: its zones are filled, its figures measured here."""
    failed: list[str]
    sources: list[str]
    """Of the catalogue's sources those that the sheet tells."""

    def box(self, name: str) -> list[float]:
        """A box of the catalogue, on this sheet."""
        x, y, *size = sheets()[name]
        return [x, y + self.top, *size]

    @property
    def top(self) -> float:
        """Where the sheet begins in the layout, mm."""
        return float(self.number * (sheets()["page"]["height"] + PAGE_GAP))


PAGE_GAP = 10.0
"""Between two pages of a layout, QGIS's own; mm."""
SHOWN_DATE = "jjj/shown_date"
"""Custom property of a layer with several dates: which the map shows, in words."""


def put_sheet(layout: QgsPrintLayout, sheet: Sheet, layers: dict[str, QgsVectorLayer]) -> None:
    """Draw the sheet on its page of the layout. `layers`: all of the plan's, in the layout's project."""
    frame(layout, sheet.box("frame"), 0.4)
    item = _map(layout, sheet, layers)
    _title(layout, sheet)
    _on_map(layout, sheet, item)
    x, y, width, height = sheet.box("beside")
    for sentence in sheet.failed:
        note(layout, literal(sentence), [x, y, width, 10], sheets()["sizes"]["lead"], bold=True, color="core")
        y, height = y + 11, height - 11
    draw_tables(layout, sheet.tables, [x, y, width, height], sheet.language)
    _notes(layout, sheet, layers)
    _block(layout, sheet, item)


def _map(layout: QgsPrintLayout, sheet: Sheet, layers: dict[str, QgsVectorLayer]) -> QgsLayoutItemMap:
    """The region on the left of the map, so that the legend has room over the sea."""
    project, box = layout.project(), sheet.box("map")
    item = QgsLayoutItemMap(layout)
    item.setId(f"map_{sheet.number + 1}")
    layout.addLayoutItem(item)
    place(item, box)
    item.setFrameEnabled(True)
    item.setBackgroundColor(colour("sea"))
    region = QgsCoordinateTransform(layers["zones"].crs(), project.crs(), project).transformBoundingBox(
        layers["zones"].extent())
    item.setExtent(_around(region, box[2], box[3]))
    item.setScale(round_scale(item.scale(), sheets()["scales"]))
    item.setExtent(_leftwards(item.extent(), region))
    item.setKeepLayerSet(True)
    tolerance = sheets()["simplified_mm"] * item.scale() / 1000
    drawn = [(layer, printed(project, layer, tolerance)) for layer in _drawn(project, sheet, layers)]
    item.setLayers([copy for _, copy in drawn])
    for layer, copy in drawn:
        date = show_date([item], copy, "") if layer in sheet.shown else ""
        copy.setCustomProperty(SHOWN_DATE, words("date", sheet.language).format(date=date) if date else "")
    graticule(item, plan_map_spec())
    return item


def _around(region: QgsRectangle, width: float, height: float) -> QgsRectangle:
    """The region with a margin, widened to the map's shape."""
    across = max(region.width(), region.height() * width / height) * sheets()["margin"]
    centre = region.center()
    half_width, half_height = across / 2, across * height / width / 2
    return QgsRectangle(centre.x() - half_width, centre.y() - half_height,
                        centre.x() + half_width, centre.y() + half_height)


def _leftwards(shown: QgsRectangle, region: QgsRectangle) -> QgsRectangle:
    """The same scale with the region near the left edge."""
    moved = QgsRectangle(shown)
    aside = region.xMinimum() - shown.xMinimum() - sheets()["region_left"] * shown.width()
    moved.setXMinimum(shown.xMinimum() + max(aside, 0))
    moved.setXMaximum(shown.xMaximum() + max(aside, 0))
    return moved


def _drawn(project: QgsProject, sheet: Sheet, layers: dict[str, QgsVectorLayer]) -> list[QgsMapLayer]:
    """All layers of the map, top first: the plan's points and lines, the zones' outlines, the results, areas below."""
    ordered = [table for group in look()["groups"] for table in group["tables"] if table in sheet.plan]
    below = [table for table in ordered if table in ("zones", "units", "catchments", "land")]
    above = [layers[table] for table in ordered if table not in below]
    outline = [] if sheet.own else [zone_outline(project, layers["zones"], sheet.language)]
    return [*above, *outline, *sheet.shown, *(layers[table] for table in below)]


def zone_outline(project: QgsProject, zones: QgsVectorLayer, language: str) -> QgsVectorLayer:
    """The plan's zones without their fill, which would be read as a class of the result; one for all sheets."""
    for known in project.mapLayersByName(words("zone_outline", language)):
        if not known.customProperty(COPY_OF):
            return known
    outline = zones.clone()
    outline.setName(words("zone_outline", language))
    outline.setRenderer(QgsSingleSymbolRenderer(symbol(looks()["zone_outline"])))
    project.addMapLayer(outline, False)
    return outline


def _title(layout: QgsPrintLayout, sheet: Sheet) -> None:
    sizes = sheets()["sizes"]
    first = sheet.number == 0
    text, width = " ".join((sheet.book if first else sheet.title).split()), sheets()["title"][2]
    size = sizes["first_title"] if first else sizes["title"]
    while size > sizes["least_title"] and measured(text, size, bold=True) > width:
        size -= 1
    text = fitted(text, width, size)
    note(layout, literal(text), sheet.box("title"), size, bold=True, middle=True)
    page = words("page", sheet.language).format(number=sheet.number + 1, count=sheet.count)
    beside = " ".join((sheet.title if first else sheet.book).split())
    organisation = sheet.entered.get("jjj_organisation", "")
    lines = [fitted(beside, sheets()["book"][2], sizes["book"]), " · ".join(filter(None, (organisation, page)))]
    told = note(layout, literal("\n".join(lines)), sheet.box("book"), sizes["book"], middle=True)
    told.setHAlign(Qt.AlignmentFlag.AlignRight)


def _on_map(layout: QgsPrintLayout, sheet: Sheet, item: QgsLayoutItemMap) -> None:
    """North arrow, legend and scale bar; no label of the map is hidden under them."""
    spec = plan_map_spec()
    x, y = sheets()["legend"]["corner"]
    bar = {**sheets()["scale_bar"], "box": _moved(sheets()["scale_bar"]["box"], sheet.top)}
    order = [*spec["legend_order"], *(table for table in sheet.plan if table not in spec["legend_order"])]
    drawn = {**spec, "legend_order": order, "north": sheet.box("north"), "scale_bar": bar,
             "legend": {**sheets()["legend"], "corner": [x, y + sheet.top]}}
    copies = {layer.customProperty(COPY_OF, layer.id()): layer for layer in item.layers()}
    named = {table: copies[layer.id()] for table, layer in sheet.plan.items() if table != "land"}
    told = legend(layout, item, named, drawn, sheet.language)
    _list_results(told, sheet, [copies[layer.id()] for layer in sheet.shown], item.layers())
    for over_map in (north_arrow(layout, item, drawn, sheet.language), told,
                     scale_bar(layout, item, drawn, sheet.language)):
        item.addLabelBlockingItem(over_map)


def _moved(box: list[float], down: float) -> list[float]:
    x, y, *size = box
    return [x, y + down, *size]


def _list_results(
    told: QgsLayoutItemLegend, sheet: Sheet, results: list[QgsMapLayer], drawn: list[QgsMapLayer]
) -> None:
    """The results first in the legend, the zones' outline last."""
    root = told.model().rootGroup()
    for layer in reversed(results):
        said = [line for line in layer.metadata().abstract().split("\n") if line] or [layer.name()]
        said += filter(None, [layer.customProperty(SHOWN_DATE, "")])
        node = root.insertLayer(0, layer)
        node.setCustomProperty("legend/title-label", literal("\n".join(dict.fromkeys(said))))
    if not sheet.own:
        outline = next(layer for layer in drawn if layer.name() == words("zone_outline", sheet.language))
        root.addLayer(outline).setCustomProperty("legend/title-label", outline.name())
    told.adjustBoxSize()
    _shrink(told)


def _shrink(told: QgsLayoutItemLegend) -> None:
    """Small enough to stay over the sea and off the coast, as far as it can be read then.

    The item itself has no size before it is drawn; that of all entries is taken, also of those the map does not show.
    """
    spec = sheets()["legend"]
    for size, height, between in spec["smaller"]:
        if QgsLegendRenderer(told.model(), told.legendSettings()).minimumSize().height() <= spec["most_height"]:
            return
        legend_text(told, {**spec, "size": size, "symbol": [spec["symbol"][0], height]}, between)
        told.adjustBoxSize()


def _notes(layout: QgsPrintLayout, sheet: Sheet, layers: dict[str, QgsVectorLayer]) -> None:
    """Caution, sources, and with what file and recipe each figure was made."""
    x, y, width, height = sheet.box("notes")
    sizes, colon = sheets()["sizes"], "：" if sheet.language == "zh" else ": "
    caution = [plan_map_spec()["texts"]["caution"][sheet.language]]
    shown = [layer for layer in sheet.shown if isinstance(layer, QgsVectorLayer)]
    if any(is_demonstration(layer) for layer in shown):
        caution.append(words("demonstration", sheet.language))
    note(layout, " ".join(caution), [x, y, width, 6], sizes["caution"], bold=True, color="core")
    first, *more = (sheets()["sources"][key][sheet.language] for key in _told(sheet, shown))
    lines = [f"{plan_map_spec()['texts']['sources'][sheet.language]}{colon}{first}", *more]
    lines += source_lines(layers, sheet.language)[1:]
    lines += dict.fromkeys(filter(None, (source(layer) for layer in shown for source in (air_source, heights_source))))
    if sheet.own:
        lines.append(words("measured", sheet.language).format(ellipsoid="CGCS2000 (GRS80)"))
    if sheet.files:
        named = words("separator", sheet.language).join(map(_with_recipe(sheet.language), sheet.files))
        lines.append(f"{words('figures', sheet.language)}{colon}{named}")
    text = "\n".join(fitted(line, 2 * width, sizes["note"]) for line in lines)
    note(layout, literal(text), [x, y + 6.5, width, height - 6.5], sizes["note"])


def _told(sheet: Sheet, shown: list[QgsVectorLayer]) -> list[str]:
    """The sources of the sheet; that of the bundled air only where the figures come from it."""
    return [key for key in sheet.sources if key != "pm25" or any(is_demonstration(layer) for layer in shown)]


def _with_recipe(language: str) -> Callable[[str], str]:
    def named(path: str) -> str:
        file = Path(path)
        recipe = file.with_name(f"{file.stem}.recipe.json")
        return words("recipe", language).format(file=file.name, recipe=recipe.name) if recipe.is_file() else file.name

    return named


def _block(layout: QgsPrintLayout, sheet: Sheet, item: QgsLayoutItemMap) -> None:
    """The title block of the plan map, filled in for this sheet."""
    spec = plan_map_spec()
    date = sheet.entered.get("jjj_date") or QDate.currentDate().toString(Qt.DateFormat.ISODate)
    told = {**sheet.entered, "jjj_map_title": sheet.title, "jjj_date": date,
            "scale": f"1:{item.scale():,.0f}".replace(",", " "), "crs": spec["texts"]["crs"][sheet.language]}
    entries = {entry[sheet.language]: literal(told.get(entry.get("variable") or entry["text"], ""))
               for entry in spec["entries"]}
    block = {**sheets()["block"], "box": _moved(sheets()["block"]["box"], sheet.top)}
    fill_block(layout, block, entries, [entry[sheet.language] for entry in spec["entries"] if entry.get("wide")])
