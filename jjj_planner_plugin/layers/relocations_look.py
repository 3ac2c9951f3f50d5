"""How relocations that a tool made are drawn: flows as wide as their number, moves by status, both curved apart."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsExpressionContextUtils, QgsFeatureRequest, QgsRendererCategory, QgsVectorLayer

from ..i18n import language
from .flows import MOST, mark_coinciding, play_moves
from .forms import set_up_fields
from .labels import labeling
from .schema import catalog, domain
from .styles import style_layer
from .symbols import colour, symbol
from .water_look import IN_ENGLISH, draw, has, values_of

KIND = "relocations"


def looks() -> dict[str, Any]:
    """The symbols and words of these results."""
    return catalog("styles/relocations.json")


def style_relocations(layer: QgsVectorLayer) -> None:
    """Flows or moves, told by their fields."""
    if has(layer, "flow_of"):
        _flows(layer)
    elif has(layer, "move_status"):
        _moves(layer)
        play_moves(layer)


def style_imported(layer: QgsVectorLayer) -> None:
    """As the plan draws its own."""
    if has(layer, "uid"):
        mark_coinciding(layer)
    style_layer(layer, "relocations", language())
    set_up_fields(layer, "relocations", language())
    play_moves(layer)


def _tinted(kind: str, tint: str) -> Any:
    shade = colour(tint)
    return symbol(looks()[kind], {"tint": f"{shade.red()},{shade.green()},{shade.blue()},{shade.alpha()}"})


def _flows(layer: QgsVectorLayer) -> None:
    """The widest is as wide as the style has it; the legend says what for. Labelled with the number."""
    amounts = [value for value in values_of(layer, "flow_value") if value > 0]
    QgsExpressionContextUtils.setLayerVariable(layer, MOST, repr(float(max(amounts, default=0))))
    counted = str(next(iter(values_of(layer, "flow_of")), "moves"))
    number = looks()["amounts"][counted][language()]
    said = [looks()["width"][language()].format(number=number, most=f"{max(amounts):,.6g}")] if amounts else []
    categories = [QgsRendererCategory(key, _tinted("flow", entry["tint"]), entry[language()])
                  for key, entry in looks()["flows"].items()]
    draw(layer, "if(\"wing\" IN ('', 'other') OR \"wing\" IS NULL, 'other', 'wing')", categories, KIND, said)
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("flow_value", False)]))
    layer.renderer().setOrderByEnabled(True)
    name = f"if({IN_ENGLISH.format(language())}, \"destination_name_en\", \"destination_name_zh\")"
    shown = f"{name} || if(\"flow_value\" > 0, ' ' || format_number(\"flow_value\", if(\"flow_value\" < 10, 1, 0)), '')"
    shown = f"regexp_replace({shown}, '[.]0$', '')"
    layer.setLabeling(labeling({**looks()["label"], "expression": shown}))
    layer.setLabelsEnabled(True)


def _moves(layer: QgsVectorLayer) -> None:
    """By status, in the order of the plan's list."""
    words = {**domain("relocation_status", language()), "": looks()["no_status"][language()]}
    there = {str(value) for value in values_of(layer, "move_status")}
    categories = [QgsRendererCategory(key, _tinted("move", looks()["tints"][key]), text)
                  for key, text in words.items() if key in there]
    draw(layer, "coalesce(\"move_status\", '')", categories, KIND, [])
