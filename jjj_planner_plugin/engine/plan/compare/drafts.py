"""A draft without uid as a plan: its features take the place of one table's, paired ones under their uid."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...messages import EngineError
from ...protocol import Job
from ..schema import fields
from .pairs import Draft, proposed
from .plans import Feature, Plan, Table, value

CUT_NAME = 10
"""Characters that a Shapefile leaves of a field's name."""
CUT_TEXT = 75
"""Bytes from which on a text may have been cut: a Shapefile's column is 80 wide in QGIS, 254 at most."""


def drafted(plan: Plan, table: str, draft: Draft, pairs: dict[str, Any] | None, job: Job) -> Plan:
    """The plan with the draft in place of the table. Without `pairs`, by those that are certain.

    Raises EngineError pair-unknown, pair-twice.
    """
    chosen = _certain(plan.tables[table], draft, job) if pairs is None else _checked(plan.tables[table], draft, pairs)
    made = _table(plan.tables[table], table, draft, chosen)
    count = plan.count - len(plan.tables[table]) + len(draft.shapes)
    return Plan(draft.source.path, {**plan.tables, table: made}, plan.info, count, draft.source.repairs)


def _certain(before: Table, draft: Draft, job: Job) -> dict[str, int]:
    pairs = proposed(before, draft, job)
    doubtful = [pair for pair in pairs if not pair["certain"]]
    if doubtful:
        job.warn("pairs-not-certain", {"pairs": doubtful}, count=len(doubtful))
    return {pair["uid"]: pair["draft"] for pair in pairs if pair["certain"]}


def _checked(before: Table, draft: Draft, pairs: dict[str, Any]) -> dict[str, int]:
    """Pairs as a caller gives them: uid → the draft's feature number, or its uid."""
    by_uid = {uid: fid for uid, fid in zip(draft.uids, draft.fids) if uid}
    chosen: dict[str, int] = {}
    for uid, named in pairs.items():
        number = by_uid.get(str(named))
        if number is None and str(named).lstrip("-").isdigit():
            number = int(named)
        if uid not in before or number not in draft.fids:
            raise EngineError("pair-unknown", uid=uid, draft=named)
        if number in chosen.values():
            raise EngineError("pair-twice", draft=named)
        chosen[uid] = number
    return chosen


def _table(before: Table, table: str, draft: Draft, pairs: dict[str, int]) -> Table:
    frame, kinds = draft.source.frame, fields(table)
    columns = _columns(table, [str(name) for name in frame if name != "geometry"])
    if draft.name_field is not None and "name_zh" not in columns and "name_en" not in columns:
        columns["name_zh"] = draft.name_field
    paired = {fid: uid for uid, fid in pairs.items()}
    made: Table = {}
    for place, fid in enumerate(draft.fids):
        uid = paired.get(fid)
        old = before[uid].values if uid else dict.fromkeys(kinds)
        given = {name: value(_missing(frame[column].iloc[place]), kinds[name]) for name, column in columns.items()}
        values = {**old, **{name: _whole(found, old.get(name)) for name, found in given.items()}, "uid": uid}
        made[uid or f"draft/{fid}"] = Feature(values, draft.shapes[place])
    return made


def _columns(table: str, present: list[str]) -> dict[str, str]:
    """The plan's fields that the draft has, by their whole name or as a Shapefile cuts it.

    Two that are the same when cut (`population`, `pop_source`) are told apart as GDAL does: `populati_1`.
    """
    wanted = [name for name in fields(table) if name != "uid"]
    whole = {column.lower(): column for column in reversed(present)}
    found = {name: whole[name] for name in wanted if name in whole}
    for name in wanted:
        free = [column for column in present if column not in found.values()]
        cut = [column for column in free if column.lower() in (name[:CUT_NAME], f"{name[:CUT_NAME - 2]}_1")]
        if name not in found and cut:
            found[name] = cut[0]
    return found


def _missing(found: Any) -> Any:
    return None if pd.isna(found) else found


def _whole(found: Any, was: Any) -> Any:
    """What the draft says; the plan's own text where the draft's is only its beginning, cut by the format."""
    if isinstance(found, str) and isinstance(was, str) and len(found.encode()) >= CUT_TEXT and was.startswith(found):
        return was
    return found
