"""Rings put in order: split where they close, closed where they do not, without points twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .findings import Log
from .model import Parcel, Ring
from .statement import catalog

FEWEST = 3  # points that enclose something


def tidy(parcel: Parcel, log: Log) -> list[Ring]:
    """The parcel's rings, each with every point once and the first not repeated at the end; listed in `log`."""
    whole: list[Ring] = []
    for ring in parcel.rings:
        if len(ring.en) == 1 and whole and np.allclose(ring.en[0], whole[-1].en[0], rtol=0, atol=_same(ring.en)):
            log.add("closing-point-number", parcel.parcel_id, point=ring.names[0], ring=ring.label)
            continue
        for part in _split(ring, parcel, log):
            part = _without_repeats(part, parcel, log)
            if len(part.en) < FEWEST:
                log.add("ring-too-short", parcel.parcel_id, ring=part.label, count=len(part.en))
                continue
            whole.append(part)
    return whole


def count_differs(parcel: Parcel, rings: list[Ring], log: Log) -> None:
    """Note a head whose number of points is neither that of the points nor that of the lines."""
    lines, points = sum(len(ring.en) for ring in parcel.rings), sum(len(ring.en) for ring in rings)
    if parcel.stated_points not in (None, lines, points):
        log.add("count-differs", parcel.parcel_id, stated=parcel.stated_points, found=points)


def _same(en: NDArray[np.float64]) -> float:
    """Two points closer than this are one: a millimetre, in degrees or metres as the numbers are."""
    tolerances = catalog()["tolerances"]
    return float(tolerances["same_point_degrees" if np.abs(en).max() <= 180 else "same_point_m"])


def _split(ring: Ring, parcel: Parcel, log: Log) -> list[Ring]:
    """The ring cut wherever it comes back to its first point; the repeated points are dropped."""
    parts: list[Ring] = []
    start, count = 0, len(ring.en)
    tolerance = _same(ring.en)
    while start < count:
        away = np.abs(ring.en[start:] - ring.en[start]).max(axis=1)
        back = np.flatnonzero((away <= tolerance) & (np.arange(count - start) >= FEWEST))
        end = start + int(back[0]) if len(back) else count
        if len(back) == 0:
            _note_open_end(ring, start, parcel, log)
        parts.append(Ring(ring.label, ring.names[start:end], ring.en[start:end]))
        start = end + 1
        while start < count and np.abs(ring.en[start] - ring.en[end]).max() <= tolerance:
            start += 1  # the closing point written twice
    if len(parts) > 1:
        log.add("ring-split", parcel.parcel_id, ring=ring.label)
    return parts


def _note_open_end(ring: Ring, start: int, parcel: Parcel, log: Log) -> None:
    """A ring that does not come back; one that ends with its first point's name was meant to, and has a slip."""
    if start < len(ring.names) - FEWEST and ring.names[-1] == ring.names[start]:
        off = np.hypot(*(ring.en[-1] - ring.en[start]))
        log.add("closing-point-differs", parcel.parcel_id, ring=ring.label, point=ring.names[-1], off=f"{off:.12g}")
    else:
        log.add("ring-closed", parcel.parcel_id, ring=ring.label)


def _without_repeats(ring: Ring, parcel: Parcel, log: Log) -> Ring:
    """The ring without points that repeat the one before."""
    step = np.abs(np.diff(ring.en, axis=0)).max(axis=1) if len(ring.en) > 1 else np.empty(0)
    repeats = np.flatnonzero(step <= _same(ring.en)) + 1
    if len(repeats) == 0:
        return ring
    shown = ", ".join(ring.names[place] for place in repeats[: catalog()["tolerances"]["log_values"]])
    log.add("duplicate-points", parcel.parcel_id, ring=ring.label, count=len(repeats), points=shown)
    kept = np.delete(np.arange(len(ring.en)), repeats)
    return Ring(ring.label, [ring.names[place] for place in kept], ring.en[kept])
