"""Rail and road lines as a network takes them: mode, speed, whether they are open, what is left out and why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .... import paths
from ...control_lines import first_of, texts
from ...geodesy import ELLIPSOID, LONLAT, Geometries, projected, to_working
from ...layer_checks import check_field
from ...protocol import Job
from ...sources import Source
from ..plan_tables import texts_or

SPEED = re.compile(
    r"^\s*(\d+(?:\.\d+)?)\s*(km/?h|kph|公里/小时|公里/时|千米/小时|公里|mph)?\s*(?:[;|,、].*)?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """`resources/catalog/transport.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/transport.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, eq=False)
class Lines:
    """All lines, (n,): `table` with line_layer, line_id, name, mode, speed_kmh, line_status, length_m, used,
    not_used_why; `shapes` in the working frame."""

    table: pd.DataFrame
    shapes: Geometries

    @property
    def used(self) -> NDArray[np.intp]:
        """Positions of those that carry a speed and are open."""
        return np.flatnonzero(self.table["used"] == 1)


def lines_of(
    sources: Sequence[Source], speed_field: str | None, planned: bool, working: CRS, job: Job
) -> Lines | None:
    """The lines of all layers; None without a layer. Raises EngineError unknown-field."""
    tables, shapes = [], []
    for source in sources:
        field = speed_field or first_of(source, catalogue()["fields"]["speed"])
        if speed_field:
            check_field(speed_field, [str(name) for name in source.frame.columns if name != "geometry"], source.title)
        kmh = [speed_of(text) for text in texts(source, field)] if field else [np.nan] * len(source.frame)
        status = _first_text(source, "status")
        degrees = projected(source.geometries, source.crs, LONLAT)
        tables.append(pd.DataFrame({
            "line_layer": source.title, "line_id": source.frame.index.to_numpy(np.int64),
            "name": texts_or(source, [name for name in catalogue()["fields"]["name"] if name in source.frame]),
            "mode": [mode_of(text) for text in _first_text(source, "mode")],
            "speed_kmh": np.array(kmh, dtype=np.float64), "line_status": status,
            "length_m": np.array([ELLIPSOID.geometry_length(shape) for shape in degrees], dtype=np.float64)}))
        shapes.append(to_working(source.geometries, source.crs, working))
    if not tables:
        return None
    table = pd.concat(tables, ignore_index=True)
    closed = table["line_status"].isin(catalogue()["not_open"] if not planned else ["closed"])
    table["not_used_why"] = np.where(closed, "not_open", np.where(table["speed_kmh"].isna(), "no_speed", ""))
    table["used"] = (table["not_used_why"] == "").astype(np.int64)
    _tell(table, job)
    return Lines(table, np.concatenate(shapes))


def _first_text(source: Source, kind: str) -> list[str]:
    field = first_of(source, catalogue()["fields"][kind])
    return texts(source, field) if field else [""] * len(source.frame)


def _tell(table: pd.DataFrame, job: Job) -> None:
    for why, rows in table[table["not_used_why"] != ""].groupby("not_used_why"):
        length = f"{rows['length_m'].sum() / 1000:.1f}"
        if why == "no_speed":
            job.warn("reach-no-speed", count=len(rows), km=length)
        else:
            job.warn("reach-not-open", count=len(rows), km=length)


def speed_of(text: str) -> float:
    """km/h in what a field says: `120`, `120 km/h`, `60 mph`, `100;80` (the first); NaN for anything else."""
    found = SPEED.match(text)
    if not found:
        return float("nan")
    kmh = float(found[1]) * (catalogue()["mph_kmh"] if (found[2] or "").lower() == "mph" else 1)
    return kmh if 0 < kmh <= catalogue()["most_kmh"] else float("nan")


def mode_of(text: str) -> str:
    """The mode of what a field says, whatever it is called; `other` where that is not known, empty where nothing is."""
    said = text.strip().casefold()
    known = (mode for mode, spec in catalogue()["modes"].items() if said in (mode, *spec["called"]))
    return next(known, "other") if said else ""


def enterable(modes: Sequence[str]) -> NDArray[np.bool_]:
    """Of each mode whether a line can be entered anywhere; one of no known mode can."""
    known = catalogue()["modes"]
    return np.array([known.get(mode, {"enter": "anywhere"})["enter"] == "anywhere" for mode in modes], dtype=bool)


def single_parts(lines: Lines) -> tuple[Geometries, NDArray[np.intp]]:
    """The used lines' single parts, no edge longer than the catalogue's step, and the position of each one's line."""
    used = lines.used
    parts, owner = shapely.get_parts(lines.shapes[used], return_index=True)
    return np.asarray(shapely.segmentize(parts, catalogue()["step_m"]), dtype=object), used[owner]
