"""Mega-city regions beside one another, from a table with a row a city: sums, values per head, and sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ...air.reading.findings import Findings
from ...air.reading.numbers import as_numbers
from ...air.reading.table import read_table
from ...messages import EngineError
from ...protocol import Job
from ..indicators import indices
from ..indicators.catalogue import AREA, GDP, PEOPLE, Measure, first_of
from ..indicators.catalogue import catalogue as indicator_catalogue
from ..indicators.headings import factor_of, known_measure
from ..indicators.levels import YUAN
from .catalogue import catalogue
from .sets import ratio

DIGITS = {"area_km2": 3, "gdp_1e8": 3, "density": 3, "gdp_per_head": 1, "rank_size_slope": 6, "primacy": 6, "gini": 6,
          "hhi": 6, "gdp_gini_weighted": 6}


def read_mega(path: str, job: Job) -> pd.DataFrame:
    """The cities of a CSV or workbook: region, name, and what is there of people, gdp_1e8 and area_km2.

    Rows without a region or any number are left out, which is told. Raises EngineError as `read_table` does, and
    mega-no-region, mega-no-values.
    """
    found = Findings()
    frame = read_table(path, found)
    columns = [str(name) for name in frame]
    title = Path(path).stem
    region = first_of(columns, catalogue()["mega"]["region"])
    if region is None:
        raise EngineError("mega-no-region", path=title, usual=", ".join(catalogue()["mega"]["region"][:5]),
                          fields=", ".join(columns[:20]))
    called = first_of([name for name in columns if name != region], indicator_catalogue()["name"])
    cities = pd.DataFrame({"region": frame[region], "name": frame[called] if called else ""})
    for name in columns:
        measure = "area_km2" if _is_area(name) else known_measure(name)
        if measure in (PEOPLE, GDP, AREA) and measure not in cities and name not in (region, called):
            cities[measure] = as_numbers(frame[name], path, found) * factor_of(Measure(measure, name))
    found.tell(job)
    return _filled(cities, title, columns, job)


def _is_area(heading: str) -> bool:
    return any(word in heading.casefold() for word in ("area_km2", "area", "面积"))


def _filled(cities: pd.DataFrame, title: str, columns: list[str], job: Job) -> pd.DataFrame:
    """The rows with a region and a number. Raises mega-no-values."""
    numbers = [name for name in (PEOPLE, GDP, AREA) if name in cities]
    negative = cities[numbers].lt(0).any(axis=1)
    if negative.any():
        job.warn("mega-negative", path=title, count=int(negative.sum()))
        cities[numbers] = cities[numbers].where(cities[numbers] >= 0)
    there = cities[numbers].notna().any(axis=1) & (cities["region"] != "") if numbers else cities["region"] == "\0"
    if not there.any():
        raise EngineError("mega-no-values", path=title, count=len(cities), fields=", ".join(columns[:20]))
    if not there.all():
        names = [name or region for name, region in zip(cities.loc[~there, "name"], cities.loc[~there, "region"])]
        job.warn("mega-empty-rows", {"names": names}, path=title, count=len(names), names=job.listed(names, 5))
    return cities[there].reindex(columns=["region", "name", PEOPLE, GDP, AREA])


def mega_regions(cities: pd.DataFrame) -> pd.DataFrame:
    """A row for each region in the order of the table: places, sums of what is known and of how many, ratios, sizes."""
    rows = []
    for region in dict.fromkeys(cities["region"]):
        mine = cities[cities["region"] == region]
        row: dict[str, object] = {"mega_region": region, "places": len(mine)}
        for name in (PEOPLE, GDP, AREA):
            known = mine[name].dropna()
            row[name] = float(known.sum()) if len(known) else np.nan
            row[f"{name}_known"] = len(known)
        row["density"] = ratio(mine, PEOPLE, AREA)
        row["gdp_per_head"] = YUAN * ratio(mine, GDP, PEOPLE)
        sizes = mine[PEOPLE].dropna().to_numpy(np.float64)
        row |= {"rank_size_slope": indices.rank_size(sizes).slope, "primacy": indices.primacy(sizes, 1),
                "gini": indices.gini(sizes), "hhi": indices.hhi(sizes)}
        both = mine[mine[PEOPLE].notna() & mine[GDP].notna()]
        row["gdp_gini_weighted"] = indices.inequality_of(
            both[GDP].to_numpy(np.float64), both[PEOPLE].to_numpy(np.float64)).gini_weighted
        rows.append(row)
    return pd.DataFrame(rows).round(DIGITS)
