"""How far an interpolation can be trusted: its error at stations it has not seen, beside that of no model."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...kernels import Floats
from .methods import Method, NoEstimateError, Places, mean_of_others, nearest_other

DIGITS = 3
FIGURES = ("rmse", "rmse_mean", "rmse_nearest", "sd")


def rmse(estimates: Floats, values: Floats) -> float:
    """Root of the mean squared error of those that are there; NaN if none is."""
    known = np.isfinite(estimates)
    if not known.any():
        return float("nan")
    return float(np.sqrt(np.mean((estimates[known] - values[known]) ** 2)))


def left_out_errors(method: Method, known: Places, values: Floats) -> dict[str, Any]:
    """Leave-one-out errors in the values' unit: of the method (`rmse`), of the mean of the other stations
    (`rmse_mean`: no model), of the nearest (`rmse_nearest`); with `sd`, the values' standard deviation (n − 1), and
    `gain`, the share of the error of no model that the method takes away: 0 or less is no better than none.
    """
    if np.ptp(values) == 0:  # nothing to be wrong about, and no variogram
        return {"mean": float(values[0]), **dict.fromkeys(FIGURES, 0.0), "gain": float("nan")}
    try:
        own = rmse(method.left_out(known, values), values)
    except NoEstimateError:
        own = float("nan")
    none = rmse(mean_of_others(values), values)
    return {"mean": float(values.mean()), "rmse": own, "rmse_mean": none,
            "rmse_nearest": rmse(nearest_other(known, values), values), "sd": float(values.std(ddof=1)),
            "gain": 1 - own / none}
