"""Basin by basin down a network: which jurisdictions the water of each piece of ground meets, at least and at most.

A basin strictly upstream of one of which a jurisdiction holds a large share is upstream of it, whole; where its share
is small, water from above may pass it by: at most that basin is upstream too. Of the basins that a jurisdiction touches
itself, the ground outside it may lie above or below it: at least none of it is upstream, at most all of it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...frame import in_frame
from ...geodesy import LONLAT, Geometries, to_working
from ...intersections import intersected
from ...jurisdictions import Jurisdictions, common_frame, divided, parts_wider_than
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...recipes import Input
from ...rings import from_geometries
from ...stretches import Stretch
from ...zonal.coverage import cover
from ...zonal.means import zone_sums
from ...zonal.people import counting_grid, open_people, units_with_people
from ..network import LEAVES, Network, read_network
from .agreements import catalogue
from .cells import Mask
from .paths import Paths
from .tables import Population, Reckoning, share

MOST_NAMED = 8  # touches in a sentence; the detail has all


class Basins:
    """A network of basins, and where people live."""

    def __init__(
        self, basins: str, id_field: str | None, down_field: str | None, population: Population, job: Job
    ) -> None:
        """Raises EngineError as `read_network` and `open_people` do, and basin-loop."""
        self._network = read_network(basins, id_field, down_field, job)
        for loop in self._network.loops:
            raise EngineError("basin-loop", layer=self._network.source.title, loop=self._network.told_loop(loop))
        self._population = population
        self.peopled = any(population)
        self.sources: list[Input] = list(self._network.sources)
        self.working: CRS | None = None  # that of the first jurisdictions

    def reckon(self, units: Jurisdictions, job: Job) -> Reckoning:
        """What drains through each jurisdiction, at least and at most. Raises jurisdictions-off-basins."""
        working = common_frame([units.source, self._network.source])
        self.working = self.working or working
        codes = sorted(set(units.codes))
        pieces = cut(self._network, units, codes, working, job)
        self._tell_grazed(pieces, units, codes, job)
        if not pieces.touched[:, 1:].any():
            raise EngineError("jurisdictions-off-basins", path=units.source.title, basins=self._network.source.title)
        everybody = self._people(np.concatenate([pieces.shapes, pieces.ground]), working, job)
        least, most = paths_of(pieces, everybody[:len(pieces.shapes)], everybody[len(pieces.shapes):])
        ground = shapely.area(pieces.ground)
        covered = np.bincount(pieces.own, pieces.area_m2, len(codes) + 1)[1:]
        remarks = pd.DataFrame({
            "area_m2": ground, "undrained_m2": np.maximum(ground - covered, 0),
            "trusted": trusted_ranges(least, most),
            "basins_in_question": [", ".join(pieces.questions(place)) for place in range(1, len(codes) + 1)]})
        partly = covered < catalogue()["least_known_share"] * ground
        return Reckoning(units, codes, pieces.drawn, least, most, remarks, covered > 0, partly)

    def _tell_grazed(self, pieces: Pieces, units: Jurisdictions, codes: Sequence[str], job: Job) -> None:
        """Name the touches that are too small to count."""
        if pieces.grazed:
            names = [units.names.get(code, code) for code in codes]
            told = [f"{names[own - 1]} × {self._network.names[basin]} {area / 1e6:.1f} km²"
                    for (basin, own), area in pieces.grazed.items()]
            job.warn("dependency-grazed", {"touches": told}, count=len(told), touches="; ".join(told[:MOST_NAMED]),
                     share=f"{catalogue()['least_touch_share']:.0%}")

    def _people(self, shapes: Geometries, working: CRS, job: Job) -> Floats:
        """People on each shape: of units by shares of their area, of a raster on a grid of 30″."""
        raster, layer, field = self._population
        if layer and field and not raster:
            units, numbers = units_with_people(layer, field, job)
            self.sources = [*self._network.sources, units]
            ground = to_working(units.geometries, units.crs, working)
            pairs = intersected(shapes, ground, Stretch(job, 0.0, 0.9), keep=False)
            density = share(numbers, shapely.area(ground))
            found = np.bincount(pairs["left"], pairs["area_m2"] * density[pairs["right"]], len(shapes))
            return np.asarray(found, dtype=np.float64)
        if not self.peopled:
            return np.zeros(len(shapes))
        rings = in_frame(from_geometries(shapes), working, LONLAT, self._network.source.title)
        grid = counting_grid(rings.bounds())
        people = open_people(grid, grid.whole, *self._population, job)
        if people is None:
            return np.zeros(len(shapes))
        self.sources = [*self._network.sources, people]
        return zone_sums(people.on(grid.whole), cover(rings, grid))


def trusted_ranges(least: Paths, most: Paths) -> NDArray[np.int64]:
    """1 for each jurisdiction whose least and most share outside lie close together, else 0, (count,)."""
    low, high = (share(amounts[:, 1:].sum(axis=0) - np.diag(amounts)[1:], amounts[:, 1:].sum(axis=0))
                 for amounts in (least.matrix(), most.matrix()))
    return np.asarray(high - low <= catalogue()["most_range"], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pieces:
    """The basins cut at the borders, p pieces: in which basin, (p,), of whose ground, (p,), m², and in the frame's
    polygons.

    touched: which basins each jurisdiction touches by more than the breadth of a drawn border and by a share that
    counts, (basins, count + 1). held: of which of these it has so much that their water runs through it.
    grazed: m² of those it touches by less of a share, by basin and jurisdiction.
    drawn: the jurisdictions' polygons as in their layer, (count,); ground: in the same frame as the pieces.
    """

    network: Network
    basin: NDArray[np.intp]
    own: NDArray[np.intp]
    area_m2: Floats
    shapes: Geometries
    touched: Mask
    held: Mask
    grazed: dict[tuple[int, int], float]
    drawn: Geometries
    ground: Geometries

    def questions(self, jurisdiction: int) -> list[str]:
        """The basins that hold ground of this jurisdiction and of others: of theirs it is not known where it drains."""
        mixed = self.touched.sum(axis=1) > 1
        return [str(self.network.ids[basin]) for basin in np.flatnonzero(self.touched[:, jurisdiction] & mixed)]


def cut(
    network: Network, jurisdictions: Jurisdictions, codes: Sequence[str], working: CRS, job: Job
) -> Pieces:
    """The basins cut at the borders of the jurisdictions `codes`.

    A piece that is narrower than the catalogue says is drawing. One that is a smaller share of its jurisdiction and of
    its basin than it says stays the jurisdiction's ground, but makes it depend on nothing.
    """
    source = network.source
    found = divided(to_working(source.geometries, source.crs, working), jurisdictions, working, job)
    number = {"": 0, **{code: place for place, code in enumerate(codes, start=1)}}
    own = found["code"].map(number).to_numpy(dtype=np.intp)
    basin = found["position"].to_numpy(dtype=np.intp)
    shapes = found["geometry"].to_numpy(dtype=object)
    area = found["area_m2"].to_numpy(np.float64)
    drawn = jurisdictions.ground(codes)
    ground = to_working(drawn, jurisdictions.source.crs, working)
    wide = np.unique(parts_wider_than(shapes, catalogue()["sliver_width_m"])[1])
    of_basin = share(area, np.bincount(basin, area, len(network.ids))[basin])
    of_ground = share(area, np.append(np.inf, shapely.area(ground))[own])
    counts = (own == 0) | (np.maximum(of_basin, of_ground) >= catalogue()["least_touch_share"])
    touched, held = (np.zeros((len(network.ids), len(codes) + 1), dtype=np.bool_) for _ in range(2))
    kept = wide[counts[wide]]
    touched[basin[kept], own[kept]] = True
    held[basin[kept], own[kept]] = of_basin[kept] >= catalogue()["least_held_share"]
    grazed = {(int(basin[one]), int(own[one])): float(area[one]) for one in wide[~counts[wide]]}
    return Pieces(network, basin, own, area, shapes, touched, held, grazed, drawn, ground)


def paths_of(pieces: Pieces, people: Floats, people_of_all: Floats) -> tuple[Paths, Paths]:
    """What the water of each piece meets at least, and at most.

    people: of each piece, (p,); people_of_all: of each jurisdiction, (count,). What no basin covers of a jurisdiction
    is its own ground.
    """
    count = pieces.touched.shape[1] - 1
    surely, maybe = (_below(pieces.network, mask)[pieces.basin] for mask in (pieces.held, pieces.touched))
    rest = shapely.area(pieces.ground) - np.bincount(pieces.own, pieces.area_m2, count + 1)[1:]
    rest_people = people_of_all - np.bincount(pieces.own, people, count + 1)[1:]
    own = np.append(pieces.own, np.arange(1, count + 1))
    area = np.append(pieces.area_m2, np.maximum(rest, 0))
    everybody = np.append(people, np.maximum(rest_people, 0))
    inside = pieces.touched[pieces.basin]
    least, most = surely & ~inside, maybe | inside
    return _as_paths(least, own, area, everybody), _as_paths(most, own, area, everybody)


def _below(network: Network, touched: Mask) -> Mask:
    """Which jurisdictions touch, or hold, a basin strictly downstream of each, (basins, count + 1)."""
    found = np.zeros_like(touched)
    for basin in network.order[::-1]:  # from the mouths up
        to = network.down[basin]
        if to != LEAVES:
            found[basin] = found[to] | touched[to]
    return found


def _as_paths(met: Mask, own: NDArray[np.intp], area: Floats, people: Floats) -> Paths:
    """Met by the pieces, (p, count + 1), and by themselves; the rows of `own` after them meet themselves alone."""
    count = met.shape[1] - 1
    whole = np.zeros((len(own), count + 1), dtype=np.bool_)
    whole[:len(met)] = met
    whole[np.arange(len(own)), own] = True
    whole[:, 0] = False
    begin = np.concatenate([[0], np.cumsum(whole.sum(axis=1))]).astype(np.int64)
    numbers = np.nonzero(whole)[1].astype(np.int64)
    return Paths(count, own.astype(np.int64), area, people, np.zeros(len(own), np.int64), begin, numbers,
                 np.zeros(len(numbers), np.bool_))
