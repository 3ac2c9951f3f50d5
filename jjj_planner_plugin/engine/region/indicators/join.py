"""Which place each row of a table is about: by adcode, through the table of codes that changed, never by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from ...messages import EngineError
from ...plan.facts import facts
from ...plan.facts import places as known_places
from ...protocol import Job
from .catalogue import catalogue
from .places import LEVELS, Places
from .table import ValueTable

WHOLE_CITIES = {"110100": "110000", "120100": "120000"}
SENTENCES = {
    "empty": "indicators-empty", "unknown": "indicators-unknown", "elsewhere": "indicators-elsewhere",
    "not_in_plan": "indicators-not-in-plan", "abolished": "indicators-abolished", "double": "indicators-double",
    "old_and_new": "indicators-old-and-new",
}
"""What is told of rows that are left out, by why."""


class Match(NamedTuple):
    """Where a row belongs: its place at a level, and the code of today by which it got there; or the reason why not."""

    level: str
    code: str
    by: str
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Joined:
    """values: by level and code, a column a measure, NaN where nothing is known. unmatched: rows of both sides."""

    table: ValueTable
    values: dict[str, pd.DataFrame]
    unmatched: list[dict[str, Any]] = field(default_factory=list)


def join(table: ValueTable, places: Places, job: Job) -> Joined:
    """Each row to its place. Raises indicators-nothing-matches.

    Several rows of one unit (its districts of today) are summed where all are there; a code that is there twice
    counts once, the first time. Everything that is left out is listed.
    """
    matches = matched(table.codes, places)
    matches = _without_doubles(table.codes, matches)
    used = [place for place, match in enumerate(matches) if not match.reason]
    if not used:
        raise EngineError("indicators-nothing-matches", path=table.title, count=len(matches),
                          codes=job.listed(sorted(set(table.codes))[:5]))
    _tell_stale(table, matches, job)
    values = {level: _values(table, matches, level, places) for level in LEVELS}
    unmatched = [_row("table", match.reason, table.codes[place], table.names[place], table.rows[place])
                 for place, match in enumerate(matches) if match.reason]
    for reason in dict.fromkeys(row["reason"] for row in unmatched):
        some = [row["code"] or str(row["row_no"]) for row in unmatched if row["reason"] == reason]
        job.warn(SENTENCES[reason], {"codes": some}, path=table.title, count=len(some), codes=job.listed(some))
    missing = _missing(matches, values, places)
    if missing:
        job.warn("indicators-no-row", {"codes": [row["code"] for row in missing]}, path=table.title,
                 count=len(missing), names=job.listed([row["name"] for row in missing]))
    return Joined(table, values, unmatched + missing)


def matched(codes: Sequence[str], places: Places) -> list[Match]:
    """A match for each code."""
    plain = [plain_code(code) for code in codes]
    seats = _seats(set(plain), places)
    return [_match(code, set(plain), places, seats) for code in plain]


def plain_code(text: str) -> str:
    """Six digits of a code, of nine with the country's in front, or of nine or twelve that end in zeros.

    A town's own code stays as it is, unlike in `units.adcode`: its values are not its county's.
    """
    code = re.sub(r"\.0+$", "", text.strip())
    if re.fullmatch(r"156\d{6}", code):
        return code[3:]
    return code[:6] if re.fullmatch(r"\d{6}0{3}(0{3})?", code) else code


def _match(code: str, present: set[str], places: Places, seats: dict[str, str]) -> Match:
    if not code:
        return Match("", "", "", "empty")
    units = places.levels["units"].index
    if code in WHOLE_CITIES and not (code in units and _with_sisters(code, present, places)):
        code = WHOLE_CITIES[code]
    for level in ("units", "cities", "provinces", "zones"):
        if code in places.levels[level].index:
            return Match(level, code, code)
    aliases = {alias["old"]: alias["new"] for alias in facts()["adcode_aliases"]}
    today = aliases.get(code, code)
    if today is None:
        return Match("", code, code, "abolished")
    if today in units:
        return Match("units", today, today)
    if today in seats:
        return Match("units", seats[today], today)
    if today in known_places():
        return Match("", today, today, "not_in_plan")
    if code[:2] in catalogue()["elsewhere"] and re.fullmatch(r"\d{6}", code):
        return Match("", code, code, "elsewhere")
    return Match("", code, code, "unknown")


def _with_sisters(code: str, present: set[str], places: Places) -> bool:
    """Whether 110100 can only be the unit of that code: other units of its city are in the table, no part of it is."""
    units = places.levels["units"]
    city = units.at[code, "city"]
    sisters = [one for one in units.index[units["city"] == city] if one != code]
    within = {part for part, unit in _seats(present, places).items() if unit == code}
    return bool(present & set(sisters)) and not within


def _seats(codes: set[str], places: Places) -> dict[str, str]:
    """For counties of today that are no unit of the plan: the unit that their seat lies in."""
    units = places.levels["units"]
    aliases = {alias["old"]: alias["new"] for alias in facts()["adcode_aliases"]}
    wanted = {aliases.get(code) or code for code in codes}
    known = [row for code, row in known_places().items()
             if code in wanted and row["level"] == "county" and code not in units.index]
    points = shapely.points([row["lon"] for row in known], [row["lat"] for row in known])
    which, unit = shapely.STRtree(units.geometry.values).query(points, predicate="within")
    return {str(known[place]["adcode"]): str(units.index[at]) for place, at in zip(which, unit)}


def _without_doubles(codes: Sequence[str], matches: Sequence[Match]) -> list[Match]:
    """The matches, of a code that is there twice only the first, of an old and its new one the new."""
    first: dict[tuple[str, str], int] = {}
    plain = [plain_code(code) for code in codes]
    fresh = {(match.level, match.by) for match, code in zip(matches, plain) if not match.reason and code == match.by}
    made = []
    for place, (match, code) in enumerate(zip(matches, plain)):
        key = (match.level, code)
        if match.reason:
            made.append(match)
        elif first.setdefault(key, place) != place:
            made.append(match._replace(reason="double"))
        elif code != match.by and code not in WHOLE_CITIES and (match.level, match.by) in fresh:
            made.append(match._replace(reason="old_and_new"))
        else:
            made.append(match)
    return made


def _tell_stale(table: ValueTable, matches: Sequence[Match], job: Job) -> None:
    """Which rows were joined by a code that changed, and which by the place of their seat."""
    good = [(plain_code(code), match) for code, match in zip(table.codes, matches) if not match.reason]
    stale = [f"{code} → {match.by}" for code, match in good if code != match.by and code not in WHOLE_CITIES]
    if stale:
        job.warn("indicators-stale", {"codes": stale}, path=table.title, count=len(stale), codes=job.listed(stale))
    parts = [f"{match.by} → {match.code}" for _, match in good if match.by != match.code]
    if parts:
        job.warn("indicators-parts", {"codes": parts}, path=table.title, count=len(parts), codes=job.listed(parts))


def _values(table: ValueTable, matches: Sequence[Match], level: str, places: Places) -> pd.DataFrame:
    """What the table says of each place of the level itself."""
    frame = places.levels[level]
    rows = [(place, match) for place, match in enumerate(matches) if not match.reason and _at(match, level)]
    empty = pd.DataFrame(np.nan, index=frame.index, columns=[one.name for one in table.measures])
    if not rows:
        return empty
    numbers = table.numbers.iloc[[place for place, _ in rows]]
    codes = [match.code for _, match in rows]
    parts = {match.by for _, match in rows if match.by != match.code}
    lacking = _lacking(parts, {match.by for _, match in rows}, places) if level == "units" and parts else set()
    for one in table.measures:
        for code, some in numbers[one.name].groupby(np.array(codes, dtype=object)):
            empty.at[code, one.name] = np.nan if code in lacking else _together(some, one, numbers)
    return empty


def _together(some: pd.Series[float], one: Any, numbers: pd.DataFrame) -> float:
    """One number for a place from its rows: amounts summed, ratios weighted; NaN where one is missing."""
    if len(some) == 1:
        return float(some.iloc[0])
    if one.kind == "amount":
        return float(some.sum(skipna=False))
    weights = numbers[one.weight].loc[some.index] if one.weight in numbers else some * np.nan
    total = float(weights.sum(skipna=False))
    return float((some * weights).sum(skipna=False)) / total if total > 0 else float("nan")


def _lacking(parts: set[str], present: set[str], places: Places) -> set[str]:
    """Units of which some of today's counties are in the table, but not all."""
    everybody = {code for code, row in known_places().items() if row["level"] == "county"}
    seats = _seats(everybody, places)
    begun = {seats[part] for part in parts if part in seats}
    return {unit for part, unit in seats.items() if unit in begun and part not in present and unit not in present}


def _at(match: Match, level: str) -> bool:
    """Whether the row is about a place of this level: Beijing and Tianjin are a city and a province."""
    return match.level == level or (level == "provinces" and match.level == "cities"
                                    and match.code in WHOLE_CITIES.values())


def _missing(matches: Sequence[Match], values: dict[str, pd.DataFrame], places: Places) -> list[dict[str, Any]]:
    """Places without a row, at the levels that the table has most of its rows at."""
    made = []
    for level in ("units", "cities"):
        frame = places.levels[level]
        there = {match.code for match in matches if not match.reason and match.level == level}
        if 2 * len(there) < len(frame):
            continue
        made += [_row("plan", "no_row", code, str(frame.at[code, "name_zh"]), None)
                 for code in frame.index if code not in there]
    return made


def _row(side: str, reason: str, code: str, name: str, number: int | None) -> dict[str, Any]:
    return {"side": side, "reason": reason, "code": code, "name": name, "row_no": number}
