"""Task `air_footprints`: polygons where the air is above a limit, by date; whose ground they cover; how they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ... import outputs, recipes
from ...geodesy import LONLAT
from ...kernels import Floats
from ...messages import EngineError
from ...outlines import outlines
from ...protocol import Job
from ...sources import split_reference
from ...zonal.people import People, open_people
from ..periods import asked_period
from ..series import Series, Slice, open_series, tell_demonstration
from . import ground, movement
from .judging import Judgement, judgements
from .patches import Patches, Smallest, patches
from .smoothing import Disc
from .tables import TABLES, Tables

MIN_CELLS = 4  # below them a mean over cells says little: the smallest footprint where no area is given
CACHE = 64 * 2**20  # bytes of blocks that GDAL keeps; each is read once, and unasked it keeps a twentieth of memory


@dataclass(frozen=True)
class Asked:
    """What is looked for, and on what."""

    series: Series
    judged: Sequence[tuple[Judgement, ...]]
    disc: Disc
    smallest: Smallest
    neighbours: int
    across_gaps: bool
    areas: Floats
    """m² of every cell, (rows, cols)."""
    people: Floats | None
    """In every cell; none: not known."""
    places: Sequence[ground.Places]


def air_footprints(
    rasters: list[str], pollutant: str | None, averaging: str | None, date: str | None, standard: str,
    grade: str | None, limit: float | None, min_area_km2: float | None, smoothing_km: float, neighbours: str,
    across_gaps: bool, jurisdictions: str, jurisdiction_field: str | None, zones: str | None, zone_field: str | None,
    population: str | None, population_layer: str | None, population_field: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Layers `footprints` and `changes` (EPSG:4490, DateTime `start`, `end`), tables `footprint_shares`, `movement`.

    Raises EngineError as `open_series`, `judgements`, `read` and `open_people` do, and air-bad-date,
    footprints-bad-area, footprints-bad-radius, footprints-no-values.
    """
    references = [*rasters, *(one for one in (jurisdictions, zones, population, population_layer) if one)]
    target = outputs.check_target(output, (".gpkg",), [split_reference(one)[0] for one in references], TABLES)
    smallest = _smallest(min_area_km2)
    if not 0 <= smoothing_km < 1000:
        raise EngineError("footprints-bad-radius", found=f"{smoothing_km:g}")
    series = open_series(rasters, job, pollutant, averaging, asked_period(date))
    judged = judgements(series, standard, grade, limit, job)
    tell_demonstration(series.title, series.demonstration, job)
    grid = series.grid
    places = [ground.jurisdictions(jurisdictions, jurisdiction_field, grid, job)]
    places += [ground.zones(zones, zone_field, grid, job)] if zones else []
    people = open_people(grid, grid.whole, population, population_layer, population_field, job)
    asked = Asked(series, judged, Disc(grid, smoothing_km), smallest, int(neighbours), across_gaps,
                  np.broadcast_to(grid.cell_areas(), (grid.height, grid.width)).copy(),
                  people.on(grid.whole) if people else None, places)
    with outputs.whole_file(target) as part:
        tables = Tables(part, series, people is not None)
        _fill(tables, asked, job)
        job.progress(0.95, "writing", what=target.name)
        tables.close()
        _tell(tables, asked, job)
    return _result(target, tables, asked, people, {
        "rasters": rasters, "pollutant": pollutant, "averaging": averaging, "date": date, "standard": standard,
        "grade": grade, "limit": limit, "min_area_km2": min_area_km2, "smoothing_km": smoothing_km,
        "neighbours": neighbours, "across_gaps": across_gaps, "jurisdictions": jurisdictions,
        "jurisdiction_field": jurisdiction_field, "zones": zones, "zone_field": zone_field, "population": population,
        "population_layer": population_layer, "population_field": population_field, "output": str(target)})


def _smallest(min_area_km2: float | None) -> Smallest:
    if min_area_km2 is not None and not 0 <= min_area_km2 < 1e9:
        raise EngineError("footprints-bad-area", found=f"{min_area_km2:g}")
    return Smallest(MIN_CELLS, min_area_km2)


def _fill(tables: Tables, asked: Asked, job: Job) -> None:
    """Date by date; only the date before is remembered."""
    import rasterio

    series, before = asked.series, list[movement.State]()
    with rasterio.Env(GDAL_CACHEMAX=CACHE), series.reading() as read:
        for number, one in enumerate(series.slices):
            job.progress(0.1 + 0.85 * number / len(series.slices), "footprints", date=one.label,
                         done=number, total=len(series.slices))
            values = read(number, series.grid.whole)
            known = np.isfinite(values)
            calm = asked.disc.mean(values)
            now = []
            for judgement in asked.judged[number]:
                found = patches(judgement.above(calm), known, asked.areas, asked.smallest, asked.neighbours)
                inside = found.labels > 0
                state = movement.State(judgement, inside, known, one.end,
                                       movement.middle(inside, asked.areas, series.grid))
                head = tables.head(one, judgement)
                _add_footprints(tables, head, found, values, asked)
                _add_movement(tables, head, one, found, state, before, asked)
                now.append(state)
            before = now


def _add_footprints(
    tables: Tables, head: dict[str, Any], found: Patches, values: NDArray[np.float32], asked: Asked
) -> None:
    """The footprints of a date, and whose ground they cover."""
    souls = _sums(found.labels, found.count, asked.people)
    mean, most = _levels(found, values, asked.areas)
    rows = pd.DataFrame({
        **head, "footprint": np.arange(1, found.count + 1), "cells": found.cells, "area_m2": found.area_m2,
        "people": souls, "mean": mean, "max": most})
    shapes = outlines(found.labels, found.count, asked.series.grid)
    tables.add("footprints", gpd.GeoDataFrame(rows, geometry=shapes, crs=LONLAT))
    for places in asked.places:
        shares = places.shares(found, asked.areas, asked.people, souls)
        tables.add("footprint_shares", pd.DataFrame({**head, **shares}))


def _levels(found: Patches, values: NDArray[np.float32], areas: Floats) -> tuple[Floats, Floats]:
    """Mean by area, and maximum, of the values as they are in the raster, by footprint."""
    inside = found.labels > 0
    number, value = found.labels[inside] - 1, values[inside].astype(np.float64)
    weight = areas[inside]
    most = np.full(found.count, -np.inf)
    np.maximum.at(most, number, value)
    return np.bincount(number, value * weight, found.count) / found.area_m2, most


def _sums(labels: NDArray[np.int32], count: int, people: Floats | None) -> Floats:
    """People in the cells of each number 1 … `count`; NaN where nobody told how many there are."""
    if people is None:
        return np.full(count, np.nan)
    return np.asarray(np.bincount(labels.ravel(), people.ravel(), count + 1)[1:], np.float64)


def _add_movement(
    tables: Tables, head: dict[str, Any], one: Slice, found: Patches, now: movement.State,
    before: Sequence[movement.State], asked: Asked,
) -> None:
    """The row of a date in `movement`, and the polygons of what changed since the date before."""
    known_m2 = float(asked.areas.sum(where=now.known))
    row: dict[str, Any] = {
        "footprints": found.count, "cells": int(found.cells.sum()),
        "area_m2": float(found.area_m2.sum()) if known_m2 else np.nan,
        "people": float(_sums(now.inside.astype(np.int32), 1, asked.people)[0]), "known_m2": known_m2,
        "dropped": found.dropped, "dropped_m2": found.dropped_m2, "filled": found.filled,
        "filled_m2": found.filled_m2, "lon": np.nan, "lat": np.nan}
    if now.middle:
        row["lon"], row["lat"] = now.middle
    state = movement.earlier(now.judgement, before)
    if state is not None:
        gap = (one.start - state.end).total_seconds() / 86400 if one.start and state.end else np.nan
        row |= {"gap_days": gap, "standard_before": state.judgement.standard, "limit_before": state.judgement.limit}
        if asked.across_gaps or not gap > 0:
            code = movement.changed(state, now)
            row |= movement.figures(state, now, code, asked.areas)
            _add_changes(tables, head, code, asked)
    tables.add("movement", pd.DataFrame([{**head, **row}]))


def _add_changes(tables: Tables, head: dict[str, Any], code: NDArray[np.int32], asked: Asked) -> None:
    area = np.bincount(code.ravel(), asked.areas.ravel(), 4)[1:]
    there = np.flatnonzero(area > 0)
    place = np.zeros(4, dtype=np.int32)
    place[there + 1] = np.arange(1, len(there) + 1)
    code = place[code]
    rows = pd.DataFrame({
        **head, "change": np.array(movement.CHANGES, dtype=object)[there], "area_m2": area[there],
        "people": _sums(code, len(there), asked.people)})
    shapes = outlines(code, len(there), asked.series.grid)
    tables.add("changes", gpd.GeoDataFrame(rows, geometry=shapes, crs=LONLAT))


def _tell(tables: Tables, asked: Asked, job: Job) -> None:
    """What the planner must know of the dates, once all have been looked at."""
    series, table = asked.series, tables.movement
    empty, nothing = table["known_m2"] == 0, table["footprints"] == 0
    if empty.all():
        raise EngineError("footprints-no-values", layer=series.title)
    labels = [one.label or "–" for one, several in zip(series.slices, asked.judged) for _ in several]
    if nothing.all():
        limits = ", ".join(dict.fromkeys(f"{value:g}" for value in table["limit_value"]))
        job.warn("footprints-none", layer=series.title, limit=limits, unit=series.unit)
    for code, which in (("footprints-no-data-on", empty), ("footprints-none-on", nothing & ~empty & ~nothing.all())):
        if which.any():
            job.warn(code, count=int(which.sum()), date=labels[int(np.flatnonzero(which)[0])])
    gaps = (table["gap_days"] > 0).to_numpy()
    if gaps.any():
        job.warn("footprints-gaps" if asked.across_gaps else "footprints-gaps-skipped", count=int(gaps.sum()),
                 date=labels[int(np.flatnonzero(gaps)[0])])
    if len(series.slices) == 1:
        job.warn("footprints-one-date", layer=series.title)
    smallest = getattr(asked.smallest.described(), job.language)
    for code, name in (("footprints-dropped", "dropped"), ("footprints-filled", "filled")):
        if table[name].sum():
            job.warn(code, count=int(table[name].sum()), smallest=smallest,
                     area_km2=f"{table[f'{name}_m2'].sum() / 1e6:.0f}")


def _result(
    target: Path, tables: Tables, asked: Asked, people: People | None, params: dict[str, Any]
) -> dict[str, Any]:
    series = asked.series
    read: list[recipes.Input] = [series, *(one.layer.source for one in asked.places if one.layer.own)]
    read += [people] if people else []
    recipe = recipes.recipe("air_footprints", params, read, None)
    return {
        "output": str(target), "footprints": tables.rows["footprints"], "changes": tables.rows["changes"],
        "dates": len(series.slices), "demonstration": series.demonstration, "unit": series.unit,
        "limits": list(dict.fromkeys(one.limit for several in asked.judged for one in several)),
        "standards": list(dict.fromkeys(one.standard for several in asked.judged for one in several)),
        "min_cells": asked.smallest.cells if asked.smallest.km2 is None else None,
        "min_area_km2": asked.smallest.km2, "smoothing_km": asked.disc.radius_km, "neighbours": asked.neighbours,
        "outline": "cells", "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}
