"""The zones of a zonal table: features of a polygon layer, or those that share one value of a field, together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ..frame import in_frame
from ..geodesy import Geometries, area_m2
from ..grid import Grid
from ..kernels import Floats
from ..messages import EngineError
from ..protocol import Job
from ..rings import from_geometries
from ..sources import POLYGON, Source, class_text, read
from .coverage import Coverage, cover

NAMES = ("name_zh", "name", "name_en")  # fields that name a feature; else the layer's first text field


@dataclass(frozen=True, eq=False)
class Zones:
    """m zones: `key`, text, tells one from another; `name` is what people call it, or empty; areas on the ellipsoid."""

    source: Source
    key: pd.Series[str]
    name: pd.Series[str]
    shapes: Geometries
    area_m2: Floats

    def __len__(self) -> int:
        return len(self.shapes)

    def on(self, grid: Grid) -> Coverage:
        """Their shares in the cells of a grid."""
        return cover(in_frame(from_geometries(self.shapes), self.source.crs, grid.crs, self.source.title), grid)


def read_zones(reference: str, field: str | None, job: Job) -> Zones:
    """The zones of a layer. Raises EngineError as `sources.read` does, unknown-field, null-class."""
    source = read(reference, (POLYGON,), job)
    if field is None:
        key = source.frame.index.to_series().astype(str)
        name, shapes = _names(source), source.geometries
    else:
        classes = source.classes(field, job)
        groups = classes.groupby(classes, sort=True).indices
        key = pd.Series([str(value) for value in groups], dtype=object)
        name = pd.Series([_shared(_names(source).iloc[members]) for members in groups.values()], dtype=object)
        shapes = _joined(source.geometries, list(groups.values()))
    if len(shapes) == 0:
        raise EngineError("empty-layer", path=source.title, count=0)
    return Zones(source, key.reset_index(drop=True), name.reset_index(drop=True), shapes,
                 area_m2(shapes, source.crs))


def _names(source: Source) -> pd.Series[str]:
    known = [*[name for name in NAMES if name in source.frame], *source.text_fields()]
    if not known:
        return pd.Series("", index=source.frame.index, dtype=object)
    return source.frame[known[0]].map(class_text, na_action="ignore").astype(object).fillna("")


def _shared(names: pd.Series[str]) -> str:
    """The name of several features, if they have only one."""
    return str(names.iloc[0]) if names.nunique() == 1 else ""


def _joined(shapes: Geometries, groups: list[np.ndarray[tuple[int], np.dtype[np.intp]]]) -> Geometries:
    """One shape for each group, so that ground that two features share counts once."""
    found = np.empty(len(groups), dtype=object)
    for number, members in enumerate(groups):
        found[number] = shapes[members[0]] if len(members) == 1 else shapely.union_all(shapes[members])
    return found
