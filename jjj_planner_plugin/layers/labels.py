"""Labels: one language at a time, a white halo, and a place where they do not collide."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCallout,
    QgsLabeling,
    QgsPalLayerSettings,
    QgsProperty,
    QgsSimpleLineCallout,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QFont, QFontInfo

from .schema import catalog, look
from .symbols import colour, expression, symbol

PLACEMENTS = {
    "point": QgsPalLayerSettings.Placement.OrderedPositionsAroundPoint,
    "line": QgsPalLayerSettings.Placement.Line,
    "curved": QgsPalLayerSettings.Placement.Curved,
    "polygon": QgsPalLayerSettings.Placement.Horizontal,
    "callout": QgsPalLayerSettings.Placement.OutsidePolygons,
}


def font_families() -> list[str]:
    """Fonts with Chinese, those of this machine first; QGIS takes the first it finds."""
    wanted = look()["fonts"]
    return sorted(wanted, key=lambda family: QFontInfo(QFont(family)).family() != family)


def font(size: float, bold: bool = False, italic: bool = False) -> QFont:
    """A font that can show Chinese; size in points."""
    result = QFont(font_families()[0])
    result.setPointSizeF(size)
    result.setBold(bold)
    result.setItalic(italic)
    return result


def text_format(size: float, color: str, bold: bool = False, italic: bool = False, halo: float = 0.0) -> QgsTextFormat:
    """Text of `size` points in a palette colour, with a white halo of `halo` millimetres."""
    result = QgsTextFormat()
    result.setFont(font(size, bold, italic))
    result.setFamilies(font_families())
    result.setSize(size)
    result.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    result.setColor(colour(color))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(halo > 0)
    buffer.setSize(halo)
    buffer.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    buffer.setColor(colour("paper 85%"))
    result.setBuffer(buffer)
    return result


def label_expression(spec: dict[str, Any]) -> str:
    """The text of a label: the name in the map's language, cities without 市."""
    text = expression(spec.get("expression", "@name"))
    return f"regexp_replace({text}, '市$', '')" if spec.get("short_city") else text


def _placed(settings: QgsPalLayerSettings, spec: dict[str, Any]) -> None:
    kind = spec["kind"]
    settings.placement = PLACEMENTS[kind]
    settings.dist = spec.get("distance", 0)
    settings.distUnits = QgsUnitTypes.RenderUnit.RenderMillimeters
    settings.priority = spec.get("priority", 5)
    settings.centroidInside = True
    if "line" in spec:  # the line that is drawn, where it is not the feature's own
        settings.geometryGeneratorEnabled = True
        settings.geometryGeneratorType = QgsWkbTypes.GeometryType.LineGeometry
        settings.geometryGenerator = expression(spec["line"])
    if "turn" in spec:  # degrees from one letter to the next
        settings.maxCurvedCharAngleIn, settings.maxCurvedCharAngleOut = spec["turn"], -spec["turn"]
    if kind == "line":
        settings.lineSettings().setPlacementFlags(QgsLabeling.LinePlacementFlag.AboveLine)
    # a polygon that were an obstacle would push every town's name out of its zone
    obstacle = settings.obstacleSettings()
    obstacle.setIsObstacle(kind in ("point", "line"))
    obstacle.setFactor(spec.get("obstacle", 1.0))
    if kind == "callout":
        _with_leader(settings, spec["callout"])


def _with_leader(settings: QgsPalLayerSettings, color: str) -> None:
    """A thin leader from the label to the inside of the polygon."""
    callout = QgsSimpleLineCallout()
    line = {"type": "line", "layers": [{"class": "SimpleLine", "line_color": f"={color}", "line_width": "0.25"}]}
    callout.setLineSymbol(symbol(line))
    callout.setAnchorPoint(QgsCallout.AnchorPoint.PoleOfInaccessibility)
    callout.setEnabled(True)
    settings.setCallout(callout)


def _data_defined(settings: QgsPalLayerSettings, spec: dict[str, Any]) -> None:
    properties = settings.dataDefinedProperties()
    if "size_expression" in spec:
        properties.setProperty(QgsPalLayerSettings.Property.Size, QgsProperty.fromExpression(spec["size_expression"]))
    if "color_palette" in spec:
        shades = catalog("catalog/palette.json")[spec["color_palette"]]
        field = spec["color_field"]
        cases = " ".join(f"WHEN \"{field}\" = '{value}' THEN '{shade}'" for value, shade in shades.items())
        text = f"CASE {cases} ELSE '{colour(spec['color']).name()}' END"
        properties.setProperty(QgsPalLayerSettings.Property.Color, QgsProperty.fromExpression(text))
    settings.setDataDefinedProperties(properties)


def labeling(spec: dict[str, Any]) -> QgsVectorLayerSimpleLabeling:
    """The labels that `spec` describes; kind `obstacle` draws none but keeps others away."""
    settings = QgsPalLayerSettings()
    settings.fieldName = label_expression(spec)
    settings.isExpression = True
    if spec["kind"] == "obstacle":
        settings.drawLabels = False
        settings.obstacleSettings().setIsObstacle(True)
        return QgsVectorLayerSimpleLabeling(settings)
    text = text_format(
        spec["size"], spec["color"], spec.get("bold", False), spec.get("italic", False), spec.get("halo", 0)
    )
    if "spacing" in spec:
        spaced = text.font()
        spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spec["spacing"])
        text.setFont(spaced)
    settings.setFormat(text)
    if "wrap" in spec:  # at spaces: English names break, Chinese ones stay whole
        settings.autoWrapLength = spec["wrap"]
        settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    _placed(settings, spec)
    _data_defined(settings, spec)
    if "below" in spec:
        settings.scaleVisibility = True
        settings.minimumScale = spec["below"]
        settings.maximumScale = 1
    return QgsVectorLayerSimpleLabeling(settings)
