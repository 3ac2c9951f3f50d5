"""What gravity alone would have flow between the plan's cities, where no flows are known. It is marked as such."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...geodesy import ELLIPSOID
from ...messages import EngineError
from ...protocol import Job
from .catalogue import catalogue
from .flows import LEFT_OUT, NO_YEAR, Flows
from .gravity import Floats, fixed
from .ground import Ground, place_frame

TOTAL = 1000.0
"""What the potentials of all pairs sum up to: per mille, since they have no unit."""


def modelled_flows(ground: Ground, masses: pd.Series[float] | None, job: Job) -> Flows:
    """Potentials Mᵢ · Mⱼ / d² between the cities whose mass is known, in per mille of all. Raises links-no-masses."""
    places = place_frame(sorted(ground.cities.index), ground, masses, job.language)
    places = places[places["people"] > 0]
    if len(places) < 2:
        raise EngineError("links-no-masses", count=len(places))
    shape = np.full((len(places), len(places)), TOTAL / (len(places) * (len(places) - 1)))
    np.fill_diagonal(shape, 0.0)
    values = fixed(shape, places["people"].to_numpy(dtype=float), distances_km(places), exponents())
    i, j = np.nonzero(np.isfinite(values))
    frame = pd.DataFrame({
        "kind": catalogue()["modelled"][job.language], "year": NO_YEAR, "origin_code": places.index[i],
        "destination_code": places.index[j], "value": values[i, j], "rows": 0})
    job.warn("links-modelled", count=len(places))
    return Flows(frame, pd.Series(dtype=float), pd.DataFrame(columns=LEFT_OUT), modelled=True)


def exponents() -> tuple[float, float, float]:
    """Those of origin mass, destination mass and distance where none are fitted."""
    a, b, c = catalogue()["exponents"]
    return float(a), float(b), float(c)


def distances_km(places: pd.DataFrame) -> Floats:
    """Geodesic distance between places, (n, n)."""
    lon, lat = (places[name].to_numpy(dtype=float) for name in ("lon", "lat"))
    a, b = np.meshgrid(np.arange(len(places)), np.arange(len(places)), indexing="ij")
    metres = ELLIPSOID.inv(lon[a].ravel(), lat[a].ravel(), lon[b].ravel(), lat[b].ravel())[2]
    return np.asarray(metres, dtype=np.float64).reshape(a.shape) / 1000
