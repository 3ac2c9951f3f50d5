"""What the tree shows: the plan's features in groups: name, figures, details, read without geometry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from ...i18n import language, tr
from ...layers.schema import catalog, domain, tables
from ...layers.structures import FIRST, belongs, has_group
from ..results.figures import grouped

MEASURED = "measured"
"""Stands for a figure that the layer's Measures has."""
TEN_THOUSAND = 1e4
SMALL_DECIMALS = 3
"""Of what is below 1."""
HOLLOW = "○"
FOUND_BY = ("name_zh", "name_en", "adcode", "host_adcodes")
EXTENSION = "extension"  # a member that its axis points to and does not reach


class Group(NamedTuple):
    """One branch of the tree: its tables, and what its two columns of figures are called, units included."""

    tables: tuple[str, ...]
    name: str
    heads: tuple[str, str]


class Item(NamedTuple):
    """One feature: a figure is a text, or MEASURED."""

    table: str
    fid: int
    uid: str
    name: str
    first: str = ""
    second: str = ""
    details: str = ""
    colour: str = ""  # of its mark; HOLLOW and the colour for a ring
    code: str = ""  # of a zone its zone_id, of a set its set_id, of a unit its adcode
    by_hand: bool = False  # a zone or a set that is not what its units make
    published: float = 0.0  # km² or km of what is measured; 0 where nothing is
    also: str = ""  # what the filter finds too: the name in either language, the codes


def groups(structure: str = FIRST) -> tuple[Group, ...]:
    """The branches that a structure has, in their order, in the interface's language."""
    return tuple(group for group in _all_groups() if has_group(structure, group.tables[0]))


def _all_groups() -> tuple[Group, ...]:
    area, length = tr("Area km²"), tr("Length km")
    people = people_head()
    return (
        _group(("core",), "", ""), _group(("twin_cities",), "", ""), _group(("axes",), length, tr("Members")),
        _group(("zones",), area, tr("Units")), _group(("corridors",), length, tr("Official km")),
        _group(("unit_sets",), area, tr("Official km²")), _group(("nodes",), "", people),
        _group(("wings", "wing_points"), tr("Official km²"), tr("Drawn km²")),
        _group(("parks", "park_areas"), tr("Host"), area), _group(("relocations",), tr("Status"), tr("Since")),
    )


def _group(names: tuple[str, ...], first: str, second: str) -> Group:
    return Group(names, tables()[names[0]][language()], (first, second))


def shown_tables() -> list[str]:
    """Every table that has features in the tree."""
    return [*(table for group in _all_groups() for table in group.tables), "units", "set_members"]


def people_head() -> str:
    """People are counted in 万 in Chinese, in thousands in English."""
    return tr("People 10³")


def people_text(people: float) -> str:
    """A number of people in `people_head`'s unit."""
    return grouped(people / (TEN_THOUSAND if language() == "zh" else 1e3), 1)


def given(value: float) -> str:
    """A number as a source has it, short enough for its column: 10.3, 0.062, with no zeros behind."""
    whole, point, rest = grouped(value, short_decimals(value)).partition(".")
    return (whole + point + rest.rstrip("0")).rstrip(".")


def short_decimals(value: float) -> int:
    """How many decimals the tree has room for."""
    return 1 if abs(value) >= 1 else SMALL_DECIMALS


def text(value: Any) -> str:
    """A field's value as text; empty for NULL."""
    return "" if value is None or value == NULL else str(value)


def number(value: Any) -> float | None:
    """A field's value as a number; None for NULL."""
    return None if value is None or value == NULL else float(value)


def name_of(feature: QgsFeature, spoken: str = "") -> str:
    """Its name in `spoken` (zh, en; the interface's language), else in the other, else its number."""
    order = ("name_zh", "name_en") if (spoken or language()) == "zh" else ("name_en", "name_zh")
    return next((name for name in (_value(feature, field) for field in order) if name), f"#{feature.id()}")


def _value(feature: QgsFeature, field: str) -> str:
    """The text of a field; empty where the layer lacks it."""
    try:
        return text(feature[field])
    except KeyError:
        return ""


def attributes(layer: QgsVectorLayer | None) -> Iterator[QgsFeature]:
    """A layer's features without their geometry, in the file's order, new ones last; none without a layer."""
    if layer is None:
        return iter(())
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    found = list(layer.getFeatures(request))
    return iter(sorted(found, key=lambda feature: (feature.id() < 0, abs(feature.id()))))


class Content:
    """One reading of a plan's layers. `items` are the features of a group, `units` those of a zone."""

    def __init__(self, layers: dict[str, QgsVectorLayer], structure: str = FIRST) -> None:
        self._layers, self._structure = layers, structure
        self._spoken = language()
        self._units = [*attributes(layers.get("units"))]
        self._in_zone = Counter(_value(unit, "zone_id") for unit in self._units)
        self._members: dict[str, list[QgsFeature]] = {}
        self.axis_of_member: dict[str, str] = {}
        for member in attributes(layers.get("axis_members")):
            self._members.setdefault(_value(member, "axis_uid"), []).append(member)
            self.axis_of_member[_value(member, "uid")] = _value(member, "axis_uid")
        tables = ("provinces", "core", "twin_cities", "nodes")
        self._places = {_value(place, "adcode"): name_of(place, self._spoken)
                        for table in tables for place in attributes(layers.get(table))}
        self._belonging: dict[str, list[QgsFeature]] = {}
        for member in attributes(layers.get("set_members")):
            self._belonging.setdefault(_value(member, "set_uid"), []).append(member)
        self._unit_names = {_value(unit, "adcode"): name_of(unit, self._spoken) for unit in self._units}
        self.zone_of_unit = {_value(unit, "uid"): _value(unit, "zone_id") for unit in self._units}

    def items(self, group: Group) -> list[Item]:
        """The features of a group's tables."""
        describe: dict[str, Callable[[QgsFeature], dict[str, Any]]] = {
            "axes": self._axis, "zones": self._zone, "nodes": self._node, "wings": self._wing,
            "wing_points": self._wing_point, "parks": self._park, "park_areas": self._park_area,
            "relocations": self._relocation, "corridors": self._corridor, "unit_sets": self._set}
        found = []
        for table in group.tables:
            figures = describe.get(table, self._plain)
            found += [self._item(table, feature, figures(feature)) for feature in attributes(self._layers.get(table))
                      if belongs(self._structure, table, lambda field, row=feature: _value(row, field))]
        return found

    def below(self, item: Item) -> list[Item]:
        """What stands under a feature: the units of a zone, the members of a set."""
        if item.table == "zones":
            return self.units(item.code)
        return self.members(item.uid) if item.table == "unit_sets" else []

    def members(self, set_uid: str) -> list[Item]:
        """The members of a set by their code."""
        own = sorted(self._belonging.get(set_uid, []), key=lambda row: _value(row, "adcode"))
        return [self._item("set_members", row, self._member(row)) for row in own]

    def units(self, zone_id: str) -> list[Item]:
        """The units of a zone by their code."""
        own = [unit for unit in self._units if zone_id and _value(unit, "zone_id") == zone_id]
        return [self._item("units", unit, self._unit(unit)) for unit in sorted(own, key=lambda u: _value(u, "adcode"))]

    def place(self, codes: str) -> str:
        """The names of units by their codes `130606,130602`; of no unit: the name of its city."""
        found = [next((name for name in self._names(code) if name), code)
                 for code in (part.strip() for part in codes.split(",")) if code]
        return ("、" if language() == "zh" else ", ").join(dict.fromkeys(found))

    def _names(self, code: str) -> Iterator[str | None]:
        """What a code may be called: a unit, a place, its city, its province."""
        yield self._unit_names.get(code)
        for place in (code, f"{code[:4]}00", f"{code[:2]}0000"):
            yield self._places.get(place)

    def unit_people(self, zone_id: str) -> tuple[float, int, int]:
        """People in a zone's units, how many of these have a number, and how many units there are."""
        own = [number(unit["population"]) for unit in self._units
               if _value(unit, "zone_id") == zone_id and unit.fields().lookupField("population") >= 0]
        counted = [people for people in own if people is not None]
        return sum(counted), len(counted), self._in_zone[zone_id]

    def _item(self, table: str, feature: QgsFeature, figures: dict[str, Any]) -> Item:
        also = " ".join(filter(None, (_value(feature, field) for field in FOUND_BY)))
        return Item(table, feature.id(), _value(feature, "uid"), name_of(feature, self._spoken), also=also, **figures)

    def _plain(self, feature: QgsFeature) -> dict[str, str]:
        return {"code": _value(feature, "adcode")}

    def _axis(self, axis: QgsFeature) -> dict[str, str]:
        members = sorted(self._members.get(_value(axis, "uid"), []), key=lambda member: number(member["seq"]) or 0)
        reached = [member for member in members if _value(member, "role") != EXTENSION]
        course = " – ".join(name_of(member) for member in reached)
        beyond = ", ".join(name_of(member) for member in members if member not in reached)
        extension = tr("Extension: {places}").format(places=beyond) if beyond else ""
        details = "\n".join(filter(None, (course, extension)))
        return {"first": MEASURED, "second": str(len(reached)), "details": details, "code": _value(axis, "axis_id")}

    def _zone(self, zone: QgsFeature) -> dict[str, Any]:
        zone_id = _value(zone, "zone_id")
        palette = catalog("catalog/palette.json")
        origin = _value(zone, "origin")
        words = domain("zone_origin", language()).get(origin, "")
        return {"first": MEASURED, "second": str(self._in_zone[zone_id]), "details": words, "code": zone_id,
                "colour": palette["zones"].get(zone_id, palette["other"]), "by_hand": origin == "free"}

    def _unit(self, unit: QgsFeature) -> dict[str, str]:
        people = number(unit["population"]) if unit.fields().lookupField("population") >= 0 else None
        shown = "" if people is None else f"{people_head()}: {people_text(people)}"
        return {"first": MEASURED, "details": "\n".join(filter(None, (_value(unit, "adcode"), shown))),
                "code": _value(unit, "adcode")}

    def _node(self, node: QgsFeature) -> dict[str, str]:
        people = number(node["pop2020"])
        tier = domain("tier", language()).get(_value(node, "tier"), _value(node, "tier"))
        ink = catalog("catalog/palette.json")["node"]
        return {"second": "" if people is None else people_text(people), "details": tier,
                "colour": ink if _value(node, "tier") == "regional" else HOLLOW + ink, "code": _value(node, "adcode")}

    def _wing_point(self, wing: QgsFeature) -> dict[str, str]:
        published = number(wing["area_official_km2"])
        return {"first": "" if published is None else given(published),
                "details": self.place(_value(wing, "host_adcodes")), "code": _value(wing, "wing_id")}

    def _wing(self, wing: QgsFeature) -> dict[str, str]:
        return {**self._wing_point(wing), "second": MEASURED}

    def _park(self, park: QgsFeature) -> dict[str, str]:
        area = number(park["area_km2"])
        partner = self.place(_value(park, "partner_adcodes"))
        return {"first": self.place(_value(park, "host_adcodes")), "second": "" if area is None else given(area),
                "details": tr("Partner: {places}").format(places=partner) if partner else "",
                "code": _value(park, "park_id")}

    def _park_area(self, park: QgsFeature) -> dict[str, str]:
        return {**self._park(park), "second": MEASURED}

    def _corridor(self, corridor: QgsFeature) -> dict[str, str]:
        published = number(corridor["length_official_km"])
        return {"first": MEASURED, "second": "" if published is None else given(published),
                "published": published or 0.0, "details": _standing(corridor), "code": _value(corridor, "corridor_id")}

    def _set(self, row: QgsFeature) -> dict[str, Any]:
        published = number(row["area_official_km2"])
        basis = _value(row, "basis")
        members = self._belonging.get(_value(row, "uid"), [])
        lacking = sum(_value(member, "adcode") not in self._unit_names for member in members)
        count = tr("{count} members").format(count=len(members)) if members else ""
        told = tr("{count} of them have no unit in this plan").format(count=lacking) if lacking else ""
        words = (_standing(row), domain("set_basis", language()).get(basis, basis), count, told)
        return {"first": MEASURED, "second": "" if published is None else given(published),
                "published": published or 0.0, "details": "\n".join(filter(None, words)), "code": _value(row, "set_id"),
                "by_hand": basis == "free" and bool(members), "colour": _standing_mark(row)}

    def _member(self, member: QgsFeature) -> dict[str, str]:
        code, role = _value(member, "adcode"), _value(member, "role")
        known = "" if code in self._unit_names else tr("No unit of this plan has this code")
        words = (code, domain("role", language()).get(role, role), known)
        return {"details": "\n".join(filter(None, words)), "code": code}

    def _relocation(self, move: QgsFeature) -> dict[str, str]:
        status = domain("relocation_status", language()).get(_value(move, "status"), _value(move, "status"))
        since = move["date_from"]
        ends = f"{_value(move, 'origin')} → {_value(move, 'destination')}"
        return {"first": status, "second": since.toString("yyyy") if text(since) else "", "details": ends,
                "code": _value(move, "relocation_id")}


def _standing(row: QgsFeature) -> str:
    """Whether it is documented or assumed, in words."""
    return domain("standing", language()).get(_value(row, "standing"), "")


def _standing_mark(row: QgsFeature) -> str:
    """A dot for what is documented, a ring for what is assumed."""
    colour = str(catalog("catalog/palette.json")["circle"])
    return colour if _value(row, "standing") == "documented" else HOLLOW + colour
