"""Rules: tables, CRS, schema, geometry and uids are as the plan's description says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...doctor.shapes import reason_told
from ...geodesy import LONLAT
from ...messages import Pair
from ..schema import fields, geometry_type, schema
from .axes import redraw_axis
from .membership import DRAWN
from .reading import Table
from .rules import Finding, check
from .structure import Structure


def _title(name: str) -> Pair:
    told = schema()["tables"][name]
    return Pair(told["zh"], told["en"])


@check("table-missing")
def table_missing(plan: Structure) -> Iterator[Finding]:
    """Tables that the file lacks."""
    for name in schema()["tables"]:
        if name not in plan.read.tables and name not in plan.read.unreadable:
            yield Finding("table-missing", {"table": _title(name), "name": name}, about=name)


@check("table-unreadable")
def table_unreadable(plan: Structure) -> Iterator[Finding]:
    """Tables that are there and cannot be read."""
    for name, reason in plan.read.unreadable.items():
        yield Finding("table-unreadable", {"table": _title(name), "name": name, "reason": reason}, about=name)


@check("field-missing")
def field_missing(plan: Structure) -> Iterator[Finding]:
    """Tables of today's schema that lack fields of it."""
    if _version(plan) < schema()["schema_version"]:
        return  # the schema's age says it all
    for name, table in plan.read.tables.items():
        lacking = [field for field in fields(name) if field not in table.fields]
        if lacking:
            facts = {"table": table.title, "fields": ", ".join(lacking)}
            yield Finding("field-missing", facts, value=float(len(lacking)), about=name)


@check("schema-older")
def schema_older(plan: Structure) -> Iterator[Finding]:
    """A plan of an older schema, or one that does not say."""
    found, today = _version(plan), schema()["schema_version"]
    if found < today:
        yield Finding("schema-older", {"found": f"{found:g}" if found else "—", "today": today}, value=found,
                      about="plan_info")


def _version(plan: Structure) -> float:
    try:
        return float(plan.info.get("schema_version", 0) or 0)
    except ValueError:
        return 0.0


@check("crs-missing")
def crs_missing(plan: Structure) -> Iterator[Finding]:
    """Layers without a CRS."""
    for name, table in plan.read.tables.items():
        if table.shapes is not None and table.crs is None:
            yield Finding("crs-missing", {"table": table.title, "name": name}, about=name)


@check("crs-other")
def crs_other(plan: Structure) -> Iterator[Finding]:
    """Layers in another CRS than the plan's."""
    for name, table in plan.read.tables.items():
        if table.crs is not None and table.crs != LONLAT:
            facts = {"table": table.title, "name": name, "crs": table.crs.to_string()}
            yield Finding("crs-other", facts, about=name)


@check("geometry-missing")
def geometry_missing(plan: Structure) -> Iterator[Finding]:
    """Features without geometry; a move without a line has a rule of its own."""
    for name, table in plan.read.tables.items():
        if geometry_type(name) is None or name == "relocations":
            continue
        missing = np.ones(len(table), dtype=bool) if table.shapes is None else table.missing
        for row in np.flatnonzero(missing).tolist():
            facts = {"feature": table.named(row), "table": table.title}
            yield Finding("geometry-missing", facts, table, row, fix=_drawn_anew(plan, table, row))


def _drawn_anew(plan: Structure, table: Table, row: int) -> dict[str, Any] | None:
    """What draws a derived shape that is missing."""
    if table.name == "axes":
        return redraw_axis(table, row, plan.table("axis_members").texts("axis_uid").count(table.texts("uid")[row]))
    zone = table.texts("zone_id")[row] if table.name == "zones" else ""
    made_of_units = zone and table.texts("origin")[row] != DRAWN and plan.members.get(zone)
    return {"kind": "redraw_zone", "zone_id": zone} if made_of_units else None


@check("geometry-invalid")
def geometry_invalid(plan: Structure) -> Iterator[Finding]:
    """Features whose geometry is invalid."""
    for table in plan.read.tables.values():
        for row in np.flatnonzero(table.wrong != "").tolist():
            uid = table.own_uid(row)
            facts = {"feature": table.named(row), "table": table.title, "reason": reason_told(str(table.wrong[row]))}
            mended = {"kind": "make_valid", "table": table.name, "uid": uid} if uid else None
            yield Finding("geometry-invalid", facts, table, row, fix=_drawn_anew(plan, table, row) or mended)


@check("uid-missing")
def uid_missing(plan: Structure) -> Iterator[Finding]:
    """Features without uid."""
    for table in plan.read.tables.values():
        for row, uid in enumerate(table.texts("uid") if "uid" in table.fields else []):
            if not uid:
                yield Finding("uid-missing", {"feature": table.named(row), "table": table.title}, table, row,
                              fix=_new_uid(table, row))


@check("uid-twice")
def uid_twice(plan: Structure) -> Iterator[Finding]:
    """Features with the uid of one before them in their table."""
    for table in plan.read.tables.values():
        first: dict[str, int] = {}
        for row, uid in enumerate(table.texts("uid")):
            if uid and first.setdefault(uid, row) != row:
                facts = {"feature": table.named(row), "other": table.named(first[uid]), "table": table.title,
                         "uid": uid}
                yield Finding("uid-twice", facts, table, row, fix=_new_uid(table, row))


def _new_uid(table: Table, row: int) -> dict[str, Any]:
    return {"kind": "new_uid", "table": table.name, "fid": int(table.fids[row])}
