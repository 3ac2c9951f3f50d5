"""The pieces of the print map: frames, text, graticule, north arrow, legend, scale bar."""

from __future__ import annotations

import base64
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeLayer,
    QgsLayout,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemMapItem,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from .labels import text_format
from .schema import styles
from .symbols import colour, symbol

LEGEND_STYLES = {
    "title": QgsLegendStyle.Style.Title,
    "group": QgsLegendStyle.Style.Group,
    "subgroup": QgsLegendStyle.Style.Subgroup,
    "label": QgsLegendStyle.Style.SymbolLabel,
}


def place(item: QgsLayoutItem, box: list[float]) -> None:
    """Move and size an item; `box` is x, y, width, height in millimetres."""
    item.attemptMove(QgsLayoutPoint(box[0], box[1]))
    item.attemptResize(QgsLayoutSize(box[2], box[3]))


def frame(layout: QgsLayout, box: list[float], width: float) -> None:
    """An empty rectangle with a line of `width` millimetres."""
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    fill = {"class": "SimpleFill", "style": "no", "outline_color": "=ink", "outline_width": str(width)}
    shape.setSymbol(symbol({"type": "fill", "layers": [fill]}))
    layout.addLayoutItem(shape)
    place(shape, box)


def literal(text: str) -> str:
    """Text in which nothing is evaluated, whatever a layer is called."""
    return text.replace("[%", "[\u200b%")


def note(
    layout: QgsLayout,
    text: str,
    box: list[float],
    size: float,
    bold: bool = False,
    centred: bool = False,
    framed: bool = False,
    middle: bool = False,
    color: str = "ink",
) -> QgsLayoutItemLabel:
    """A piece of text, `size` points; `[% … %]` in it is evaluated when the map is drawn."""
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    style = text_format(size, color, bold)
    label.setFont(style.font())
    label.setFontColor(colour(color))
    label.setHAlign(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
    label.setVAlign(Qt.AlignmentFlag.AlignVCenter if middle or centred else Qt.AlignmentFlag.AlignTop)
    label.setFrameEnabled(framed)
    if framed:
        label.setFrameStrokeWidth(QgsLayoutMeasurement(0.15))
        label.setMarginX(1.5)
    layout.addLayoutItem(label)
    place(label, box)
    return label


def graticule(item: QgsLayoutItemMap, spec: dict[str, Any]) -> None:
    """Meridians and parallels under the map's labels, with degrees outside the frame."""
    grid = QgsLayoutItemMapGrid("graticule", item)
    grid.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    grid.setIntervalX(spec["graticule_degrees"])
    grid.setIntervalY(spec["graticule_degrees"])
    grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Solid)
    line = {"class": "SimpleLine", "line_color": "=grid 55%", "line_width": "0.1"}
    grid.setLineSymbol(symbol({"type": "line", "layers": [line]}))
    grid.setStackingPosition(QgsLayoutItemMapItem.StackingPosition.StackBelowMapLabels)
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.CustomFormat)
    grid.setAnnotationExpression("@grid_number || '°' || if(@grid_axis = 'x', 'E', 'N')")
    sides, shown = QgsLayoutItemMapGrid.BorderSide, QgsLayoutItemMapGrid.DisplayMode
    for side in (sides.Left, sides.Right):
        grid.setAnnotationDirection(QgsLayoutItemMapGrid.AnnotationDirection.Vertical, side)
        grid.setAnnotationDisplay(shown.LatitudeOnly, side)
    for side in (sides.Top, sides.Bottom):
        grid.setAnnotationDisplay(shown.LongitudeOnly, side)
    grid.setAnnotationFrameDistance(1)
    grid.setAnnotationTextFormat(text_format(spec["sizes"]["grid"], "ink"))
    item.grids().addGrid(grid)


def north_arrow(layout: QgsLayout, item: QgsLayoutItemMap, spec: dict[str, Any], language: str) -> QgsLayoutItem:
    """A north arrow that turns with the map; its drawing is kept in the layout, not in a file."""
    x, y, width, height = spec["north"]
    picture = QgsLayoutItemPicture(layout)
    svg = base64.b64encode(spec["north_svg"].encode("utf-8")).decode("ascii")
    picture.setPicturePath(f"base64:{svg}")
    picture.setLinkedMap(item)
    layout.addLayoutItem(picture)
    place(picture, [x, y + 5, width, height - 5])
    note(layout, spec["texts"]["north"][language], [x, y, width, 5], 10, bold=True, centred=True)
    return picture


def legend(
    layout: QgsLayout, item: QgsLayoutItemMap, layers: dict[str, QgsVectorLayer], spec: dict[str, Any], language: str
) -> QgsLayoutItemLegend:
    """What the map shows and nothing else, lower right, growing upwards."""
    legend_item = QgsLayoutItemLegend(layout)
    legend_item.setTitle(spec["texts"]["legend"][language])
    legend_item.setLinkedMap(item)
    legend_item.setAutoUpdateModel(False)
    root = legend_item.model().rootGroup()
    root.removeAllChildren()
    for table in spec["legend_order"]:
        if table in layers:
            _legend_entry(root.addLayer(layers[table]), table, spec, language)
    legend_item.setLegendFilterByMapEnabled(True)
    legend_text(legend_item, spec["legend"])
    legend_item.setBackgroundColor(colour("paper 92%"))
    legend_item.setFrameEnabled(True)
    legend_item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    legend_item.setReferencePoint(QgsLayoutItem.ReferencePoint.LowerRight)
    layout.addLayoutItem(legend_item)
    legend_item.attemptMove(QgsLayoutPoint(*spec["legend"]["corner"]))
    legend_item.adjustBoxSize()
    return legend_item


def _legend_entry(node: QgsLayerTreeLayer, table: str, spec: dict[str, Any], language: str) -> None:
    """A layer's entry: what the style calls it; categories stand under no heading unless they need one."""
    described = styles()[table]["renderer"]
    if described["kind"] == "single":
        node.setCustomProperty("legend/title-label", described["label"][language])
    elif table not in spec["legend_headed"]:
        QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)


def legend_text(legend_item: QgsLayoutItemLegend, spec: dict[str, Any], between: float = 1.2) -> None:
    """Sizes of the legend's texts and symbols, `between` mm apart."""
    for name, style in LEGEND_STYLES.items():
        size = spec["title_size"] if name == "title" else spec["size"]
        legend_item.setStyleFont(style, text_format(size, "ink", name == "title").font())
        legend_item.rstyle(style).setMargin(QgsLegendStyle.Side.Top, between)
    legend_item.rstyle(QgsLegendStyle.Style.Symbol).setMargin(QgsLegendStyle.Side.Top, between)
    legend_item.setSymbolWidth(spec["symbol"][0])
    legend_item.setSymbolHeight(spec["symbol"][1])
    legend_item.setBoxSpace(3)


def scale_bar(layout: QgsLayout, item: QgsLayoutItemMap, spec: dict[str, Any], language: str) -> QgsLayoutItem:
    """A bar in kilometres under the legend."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(item)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel(spec["texts"]["scale_unit"][language])
    bar.setNumberOfSegments(spec["scale_bar"]["segments"])
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(_segment_km(item.scale(), spec["scale_bar"]))
    bar.setHeight(1.8)
    bar.setTextFormat(text_format(spec["scale_bar"]["size"], "ink", halo=0.6))
    layout.addLayoutItem(bar)
    place(bar, spec["scale_bar"]["box"])
    return bar


def _segment_km(scale: float, spec: dict[str, Any]) -> float:
    """The largest of 1, 2, 2.5, 5 × 10ⁿ km at which the bar fits its box."""
    room = spec["box"][2] * 0.8 / spec["segments"] * scale / 1e6
    steps = [base * 10.0**power for power in range(-3, 4) for base in (1, 2, 2.5, 5)]
    return max((step for step in steps if step <= room), default=steps[0])
