"""Values of a planner's own layer as a plan field takes them, and which field is likely which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from .schema import catalog, fields, plan_schema
from .structure import given

DATES = ("yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyyMMdd", "yyyy年M月d日", "yyyy-MM", "yyyy年M月", "yyyy", "yyyy年")


SPEED = "speed_kmh"
SPEED_TEXT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(km/?h|kph|公里/小时|公里/时|千米/小时|公里|mph)?\s*(?:[;|,、].*)?$", re.IGNORECASE)


class Choice(NamedTuple):
    """Where the value of a plan field comes from: a source field, or a constant; neither leaves it alone."""

    field: str = ""
    constant: str = ""

    def is_made(self) -> bool:
        return bool(self.field or self.constant)


Mapping = dict[str, Choice]


def import_fields(table: str) -> list[dict[str, Any]]:
    """The fields of a plan table that can be imported: not the keys and what follows from others."""
    left_out = catalog("catalog/import_headings.json")["left_out"]
    return [field for field in fields(table)
            if field["name"] not in left_out and f"{field['name']}:{table}" not in left_out]


def propose(table: str, layer: QgsVectorLayer) -> Mapping:
    """A source field for each plan field that is known by name, alias or a usual heading; each is used once."""
    heads: dict[str, str] = {}
    for field in layer.fields():
        for head in (field.name(), field.alias()):
            heads.setdefault(_plain(head), field.name())
            heads.setdefault(_plain(_without_unit(head)), field.name())
    headings = catalog("catalog/import_headings.json")["headings"]
    used: set[str] = set()
    mapping: Mapping = {}
    for own_words in (True, False):  # a field that is called as the plan calls it first
        for field in import_fields(table):
            own = [field["name"], field["zh"], field["en"]]
            words = own if own_words else headings.get(field["name"], [])
            found = next((heads[_plain(word)] for word in words if _plain(word) in heads), "")
            if found and found not in used and field["name"] not in mapping:
                mapping[field["name"]] = Choice(found)
                used.add(found)
    _add_alike(table, heads, headings, mapping)
    return mapping


def _add_alike(table: str, heads: dict[str, str], headings: dict[str, list[str]], mapping: Mapping) -> None:
    """Heads that nearly are a known one, where only one field and only one head come into question."""
    words = {field["name"]: [_plain(_without_unit(word)) for word in
                             (field["zh"], *headings.get(field["name"], []))] for field in import_fields(table)}
    used = {choice.field for choice in mapping.values()}
    alike: dict[str, set[str]] = {}
    for head, source in heads.items():
        names = [name for name, known in words.items() if any(_alike(head, word) for word in known)]
        if len(names) == 1 and source not in used:
            alike.setdefault(names[0], set()).add(source)
    for name, sources in alike.items():
        if len(sources) == 1 and name not in mapping:
            mapping[name] = Choice(sources.pop())


def _alike(one: str, other: str) -> bool:
    """Whether one Chinese heading holds the other and is not twice as long: 园区名称表 and 园区名称."""
    short, long = sorted((one, other), key=len)
    return not short.isascii() and short in long and 2 * len(short) > len(long)


def _plain(head: str) -> str:
    """Without case, spaces and underscores."""
    return re.sub(r"[\s_]", "", head).lower()


def _without_unit(head: str) -> str:
    """`面积 (km²)` → `面积`; of the plan's own words, such as Name (Chinese), the bracket is part."""
    return re.sub(r"[(（\[].*?[)）\]]", "", head)


def plan_value(value: object, field: dict[str, Any]) -> object:
    """`value` as the plan field holds it; None for an empty one. Raises ValueError when it cannot be one."""
    if not given(value) or (isinstance(value, str) and not value.strip()):
        return None
    if field["type"] in ("int", "real"):
        number = _speed(value) if field["name"] == SPEED else _number(value)
        return round(number) if field["type"] == "int" else number
    if field["type"] == "datetime":
        return _date(value)
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return _coded(text, field["domain"]) if "domain" in field else text


def _number(value: object) -> float:
    return float(re.sub(r"[,，\s]", "", str(value)))


def _speed(value: object) -> float:
    """km/h of `120`, `120 km/h`, `60 mph`; of `100;80` the first."""
    found = SPEED_TEXT.match(str(value).strip())
    if found is None:
        raise ValueError(value)
    miles = (found[2] or "").lower() == "mph"
    return float(found[1]) * (float(catalog("catalog/transport.json")["mph_kmh"]) if miles else 1.0)


def _date(value: object) -> QDateTime:
    if isinstance(value, QDateTime):
        return value
    date = value if isinstance(value, QDate) else QDate()
    text = str(value).strip()
    for form in DATES if not date.isValid() else ():
        date = QDate.fromString(text.removesuffix(".0"), form)
        if date.isValid():
            break
    if date.isValid():
        return QDateTime(date, QTime(0, 0))
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODate)
    if not moment.isValid():
        raise ValueError(text)
    return moment


def _coded(text: str, domain: str) -> str:
    """The stored value of what people read, in either language; a plan may have zones of its own."""
    values: dict[str, dict[str, str]] = plan_schema()["domains"][domain]
    for value, words in values.items():
        if text in (value, *words.values()):
            return value
    if domain == "zone":
        return text
    more = catalog("catalog/import_headings.json")["words"].get(domain)
    file, key = more.split() if more else ("", "")
    for value, spec in catalog(file)[key].items() if more else ():
        if text.casefold() in spec["called"]:
            return str(value)
    raise ValueError(text)


def source_value(row: Any, choice: Choice) -> object:
    """What a row of the source gives for a choice."""
    return row[choice.field] if choice.field else choice.constant


def settings_key(table: str, layer: QgsVectorLayer) -> str:
    """Where the mapping of layers with these fields into this table is remembered."""
    return f"jjj_planner/import/{table}/{_fingerprint([field.name() for field in layer.fields()])}"


def _fingerprint(names: Sequence[str]) -> str:
    """The set of names as part of a settings key, in which a slash would begin a group."""
    return "|".join(sorted(names)).replace("/", "∕").replace("\\", "∖")
