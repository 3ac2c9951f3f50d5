"""Task `air_aqi`: the air quality index by place and period or by cell, and the composite index by place and year."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import outputs, recipes
from ..jurisdictions import BUNDLED
from ..messages import EngineError
from ..protocol import Job
from ..sources import split_reference
from . import aqi, index_cells
from .composite import composite, weights_of
from .placed import TEXTS, Placed, as_asked, check_source, read_placed, write_places
from .standards import BY_DATE, POLLUTANTS
from .yearly import Judging, statistics

TABLES = ("aqi", "composite")
INDEXED = ("hour", "day")
BEYOND_SHOWN = 5


def air_aqi(
    observations: str | None, rasters: list[str] | None, pollutants: list[str] | None, averaging: str | None,
    zones: str, zone_field: str | None, by: str, edition: str, weights: str, own_weights: dict[str, Any] | None,
    output: str, cells: str | None, job: Job,
) -> dict[str, Any]:
    """Layer `aqi`: a row for each place and hour or day; table `composite`: one for each place, year and standard.

    Of months and years there is no AQI, only the composite index. Raster `cells`: the AQI of each date, beside it
    `NAME_primary.tif`, the leading pollutant's number. Raises EngineError one-air-source, bad-weights, cells-no-raster,
    no-city, and as the readers do.
    """
    check_source(observations, rasters, cells)
    used = _checked_weights(own_weights)
    inputs = [split_reference(one)[0] for one in (observations, zones, *(rasters or [])) if one and one != BUNDLED]
    target = outputs.check_target(output, (".gpkg",), inputs, TABLES)
    raster = outputs.check_target(cells, (".tif",), inputs) if cells else None
    placed = read_placed(observations, rasters, pollutants, averaging, zones, zone_field, job)
    named, called, confidence = weights_of(weights, used)
    shown = as_asked(placed, by, False, job)
    layer = _indices(shown, edition, job)
    yearly = _composite(as_asked(placed, by, True, job), named, called, confidence, job)
    job.progress(0.9, "writing", what=target.name)
    _write(layer, yearly, shown, target)
    params = {
        "observations": observations, "rasters": rasters, "pollutants": pollutants, "averaging": averaging,
        "zones": zones, "zone_field": zone_field, "by": by, "edition": edition, "weights": weights,
        "own_weights": own_weights, "output": str(target), "cells": cells}
    recipe = recipes.recipe("air_aqi", params, placed.inputs, None)
    made = index_cells.write_cells(placed.rasters, edition, raster, recipe, job) if raster else {}
    return {"output": str(target), "places": int(placed.frame["place"].nunique()), "averaging": placed.averaging,
            "rows": 0 if layer is None else len(layer), "composites": len(yearly), **made,
            "demonstration": placed.demonstration, "recipe": outputs.write_recipe(target, recipe),
            "inputs": recipe["inputs"]}


def _checked_weights(own: dict[str, Any] | None) -> dict[str, Any] | None:
    for name, value in (own or {}).items():
        if name not in POLLUTANTS or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
            raise EngineError("bad-weights", name=name, found=value, known=", ".join(POLLUTANTS))
    return own


def _indices(placed: Placed, edition: str, job: Job) -> pd.DataFrame | None:
    """The layer's rows; None for months and years, which have no AQI."""
    if placed.averaging not in INDEXED:
        job.warn("aqi-not-of-means", layer=placed.title)
        return None
    frame = placed.frame.reset_index(drop=True)
    values = {name: frame[name].to_numpy(float) for name in placed.columns}
    columns = aqi.OF_DAYS if placed.averaging == "day" else aqi.OF_HOURS
    if not set(columns.values()) & set(values):
        raise EngineError("aqi-no-pollutants", path=placed.title, found=", ".join(values),
                          expected=", ".join(columns.values()))
    versions = aqi.versions_of(frame["start"]) if edition == BY_DATE else np.full(len(frame), edition, dtype=object)
    index = aqi.indices_by(values, placed.averaging, versions)
    made = aqi.table(index)
    _tell(made, versions, placed, job)
    head = frame[[*TEXTS, "start", "end"]].assign(edition=versions)
    if placed.demonstration:
        head["demonstration"] = 1
    return pd.concat([head, made], axis=1)


def _tell(made: pd.DataFrame, versions: Any, placed: Placed, job: Job) -> None:
    beyond = made["aqi_note"] == aqi.OVER
    if beyond.any():
        rows = placed.frame.reset_index(drop=True)[beyond.to_numpy()].head(BEYOND_SHOWN)
        named = ", ".join(f"{one.name} {one.start:%Y-%m-%d %H:%M}" for one in rows[["name", "start"]].itertuples(
            index=False, name="Row"))
        job.warn("aqi-beyond", count=int(beyond.sum()), examples=named)
    partial = made["partial"] & (made["pollutants_used"] > 0)
    if partial.any():
        job.warn("aqi-partial", count=int(partial.sum()), total=len(made), missing=_any_missing(made[partial]))
    for code, sentence in ((aqi.NEEDS_1H, "aqi-o3-1h"), (aqi.NOT_USED, "aqi-so2-1h")):
        count = int((made["aqi_note"] == code).sum())
        if count:
            job.warn(sentence, count=count)
    particles = {"pm25", "pm10"} & set(placed.columns)
    if placed.averaging == "hour" and particles and "hj633-2012" in set(versions):
        job.warn("aqi-hour-of-particles")
    if len(set(versions)) > 1:
        names = ", ".join(str(aqi.version(one)[job.language]) for one in sorted(set(versions)))
        job.warn("aqi-editions", editions=names)


def _any_missing(rows: pd.DataFrame) -> str:
    """`SO2, CO`: the pollutants that one row or another lacks, in their order."""
    lacked = {name for text in rows["missing"].dropna() for name in text.split(", ")}
    return ", ".join(name for name in aqi.SYMBOLS.values() if name in lacked)


def _composite(
    placed: Placed, weights: dict[str, float], called: str, confidence: str, job: Job
) -> pd.DataFrame:
    """The table's rows, with what the places are called."""
    judging = Judging(BY_DATE)
    if placed.averaging == "hour":
        job.warn("composite-not-of-hours", layer=placed.title)
        return pd.DataFrame()
    found = composite(statistics(placed.frame, placed.averaging, judging), weights, judging)
    if found.empty:
        return found
    if found["partial"].any():
        job.warn("composite-partial", missing=_any_missing(found))
    texts = placed.frame.drop_duplicates("place")[TEXTS]
    found = texts.merge(found, on="place").assign(weights=called, weights_confidence=confidence)
    return found.assign(demonstration=1) if placed.demonstration else found


def _write(layer: pd.DataFrame | None, yearly: pd.DataFrame, placed: Placed, target: Path) -> None:
    if layer is None and yearly.empty:
        raise EngineError("nothing-to-index", path=target.name)
    if layer is not None:
        layer = layer.astype({"partial": int})
    if not yearly.empty:
        yearly = yearly.astype({"partial": int})
    with outputs.whole_file(target) as part:
        if layer is not None:
            write_places(layer, placed, part, "aqi")
        if not yearly.empty:
            outputs.write_layer(yearly, part, "composite")
