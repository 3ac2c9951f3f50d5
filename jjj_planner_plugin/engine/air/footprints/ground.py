"""Whose ground footprints cover: the share of every cell that lies in each jurisdiction and zone, reckoned once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...control_lines import first_of, texts
from ...frame import in_frame
from ...geodesy import area_m2
from ...grid import Grid
from ...jurisdictions import CITY, Jurisdictions, read_jurisdictions
from ...kernels import Floats, Indices
from ...protocol import Job
from ...rings import from_geometries
from ...sources import POLYGON, read
from ...zonal.coverage import cover
from .patches import Patches

JURISDICTION, ZONE = "jurisdiction", "zone"
ZONE_FIELD, ZONE_NAME = "zone_id", "name_zh"  # of a plan's zones
SHARES = ("of", "code", "name", "footprint", "area_m2", "people", "share_of_footprint", "share_of_jurisdiction")
TRACE = 1e-9  # a share below it is rounding


@dataclass(frozen=True)
class Places:
    """Jurisdictions or zones on a grid: a row per place and cell that it has a share of."""

    of: str
    layer: Jurisdictions
    codes: list[str]
    area_m2: Floats
    """Of each place, the part off the grid too."""
    place: Indices
    cell: Indices
    """Its number on the grid, row by row."""
    share: Floats
    """Of the cell, in (0, 1]."""

    def shares(
        self, found: Patches, areas: Floats, people: Floats | None, souls_of: Floats
    ) -> pd.DataFrame:
        """Columns SHARES: a row per footprint and place that share ground, and one, without code, of ground in none.

        `areas` of the cells and `people` in them, (rows, cols); `souls_of` each footprint.
        """
        number = found.labels.ravel()[self.cell]
        hit = np.flatnonzero(number)
        cell, share = self.cell[hit], self.share[hit]
        key = (number[hit].astype(np.int64) - 1) * len(self.codes) + self.place[hit]
        area = self._table(key, areas.ravel()[cell] * share, found.area_m2)
        souls = np.full(area.shape, np.nan)
        if people is not None:
            souls = self._table(key, people.ravel()[cell] * share, souls_of)
        footprint, place = np.nonzero(area > TRACE * found.area_m2[:, None])
        names = [self.layer.names.get(code, code) for code in self.codes]
        return pd.DataFrame({
            "of": self.of, "code": np.array([*self.codes, ""], dtype=object)[place],
            "name": np.array([*names, ""], dtype=object)[place], "footprint": footprint + 1,
            "area_m2": area[footprint, place], "people": souls[footprint, place],
            "share_of_footprint": area[footprint, place] / found.area_m2[footprint],
            "share_of_jurisdiction": area[footprint, place] / np.append(self.area_m2, np.nan)[place],
        }, columns=list(SHARES))

    def _table(self, key: Indices, value: Floats, whole: Floats) -> Floats:
        """Sums by footprint and place, and in a last column what is in no place, (footprints, places + 1).

        That is nothing, where it is no more than rounding or where places overlap.
        """
        inside = np.bincount(key, value, len(whole) * len(self.codes)).reshape(len(whole), len(self.codes))
        rest = whole - inside.sum(axis=1)
        return np.column_stack([inside, np.where(rest > TRACE * whole, rest, 0.0)])


def jurisdictions(reference: str, field: str | None, grid: Grid, job: Job) -> Places:
    """The layer by `field`, or for `bundled` the cities of 1999. Raises EngineError as `read_jurisdictions` does."""
    return _on_grid(JURISDICTION, read_jurisdictions(reference, field, CITY, job), grid, job)


def zones(reference: str, field: str | None, grid: Grid, job: Job) -> Places:
    """A layer of zones by `field`; without one by the field of a plan's zones, else all of it is one zone.

    Raises EngineError as `read` does, and unknown-field, null-class.
    """
    source = read(reference, (POLYGON,), job)
    chosen = field or (ZONE_FIELD if ZONE_FIELD in source.frame else None)
    codes = source.classes(chosen, job)
    coded = (codes != "").to_numpy()
    source.frame, codes = source.frame[coded], codes[coded]
    named = texts(source, first_of(source, [ZONE_NAME]) or chosen) if chosen else list(codes)
    names = dict(zip(reversed(list(codes)), reversed(named)))
    layer = Jurisdictions(source, chosen or "", codes.to_numpy(dtype=object), names, own=True)
    return _on_grid(ZONE, layer, grid, job)


def _on_grid(of: str, layer: Jurisdictions, grid: Grid, job: Job) -> Places:
    source = layer.source
    codes = sorted(set(layer.codes))
    shapes = layer.ground(codes)
    found = cover(in_frame(from_geometries(shapes), source.crs, grid.crs, source.title), grid)
    length = (found.run[:, 2] - found.run[:, 1]).astype(np.int64)
    first = found.run[:, 0].astype(np.int64) * grid.width + found.run[:, 1]
    cell = np.arange(length.sum()) + np.repeat(first - (np.cumsum(length) - length), length)
    place = np.repeat(np.repeat(np.arange(len(codes)), np.diff(found.begin)), length)
    share = np.repeat(found.share, length)
    twice = np.bincount(cell, share, grid.width * grid.height) - 1 if len(cell) else np.zeros(1)
    if (twice > 1e-6).any():
        area = np.broadcast_to(grid.cell_areas(), (grid.height, grid.width)).ravel()
        job.warn("footprints-places-overlap", layer=source.title, area_m2=f"{(area * np.maximum(twice, 0)).sum():.0f}")
    if len(cell) == 0:
        job.warn("footprints-off-grid", layer=source.title)
    return Places(of, layer, codes, area_m2(shapes, source.crs), place, cell, share)
