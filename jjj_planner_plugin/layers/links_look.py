"""How flows between places are drawn: links by their share and by whether an axis covers them, places, axes' loads.

Of several kinds or years, which are never added up, one is on at start; the others are lines of the legend to switch
on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsProperty,
    QgsProviderRegistry,
    QgsRendererCategory,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .labels import labeling
from .schema import catalog
from .symbols import colour, symbol
from .water_look import draw, has, plain_rows, spoken_name

LINE, POINT = QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PointGeometry
ROLES = {"links": (LINE, "link_class"), "places": (POINT, "nodality"), "axis_loads": (LINE, "stretch_no")}
NETWORK = "coalesce(\"flow_kind\", '') || ' ' || coalesce(to_string(\"year\"), '')"


class Networks(NamedTuple):
    """What the layer's networks are called, that which is on first; none of them by name where there is one only."""

    names: list[str]

    def tail(self, name: str) -> list[str]:
        """What stands at the end of a legend's line: a narrow tree cuts it off, and what differs most comes first."""
        return [name.strip()] if len(self.names) > 1 and name.strip() else []


def looks() -> dict[str, Any]:
    """The symbols and words of links."""
    return catalog("styles/links.json")


def link_role(layer: QgsVectorLayer) -> str:
    """Which of the result's layers it is, by its table's name, else by its fields; empty for none that is known."""
    table = str(QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("layerName") or "")
    by_fields = next((role for role, (shape, field) in ROLES.items()
                      if layer.geometryType() == shape and has(layer, field)), "")
    return table if table in ROLES else by_fields


def style_connectivity(layer: QgsVectorLayer) -> None:
    """Links, places or the loads of axes."""
    drawn = {"links": _links, "places": _places, "axis_loads": _loads}.get(link_role(layer))
    if drawn is not None:
        drawn(layer)


def _links(layer: QgsVectorLayer) -> None:
    """Wider with the share of all flows; weak links are off at start, of those on an axis the thinnest only."""
    networks, words = _networks(layer), catalog("catalog/connectivity.json")["link_classes"]
    known = {f"{_name(row)}|{row['link_class']}|{_width(float(row['flow_share']))}"
             for row in layer.getFeatures(plain_rows())}
    categories = []
    for name in networks.names:
        for cover, spec in looks()["links"].items():
            for width in range(len(looks()["widths"]) - 1, -1, -1):
                key = f"{name}|{cover}|{width}"
                if key in known:
                    shown = name == networks.names[0] and width >= spec["shown_from"]
                    text = " · ".join([_span(width), words[cover][language()], *networks.tail(name)])
                    drawn = _line("line", spec["tint"], looks()["wash"], looks()["widths"][width])
                    categories.append(QgsRendererCategory(key, drawn, text, shown))
    draw(layer, f"{NETWORK} || '|' || \"link_class\" || '|' || {_width_expression()}", categories, "connectivity",
         [*_modelled(layer), _word("share")])
    _largest_on_top(layer, "flow_share")
    one, other = (spoken_name(layer, f"{end}_name") for end in ("origin", "destination"))
    _label(layer, "link_label", f"CASE WHEN {_first(networks)} AND \"link_class\" = 'uncovered_strong' "
           f"THEN {one} || '–' || {other} END")


def _places(layer: QgsVectorLayer) -> None:
    """Circles as large as their strength: filled where independent, hollow where subordinate."""
    networks, words = _networks(layer), catalog("catalog/connectivity.json")["nodality"]
    least, most = looks()["place_sizes"]
    categories = []
    known = {f"{_name(row)}|{row['nodality']}" for row in layer.getFeatures(plain_rows())}
    largest = max((float(row["flow_share"]) for row in layer.getFeatures(plain_rows())), default=1.0)
    sized = f"scale_exp(\"flow_share\", 0, {largest:.9f}, {least}, {most}, 0.57)"
    for name in networks.names:
        for kind, spec in looks()["places"].items():
            if f"{name}|{kind}" in known:
                drawn = symbol(spec)
                drawn.setDataDefinedSize(QgsProperty.fromExpression(sized))
                categories.append(QgsRendererCategory(
                    f"{name}|{kind}", drawn, " · ".join([words[kind][language()], *networks.tail(name)]),
                    name == networks.names[0]))
    draw(layer, f"{NETWORK} || '|' || \"nodality\"", categories, "connectivity", [*_modelled(layer), _word("size")])
    _label(layer, "place_label", f"CASE WHEN {_first(networks)} THEN {spoken_name(layer, 'name')} END")


def _loads(layer: QgsVectorLayer) -> None:
    """Bands along the axes, wider with the share of all flows that passes."""
    networks = _networks(layer)
    known = {f"{_name(row)}|{_width(float(row['flow_share']))}" for row in layer.getFeatures(plain_rows())}
    categories = []
    for name in networks.names:
        for width, wide in reversed(list(enumerate(looks()["load_widths"]))):
            if f"{name}|{width}" in known:
                drawn = _line("load", looks()["load_tint"], looks()["load_wash"], wide)
                categories.append(QgsRendererCategory(
                    f"{name}|{width}", drawn, " · ".join([_span(width), *networks.tail(name)]),
                    name == networks.names[0]))
    draw(layer, f"{NETWORK} || '|' || {_width_expression()}", categories, "connectivity", [_word("load")])
    _label(layer, "load_label", f"CASE WHEN {_first(networks)} THEN round(100 * \"flow_share\", 1) || ' %' END")


# Parts


def _networks(layer: QgsVectorLayer) -> Networks:
    """By kind, of each the latest year first; of very many the first only."""
    found: dict[str, tuple[str, int]] = {}
    for row in layer.getFeatures(plain_rows()):
        year = row["year"] if row["year"] not in (None, NULL) else 0
        found.setdefault(_name(row), (str(row["flow_kind"] or ""), -int(year)))
    return Networks(sorted(found, key=found.__getitem__)[: looks()["most_networks"]])


def _name(row: QgsFeature) -> str:
    """As NETWORK has it."""
    kind, year = (("" if row[name] in (None, NULL) else str(row[name])) for name in ("flow_kind", "year"))
    return f"{kind} {year}"


def _first(networks: Networks) -> str:
    """An expression: whether a feature is of the network that is on at start."""
    name = (networks.names or [""])[0].replace("'", "''")
    return f"{NETWORK} = '{name}'"


def _width(share: float) -> int:
    return sum(share >= bound for bound in looks()["shares"])


def _width_expression() -> str:
    cases = " ".join(f'WHEN "flow_share" < {bound:g} THEN {place}' for place, bound in enumerate(looks()["shares"]))
    return f"(CASE {cases} ELSE {len(looks()['shares'])} END)"


def _span(width: int) -> str:
    """What a width stands for: `2–5 %`."""
    bounds = [f"{100 * bound:g}" for bound in looks()["shares"]]
    if width == 0:
        return f"< {bounds[0]} %"
    return f"≥ {bounds[-1]} %" if width == len(bounds) else f"{bounds[width - 1]}–{bounds[width]} %"


def _line(spec: str, tint: str, wash: float, width: float) -> QgsSymbol:
    washed = QgsSymbolLayerUtils.encodeColor(colour(f"{tint} {wash:g}%"))
    return symbol(looks()[spec], {"wash": washed, "width": f"{width:g}", "halo": f"{width + 0.6:g}"})


def _modelled(layer: QgsVectorLayer) -> list[str]:
    """The legend's line that says so of modelled flows."""
    first = next(iter(layer.getFeatures(plain_rows())), None)
    modelled = first is not None and has(layer, "modelled") and first["modelled"] in (1, True)
    return [_word("modelled")] if modelled else []


def _word(key: str) -> str:
    return str(looks()["words"][key][language()])


def _label(layer: QgsVectorLayer, spec: str, expression: str) -> None:
    layer.setLabeling(labeling({**looks()[spec], "expression": expression}))
    layer.setLabelsEnabled(True)


def _largest_on_top(layer: QgsVectorLayer, field: str) -> None:
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(field)]))
    layer.renderer().setOrderByEnabled(True)
