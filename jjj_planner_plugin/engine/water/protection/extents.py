"""What a planned feature really takes up, where its layer says so: drawn larger than published, or only a point."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ...control_lines import first_of
from ...geodesy import Geometries
from ...plan.facts import places
from ...sources import Source
from .rules import catalogue

CODE = re.compile(r"\d{6}")
WORDS = {
    "larger": {"zh": "画得大于公布面积：图上 {drawn} km²，公布 {official} km²",
               "en": "drawn larger than its published area: {drawn} km² drawn, {official} km² published"},
    "point": {"zh": "以一点代表，面积 {official} km²", "en": "a point that stands for {official} km²"},
    "point_of": {"zh": "以一点代表 {hosts} 的范围，面积不详",
                 "en": "a point that stands for ground in {hosts}, of unknown area"},
}
BETWEEN = {"zh": "、", "en": ", "}


@dataclass
class Extents:
    """By feature, (n,): the area published of it and the one drawn, km² (NaN: none), whether it is drawn as a point.

    hosts: the codes of the jurisdictions that its layer says it lies in.
    """

    official_km2: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    drawn_km2: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    hosts: list[list[str]] = field(default_factory=list)

    def larger(self) -> NDArray[np.bool_]:
        """Which are drawn larger than published by more than the catalogue lets pass."""
        return np.asarray(self.drawn_km2 > self.official_km2 * float(catalogue()["drawn_over"]), dtype=bool)

    def points(self) -> NDArray[np.bool_]:
        """Which are points that are known to stand for ground."""
        known = ~np.isnan(self.official_km2) | np.array([bool(codes) for codes in self.hosts], dtype=bool)
        return np.asarray(np.isnan(self.drawn_km2) & known, dtype=bool)

    def note(self, position: int, language: str) -> str:
        """What must be known of a feature's area, as half a sentence; empty: nothing."""
        official, drawn = (f"{value:.4g}" for value in (self.official_km2[position], self.drawn_km2[position]))
        if self.larger()[position]:
            return WORDS["larger"][language].format(drawn=drawn, official=official)
        if not self.points()[position]:
            return ""
        if official != "nan":
            return WORDS["point"][language].format(official=official)
        named = [places().get(code, {}).get(f"name_{language}") or code for code in self.hosts[position]]
        return WORDS["point_of"][language].format(hosts=BETWEEN[language].join(named))


def extents_of(sources: list[Source], shapes: Geometries) -> Extents:
    """What the layers' fields say, and the areas of `shapes`, in an equal-area frame in metres, of all of them."""
    dimensions = shapely.get_dimensions(shapes)
    drawn = np.where(dimensions == 2, shapely.area(shapes) / 1e6, np.nan)
    official = [value for source in sources for value in _numbers(source, catalogue()["official_fields"])]
    hosts = [codes for source in sources for codes in _hosts(source)]
    return Extents(np.where(dimensions == 1, np.nan, official), drawn,
                   [codes if kind == 0 else [] for codes, kind in zip(hosts, dimensions)])


def _numbers(source: Source, fields: list[str]) -> list[float]:
    """Areas in km²; NaN where nothing, zero or less is given."""
    found = first_of(source, fields)
    if found is None:
        return [np.nan] * len(source.frame)
    values = pd.to_numeric(source.frame[found], errors="coerce").to_numpy(dtype=np.float64)
    return [float(value) for value in np.where(values > 0, values, np.nan)]


def _hosts(source: Source) -> list[list[str]]:
    found = first_of(source, catalogue()["host_fields"])
    if found is None:
        return [[] for _ in range(len(source.frame))]
    return [CODE.findall("" if pd.isna(value) else str(value)) for value in source.frame[found]]
