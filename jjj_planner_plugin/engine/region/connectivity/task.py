"""Task `connectivity`: flows between places as a network, against gravity, and against the plan's axes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ... import outputs, recipes
from ...geodesy import LONLAT
from ...messages import EngineError
from ...protocol import Job
from ...sources import split_reference
from ..plan_tables import BUNDLED
from . import tables
from .flows import Flows, table_flows
from .ground import Ground, read_ground
from .masses import read_masses
from .modelled import modelled_flows
from .network import Network, network

LAYERS = {"links": "LineString", "places": "Point", "axis_loads": "LineString"}
TABLES = ("flows", "inside_across", "provinces", "zones", "axes", "uncovered", "gravity_fit", "summary", "not_used")
FIRST = ("flow_kind", "year", "rank")
NAMES = {
    "kind": "flow_kind", "value": "flow", "value_forth": "flow_forth", "value_back": "flow_back", "net": "net_flow",
    "value_per_km": "flow_per_km", "share": "flow_share", "cumulative": "flow_cumulative", "shared": "flow_shared",
    "expected": "flow_expected", "expected_share": "flow_expected_share", "residual": "flow_residual",
    "level": "group_level", "links": "link_count", "axes": "axis_ids", "people": "mass", "flow": "flow_text",
    "largest_share": "largest_flow_share", "largest_name": "largest_flow_name", "measure": "link_measure",
    "amount": "link_figure", "model": "fit_model", "term": "fit_term", "row": "table_row", "reason": "flow_reason",
    "detail": "reason_detail", "strong": "strong_link", "covered": "on_axis", "little": "carries_little",
}
"""What fields are called in the result, where another result has one of that name with another meaning."""


def connectivity(
    flows: str | None, source: str, origin_field: str | None, destination_field: str | None, value_field: str | None,
    kind_field: str | None, year_field: str | None, kind: str | None, year: float | None, level: str, doubles: str,
    plan: str, masses: str | None, mass_field: str | None, axes: str | None, axis_field: str | None,
    axis_km: float | None, extensions: bool, output: str, job: Job,
) -> dict[str, Any]:
    """Layers LAYERS and tables TABLES; those without a row are not written. Each kind and year is a network of its own.

    Raises EngineError as `table_flows`, `read_ground` and `read_masses` do, and links-no-flows, links-no-mass-field.
    """
    given = [split_reference(one)[0] for one in (flows, plan, masses, axes) if one and one != BUNDLED]
    target = outputs.check_target(output, (".gpkg",), given, (*LAYERS, *TABLES))
    if source == "flows" and flows is None:
        raise EngineError("links-no-flows")
    if masses and not mass_field:
        raise EngineError("links-no-mass-field", path=masses)
    job.progress(0.02, "reading", what=Path(plan).name)
    ground = read_ground(plan, axes, axis_field, axis_km, job)
    known = read_masses(masses, str(mass_field), job) if masses else None
    job.progress(0.1, "links-reading")
    if source == "modelled" or flows is None:
        found = modelled_flows(ground, known, job)
    else:
        fields = {"origin": origin_field, "destination": destination_field, "value": value_field, "kind": kind_field,
                  "year": year_field}
        found = table_flows(flows, fields, level, kind, None if year is None else int(year), doubles, job)
    nets = _networks(found, extensions, ground, known, job)
    frames = _frames(nets, ground, found)
    job.progress(0.9, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        for name, frame in frames.items():
            outputs.write_layer(frame, part, name, LAYERS.get(name))
    params = {
        "flows": flows, "source": source, "origin_field": origin_field, "destination_field": destination_field,
        "value_field": value_field, "kind_field": kind_field, "year_field": year_field, "kind": kind, "year": year,
        "level": level, "doubles": doubles, "plan": plan, "masses": masses, "mass_field": mass_field, "axes": axes,
        "axis_field": axis_field, "axis_km": axis_km, "extensions": extensions, "output": str(target)}
    return _told(target, params, found, nets, frames, ground)


def _networks(
    found: Flows, extensions: bool, ground: Ground, masses: pd.Series[float] | None, job: Job
) -> list[Network]:
    """A network for each kind and year, in their order; what kinds there are is said, since they are never added up."""
    made = []
    pairs = list(found.frame.groupby(["kind", "year"], sort=True))
    if len(pairs) > 1:
        job.warn("links-several", count=len(pairs),
                 some=job.listed([f"{kind} {year or ''}".strip() or "—" for (kind, year), _ in pairs], 6))
    for place, ((kind, year), frame) in enumerate(pairs):
        job.progress(0.15 + 0.7 * place / len(pairs), "links-network", what=f"{kind} {year or ''}".strip() or "—")
        inside = float(found.inside.get((kind, year), 0.0))
        made.append(network(kind, int(year), frame, inside, found.modelled, extensions, ground, masses, job))
    if not found.modelled:
        _tell_one_way(found.frame, job)
        present = {*found.frame["origin_code"], *found.frame["destination_code"]}
        absent = ground.cities[~ground.cities.index.isin(present)]
        if len(absent):
            job.warn("links-cities-absent", count=len(absent), some=job.listed(list(absent["name"]), 13))
    return made


def _tell_one_way(frame: pd.DataFrame, job: Job) -> None:
    """Where no pair has flows both ways, the table may have each pair once: in and out then mean nothing."""
    ways = set(zip(frame["kind"], frame["year"], frame["origin_code"], frame["destination_code"]))
    if len(ways) > 1 and not any((kind, year, b, a) in ways for kind, year, a, b in ways):
        job.warn("links-one-way", count=len(ways))


def _frames(nets: list[Network], ground: Ground, found: Flows) -> dict[str, pd.DataFrame]:
    """Layers and tables by name; those without a row are left out, `links` and `places` always have some."""
    linked = [tables.links(net, ground.axes) for net in nets]
    makers: dict[str, Callable[[Network], pd.DataFrame]] = {
        "places": lambda net: tables.places(net, ground.axes),
        "axis_loads": lambda net: tables.axis_loads(net, ground.axes),
        "flows": tables.flows, "inside_across": tables.inside_across,
        "provinces": lambda net: tables.groups(net, "province", len(nets) > 1),
        "zones": lambda net: tables.groups(net, "zone", len(nets) > 1),
        "axes": lambda net: tables.axis_table(net, ground.axes), "gravity_fit": tables.gravity_fit}
    made = {"links": _joined(linked), **{name: _joined([make(net) for net in nets]) for name, make in makers.items()}}
    bare = made["links"][made["links"]["covered"] == 0]
    made["uncovered"] = bare.drop(columns=["geometry", "axes", "covered", "link_class"])
    made["summary"] = _joined([tables.summary(net, links) for net, links in zip(nets, linked)])
    made["not_used"] = found.not_used
    frames = {}
    for name, frame in made.items():
        if len(frame):
            frame = frame.rename(columns=NAMES)
            ordered = frame[[*(head for head in FIRST if head in frame), *frame.columns.difference(FIRST, sort=False)]]
            ordered = ordered.assign(modelled=int(found.modelled)) if name in ("links", "places") else ordered
            ordered = _rounded(ordered)
            frames[name] = gpd.GeoDataFrame(ordered, geometry="geometry", crs=LONLAT) if name in LAYERS else ordered
    return frames


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Years as whole numbers that may be empty; floats to nine significant places behind the point."""
    frame = frame.copy()
    if "year" in frame:
        frame["year"] = pd.array([year or None for year in frame["year"]], dtype="Int64")
    floats = frame.select_dtypes("float").columns
    frame[floats] = frame[floats].round(9)
    return frame


def _told(
    target: Path, params: dict[str, Any], found: Flows, nets: list[Network], frames: dict[str, pd.DataFrame],
    ground: Ground,
) -> dict[str, Any]:
    """The task's result, with its recipe beside the output."""
    recipe = recipes.recipe("connectivity", params, ground.inputs, None)
    recipe["modelled"] = found.modelled
    for name in ("flows", "masses"):
        if params[name] and not (name == "flows" and found.modelled):
            recipe["inputs"].append(_file(params[name], int(found.frame["rows"].sum()) + len(found.not_used)))
    there = {name: name in frames for name in (*LAYERS, *TABLES)}
    return {
        "output": str(target), **there, "modelled": found.modelled, "networks": len(nets),
        "link_count": len(frames["links"]), "place_count": len(frames["places"]), "left_out": len(found.not_used),
        "boundary_set": None, "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _file(reference: str, count: int) -> dict[str, Any]:
    """A table's line in a recipe."""
    path, layer = split_reference(reference)
    return {"path": path, "layer": layer or "", "crs": None, "features": count, "used": count, "repaired": 0}
