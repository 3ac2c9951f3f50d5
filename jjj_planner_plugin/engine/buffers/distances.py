"""Which distances a run of ring buffers has: given, a preset of the catalogue, or each feature's own."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ... import paths
from ..messages import EngineError
from ..parameters import checked_distances
from ..protocol import Job
from ..sources import Source

LIMIT_KM = 500.0  # beyond, the stretch of a buffer's frame passes 0.1 %
KINDS = {0: "point", 1: "line", 2: "line", 3: "polygon", 4: "point", 5: "line", 6: "polygon"}  # GEOS's numbers


@dataclass(frozen=True)
class Distances:
    """`steps`: metres, ascending, the same for every feature; none where each feature has its `own`."""

    steps: list[float]
    own: NDArray[np.float64] | None = None
    preset: dict[str, Any] | None = None
    without: tuple[dict[str, Any], ...] = ()
    """Features that have no usable distance: fid and what the field holds."""

    def told(self) -> dict[str, Any]:
        """What a recipe and a result say of them beyond the parameters."""
        told: dict[str, Any] = {}
        if self.preset:
            told["preset_used"] = {name: self.preset[name] for name in (
                "id", "zh", "en", "distances_m", "from", "source", "confidence", "checked")}
        if self.without:
            told["without_distance"] = list(self.without)
        return told


def presets() -> dict[str, dict[str, Any]]:
    """The catalogue's presets by id."""
    text = paths.resource("catalog/distances.json").read_text(encoding="utf-8")
    return {preset["id"]: preset for preset in json.loads(text)["presets"]}


def check_choice(distances_m: list[float] | None, preset: str | None, field: str | None) -> None:
    """Before a layer is read: exactly one of the three. Raises no-distances, two-distances, unknown-preset."""
    given = [name for name, value in (
        ("distances_m", distances_m), ("preset", preset), ("distance_field", field)) if value]
    if not given:
        raise EngineError("no-distances")
    if len(given) > 1:
        raise EngineError("two-distances", found=", ".join(given))
    if preset and preset not in presets():
        raise EngineError("unknown-preset", found=preset, known=", ".join(presets()))


def chosen(
    source: Source, distances_m: list[float] | None, preset: str | None, field: str | None, factor: float, job: Job
) -> tuple[Source, Distances]:
    """The distances, times `factor`, and the features that have one.

    Raises bad-distance, unknown-field, no-usable-distance.
    """
    if field:
        return _own(source, field, factor, job)
    if preset:
        found = presets()[preset]
        _tell_preset(found, source, job)
        return source, Distances(_times(found["distances_m"], factor), preset=found)
    return source, Distances(_times(distances_m or [], factor))


def _times(distances: list[float], factor: float) -> list[float]:
    # the factor's own rounding (0.9 × 3 = 2.7000000000000002) is no part of a distance
    return checked_distances([float(f"{distance * factor:.12g}") for distance in distances], LIMIT_KM)


def _tell_preset(preset: dict[str, Any], source: Source, job: Job) -> None:
    language = "zh" if job.language == "zh" else "en"
    job.warn("preset-used", preset=preset[language], start=preset["from"][language], basis=preset["source"][language])
    found = {KINDS[int(kind)] for kind in np.unique(shapely.get_type_id(source.geometries))}
    if not found & set(preset["layers"]):
        job.warn("preset-geometry", preset=preset[language], layer=source.title)


def _own(source: Source, field: str, factor: float, job: Job) -> tuple[Source, Distances]:
    """Each feature's own distance; features without a usable one are listed and left out."""
    if field not in source.frame:
        known = ", ".join(str(name) for name in source.frame.columns if name != "geometry")
        raise EngineError("unknown-field", path=source.title, field=field, fields=known)
    metres = pd.to_numeric(source.frame[field], errors="coerce").to_numpy(dtype=float, na_value=math.nan) * factor
    usable = np.isfinite(metres) & (metres > 0) & (metres <= LIMIT_KM * 1000)
    if not usable.any():
        raise EngineError("no-usable-distance", path=source.title, field=field, limit_km=f"{LIMIT_KM:g}")
    left_out = source.frame[~usable]
    without = tuple({"fid": int(fid), "value": None if pd.isna(value) else str(value)}
                    for fid, value in zip(left_out.index, left_out[field]))
    if without:
        job.warn("no-distance-value", {"features": list(without[:100])}, layer=source.title, field=field,
                 count=len(without))
    return replace(source, frame=source.frame[usable]), Distances([], own=metres[usable], without=without)
