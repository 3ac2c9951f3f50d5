"""People of a table brought to the plan's units by their codes. A city's total is never spread over its units."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from ... import messages
from .content import attributes, name_of, text

WHOLE = 0.95
"""A unit whose parts of today are known for less of its ground than this is not summed from them."""
CITY_PROPER_OF_BEIJING_AND_TIANJIN = ("1101", "1201")
FIRST_COUNTY = 21  # in a prefecture the codes of districts end in 01 to 20
NATION, VILLAGE = 9, 12  # digits of a GB code `156130102` and of a village's `130102001001`
NAMED_CODES = 5
CODE = re.compile(r"(\d+)(\.0*)?")


class NotJoinedError(Exception):
    """The table cannot be joined; its text is a sentence for the planner."""


class Match(NamedTuple):
    """What would be written, and what not."""

    people: dict[int, int]
    """By the unit's feature id."""
    summed: list[str]
    """Names of units that are the sum of their parts of today."""
    unmatched: list[str]
    """`name: why` of units that get no number."""
    totals: list[str]
    """Codes of whole cities and provinces in the table."""


def code_of(value: Any) -> str:
    """Six digits of a code that is a text or a number; empty for none."""
    match = CODE.fullmatch(text(value).strip())
    digits = match.group(1) if match else ""
    if len(digits) == NATION and digits.startswith("156"):
        digits = digits[3:]
    return digits[:6] if len(digits) in (6, VILLAGE) else ""


def read_people(layer: QgsVectorLayer, code_field: str, people_field: str, factor: float) -> dict[str, float]:
    """People by code, from the two fields of a table; `factor` is 10 000 for 万人.

    Rows without a code or without a number are passed over. Raises NotJoinedError for a text in the column of
    numbers, for a negative number, and for a code that stands there twice.
    """
    found: dict[str, float] = {}
    double = Counter()
    for row in attributes(layer):
        code, value = code_of(row[code_field]), row[people_field]
        if not code or value is None or value == NULL or not text(value).strip():
            continue
        people = _number(value, people_field, code) * factor
        if people < 0:
            raise NotJoinedError(messages.people_negative(people_field, text(value), code))
        double[code] += 1
        found[code] = people
    twice = sorted(code for code, count in double.items() if count > 1)
    if twice:
        named = [*twice[:NAMED_CODES], *("…" for _ in twice[NAMED_CODES:NAMED_CODES + 1])]
        raise NotJoinedError(messages.codes_twice(code_field, ", ".join(named)))
    return found


def _number(value: Any, field: str, code: str) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(re.sub(r"[\s,，\u202f\u2009]", "", text(value)))
    except ValueError:
        raise NotJoinedError(messages.people_not_a_number(field, text(value), code)) from None


def match_units(units: QgsVectorLayer, people: dict[str, float]) -> Match:
    """Units by their code; those that are no unit any more from their parts of today, where these are all there."""
    rows = list(attributes(units))
    own = {code_of(unit["adcode"]) for unit in rows}
    parts = {unit.id(): _parts(unit) for unit in rows}
    claimed = Counter(code for found in parts.values() for code in found)
    unclaimed = {code for code in people if code not in own and not claimed[code] and not _is_total(code)}
    result = Match({}, [], [], sorted(code for code in people if _is_total(code)))
    for unit in rows:
        code, today = code_of(unit["adcode"]), parts[unit.id()]
        if code in people and not _is_total(code) and not _is_district_total(code, today, people):
            result.people[unit.id()] = round(people[code])
            continue
        reason = _why_not(today, people, own - {code}, claimed, _left_over(code, unclaimed))
        if reason:
            result.unmatched.append(f"{name_of(unit)} {code}: {reason}")
            continue
        result.people[unit.id()] = round(sum(people[part] for part in today))
        result.summed.append(name_of(unit))
    return result


def _parts(unit: Any) -> dict[str, float]:
    """Today's units on a unit's ground with their shares of it: `130602:0.54 130606:0.46`."""
    place = unit.fields().lookupField("parts_today")
    pairs = (part.split(":") for part in text(unit.attribute(place)).split()) if place >= 0 else ()
    return {pair[0]: float(pair[1]) for pair in pairs if len(pair) == 2}


def _is_total(code: str) -> bool:
    """`130100`, `130000`: today's tables give the whole city, or province, under such a code."""
    return code.endswith("00")


def _is_district_total(code: str, today: dict[str, float], people: dict[str, float]) -> bool:
    """`130301` beside today's districts is 市辖区, their sum, and not the city proper that the unit is."""
    return code not in today and any(part in people for part in today)


def _left_over(code: str, unclaimed: set[str]) -> list[str]:
    """Districts of the unit's city that the table has and no unit accounts for: their people would be lost."""
    whole = code[:4] in CITY_PROPER_OF_BEIJING_AND_TIANJIN
    return sorted(other for other in unclaimed if other[:4] == code[:4] and (whole or int(other[4:]) < FIRST_COUNTY))


def _why_not(today: dict[str, float], people: dict[str, float], others: set[str], claimed: Counter[str],
             left_over: list[str]) -> str:
    """Why a unit cannot be summed from its parts; empty when it can."""
    if not today:
        return messages.unit_code_not_in_table()
    missing = [part for part in today if part not in people]
    if missing:
        return messages.unit_parts_not_in_table(", ".join(missing))
    shared = [part for part in today if claimed[part] > 1 or part in others]
    if shared:
        return messages.unit_parts_shared(", ".join(shared))
    if left_over:
        return messages.unit_parts_left_over(", ".join(left_over))
    known = sum(today.values())
    return messages.unit_parts_incomplete(known) if known < WHOLE else ""
