"""The matrix as people read it: a row a jurisdiction, a column a catchment, square kilometres, with totals."""

from __future__ import annotations

import pandas as pd

from ..protocol import Job
from .network import catalogue

REST = {"not_covered": "not_covered_km2", "counted_twice": "counted_twice_km2"}
KEYS = ("jurisdiction", "jurisdiction_name")
TOTAL = {"zh": "合计", "en": "Total"}
TAKEN = {*KEYS, *REST.values(), "total_km2", "fid", "geom"}
KM2, DIGITS = 1e6, 6


def wide(table: pd.DataFrame, job: Job) -> pd.DataFrame:
    """From the long table. The last rows are what lies in no jurisdiction or in several, and the totals by column.

    `total_km2` is the jurisdiction's own area: Σ columns + not covered − counted twice. Of more catchments than a table
    can have columns only those two and the total remain, which is told.
    """
    heads = _heads(table, job)
    cells = table.assign(area=table["area_m2"] / KM2, head=table["catchment"].map(heads | REST))
    cells = cells[cells["head"].notna()]
    every = [*heads.values(), *REST.values()]
    found = cells.pivot_table(index="jurisdiction", columns="head", values="area", aggfunc="sum", sort=False)
    found = found.reindex(index=dict.fromkeys(table["jurisdiction"]), columns=every).fillna(0.0)
    rest, twice = REST.values()
    found["total_km2"] = found[list(heads.values())].sum(axis=1) + found[rest] - found[twice]
    outside = found.index.isin(list(REST))
    total = found[~outside].sum()
    for row, sign in zip(REST, (1, -1)):
        total += sign * found.loc[row]
    found.loc["total"] = total
    names = {**dict(zip(table["jurisdiction"], table["jurisdiction_name"])), "total": TOTAL[job.language]}
    found.insert(0, "jurisdiction_name", [names[code] for code in found.index])
    return found.rename_axis("jurisdiction").reset_index().round(DIGITS)


def _heads(table: pd.DataFrame, job: Job) -> dict[str, str]:
    """What each catchment's column is called: no two alike, and none as one of ours (SQLite tells no case)."""
    named = table[~table["catchment"].isin(list(REST))].drop_duplicates("catchment").sort_values("catchment")
    most = catalogue()["widest"]
    if len(named) > most:
        job.warn("matrix-too-wide", count=len(named), most=most)
        return {}
    heads: dict[str, str] = {}
    taken = {name.casefold() for name in TAKEN}
    for code, name in zip(named["catchment"], named["catchment_name"]):
        head = name if name.casefold() not in taken else f"{name} {code}".strip()
        while not head or head.casefold() in taken:
            head += "_"
        heads[code] = head
        taken.add(head.casefold())
    return heads
