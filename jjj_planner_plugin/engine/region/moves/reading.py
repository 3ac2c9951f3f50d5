"""Relocations from the plan's layer, any other layer of lines, or a table: one row a move, as the plan has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from ...air.reading.findings import Findings
from ...air.reading.table import WORKBOOKS, read_table
from ...geodesy import LONLAT, projected
from ...layer_checks import check_coordinates, check_kind, has_crs, strings, unreadable
from ...messages import LINES, EngineError
from ...plan.schema import fields
from ...protocol import Job
from ...sources import class_text, described, find_layer, split_reference
from ..place_names import find_all, place_columns
from .cells import coded, columns_of, dates_of, number_of, unit_of

TABLES = (".csv", ".txt", ".tsv", *WORKBOOKS)
ENDS = ("origin", "destination")
TEXTS = ("relocation_id", "name_zh", "name_en", "when_text", "source", "confidence", "remarks")
OF_THE_FILE = ("fid", "ogc_fid", "geom", "geometry")
SHOWN = 5


@dataclass
class Moves:
    """`frame`: the plan's fields and `geometry`, a straight line from end to end in EPSG:4490, or None.

    `line` is the row in the file, `origin_why` and `destination_why` say why a place was not found (else empty).
    """

    path: str
    layer: str
    crs: CRS | None
    frame: gpd.GeoDataFrame
    repairs: list[dict[str, Any]] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        """The input's line in a recipe."""
        if self.crs is None:
            return {"path": self.path, "layer": self.layer, "crs": None, "features": len(self.frame),
                    "used": len(self.frame), "repaired": 0}
        return described(self.path, self.layer, self.crs, len(self.frame), len(self.frame), 0)


def read_moves(reference: str, job: Job) -> Moves:
    """All moves of a layer of lines or of a table, those without a line too.

    A line is as it is drawn; where there is none, it runs between the places that codes, or names with cities, give.
    Raises EngineError: no-file, unreadable-layer, several-layers, unknown-layer, wrong-geometry, no-crs,
    bad-coordinates, empty-layer, air-unreadable, moves-columns.
    """
    path, wanted = split_reference(reference)
    job.progress(0.02, "reading", what=wanted or Path(path).name)
    if Path(path).suffix.lower() in TABLES:
        found = Findings()
        table = read_table(path, found)
        table = table[table.ne("").any(axis=1)]  # a row of separators alone is no move
        found.tell(job)
        layer, crs, shapes = "", None, np.full(len(table), None, dtype=object)
    else:
        layer = find_layer(path, wanted)
        table, crs, shapes = _layer(path, layer)
    if not len(table):
        raise EngineError("empty-layer", path=layer or Path(path).name, count=0)
    title = layer or Path(path).name
    frame = _rows(table, title, job)
    frame["line"] = frame.index + (2 if crs is None else 1)  # a table's first row is its headings
    lines = _lines(frame, shapes)
    if crs is not None and shapely.is_missing(shapes).any():
        made = int((shapely.is_missing(shapes) & ~shapely.is_missing(lines)).sum())
        job.warn("moves-lines-made", layer=title, count=int(shapely.is_missing(shapes).sum()), made=made)
    return Moves(path, layer, crs, gpd.GeoDataFrame(frame, geometry=lines, crs=LONLAT))


def _layer(path: str, layer: str) -> tuple[pd.DataFrame, CRS | None, Any]:
    """The fields as texts, the CRS, and each feature's straight line in degrees (None where it has none)."""
    try:
        frame = pyogrio.read_dataframe(path, layer=layer, force_2d=True)
    except Exception as error:  # GDAL's and shapely's errors have no common class
        raise unreadable(path, error) from error
    table = pd.DataFrame({str(name): [_text(value) for value in frame[name]] for name in frame if name != "geometry"},
                         dtype=object, index=range(len(frame)))
    shapes = np.full(len(frame), None, dtype=object)
    if not isinstance(frame, gpd.GeoDataFrame):
        return table, None, shapes
    if not has_crs(frame.crs):
        raise EngineError("no-crs", path=layer)
    crs = CRS(frame.crs)
    drawn = ~(frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
    lines = np.asarray(frame.geometry.values, dtype=object)[drawn]
    if len(lines):
        check_kind(shapely.get_type_id(lines), (LINES,), layer)
        check_coordinates(*strings(lines), crs, layer)
        shapes[drawn] = [_straight(line) for line in projected(lines, crs, LONLAT)]
    return table, crs, shapes


def _text(value: Any) -> str:
    """A field's value as text; a date as a day."""
    if value is None or (not isinstance(value, (list, tuple, np.ndarray)) and pd.isna(value)):
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else class_text(value).strip()


def _straight(line: Any) -> Any:
    """From the first to the last vertex; None for a line that ends where it begins."""
    xy = shapely.get_coordinates(line)
    return None if (xy[0] == xy[-1]).all() else shapely.LineString([xy[0], xy[-1]])


def _rows(table: pd.DataFrame, title: str, job: Job) -> pd.DataFrame:
    """The plan's fields of each row. Raises moves-columns."""
    places = {end: place_columns(table.columns, end) for end in ENDS}
    taken = {column for columns in places.values() for column in columns.values()}
    columns = columns_of(str(name) for name in table.columns if name not in taken)
    if not places["origin"] and not places["destination"]:
        raise EngineError("moves-columns", path=title, found=", ".join(map(str, table.columns[:12])))
    _tell_unread(table, {*taken, *columns.values()}, title, job)
    frame = pd.DataFrame(index=table.index)
    for name in TEXTS:
        frame[name] = table[columns[name]] if name in columns else ""
    frame["category"] = _keys(table, columns.get("category"), "relocation_category", "categories", title, job)
    frame["status"] = _keys(table, columns.get("status"), "relocation_status", "statuses", title, job)
    _add_dates(frame, table, columns, title, job)
    frame["people"] = _numbers(table, columns.get("people"), "people_units", title, job)
    frame["area_km2"] = _numbers(table, columns.get("area_km2"), "area_units", title, job)
    for end in ENDS:
        _add_place(frame, end, table, places[end], job.language)
    return frame


def _tell_unread(table: pd.DataFrame, read: set[str], title: str, job: Job) -> None:
    """Columns with something in them that are neither taken nor the plan's own."""
    own = {name.casefold() for name in (*fields("relocations"), *OF_THE_FILE)}
    unread = [str(name) for name in table.columns
              if name not in read and str(name).casefold() not in own and table[name].ne("").any()]
    if unread:
        job.warn("moves-unread", {"columns": unread}, layer=title, count=len(unread),
                 columns=job.listed([f"“{name}”" for name in unread]))


def _add_place(frame: pd.DataFrame, end: str, table: pd.DataFrame, columns: dict[str, str], language: str) -> None:
    """What the table calls the end, its code and point, and why it was not found."""
    told = [table[columns[part]] for part in ("city", "name") if part in columns]
    found = find_all(table, columns, language)
    text = pd.Series("", index=table.index, dtype=object)
    for part in told:
        text = text + part.where([word not in so_far for word, so_far in zip(part, text)], "")
    frame[end] = text.where(text != "", found["name_zh"])
    frame[f"{end}_adcode"] = found["adcode"]
    frame[f"{end}_why"] = found["why"]
    frame[f"{end}_lon"], frame[f"{end}_lat"] = found["lon"], found["lat"]


def _keys(
    table: pd.DataFrame, column: str | None, domain: str, words: str, title: str, job: Job
) -> pd.Series[Any]:
    """The plan's keys; texts that mean none are told, and the row has none."""
    if column is None:
        return pd.Series("", index=table.index, dtype=object)
    known = {text: coded(text, domain, words) for text in table[column].unique()}
    _tell_odd("moves-words", [text for text, key in known.items() if text and key is None], column, title, job)
    return table[column].map(lambda text: known[text] or "")


def _numbers(table: pd.DataFrame, column: str | None, units: str, title: str, job: Job) -> pd.Series[Any]:
    """Numbers in people or km²; what is none is told, and a heading without a unit too where it could be several."""
    if column is None:
        return pd.Series(np.nan, index=table.index)
    factor = unit_of(column, units)
    if factor is None and units == "area_units":
        job.warn("moves-area-unit", layer=title, column=column)
    known = {text: number_of(text) for text in table[column].unique()}
    _tell_odd("moves-numbers", [text for text, number in known.items() if text and number is None], column, title, job)
    return table[column].map(known).astype(float) * (factor or 1.0)


def _add_dates(frame: pd.DataFrame, table: pd.DataFrame, columns: dict[str, str], title: str, job: Job) -> None:
    """`date_from`, `date_to`; a text with several dates in the first column has both. `when_text` keeps other texts.

    The only date that a move has is where it begins.
    """
    texts = {name: table[columns[name]] if name in columns else pd.Series("", table.index, dtype=object)
             for name in ("date_from", "date_to")}
    first = texts["date_from"].map(dates_of)
    last = texts["date_to"].map(dates_of)
    both = [(start[0] if start else pd.NaT, end[-1] if end else start[-1] if len(start) > 1 else pd.NaT)
            for start, end in zip(first, last)]
    both = [(end, pd.NaT) if pd.isna(start) and "date_from" not in columns else (start, end) for start, end in both]
    frame["date_from"] = pd.to_datetime([start for start, _ in both])
    frame["date_to"] = pd.to_datetime([end for _, end in both])
    for name, found in (("date_from", first), ("date_to", last)):
        odd = texts[name][(texts[name] != "") & ~found.astype(bool)]
        _tell_odd("moves-dates", list(odd.unique()), columns.get(name, name), title, job)
        frame["when_text"] = frame["when_text"].where((frame["when_text"] != "") | ~texts[name].isin(odd), texts[name])


def _tell_odd(code: str, odd: list[str], column: str, title: str, job: Job) -> None:
    if odd:
        shown = job.listed([f"“{text}”" for text in odd], SHOWN)
        job.warn(code, layer=title, column=column, count=len(odd), values=shown)


def _lines(frame: pd.DataFrame, shapes: Any) -> Any:
    """What is drawn, else a line between the places found."""
    ends = frame[["origin_lon", "origin_lat", "destination_lon", "destination_lat"]].to_numpy(float)
    lines = np.full(len(frame), None, dtype=object)
    for place, (shape, row) in enumerate(zip(shapes, ends)):
        if shape is None and np.isfinite(row).all():
            shape = _straight(shapely.LineString([row[:2], row[2:]]))
        lines[place] = shape
    return lines
