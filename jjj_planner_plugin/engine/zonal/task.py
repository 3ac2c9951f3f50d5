"""Task `air_zonal`: concentrations over zones, by area and by people, for one raster or a series."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from .. import outputs, recipes
from ..air import standards
from ..air.aqi import SYMBOLS
from ..air.periods import asked_period
from ..air.reading.units import readable
from ..air.series import Reading, open_series, tell_demonstration
from ..geodesy import multiple
from ..kernels import Floats
from ..messages import EngineError, note
from ..protocol import Job
from ..sources import split_reference
from .means import windows_read
from .people import People, open_people
from .percentiles import zone_percentiles
from .statistics import NOBODY, Sums, least_above
from .tables import Judged, Period, Tables, judged
from .zones import Zones, read_zones

TABLES = ("zones", "air_zonal", "above")
NUMBERS_HELD = 500_000  # sums of zones and limits, and as many rows of tables: of a long series, some dates at a time
PLAUSIBLE = (1e-3, 5000.0)  # means in µg/m³ (CO: mg/m³) beyond which the unit is doubted
COVERED = 1e-6  # of a zone's area that a source of people may leave out: less is rounding
CONSERVED = 1e-3  # of the people, from which on a difference between source and grid is told


def air_zonal(
    rasters: list[str], pollutant: str | None, averaging: str | None, date: str | None, zones: str,
    zone_field: str | None, population: str | None, population_layer: str | None, population_field: str | None,
    percentiles: list[float], standard: str, output: str, job: Job,
) -> dict[str, Any]:
    """Layer `zones` (polygons), tables `air_zonal` (zone × date, of a series) and `above` (zone × date × limit).

    Of one slice `zones` has its statistics, of a series their means over the period. A `.csv` has `air_zonal` alone.
    Columns of `air_zonal`: mean by area; people_mean, Σ P C / Σ P; min, max, p5 …; no_data_share, of the zone's
    area, where what is off the raster counts too; cells, effective_cells = (Σ w)² / Σ w², few_cells where these are
    below 4; people, people_no_data, people_cover (share of the zone's area, where the raster of people ends
    before it does); standard, grade, item, limit_value, share_area_above, people_above, share_people_above, shares of
    what has a value. Raises EngineError as its parts do, and air-apart, air-all-no-data, bad-percentile.
    """
    given = [*rasters, *(split_reference(layer)[0] for layer in (zones, population_layer) if layer)]
    target = outputs.check_target(output, (".gpkg", ".csv"), [*given, *([population] if population else [])], TABLES)
    percents = _checked(percentiles)
    series = open_series(rasters, job, pollutant, averaging, asked_period(date))
    ground = read_zones(zones, zone_field, job)
    coverage = ground.on(series.grid)
    if not coverage.cells.any():
        raise EngineError("air-apart", raster=series.title, zones=ground.source.title)
    people = open_people(series.grid, coverage.window, population, population_layer, population_field, job)
    warning = note("air-demonstration", job.language, layer=series.title) if series.demonstration else ""
    tables = Tables(ground, coverage, series, percents, people is not None, _people_cover(ground, people, job), warning)
    against = [judged(one, series, standard) for one in series.slices]
    _tell_before(tables, against, standard, job)
    told = _write(tables, against, people, target, job)
    params = {
        "rasters": rasters, "pollutant": pollutant, "averaging": averaging, "date": date, "zones": zones,
        "zone_field": zone_field, "population": population, "population_layer": population_layer,
        "population_field": population_field, "percentiles": percents, "standard": standard, "output": str(target)}
    recipe = recipes.recipe("air_zonal", params, [series, ground.source, *([people] if people else [])], None)
    return {"output": str(target), "zones": len(ground), "dates": len(series.slices), "limits": bool(against[0].limits),
            "demonstration": series.demonstration, **told,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _checked(percentiles: list[float]) -> list[float]:
    for percent in percentiles:
        if not (math.isfinite(percent) and 0 <= percent <= 100):
            raise EngineError("bad-percentile", found=f"{percent:g}")
    return sorted(set(percentiles))


def _write(
    tables: Tables, against: list[Judged], people: People | None, target: Path, job: Job
) -> dict[str, Any]:
    """All tables into the output; what is told of them in the result."""
    spatial, several = target.suffix.lower() == ".gpkg", len(tables.series.slices) > 1
    period, found = Period(tables), pd.DataFrame()
    with outputs.whole_file(target) as part, tables.series.reading() as read:
        for indices, sums in _summed(tables, against, people, job):
            slices = [(tables.series.slices[index], one, against[index]) for index, one in zip(indices, sums)]
            parts = [tables.rows(*each, _percentiles(tables, read, index)) for index, each in zip(indices, slices)]
            for (one, _, _), rows in zip(slices, parts):
                period.add(one, rows)
            found, first = tables.table(parts[-1:]), indices[0] == 0
            if spatial and first:  # empty, for a file is opened by its first layer
                outputs.write_layer(_polygons(tables, period, found).iloc[:0], part, "zones", "MultiPolygon")
            if several or not spatial:
                outputs.append_table(tables.table(parts), part, target, "air_zonal", first)
            if spatial:
                above = [columns for each in slices for columns in tables.above(*each)]
                outputs.append_table(tables.table(above), part, target, "above", first)
        if not np.isfinite(period.highest):
            raise EngineError("air-all-no-data", raster=tables.series.title)
        job.progress(0.95, "writing", what=target.name)
        if spatial:
            outputs.write_layer(_polygons(tables, period, found), part, "zones", "MultiPolygon", append=True)
    _tell_after(tables, period, found, job)
    return {"few_cells": int(found["few_cells"].sum()), **_people_told(tables, people, period.people, job)}


def _polygons(tables: Tables, period: Period, last: pd.DataFrame) -> gpd.GeoDataFrame:
    """The zones with the figures of the one slice, or of the period."""
    rows = period.rows(last) if len(tables.series.slices) > 1 else last
    rows = rows.assign(area_m2=tables.zones.area_m2.round(3))
    return gpd.GeoDataFrame(rows, geometry=multiple(tables.zones.shapes), crs=tables.zones.source.crs)


def _summed(
    tables: Tables, against: list[Judged], people: People | None, job: Job
) -> Iterator[tuple[range, list[Sums]]]:
    """The sums of some slices at a time, in their order."""
    zones, count = len(tables.zones), len(against)
    step = max(1, NUMBERS_HELD // (zones * (8 + 2 * max(len(one.limits) for one in against))))
    held: tuple[Any, Floats] = None, NOBODY
    for first in range(0, count, step):
        some = range(first, min(first + step, count))
        sums = [Sums.of(zones, len(against[index].limits)) for index in some]
        least = [np.array([least_above(limit) for limit in against[index].limits], np.float32) for index in some]
        for index, window, values, area in windows_read(tables.series, tables.coverage, job, some):
            if people is not None and held[0] != window:
                held = window, people.on(window)
            sums[index - first].add(values, window[:2], area, held[1], least[index - first], tables.coverage)
        yield some, sums


def _percentiles(tables: Tables, read: Reading, index: int) -> Floats:
    if not tables.percents:
        return np.empty((len(tables.zones), 0))
    windows = list(tables.series.windows(tables.coverage.window))
    return zone_percentiles(lambda window: read(index, window), windows, tables.coverage, tables.percents)


def _tell_before(tables: Tables, against: list[Judged], standard: str, job: Job) -> None:
    """What the planner must know of the series and of the limits."""
    series, straddling = tables.series, []
    tell_demonstration(series.title, series.demonstration, job)
    if not against[0].limits and not (series.pollutant and series.averaging):
        job.warn("air-no-kind")
    elif not against[0].limits:
        job.warn("air-no-limits", pollutant=SYMBOLS[str(series.pollutant)])
    elif standards.compared_only(series.averaging):
        job.warn("air-compared")
    if against[0].limits and standard == standards.BY_DATE:
        if not series.dated:
            job.warn("air-undated")
        straddling = [(one.label, chosen) for one, limits in zip(series.slices, against)
                      if one.start and len(chosen := list(dict.fromkeys(x.standard for x in limits.limits))) > 1]
    if straddling:
        period, chosen = straddling[0]
        standards.tell_straddle(chosen, period, job)
    off = int((tables.coverage.cells == 0).sum())
    if off:
        job.warn("air-zones-off", raster=series.title, count=off)


def _tell_after(tables: Tables, period: Period, last: pd.DataFrame, job: Job) -> None:
    """What was found that a planner would not expect."""
    title, unit = tables.series.title, tables.series.unit
    if period.lowest < 0:
        job.warn("air-negative", raster=title, value=f"{period.lowest:.6g}")
    if period.highest > PLAUSIBLE[1] or abs(period.highest) < PLAUSIBLE[0]:
        job.warn("air-implausible", raster=title, value=readable(period.highest), unit=unit)
    few = int(last["few_cells"].sum())
    if few:
        job.warn("air-few-cells", count=few)


def _people_cover(ground: Zones, people: People | None, job: Job) -> Floats | None:
    """Share of each zone's area that the people's source reaches; None where that is all of it, else it is told."""
    if people is None:
        return None
    cover = people.covered(ground.shapes, ground.source.crs)
    short = cover < 1 - COVERED
    if not short.any():
        return None
    lacking = float(((1 - cover) * ground.area_m2).sum() / ground.area_m2.sum())
    job.warn("people-short", share=f"{lacking:.1%}", count=int(short.sum()), none=int((cover == 0).sum()))
    return cover


def _people_told(tables: Tables, people: People | None, total: float, job: Job) -> dict[str, Any]:
    """How many people the source has on the zones' rectangle, how many the grid, and how many are in the zones."""
    if people is None:
        return {}
    on_grid = sum(float(people.on(window).sum()) for window in tables.series.windows(tables.coverage.window))
    difference = on_grid / people.total - 1 if people.total > 0 else 0.0
    if abs(difference) > CONSERVED:
        job.warn("people-differ", source=f"{people.total:,.0f}", grid=f"{on_grid:,.0f}", share=f"{difference:+.2%}")
    if total <= 0:
        job.warn("people-none")
    return {"people": {"source": round(people.total, 3), "on_grid": round(on_grid, 3), "difference": difference,
                       "in_zones": round(total, 3)}}
