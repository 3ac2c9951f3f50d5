"""What is said of an interpolation: the table of errors by date, the raster's tags, the remarks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...protocol import Job
from ..series import tell_demonstration
from .field import BLANK, HELD, Fields
from .stations import LEAST

MARK = "演示 demonstration"  # in a column of every table that is made of the bundled sample
TAGS = {"rmse": "JJJ_LOO_RMSE", "rmse_mean": "JJJ_NO_MODEL_RMSE", "rmse_nearest": "JJJ_NEAREST_RMSE", "sd": "JJJ_SD"}
MEANS = tuple(TAGS)
COLUMNS = (
    "start", "end", "method", "stations", "mean", *MEANS, "value_unit", "gain", "cells", "clamped_cells", "held_cells")
DIGITS = {**dict.fromkeys(("mean", *MEANS), 3), "gain": 4}
BEYOND = {HELD: "field-elevation-held", BLANK: "field-elevation-blank"}
SHOWN = 5  # dates in a sentence


def error_table(fields: Fields, unit: str, demonstration: bool) -> pd.DataFrame:
    """A row a date: `COLUMNS`; of a demonstration with its mark in `warning`."""
    rows = pd.DataFrame(fields.rows).assign(method=fields.method.name, value_unit=unit)
    table = rows[list(COLUMNS)].round(DIGITS)
    return table.assign(warning=MARK) if demonstration else table


def mean_errors(table: pd.DataFrame) -> dict[str, float | None]:
    """The mean of each error over the dates; None where no date has it."""
    found = {name: float(table[name].mean()) for name in MEANS}
    return {name: None if np.isnan(value) else round(value, DIGITS[name]) for name, value in found.items()}


def tag(part: Path, table: pd.DataFrame) -> None:
    """Errors into the tags of the raster `part`, by `TAGS`: the means over its dates, and each date's in its band."""
    import rasterio

    with rasterio.open(part, "r+") as dataset:
        dataset.update_tags(**_tags(mean_errors(table)), JJJ_METHOD=str(table["method"].iloc[0]))
        for number, row in enumerate(table.to_dict("records"), start=1):
            dataset.update_tags(number, **_tags({name: row[name] for name in MEANS}),
                                JJJ_STATIONS=str(row["stations"]), JJJ_CLAMPED_CELLS=str(row["clamped_cells"]))


def _tags(errors: dict[str, Any]) -> dict[str, str]:
    return {TAGS[name]: f"{value:.3f}" for name, value in errors.items() if value is not None and np.isfinite(value)}


def tell(fields: Fields, table: pd.DataFrame, title: str, demonstration: bool, job: Job) -> None:
    """What was left blank, cut off or not worth it."""
    ground, cells = fields.ground, len(fields.ground.cells)
    area_cells = cells + ground.far + ground.unknown
    if ground.far:
        job.warn("field-far", percent=f"{100 * ground.far / area_cells:.1f}",
                 distance=f"{fields.max_distance_m / 1000:g}")
    if ground.unknown:
        job.warn("field-no-elevation", count=ground.unknown)
    if (table["held_cells"] > 0).any():
        share = (table["held_cells"] / cells).max()
        job.warn(BEYOND[fields.beyond_elevation], percent=f"{100 * share:.1f}")
    cut = table[table["clamped_cells"] > 0]
    if len(cut):
        job.warn("field-clamped", dates=len(cut), cells=int(cut["clamped_cells"].sum()),
                 most=int(cut["clamped_cells"].max()))
    few = table[table["stations"] < LEAST]
    if len(few):
        job.warn("field-few-stations", count=len(few), least=LEAST, dates=_dates(few))
    if fields.failures:
        job.warn("field-failed", {"failures": fields.failures[:100]}, count=len(fields.failures),
                 example=fields.failures[0])
    idle = table[table["gain"] <= 0]
    if len(idle):
        job.warn("field-no-gain", count=len(idle), all=len(table), dates=_dates(idle))
    tell_demonstration(title, demonstration, job)


def _dates(rows: pd.DataFrame) -> str:
    """The first dates of a table, for a sentence."""
    shown = ", ".join(f"{start:%Y-%m-%d}" for start in rows["start"][:SHOWN])
    return shown + (" …" if len(rows) > SHOWN else "")
