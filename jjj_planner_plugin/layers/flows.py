"""Moves as flows on the map: drawn apart where they coincide, as wide as a number, played in the time controller."""

from __future__ import annotations

import json
import math

from qgis.core import (
    Qgis,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language, tr
from .air_look import clear_symbol
from .air_time import CLOCK
from .schema import catalog
from .styles import style_layer

RANKS = "jjj_ranks"
"""Layer variable: JSON, uid → rank among the moves that coincide. Not an aggregate: see styles.STRETCHES."""
FIELD, MOST = "jjj_flow_field", "jjj_flow_most"
"""Layer variables: the field whose number is a flow's width (empty: all alike), and its largest value."""
WIDTH_FIELDS = ("", "people", "area_km2")
NOTE = "\n"
"""A category that no move has: the legend's line about the width."""

Point = tuple[float, float]


def mark_coinciding(layer: QgsVectorLayer) -> None:
    """Give each move its rank among those whose ends are near its own: 1, -1, 2, -2 … in the order of their ids.

    Call it again after moves were edited.
    """
    drawn = [feature for feature in layer.getFeatures() if not feature.geometry().isNull()]
    drawn.sort(key=_key)
    ends = [_ends(feature) for feature in drawn]
    different = list(dict.fromkeys(point for pair in ends for point in pair))
    cluster = dict(zip(different, _clusters(different)))
    seen: dict[frozenset[int], list[int]] = {}
    ranks = {}
    for feature, pair in zip(drawn, ends):
        start, end = (cluster[point] for point in pair)
        earlier = seen.setdefault(frozenset((start, end)), [])
        earlier.append(start)
        rank = (len(earlier) + 1) // 2 * (1 if len(earlier) % 2 else -1)
        ranks[str(feature["uid"])] = rank if start == earlier[0] else -rank  # bent as seen from the first
    _remember(layer, RANKS, json.dumps(ranks))
    if chosen_width(layer):
        _remember(layer, MOST, repr(_most(layer, chosen_width(layer))))


def _key(feature: QgsFeature) -> tuple[str, int]:
    """In the order of the planner's own numbers, the new ones last."""
    told = feature["relocation_id"]
    return ("~" if told in (None, NULL, "") else str(told), feature.id())


def _ends(feature: QgsFeature) -> tuple[Point, Point]:
    vertices = list(feature.geometry().vertices())
    return (vertices[0].x(), vertices[0].y()), (vertices[-1].x(), vertices[-1].y())


def _clusters(points: list[Point]) -> list[int]:
    """A number for each point (degrees); those that a chain of short steps joins have the same, the lowest."""
    step = catalog("catalog/relocations.json")["together_km"] / 111.32
    cells: dict[tuple[int, int], list[int]] = {}
    number = list(range(len(points)))

    def root(place: int) -> int:
        while number[place] != place:
            place = number[place]
        return place

    for place, (x, y) in enumerate(points):
        wide = step / math.cos(math.radians(y))
        column, row = math.floor(x / (2 * step)), math.floor(y / step)
        near = [other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in cells.get((column + i, row + j), ())]
        for other in near:
            if math.hypot((points[other][0] - x) / wide, (points[other][1] - y) / step) <= 1:
                one, two = sorted((root(other), root(place)))
                number[two] = one
        cells.setdefault((column, row), []).append(place)
    return [root(place) for place in range(len(points))]


# The width


def chosen_width(layer: QgsVectorLayer) -> str:
    """The field whose number is the width; empty where all flows are alike."""
    return str(QgsExpressionContextUtils.layerScope(layer).variable(FIELD) or "")


def width_words() -> dict[str, str]:
    """What each of WIDTH_FIELDS is called."""
    return {"": tr("All alike"), "people": tr("People"), "area_km2": tr("Area")}


def set_width(layer: QgsVectorLayer, field: str, speech: str = "") -> bool:
    """Draw the plan's moves as wide as the number in `field`, and say so in the legend. False where none has one."""
    most = _most(layer, field) if field else 0.0
    style_layer(layer, "relocations", speech or language())
    _remember(layer, FIELD, field if most > 0 else "")
    _remember(layer, MOST, repr(most))
    if most > 0:
        layer.renderer().addCategory(QgsRendererCategory(NOTE, clear_symbol(layer), width_note(field, most)))
    layer.triggerRepaint()
    return most > 0 or not field


def width_where_known(layer: QgsVectorLayer, speech: str) -> None:
    """Of a plan that opens: as wide as the people who move where any move says how many; the others keep their width.

    They stay as they are for a layer for which a width was chosen, be it none.
    """
    scope = QgsExpressionContextUtils.layerScope(layer)
    if not scope.hasVariable(FIELD):
        set_width(layer, "people", speech)


def width_note(field: str, most: float) -> str:
    """`Width by people; widest: 12 000`."""
    unit = " km²" if field == "area_km2" else ""
    number = f"{most:,.6g}" if most < 1000 else f"{most:,.0f}"
    return tr("Width: {number}; widest {most}; thin where not known").format(
        number=width_words()[field], most=number.replace(",", "\u202f") + unit)


def _most(layer: QgsVectorLayer, field: str) -> float:
    index = layer.fields().lookupField(field)
    found = layer.maximumValue(index) if index >= 0 else None
    return 0.0 if found in (None, NULL) else float(found)


def _remember(layer: QgsVectorLayer, name: str, value: str) -> None:
    if QgsExpressionContextUtils.layerScope(layer).variable(name) != value:  # or the project would seem changed
        QgsExpressionContextUtils.setLayerVariable(layer, name, value)


# Time


def play_moves(layer: QgsVectorLayer) -> None:
    """Let the time controller play moves: each is there from its beginning on, so that they add up.

    What has only an end begins there; what has no date is always shown.
    """
    if min(layer.fields().lookupField(name) for name in ("date_from", "date_to")) < 0:
        return
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression(f"coalesce({CLOCK.format(field='date_from')}, {CLOCK.format(field='date_to')})")
    properties.setEndExpression("")
    properties.setIsActive(True)
