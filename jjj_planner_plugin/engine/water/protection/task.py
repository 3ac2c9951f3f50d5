"""Task `source_protection_check`: what of a plan lies in or near the protection of drinking-water sources."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs, recipes
from ...geodesy import multiple, projected
from ...jurisdictions import UNIT, common_frame, read_jurisdictions
from ...messages import EngineError
from ...protocol import Job
from ...stretches import Stretch
from .contacts import contacts
from .extents import extents_of
from .rules import catalogue, order_of
from .sides import read_features, read_protections
from .tables import LISTED, PIECE, Check, conflict_list, outputs_ready, pieces_of, summary_of, with_units

TABLES = ("conflicts", "lines", "points", "conflict_list", "summary")
SOURCES = ("first", "second", "quasi")  # the classes of a drinking-water source
MOST_KM = 100.0  # that a point may be away


def source_protection_check(
    features: list[str], names: list[str] | None, protections: list[str] | None, protection_names: list[str] | None,
    class_fields: list[str] | None, serves_field: str | None, search_m: float | None, units: str,
    unit_field: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Layers `conflicts`, `lines`, `points` (a piece for each conflict and unit), tables `conflict_list`, `summary`.

    A conflict is a planned feature and a protected one that share ground, metres of a line or a point; a point outside
    counts as near within `search_m`. Raises EngineError as `read` and `read_jurisdictions` do, and
    protection-no-features, protection-none, protection-bad-search, names-differ, names-twice, unknown-field,
    null-class.
    """
    distance_m = float(catalogue()["search_m"]) if search_m is None else search_m
    if not 0 <= distance_m <= MOST_KM * 1000 or not math.isfinite(distance_m):
        raise EngineError("protection-bad-search", found=f"{distance_m:g}", limit_km=f"{MOST_KM:g}")
    files = [reference.split("|")[0] for reference in [*features, *(protections or []), units]]
    target = outputs.check_target(output, (".gpkg",), files, TABLES)
    planned = read_features(features, names, job)
    protected = read_protections(protections or [], protection_names, class_fields, serves_field, job)
    ground = read_jurisdictions(units, unit_field, UNIT, job)
    working = common_frame([*planned.sources, *protected.sources])
    planned.move(working)
    protected.move(working)
    extents = extents_of(planned.sources, planned.shapes)
    check = Check(planned, extents, protected, ground, working, job.language)
    told = conflict_list(contacts(planned, protected, working, distance_m, Stretch(job, 0.1, 0.6)), check)
    pieces = pieces_of(told, check, Stretch(job, 0.6, 0.9))
    told = with_units(told, pieces)
    _tell(told, check, job)
    job.progress(0.95, "writing", what=target.name)
    _write(told, pieces, summary_of(told, check), planned.sources[0].crs, working, target)
    params = {"features": features, "names": names, "protections": protections, "protection_names": protection_names,
              "class_fields": class_fields, "serves_field": serves_field, "search_m": distance_m, "units": units,
              "unit_field": unit_field, "output": str(target)}
    recipe = recipes.recipe(
        "source_protection_check", params, [*planned.own, *protected.own, *ground.sources], working)
    return {"output": str(target), "conflicts": len(told), "concerns": _by_concern(told),
            "lines": int((shapely.get_dimensions(pieces["geometry"].to_numpy(dtype=object)) == 1).sum()),
            "points": int((shapely.get_dimensions(pieces["geometry"].to_numpy(dtype=object)) == 0).sum()),
            "cross_border": int((told["cross_border"] == 1).sum()),
            "boundary_set": None if ground.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _by_concern(told: pd.DataFrame) -> dict[str, int]:
    """How many conflicts there are of each concern, gravest first."""
    counts = told["concern"].value_counts()
    return {str(concern): int(counts[concern]) for concern in sorted(counts.index, key=order_of)}


def _tell(told: pd.DataFrame, check: Check, job: Job) -> None:
    """What must be known of the list."""
    if told.empty:
        job.warn("protection-nothing")
    _tell_of_extents(told, check, job)
    doubtful = int((told["trusted"] == 0).sum())
    if doubtful:
        job.warn("protection-untrusted", count=doubtful)
    coded = all(code.isdigit() for code in check.units.names)
    if not coded and any(str(said["code"]).isdigit() for said in check.protections.serves.values()):
        job.warn("protection-needs-codes", layer=check.units.source.title, field=check.units.field)
    unserved = told.loc[(told["serves"] == "") & told["protection_class"].isin(SOURCES), "protection"].nunique()
    if unserved:
        job.warn("protection-serves-unknown", count=int(unserved))


def _tell_of_extents(told: pd.DataFrame, check: Check, job: Job) -> None:
    """Which of the features in conflict are drawn larger than they are published, or as a point."""
    met = sorted({int(position) for position in told["feature"]})
    for sentence, concerned in (("protection-larger", check.extents.larger()),
                                ("protection-points", check.extents.points())):
        found = [position for position in met if concerned[position]]
        if found:
            brackets = "{}（{}）" if job.language == "zh" else "{} ({})"
            said = [brackets.format(check.features.name[position] or check.features.layer[position],
                                    check.extents.note(position, job.language)) for position in found]
            job.warn(sentence, count=len(found), names=job.listed(said))


def _write(
    told: pd.DataFrame, pieces: pd.DataFrame, summary: pd.DataFrame, crs: CRS, working: CRS, target: Path
) -> None:
    """All tables; the layers have the CRS of the first planned layer."""
    shapes = pieces["geometry"].to_numpy(dtype=object)
    kinds = shapely.get_dimensions(shapes)
    frame = outputs_ready(_named(pieces))[list(PIECE)]
    with outputs.whole_file(target) as part:
        for layer, dimension, kind in zip(TABLES, (2, 1, 0), ("MultiPolygon", "MultiLineString", "MultiPoint")):
            own = kinds == dimension
            drawn = projected(shapes[own], working, crs)
            drawn = multiple(drawn) if dimension == 2 else _several(drawn, dimension)
            rows = frame[own].reset_index(drop=True)
            outputs.write_layer(gpd.GeoDataFrame(rows, geometry=drawn, crs=crs), part, layer, kind)
        outputs.write_layer(outputs_ready(_named(told))[list(LISTED)], part, "conflict_list")
        outputs.write_layer(summary, part, "summary")


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """`protection` is the layer's name in what is written, and the position of a feature before."""
    return frame.assign(protection=frame["protection_layer"])


def _several(shapes: Any, dimension: int) -> Any:
    """Lines or points as multilines or multipoints."""
    make = shapely.multilinestrings if dimension == 1 else shapely.multipoints
    return [make(shapely.get_parts(shape)) for shape in shapes]
