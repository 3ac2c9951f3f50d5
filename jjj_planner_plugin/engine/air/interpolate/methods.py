"""Estimates between stations, and of each station from the others: inverse distance, kriging, kriging with drift.

PyKrige fits the variogram and solves the kriging systems. Coordinates are metres, elevations metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats

CHUNK = 50_000  # places estimated at a time
REFITTED = 30  # stations up to which the variogram is fitted again for each that is left out
KILOMETRE = 1000.0  # elevations go into the kriging matrix in km, so that its columns are of one size


class NoEstimateError(Exception):
    """The kriging system of these stations cannot be solved: the reason is the library's."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where something is known or wanted."""

    xy: Floats
    """Shape (n, 2), metres in the working frame."""
    elevation: Floats
    """Shape (n,), metres; NaN where it is not known or not wanted."""

    def __len__(self) -> int:
        return len(self.xy)

    def taken(self, some: NDArray[Any] | slice) -> Places:
        """The places of a mask, of positions or of a slice."""
        return Places(self.xy[some], self.elevation[some])


class Method(Protocol):
    """How values between stations are estimated."""

    @property
    def name(self) -> str:
        """What tables and tags call it."""

    @property
    def drift(self) -> bool:
        """Whether it asks for elevations."""

    def estimate(self, known: Places, values: Floats, wanted: Places) -> Floats:
        """The values at the places wanted, shape (m,). Raises NoEstimateError."""

    def left_out(self, known: Places, values: Floats) -> Floats:
        """The value of each station as the others give it, shape (n,); NaN where they cannot."""


@dataclass(frozen=True)
class InverseDistance:
    """Shepard's weights, distance^-power; a place at a station has the station's value."""

    power: float
    name: str = "idw"
    drift: bool = False

    def estimate(self, known: Places, values: Floats, wanted: Places) -> Floats:
        """See Method."""
        found = np.empty(len(wanted))
        for first in range(0, len(wanted), CHUNK):
            part = slice(first, first + CHUNK)
            found[part] = self._weighted(distances(wanted.xy[part], known.xy), values)
        return found

    def left_out(self, known: Places, values: Floats) -> Floats:
        """See Method."""
        return self._weighted(_to_others(known), values)

    def _weighted(self, distance: Floats, values: Floats) -> Floats:
        nearest = distance.min(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):  # 0 / 0 at a station: it alone counts there
            share = np.where(nearest > 0, nearest / distance, distance == 0)
        weight = share**self.power
        return np.asarray(weight @ values / weight.sum(axis=1))


@dataclass(frozen=True)
class Kriging:
    """Ordinary kriging, or universal kriging with elevation as its drift; the variogram is fitted to the values."""

    variogram: str
    drift: bool
    refitted: int = REFITTED

    @property
    def name(self) -> str:
        """ordinary | drift."""
        return "drift" if self.drift else "ordinary"

    def estimate(self, known: Places, values: Floats, wanted: Places) -> Floats:
        """See Method."""
        model = self.fitted(known, values)
        parts = [np.empty(0)]
        for first in range(0, len(wanted), CHUNK):
            parts.append(self._executed(model, wanted.taken(slice(first, first + CHUNK))))
        return np.concatenate(parts)

    def fitted(self, known: Places, values: Floats) -> Any:
        """PyKrige's model, its variogram fitted. Raises NoEstimateError."""
        from pykrige.ok import OrdinaryKriging
        from pykrige.uk import UniversalKriging

        x, y = known.xy.T
        try:
            with np.errstate(all="ignore"):
                if not self.drift:
                    return OrdinaryKriging(x, y, values, variogram_model=self.variogram)
                return UniversalKriging(x, y, values, variogram_model=self.variogram, drift_terms=["specified"],
                                        specified_drift=[known.elevation / KILOMETRE])
        except (ValueError, np.linalg.LinAlgError) as error:
            raise NoEstimateError(str(error)) from error

    def _executed(self, model: Any, wanted: Places) -> Floats:
        x, y = wanted.xy.T
        drift = {"specified_drift_arrays": [wanted.elevation / KILOMETRE]} if self.drift else {}
        try:
            with np.errstate(all="ignore"):
                found = model.execute("points", x, y, **drift)[0]
        except (ValueError, np.linalg.LinAlgError) as error:
            raise NoEstimateError(str(error)) from error
        return np.asarray(np.ma.filled(found, np.nan), np.float64)

    def left_out(self, known: Places, values: Floats) -> Floats:
        """See Method. Of few stations the variogram is fitted without the one left out, else it is that of all."""
        if len(known) > self.refitted:
            return self._left_out_at_once(known, values)
        found = np.full(len(known), np.nan)
        for one in range(len(known)):
            others = np.arange(len(known)) != one
            try:
                found[one] = self.estimate(known.taken(others), values[others], known.taken(~others))[0]
            except NoEstimateError:
                continue
        return found

    def _left_out_at_once(self, known: Places, values: Floats) -> Floats:
        """All of them from one inverse of the kriging matrix (Dubrule 1983), for the variogram of all stations."""
        model = self.fitted(known, values)
        between = -np.asarray(model.variogram_function(model.variogram_model_parameters, distances(known.xy, known.xy)))
        np.fill_diagonal(between, 0)
        terms = np.ones((len(known), 1))
        if self.drift:
            terms = np.column_stack([terms, known.elevation / KILOMETRE])
        nothing = np.zeros((terms.shape[1],) * 2)
        try:
            inverse = np.linalg.inv(np.block([[between, terms], [terms.T, nothing]]))[:len(known), :len(known)]
        except np.linalg.LinAlgError as error:
            raise NoEstimateError(str(error)) from error
        return np.asarray(values - inverse @ values / np.diag(inverse))


def distances(one: Floats, other: Floats) -> Floats:
    """Metres from each to each, shape (len(one), len(other))."""
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(one, other))


def _to_others(known: Places) -> Floats:
    """From each station to the others; to itself infinite."""
    found = distances(known.xy, known.xy)
    np.fill_diagonal(found, np.inf)
    return found


def nearest_other(known: Places, values: Floats) -> Floats:
    """The value of the station nearest to each one, shape (n,)."""
    return np.asarray(values[_to_others(known).argmin(axis=1)])


def mean_of_others(values: Floats) -> Floats:
    """What each would be without any model: the mean of all the others, shape (n,)."""
    return np.asarray((values.sum() - values) / (len(values) - 1))
