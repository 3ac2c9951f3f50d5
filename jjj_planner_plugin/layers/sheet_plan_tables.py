"""What the report's sheets say of the plan itself: its structure's elements, zones, cities, circles, its timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qgis.core import QgsDistanceArea, QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from .compose import zone_names
from .known_names import named_in
from .schema import domain, look, tables
from .sheet_figures import grouped
from .sheet_table import SheetTable, words
from .structure import name_of

Layers = dict[str, QgsVectorLayer]
STRUCTURE = ("core", "twin_cities", "axes", "zones", "wings", "nodes")
PEOPLE = 1e4  # shown in 万


def plan_tables(names: Iterable[str], layers: Layers, language: str) -> list[SheetTable]:
    """Tables made from the plan: `structure`, `zones`, `cities`, `sets`, `timeline`; none without rows."""
    made: dict[str, Callable[[Layers, str], SheetTable]] = {
        "structure": _structure, "zones": _zones, "cities": _cities, "sets": _sets, "timeline": _timeline}
    return [table for table in (made[name](layers, language) for name in names) if table.rows]


def _measure(layer: QgsVectorLayer) -> Callable[[QgsFeature], tuple[float, float]]:
    """Of a feature its km² and its km, on the plan's ellipsoid whatever the project says."""
    distance = QgsDistanceArea()
    distance.setEllipsoid(look()["project"]["ellipsoid"])
    distance.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())

    def measured(feature: QgsFeature) -> tuple[float, float]:
        shape = feature.geometry()
        area = distance.measureArea(shape) / 1e6
        return float(area), 0.0 if area else float(distance.measureLength(shape) / 1e3)

    return measured


def _structure(layers: Layers, language: str) -> SheetTable:
    """One row a core, twin city, axis, zone and wing; the nodes in the plan's order."""
    counts = _units_by_zone(layers)
    rows = []
    for table in STRUCTURE:
        if table not in layers:
            continue
        measured = _measure(layers[table])
        for feature in layers[table].getFeatures():
            area, length = measured(feature)
            size = f"{grouped(area, 0)} km²" if area else f"{grouped(length, 1)} km" if length else ""
            rows.append([tables()[table][language], name_of(feature, language), size,
                         _remark(table, feature, counts, language)])
    return SheetTable(
        words("elements", language), [words(key, language) for key in ("element", "name", "measure", "remark")],
        rows, [False, False, True, False])


def _remark(table: str, feature: QgsFeature, units: dict[str, int], language: str) -> str:
    if table == "zones":
        return words("unit_count", language).format(count=units.get(str(feature["zone_id"]), 0))
    if table == "wings" and feature["area_official_km2"] not in (None, NULL):
        return words("official", language).format(area=grouped(float(feature["area_official_km2"]), 0))
    if table == "nodes":
        return domain("tier", language).get(str(feature["tier"]), "")
    return ""


def _units_by_zone(layers: Layers) -> dict[str, int]:
    found: dict[str, int] = {}
    for unit in layers["units"].getFeatures():
        found[str(unit["zone_id"])] = found.get(str(unit["zone_id"]), 0) + 1
    return found


def _sets(layers: Layers, language: str) -> SheetTable:
    """Circles, belts and corridors, what is documented told apart from what is assumed."""
    rows = []
    for table, official, unit in (("unit_sets", "area_official_km2", "km²"), ("corridors", "length_official_km", "km")):
        if table not in layers:
            continue
        measured = _measure(layers[table])
        for feature in layers[table].getFeatures():
            size = sum(measured(feature))
            published = feature[official]
            rows.append([
                name_of(feature, language), f"{grouped(size, 0)} {unit}" if size else "",
                "" if published in (None, NULL) else f"{grouped(float(published), 0)} {unit}",
                domain("standing", language).get(str(feature["standing"]), "")])
    heads = [words(key, language) for key in ("name", "measure", "published", "standing")]
    return SheetTable(words("sets", language), heads, rows, [False, True, True, False])


def _timeline(layers: Layers, language: str) -> SheetTable:
    """The policies in order of time."""
    rows = [] if "policies" not in layers else sorted(
        ([str(policy["when_text"] or ""), name_of(policy, language),
          domain("facet", language).get(str(policy["facet"]), "")] for policy in layers["policies"].getFeatures()),
        key=lambda row: row[0])
    heads = [words(key, language) for key in ("when", "policy", "facet")]
    return SheetTable(words("timeline", language), heads, rows, [False] * 3)


def _zones(layers: Layers, language: str) -> SheetTable:
    names = zone_names(layers["zones"], language)
    return _summed(layers, language, "zone", lambda unit: names.get(
        str(unit["zone_id"]), words("no_zone", language)), words("by_zone", language))


def _cities(layers: Layers, language: str) -> SheetTable:
    return _summed(layers, language, "city", lambda unit: named_in(
        language, str(unit["city_zh"] or unit["province_zh"] or "")), words("by_city", language))


def _summed(
    layers: Layers, language: str, head: str, key: Callable[[QgsFeature], str], title: str
) -> SheetTable:
    """Units, their area and, where it is known of any, their people, by `key`; a row of totals."""
    measured = _measure(layers["units"])
    sums: dict[str, list[float]] = {}
    for unit in layers["units"].getFeatures():
        row = sums.setdefault(key(unit), [0, 0.0, 0.0])
        people = unit["population"]
        row[0], row[1] = row[0] + 1, row[1] + measured(unit)[0]
        row[2] += float(people) if people not in (None, NULL) else 0.0
    whole = [sum(column) for column in zip(*sums.values())] or [0, 0.0, 0.0]
    told = whole[2] > 0
    rows = [[name, f"{count:.0f}", grouped(area, 0), f"{100 * area / whole[1] if whole[1] else 0:.1f}",
             *([grouped(people / PEOPLE, 1)] if told else [])]
            for name, (count, area, people) in [*sums.items(), (words("total", language), whole)]]
    heads = [words(one, language) for one in (head, "units", "area", "share", *(["people"] if told else []))]
    return SheetTable(title, heads, rows, [False, *[True] * (len(heads) - 1)])
