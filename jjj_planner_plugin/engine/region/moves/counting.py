"""Moves counted: by category, year, receiving jurisdiction and wing, each with its statuses, people and area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...plan.schema import schema
from .receiving import OTHER, Wing

STATUSES = tuple(schema()["domains"]["relocation_status"])
UNSTATED = "no_status"
DESTINATION = ("destination_code", "destination_name_zh", "destination_name_en")
COUNTS = ("moves", *STATUSES, UNSTATED, "people", "people_known", "area_km2", "area_known", "share_of_moves")


def statuses(moves: pd.DataFrame) -> pd.Series[int]:
    """How many moves have each status, and how many none."""
    found = moves["move_status"].where(moves["move_status"].isin(STATUSES), UNSTATED)
    return found.value_counts().reindex([*STATUSES, UNSTATED], fill_value=0)


def grouped(moves: pd.DataFrame, keys: Sequence[str], whole: int | None = None) -> pd.DataFrame:
    """A row for each value of `keys`, with COUNTS; sums of people and area are empty where none is known.

    `whole`: of how many moves shares are; none: of these.
    """
    rows = []
    for values, part in moves.groupby(list(keys), dropna=False, sort=True):
        rows.append({
            **dict(zip(keys, values)), "moves": len(part), **statuses(part).to_dict(),
            "people": part["people"].sum(min_count=1), "people_known": int(part["people"].notna().sum()),
            "area_km2": part["area_km2"].sum(min_count=1), "area_known": int(part["area_km2"].notna().sum()),
            "share_of_moves": len(part) / (whole or len(moves))})
    return pd.DataFrame(rows, columns=[*keys, *COUNTS])


def by_category(moves: pd.DataFrame) -> pd.DataFrame:
    """The largest first; an empty category is what the source does not tell."""
    return _largest_first(grouped(moves, ["move_category"]), "move_category")


def by_year(moves: pd.DataFrame) -> pd.DataFrame:
    """In their order; the last row, without a year, has the moves without a date."""
    table = grouped(moves, ["year"])
    table["year"] = table["year"].astype("Int64")
    return table.sort_values("year", na_position="last", ignore_index=True)


def by_destination(moves: pd.DataFrame) -> pd.DataFrame:
    """The largest first; an empty code is a destination that is not known or outside the units."""
    return _largest_first(grouped(moves, DESTINATION), DESTINATION[0])


def by_wing(moves: pd.DataFrame, wings: Sequence[Wing]) -> pd.DataFrame:
    """A row for each wing, those without a move too; then one for other places, and one for places not known."""
    named = [(wing.wing_id, wing.name_zh, wing.name_en) for wing in wings]
    named += [(OTHER, "两翼之外", "Elsewhere"), ("", "迁入地未知", "Not known where")]
    table = grouped(moves, ["wing"]).set_index("wing").reindex([wing for wing, _, _ in named])
    counts = ["moves", *STATUSES, UNSTATED, "people_known", "area_known"]
    table[counts] = table[counts].fillna(0).astype(int)
    table["share_of_moves"] = table["share_of_moves"].fillna(0.0)
    table.insert(0, "name_en", [english for _, _, english in named])
    table.insert(0, "name_zh", [chinese for _, chinese, _ in named])
    return table.reset_index()


def _largest_first(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows without a key last."""
    table["bare"] = table[key] == ""
    order = table.sort_values(["bare", "moves", key], ascending=[True, False, True], ignore_index=True)
    return order.drop(columns="bare")
