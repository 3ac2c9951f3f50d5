"""Task `airsheds`: cells or stations grouped by how their series move together, against jurisdictions and regions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pyproj import CRS

from ... import outputs, recipes
from ...geodesy import LONLAT, overlay_crs
from ...jurisdictions import CITY, Jurisdictions, read_jurisdictions
from ...kernels import Floats, Indices
from ...messages import EngineError
from ...protocol import Job
from ...recipes import Input
from ...sources import POLYGON, read, split_reference
from ..interpolate.stations import chosen_pollutant
from ..observations import BUNDLED, read_observations
from ..series import open_series, tell_demonstration
from ..standards import unit_of
from . import tables
from .cells import cells_of
from .grouping import fewest, grouped, linked, silhouettes
from .likeness import correlations, usable
from .members import CELLS, POINTS, Members, places_of

MOST_GROUPS = 50
LAYERS = ("airsheds", "airshed_members", "silhouette", "airshed_jurisdictions", "airshed_region", "region_cities")
NO_REGION = "none"
MOST_CELLS = 5000  # 200 MB of distances


@dataclass(frozen=True, eq=False)
class Given:
    """What is grouped, and what a recipe and a sentence say of it."""

    members: Members
    layers: list[Input]
    title: str
    unit: str
    demonstration: bool


@dataclass(frozen=True, eq=False)
class Grouping:
    """`group` (n,) from 0, the largest; `r` (n, n); the table `silhouette`."""

    group: Indices
    r: Floats
    scores: pd.DataFrame


def airsheds(
    rasters: list[str] | None, observations: str | None, pollutant: str | None, averaging: str | None,
    area: str | None, max_cells: float, contiguous: bool, deseasoned: bool, k: float | None, k_max: float,
    jurisdictions: str, jurisdiction_field: str | None, region: str, output: str, job: Job,
) -> dict[str, Any]:
    """Layer `airsheds` and, of places, `airshed_members`; tables `silhouette`, `airshed_jurisdictions` and, with a
    region, `airshed_region` and `region_cities`.

    Raises EngineError as `open_series`, `read_observations`, `read` and `read_jurisdictions` do, and two-inputs,
    unknown-pollutant, several-pollutants, raster-outside-area, members-blank, members-nowhere, few-dates,
    season-undated, few-members, bad-k, bad-k-max, bad-max-cells.
    """
    _check(rasters, observations, max_cells, k, k_max)
    files = [split_reference(one)[0] for one in (*(rasters or []), observations, area, jurisdictions)
             if one and one != BUNDLED]
    target = outputs.check_target(output, (".gpkg",), files, LAYERS)
    given = (_cells(rasters, pollutant, averaging, area, int(max_cells), job) if rasters
             else _places(observations or BUNDLED, pollutant, job))
    units = read_jurisdictions(jurisdictions, jurisdiction_field, CITY, job)
    members, compared = usable(given.members, deseasoned, given.title, job)
    job.progress(0.5, "airsheds-grouping", count=len(members))
    grouping = _grouping(members, compared, contiguous, k, int(k_max), job)
    job.progress(0.8, "measuring")
    working = overlay_crs([(tables.lonlat_box(members), LONLAT)])
    found = _tables(members, grouping, units, region, working, job)
    found["airsheds"].insert(3, "value_unit", given.unit)
    tell_demonstration(given.title, given.demonstration, job)
    _write({name: tables.marked(one, given.demonstration) for name, one in found.items()}, members.kind, target)
    params = {
        "rasters": rasters, "observations": observations, "pollutant": pollutant, "averaging": averaging,
        "area": area, "max_cells": max_cells, "contiguous": contiguous, "deseasoned": deseasoned, "k": k,
        "k_max": k_max, "jurisdictions": jurisdictions, "jurisdiction_field": jurisdiction_field, "region": region,
        "output": str(target)}
    recipe = recipes.recipe("airsheds", params, [*given.layers, *units.sources], working)
    return {"output": str(target), "airsheds": len(found["airsheds"]), "members": len(members), "kind": members.kind,
            "dates": len(compared), "demonstration": given.demonstration,
            "boundary_set": None if units.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _check(
    rasters: list[str] | None, observations: str | None, max_cells: float, k: float | None, k_max: float
) -> None:
    """Raises two-inputs, bad-max-cells, bad-k, bad-k-max."""
    if rasters and observations:
        raise EngineError("two-inputs")
    if not 10 <= max_cells <= MOST_CELLS:
        raise EngineError("bad-max-cells", found=f"{max_cells:g}", most=MOST_CELLS)
    if k is not None and not (k >= 2 and float(k).is_integer()):
        raise EngineError("bad-k", found=f"{k:g}")
    if not 2 <= k_max <= MOST_GROUPS:
        raise EngineError("bad-k-max", found=f"{k_max:g}", most=MOST_GROUPS)


def _cells(
    rasters: list[str], pollutant: str | None, averaging: str | None, area: str | None, most: int, job: Job
) -> Given:
    series = open_series(rasters, job, pollutant, averaging)
    within = read(area, (POLYGON,), job) if area else None
    return Given(cells_of(series, most, within, job), [series, *([within] if within else [])], series.title,
                 series.unit, series.demonstration)


def _places(observations: str, pollutant: str | None, job: Job) -> Given:
    observed = read_observations(observations, job)
    wanted = chosen_pollutant(observed, pollutant)
    unit = unit_of(wanted.split("_")[0])
    return Given(places_of(observed, wanted, job), [observed], observed.title, unit, observed.demonstration)


def _grouping(
    members: Members, series: Floats, contiguous: bool, k: float | None, k_max: int, job: Job
) -> Grouping:
    """The groups: as many as asked for, else as many as the silhouette likes best; never fewer than do not touch."""
    r = correlations(series)
    merges = linked(1 - r, members.neighbours if contiguous else None)
    scores = silhouettes(1 - r, merges, k_max)
    least, count = fewest(merges, len(members)), len(members)
    if least > 1:
        job.warn("airsheds-apart", count=least)
    if k is not None:
        groups = min(max(int(k), least), count)
        if groups != k:
            job.warn("airsheds-other-k", asked=int(k), got=groups)
    elif len(scores):
        groups = int(scores.loc[scores["silhouette"].idxmax(), "k"])
    else:
        groups = max(2, least)
    return Grouping(grouped(merges, count, groups), r, scores)


def _tables(
    members: Members, grouping: Grouping, units: Jurisdictions, region: str, working: CRS, job: Job
) -> dict[str, pd.DataFrame]:
    """What is written, by its layer."""
    group, r = grouping.group, grouping.r
    shapes = tables.airshed_shapes(members, group)
    shared = tables.shares(tables.amounts(members, group, shapes, units, working, job), units, working)
    found = {"airsheds": tables.airshed_layer(members, group, shapes, r, shared)}
    if members.kind != CELLS:
        found["airshed_members"] = tables.member_layer(members, group, r)
    found |= {"silhouette": grouping.scores, "airshed_jurisdictions": shared}
    if region != NO_REGION:
        found["airshed_region"] = tables.region_table(region, shared, units)
        cities = found["region_cities"] = tables.region_cities(region, shared, units)
        outside = cities.loc[cities["in_data"] == 0, "name_zh"]
        if len(outside):
            job.warn("region-outside", region=region, count=len(outside), all=len(cities), names="、".join(outside))
    return found


def _write(found: dict[str, pd.DataFrame], kind: str, target: Path) -> None:
    several = "MultiPoint" if kind == POINTS else "MultiPolygon"
    types = {"airsheds": several, "airshed_members": "Point" if kind == POINTS else several}
    with outputs.whole_file(target) as part:
        for name, table in found.items():
            outputs.write_layer(table, part, name, types.get(name))
