"""How what the water tools count is drawn: catchments by jurisdiction, dependency, strips and what they touch."""

from __future__ import annotations

from collections import Counter

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import NULL

from ..i18n import language
from .air_look import clear_symbol, describe, kind_head
from .conflict_look import class_colours
from .known_names import named_in
from .schema import catalog
from .symbols import symbol
from .water_look import (
    LINE,
    POINT,
    draw,
    has,
    label,
    largest_first,
    looks,
    name_expression,
    plain_rows,
    role_of,
    single,
    spoken,
    spoken_name,
    tinted,
    values_of,
    word,
)

# The matrix


def style_matrix(layer: QgsVectorLayer) -> None:
    """Pieces in a colour for each catchment, as long as these can be told apart; what none covers is hatched."""
    field, named = "catchment", "catchment_name" if has(layer, "catchment_name") else "catchment"
    if not has(layer, field):
        return
    apart = looks()["piece_parts"]
    names = {str(row[field]): named_in(language(), str(row[named]))
             for row in layer.getFeatures(plain_rows()) if row[field] != NULL}
    covered = sorted(key for key in names if key not in apart)
    some = len(covered) <= looks()["most_catchments"]
    tints = class_colours(covered if some else [])
    grey = catalog("catalog/palette.json")["catchment"]
    categories = [QgsRendererCategory(key, tinted(looks()["piece"], tints[key], looks()["piece_wash"]), names[key])
                  for key in covered if some]
    categories += [QgsRendererCategory(key, symbol(entry["symbol"]), entry[language()])
                   for key, entry in apart.items() if key in names]
    if not some:  # all others alike
        categories.append(QgsRendererCategory(None, tinted(looks()["piece"], grey, looks()["piece_wash"]), ""))
    draw(layer, field, categories, "catchment_matrix", [])
    hidden = ", ".join(f"'{key}'" for key in apart)
    label(layer, "piece_label", f"if(\"{field}\" IN ({hidden}), '', {spoken_name(layer, named)})")


# Who depends on whom


def style_dependency(layer: QgsVectorLayer) -> None:
    """Jurisdictions by the share that lies outside; pairs and agreements as arrows."""
    drawn = {"dependency": _shares, "pairs": _pairs, "agreements": _agreements}.get(role_of(layer, "dependency"))
    if drawn is not None:
        drawn(layer)


def _shares(layer: QgsVectorLayer) -> None:
    """Five classes, and a hatch over those that are not to be trusted, which has its own line in the legend.

    Of a range whose ends are in different classes no class is known: it has a line and a hatch of its own.
    """
    spec = looks()["dependency"]
    root = QgsRuleBasedRenderer.Rule(None)
    _rule(root, clear_symbol(layer), "false", word("share"))
    ranged = has(layer, "dependency_high")
    apart = f'{_class_of("dependency")} <> {_class_of("dependency_high")}' if ranged else "false"
    lower = 0.0
    for place, (upper, tint) in enumerate(zip(spec["bounds"], spec["tints"])):
        holds = f'{_class_of("dependency")} = {place} AND NOT ({apart})'
        _rule(root, tinted(spec["area"], tint, spec["wash"]), holds, f"{100 * lower:.0f} – {100 * upper:.0f} %")
        lower = upper
    if ranged:
        _rule(root, symbol(spec["range"]), apart, word("range"))
    if any(row["dependency"] in (None, NULL) for row in layer.getFeatures(plain_rows())):
        _rule(root, tinted(spec["area"], spec["nothing"], spec["wash"]), '"dependency" IS NULL', word("no_share"))
    doubtful = bool({"0", "no"} & {str(value) for value in values_of(layer, "trusted")})
    if doubtful and not ranged:
        _rule(root, symbol(spec["hatch"]), "to_string(\"trusted\") IN ('0', 'no')", word("hatched"))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    describe(layer, [kind_head("dependency"), word("share")])
    name = name_expression(layer, "code")
    if name:
        label(layer, "label", f"if(\"dependency\" IS NULL, '', {name} || '\\n' || {_per_cent(ranged)})")


def _class_of(field: str) -> str:
    """An expression: the place of a share's class, the lowest 0; a share on a bound is in the lower one."""
    bounds = looks()["dependency"]["bounds"]
    cases = " ".join(f'WHEN "{field}" <= {bound} THEN {place}' for place, bound in enumerate(bounds))
    return f"(CASE {cases} END)"


def _per_cent(ranged: bool) -> str:
    """An expression: the share as `42 %`, a range as `0–91 %`."""
    low, high = (f'to_string(round(100 * "{field}"))' for field in ("dependency", "dependency_high"))
    return f"{low} || if({low} = {high}, '', '–' || {high}) || ' %'" if ranged else f"{low} || ' %'"


def _rule(root: QgsRuleBasedRenderer.Rule, drawn: QgsSymbol, holds: str, words: str) -> None:
    root.appendChild(QgsRuleBasedRenderer.Rule(drawn, 0, 0, holds, words))


def _pairs(layer: QgsVectorLayer) -> None:
    """Arrows from upstream to downstream, wider with the area; those with an agreement in another colour.

    Small pairs are off at start, and large ones where they are many, as they are a tangle; so are those that are not to
    be trusted, whether they have an agreement or not: an arrow says that water is sure to run there.
    """
    spec = looks()["flows"]
    bounds = [1e6 * bound for bound in spec["bounds_km2"]]
    known = Counter(_pair_key(row, layer, bounds) for row in layer.getFeatures(plain_rows()))
    room, categories = spec["most_at_start"], []
    for agreed in ("1", "0"):
        for width in range(len(bounds), -1, -1):
            words = word("agreement" if agreed == "1" else "no_agreement").format(span=_span(width))
            drawn = arrow(spec["tints"][agreed], spec["widths"][width])
            if f"{agreed} {width}" in known:
                room -= known[f"{agreed} {width}"]
                shown = width >= spec["shown_from"][agreed] and room >= 0
                categories.append(QgsRendererCategory(f"{agreed} {width}", drawn, words, shown))
    if "doubt" in known:
        drawn = arrow(spec["tints"]["0"], spec["widths"][0])
        categories.append(QgsRendererCategory("doubt", drawn, word("doubtful_pair"), False))
    place = " ".join(f"WHEN \"area_m2\" < {bound:.0f} THEN {number}" for number, bound in enumerate(bounds))
    by_width = f"'{{agreed}} ' || CASE {place} ELSE {len(bounds)} END"
    agreed = "coalesce(\"agreements\", '') <> ''" if has(layer, "agreements") else "false"
    doubt = "to_string(\"trusted\") IN ('0', 'no')" if has(layer, "trusted") else "false"
    draw(layer, f"CASE WHEN {doubt} THEN 'doubt' WHEN {agreed} THEN {by_width.format(agreed=1)} "
         f"ELSE {by_width.format(agreed=0)} END", categories, "dependency", [word("flow")])
    largest_first(layer)


def _pair_key(row: QgsFeature, layer: QgsVectorLayer, bounds: list[float]) -> str:
    """In which category a pair is."""
    if has(layer, "trusted") and str(row["trusted"]) in ("0", "no"):
        return "doubt"
    agreed = has(layer, "agreements") and row["agreements"] not in (None, NULL, "")
    return f"{int(agreed)} {sum(float(row['area_m2'] or 0) >= bound for bound in bounds)}"


def _span(width: int) -> str:
    """What an arrow's width stands for: `500–2 000 km²`."""
    bounds = [f"{bound:,}".replace(",", "\u202f") for bound in looks()["flows"]["bounds_km2"]]
    if width == 0:
        return f"< {bounds[0]} km²"
    return f"≥ {bounds[-1]} km²" if width == len(bounds) else f"{bounds[width - 1]}–{bounds[width]} km²"


def arrow(tint: str, width: float) -> QgsSymbol:
    """An arrow, `width` millimetres wide, bent, so that two ways between the same places lie side by side."""
    spec = looks()["flows"]
    return tinted(spec["line"], tint, spec["wash"], width=f"{width:g}", start=f"{max(0.6 * width, 0.35):g}",
                  head=f"{1.2 + 0.7 * width:g}")


def _agreements(layer: QgsVectorLayer) -> None:
    """Through the places that the water takes, a transfer across a divide dashed; each named once."""
    known = values_of(layer, "agreement_kinds")
    categories = [QgsRendererCategory(key, symbol(looks()["agreement_line"], entry), entry[language()])
                  for key, entry in looks()["agreements"].items() if key in known]
    draw(layer, "agreement_kinds", categories, "dependency", [])
    name = spoken(layer, "agreements")
    if has(layer, name) and has(layer, "upstream_code"):
        label(layer, "line_label", f'if("upstream_code" = minimum("upstream_code", "{name}"), "{name}", \'\')')


# Strips and what they touch


def style_riparian(layer: QgsVectorLayer) -> None:
    """Strips by their class, on land and on water; the reaches that an intake's strip follows, and the intakes."""
    drawn = {"strips": _strips, "reaches": _reaches, "intakes": _intakes}.get(role_of(layer, "riparian"))
    if drawn is not None:
        drawn(layer)


def _strips(layer: QgsVectorLayer) -> None:
    known = {(row["strip_class"], row["strip_part"]) for row in layer.getFeatures(plain_rows())}
    categories = []
    for strip, words in looks()["strips"].items():
        for part, entry in looks()["strip_parts"].items():
            if (strip, part) in known:
                drawn = tinted(entry["symbol"], words["tint"], looks()["strip_wash"])
                only = {other for one, other in known if one == strip} == {"land"}
                said = words[language()] if only else f"{words[language()]} · {entry[language()]}"
                categories.append(QgsRendererCategory(f"{strip} {part}", drawn, said))
    draw(layer, "\"strip_class\" || ' ' || \"strip_part\"", categories, "riparian", [])
    strict = " ".join(f"WHEN '{strip}' THEN {place}" for place, strip in enumerate(reversed(looks()["strips"])))
    _ordered(layer, f'CASE "strip_class" {strict} END')  # the strictest on top


def _reaches(layer: QgsVectorLayer) -> None:
    draw(layer, "'all'", single(looks()["reach"]), "riparian", [])


def _intakes(layer: QgsVectorLayer) -> None:
    known = values_of(layer, "intake_place")
    categories = [QgsRendererCategory(key, symbol(entry["symbol"]), entry[language()])
                  for key, entry in looks()["intakes"].items() if key in known]
    draw(layer, "intake_place", categories, "riparian", [])
    label(layer, "point_label", f"if(\"intake_place\" = 'given', '', {name_expression(layer, 'intake_id')})")


def style_protection(layer: QgsVectorLayer) -> None:
    """What touches a protection, by how grave that is, the gravest first in the legend and on top."""
    known = values_of(layer, "concern")
    concerns = catalog("catalog/source_protection.json")["concerns"]
    shape = {POINT: "finding", LINE: "basin_line"}.get(layer.geometryType(), "conflict")
    categories = [QgsRendererCategory(key, tinted(looks()[shape], entry["tint"], looks()["conflict_wash"]),
                                      entry[language()])
                  for key, entry in concerns.items() if key in known]
    draw(layer, "concern", categories, "protection", [])
    order = " ".join(f"WHEN '{key}' THEN {-entry['order']}" for key, entry in concerns.items())
    _ordered(layer, f'CASE "concern" {order} END')
    if layer.geometryType() == POINT:
        label(layer, "point_label", spoken_name(layer, "plan_feature") if has(layer, "plan_feature") else "")


def _ordered(layer: QgsVectorLayer, expression: str) -> None:
    """What has the largest value is drawn last."""
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(expression)]))
    layer.renderer().setOrderByEnabled(True)
