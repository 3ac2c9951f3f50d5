"""Rules: codes are known, of today and each there once; every feature has its name in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ...doctor.codes import aliases, of_1999
from ...messages import Pair
from ..facts import facts, places
from ..schema import schema
from ..units import PROVINCES, bundled
from .membership import rows_by
from .places import codes_of
from .reading import Table
from .rules import Finding, check
from .structure import Structure

ONE_CODE = ("core", "twin_cities", "nodes", "units", "provinces", "axis_members", "stations")  # field adcode
SEVERAL = ("parks", "park_areas", "wings", "wing_points")  # fields host_adcodes, partner_adcodes
UNIQUE = ("units", "nodes", "twin_cities", "core", "provinces")
CODED = ("units", "nodes", "twin_cities", "core", "axis_members")  # where a code must be
UNNAMED = ("plan_info", "runs")  # their rows are no places
NAMES = {"name_zh": Pair("中文名", "Chinese name"), "name_en": Pair("英文名", "English name")}


def _coded(plan: Structure) -> Iterator[tuple[Table, str, int, list[str]]]:
    """Table, field, row and codes of everything that is coded."""
    wanted = [(name, "adcode") for name in ONE_CODE]
    wanted += [(name, field) for name in SEVERAL for field in ("host_adcodes", "partner_adcodes")]
    for name, field in wanted:
        table = plan.table(name)
        for row, text in enumerate(table.texts(field) if field in table.fields else []):
            yield table, field, row, codes_of(text)


def _is_known(code: str, table: Table) -> bool:
    """Whether it is a code of today or of 1999; of another province only as a host or partner."""
    elsewhere = re.fullmatch(r"\d{6}", code) and code[:2] not in PROVINCES and table.name in SEVERAL
    return bool(elsewhere) or code in places() or code in of_1999() or code in aliases()


@check("code-missing")
def code_missing(plan: Structure) -> Iterator[Finding]:
    """Units, cities and members without a code."""
    for table, _, row, codes in _coded(plan):
        if not codes and table.name in CODED:
            yield Finding("code-missing", {"feature": table.named(row), "table": table.title}, table, row)


@check("code-unknown")
def code_unknown(plan: Structure) -> Iterator[Finding]:
    """Codes that no list has."""
    for table, _, row, codes in _coded(plan):
        for code in codes:
            if not _is_known(code, table):
                told = {"feature": table.named(row), "table": table.title, "code": code}
                yield Finding("code-unknown", told, table, row)


@check("code-outdated")
def code_outdated(plan: Structure) -> Iterator[Finding]:
    """Old codes of units that have another one today."""
    for table, field, row, codes in _coded(plan):
        for code in codes:
            new = aliases().get(code)
            if new and not _of_its_time(code, table):
                told = {"feature": table.named(row), "table": table.title, "code": code, "new": new,
                        "year": _changed(code)}
                fix = _recoded(table, field, row, [new if known == code else known for known in codes])
                yield Finding("code-outdated", told, table, row, fix=fix)


def _recoded(table: Table, field: str, row: int, codes: list[str]) -> dict[str, Any] | None:
    """The fix, unless another feature of the table has the new code already."""
    uid = table.own_uid(row)
    taken = table.name in UNIQUE and codes[0] in table.texts(field)
    if uid is None or taken:
        return None
    return {"kind": "set_field", "table": table.name, "uid": uid, "field": field, "value": ",".join(codes)}


def _of_its_time(code: str, table: Table) -> bool:
    """A code of today; of a unit also the code that the bundled set of 1999 kept, as no unit of today is its heir."""
    return code in places() or (table.name == "units" and code in of_1999())


@lru_cache(maxsize=1)
def _aliases() -> dict[str, dict[str, Any]]:
    return {alias["old"]: alias for alias in facts()["adcode_aliases"]}


def _changed(code: str) -> int:
    return int(_aliases()[code]["year"])


@check("code-abolished")
def code_abolished(plan: Structure) -> Iterator[Finding]:
    """Codes of units that were divided among others."""
    for table, _, row, codes in _coded(plan):
        for code in codes:
            if code in aliases() and aliases()[code] is None and not _of_its_time(code, table):
                told = {"feature": table.named(row), "table": table.title, "code": code, "year": _changed(code)}
                yield Finding("code-abolished", told, table, row)


@check("code-twice")
def code_twice(plan: Structure) -> Iterator[Finding]:
    """Codes that two features of a table have; units in different zones have a rule of their own."""
    for name in UNIQUE:
        table = plan.table(name)
        for code, rows in rows_by(table, "adcode").items():
            zones = {table.texts("zone_id")[row] for row in rows} - {""}
            if len(rows) > 1 and len(zones) < 2:
                told = {"a": table.named(rows[0]), "b": table.named(rows[-1]), "table": table.title, "code": code,
                        "count": len(rows)}
                yield Finding("code-twice", told, table, rows[-1], float(len(rows)))


@check("name-missing")
def name_missing(plan: Structure) -> Iterator[Finding]:
    """Features that lack their name in a language."""
    for name, table in plan.read.tables.items():
        for field, language in NAMES.items() if name not in UNNAMED else ():
            for row, text in enumerate(table.texts(field) if field in table.fields else []):
                if not text:
                    told = {"feature": table.named(row), "table": table.title, "language": language}
                    yield Finding("name-missing", told, table, row, fix=_renamed(table, field, row))


def _renamed(table: Table, field: str, row: int) -> dict[str, Any] | None:
    """The fix where the facts know the name of the feature's code or zone."""
    uid, known = table.own_uid(row), None
    code, zone = table.texts("adcode")[row], table.texts("zone_id")[row]
    if table.name in ONE_CODE and table.name != "stations" and code:
        known = _units_1999().get(code) or places().get(code)
    elif table.name == "zones" and zone in schema()["domains"]["zone"]:
        told = schema()["domains"]["zone"][zone]
        known = {"name_zh": told["zh"], "name_en": told["en"]}
    if uid is None or not known or not known.get(field):
        return None
    return {"kind": "set_field", "table": table.name, "uid": uid, "field": field, "value": known[field]}


@lru_cache(maxsize=1)
def _units_1999() -> dict[str, dict[str, Any]]:
    """The bundled city-proper areas of 1999, which today's list does not have."""
    return {row["adcode"]: row for row in bundled("county").rows if row["adcode"] not in places()}
