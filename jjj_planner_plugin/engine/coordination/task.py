"""Cross-border coordination (跨界协调事项表): the task, its checks, and what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from .. import outputs, recipes
from ..geodesy import Geometries, multiple, projected, to_working
from ..intersections import intersected
from ..jurisdictions import (
    CITY,
    Jurisdictions,
    checked_tolerance,
    common_frame,
    divided,
    parts_wider_than,
    read_jurisdictions,
    told_self_overlap,
)
from ..protocol import Job
from ..shared_borders import shared_borders
from ..sources import POLYGON, read
from ..stretches import Stretch
from .constraints import Constraints, read_constraints
from .matrix import COLUMNS, matrix
from .places import NOWHERE, Borders, Ground, Place, across_border, areas_of, on_constraint
from .rules import ACROSS, ON, Rules, read_rules

PLACES = ("place", "rule", "rule_zh", "rule_en", "a_code", "a_name", "a_class", "b_code", "b_name", "b_class",
          "constraint", "feature_name", "why", "within_m", "area_m2", "area_ha", "a_area_m2", "b_area_m2")
NUMBERS = {"within_m": 3, "area_m2": 3, "area_ha": 7, "a_area_m2": 3, "b_area_m2": 3}  # with their decimals
AND = "、"  # between the classes of one place


def coordination_matrix(
    plan_layer: str, plan_class: str | None, jurisdictions: str, jurisdiction_field: str | None,
    constraints: list[str] | None, constraint_names: list[str] | None, constraint_fields: list[str] | None,
    rules: str | None, tolerance_m: float, output: str, job: Job,
) -> dict[str, Any]:
    """Task `coordination_matrix`: table `matrix` and layer `places` (a polygon each, with the rule and both sides).

    An empty constraint is ground on none of them, an empty code ground outside all jurisdictions. Raises
    EngineError as `read` does, and bad-rules-file, bad-rule, names-differ, names-twice, no-unit-field,
    unknown-field, null-class, bad-border-tolerance.
    """
    known = read_rules(rules, plan_class)
    checked_tolerance(tolerance_m)
    files = [reference.split("|")[0] for reference in (plan_layer, jurisdictions, *(constraints or []))]
    target = outputs.check_target(output, (".gpkg",), files, ("places", "matrix"))
    plan = read(plan_layer, (POLYGON,), job)
    kinds = plan.classes(plan_class, job).to_numpy(dtype=object)
    units = read_jurisdictions(jurisdictions, jurisdiction_field, CITY, job)
    limits = read_constraints(constraints or [], constraint_names, constraint_fields, job)
    working = common_frame([plan, units.source, *limits.sources])
    limits.move(working)
    shapes = to_working(plan.geometries, plan.crs, working)
    told_self_overlap("plan-self-overlap", plan, shapes, job)
    pieces = divided(shapes, units, working, Stretch(job, 0.1, 0.35))
    pieces["plan_class"] = kinds[pieces["position"].to_numpy()]
    on = intersected(pieces["geometry"].to_numpy(dtype=object), limits.shapes, Stretch(job, 0.35, 0.6), keep=True)
    table = matrix(pieces, on, limits.shapes, limits.label)
    table["name"] = table["code"].map(units.names).fillna("")
    grounds = _grounds(pieces, on, tolerance_m)
    places = _places(grounds, limits, units, known, (working, tolerance_m), Stretch(job, 0.6, 0.95))
    job.progress(0.95, "writing", what=target.name)
    _write(table[list(COLUMNS)], places, working, plan.crs, target)
    params = {"plan_layer": plan_layer, "plan_class": plan_class, "jurisdictions": jurisdictions,
              "jurisdiction_field": jurisdiction_field, "constraints": constraints,
              "constraint_names": constraint_names, "constraint_fields": constraint_fields, "rules": rules,
              "tolerance_m": tolerance_m, "output": str(target)}
    recipe = recipes.recipe("coordination_matrix", params, [plan, *units.sources, *limits.sources], working)
    return {"output": str(target), "rows": len(table), "places": len(places),
            "boundary_set": None if units.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _grounds(pieces: pd.DataFrame, on: pd.DataFrame, tolerance_m: float) -> tuple[Ground, Ground]:
    """The plan's ground by jurisdiction, and the same on each constraint feature, without slivers."""
    at = on["left"].to_numpy()
    return (
        _ground(pieces, pieces["geometry"].to_numpy(dtype=object), np.full(len(pieces), NOWHERE), tolerance_m),
        _ground(pieces.iloc[at], on["geometry"].to_numpy(dtype=object), on["right"].to_numpy(), tolerance_m),
    )


def _ground(pieces: pd.DataFrame, shapes: Geometries, area: Any, tolerance_m: float) -> Ground:
    parts, piece = parts_wider_than(shapes, tolerance_m)
    code, kind = (pieces[name].to_numpy(dtype=object)[piece] for name in ("code", "plan_class"))
    return Ground(parts, code, kind, area[piece]).only(code != "")


def _places(
    grounds: tuple[Ground, Ground], limits: Constraints, units: Jurisdictions, rules: Rules,
    frame: tuple[CRS, float], job: Job,
) -> pd.DataFrame:
    """All places, numbered within their rule: by the two jurisdictions, the constraint, the largest first."""
    working, tolerance_m = frame
    borders = _borders(units, rules, working, tolerance_m, job)
    rows: list[dict[str, Any]] = []
    small: list[dict[str, Any]] = []
    for number, rule in enumerate(rules.rules):
        job.progress(number / len(rules.rules), "applying-rule", rule=rule["id"])
        if rule["kind"] == ON:
            found = _upstream(rule, grounds[1], limits, units, rules, job)
        else:
            side = grounds[0] if rule["kind"] == ACROSS else _on_areas(grounds[1], rule, limits, rules)
            places = across_border(rule, side, borders, rules, working)
            found = (_row(place, limits, units.names, {}) for place in places)
        listed: list[dict[str, Any]] = []
        for row in found:
            (listed if row["area_m2"] >= rules.smallest_m2(rule) else small).append(row)
        listed.sort(key=lambda row: (row["a_code"], row["b_code"], row["position"], -row["area_m2"], row["bounds"]))
        rows += [{**row, "place": f"{rule['id']}-{count:04d}", "rule": rule["id"], "rule_zh": rule["zh"],
                  "rule_en": rule["en"], "within_m": float(rule.get("within_m", 0))}
                 for count, row in enumerate(listed, start=1)]
    if small:
        job.warn("places-small", count=len(small), area_m2=f"{sum(row['area_m2'] for row in small):.0f}")
    return pd.DataFrame(rows, columns=[*PLACES, "geometry"]).astype(dict.fromkeys(NUMBERS, float))


def _borders(units: Jurisdictions, rules: Rules, working: CRS, tolerance_m: float, job: Job) -> Borders:
    """The border of each two jurisdictions that have one; only asked for where a rule needs it."""
    if all(rule["kind"] == ON for rule in rules.rules):
        return {}
    codes, whole = units.dissolved(working)
    found = shared_borders(whole, tolerance_m)
    if found.empty:
        job.warn("no-shared-borders", layer=units.source.title, field=units.field, count=len(codes))
    return {
        (codes[left], codes[right]): shapely.union_all(lines.to_numpy())
        for (left, right), lines in found.groupby(["left", "right"])["geometry"]
    }


def _on_areas(ground: Ground, rule: dict[str, Any], limits: Constraints, rules: Rules) -> Ground:
    """The ground on the constraints that the rule speaks of."""
    meant = np.array([rules.is_on(rule["constraint"], label) for label in limits.label], dtype=bool)
    return ground.only(meant[ground.area])


def _upstream(
    rule: dict[str, Any], ground: Ground, limits: Constraints, units: Jurisdictions, rules: Rules, job: Job
) -> Iterator[dict[str, Any]]:
    """Rows of a rule `on-constraint`. Whether a code lies within another's can only be told of adcodes."""
    served = limits.served(rule, rules)
    coded = all(code.isdigit() for code in units.names)
    if not coded and any(code.isdigit() and code not in units.names for code, _ in served.values()):
        job.warn("rule-needs-codes", rule=rule["id"], layer=units.source.title, field=units.field)
        return
    codes = {position: code for position, (code, _) in served.items()}
    for place in on_constraint(ground.of(rule["plan_class"], rules), codes, units.belongs):
        yield _row(place, limits, units.names, served[place.area][1])


def _row(place: Place, limits: Constraints, names: dict[str, str], said: dict[str, str]) -> dict[str, Any]:
    a_m2, b_m2 = place.a_shape.area, place.b_shape.area
    shape = areas_of(np.array([shapely.union(place.a_shape, place.b_shape)], dtype=object))[0]
    on = place.area != NOWHERE
    return {
        "a_code": place.a, "a_name": names[place.a], "a_class": AND.join(sorted(place.a_kinds)),
        "b_code": place.b, "b_name": names.get(place.b) or said.get("zh") or place.b,
        "b_class": AND.join(sorted(place.b_kinds)), "position": place.area, "bounds": shape.bounds,
        "constraint": limits.label[place.area] if on else "", "feature_name": limits.name[place.area] if on else "",
        "why": said.get("why", ""), "area_m2": a_m2 + b_m2,
        "area_ha": (a_m2 + b_m2) / 10_000, "a_area_m2": a_m2, "b_area_m2": b_m2, "geometry": shape,
    }


def _write(table: pd.DataFrame, places: pd.DataFrame, working: CRS, crs: CRS, target: Path) -> None:
    shapes = multiple(projected(places["geometry"].to_numpy(dtype=object), working, crs))
    layer = gpd.GeoDataFrame(outputs.rounded(places[list(PLACES)], NUMBERS), geometry=shapes, crs=crs)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "places", "MultiPolygon")
        outputs.write_layer(table, part, "matrix")
