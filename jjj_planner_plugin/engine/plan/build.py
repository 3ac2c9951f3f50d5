"""Task `create_plan`: the plan file with all its tables, from the facts and the units."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pandas as pd

from ... import paths
from .. import outputs, recipes
from ..geodesy import LONLAT, area_m2, length_m
from ..protocol import Job, versions
from ..sources import read_bundled
from . import facts, structures
from .facts import Row
from .schema import fields, geometry_type, schema, table, uid
from .units import Units, bundled, own, provinces


def create_plan(
    output: str, units: str, unit_code_field: str | None, scheme: str, title: str, job: Job
) -> dict[str, Any]:
    """Make the plan file. Counts, zone areas (km², ellipsoidal) and axis lengths (km) are in the result.

    Raises EngineError as `units.own` does, and what `check_target` refuses.
    """
    target = outputs.check_target(output, (".gpkg",), [units.split("|")[0]], schema()["tables"])
    chosen = bundled(scheme) if units == "bundled" else own(units, unit_code_field, scheme, job)
    job.progress(0.3, "building", what=title)
    rows = _rows(chosen, scheme, job)
    params = {"output": str(target), "units": units, "unit_code_field": unit_code_field,
              "scheme": scheme, "title": title}
    recipe = recipes.recipe("create_plan", params, [chosen.source] if chosen.source else [], None)
    recipe["boundary_set"] = chosen.boundary_set
    rows["plan_info"] = [_plan_info(title, scheme, chosen.boundary_set, job.language)]
    rows["runs"] = [_run(recipe, chosen)]
    tables = {name: table(name, rows[name]) for name in schema()["tables"]}
    with outputs.whole_file(target) as part:
        for number, (name, frame) in enumerate(tables.items()):
            job.progress(0.5 + 0.5 * number / len(tables), "writing", what=name)
            outputs.write_layer(frame, part, name, geometry_type(name))
    return {"output": str(target), "boundary_set": chosen.boundary_set, "findings": chosen.findings,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"],
            **_figures(tables)}


def _rows(units: Units, scheme: str, job: Job) -> dict[str, list[Row]]:
    """The rows of every table but plan_info and runs."""
    axes = facts.axes()
    axis_uids = {row["axis_id"]: uid("axes", row["key"]) for row in axes}
    policies, members = facts.policies(), structures.set_members(units)
    return {
        "core": facts.cities("core"), "twin_cities": facts.cities("twin_cities"), "nodes": facts.nodes(),
        "axes": axes, "axis_members": facts.axis_members(axis_uids), "zones": _zones(units, scheme),
        "wings": _wings(units, job), "wing_points": [], "units": units.rows, "provinces": provinces(units),
        "parks": facts.parks(), "park_areas": [], "relocations": facts.relocations(), "stations": facts.stations(),
        "catchments": _bundled_rows("catchments"), "rivers": _bundled_rows("rivers"),
        "land": _bundled_rows("land"), "policies": policies,
        "policy_places": facts.policy_places(policies, {row["key"]: uid("policies", row["key"]) for row in policies}),
        "projects": facts.projects(), "transport": [], "corridors": structures.corridors(),
        "unit_sets": structures.unit_sets(units, members), "set_members": members,
    }


def _zones(units: Units, scheme: str) -> list[Row]:
    return [row | {"geometry": units.union("zone_id", {row["zone_id"]})} for row in facts.zones(scheme)]


def _wings(units: Units, job: Job) -> list[Row]:
    """The wings as unions of their whole host counties."""
    present = {row["adcode"] for row in units.rows}
    rows = []
    for row in facts.wings():
        hosts = set(row["host_adcodes"].split(","))
        if hosts - present:
            job.warn("wing-incomplete", name=row["name_zh"], codes=", ".join(sorted(hosts - present)))
        rows.append(row | {"geometry": units.union("adcode", hosts)})
    return rows


def _bundled_rows(layer: str) -> list[Row]:
    """A bundled layer's rows, keyed by their order (the bundled file never changes within a version)."""
    known = set(fields(layer)) | {"geometry"}
    records = read_bundled(layer).to_dict("records")
    return [
        {"key": number, **{name: value for name, value in record.items() if name in known}}
        for number, record in enumerate(records)
    ]


def _plan_info(title: str, scheme: str, boundary_set: str, language: str) -> Row:
    return {"key": "plan", "name_zh": title, "title": title, "schema_version": schema()["schema_version"],
            "scheme": scheme, "scenario": "基准" if language == "zh" else "Baseline", "boundary_set": boundary_set,
            "plugin_version": paths.version(), "created": _now()}


def _run(recipe: dict[str, Any], units: Units) -> Row:
    """The plan's first run: its own making, with what was found about the units."""
    return {"key": "create_plan", "task": "create_plan", "started": _now(), "boundary_set": units.boundary_set,
            "params": _json(recipe["params"]), "inputs": _json(recipe["inputs"]), "versions": _json(versions()),
            "result": _json({"findings": units.findings})}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _now() -> pd.Timestamp:
    return pd.Timestamp(datetime.now(timezone.utc).replace(tzinfo=None)).floor("s")


def _figures(tables: dict[str, Any]) -> dict[str, Any]:
    zones, axes = tables["zones"], tables["axes"]
    shown = zones[zones.geometry.notna()]
    areas = area_m2(shown.geometry.values.to_numpy(), LONLAT) / 1e6
    return {
        "counts": {name: len(frame) for name, frame in tables.items()},
        "zone_km2": dict(zip(shown["zone_id"], (round(float(area), 1) for area in areas))),
        "axis_km": {axis: round(length_m(line) / 1000, 1) for axis, line in zip(axes["axis_id"], axes.geometry)},
    }
