"""A planner's own masses of places for gravity: people, jobs, output. One table, one number a place."""

from __future__ import annotations

import pandas as pd

from ...air.reading.findings import Findings
from ...air.reading.numbers import as_numbers
from ...layer_checks import check_field
from ...messages import EngineError
from ...protocol import Job
from ..place_names import find_all, place_columns
from .table import read_texts


def read_masses(reference: str, field: str, job: Job) -> pd.Series[float]:
    """Masses above zero by code. Places that are unknown, or there twice, are said; of several rows the first counts.

    Raises EngineError as `read_texts` does, and unknown-field, links-no-mass-places, links-no-masses.
    """
    title, table = read_texts(reference, job)
    names = [str(name) for name in table.columns]
    check_field(field, names, title)
    columns = place_columns(names, "place")
    if not columns:
        raise EngineError("links-no-mass-places", path=title, fields=", ".join(names[:20]))
    found = find_all(table, columns, job.language)
    told = Findings()
    numbers = as_numbers(table[field], reference, told)
    told.tell(job)
    unknown = found["adcode"] == ""
    if unknown.any():
        some = table.loc[unknown, next(iter(columns.values()))]
        job.warn("links-mass-unknown", layer=title, count=int(unknown.sum()), some=job.listed(list(some), 5))
    good = ~unknown & (numbers > 0)
    masses = pd.Series(numbers[good].to_numpy(dtype=float), index=found.loc[good, "adcode"])
    twice = masses.index.duplicated()
    if twice.any():
        job.warn("links-mass-double", layer=title, count=int(twice.sum()))
    if masses.empty:
        raise EngineError("links-no-masses", count=0)
    return masses[~twice]
