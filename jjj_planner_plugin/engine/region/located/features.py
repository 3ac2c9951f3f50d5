"""The features that are located: parks of a plan, or any points and polygons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...control_lines import first_of
from ...geodesy import Geometries, to_working
from ...messages import EngineError
from ...protocol import Job
from ...sources import POINT, POLYGON, Source, read
from ..plan_tables import PlanTables, table_title, texts_or
from .grounds import NAMES

PARKS = ("park_areas", "parks")  # of a plan, where no layers are given; an outline stands before its point
NAME_FIELDS = ("name_zh", "MC", "XMMC", "name", "title")  # of layers that are no plan's
CARRIED = ("park_id", "framework", "facet", "host_adcodes", "partner_adcodes")  # fields of parks that a row keeps
CARRIED_NUMBERS = ("start_year", "area_km2")


@dataclass(frozen=True, eq=False)
class Features:
    """What is located, (n,): `table` has a row each, `shapes` are in the working frame."""

    table: pd.DataFrame
    shapes: Geometries

    @property
    def areal(self) -> NDArray[np.bool_]:
        """Which are areas, (n,)."""
        return np.asarray(shapely.get_dimensions(self.shapes) == 2)


def read_layers(layers: Sequence[str], names: Sequence[str] | None, job: Job) -> tuple[list[Source], list[str]]:
    """The layers and what they are called. Raises EngineError as `read` does, and names-differ, names-twice."""
    if names is not None and len(names) != len(layers):
        raise EngineError("names-differ", names=len(names), layers=len(layers))
    sources = [read(reference, (POINT, POLYGON), job) for reference in layers]
    called = list(names) if names is not None else [source.title for source in sources]
    twice = next((name for name in called if called.count(name) > 1), None)
    if twice is not None:
        raise EngineError("names-twice", name=twice)
    return sources, called


def plan_parks(plan: PlanTables, job: Job) -> tuple[list[Source], list[str]]:
    """The plan's parks; of one that has an outline too, its point is left out, and that is told.

    Raises EngineError locate-no-features where there are none.
    """
    found = [(plan.table(name, (POINT, POLYGON)), name) for name in PARKS]
    sources = [source for source, _ in found if source is not None]
    called = [table_title(name, job.language) for source, name in found if source is not None]
    if not sources:
        raise EngineError("locate-no-features")
    if len(sources) == len(PARKS):
        outlined = set(texts_or(sources[0], ("park_id",))) - {""}
        twice = np.array([park in outlined for park in texts_or(sources[1], ("park_id",))], dtype=bool)
        if twice.any():
            sources[1].frame = sources[1].frame[~twice]
            job.warn("locate-outlined", count=int(twice.sum()))
        if twice.all():
            sources, called = sources[:1], called[:1]
    return sources, called


def features_of(sources: Sequence[Source], names: Sequence[str], working: CRS, language: str) -> Features:
    """All features of the layers: their layer, number, name, kind of shape and area on the ellipsoid in m²."""
    rows, shapes = [], []
    for source, layer in zip(sources, names):
        drawn = to_working(source.geometries, source.crs, working)
        usual, number = first_of(source, NAME_FIELDS), source.frame.index.to_numpy(np.int64)
        named = texts_or(source, [*NAMES[language], *([usual] if usual else [])])
        rows.append(pd.DataFrame({
            "feature_layer": layer, "feature_id": number,
            "name": [name or f"#{fid}" for name, fid in zip(named, number)],
            **{field: texts_or(source, (field,)) for field in CARRIED if field in source.frame},
            **{field: pd.to_numeric(source.frame[field], errors="coerce").to_numpy(np.float64, na_value=np.nan)
               for field in CARRIED_NUMBERS if field in source.frame},
            "shape": np.where(shapely.get_dimensions(drawn) == 2, "area", "point"),
            "area_m2": shapely.area(drawn)}))
        shapes.append(drawn)
    table = pd.concat(rows, ignore_index=True)
    table["area_m2"] = table["area_m2"].where(table["shape"] == "area")
    if "start_year" in table:
        table["start_year"] = table["start_year"].round().astype("Int64")
    return Features(table, np.concatenate(shapes))
