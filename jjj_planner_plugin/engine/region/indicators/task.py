"""Task `indicators`: what a plan's units, cities, zones and provinces have, and how unequal they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from ... import outputs, recipes
from ...messages import EngineError
from ...protocol import Job
from ..spatial import parts as spatial_parts
from . import tables
from .beside import SIDES, below, side_by_side, sides, sides_table
from .catalogue import GDP, PEOPLE, REGISTERED
from .join import join
from .levels import Region, region_of
from .places import Places, read_places
from .table import Asked, TableFile, ValueTable, bundled_figures, node_people, plan_figures, read_values


class Part(NamedTuple):
    """What makes some layers and tables of the result from a region.

    keys: by layer or table the columns that tell its rows apart, by which two regions are set side by side; none: the
    first region's alone; BELOW: both, one below the other.
    """

    make: Callable[[Region, Job], Mapping[str, pd.DataFrame]]
    keys: Mapping[str, tuple[str, ...]]


BELOW = ("values_of",)


PARTS: tuple[Part, ...] = (
    Part(tables.level_layers, {"units": ("code",), "cities": ("code",), "zones": ("code",), "provinces": ("code",)}),
    Part(tables.index_table, {"indices": ("area_level", "measure", "index_id", "code")}),
    Part(tables.decomposition_table, {"decomposition": ("area_level", "measure", "grouping", "term", "code")}),
    Part(tables.curves, {"rank_size": BELOW, "lorenz": BELOW}),
    Part(tables.unmatched_table, {"unmatched": BELOW}),
)
"""In the order in which they are written; a frame with a geometry is a layer, one without rows is left out."""

NAMES = (*(name for part in PARTS for name in part.keys), "compared", *spatial_parts.KEYS)


def indicators(
    plan: str, scheme: str, table: str | None, code_field: str | None, people_field: str | None,
    registered_field: str | None, gdp_field: str | None, fields: list[str] | None, kinds: dict[str, Any] | None,
    year: str | None, second_plan: str | None, second_table: str | None, second_year: str | None, output: str,
    mega_template: str | None, job: Job, **spatial: Any,
) -> dict[str, Any]:
    """The layers and tables of PARTS in one GeoPackage; with anything `second`, both side by side.

    `spatial`: the parameters of `spatial.parts.checked`, by which values are looked at in space. `mega_template`: where
    the table of mega-city regions to fill in is written.

    Raises EngineError as `read_places`, `read_values` and `join` do, and indicators-same-twice.
    """
    params = {name: value for name, value in locals().items() if name not in ("job", "spatial")} | spatial
    in_space = spatial_parts.checked(**spatial, job=job)
    named = (plan, table, second_plan, second_table, in_space.mega if in_space else None)
    read_from = [one.split("|")[0] for one in named if one not in (None, "bundled")]
    target = outputs.check_target(output, (".gpkg",), read_from, NAMES)
    template = outputs.check_target(mega_template, (".csv",), read_from) if mega_template else None
    asked = Asked(code_field, {PEOPLE: people_field, REGISTERED: registered_field, GDP: gdp_field}, fields,
                  kinds or {}, year)
    regions = [_region(read_places(plan, scheme, job), table, asked, job)]
    if second_plan or second_table or second_year:
        asked_then = Asked(asked.code_field, asked.roles, fields, asked.kinds, second_year)
        regions.append(_second(regions[0].places, (plan, table, year), (second_plan, second_table, second_year), scheme,
                               asked_then, job))
    frames = _frames(regions, _parts(in_space), job)
    _write(frames, target, job)
    if template:
        spatial_parts.write_template(template)
    read = [source for region in regions for source in [*region.places.sources, *region.joined.table.sources]]
    sources = list({id(source): source for source in read}.values())  # the first plan may be the second's too
    if in_space and in_space.mega:
        sources.append(TableFile(in_space.mega, "", len(frames["mega_regions"])))
    recipe = recipes.recipe("indicators", {**params, "output": str(target)}, sources, None)
    made = {"mega_template": str(template)} if template else {}
    return {"output": str(target), **made, **{name: len(frames[name]) if name in frames else 0 for name in NAMES},
            "values_from": [region.joined.table.title for region in regions],
            "boundary_set": None if regions[0].places.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _second(
    first: Places, one: tuple[str | None, ...], other: tuple[str | None, ...], scheme: str, asked: Asked, job: Job
) -> Region:
    """The other plan, table or year; what is not said of it is as of the first."""
    plan, table, year = other
    both = [(given or before) for given, before in zip(other, one)]
    if both == list(one):
        raise EngineError("indicators-same-twice", plan=both[0], table=both[1] or "—", year=year or "—")
    places = first if plan in (None, first.plan) else read_places(str(plan), scheme, job)
    return _region(places, both[1], asked if asked.year or table else Asked(
        asked.code_field, asked.roles, asked.fields, asked.kinds, one[2]), job)


def _region(places: Places, table: str | None, asked: Asked, job: Job) -> Region:
    """All that is known of the places, from the table, the plan's own fields, or the bundled figures."""
    job.progress(0.3, "measuring")
    values: ValueTable | None = None
    if table is not None:
        values = read_values(table, asked, job)
    elif places.own:
        values = plan_figures(places.rows, Path(places.plan).stem, asked, job)
    if values is None:
        job.warn("indicators-bundled")
        values = bundled_figures(node_people(places.plan, job) if places.own else {})
    return region_of(join(values, places, job), places, job)


def _parts(in_space: spatial_parts.Spatial | None) -> tuple[Part, ...]:
    """PARTS, and what is asked for in space."""
    if in_space is None:
        return PARTS
    return (*PARTS, Part(lambda region, job: spatial_parts.spatial_frames(region, in_space, job), spatial_parts.KEYS))


def _frames(regions: list[Region], parts: tuple[Part, ...], job: Job) -> dict[str, pd.DataFrame]:
    """What all parts make, of two regions side by side."""
    frames: dict[str, pd.DataFrame] = {}
    named = sides(regions[0], regions[1]) if len(regions) == 2 else None
    for place, part in enumerate(parts):
        job.progress(0.4 + 0.4 * place / len(parts), "measuring")
        made = [part.make(region, job) for region in regions]
        for name, keys in part.keys.items():
            found = [one[name] for one in made if name in one]
            if len(found) == 2 and keys == BELOW:
                found = [below(found, named or SIDES[job.language])]
            if len(found) == 2 and keys and all(len(frame) for frame in found):
                frames[name] = side_by_side(found[0], found[1], keys)
            elif found and len(found[0]):
                frames[name] = found[0]
    return {**frames, **sides_table(named)}


def _write(frames: dict[str, pd.DataFrame], target: Path, job: Job) -> None:
    job.progress(0.85, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        for name, frame in frames.items():
            spatial = isinstance(frame, gpd.GeoDataFrame)
            kind = str(frame.geometry.geom_type.iloc[0]) if spatial else None
            outputs.write_layer(frame, part, name, kind)
