"""What shows of the circles of many discs: the arcs that no other disc covers, ring by ring.

On each circle the stretches under its neighbours are found from geodesic distances and azimuths; what is
left are arcs, and where one ends the arc of the neighbour begins. So each ring of the union's outline is
followed from arc to arc, and no disc is ever intersected with another.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from ..geodesy import ELLIPSOID

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

LIMIT_M = 20_000.0  # radius up to which a circle on the ellipsoid is taken as one on the sphere that fits best
TURN = 2 * math.pi
SAME_DEGREES = 9  # decimals: centres within 0.1 mm are one
GROWTHS = (0.0, 1e-7, 1e-6)  # a tie (four circles through one point) is gone when all discs grow a little
TIE = 1e-8  # radians; shorter arcs are no longer than a vertex is uncertain
CHUNK = 2000  # discs whose pairs are sought at a time
CROWDED = 4  # other discs in a disc's cell, from which it pays to look for discs that show nowhere
BLOCK = 64  # discs in a fine cell that are compared all with all
DEGREE_M = 110_000.0  # a degree of latitude is longer everywhere


@dataclass(frozen=True)
class Discs:
    """Centres in degrees and radii in metres, each of shape (n,)."""

    lon: Floats
    lat: Floats
    radius: Floats

    def __len__(self) -> int:
        return len(self.lon)

    @cached_property
    def in_space(self) -> tuple[Floats, Floats, Floats]:
        """Earth-centred positions of the centres in metres, and unit vectors east and north there; (n, 3) each."""
        to_space = Transformer.from_pipeline("+proj=pipeline +step +proj=cart +ellps=GRS80")
        lon, lat, zero = np.radians(self.lon), np.radians(self.lat), np.zeros(len(self))
        position = np.column_stack(to_space.transform(lon, lat, zero, radians=True))
        east = np.column_stack([-np.sin(lon), np.cos(lon), zero])
        north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
        return position, east, north

    def at(self, places: Places | NDArray[np.bool_]) -> Discs:
        """Some of the discs."""
        return Discs(self.lon[places], self.lat[places], self.radius[places])


@dataclass(frozen=True)
class Arcs:
    """Uncovered arcs: the disc, the discs that they leave and enter, and azimuths in radians, `start` < `end`."""

    disc: Places
    left: Places
    entered: Places
    start: Floats
    end: Floats

    def at(self, places: Places | NDArray[np.bool_]) -> Arcs:
        """Some of the arcs, or all in another order."""
        return Arcs(self.disc[places], self.left[places], self.entered[places], self.start[places], self.end[places])


@dataclass(frozen=True)
class Pairs:
    """Discs, each with one that its circle may meet: the azimuth in radians towards it, and metres between centres."""

    disc: Places
    other: Places
    azimuth: Floats
    metres: Floats

    def at(self, places: Places | NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.disc[places], self.other[places], self.azimuth[places], self.metres[places])


@dataclass(frozen=True)
class Chains:
    """The arcs of a union of discs in the order of its rings, and the discs whose circles are whole."""

    discs: Discs
    arcs: Arcs
    ring: Places
    alone: Places


def uncovered(discs: Discs, step: float) -> Chains | None:
    """What shows of the discs' circles, each grown by what chords of `step` radians will cut off what shows of it.

    None where this way does not go: radii above LIMIT_M, near a pole or the 180th meridian, or ties that
    growing does not solve.
    """
    if not _within_reach(discs):
        return None
    needed = discs.at(_needed(discs))
    pairs, showing = _showing(needed)
    for growth in GROWTHS:
        plain = Discs(needed.lon, needed.lat, needed.radius * (1 + growth))
        grown = _grown(plain, *_uncovered(plain, showing, pairs), step)
        arcs, alone = _uncovered(grown, showing, pairs)
        followed = _followed(arcs)
        if followed is not None:
            order, ring = followed
            return Chains(grown, arcs.at(order), ring, alone)
    return None


def steps_of(angle: Floats, step: float) -> Places:
    """How many chords an arc is drawn with."""
    return np.maximum(1, np.ceil(angle / step - 1e-9)).astype(np.intp)


def _within_reach(discs: Discs) -> bool:
    reach = discs.radius / DEGREE_M
    north = np.abs(discs.lat) + reach
    if discs.radius.max() > LIMIT_M or north.max() > 85:
        return False
    return bool((np.abs(discs.lon) + reach / np.cos(np.radians(north))).max() < 180)


def _grown(discs: Discs, arcs: Arcs, alone: Places, step: float) -> Discs:
    """The discs with radii so much larger that chords over their arcs leave the areas as they are."""
    angle = np.r_[arcs.end - arcs.start, np.full(len(alone), TURN)]
    disc, steps = np.r_[arcs.disc, alone], steps_of(angle, step)
    cut = np.bincount(disc, (angle - steps * np.sin(angle / steps)) / 2, len(discs))  # in squares of the radius
    shown = np.bincount(disc, angle, len(discs))
    return Discs(discs.lon, discs.lat, discs.radius * (1 + cut / np.where(shown > 0, shown, 1)))


def _needed(discs: Discs) -> Places:
    """Positions of the discs that may show: the larger of those with one centre, and no disc that those near cover.

    Discs whose centres lie in one fine cell all hold the cell, so their union is star-shaped: a disc that
    shows nowhere on its outline adds nothing to it.
    """
    order = np.argsort(-discs.radius, kind="stable")
    centres = np.column_stack([discs.lon, discs.lat])[order].round(SAME_DEGREES)
    kept = np.sort(order[np.unique(centres, axis=0, return_index=True)[1]])
    while True:
        mine = discs.at(kept)
        disc, other = _in_one_cell(mine)
        if len(disc) < CROWDED * len(mine):
            return kept
        arcs, alone = _uncovered(mine, np.arange(len(mine)), _apart(mine, disc, other))
        showing = np.union1d(arcs.disc, alone)
        if len(showing) > 0.8 * len(kept):
            return kept
        kept = kept[showing]


def _in_one_cell(discs: Discs) -> tuple[Places, Places]:
    """All discs with all others of a block of BLOCK discs in one cell, half the least radius wide."""
    side = discs.radius.min() / 2 / DEGREE_M
    row = np.floor(discs.lat / side)
    column = np.floor(discs.lon * np.cos(np.radians(row * side)) / side)
    order = np.lexsort((column, row))
    new = np.r_[True, (np.diff(row[order]) != 0) | (np.diff(column[order]) != 0)]
    place = np.arange(len(discs)) - np.flatnonzero(new)[np.cumsum(new) - 1]
    first = np.flatnonzero(new | (place % BLOCK == 0))
    size = np.diff(np.r_[first, len(discs)])
    mates = np.repeat(size, size)
    disc = np.repeat(np.arange(len(discs)), mates)
    other = np.repeat(np.repeat(first, size) + mates - np.cumsum(mates), mates) + np.arange(len(disc))
    different = disc != other
    return order[disc[different]], order[other[different]]


def _showing(discs: Discs) -> tuple[Pairs, Places]:
    """The discs that show somewhere, and all pairs of these: found for some discs at a time, by two threads."""
    tall = discs.radius * 1.001 / DEGREE_M  # they may grow
    wide = tall / np.cos(np.radians(np.abs(discs.lat) + tall))
    boxes = shapely.box(discs.lon - wide, discs.lat - tall, discs.lon + wide, discs.lat + tall)
    tree = shapely.STRtree(boxes)

    def some(start: int) -> tuple[Pairs, Places]:
        owners = np.arange(start, min(start + CHUNK, len(discs)))
        disc, other = tree.query(boxes[owners])
        disc += start
        different = disc != other
        pairs = _apart(discs, disc[different], other[different])
        arcs, alone = _uncovered(discs, owners, pairs)
        found = np.union1d(arcs.disc, alone)
        return pairs.at(np.isin(pairs.disc, found)), found

    with ThreadPoolExecutor(2) as threads:
        parts = list(threads.map(some, range(0, len(discs), CHUNK)))
    columns = zip(*((p.disc, p.other, p.azimuth, p.metres) for p, _ in parts))
    return Pairs(*(np.concatenate(column) for column in columns)), np.concatenate([found for _, found in parts])


def _apart(discs: Discs, disc: Places, other: Places) -> Pairs:
    """Azimuths and distances by way of the chords in space: at 40 km within 1e-8 radians and 1 mm of the geodesic's."""
    position, east, north = discs.in_space
    chord = position[other] - position[disc]
    azimuth = np.arctan2((chord * east[disc]).sum(axis=1), (chord * north[disc]).sum(axis=1))
    sphere = _gaussian_radius(discs.lat[disc])
    metres = 2 * sphere * np.arcsin(np.sqrt((chord**2).sum(axis=1)) / (2 * sphere))
    return Pairs(disc, other, azimuth, metres)


def _uncovered(discs: Discs, owners: Places, pairs: Pairs) -> tuple[Arcs, Places]:
    """The arcs of the discs `owners` that no disc of their pairs covers, and those of them whose circles are whole."""
    covers, half, within = _covers(discs, pairs)
    alone = np.setdiff1d(owners, np.r_[covers.disc, within])
    covers, half = covers.at(~np.isin(covers.disc, within)), half[~np.isin(covers.disc, within)]
    disc, other = covers.disc, covers.other
    start = (covers.azimuth - half) % TURN
    if len(disc) == 0:
        return Arcs(disc, other, other, start, start), alone
    order = np.argsort(disc + start / (1.01 * TURN))
    disc, other, start = disc[order], other[order], start[order]
    end = start + 2 * half[order]
    first = np.r_[True, disc[1:] != disc[:-1]]
    circle = np.cumsum(first) - 1
    # the cover that reaches farthest so far on the same circle; more than 2 turns lie between circles
    lifted = end + circle * 3 * TURN
    farthest = np.maximum.accumulate(np.where(lifted >= np.maximum.accumulate(lifted), np.arange(len(disc)), 0))
    last = np.r_[np.flatnonzero(first)[1:], len(disc)] - 1
    around = farthest[last][circle]  # may reach over the start of the circle
    before = np.where(first, around, np.r_[0, farthest[:-1]])
    reached = np.where(first, end[around] - TURN, end[before])
    over = end[around] - TURN > reached
    before[over], reached[over] = around[over], (end[around] - TURN)[over]
    free = start > reached
    return Arcs(disc, other[before], other, reached, start).at(free), alone


def _covers(discs: Discs, pairs: Pairs) -> tuple[Pairs, Floats, Places]:
    """The pairs whose circles cross, half the angle that the other covers of the disc's; and discs within another."""
    a, b = discs.radius[pairs.disc], discs.radius[pairs.other]
    within = np.unique(pairs.disc[b >= a + pairs.metres])
    cross = (pairs.metres < a + b) & (a < b + pairs.metres) & (b < a + pairs.metres)
    crossing = pairs.at(cross)
    sphere = _gaussian_radius(discs.lat[crossing.disc])
    return crossing, _half_angle(a[cross], crossing.metres, b[cross], sphere), within


def _gaussian_radius(lat: Floats) -> Floats:
    """Radius of the sphere that fits the ellipsoid best at that latitude."""
    e2 = ELLIPSOID.es
    return np.asarray(ELLIPSOID.a * math.sqrt(1 - e2) / (1 - e2 * np.sin(np.radians(lat)) ** 2))


def _half_angle(own: Floats, apart: Floats, other: Floats, sphere: Floats) -> Floats:
    """Angle at the centre of a circle of radius `own` between the other centre and a crossing of the circles."""
    a, d, b = own / sphere, apart / sphere, other / sphere
    s = (a + d + b) / 2
    angle = 2 * np.arctan2(np.sqrt(np.sin(s - a) * np.sin(s - d)), np.sqrt(np.sin(s) * np.sin(s - b)))
    return np.asarray(angle)


def _followed(arcs: Arcs) -> tuple[Places, Places] | None:
    """The arcs in the order of their rings, and the ring of each; None where an arc's end finds no other's start."""
    count = int(max(arcs.disc.max(initial=0), arcs.entered.max(initial=0))) + 1
    key, wanted = arcs.disc * count + arcs.left, arcs.entered * count + arcs.disc
    order = np.argsort(key)
    place = np.searchsorted(key[order], wanted).clip(max=max(len(key) - 1, 0))
    following = order[place]
    if (key[following] != wanted).any() or (arcs.end - arcs.start).min(initial=1) < TIE:
        return None
    after, seen = following.tolist(), [False] * len(following)
    ordered: list[int] = []
    starts: list[int] = []
    for arc in range(len(after)):
        if not seen[arc]:
            starts.append(len(ordered))
        while not seen[arc]:
            seen[arc] = True
            ordered.append(arc)
            arc = after[arc]
    ring = np.repeat(np.arange(len(starts)), np.diff([*starts, len(ordered)]))
    return np.array(ordered, dtype=np.intp), ring
