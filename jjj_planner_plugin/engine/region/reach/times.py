"""Hours from places to the nodes of a network and to any points, along its lines or as the crow flies.

From every place one may go straight at the assumed speed, whether there are lines or not: lines only add to what is
reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...buffers.frames import geodesic_buffers
from ...geodesy import ELLIPSOID, LONLAT, Geometries
from ...kernels import Floats, Indices
from .lines import catalogue
from .network import Network, near_pairs

QUAD_SEGMENTS = 16  # of the discs around nodes; each has its true area
NETWORK, GEODESIC, MIXED = "network", "geodesic", "mixed"


@dataclass(frozen=True, eq=False)
class Times:
    """p places and n nodes that can be got on and off at: `places` and `nodes` in degrees, `hours` (p, n), inf where a
    node is out of reach. `by_network`, (p,): whether any node is in reach. `limit_h`, the longest time asked about."""

    places: Floats
    nodes: Floats
    hours: Floats
    by_network: NDArray[np.bool_]
    access_kmh: float
    assumed_kmh: float
    limit_h: float

    def own_kmh(self, place: int) -> float:
        """The speed of what goes straight from the place; to lines it may be a higher one."""
        return max(self.access_kmh, self.assumed_kmh) if self.by_network[place] else self.assumed_kmh

    def reached(self, place: int, hours: float, working: CRS) -> shapely.Geometry:
        """The ground within so many hours of a place: discs around it and around the nodes, one polygon."""
        centres, metres = [self.places[[place]]], [np.array([1000 * hours * self.own_kmh(place)])]
        if self.by_network[place]:
            left = hours - self.hours[place]
            near = np.flatnonzero(left > 0)
            radius = 1000 * left[near] * self.access_kmh
            kept = _thinned(self.nodes[near], radius)
            centres.append(self.nodes[near[kept]])
            metres.append(radius[kept])
        points = np.asarray(shapely.points(np.concatenate(centres)), dtype=object)
        discs = geodesic_buffers(points, LONLAT, np.concatenate(metres), working, QUAD_SEGMENTS)
        return shapely.union_all(discs)

    def to_points(self, points: Floats) -> Floats:
        """Hours from every place to every point (in degrees), (p, q); NaN beyond the limit."""
        found = np.full((len(self.places), len(points)), np.inf)
        for place, (lon, lat) in enumerate(self.places):
            straight = ELLIPSOID.inv(np.full(len(points), lon), np.full(len(points), lat), *points.T)[2]
            found[place] = straight / 1000 / self.own_kmh(place)
        i, j, metres = near_pairs(points, self.nodes, np.arange(len(self.nodes)), 1000 * self.limit_h * self.access_kmh)
        for place in np.flatnonzero(self.by_network).tolist():
            np.minimum.at(found[place], i, self.hours[place, j] + metres / 1000 / self.access_kmh)
        return np.where(found <= self.limit_h * (1 + 1e-9), found, np.nan)


def _thinned(nodes: Floats, metres: Floats) -> Indices:
    """Of very many nodes the one with the largest disc in each cell of the catalogue's width."""
    if len(nodes) <= catalogue()["most_nodes"]:
        return np.arange(len(nodes))
    high = catalogue()["thin_m"] / 111_000
    cell = np.floor(nodes / (high / np.cos(np.radians(nodes[:, 1].mean())), high))
    order = np.lexsort((-metres, cell[:, 1], cell[:, 0]))
    _, first = np.unique(cell[order], axis=0, return_index=True)
    return np.sort(order[first])


def times_of(
    network: Network | None, places: Floats, limit_h: float, access_kmh: float, assumed_kmh: float
) -> Times:
    """Hours from each place (in degrees). Without a network, or out of its reach, a place has its straight way only."""
    if network is None:
        none = np.zeros(len(places), dtype=bool)
        return Times(places, np.empty((0, 2)), np.empty((len(places), 0)), none, access_kmh, assumed_kmh, limit_h)
    from scipy.sparse.csgraph import dijkstra

    graph = network.graph(places, 1000 * limit_h * access_kmh, access_kmh)
    count = len(network.xy)
    hours = np.atleast_2d(dijkstra(graph, indices=count + np.arange(len(places)), limit=limit_h))[:, :count]
    near = network.open & np.isfinite(hours).any(axis=0)
    reached = hours[:, near]
    return Times(places, network.lonlat[near], reached, np.isfinite(reached).any(axis=1), access_kmh, assumed_kmh,
                 limit_h)


def drawn(shapes: list[shapely.Geometry]) -> Geometries:
    """The polygons as an array."""
    return np.array([*shapes, None], dtype=object)[:-1]
