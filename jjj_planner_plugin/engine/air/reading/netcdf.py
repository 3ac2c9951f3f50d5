"""Fields of concentrations in NetCDF: found, unpacked and put north-up by xarray and their coordinates."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from ...grid import Window
from ...kernels import Floats
from ...messages import EngineError
from .asked import Asked, check_pollutant, choose
from .catalogue import catalogue, product_of
from .dates import periods
from .findings import Findings
from .raster import Axis, Raster, Read, axis, grid_of_axes, plain_degrees, stretch

SIGNATURES = {b"CDF\x01": "scipy", b"CDF\x02": "scipy", b"\x89HDF": "h5netcdf"}
WGS84 = CRS.from_epsg(4326)


@contextmanager
def opened(path: str) -> Iterator[Any]:
    """The xarray dataset, its values unpacked when they are read. Raises EngineError air-unreadable."""
    import xarray

    with Path(path).open("rb") as stream:
        engine = SIGNATURES.get(stream.read(4))
    if engine is None:
        raise EngineError("air-unreadable", path=path, reason="NetCDF-3 / NetCDF-4 (HDF5)?")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a wrong _FillValue, an odd calendar: seen in the values
            dataset = _decoded(xarray, path, engine)
    except Exception as error:  # h5py's, scipy's and xarray's errors have no common class
        raise _unreadable(path, error) from error
    with dataset:
        yield dataset


def _decoded(xarray: Any, path: str, engine: str) -> Any:
    options: dict[str, Any] = {"engine": engine, "cache": False, "decode_timedelta": True}
    if engine == "h5netcdf":
        options["phony_dims"] = "access"
    try:
        return xarray.open_dataset(path, **options)
    except ValueError:  # a time unit that nobody knows: the name may tell the date
        return xarray.open_dataset(path, decode_times=False, **{**options, "decode_timedelta": False})


def _unreadable(path: str, error: Exception) -> EngineError:
    return EngineError("air-unreadable", path=path, reason=" ".join(str(error).split())[:200] or type(error).__name__)


def read_netcdf(path: str, asked: Asked, found: Findings) -> list[Raster]:
    """The field of the file that is meant, as one raster.

    Raises EngineError air-unreadable, air-no-variable, air-several-variables, air-unknown-variable,
    air-no-pollutant, air-curvilinear, air-uneven, raster-no-crs, air-no-date, air-no-averaging.
    """
    with opened(path) as dataset:
        places = {name: _axes(dataset, name) for name in dataset.data_vars}
        fields = {str(name): _words(dataset[name]) for name, place in places.items() if place}
        if not fields:
            curved = any({"lat", "latitude"} & {str(c).lower() for c in dataset.variables if dataset[c].ndim == 2})
            if curved:
                raise EngineError("air-curvilinear", path=path)
            raise EngineError("air-no-variable", path=path, found=", ".join(map(str, dataset.variables)) or "–")
        name = choose(fields, path, asked, found)
        array = dataset[name]
        pollutant = check_pollutant(asked, path, *fields[name], Path(path).stem)
        x_dim, y_dim = places[name] or ("", "")
        slices, stamps = _slices(dataset, array, (x_dim, y_dim), path, found)
        crs, x, y = _placed(dataset, array, x_dim, y_dim, path, found)
        unit = array.attrs.get("units") or array.attrs.get("unit") or array.attrs.get("Units")
        packed = array.encoding.get("scale_factor") is not None or array.encoding.get("add_offset") is not None
        if packed:
            found.add("air-unpacked", path, variable=name, scale=f"{array.encoding.get('scale_factor', 1):g}",
                      offset=f"{array.encoding.get('add_offset', 0):g}")
        timed = periods(stamps, path, Path(path).stem, asked.period, asked.averaging)
        if asked.period is None and stamps[0] is not None and timed[0].averaging == "hour":
            found.add("air-local-time", path)

    @contextmanager
    def reading() -> Iterator[Read]:
        with opened(path) as again:
            yield lambda index, window: _values(again[name], slices[index], (x_dim, x), (y_dim, y), window, path)

    return [Raster(path, name, pollutant, None if unit is None else str(unit), grid_of_axes(crs, x, y), timed,
                   product_of(name, path), reading)]


def _values(
    array: Any, where: dict[str, int], x: tuple[str, Axis], y: tuple[str, Axis], window: Window, path: str
) -> Floats:
    row, column, rows, columns = window
    top, bottom, down = stretch(y[1].order, row, rows)
    left, right, across = stretch(x[1].order, column, columns)
    part = array.isel({**where, y[0]: slice(top, bottom), x[0]: slice(left, right)}).transpose(y[0], x[0])
    try:
        values = np.asarray(part.values, np.float64)
    except Exception as error:  # a file that ends too early: h5py's and scipy's errors have no common class
        raise _unreadable(path, error) from error
    return values[np.ix_(down, across)]


def _words(array: Any) -> list[str]:
    """What a variable is called: its name, then its attributes."""
    told = [str(array.attrs.get(key, "")) for key in ("long_name", "standard_name", "GRIB_shortName", "description")]
    return [str(array.name), *[text for text in told if text]]


def _axes(dataset: Any, name: Any) -> tuple[str, str] | None:
    """The x and y dimensions of a variable of numbers; None if it lacks one."""
    array = dataset[name]
    if array.ndim < 2 or array.dtype.kind not in "fiu":
        return None
    found = {kind: next((str(dim) for dim in array.dims if _is(dataset, dim, kind)), None) for kind in "xy"}
    return (found["x"], found["y"]) if found["x"] and found["y"] else None


def _is(dataset: Any, dim: Any, kind: str) -> bool:
    """Whether a dimension is the x or y axis: by its name, or by its coordinate's name or attributes."""
    if str(dim).lower() in catalogue()["axes"][kind]:
        return True
    coordinate = _coordinate(dataset, str(dim), kind)
    if coordinate is None:
        return False
    standard = {"x": ("longitude", "projection_x_coordinate"), "y": ("latitude", "projection_y_coordinate")}[kind]
    told = coordinate.attrs
    return (told.get("standard_name") in standard or str(told.get("axis", "")).lower() == kind
            or str(coordinate.name).lower() in catalogue()["axes"][kind])


def _coordinate(dataset: Any, dim: str, kind: str) -> Any:
    """The centres along a dimension, (n,): its own coordinate, else one with a usual name of that axis."""
    if dim in dataset.variables and dataset[dim].ndim == 1:
        return dataset[dim]
    named = [dataset[name] for name in dataset.variables
             if str(name).lower() in catalogue()["axes"][kind] and dataset[name].dims == (dim,)]
    return named[0] if named else None


def _placed(dataset: Any, array: Any, x_dim: str, y_dim: str, path: str, found: Findings) -> tuple[CRS, Axis, Axis]:
    """CRS and axes. Raises raster-no-crs where nothing says what the coordinates are."""
    x, y = (_coordinate(dataset, dim, kind) for dim, kind in ((x_dim, "x"), (y_dim, "y")))
    if x is None or y is None:
        raise EngineError("air-no-variable", path=path, found=f"{x_dim}, {y_dim}")
    crs = _stated_crs(dataset, array)
    xs, ys = (np.asarray(values.values, np.float64) for values in (x, y))
    if crs is None:
        if not plain_degrees(xs.min(), ys.min(), xs.max(), ys.max()):
            shown = f"{xs.min():g} … {xs.max():g}, {ys.min():g} … {ys.max():g}"
            raise EngineError("air-no-crs", path=path, found=shown)
        crs = WGS84
        found.add("air-crs-assumed", path)
    across = axis(xs, False, crs.is_geographic, path, _step(ys))
    down = axis(ys, True, crs.is_geographic, path, _step(xs))
    if down.turned:
        found.add("air-turned", path)
    if across.wrapped:
        found.add("air-wrapped", path)
    return crs, across, down


def _step(values: Floats) -> float | None:
    return float(np.abs(np.diff(values)).min()) if len(values) > 1 else None


def _stated_crs(dataset: Any, array: Any) -> CRS | None:
    mapping = array.attrs.get("grid_mapping") or array.encoding.get("grid_mapping")
    for name in (mapping, "crs", "spatial_ref"):
        told = dataset[name].attrs if name in dataset.variables else {}
        text = told.get("crs_wkt") or told.get("spatial_ref")
        try:
            if text:
                return CRS.from_user_input(text)
            if "grid_mapping_name" in told:
                return CRS.from_cf(told)
        except (CRSError, KeyError):
            continue
    return None


def _slices(
    dataset: Any, array: Any, plane: tuple[str, str], path: str, found: Findings
) -> tuple[list[dict[str, int]], list[datetime | None]]:
    """Where each slice is along the other dimensions, and its time (UTC) where the file tells it.

    Of levels the lowest is taken, of other dimensions (members of an ensemble) the first: said.
    """
    fixed: dict[str, int] = {}
    timed: list[str] = []
    for dim in (str(dim) for dim in array.dims if dim not in plane):
        coordinate = dataset[dim] if dim in dataset.variables else None
        kind = coordinate.dtype.kind if coordinate is not None else ""
        if kind in "mM" or dim.lower() in catalogue()["axes"]["time"] or (kind == "O" and array.sizes[dim]):
            timed.append(dim)
            continue
        fixed[dim] = _lowest(coordinate)
        if array.sizes[dim] > 1:
            chosen = "1" if coordinate is None else f"{coordinate.values[fixed[dim]]}"
            found.add("air-level", path, dimension=dim, chosen=chosen, of=array.sizes[dim])
    slices = [{**fixed, **dict(zip(timed, place))} for place in
              itertools.product(*[range(array.sizes[dim]) for dim in timed])]
    return slices, [_stamp(dataset, {dim: place[dim] for dim in timed}) for place in slices]


def _lowest(coordinate: Any) -> int:
    """The place of the level nearest to the ground: the highest pressure; of anything else the first."""
    if coordinate is None or coordinate.ndim != 1 or coordinate.dtype.kind not in "fiu":
        return 0
    pressure = str(coordinate.attrs.get("units", "")).lower() in catalogue()["axes"]["pressure_units"]
    return int(np.argmax(coordinate.values)) if pressure else 0


def _stamp(dataset: Any, place: dict[str, int]) -> datetime | None:
    """The time of a slice: its date, plus the lead time of a forecast; a single scalar time where none is an axis."""
    when: datetime | None = None
    lead = pd.Timedelta(0)
    values = [dataset[dim].values[index] for dim, index in place.items() if dim in dataset.variables]
    if not values:
        names = [name for name in catalogue()["axes"]["time"] if name in dataset.variables and dataset[name].ndim == 0]
        values = [dataset[name].values[()] for name in names[:1]]
    for value in values:
        if isinstance(value, np.timedelta64):
            lead += pd.Timedelta(value)
        else:
            when = _moment(value) or when
    return None if when is None else when + lead.to_pytimedelta()


def _moment(value: Any) -> datetime | None:
    """datetime64, a date of another calendar, or a number that is a date: 20200131, 202001."""
    if isinstance(value, np.datetime64):
        stamp = pd.Timestamp(value)
        return None if pd.isna(stamp) else stamp.round("s").to_pydatetime()
    if hasattr(value, "year") and hasattr(value, "hour"):
        return datetime(value.year, value.month, value.day, value.hour, value.minute)
    digits = f"{value:.0f}" if isinstance(value, (int, float, np.number)) else str(value)
    form = {8: "%Y%m%d", 6: "%Y%m"}.get(len(digits))
    try:
        return datetime.strptime(digits, form) if form and digits[:2] in ("19", "20") else None
    except ValueError:
        return None
