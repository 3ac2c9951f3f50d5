"""Task `hour_reach`: the people, units and ground within an hour of each place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs, recipes
from ...geodesy import LONLAT, Geometries, multiple, projected, to_working
from ...jurisdictions import common_frame
from ...kernels import Floats
from ...messages import EngineError
from ...protocol import Job
from ...sources import LINE, POINT, POLYGON, Source, read, split_reference
from ..plan_tables import PlanTables, plan_file, texts_or
from .lines import Lines, catalogue, lines_of
from .network import Network, built
from .people import Counted, people_on
from .tables import DIGITS, bands_table, network_table, units_table, with_ground
from .times import GEODESIC, NETWORK, Times, drawn, times_of

TABLES = ("bands", "reached", "network")
MOST_KMH = 1000.0
MOST_SNAP_M = 10_000.0
NAMES = {"zh": ("name_zh", "name_en", "name"), "en": ("name_en", "name_zh", "name")}


def hour_reach(
    plan: str, places: str | None, minutes: list[float], lines: list[str] | None, speed_field: str | None,
    planned: bool, stations: str | None, snap_m: float, stop_m: float, access_kmh: float, assumed_kmh: float,
    population: str | None, population_layer: str | None, population_field: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Layers `bands` (ground within each time of each place, and of any), `reached` (units), `network` (lines used).

    Of every place a disc at `assumed_kmh`, and what is added along lines that carry a speed, to and from them at
    `access_kmh`. Raises EngineError as `read` does, and reach-bad-minutes, reach-bad-speed,
    reach-bad-distance, reach-no-places, unknown-field, two-populations, no-population-field, not-people.
    """
    asked = checked_minutes(minutes)
    _check_numbers(access_kmh, assumed_kmh, snap_m, stop_m)
    files = [split_reference(one)[0] for one in (*(lines or []), *filter(None, (
        places, stations, population, population_layer)))]
    target = outputs.check_target(output, (".gpkg",), [*files, plan_file(plan)], TABLES)
    tables = PlanTables(plan, job)
    towns = [read(places, (POINT,), job)] if places else _plan_places(tables)
    units = tables.table("units", (POLYGON,))
    working = common_frame([*towns, *([units] if units else [])])
    known = _lines(tables, lines, speed_field, planned, working, job)
    halts = read(stations, (POINT,), job) if stations else None
    spots = np.concatenate([_degrees(source) for source in towns])
    network = _network(known[0], spots, halts, snap_m, stop_m, access_kmh, working, job)
    times = times_of(network, spots, asked[-1] / 60, access_kmh, assumed_kmh)
    _tell(times, network, known[0], [name for _, name in _named(towns, job.language)], assumed_kmh, job)
    found = _measured(times, towns, units, asked, tables, (population, population_layer, population_field), working,
                      job)
    job.progress(0.95, "writing", what=target.name)
    _write(found, known[0], network, working, target)
    params = {"plan": plan, "places": places, "minutes": asked, "lines": lines, "speed_field": speed_field,
              "planned": planned, "stations": stations, "snap_m": snap_m, "stop_m": stop_m, "access_kmh": access_kmh,
              "assumed_kmh": assumed_kmh, "population": population, "population_layer": population_layer,
              "population_field": population_field, "output": str(target)}
    own = [*(towns if places else []), *known[1], *([halts] if halts else [])]
    counted = [found.counted.source] if found.counted.source else []
    recipe = recipes.recipe("hour_reach", params, [*own, *tables.sources, *counted], working)
    return {"output": str(target), "places": len(spots), "by_network": int(times.by_network.sum()),
            "methods": {NETWORK: int(times.by_network.sum()), GEODESIC: int((~times.by_network).sum())},
            "network": known[0] is not None, "reached": units is not None, "any": found.any_row(),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def checked_minutes(minutes: Sequence[float]) -> list[float]:
    """In their order, each once. Raises reach-bad-minutes."""
    most = float(catalogue()["most_minutes"])
    wrong = next((one for one in minutes if not (math.isfinite(one) and 0 < one <= most)), None)
    if wrong is not None or not minutes:
        raise EngineError("reach-bad-minutes", found="—" if wrong is None else f"{wrong:g}", most=f"{most:g}")
    return sorted(set(minutes))


def _check_numbers(access_kmh: float, assumed_kmh: float, snap_m: float, stop_m: float) -> None:
    for speed in (access_kmh, assumed_kmh):
        if not (math.isfinite(speed) and 0 < speed <= MOST_KMH):
            raise EngineError("reach-bad-speed", found=f"{speed:g}", most=f"{MOST_KMH:g}")
    for distance in (snap_m, stop_m):
        if not (math.isfinite(distance) and 0 <= distance <= MOST_SNAP_M):
            raise EngineError("reach-bad-distance", found=f"{distance:g}", most=f"{MOST_SNAP_M:g}")


def _plan_places(tables: PlanTables) -> list[Source]:
    found = [tables.table(name, (POINT,)) for name in ("twin_cities", "nodes")]
    places = [source for source in found if source is not None]
    if not places:
        raise EngineError("reach-no-places")
    return places


def _degrees(source: Source) -> Floats:
    """Longitude and latitude of each feature, (n, 2); of several points their middle."""
    return np.asarray(shapely.get_coordinates(
        shapely.centroid(projected(source.geometries, source.crs, LONLAT))), dtype=np.float64)


def _named(sources: Sequence[Source], language: str) -> list[tuple[str, str]]:
    """The code and name of each place."""
    named = []
    for source in sources:
        codes, names = texts_or(source, ("adcode", "uid")), texts_or(source, NAMES[language])
        named += [(code or str(fid), name or code or str(fid))
                  for code, name, fid in zip(codes, names, source.frame.index)]
    return named


def _lines(
    tables: PlanTables, lines: list[str] | None, speed_field: str | None, planned: bool, working: CRS, job: Job
) -> tuple[Lines | None, list[Source]]:
    """The lines given, else those of the plan; and those of the planner's own layers."""
    own = [read(reference, (LINE,), job) for reference in lines or []]
    of_plan = tables.table("transport", (LINE,)) if not own else None
    sources = own or ([of_plan] if of_plan is not None else [])
    return lines_of(sources, speed_field if own else None, planned, working, job), own


def _network(
    lines: Lines | None, spots: Floats, halts: Source | None, snap_m: float, stop_m: float, access_kmh: float,
    working: CRS, job: Job
) -> Network | None:
    if lines is None or not len(lines.used):
        return None
    job.progress(0.1, "reach-building", count=len(lines.used))
    stops = spots if halts is None else np.concatenate([spots, _degrees(halts)])
    return built(lines, stops, snap_m, stop_m, access_kmh, halts is None, working)


def _tell(
    times: Times, network: Network | None, lines: Lines | None, names: list[str], assumed_kmh: float, job: Job
) -> None:
    """By which way each place is reckoned, what was joined, and which lines are islands."""
    straight = [name for name, by in zip(names, times.by_network) if not by]
    if network is None:
        job.warn("reach-no-lines", kmh=f"{assumed_kmh:g}", lines=0 if lines is None else len(lines.table))
        return
    if len(straight) < len(names):
        job.warn("reach-added", count=len(names) - len(straight), kmh=f"{assumed_kmh:g}",
                 access=f"{times.access_kmh:g}")
    if straight:
        job.warn("reach-straight", count=len(straight), names=job.listed(straight), kmh=f"{assumed_kmh:g}")
    if network.joined:
        job.warn("reach-joined", count=network.joined, metres=f"{network.widest_m:.1f}")
    islands = np.unique(network.line_part[network.line_part >= 0])
    if len(islands) > 1 and lines is not None:
        cut = (network.line_part >= 0) & (network.line_part != islands[0])
        job.warn("reach-islands", parts=len(islands), count=int(cut.sum()),
                 km=f"{lines.table['length_m'][cut].sum() / 1000:.1f}")


class Measured:
    """Bands and units with their shapes in the working frame, and where the people come from."""

    def __init__(self, bands: pd.DataFrame, shapes: Geometries, reached: pd.DataFrame | None,
                 units: Geometries | None, counted: Counted) -> None:
        self.bands, self.shapes, self.reached, self.units, self.counted = bands, shapes, reached, units, counted

    def any_row(self) -> dict[str, Any]:
        """What any place reaches in the longest time."""
        row = self.bands.iloc[-1]
        kept = ("minutes", "people", "share_of_people", "units_reached", "share_of_units", "share_of_area")
        return {key: None if pd.isna(row[key]) else float(row[key]) for key in kept}


def _measured(
    times: Times, towns: list[Source], units: Source | None, minutes: list[float], tables: PlanTables,
    population: tuple[str | None, str | None, str | None], working: CRS, job: Job
) -> Measured:
    codes, names = (list(some) for some in zip(*_named(towns, job.language)))
    bands = bands_table(codes, names, times, minutes, job.language)
    shapes = []
    for place in range(len(codes)):
        job.progress(0.2 + 0.3 * place / len(codes), "reach-drawing", what=names[place])
        shapes += [times.reached(place, minute / 60, working) for minute in minutes]
    shapes += [shapely.union_all(shapes[place::len(minutes)]) for place in range(len(minutes))]
    bands["assumed_kmh"] = times.assumed_kmh
    bands["access_kmh"] = np.where(bands["reckoned"] == GEODESIC, np.nan, times.access_kmh)
    ground = None if units is None else to_working(units.geometries, units.crs, working)
    bands, share, inside = with_ground(bands, drawn(shapes), ground, working, job)
    region = [] if ground is None else [shapely.union_all(ground)]
    counted = people_on(drawn([*inside, *region]), working, tables, *population, job)
    bands["people"] = counted.people[:len(bands)]
    whole = counted.people[-1] if region else np.nan
    bands["share_of_people"] = bands["people"] / whole if whole else np.nan
    reached = None
    if units is not None and ground is not None:
        inner = projected(np.asarray(shapely.point_on_surface(ground), dtype=object), working, LONLAT)
        hours = times.to_points(shapely.get_coordinates(inner))
        reached = units_table(texts_or(units, ("adcode", "code_1999", "uid")), texts_or(units, NAMES[job.language]),
                              share, bands, hours, names)
    return Measured(bands, drawn(shapes), reached, ground, counted)


def _write(found: Measured, lines: Lines | None, network: Network | None, working: CRS, target: Path) -> None:
    """The widest band first, so that the narrower lie on it; in LONLAT."""
    order = np.argsort(-found.bands["minutes"].to_numpy(), kind="stable")
    with outputs.whole_file(target) as part:
        _layer(found.bands.iloc[order].reset_index(drop=True), multiple(found.shapes[order]), working, part, "bands",
               "MultiPolygon")
        if found.reached is not None and found.units is not None:
            _layer(found.reached, multiple(found.units), working, part, "reached", "MultiPolygon")
        if lines is not None:
            shapes = [shapely.multilinestrings(shapely.get_parts(shape)) for shape in lines.shapes]
            _layer(network_table(lines, network), drawn(shapes), working, part, "network", "MultiLineString")


def _layer(frame: pd.DataFrame, shapes: Geometries, working: CRS, part: Path, name: str, kind: str) -> None:
    placed = gpd.GeoDataFrame(outputs.rounded(frame, DIGITS), geometry=projected(shapes, working, LONLAT), crs=LONLAT)
    outputs.write_layer(placed, part, name, kind)
