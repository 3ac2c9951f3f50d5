"""One network: the flows of one kind and year, on their places, with what gravity expects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...protocol import Job
from .axes import on_axes
from .catalogue import catalogue
from .flows import NO_YEAR
from .gravity import Fit, Floats, expected, fitted, fixed, usable
from .ground import Ground, place_frame
from .modelled import distances_km, exponents


@dataclass(frozen=True, eq=False)
class Network:
    """`flow` and `expected` are (n, n), origin × destination, in the order of `places`; `on` is (n, axes)."""

    kind: str
    year: int
    places: pd.DataFrame
    flow: Floats
    distance_km: Floats
    expected: Floats
    fits: dict[str, Fit]
    on: NDArray[np.bool_]
    inside: float

    @property
    def head(self) -> dict[str, object]:
        """The columns that tell it from the others."""
        return {"kind": self.kind, "year": None if self.year == NO_YEAR else self.year}

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        return " ".join(part for part in (self.kind, str(self.year or "")) if part) or "—"

    def groups(self, level: str) -> NDArray[np.object_]:
        """The province or zone of each place, (n,); empty outside all zones."""
        return np.asarray(self.places[level], dtype=object)


def network(
    kind: str, year: int, frame: pd.DataFrame, inside: float, modelled: bool, extensions: bool, ground: Ground,
    masses: pd.Series[float] | None, job: Job,
) -> Network:
    """The network of the rows of one kind and year; what keeps gravity from being fitted is said."""
    codes = sorted({*frame["origin_code"], *frame["destination_code"]})
    places = place_frame(codes, ground, masses, job.language)
    at = {code: place for place, code in enumerate(codes)}
    flow = np.zeros((len(codes), len(codes)))
    flow[frame["origin_code"].map(at), frame["destination_code"].map(at)] = frame["value"]
    distance = distances_km(places)
    on = on_axes(places, ground.axes, extensions)
    made = Network(kind, year, places, flow, distance, np.full(flow.shape, np.nan), {}, on, inside)
    if modelled:
        return made
    return _with_gravity(made, job)


def _with_gravity(made: Network, job: Job) -> Network:
    mass = made.places["people"].to_numpy(dtype=float)
    if not np.isfinite(mass).any():
        # what flows in and out is a place's mass where nothing else is known
        job.warn("links-strength-masses", network=made.title)
        mass = made.flow.sum(axis=0) + made.flow.sum(axis=1)
    else:
        lacking = made.places["name"][~np.isfinite(mass)]
        if len(lacking):
            job.warn("links-masses-lacking", network=made.title, count=len(lacking), some=job.listed(list(lacking), 5))
    same = made.groups("province")[:, None] == made.groups("province")[None, :]
    plain = fitted(made.flow, mass, made.distance_km)
    border = fitted(made.flow, mass, made.distance_km, same)
    fits = {name: fit for name, fit in (("gravity", plain), ("province", border)) if fit is not None}
    if plain is not None:
        return _replaced(made, expected(plain, mass, made.distance_km), fits)
    pairs = int(((made.flow > 0) & usable(mass, made.distance_km)).sum())
    a, b, c = exponents()
    job.warn("links-not-fitted", network=made.title, pairs=pairs, mass=f"{a:g}", distance=f"{-c:g}")
    return _replaced(made, fixed(made.flow, mass, made.distance_km, (a, b, c)), fits)


def _replaced(made: Network, values: Floats, fits: dict[str, Fit]) -> Network:
    np.fill_diagonal(values, np.nan)
    return Network(made.kind, made.year, made.places, made.flow, made.distance_km, values, fits, made.on, made.inside)


def strong(values: Floats) -> NDArray[np.bool_]:
    """Which links, sorted from the strongest, are needed for the catalogue's share of all flows."""
    before = np.concatenate([[0.0], np.cumsum(values)[:-1]]) / values.sum()
    return np.asarray(before < catalogue()["strong_share"] - 1e-12)
