"""How spatial indicators are drawn: clusters, gravity along axes, people within distances, the gap at the border."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeatureRequest, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .air_look import first_value
from .labels import labeling
from .schema import catalog
from .symbols import symbol
from .water_look import draw, name_expression, plain_rows, single, spoken_name, tinted, values_of

KIND = "indicators"
UNKNOWN = "unknown"


def looks() -> dict[str, Any]:
    """The symbols and words of spatial indicators."""
    return catalog("styles/spatial.json")


def _word(key: str, **facts: str) -> str:
    return str(looks()["words"][key][language()]).format(**facts)


def _label(layer: QgsVectorLayer, spec: str, expression: str) -> None:
    layer.setLabeling(labeling({**looks()[spec], "expression": expression}))
    layer.setLabelsEnabled(True)


def _measure(layer: QgsVectorLayer) -> str:
    """What the layer's measure is called; a column of the planner's own as it is."""
    measure = str(first_value(layer, "measure") or "")
    known = catalog("catalog/spatial_indicators.json")["measures"]
    return str(known.get(measure, {}).get(language(), measure))


def style_lisa(layer: QgsVectorLayer) -> None:
    """The four kinds of clusters, what is not significant pale, what has no value hatched."""
    spec, there = looks()["lisa"], values_of(layer, "lisa")
    categories = [
        QgsRendererCategory(key, symbol(spec["apart"]) if key == "NA" else tinted(
            spec["area"], spec["tints"][key], spec["wash"]), text[language()])
        for key, text in catalog("catalog/spatial_indicators.json")["classes"].items() if key in there]
    draw(layer, "lisa", categories, KIND, [_word("lisa", measure=_measure(layer))])
    _label(layer, "area_label", f"if(\"lisa\" IN ('NS', 'NA'), '', {name_expression(layer, 'code')})")


def _class_of(field: str, bounds: list[float]) -> str:
    """An expression: the place of a value's class, the lowest 0; a value on a bound is in the higher one."""
    cases = " ".join(f'WHEN "{field}" < {bound} THEN {place}' for place, bound in enumerate(bounds))
    return f"CASE WHEN \"{field}\" IS NULL THEN '{UNKNOWN}' {cases} ELSE {len(bounds)} END"


def _classes_there(layer: QgsVectorLayer, field: str, bounds: list[float]) -> set[int]:
    rows = [row[field] for row in layer.getFeatures(plain_rows()) if row[field] not in (None, NULL)]
    return {sum(float(value) >= bound for bound in bounds) for value in rows}


def _span(place: int, bounds: list[float], shown: str) -> str:
    """`< 5 %`, `5–15 %`, `≥ 50 %`."""
    told = [shown.format(bound) for bound in bounds]
    if place == 0:
        return f"< {told[0]}"
    return f"≥ {told[-1]}" if place == len(bounds) else f"{told[place - 1]} – {told[place]}"


def style_sections(layer: QgsVectorLayer) -> None:
    """Sections of the axes, wider with the share of all gravity that leads along them."""
    _flows(layer, looks()["sections"], "sections", 0)
    _label(layer, "line_label", "to_string(round(100 * \"gravity_share\")) || ' %'")


def style_gravity(layer: QgsVectorLayer) -> None:
    """Arcs between nodes, wider with their share; the weak are off at start."""
    spec = looks()["gravity"]
    _flows(layer, spec, "gravity", spec["shown_from"])
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("gravity_share")]))
    layer.renderer().setOrderByEnabled(True)


def _flows(layer: QgsVectorLayer, spec: dict[str, Any], head: str, shown_from: int) -> None:
    bounds, categories = spec["bounds"], []
    for place in sorted(_classes_there(layer, "gravity_share", bounds), reverse=True):
        width = spec["widths"][place]
        drawn = tinted(spec["line"], spec["tint"], spec["wash"], width=f"{width:g}", casing=f"{width + 0.8:g}")
        categories.append(QgsRendererCategory(str(place), drawn, _span(place, bounds, "{:.0%}"), place >= shown_from))
    draw(layer, f"to_string({_class_of('gravity_share', bounds)})", categories, KIND, [_word(head)])


def style_breakpoints(layer: QgsVectorLayer) -> None:
    """Where two nodes pull alike."""
    draw(layer, "'all'", single(looks()["breakpoint"]), KIND, [])
    a, b = (spoken_name(layer, name) for name in ("a_name", "b_name"))
    _label(layer, "point_label", f"{a} || ' ' || to_string(round(\"breakpoint_km\")) || ' | ' || "
           f"to_string(round(\"distance_km\" - \"breakpoint_km\")) || ' ' || {b}")


def style_within(layer: QgsVectorLayer) -> None:
    """Of nodes and of axes, all together, lighter outwards; each by itself dashed and off at start."""
    spec, categories = looks()["within"], []
    there = {(str(row["around"]), str(row["scope"]), float(row["distance_km"]))
             for row in layer.getFeatures(plain_rows())}
    for scope, key in (("dissolved", "all"), ("feature", "single")):
        for around, tint in spec["tints"].items():
            distances = sorted(km for kind, held, km in there if (kind, held) == (around, scope))
            step = (spec["strongest"] - spec["faintest"]) / max(len(distances) - 1, 1)
            for place, km in enumerate(distances):
                shape = spec["area"] if scope == "dissolved" else spec["each"]
                text = _word(key, kind=looks()["kinds"][around][language()], km=f"{km:g}")
                categories.append(QgsRendererCategory(
                    f"{around} {scope} {km:g}", tinted(shape, tint, spec["strongest"] - step * place), text,
                    scope == "dissolved" and around == "node"))
    draw(layer, "\"around\" || ' ' || \"scope\" || ' ' || to_string(\"distance_km\")", categories, KIND,
         [_word("within")])
    widest = QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("distance_km", False)])
    layer.renderer().setOrderBy(widest)
    layer.renderer().setOrderByEnabled(True)


def style_border_gap(layer: QgsVectorLayer) -> None:
    """Borders between neighbours by how much more there is inside, per head."""
    spec = looks()["border"]
    bounds = spec["bounds"]
    categories = [QgsRendererCategory(str(place), tinted(spec["line"], spec["tints"][place], 100),
                                      _span(place, bounds, "{:g} ×"))
                  for place in sorted(_classes_there(layer, "gap_ratio", bounds), reverse=True)]
    if any(row["gap_ratio"] in (None, NULL) for row in layer.getFeatures(plain_rows())):
        categories.append(QgsRendererCategory(UNKNOWN, symbol(spec["unknown"]), _word("unknown")))
    draw(layer, f"to_string({_class_of('gap_ratio', bounds)})", categories, KIND,
         [_word("border", measure=_measure(layer))])
    _label(layer, "gap_label", "if(\"gap_ratio\" IS NULL, '', format_number(\"gap_ratio\", 1, 'en') || ' ×')")


STYLES = {
    "lisa": style_lisa, "gravity_sections": style_sections, "gravity": style_gravity,
    "breakpoints": style_breakpoints, "within": style_within, "border_gap": style_border_gap,
}
"""By the layer's name in the result."""
