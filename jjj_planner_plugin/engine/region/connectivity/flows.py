"""From the rows of a table to flows between two places: what is no flow is listed with its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...air.reading.findings import Findings
from ...air.reading.numbers import as_numbers
from ...messages import EngineError
from ...protocol import Job
from ..place_names import places_by_code
from .catalogue import catalogue
from .ground import city_of
from .table import ENDS, Fields, read_flows

KEYS = ["kind", "year", "origin_code", "destination_code"]
LEFT_OUT = ["row", "origin", "destination", "flow", "kind", "year", "reason", "detail"]
NO_YEAR = 0
TOLD = {
    "unknown-origin": "links-unknown-origin", "unknown-destination": "links-unknown-destination",
    "no-value": "links-no-value", "negative": "links-negative", "zero": "links-zero", "self": "links-self",
}
"""By the reason for which a row is no flow, the sentence that tells of such rows."""

TWICE = {"sum": "links-doubles-sum", "first": "links-doubles-first", "last": "links-doubles-last"}


@dataclass(frozen=True, eq=False)
class Flows:
    """`frame`: KEYS, `value` > 0 and `rows` (how many of the table it is the sum of); year is NO_YEAR without one.

    `inside`: what of each kind and year stays in one place. `not_used`: LEFT_OUT, a row of the table each.
    """

    frame: pd.DataFrame
    inside: pd.Series[float]
    not_used: pd.DataFrame
    modelled: bool = False


def table_flows(
    reference: str, fields: Fields, level: str, kind: str | None, year: int | None, doubles: str, job: Job
) -> Flows:
    """The flows of a table; `level` city: between the cities that its places lie in.

    Raises EngineError as `read_flows` does, and links-nothing, links-no-kind, links-no-year.
    """
    rows = read_flows(reference, fields, job)
    found = Findings()
    rows["flow"] = rows["value"]
    rows["value"] = as_numbers(rows["value"], reference, found)
    found.tell(job)
    rows["year"] = _years(rows["year"], job)
    rows = _asked(rows, kind, year, job)
    if level == "city":
        for end in ENDS:
            rows[f"{end}_code"] = rows[f"{end}_code"].map(lambda code: city_of(code) if code else "")
    rows["reason"] = _reasons(rows)
    rows["detail"] = np.where(rows["reason"] == "unknown-origin", rows["origin_why"],
                              np.where(rows["reason"] == "unknown-destination", rows["destination_why"], ""))
    _tell(rows, job)
    used = rows[rows["reason"] == ""]
    if used.empty:
        told = catalogue()["reasons"]
        counts = rows["reason"].value_counts()
        said = {language: "; ".join(f"{told[reason][language]} {count}" for reason, count in counts.items())
                for language in ("zh", "en")}
        raise EngineError("links-nothing", path=reference, count=len(rows), why=said[job.language] or "0")
    inside = rows[rows["reason"] == "self"].groupby(["kind", "year"])["value"].sum()
    frame, second = _once(used, doubles, job)
    left = pd.concat([rows[rows["reason"] != ""], second]).sort_values("row", ignore_index=True)
    _tell_nested(frame, job)
    return Flows(frame, inside, left[LEFT_OUT])


def _years(texts: pd.Series[str], job: Job) -> pd.Series[int]:
    """The year that a text begins with; NO_YEAR for none, and for what is none, which is said."""
    found = texts.str.extract(r"^\D{0,2}((?:19|20)\d{2})(?!\d)", expand=False)
    odd = texts[found.isna() & (texts != "")]
    if len(odd):
        job.warn("links-odd-years", count=len(odd), some=job.listed(list(odd.unique()), 3))
    return found.fillna(str(NO_YEAR)).astype(int)


def _asked(rows: pd.DataFrame, kind: str | None, year: int | None, job: Job) -> pd.DataFrame:
    """Those of the kind and the year asked for. Raises links-no-kind, links-no-year."""
    if kind is not None:
        kinds = sorted(rows["kind"].unique())
        rows = rows[rows["kind"].str.casefold() == kind.casefold()]
        if rows.empty:
            raise EngineError("links-no-kind", kind=kind, kinds=job.listed([one or "—" for one in kinds]))
    if year is not None:
        years = sorted(rows["year"].unique())
        rows = rows[rows["year"] == year]
        if rows.empty:
            raise EngineError("links-no-year", year=year, years=job.listed([one or "—" for one in years]))
    return rows.copy()


def _reasons(rows: pd.DataFrame) -> list[str]:
    """Why each row is no flow between two places; empty for one that is."""
    origin, destination, value = rows["origin_code"], rows["destination_code"], rows["value"]
    cases = [(value.isna(), "no-value"), (origin == "", "unknown-origin"), (destination == "", "unknown-destination"),
             (value < 0, "negative"), (value == 0, "zero"), (origin == destination, "self")]
    return list(np.select([holds for holds, _ in cases], [reason for _, reason in cases], default=""))


def _tell(rows: pd.DataFrame, job: Job) -> None:
    """A sentence for each reason that there is: how many rows, and some of them."""
    for reason, code in TOLD.items():
        some = rows[rows["reason"] == reason]
        if some.empty:
            continue
        if reason.startswith("unknown"):
            end = reason.removeprefix("unknown-")
            known = rows.loc[rows["reason"] == "", "value"].sum()
            lost = some["value"].clip(lower=0).sum()
            job.warn(code, count=len(some), some=job.listed(list(some[end].replace("", "—").unique()), 5),
                     share=f"{100 * lost / (lost + known) if lost + known else 0:.1f}")
        else:
            job.warn(code, count=len(some), rows=job.listed(list(some["row"]), 5))


def _once(used: pd.DataFrame, doubles: str, job: Job) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each pair of places once a kind and year, and the rows that this leaves out (of `doubles` first or last)."""
    again = used.duplicated(KEYS, keep=False)
    nothing = used.iloc[:0]
    if again.any():
        same = int(used.duplicated([*KEYS, "value"]).sum())
        pairs = int(used[again].drop_duplicates(KEYS).shape[0])
        job.warn(TWICE[doubles], pairs=pairs, rows=int(again.sum()), same=same)
    if doubles != "sum":
        twice = used.duplicated(KEYS, keep="first" if doubles == "first" else "last")
        nothing, used = used[twice].assign(reason="double"), used[~twice]
    grouped = used.groupby(KEYS, sort=True)["value"]
    frame = pd.DataFrame({"value": grouped.sum(), "rows": grouped.size()}).reset_index()
    return frame, nothing


def _tell_nested(frame: pd.DataFrame, job: Job) -> None:
    """A place and one that lies in it are no two places of one network."""
    codes = sorted({*frame["origin_code"], *frame["destination_code"]})
    nested = [code for code in codes if places_by_code()[code].parents & set(codes)]
    if nested:
        job.warn("links-nested", count=len(nested), some=job.listed([places_by_code()[c].name_zh for c in nested], 5))
