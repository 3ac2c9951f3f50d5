"""What the spatial indicators add to the task `indicators`: layers and tables made from a region's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from .... import paths
from ... import outputs
from ...geodesy import LONLAT, Geometries, multiple, projected, to_working, working_crs
from ...messages import EngineError
from ...parameters import checked_distances
from ...protocol import Job
from ..indicators.catalogue import AREA, GDP, PEOPLE
from ..indicators.catalogue import catalogue as indicator_catalogue
from ..indicators.levels import YUAN, Region
from .border_gap import border_pairs, border_summary
from .catalogue import catalogue, spoken
from .clusters import clusters
from .gravity import gravity, masses
from .mega import mega_regions, read_mega
from .plan_places import PlanPlaces, read_plan_places
from .sets import compare
from .within import within

Frames = Mapping[str, pd.DataFrame]
FINEST = ("units", "cities", "provinces")
WITHIN_DIGITS = {"people": 1, "people_within_share": 9, "units_within_share": 9, "area_m2": 3}
GRAVITY_DIGITS = {"distance_km": 6, "length_km": 6, "breakpoint_km": 6, "gravity": 9, "gravity_share": 9}
BORDER_DIGITS = {"inside_value": 3, "outside_value": 3, "gap": 3, "gap_ratio": 6, "border_m": 3, "known_border_m": 3}

KEYS: Mapping[str, tuple[str, ...]] = {
    "lisa": (), "within": ("around", "scope", "code", "distance_km"), "border_gap": ("inside_code", "outside_code"),
    "gravity_sections": ("axis_id", "a_code", "b_code"), "gravity": ("a_code", "b_code"), "breakpoints": (),
    "moran": ("area_level", "measure"), "border_summary": ("area_level", "measure", "outside_province"),
    "sets": ("set_id", "set_part"), "mega_regions": (),
}
"""By layer or table the columns by which two regions are set side by side; none: the first region's alone."""


@dataclass(frozen=True, eq=False)
class Spatial:
    """What is asked of the spatial parts."""

    focus: str | None = None
    significance: float = 0.05
    core: str = "110000"
    node_km: list[float] = field(default_factory=list)
    axis_km: list[float] = field(default_factory=list)
    gravity_k: float = 1.0
    mega: str | None = None
    cities: pd.DataFrame | None = None
    """The rows of `mega`."""


def checked(
    in_space: bool, focus: str | None, significance: float, core: str, node_km: list[float] | None,
    axis_km: list[float] | None, gravity_k: float, mega: str | None, job: Job,
) -> Spatial | None:
    """None where nothing is asked for.

    Raises bad-distance, no-distances, spatial-bad-significance, spatial-bad-k, and as `read_mega` does.
    """
    if not in_space:
        return None
    if not 0 < significance < 1:
        raise EngineError("spatial-bad-significance", found=f"{significance:g}")
    if not (np.isfinite(gravity_k) and gravity_k > 0):
        raise EngineError("spatial-bad-k", found=f"{gravity_k:g}")
    spec = catalogue()["within"]
    near, along = (
        [metres / 1000 for metres in checked_distances([1000 * one for one in given or usual], spec["limit_km"])]
        for given, usual in ((node_km, spec["node_km"]), (axis_km, spec["axis_km"])))
    cities = read_mega(mega, job) if mega else None
    return Spatial(focus, significance, core, near, along, gravity_k, mega, cities)


@dataclass(frozen=True, eq=False)
class Ground:
    """What all parts are made from: the region's values, the plan's places, the frame, and what is asked."""

    region: Region
    plan: PlanPlaces
    working: CRS
    asked: Spatial


def spatial_frames(region: Region, asked: Spatial, job: Job) -> Frames:
    """All layers (with geometry, EPSG:4490) and tables by name; what cannot be made is left out, and told."""
    units = np.asarray(region.levels["units"].geometry.values, dtype=object)
    ground = Ground(region, read_plan_places(region.places.plan, job), working_crs(units, LONLAT), asked)
    frames: dict[str, pd.DataFrame] = {}
    for part in (cluster_part, gravity_part, within_part, border_part, set_part, mega_part):
        frames |= part(ground, job)
    return frames


def _flat(frame: gpd.GeoDataFrame, working: CRS) -> Geometries:
    return to_working(np.asarray(frame.geometry.values, dtype=object), LONLAT, working)


def _layer(table: pd.DataFrame, shapes: Geometries, source: CRS = LONLAT) -> gpd.GeoDataFrame:
    degrees = projected(shapes, source, LONLAT)
    return gpd.GeoDataFrame(table.drop(columns="geometry"), geometry=degrees, crs=LONLAT)


def _shapes(table: pd.DataFrame) -> Geometries:
    return np.array([*table["geometry"], None], dtype=object)[:-1]


def cluster_part(ground: Ground, job: Job) -> Frames:
    """Table `moran`, layer `lisa`."""
    table, drawn = clusters(ground.region, ground.asked.focus, ground.asked.significance, ground.working, job)
    return {"moran": table, **({"lisa": drawn} if drawn is not None else {})}


def gravity_part(ground: Ground, job: Job) -> Frames:
    """Layers `gravity` (a line a pair), `gravity_sections` (what each section of an axis carries), `breakpoints`."""
    region, plan = ground.region, ground.plan
    nodes = plan.nodes.assign(
        people=[_value(region, code, PEOPLE) for code in plan.nodes["code"]],
        product=[_value(region, code, GDP) for code in plan.nodes["code"]])
    known = nodes[nodes["people"] > 0].reset_index(drop=True)
    if len(known) < len(nodes):
        names = [str(name) for name in nodes.loc[~(nodes["people"] > 0), "name"]]
        job.warn("gravity-no-people", {"names": names}, count=len(names), names=job.listed(names))
    with_product = bool((known["product"] > 0).all()) and len(known) > 0
    if not with_product and len(known):
        job.warn("gravity-people-only")
    people = known["people"].to_numpy(np.float64) / catalogue()["gravity"]["people"]
    mass = masses(people, known["product"].to_numpy(np.float64) if with_product else None)
    found = gravity(known, mass, plan.axes, ground.asked.gravity_k, catalogue()["gravity"]["off_axis_km"])
    if found.off_axes:
        job.warn("gravity-off-axes", {"names": found.off_axes}, count=len(found.off_axes),
                 names=job.listed(found.off_axes))
    frames = {"gravity_sections": found.sections, "breakpoints": found.breakpoints, "gravity": found.pairs}
    return {name: _layer(table.round(GRAVITY_DIGITS), _shapes(table)) for name, table in frames.items() if len(table)}


def _value(region: Region, code: str, name: str) -> float:
    """A place's own number: of the city of that code, else of the unit, else of the province."""
    for level in ("cities", "units", "provinces"):
        frame = region.levels[level]
        if name in frame and code in frame.index and pd.notna(frame.at[code, name]):
            return float(frame.at[code, name])
    return float("nan")


def within_part(ground: Ground, job: Job) -> Frames:
    """Layer `within`: buffers of the nodes and axes, and of each kind together, with the people in them."""
    region, plan, working = ground.region, ground.plan, ground.working
    level = _full(region, PEOPLE)
    if level is None:
        job.warn("within-no-people")
        return {}
    frame = region.filled(level, PEOPLE)
    if level != "units":
        job.warn("within-level", level=indicator_catalogue()["levels"][level][job.language])
    units, people = _flat(frame, working), frame[PEOPLE].to_numpy(np.float64)
    points = shapely.points(plan.nodes["lon"].to_numpy(np.float64), plan.nodes["lat"].to_numpy(np.float64))
    lines = np.array([*(axis.line for axis in plan.axes), None], dtype=object)[:-1]
    nodes = plan.nodes[["code", "name"]].assign(around="node")
    axes = pd.DataFrame({"code": [axis.code for axis in plan.axes], "name": [axis.name for axis in plan.axes]})
    around = ((nodes, points, ground.asked.node_km), (axes.assign(around="axis"), lines, ground.asked.axis_km))
    made = [within(table, np.asarray(shapes, dtype=object), LONLAT, distances, units, people, working, job)
            for table, shapes, distances in around if len(table)]
    if not made:
        return {}
    table = pd.concat(made, ignore_index=True).round(WITHIN_DIGITS)
    table.insert(2, "area_level", level)
    return {"within": _layer(table, multiple(_shapes(table)), working)}


def _full(region: Region, name: str) -> str | None:
    """The finest level of which every place has a number that is not 0 everywhere."""
    for level in FINEST:
        known = region.filled(level, name)
        if len(known) == len(region.levels[level]) and float(known[name].sum() if len(known) else 0) > 0:
            return level
    return None


def border_part(ground: Ground, job: Job) -> Frames:
    """Layer `border_gap` (a line for each pair of neighbours), table `border_summary`: GDP per head, or the focus.

    Of the levels the finest at which both values are known along half of the border, else that where most is known.
    """
    measure = ground.asked.focus or "gdp_per_head"
    best: tuple[float, str, pd.DataFrame] | None = None
    for level in FINEST:
        pairs = _pairs(ground, level, measure)
        known = float(pairs.loc[pairs["gap"].notna(), "border_m"].sum() / max(pairs["border_m"].sum(), 1e-9))
        if known > (best[0] if best else 0):
            best = known, level, pairs
        if known >= catalogue()["border"]["known_share"]:
            break
    if best is None:
        job.warn("border-no-gap", measure=spoken(measure, job.language), core=ground.asked.core)
        return {}
    _, level, pairs = best
    summary = border_summary(pairs)
    for table in (pairs, summary):
        table.insert(0, "area_level", level)
        table.insert(1, "measure", measure)
    names = ground.region.levels["provinces"]["name_zh"].to_dict()
    summary.insert(3, "outside_name", [names.get(code, "") for code in summary["outside_province"]])
    return {"border_gap": _layer(pairs.round(BORDER_DIGITS), _shapes(pairs), ground.working),
            "border_summary": summary.round(BORDER_DIGITS)}


def _pairs(ground: Ground, level: str, measure: str) -> pd.DataFrame:
    """Neighbours across the border at a level; none where nothing is known on one of its sides."""
    frame, core = ground.region.levels[level], ground.asked.core
    inside = ((frame["province"] == core) | (frame["code"] == core)).to_numpy()
    known = frame[measure].notna() if measure in frame else pd.Series(False, index=frame.index)
    places = frame[["code", "name_zh", "province"]].rename(columns={"name_zh": "name"}).reset_index(drop=True)
    places["province"] = places["province"].where(places["province"] != "", places["code"])
    if not (known & inside).any() or not (known & ~inside).any():
        return pd.DataFrame(columns=["gap", "border_m"], dtype=float)
    return border_pairs(places, _flat(frame, ground.working), inside, frame[measure].to_numpy(np.float64),
                        catalogue()["border"]["tolerance_m"], ground.working)


def write_template(target: Path) -> None:
    """The table of mega-city regions to fill in: their cities with codes, and those people of 2020 that are bundled."""
    with outputs.whole_file(target) as part:
        part.write_bytes(paths.resource("data/mega_regions_template.csv").read_bytes())


def set_part(ground: Ground, job: Job) -> Frames:
    """Table `sets`: each set of units of the plan against the rest."""
    frame = ground.region.levels["units"]
    amounts = [one.name for one in ground.region.measures if one.kind == "amount" and one.name != AREA]
    ratios = {"density": (PEOPLE, AREA, 1.0)} if PEOPLE in amounts else {}
    if PEOPLE in amounts and GDP in amounts:
        ratios["gdp_per_head"] = (GDP, PEOPLE, YUAN)
    made = []
    for one in ground.plan.sets:
        found = compare(frame.reset_index(drop=True), one.members, amounts, ratios)
        if found.missing:
            job.warn("sets-missing", {"codes": found.missing}, name=one.name, count=len(found.missing),
                     codes=job.listed(found.missing))
        if found.rows["units_in_part"].iloc[0]:
            found.rows.insert(0, "set_id", one.code)
            found.rows.insert(1, "set_name", one.name)
            found.rows.insert(2, "standing", one.standing)
            made.append(found.rows)
    return {"sets": pd.concat(made, ignore_index=True).round(6)} if made else {}


def mega_part(ground: Ground, job: Job) -> Frames:
    """Table `mega_regions`, where a table of their cities is given; the plan's region first, if the table lacks it."""
    cities = ground.asked.cities
    if cities is None:
        return {}
    called = catalogue()["mega"]["own"]
    if not any(name.casefold() in str(region).casefold() for region in cities["region"] for name in called):
        own = ground.region.levels["cities"].reset_index(drop=True)
        frame = pd.DataFrame({"region": called[0] if job.language == "zh" else called[1], "name": own["name_zh"]})
        for name in (PEOPLE, GDP, AREA):
            frame[name] = own.get(name, np.nan)
        cities = pd.concat([frame, cities], ignore_index=True)
        job.warn("mega-own", path=ground.region.joined.table.title, count=len(frame))
    return {"mega_regions": mega_regions(cities)}
