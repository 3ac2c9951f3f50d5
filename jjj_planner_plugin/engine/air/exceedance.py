"""Task `air_exceedance` (达标评价): days above the limits, the statistics of HJ 663, and what is attained in a year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio

from .. import outputs, recipes
from ..jurisdictions import BUNDLED
from ..messages import EngineError
from ..protocol import Job
from ..sources import find_layer, split_reference
from . import attainment as tables
from .aqi import OF_DAYS, SYMBOLS
from .bulletin import summary
from .exceedance_cells import Period, write_cells
from .observations import LAYER
from .placed import Placed, as_asked, check_source, read_placed, write_places
from .series import tell_demonstration
from .standards import BY_DATE, POLLUTANTS, catalogue, grades, standard_name, tell_straddle
from .yearly import Judging, statistics

TABLES = ("attainment", "statistics", "summary")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SHOWN = 5  # places named in a sentence


def air_exceedance(
    observations: str | None, rasters: list[str] | None, pollutants: list[str] | None, averaging: str | None,
    zones: str, zone_field: str | None, by: str, pollutant: str, standard: str, grade: str | None,
    first_date: str | None, last_date: str | None, exclude_dates: list[str] | None, exclude_field: str | None,
    exclude_from: list[str], output: str, cells: str | None, job: Job,
) -> dict[str, Any]:
    """Layer `attainment` (a row for each place, year and standard), tables `statistics` and `summary`; raster `cells`
    (bands days_above, valid_days, share, longest_spell) of one pollutant.

    Raises EngineError one-air-source, cells-no-raster, bad-date, bad-day, unknown-grade, no-pollutant, no-dates,
    unknown-pollutant, exceedance-hours, no-city, and as the readers do.
    """
    check_source(observations, rasters, cells)
    _check_choices(standard, grade, exclude_from, job.language)
    first, last, dust = _period(first_date), _period(last_date), _days(exclude_dates)
    inputs = [split_reference(one)[0] for one in (observations, zones, *(rasters or [])) if one and one != BUNDLED]
    target = outputs.check_target(output, (".gpkg",), inputs, TABLES)
    raster = outputs.check_target(cells, (".tif",), inputs) if cells else None
    judging = Judging(standard, grade, tuple(exclude_from))
    placed = _narrowed(read_placed(observations, rasters, pollutants, averaging, zones, zone_field, job), first, last)
    placed = _excluded(placed, dust, observations, exclude_field, judging, job)
    placed = as_asked(placed, by, True, job)
    every = _statistics(placed, judging, pollutant, job)
    levels = tables.days_by_level(placed, judging.excluded_from)
    layer = _attainment(placed, every, levels, pollutant, job)
    page = summary(every, layer, levels, pollutant, placed.frame.drop_duplicates("place"), judging, job.language)
    job.progress(0.85, "writing", what=target.name)
    _write(placed, layer, every, page, target)
    params = {
        "observations": observations, "rasters": rasters, "pollutants": pollutants, "averaging": averaging,
        "zones": zones, "zone_field": zone_field, "by": by, "pollutant": pollutant, "standard": standard,
        "grade": grade, "first_date": first_date, "last_date": last_date, "exclude_dates": exclude_dates,
        "exclude_field": exclude_field, "exclude_from": exclude_from, "output": str(target), "cells": cells}
    recipe = recipes.recipe("air_exceedance", params, placed.inputs, None)
    made = {} if raster is None else write_cells(
        placed.rasters, pollutant, judging, _span(first, last, dust), raster, recipe, job)
    return {"output": str(target), "places": int(layer["place"].nunique()), "years": sorted(set(layer["year"])),
            "standards": sorted(set(layer["standard"])), "complete": int(layer["complete"].sum()), "rows": len(layer),
            **made, "demonstration": placed.demonstration, "recipe": outputs.write_recipe(target, recipe),
            "inputs": recipe["inputs"]}


def _check_choices(standard: str, grade: str | None, exclude_from: list[str], language: str) -> None:
    usual = standard if standard != BY_DATE else catalogue()["standards"][0]["id"]
    known, named = grades(usual), standard_name(usual, language)
    if grade is not None and grade not in known:
        raise EngineError("unknown-grade", grade=grade, standard=named, known=", ".join(known))
    for name in exclude_from:
        if name not in POLLUTANTS:
            raise EngineError("no-pollutant", found=name, known=", ".join(POLLUTANTS))


def _period(text: str | None) -> pd.Period | None:
    """2014, 2014-01 or 2014-01-31. Raises bad-date."""
    if text is None:
        return None
    try:
        if not DATE.fullmatch(text.strip()):
            raise ValueError("no date")
        return pd.Period(text.strip())
    except ValueError as error:
        raise EngineError("bad-date", found=text) from error


def _span(first: pd.Period | None, last: pd.Period | None, dust: list[date]) -> Period:
    """First and last day, and the days left out, for the cells."""
    return (first.start_time.date() if first is not None else None,
            last.end_time.date() if last is not None else None, dust)


def _days(texts: list[str] | None) -> list[date]:
    """Raises bad-day."""
    found = []
    for text in texts or []:
        try:
            found.append(date.fromisoformat(text.strip()))
        except ValueError as error:
            raise EngineError("bad-day", found=text) from error
    return found


def _narrowed(placed: Placed, first: pd.Period | None, last: pd.Period | None) -> Placed:
    """The rows of the period that was asked for, both ends included."""
    if placed.averaging == "hour":
        raise EngineError("exceedance-hours", path=placed.title)
    frame = placed.frame
    inside = pd.Series(True, index=frame.index)
    if first is not None:
        inside &= frame["start"] >= first.start_time
    if last is not None:
        inside &= frame["start"] <= last.end_time
    if not inside.any():
        raise EngineError("no-dates", path=placed.title, first=first or "…", last=last or "…",
                          found=f"{frame['start'].min():%Y-%m-%d} – {frame['start'].max():%Y-%m-%d}")
    return replace(placed, frame=frame[inside].reset_index(drop=True))


def _excluded(
    placed: Placed, dust: list[date], observations: str | None, exclude_field: str | None, judging: Judging, job: Job
) -> Placed:
    """Mark the days that are left out: by a list of dates, or by a field of the observations."""
    if not dust and not exclude_field:
        return placed
    frame = placed.frame
    marked = frame["start"].dt.normalize().isin([pd.Timestamp(one) for one in dust])
    if exclude_field:
        marked |= _flagged(placed, str(observations), exclude_field)
    job.warn("days-excluded", count=int(marked.sum()), days=int(frame.loc[marked, "start"].dt.normalize().nunique()),
             pollutants=", ".join(SYMBOLS[name] for name in judging.excluded_from))
    if placed.averaging != "day":
        job.warn("excluded-days-only", layer=placed.title)
        return placed
    return replace(placed, frame=frame.assign(excluded=marked))


def _flagged(placed: Placed, observations: str, name: str) -> pd.Series[bool]:
    """Whether a row's field says so: a number other than 0, or a text other than 0, false, no or nothing."""
    path, layer = split_reference(observations)
    if placed.rasters or observations == BUNDLED:
        raise EngineError("unknown-field", path=placed.title, field=name, fields="–")
    known = [str(one) for one, _ in pyogrio.list_layers(path)]
    layer = find_layer(path, layer or (LAYER if LAYER in known else None))
    read = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
    if name not in read:
        raise EngineError("unknown-field", path=placed.title, field=name, fields=", ".join(map(str, read.columns)))
    told = read[name].astype("string").fillna("").str.strip().str.casefold()
    flagged = ~told.isin(["", "0", "0.0", "false", "no", "否", "无"])
    days = pd.to_datetime(read["start"].astype("string").str[:10], errors="coerce")
    keys = pd.MultiIndex.from_arrays([read.loc[flagged, "place"].astype(str), days[flagged]])
    return pd.Series(pd.MultiIndex.from_arrays(
        [placed.frame["place"].astype(str), placed.frame["start"].dt.normalize()]).isin(keys), index=placed.frame.index)


def _statistics(placed: Placed, judging: Judging, pollutant: str, job: Job) -> pd.DataFrame:
    """The table `statistics`, and what has to be said of it."""
    job.progress(0.7, "air-statistics", count=int(placed.frame["place"].nunique()))
    every = statistics(placed.frame, placed.averaging, judging)
    known = sorted(set(every["pollutant"])) if len(every) else []
    if not known or (pollutant != tables.WORST and pollutant not in known):
        raise EngineError("unknown-pollutant", path=placed.title, known=", ".join(known) or "–",
                          wanted=pollutant if pollutant != tables.WORST else ", ".join(POLLUTANTS))
    if placed.stations is not None:
        every = _with_stations(every, placed.stations)
    if placed.averaging != "day":
        left_out = [SYMBOLS[name] for name, column in OF_DAYS.items() if column in placed.columns and name not in known]
        job.warn("months-only", layer=placed.title)
        if left_out:
            job.warn("months-not-judged", layer=placed.title, pollutants=", ".join(left_out))
    _tell_gases(placed, set(known), job)
    several = every.groupby("year")["standard"].unique()
    for year, found in several.items():
        tell_straddle(sorted(found), year, job)
    if (several.str.len() > 1).any():
        job.warn("straddle-figures")
    return every


def _tell_gases(placed: Placed, pollutants: set[str], job: Job) -> None:
    """Gases are told at another temperature since a day in 2018."""
    change = pd.Timestamp(catalogue()["gases"]["from"])
    starts = placed.frame["start"]
    if pollutants & set(catalogue()["gases"]["pollutants"]) and starts.min() < change <= starts.max():
        job.warn("gases-changed", day=f"{change:%Y-%m-%d}")


def _with_stations(every: pd.DataFrame, stations: pd.DataFrame) -> pd.DataFrame:
    """`stations_used` as `2/3`: those whose year is complete, which the city's value is the mean of; without any the
    city is not complete."""
    joined = every.merge(stations, on=["place", "year", "pollutant"], how="left")
    none = joined["used"] == 0
    joined["stations_used"] = [f"{used:.0f}/{known:.0f}" if known == known else None
                               for used, known in zip(joined["used"], joined["known"])]
    joined.loc[none, "why"] = ("0/" + joined["known"].map("{:.0f}".format)).where(
        joined["why"].fillna("") == "", joined["why"])[none]
    joined.loc[none, "complete"] = 0
    joined.loc[none, "attained"] = pd.NA
    return joined.drop(columns=["used", "known"])


def _attainment(
    placed: Placed, every: pd.DataFrame, levels: pd.DataFrame, pollutant: str, job: Job
) -> pd.DataFrame:
    layer = tables.named(tables.attainment(every, pollutant), placed)
    layer = layer.merge(levels[["place", "year", "good_days", "aqi_days"]], on=["place", "year"], how="left")
    for name in ("attained", "complete", "valid", "above", "longest_spell", "good_days", "aqi_days"):
        layer[name] = layer[name].astype("Float64").astype("Int64")
    for place, name in (("start", layer["year"]), ("end", layer["year"] + 1)):
        layer[place] = pd.to_datetime({"year": name, "month": 1, "day": 1})  # the year plays in the time controller
    silent = sorted(set(placed.frame["name"]) - set(layer["name"]))
    if silent:
        job.warn("places-silent", count=len(silent), names=", ".join(map(str, silent[:SHOWN])))
    short = layer[layer["complete"] == 0].drop_duplicates(["place", "year"])
    if len(short):
        told = "; ".join(f"{one.name} {one.year} ({one.why})" for one in short.head(SHOWN)[["name", "year", "why"]]
                         .itertuples(index=False, name="Row"))
        job.warn("places-incomplete", {"places": short[["place", "year", "why"]].to_dict("records")[:100]},
                 count=len(short), examples=told)
    tell_demonstration(placed.title, placed.demonstration, job)
    return layer


def _write(placed: Placed, layer: pd.DataFrame, every: pd.DataFrame, page: pd.DataFrame, target: Path) -> None:
    names = placed.frame.drop_duplicates("place").set_index("place")["name"]
    every, page = every.copy(), page.copy()
    every.insert(1, "name", every["place"].map(names))
    for table in (layer, every):
        for name in ("spell_from", "spell_to"):
            table[name] = table[name].dt.strftime("%Y-%m-%d").astype(object).where(table[name].notna(), None)
    if placed.demonstration:
        for table in (layer, every, page):
            table["demonstration"] = 1
    with outputs.whole_file(target) as part:
        write_places(layer, placed, part, "attainment")
        outputs.write_layer(every, part, "statistics")
        outputs.write_layer(page, part, "summary")
