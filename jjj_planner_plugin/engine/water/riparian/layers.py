"""The layers of `riparian_buffers`: strips, the reaches that were followed, intakes; and the file they go to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs
from ...buffers.sides import GRID_M
from ...geodesy import LONLAT, Geometries, multiple, projected
from ...intersections import objects, polygonal_one
from ...messages import EngineError
from .intakes import Intake
from .rules import Rules
from .strips import Strip

TABLES = ("strips", "reaches", "intakes", "overlaps")


def table_of(strips: Sequence[Strip], rules: Rules, dissolve: str) -> pd.DataFrame:
    """The rows of layer `strips`, geometry in the working frame. Raises riparian-nothing."""
    if not strips:
        raise EngineError("riparian-nothing")
    if dissolve == "class":
        strips = _dissolved(strips, rules)
    rows = []
    for number, strip in enumerate(strips, start=1):
        basis = strip.rule.basis_of(strip.part)
        rows.append({
            "strip_id": number, "strip_class": strip.rule.strip_class, "strip_part": strip.part,
            "name": strip.owner["name"], "intake_id": strip.owner["intake_id"],
            "strip_side": strip.owner.get("strip_side", ""),
            "strip_width_m": strip.rule.land_m if strip.part == "land" else strip.rule.water_m,
            "half_width_m": strip.owner.get("half_width_m"),
            "up_m": strip.rule.up_m or None, "down_m": strip.rule.down_m or None, "watershed": strip.watershed,
            "preset": rules.preset["id"] if rules.preset else "", "source": basis.get("source", {}).get("zh", ""),
            "confidence": basis.get("confidence", ""),
            "checked": "" if not basis else str(int(basis["checked"]))})
    frame = pd.DataFrame(rows)
    frame["intake_id"] = frame["intake_id"].astype("Int64")
    for name in ("strip_width_m", "half_width_m", "up_m", "down_m"):
        frame[name] = frame[name].astype(float).replace(np.inf, np.nan)
    shapes = objects(strip.shape for strip in strips)
    frame["area_m2"] = shapely.area(shapes).round(3)
    frame["geometry"] = shapes
    return frame


def _dissolved(strips: Sequence[Strip], rules: Rules) -> list[Strip]:
    """One strip for each class and part; ground in two classes has the stricter one, water comes before land."""
    by_kind: dict[tuple[str, str], list[Strip]] = defaultdict(list)
    for strip in strips:
        by_kind[strip.rule.strip_class, strip.part].append(strip)
    made: list[Strip] = []
    taken = shapely.Polygon()
    for rule in rules.classes:
        for part in ("water", "land"):
            some = by_kind.get((rule.strip_class, part))
            if some:
                ground = shapely.union_all(objects(strip.shape for strip in some), grid_size=GRID_M)
                ground = polygonal_one(shapely.difference(ground, taken, grid_size=GRID_M))
                taken = shapely.union(taken, ground, grid_size=GRID_M)
                made.append(Strip(rule, part, ground, _common(some), _same(strip.watershed for strip in some) or ""))
    return made


def _common(strips: Sequence[Strip]) -> dict[str, Any]:
    """Whose a strip of several is: nobody's; what they have in common it has too."""
    owner = {name: _same(strip.owner.get(name) for strip in strips) for name in ("strip_side", "half_width_m")}
    return {"name": "", "intake_id": None, **owner, "strip_side": owner["strip_side"] or ""}


def _same(values: Iterable[Any]) -> Any:
    """The one value that all have; None if they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def write(
    strips: pd.DataFrame, reaches: Sequence[dict[str, Any]], intakes: Sequence[Intake], table: pd.DataFrame,
    working: CRS, crs: CRS, target: Path,
) -> None:
    """The layers in `crs`, and the table, into one file."""
    shapes = multiple(projected(strips["geometry"].to_numpy(dtype=object), working, crs))
    with outputs.whole_file(target) as part:
        layer = gpd.GeoDataFrame(strips.drop(columns="geometry"), geometry=shapes, crs=crs)
        outputs.write_layer(layer, part, "strips", "MultiPolygon")
        if reaches:
            outputs.write_layer(_reaches(reaches, crs), part, "reaches", "LineString")
        if intakes:
            outputs.write_layer(_intakes(intakes, crs), part, "intakes", "Point")
        outputs.write_layer(table, part, "overlaps")


def _reaches(rows: Sequence[dict[str, Any]], crs: CRS) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows)
    frame["intake_id"] = frame["intake_id"].astype("Int64")
    frame["length_m"] = frame["length_m"].round(3)
    shapes: Geometries = projected(frame.pop("geometry").to_numpy(dtype=object), LONLAT, crs)
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=crs)


def _intakes(intakes: Sequence[Intake], crs: CRS) -> gpd.GeoDataFrame:
    """Two points for each intake that has its place on the water: where it was given, and where it was put."""
    rows, places = [], []
    for intake in intakes:
        common = {"intake_id": intake.number, "name": intake.name, "feature_id": intake.feature_id,
                  "snap_m": round(intake.snap_m, 3), "river": "", "up_reached_m": None, "down_reached_m": None}
        rows.append({**common, **intake.told, "intake_place": "given" if intake.snapped else "left out"})
        places.append(intake.place)
        if intake.snapped:
            rows.append({**common, **intake.told, "intake_place": "snapped"})
            places.append(intake.snapped)
    frame = pd.DataFrame(rows)
    frame["feature_id"] = frame["feature_id"].astype("Int64")
    for name in ("up_reached_m", "down_reached_m"):
        frame[name] = frame[name].astype(float)
    return gpd.GeoDataFrame(frame, geometry=projected(shapely.points(np.array(places)), LONLAT, crs), crs=crs)
