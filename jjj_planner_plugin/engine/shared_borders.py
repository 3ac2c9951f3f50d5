"""The lines where two jurisdictions meet, from their polygons; small gaps and overlaps between these are borne.

A border is told from the side of the jurisdiction that comes first: it is a stretch of that one's outline, and
that one lies on its left. Every edge of the outline belongs to one neighbour at most, the nearest within the
tolerance, so that a border's length is counted once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .geodesy import Geometries

NO_NEIGHBOUR = -1
SAME_PLACE_M = 1e-3  # an outline is not cut closer than this to its own vertex


@dataclass
class Edges:
    """The edges of all outlines in their order: start and end (n, 2), owner and ring (n,)."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    owner: NDArray[np.intp]
    ring: NDArray[np.intp]

    def lines(self) -> Geometries:
        """Each edge as a line."""
        return np.asarray(shapely.linestrings(np.stack([self.start, self.end], axis=1)), dtype=object)


def shared_borders(shapes: Geometries, tolerance_m: float) -> pd.DataFrame:
    """Borders between polygons of a metric frame: positions `left` < `right`, `geometry` (a line), sorted.

    A row per connected stretch. `tolerance_m` is how far the neighbour's outline may lie from this one's.
    """
    edges = _split(_edges(shapes), tolerance_m)
    neighbour = _neighbours(edges, tolerance_m)
    border = neighbour > edges.owner
    run = _runs(edges, neighbour, border)
    rows = [
        {"left": edges.owner[member[0]], "right": neighbour[member[0]], "geometry": _line(edges, member)}
        for member in run
    ]
    found = pd.DataFrame(rows, columns=["left", "right", "geometry"])
    return found.sort_values(["left", "right"], kind="stable", ignore_index=True)


def _edges(shapes: Geometries) -> Edges:
    """Outlines with the inside on the left: shells counter-clockwise, holes clockwise."""
    single, owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, part = shapely.get_rings(single, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    within = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    return Edges(xy[:-1][within], xy[1:][within], owner[part[ring[1:][within]]], ring[1:][within])


def _split(edges: Edges, tolerance_m: float) -> Edges:
    """The edges cut where another polygon's vertex lies beside them: a neighbour may begin there."""
    points = shapely.points(edges.start)
    vertex, edge = shapely.STRtree(edges.lines()).query(points, predicate="dwithin", distance=tolerance_m)
    foreign = edges.owner[vertex] != edges.owner[edge]
    vertex, edge = vertex[foreign], edge[foreign]
    along = edges.end[edge] - edges.start[edge]
    length = np.hypot(*along.T)
    at = ((edges.start[vertex] - edges.start[edge]) * along).sum(axis=1) / length
    inside = (at > SAME_PLACE_M) & (at < length - SAME_PLACE_M)
    edge, share = edge[inside], (at / length)[inside]
    order = np.lexsort((share, edge))
    edge, share, at = edge[order], share[order], at[inside][order]
    new = np.r_[True, (edge[1:] != edge[:-1]) | (np.diff(at) > SAME_PLACE_M)] if len(edge) else inside[inside]
    edge, share = edge[new], share[new]
    cuts = edges.start[edge] + share[:, None] * (edges.end[edge] - edges.start[edge])
    whole = np.arange(len(edges.owner))
    index = np.concatenate([whole, edge])
    order = np.lexsort((np.concatenate([np.zeros(len(whole)), share]), index))
    index, start = index[order], np.concatenate([edges.start, cuts])[order]
    last = np.r_[index[1:] != index[:-1], True]
    end = np.where(last[:, None], edges.end[index], np.roll(start, -1, axis=0))
    return Edges(start, end, edges.owner[index], edges.ring[index])


def _neighbours(edges: Edges, tolerance_m: float) -> NDArray[np.intp]:
    """The polygon whose outline is nearest to each edge's middle, within the tolerance; the first of equals."""
    lines = edges.lines()
    middle = shapely.points((edges.start + edges.end) / 2)
    mine, other = shapely.STRtree(lines).query(middle, predicate="dwithin", distance=tolerance_m)
    foreign = edges.owner[mine] != edges.owner[other]
    mine, other = mine[foreign], other[foreign]
    near = np.round(shapely.distance(middle[mine], lines[other]), 6)  # equals: the same edge, drawn twice
    order = np.lexsort((edges.owner[other], near, mine))
    mine, other = mine[order], other[order]
    first = np.r_[True, mine[1:] != mine[:-1]] if len(mine) else np.zeros(0, dtype=bool)
    neighbour = np.full(len(lines), NO_NEIGHBOUR)
    neighbour[mine[first]] = edges.owner[other[first]]
    return neighbour


def _runs(edges: Edges, neighbour: NDArray[np.intp], border: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Edges that follow one another on a ring and have one neighbour; around a ring's start they are joined."""
    position = np.flatnonzero(border)
    if len(position) == 0:
        return []
    follows = (
        (np.diff(position) == 1) & (edges.ring[position[1:]] == edges.ring[position[:-1]])
        & (neighbour[position[1:]] == neighbour[position[:-1]])
    )
    runs = np.split(position, np.flatnonzero(~follows) + 1)
    first = {edges.ring[run[0]]: number for number, run in reversed(list(enumerate(runs)))}
    joined: list[NDArray[np.intp]] = []
    for number, run in enumerate(runs):
        begin = first[edges.ring[run[0]]]
        last_of_ring = number + 1 == len(runs) or edges.ring[runs[number + 1][0]] != edges.ring[run[0]]
        head = runs[begin]
        closes = (edges.end[run[-1]] == edges.start[head[0]]).all() and neighbour[run[-1]] == neighbour[head[0]]
        if last_of_ring and closes and number != begin:
            joined[-(number - begin)] = np.concatenate([run, head])
        else:
            joined.append(run)
    return joined


def _line(edges: Edges, member: NDArray[np.intp]) -> shapely.LineString:
    return shapely.LineString(np.vstack([edges.start[member], edges.end[member[-1:]]]))
