"""The plan's places, axes and sets of units, as the spatial indicators take them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from ...geodesy import LONLAT, Geometries, projected
from ...protocol import Job
from ...sources import LINE, POINT, Source
from ..plan_tables import PlanTables, plan_file, texts_or
from .courses import Axis

POINTS = ("core", "twin_cities", "nodes")
COLUMNS = ("code", "name", "lon", "lat")


@dataclass(frozen=True)
class PlaceSet:
    """A set of units: what it is called, its members' adcodes, and whether it is documented or assumed."""

    code: str
    name: str
    members: tuple[str, ...]
    standing: str = ""


@dataclass(frozen=True, eq=False)
class PlanPlaces:
    """nodes: core, twin cities and nodes, each code once (COLUMNS). axes: those with a line. sets: with members."""

    nodes: pd.DataFrame
    axes: list[Axis]
    sets: list[PlaceSet] = field(default_factory=list)


def read_plan_places(plan: str, job: Job) -> PlanPlaces:
    """Of a plan file, or of the bundled sample. Raises EngineError as `PlanTables` and `read` do."""
    tables = PlanTables(plan, job)
    points = [_points(source) for source in (tables.table(name, (POINT,)) for name in POINTS) if source is not None]
    nodes = pd.concat(points) if points else pd.DataFrame(columns=list(COLUMNS))
    lines = tables.table("axes", (LINE,))
    axes = [] if lines is None else [
        Axis(code, name, _line(shape, name, job)) for code, name, shape in zip(
            texts_or(lines, ("axis_id", "uid")), texts_or(lines, ("name_zh", "name_en")), _degrees(lines))]
    return PlanPlaces(nodes.drop_duplicates("code", ignore_index=True), axes, _sets(plan, job.language))


def _points(source: Source) -> pd.DataFrame:
    xy = shapely.get_coordinates(shapely.centroid(_degrees(source)))
    return pd.DataFrame({"code": texts_or(source, ("adcode", "uid")), "name": texts_or(source, ("name_zh", "name_en")),
                         "lon": xy[:, 0], "lat": xy[:, 1]})


def _degrees(source: Source) -> Geometries:
    return projected(source.geometries, source.crs, LONLAT)


def _line(shape: Any, name: str, job: Job) -> shapely.LineString:
    """An axis as one line; of parts that do not join, the longest stands for it, which is told."""
    parts = sorted(shapely.get_parts(shapely.line_merge(shape)), key=lambda part: float(part.length))
    if len(parts) > 1:
        job.warn("spatial-axis-in-parts", axis=name, count=len(parts))
    return parts[-1]


def _sets(plan: str, language: str) -> list[PlaceSet]:
    """The sets that are lists of units; a set of a plan before these had any is none."""
    path, wanted = plan_file(plan), ("unit_sets", "set_members")
    if not {*wanted} <= {str(name) for name, _ in pyogrio.list_layers(path)}:
        return []
    sets, members = (pyogrio.read_dataframe(path, layer=name, read_geometry=False) for name in wanted)
    found, names = [], ("name_en", "name_zh") if language == "en" else ("name_zh", "name_en")
    for row in sets.to_dict("records"):
        codes = members.loc[members["set_uid"] == row["uid"], "adcode"]
        listed = tuple(code for code in map(_text, codes) if code)
        if listed:
            found.append(PlaceSet(_text(row.get("set_id")) or _text(row["uid"]),
                                  next(filter(None, (_text(row.get(name)) for name in names)), ""), listed,
                                  _text(row.get("standing"))))
    return found


def _text(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value).strip()
