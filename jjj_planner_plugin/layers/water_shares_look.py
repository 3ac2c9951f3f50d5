"""How what the water tools count is drawn: catchments by jurisdiction, dependency, strips and what they touch."""

from __future__ import annotations

from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSymbol,
    QgsVectorLayer,
)

from ..i18n import language
from .air_look import clear_symbol, describe, kind_head
from .conflict_look import class_colours
from .symbols import symbol_layer
from .water_look import (
    LINE,
    POINT,
    draw,
    has,
    label,
    largest_first,
    looks,
    name_expression,
    single,
    tinted,
    values_of,
    word,
)

SHARE = ("share_outside", "dependency", "share")
"""Fields of a jurisdiction's dependency, the first that is there."""
NOTHING_UPSTREAM = -1.0
NOWHERE = -1000.0
"""Below it no share lies; the legend's lines of text do."""


# The matrix


def style_matrix(layer: QgsVectorLayer) -> None:
    """Pieces in a colour for each catchment, as long as these can be told apart."""
    field = "catchment"
    names = [str(value) for value in values_of(layer, field)]
    if not names:
        return
    if len(names) > looks()["most_catchments"]:
        return
    tints = class_colours(names)
    categories = [QgsRendererCategory(name, tinted(looks()["basin"], tints[name], looks()["piece_wash"]), name)
                  for name in names]
    draw(layer, field, categories, "catchment_matrix", [])


# Who depends on whom


def style_dependency(layer: QgsVectorLayer) -> None:
    """Jurisdictions by the share that lies outside; pairs and agreements as arrows."""
    share = next((name for name in SHARE if has(layer, name)), "")
    if layer.geometryType() == LINE:
        if has(layer, "area_m2"):
            _pairs(layer)
        else:
            _agreements(layer)
    elif share:
        _shares(layer, share)


def _shares(layer: QgsVectorLayer, share: str) -> None:
    spec = looks()["dependency"]
    doubtful = has(layer, "trusted") and 0 in {int(value) for value in values_of(layer, "trusted")}
    said = [word("share"), *([word("hatched")] if doubtful else [])]
    ranges = [QgsRendererRange(NOWHERE - place, NOWHERE - place, clear_symbol(layer), text)
              for place, text in enumerate(said)]
    lower = 0.0
    for upper, tint in zip(spec["bounds"], spec["tints"]):
        ranges.append(QgsRendererRange(
            lower, upper, _hatched(tinted(spec["area"], tint, spec["wash"]), doubtful),
            f"{100 * lower:.0f} – {100 * upper:.0f} %"))
        lower = upper
    nothing = tinted(spec["area"], spec["nothing"], spec["wash"])
    ranges.append(QgsRendererRange(NOTHING_UPSTREAM, NOTHING_UPSTREAM, nothing, word("no_share")))
    layer.setRenderer(QgsGraduatedSymbolRenderer(f'coalesce("{share}", {NOTHING_UPSTREAM:g})', ranges))
    describe(layer, [kind_head("dependency"), *said])
    name = name_expression(layer, "jurisdiction", "unit", "adcode")
    if name:
        label(layer, "label", f"if(\"{share}\" IS NULL, '', {name} || '\\n' || round(100 * \"{share}\") || ' %')")


def _hatched(drawn: QgsSymbol, doubtful: bool) -> QgsSymbol:
    """With a hatch over those features that are not to be trusted."""
    if doubtful:
        hatch = {**looks()["dependency"]["hatch"],
                 "geometryModifier": 'CASE WHEN coalesce(to_int("trusted"), 1) = 0 THEN $geometry END'}
        drawn.appendSymbolLayer(symbol_layer(hatch, {}))
    return drawn


def _pairs(layer: QgsVectorLayer) -> None:
    """Arrows from upstream to downstream, wider with the area; those with an agreement in another colour."""
    spec = looks()["flows"]
    bounds = [1e6 * bound for bound in spec["bounds_km2"]]
    place = " ".join(f"WHEN \"area_m2\" < {bound:.0f} THEN {number}" for number, bound in enumerate(bounds))
    key = "coalesce(to_int(\"agreement\"), 0)" if has(layer, "agreement") else "0"
    known = {(agreed, sum(area >= bound for bound in bounds)) for agreed, area in _agreed_areas(layer)}
    categories = []
    for agreed in ("1", "0"):
        for width in range(len(bounds), -1, -1):
            if (agreed, width) in known:
                words = word("agreement" if agreed == "1" else "no_agreement").format(span=_span(width))
                drawn = arrow(spec["tints"][agreed], spec["widths"][width])
                categories.append(QgsRendererCategory(f"{agreed} {width}", drawn, words))
    draw(layer, f"{key} || ' ' || CASE {place} ELSE {len(bounds)} END", categories, "dependency", [word("flow")])
    largest_first(layer)


def _agreed_areas(layer: QgsVectorLayer) -> list[tuple[str, float]]:
    agreed = has(layer, "agreement")
    return [(str(int(row["agreement"] or 0)) if agreed else "0", float(row["area_m2"] or 0))
            for row in layer.getFeatures()]


def _span(width: int) -> str:
    """What an arrow's width stands for: `500–2 000 km²`."""
    bounds = [f"{bound:,}".replace(",", "\u202f") for bound in looks()["flows"]["bounds_km2"]]
    if width == 0:
        return f"< {bounds[0]} km²"
    return f"≥ {bounds[-1]} km²" if width == len(bounds) else f"{bounds[width - 1]}–{bounds[width]} km²"


def arrow(tint: str, width: float) -> QgsSymbol:
    """A bent arrow, so that two ways between the same places lie side by side; width in millimetres."""
    spec = looks()["flows"]
    return tinted(spec["line"], tint, spec["wash"], width=f"{width:g}", start=f"{max(0.6 * width, 0.35):g}",
                  head=f"{1.2 + 0.7 * width:g}")


def _agreements(layer: QgsVectorLayer) -> None:
    spec = looks()["agreements"]
    drawn = [QgsRendererCategory("all", arrow(spec["tint"], spec["width"]), spec[language()])]
    draw(layer, "'all'", drawn, "dependency", [])
    name = name_expression(layer, "agreement")
    if name:
        label(layer, "line_label", name)


# Strips and what they touch


def style_riparian(layer: QgsVectorLayer) -> None:
    """Strips by their class; the reaches that an intake's strip follows as lines."""
    if layer.geometryType() == LINE:
        draw(layer, "'all'", single(looks()["reach"]), "riparian", [])
        return
    known = values_of(layer, "class")
    categories = [QgsRendererCategory(key, tinted(looks()["basin"], entry["tint"], entry["wash"]), entry[language()])
                  for key, entry in reversed(looks()["strips"].items()) if key in known]
    draw(layer, "class", categories, "riparian", [])


def style_protection(layer: QgsVectorLayer) -> None:
    """Conflicts by how grave they are; places of parks as marks."""
    known = values_of(layer, "severity")
    spec = looks()["severity"]
    shape = {POINT: "finding", LINE: "basin_line"}.get(layer.geometryType(), "basin")
    categories = [QgsRendererCategory(key, tinted(looks()[shape], entry["tint"], entry["wash"]), entry[language()])
                  for key, entry in spec.items() if key in known]
    draw(layer, "severity", categories, "protection", [])
