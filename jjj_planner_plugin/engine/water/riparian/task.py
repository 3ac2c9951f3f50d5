"""Task `riparian_buffers`: strips along rivers and around lakes, and what they have in common with other layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from pyproj import CRS

from ... import outputs, recipes
from ...geodesy import overlay_crs, to_working
from ...jurisdictions import UNIT, read_jurisdictions
from ...messages import EngineError
from ...protocol import Job
from ...sources import POLYGON, Source, read, split_reference
from .followed import Followed, followed, whole_rivers
from .intakes import Intake, onto_lakes, read_intakes
from .layers import TABLES, table_of, write
from .overlaps import overlaps, read_with
from .rivers import BUNDLED, Rivers, direct, read_rivers
from .rules import Rules, catalogue, chosen_rules
from .shores import Lakes, lake_strips, placed, read_lakes
from .strips import Strip, river_strips

MOST_SNAP_M, MOST_TOLERANCE_M = 50_000.0, 1000.0


@dataclass
class Made:
    """What a run makes: strips in the working frame, and rows of the layers `reaches` and `intakes`."""

    intakes: list[Intake]
    strips: list[Strip] = field(default_factory=list)
    reaches: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Water:
    """What strips go along and around."""

    rivers: Rivers | None
    lakes: Source | None

    @property
    def sources(self) -> list[Source]:
        """The layers, the rivers first."""
        return [source for source in (self.rivers.source if self.rivers else None, self.lakes) if source]

    @property
    def own(self) -> list[Source]:
        """Those that are not bundled: inputs of a recipe."""
        return self.sources if self.rivers is None or self.rivers.own else self.sources[1:]


def riparian_buffers(
    rivers: str | None, lakes: str | None, intakes: str | None, intake_point: list[float] | None, preset: str | None,
    width_m: float | None, strip_class: str, side: str, half_width_m: float, river_width_field: str | None,
    up_m: float | None, down_m: float | None, snap_m: float, tolerance_m: float, direction: str,
    direction_field: str | None, heights: str, dissolve: str, catchments: str | None, with_layers: list[str] | None,
    with_names: list[str] | None, with_fields: list[str] | None, jurisdictions: str, jurisdiction_field: str | None,
    output: str, job: Job,
) -> dict[str, Any]:
    """Layers `strips`, `reaches`, `intakes` in the CRS of the rivers (else the lakes), and table `overlaps`.

    `strips`: a polygon for each river, lake or intake, class (first, second, core, own) and part (water, land).
    Raises EngineError as `read` does, as `chosen_rules`, `read_rivers` and `onto_rivers` do, and
    riparian-bad-snap, riparian-bad-tolerance, riparian-nothing.
    """
    params = {name: value for name, value in locals().items() if name != "job"}
    files = (rivers, lakes, intakes, catchments, heights, jurisdictions, *(with_layers or []))
    target = outputs.check_target(output, (".gpkg",), [split_reference(name)[0] for name in files if name], TABLES)
    _check(snap_m, tolerance_m)
    given, points = read_intakes(intakes, intake_point, job)
    rules = chosen_rules(preset, width_m, up_m, down_m, strip_class, bool(given), lakes is not None, job)
    water = _read_water(rivers, lakes, rules, half_width_m, river_width_field, job)
    others = read_with(with_layers, with_names, with_fields, job)
    whose = read_jurisdictions(jurisdictions, jurisdiction_field, UNIT, job)
    limits = _read_limits(catchments, rules, job)
    working = overlay_crs([(_extent(source), source.crs) for source in water.sources])
    lake = placed(water.lakes, working) if water.lakes else None
    made = Made(given)
    if water.rivers:
        if "intakes" in rules.around or side != "both":
            direct(water.rivers, direction, direction_field, heights, job)
        _along(water.rivers, lake, rules, made, (side, snap_m, tolerance_m), working, job)
    if lake and "lakes" in rules.around:
        mine = onto_lakes(given, lake.shapes, working, snap_m, job) if given and not water.rivers else []
        for intake in mine:
            intake.told = {"river": lake.names[intake.lake]}
        basins = to_working(limits.geometries, limits.crs, working) if limits else None
        made.strips += lake_strips(lake, rules, mine, basins, working, job)
    strips = table_of(made.strips, rules, dissolve)
    table = overlaps(strips, others, whose, working, job)
    job.progress(0.9, "writing", what=target.name)
    write(strips, made.reaches, made.intakes, table, working, water.sources[0].crs, target)
    inputs = [one for one in (*water.own, points, limits, *(one.source for one in others), *whose.sources) if one]
    recipe = recipes.recipe("riparian_buffers", params | {"output": str(target)}, inputs, working) | rules.told()
    recipe["network_used"] = {name: catalogue()["network"][name] for name in ("far_m", "clear_fall_m")}
    return {"output": str(target), "strips": len(strips), "reaches": len(made.reaches), "intakes": len(given),
            "overlaps": len(table), "boundary_set": recipes.BUNDLED, **rules.told(),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _read_water(
    rivers: str | None, lakes: str | None, rules: Rules, half_width_m: float, width_field: str | None, job: Job
) -> Water:
    """Lakes where they are given; rivers where strips go along them: the bundled ones where none are."""
    source = read_lakes(lakes, job) if lakes else None
    along = "intakes" in rules.around or ("rivers" in rules.around and (rivers or source is None))
    if rivers and not along:
        job.warn("riparian-rivers-unused", layer=rivers)
    return Water(read_rivers(rivers or BUNDLED, rules, half_width_m, width_field, job) if along else None, source)


def _check(snap_m: float, tolerance_m: float) -> None:
    if not 0 < snap_m <= MOST_SNAP_M:
        raise EngineError("riparian-bad-snap", found=f"{snap_m:g}", limit_km=f"{MOST_SNAP_M / 1000:g}")
    if not 0 < tolerance_m <= MOST_TOLERANCE_M:
        raise EngineError("riparian-bad-tolerance", found=f"{tolerance_m:g}", limit_m=f"{MOST_TOLERANCE_M:g}")


def _read_limits(catchments: str | None, rules: Rules, job: Job) -> Source | None:
    """The catchments, where strips end at them."""
    if catchments is not None and not rules.watershed:
        job.warn("riparian-catchments-unused", layer=split_reference(catchments)[1] or catchments)
        return None
    return read(catchments, (POLYGON,), job) if catchments else None


def _extent(source: Source) -> tuple[float, float, float, float]:
    west, south, east, north = (float(value) for value in source.frame.total_bounds)
    return west, south, east, north


def _along(
    rivers: Rivers, lakes: Lakes | None, rules: Rules, made: Made, how: tuple[str, float, float], working: CRS, job: Job
) -> None:
    """The strips along rivers, one river or intake at a time; `how`: side, snap and tolerance in metres."""
    side, snap_m, tolerance_m = how
    found: Sequence[Followed] = (
        followed(rivers, rules, made.intakes, snap_m, tolerance_m, working, job) if "intakes" in rules.around
        else whole_rivers(rivers, rules, tolerance_m, working, job))
    water = lakes.together if lakes else shapely.Polygon()
    for done, one in enumerate(found):
        job.progress(0.2 + 0.15 * done / len(found), "riparian-strip", done=done + 1, total=len(found))
        made.strips += river_strips(one.stretches, rules, side, water, one.owner, working)
        made.reaches += one.reaches
