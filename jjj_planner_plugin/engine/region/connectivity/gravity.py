"""Flows against gravity: F = k · Mᵢᵃ · Mⱼᵇ / dᶜ, fitted as ln F = ln k + a ln Mᵢ + b ln Mⱼ − c ln d by least squares.

After Isard (1960), Methods of Regional Analysis, and Haynes and Fotheringham (1984), Gravity and Spatial Interaction
Models. The logarithm takes flows above zero only; pairs without a flow have an expected one all the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TERMS = ("ln_k", "origin_mass", "destination_mass", "distance", "same_province")


class Fit(NamedTuple):
    """Coefficients by TERMS (four or five), their standard errors, R² of the logarithms, and how many pairs."""

    terms: tuple[str, ...]
    values: Floats
    errors: Floats
    r2: float
    pairs: int


def fitted(flow: Floats, mass: Floats, distance_km: Floats, same: NDArray[np.bool_] | None = None) -> Fit | None:
    """The least-squares fit to the flows above zero; all matrices (n, n) origin × destination, mass (n,).

    `same`: whether two places are in one province; then what that adds is a term too. None where the pairs are too few
    (fewer than two more than terms), or do not tell the terms apart.
    """
    i, j = np.nonzero((flow > 0) & usable(mass, distance_km))
    columns = [np.ones(len(i)), np.log(mass[i]), np.log(mass[j]), np.log(distance_km[i, j])]
    if same is not None:
        columns.append(same[i, j].astype(float))
    x, y = np.column_stack(columns), np.log(flow[i, j])
    if len(y) < x.shape[1] + 2 or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    values = np.linalg.lstsq(x, y, rcond=None)[0]
    left = y - x @ values
    spread = float(((y - y.mean()) ** 2).sum())
    r2 = 1 - float(left @ left) / spread if spread > 0 else 1.0
    variance = float(left @ left) / (len(y) - x.shape[1])
    errors = np.sqrt(np.maximum(np.diag(np.linalg.inv(x.T @ x)) * variance, 0))
    return Fit(TERMS[: x.shape[1]], values, errors, r2, len(y))


def usable(mass: Floats, distance_km: Floats) -> NDArray[np.bool_]:
    """Which pairs gravity can speak of: two places with a mass, some way apart."""
    known = np.isfinite(mass) & (mass > 0)
    return known[:, None] & known[None, :] & (distance_km > 0)


def expected(fit: Fit, mass: Floats, distance_km: Floats) -> Floats:
    """What the fit gives for every pair, (n, n); NaN where it cannot say. Without the term of the province."""
    ln_k, a, b, c = fit.values[:4]
    return _potential(np.exp(ln_k), (a, b, c), mass, distance_km)


def fixed(flow: Floats, mass: Floats, distance_km: Floats, exponents: tuple[float, float, float]) -> Floats:
    """F = k · Mᵢᵃ Mⱼᵇ dᶜ with exponents (a, b, c) given, and k such that the sum is that of the flows it speaks of."""
    raw = _potential(1.0, exponents, mass, distance_km)
    known = np.isfinite(raw)
    whole = float(raw[known].sum())
    return raw * (float(flow[known].sum()) / whole) if whole > 0 else raw


def _potential(k: float, exponents: tuple[float, float, float], mass: Floats, distance_km: Floats) -> Floats:
    a, b, c = exponents
    found = np.full(distance_km.shape, np.nan)
    i, j = np.nonzero(usable(mass, distance_km))
    found[i, j] = k * mass[i] ** a * mass[j] ** b * distance_km[i, j] ** c
    return found
