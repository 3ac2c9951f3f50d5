"""Tables with a row for each cell of a grid (TAP and the like), as rasters: by their own coordinates, or by the
identifiers of a second file with the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ...geodesy import LONLAT, projected
from ...grid import Window
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from .asked import Asked, check_pollutant, choose
from .catalogue import catalogue, product_of
from .dates import periods
from .findings import Findings
from .netcdf import WGS84
from .numbers import as_numbers
from .raster import Raster, Read, axis, grid_of_axes
from .table import WORKBOOKS, read_table

LEAST_CELLS = 4
TABLES = (".csv", ".txt", *WORKBOOKS)


def column_of(names: Sequence[str], role: str) -> str | None:
    """The column of a role of the catalogue (lon, lat, code …): the first name that it knows."""
    known = catalogue()["stations"]["columns"][role]
    plain = {name.strip().lower(): name for name in names}
    return next((plain[word] for word in known if word in plain), None)


def is_cells(names: Sequence[str]) -> bool:
    """Whether the headings are those of cells: coordinates, and neither a time nor a station."""
    of_stations = ("time", "date", "hour", "type", "name", "city")
    return bool(column_of(names, "lon") and column_of(names, "lat")) and \
        not any(column_of(names, role) for role in of_stations)


def read_cells(path: str, asked: Asked, found: Findings) -> list[Raster]:
    """The values of a table's cells as one raster in EPSG:4326.

    Raises EngineError as `read_table` does, and air-no-cells, air-no-variable, air-several-variables, air-uneven.
    """
    table = read_table(path, found)
    table = table if asked.cells is None else _joined(table, path, asked.cells, found)
    lon, lat = (column_of(list(table.columns), role) for role in ("lon", "lat"))
    if lon is None or lat is None:
        raise EngineError("air-no-cells", path=path, found=", ".join(map(str, table.columns)))
    ids = ("id", "gridid", "grid_id", "fid", "index", "no")
    columns = [str(name) for name in table.columns if name not in (lon, lat) and str(name).lower() not in ids
               and column_of([str(name)], "code") is None]
    if not columns:
        raise EngineError("air-no-variable", path=path, found=", ".join(map(str, table.columns)))
    name = choose({column: [column] for column in columns}, path, asked, found)
    pollutant = check_pollutant(asked, path, name, Path(path).stem)
    x, y, value = (as_numbers(table[column], path, found) for column in (lon, lat, name))
    placed = x.notna() & y.notna()
    x, y, value = x[placed].to_numpy(), y[placed].to_numpy(), value[placed].to_numpy()
    if len(x) < LEAST_CELLS:
        raise EngineError("air-no-cells", path=path, found=str(len(x)))
    across, down = _lattice(x, path, False), _lattice(y, path, True)
    grid = grid_of_axes(WGS84, across, down)
    column = np.rint((x - across.first) / across.step).astype(int)
    row = np.rint((down.first - y) / down.step).astype(int)
    values = np.full((grid.height, grid.width), np.nan)
    values[row, column] = value
    found.add("import-cells", path, len(x), rows=grid.height, columns=grid.width)
    timed = periods([None], path, Path(path).stem, asked.period, asked.averaging)

    @contextmanager
    def reading() -> Iterator[Read]:
        def read(_: int, window: Window) -> Floats:
            first_row, first_column, rows, columns = window
            return values[first_row : first_row + rows, first_column : first_column + columns]

        yield read

    unit = name.split("(")[-1].rstrip(")") if "(" in name else None
    return [Raster(path, name, pollutant, unit, grid, timed, product_of("", path), reading)]


def _lattice(centres: Floats, path: str, down: bool) -> Any:
    """The regular axis on which the centres lie; cells may be missing. Raises air-uneven."""
    known = np.unique(np.round(centres, 6))
    steps = np.diff(known)
    if not steps.size:
        raise EngineError("air-uneven", path=path)
    step = float(np.median(steps[steps < 1.5 * steps.min()]))
    places = (known - known[0]) / step
    if np.abs(places - np.rint(places)).max() > 0.05:
        raise EngineError("air-uneven", path=path)
    step = (known[-1] - known[0]) / np.rint(places[-1])
    every = known[0] + np.arange(int(np.rint(places[-1])) + 1) * step
    return axis(every[::-1] if down else every, down, True, path)


def _joined(table: pd.DataFrame, path: str, cells: str, found: Findings) -> pd.DataFrame:
    """The table with the coordinates of its cells, by the identifier that both files have."""
    places = _cells(cells, found)
    shared = [name for name in table.columns if str(name).lower() in {str(c).lower() for c in places.columns}]
    lon, lat = (column_of(list(places.columns), role) for role in ("lon", "lat"))
    if not shared or lon is None or lat is None:
        raise EngineError("air-no-cells", path=path, found=f"{Path(cells).name}: {', '.join(map(str, places.columns))}")
    key = shared[0]
    other = next(name for name in places.columns if str(name).lower() == str(key).lower())
    places = places[[other, lon, lat]].rename(columns={other: key, lon: "lon", lat: "lat"})
    placed = {column_of(list(table.columns), role) for role in ("lon", "lat")}
    kept = [name for name in table.columns if name == key or name not in placed]
    joined = table[kept].merge(places.drop_duplicates(key), on=key, how="left")
    lost = int(joined["lon"].isna().sum())
    if lost == len(joined):
        raise EngineError("air-no-cells", path=path, found=f"{key}: {table[key].iloc[0]}")
    if lost:
        found.add("air-cells-unknown", path, lost)
    return joined[joined["lon"].notna()].drop(columns=key)


def _cells(path: str, found: Findings) -> pd.DataFrame:
    """The cells of a table, or of a vector layer: its fields, and the centres of its polygons as lon and lat."""
    from ... import sources

    if Path(path.split("|")[0]).suffix.lower() in TABLES:
        return read_table(path, found)
    source = sources.read(path, (sources.POINT, sources.POLYGON), Job({}))
    centres = shapely.centroid(projected(source.geometries, source.crs, LONLAT))
    frame = pd.DataFrame(source.frame.drop(columns="geometry")).map(sources.class_text, na_action="ignore").fillna("")
    drop = [name for role in ("lon", "lat") if (name := column_of(list(frame.columns), role))]
    return frame.drop(columns=drop).assign(lon=shapely.get_x(centres).round(9).astype(str),
                                           lat=shapely.get_y(centres).round(9).astype(str))
