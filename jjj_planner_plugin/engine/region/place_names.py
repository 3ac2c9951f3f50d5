"""Places of a planner's table: found by adcode, or by name and city. A name alone finds no county.

`find(code, name, city)` takes three texts, any of them empty, and gives a `Found`: the `Place`, or None with a reason,
and `how` it was found. `find_all(table, columns)` does so for every row of a table of texts, and gives the columns
`adcode`, `name_zh`, `name_en`, `lon`, `lat`, `how` and, where a row's place was not found, `why` (a sentence in the
language asked for). `place_columns(headings, role)` finds the columns themselves: role is `place`, `origin` or
`destination`. `places_by_code()` has every place; `label(place, language)` is what a table calls it.

Codes: six digits of today, of the alias table (what changed), with the country's 156 before or zeros behind; what
stands in a column of names and is written like that is a code as well. A municipality is its province (110100 is
110000); 133100 is Xiong'an, which has no code in GB/T 2260. Names: with or without their ending (石家庄, 石家庄市),
in Chinese or English, those before a renaming too, and with the city in front in one text (石家庄新华区,
河北省石家庄市新华区). The city may be a province where that leaves one place only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from ... import paths
from ..doctor.codes import aliases, of_1999
from ..messages import note
from ..plan.facts import facts, places
from ..plan.units import MUNICIPALITIES, adcode

CODE, ALIAS, NAME = "code", "alias", "name"  # how a place was found: today's code, an earlier one, name and city
XIONGAN = "133100"
COUNTY = "county"
SHOWN = 4
CODE_FIRST = re.compile(r"((?:156)?\d{6}(?:\d{3}|\d{6})?(?:\.0+)?)(?!\d)\s*(.*)")
COLUMNS = ("adcode", "name_zh", "name_en", "lon", "lat", "how", "why")


class Place(NamedTuple):
    """A place: today's code, names, level (province, prefecture, county), what it lies in, a point in degrees."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parents: frozenset[str]
    lon: float
    lat: float


class Found(NamedTuple):
    """What was found. Without a place, `how` is the key of the sentence that says why, and `facts` fill it."""

    place: Place | None
    how: str
    facts: dict[str, Any] = {}

    def why(self, language: str) -> str:
        """The sentence; empty where there is a place."""
        return "" if self.place else note(self.how, language, **self.facts)


@cache
def catalogue() -> dict[str, Any]:
    """`resources/catalog/place_names.json`. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/place_names.json").read_text(encoding="utf-8"))
    return found


@cache
def places_by_code() -> dict[str, Place]:
    """Every place by its code; 110100 and 120100 are not among them."""
    found = {}
    for code, row in places().items():
        if f"{code[:2]}0000" in MUNICIPALITIES and row["level"] == "prefecture":
            continue
        province = f"{code[:2]}0000"
        above = {province} if province in MUNICIPALITIES else {province, f"{code[:4]}00"}
        found[code] = Place(code, row["name_zh"], row["name_en"], row["level"], frozenset(above - {code}),
                            float(row["lon"]), float(row["lat"]))
    new_area = next(wing for wing in facts()["wings"] if wing.get("pseudo_adcode", "").startswith(XIONGAN))
    found[XIONGAN] = Place(XIONGAN, new_area["name_zh"], new_area["name_en"], "prefecture", frozenset({"130000"}),
                           float(new_area["lon"]), float(new_area["lat"]))
    for code in new_area["adcodes"]:
        found[code] = found[code]._replace(parents=found[code].parents | {XIONGAN})
    return found


def label(place: Place, language: str) -> str:
    """What a table or a sentence calls it; a county with its city, because counties share names."""
    name = place.name_zh if language == "zh" else place.name_en
    if place.level != COUNTY:
        return name
    above = places_by_code()[max(place.parents - {XIONGAN})]
    return f"{above.name_zh}{name}" if language == "zh" else f"{name}, {above.name_en}"


def find(code: str = "", name: str = "", city: str = "") -> Found:
    """The place that code, or name and city mean; where both are given they must not contradict each other.

    Without a code, the name may be one, or begin with it: 130629, 130629 容城县.
    """
    coded = None if code.strip() else CODE_FIRST.fullmatch(name.strip())
    if coded:
        code, name = coded.groups()
    by_code = _by_code(code) if code.strip() else None
    if not name.strip() and not city.strip():
        return by_code or Found(None, "place-none")
    by_name = _by_name(name, city)
    if by_code is None or by_code.place is None:
        return by_name if by_name.place or by_code is None else by_code
    if by_name.place and not _belong(by_code.place, by_name.place):
        return Found(None, "place-differs", {"given": code.strip(), "place": by_code.place.name_zh,
                                             "name": f"{city.strip()}{name.strip()}", "other": by_name.place.code})
    return by_code


def find_all(table: pd.DataFrame, columns: Mapping[str, str], language: str) -> pd.DataFrame:
    """`find` for each row of a table of texts; `columns` names those with `code`, `name`, `city`, as far as there are.

    Columns as COLUMNS, the table's index; texts empty and numbers NaN where there is no place.
    """
    cells = [table[columns[part]].map(_text) if part in columns else pd.Series("", table.index, dtype=object)
             for part in ("code", "name", "city")]
    known: dict[tuple[str, ...], tuple[Any, ...]] = {}
    rows = []
    for key in zip(*cells):
        if key not in known:
            known[key] = _row(find(*key), language)
        rows.append(known[key])
    return pd.DataFrame(rows, columns=list(COLUMNS), index=table.index)


def place_columns(headings: Iterable[str], role: str) -> dict[str, str]:
    """The table's columns with a place's `code`, `name` and `city`, by their usual headings."""
    plain = {_heading(name): name for name in reversed([str(heading) for heading in headings])}
    known: dict[str, list[str]] = catalogue()["headings"][role]
    found = {part: next((plain[_heading(word)] for word in words if _heading(word) in plain), None)
             for part, words in known.items()}
    return {part: name for part, name in found.items() if name is not None}


def _row(found: Found, language: str) -> tuple[Any, ...]:
    if found.place is None:
        return ("", "", "", float("nan"), float("nan"), found.how, found.why(language))
    place = found.place
    return (place.code, place.name_zh, place.name_en, place.lon, place.lat, found.how, "")


def _text(value: Any) -> str:
    """A cell as text; a code that a table holds as 110101.0 is 110101."""
    if pd.isna(value):
        return ""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()


def _by_code(text: str) -> Found:
    code = adcode(text.strip())
    if f"{code[:2]}0000" in MUNICIPALITIES and code[2:] == "0100":
        code = f"{code[:2]}0000"
    if code in places_by_code():
        return Found(places_by_code()[code], CODE)
    if aliases().get(code):
        return Found(places_by_code()[str(aliases()[code])], ALIAS)
    if code in aliases():
        return Found(None, "place-abolished", {"given": code})
    return Found(None, "place-1999" if code in of_1999() else "place-code-unknown", {"given": code})


def _by_name(name: str, city: str) -> Found:
    """By name within a city; the city may stand before the name in one text, or be all there is."""
    told = {"name": name.strip() or city.strip(), "city": city.strip()}
    parent: Place | None = None
    if city.strip():
        parent = _by_code(city).place if city.strip().isdigit() else _by_name(city, "").place
        if parent is None:
            return Found(None, "place-city-unknown", told)
        if not name.strip():
            return Found(parent, NAME)
    parent, rest = _split(_city_first(name), parent)
    named = [places_by_code()[code] for code in sorted(_index().get(rest, ()))]
    if parent is None:
        fitting = [place for place in named if place.level != COUNTY]
    else:
        fitting = [place for place in named if parent.code == place.code or parent.code in place.parents]
        told["city"] = parent.name_zh
    if len(fitting) == 1:
        return Found(fitting[0], NAME)
    if parent is None:
        return Found(None, "place-name-alone" if named else "place-name-unknown", told | {"places": _listed(named)})
    return Found(None, "place-several" if fitting else "place-not-there", told | {"places": _listed(fitting)})


def _city_first(name: str) -> str:
    """The plain name; of `Xinhua District, Shijiazhuang` with the city in front."""
    parts = re.split("[,，]", name)
    return "".join(plain_name(part) for part in [*reversed(parts[1:]), parts[0]])


def _split(text: str, parent: Place | None) -> tuple[Place | None, str]:
    """The innermost province or city that the text begins with, within `parent`, and what is left of the text."""
    if text in _index():
        return parent, text
    for name, code in _above():
        place = places_by_code()[code]
        if text.startswith(name) and (parent is None or parent.code == code or parent.code in place.parents):
            return _split(text[len(name):], place)
    return parent, text


@cache
def _above() -> list[tuple[str, str]]:
    """Names of provinces and cities with their codes, the longest first."""
    found = [(name, code) for name, codes in _index().items() for code in codes
             if places_by_code()[code].level != COUNTY]
    return sorted(found, key=lambda pair: (-len(pair[0]), pair[1]))


@cache
def _index() -> dict[str, set[str]]:
    """Plain names with their codes: whole ones, and those without their ending."""
    whole: dict[str, set[str]] = {}
    bare: dict[str, set[str]] = {}
    before = [(alias["new"], alias["name_zh"].split("->")[0]) for alias in facts()["adcode_aliases"] if alias["new"]]
    others = [(code, name) for code, names in catalogue()["other_names"].items() for name in names]
    of_places = [(place.code, name) for place in places_by_code().values() for name in (place.name_zh, place.name_en)]
    for code, name in [*of_places, *before, *others]:
        plain = plain_name(re.sub(r"\(统计.*", "", name))
        whole.setdefault(plain, set()).add(code)
        for ending in catalogue()["endings"]:
            if plain.endswith(ending) and len(plain) - len(ending) >= 2:
                bare.setdefault(plain[: -len(ending)], set()).add(code)
    return {name: whole.get(name) or bare[name] for name in {*whole, *bare}}


def plain_name(text: str) -> str:
    """A name as names are compared: no blanks, apostrophes or marks of width, lower case."""
    return re.sub(r"[\s'’·]", "", unicodedata.normalize("NFKC", text)).casefold()


def _heading(text: str) -> str:
    return plain_name(text).replace("_", "")


def _belong(one: Place, other: Place) -> bool:
    """Whether they are one place, or one lies in the other."""
    return one.code == other.code or one.code in other.parents or other.code in one.parents


def _listed(several: list[Place]) -> str:
    """The first few places: `130104 石家庄市桥西区`."""
    told = [f"{place.code} {label(place, 'zh')}" for place in several[:SHOWN]]
    return ", ".join([*told, "…"] if len(several) > SHOWN else told)
