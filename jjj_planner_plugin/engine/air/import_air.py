"""Task `air_import`: whatever file of air quality a planner has, as a raster with a date a band or as observations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import outputs, recipes
from ..messages import EngineError
from ..protocol import Job
from ..sources import split_reference
from .import_stations import Wanted, import_stations
from .periods import asked_period
from .reading.asked import Asked
from .reading.cells import is_cells, read_cells
from .reading.findings import Findings
from .reading.netcdf import read_netcdf
from .reading.raster import Raster
from .reading.rasters import read_raster
from .reading.stack import described, stacked
from .reading.table import WORKBOOKS, headings
from .series import series_tags, write_series

NETCDF = (".nc", ".nc4", ".cdf", ".h5", ".hdf5", ".he5")
RASTERS = (".tif", ".tiff", ".grib", ".grib2", ".grb", ".grb2")
TABLES = (".csv", ".txt", *WORKBOOKS)
GRID, STATIONS, AUTO = "grid", "stations", "auto"


def air_import(
    files: list[str], kind: str, pollutant: str | None, unit: str | None, variable: str | None, date: str | None,
    averaging: str | None, extent: str, cells: str | None, stations: str | None, output_averaging: str,
    hour_marks: str, output_raster: str | None, output_stations: str | None, job: Job,
) -> dict[str, Any]:
    """A GeoTIFF (`write_series`) from grids, or layer `observations` from tables of stations and cities.

    Everything recognised, converted and left out is a warning and a row of `notes`. Raises EngineError no-file,
    air-no-files, air-file-type, air-mixed-files, air-no-destination, as `check_target` does, and as the readers do.
    """
    if not files:
        raise EngineError("air-no-files")
    for path in files:
        if not Path(path).is_file():
            raise EngineError("no-file", path=path)
    asked = Asked(pollutant, unit, variable, asked_period(date), averaging, cells)
    params = {"files": files, "kind": kind, "pollutant": pollutant, "unit": unit, "variable": variable, "date": date,
              "averaging": averaging, "extent": extent, "cells": cells, "stations": stations,
              "output_averaging": output_averaging, "hour_marks": hour_marks}
    if _kind(files, kind, cells) == GRID:
        return _import_grids(files, asked, extent == "region", output_raster, params, job)
    wanted = Wanted(stations, extent == "region", output_averaging, hour_marks)
    return import_stations(files, asked, wanted, output_stations, params, job)


def _kind(files: Sequence[str], kind: str, cells: str | None) -> str:
    """grid or stations, all files alike. Raises air-file-type, air-mixed-files."""
    found = {path: _kind_of(path, cells) if kind == AUTO else kind for path in files}
    for path in files:
        suffix = Path(path).suffix.lower()
        if suffix not in (*NETCDF, *RASTERS, *TABLES) or (found[path] == STATIONS and suffix not in TABLES):
            raise EngineError("air-file-type", path=path, grids=" ".join((*NETCDF, *RASTERS)), tables=" ".join(TABLES))
    if len(set(found.values())) > 1:
        first, other = files[0], next(path for path in files if found[path] != found[files[0]])
        raise EngineError("air-mixed-files", first=Path(first).name, other=Path(other).name)
    return found[files[0]]


def _kind_of(path: str, cells: str | None) -> str:
    if Path(path).suffix.lower() in TABLES:
        return GRID if cells is not None or is_cells(headings(path)) else STATIONS
    return GRID


def _import_grids(
    files: Sequence[str], asked: Asked, region_only: bool, output: str | None, params: dict[str, Any], job: Job
) -> dict[str, Any]:
    if not output:
        raise EngineError("air-no-destination", what="GeoTIFF")
    used = [*files, *([split_reference(asked.cells)[0]] if asked.cells else [])]
    target = outputs.check_target(output, (".tif",), used)
    found, rasters = Findings(), []
    for number, path in enumerate(files):
        job.progress(0.4 * number / len(files), "reading", what=Path(path).name)
        rasters += _read(path, asked, found)
    stack = stacked(rasters, asked.unit, region_only, found)
    periods = stack.periods
    source = ", ".join(sorted({raster.product["name"] for raster in rasters if raster.product})) or \
        Path(files[0]).name
    tags = series_tags(stack.pollutant, periods[0].averaging, source)
    with outputs.whole_file(target) as part:
        write_series(part, stack.grid, _watched(stack.bands(), len(periods), job),
                     [(one.start, one.end) for one in periods], tags)
    found.tell(job)
    inputs = [described(raster) for raster in rasters]
    recipe = recipes.recipe("air_import", {**params, "output_raster": str(target)}, [], stack.grid.crs)
    notes = [{key: row[key] for key in ("code", "file", "files", "count", "finding_zh", "finding_en")}
             for row in found.rows()]
    recipe |= {"inputs": inputs, "notes": notes}
    return {
        "output": str(target), "output_raster": str(target), "output_stations": None, "kind": GRID,
        "pollutant": stack.pollutant, "unit": tags["JJJ_UNIT"], "averaging": periods[0].averaging,
        "slices": len(periods), "from": periods[0].start.isoformat(), "to": periods[-1].end.isoformat(),
        "rows": stack.grid.height, "columns": stack.grid.width, "notes": notes,
        "recipe": outputs.write_recipe(target, recipe), "inputs": inputs,
    }


def _read(path: str, asked: Asked, found: Findings) -> list[Raster]:
    suffix = Path(path).suffix.lower()
    if suffix in NETCDF:
        return read_netcdf(path, asked, found)
    return read_cells(path, asked, found) if suffix in TABLES else read_raster(path, asked, found)


def _watched(bands: Any, count: int, job: Job) -> Any:
    """The bands, with progress."""
    for number, band in enumerate(bands):
        job.progress(0.4 + 0.6 * number / count, "air-band", done=number + 1, total=count)
        yield band
