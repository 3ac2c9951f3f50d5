"""Task `locate_features`: which zone, unit, ring of an axis, catchment, footprint and circle each feature lies in."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs, recipes
from ...geodesy import LONLAT, projected
from ...jurisdictions import common_frame
from ...messages import EngineError
from ...parameters import checked_distances
from ...protocol import Job
from ...sources import LINE, split_reference
from ..plan_tables import PlanTables, plan_file, table_title
from .axes import nearest_axes, rings_around
from .features import Features, features_of, plan_parks, read_layers
from .grounds import Ground, further_grounds, own_ground, plan_grounds
from .placing import COLUMNS, OUTSIDE, placed
from .tables import DIGITS, located_table, shares_table

TABLES = ("located", "located_shares")
MOST_KM = 500.0  # a ring's distance at most
MOST_BORDER_M = 100_000.0


def locate_features(
    features: list[str] | None, names: list[str] | None, plan: str, distances_m: list[float], footprint: str | None,
    footprint_field: str | None, layers: list[str] | None, layer_names: list[str] | None,
    layer_fields: list[str] | None, border_m: float, output: str, job: Job,
) -> dict[str, Any]:
    """Layer `located` (a point a feature: an area's is inside it), table `located_shares` (a row a feature and class).

    A point counts to the polygon it lies in, or lying in none to the nearest within `border_m`; of an area every
    polygon has its share. Raises EngineError as `read` does, and locate-no-features, locate-bad-border, bad-distance,
    no-distances, names-differ, names-twice, locate-fields-differ, unknown-field, null-class, not-a-plan.
    """
    if not (math.isfinite(border_m) and 0 <= border_m <= MOST_BORDER_M):
        raise EngineError("locate-bad-border", found=f"{border_m:g}", most=f"{MOST_BORDER_M:g}")
    distances = checked_distances(distances_m, MOST_KM)
    more = [footprint] if footprint else []
    files = [split_reference(one)[0] for one in [*(features or []), *(layers or []), *more]]
    target = outputs.check_target(output, (".gpkg",), [*files, plan_file(plan)], TABLES)
    tables = PlanTables(plan, job)
    sources, called = read_layers(features, names, job) if features else plan_parks(tables, job)
    working = common_frame(sources)
    found = features_of(sources, called, working, job.language)
    grounds = plan_grounds(tables, working, job)
    if footprint:
        grounds.append(own_ground("footprint", footprint, None, footprint_field, working, job))
    grounds += further_grounds(layers or [], layer_names, layer_fields, working, job)
    rows, axes = _rows(found, grounds, tables, distances, border_m, working, job)
    table = located_table(found, rows, axes, job)
    _tell(table, found, job)
    job.progress(0.95, "writing", what=target.name)
    _write(table, shares_table(found, rows), found, working, target)
    params = {"features": features, "names": names, "plan": plan, "distances_m": distances, "footprint": footprint,
              "footprint_field": footprint_field, "layers": layers, "layer_names": layer_names,
              "layer_fields": layer_fields, "border_m": border_m, "output": str(target)}
    own = [ground.source for ground in grounds if ground.key in ("footprint", "layer")]
    recipe = recipes.recipe("locate_features", params, [*(sources if features else []), *tables.sources, *own], working)
    return {"output": str(target), "features": len(table), "on_border": int((table["on_border"] != "").sum()),
            "areas": int(found.areal.sum()), "recipe": outputs.write_recipe(target, recipe),
            "inputs": recipe["inputs"]}


def _rows(
    features: Features, grounds: list[Ground], tables: PlanTables, distances: list[float], border_m: float,
    working: CRS, job: Job
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The rows of all grounds, and the nearest axes; None where the plan has no axis."""
    axes = tables.table("axes", (LINE,))
    nearest = None
    found = []
    if axes is None:
        job.warn("locate-no-axes")
    else:
        nearest = nearest_axes(features, axes, distances, working, job.language)
        if features.areal.any():
            grounds = [*grounds, rings_around(axes, distances, table_title("axes", job.language), working)]
    for number, ground in enumerate(grounds):
        job.progress(0.2 + 0.7 * number / len(grounds), "locating", what=ground.title)
        here = placed(features, ground, 0.0 if ground.key == "ring" else border_m, working)
        if ground.key in ("circle", "set", "layer"):  # of what lies in none of them nothing is missing
            here = here[here["relation"] != OUTSIDE]
        found.append(here)
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS)), nearest


def _tell(table: pd.DataFrame, features: Features, job: Job) -> None:
    """Which lie in no unit, and which points at a border."""
    outside = table[table["unit"] == ""]
    if len(outside):
        job.warn("locate-outside", count=len(outside), names=job.listed(outside["name"].tolist()))
    near = table[table["on_border"] != ""]
    if len(near):
        job.warn("locate-on-border", count=len(near), of=int((~features.areal).sum()),
                 names=job.listed(near["name"].tolist()))


def _write(table: pd.DataFrame, shares: pd.DataFrame, features: Features, working: CRS, target: Path) -> None:
    inner = np.asarray(shapely.point_on_surface(features.shapes), dtype=object)
    layer = gpd.GeoDataFrame(outputs.rounded(table, DIGITS), geometry=projected(inner, working, LONLAT), crs=LONLAT)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "located", "Point")
        outputs.write_layer(outputs.rounded(shares, DIGITS), part, "located_shares")
