"""Task `site_check`: one site against any control lines, zones, rings, catchments and protection strips."""

from __future__ import annotations

import math
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from .. import outputs, recipes
from ..intersections import TRACE_M2
from ..messages import LINES, POINTS, EngineError, either, note
from ..protocol import Job
from ..sources import LINE, POINT, POLYGON, Source, read
from .findings import Measured, areas, label, measure, tabulated
from .ground import Site
from .rules import Check, Rule, recognised, stated
from .tables import parcel_layer, piece_layer, summarised
from .workbook import write_workbook

TABLES = ("site_check", "site", "findings", "summary")
NAMED_BREACHES = 4  # so many are named in the conclusion


def site_check(
    site: str, controls: list[str], names: list[str] | None, rules: dict[str, Any] | None, site_name: str | None,
    tolerance_m2: float, output: str, xlsx: str | None, job: Job,
) -> dict[str, Any]:
    """All features of `site` are the site, each of them a parcel.

    The file holds the layers `site_check` (ground that a rule is about) and `site` (parcels), and the tables
    `findings` (a row per rule and class) and `summary`. Raises EngineError as `read` does, and no-controls,
    names-differ, bad-tolerance, unknown-control, bad-site-rule, rule-needs-polygons, unknown-field, null-class.
    """
    if not controls:
        raise EngineError("no-controls")
    if names is not None and len(names) != len(controls):
        raise EngineError("names-differ", names=len(names), layers=len(controls))
    if not 0 <= tolerance_m2 < math.inf:
        raise EngineError("bad-tolerance", found=f"{tolerance_m2:g}")
    files = [reference.split("|")[0] for reference in (site, *controls)]
    target = outputs.check_target(output, (".gpkg",), files, TABLES)
    workbook = outputs.check_target(xlsx, (".xlsx",), files) if xlsx else None
    source = read(site, (POLYGON,), job)
    checks = _checks(controls, names, rules, job)
    place = Site(source, site_name or source.title)
    _tell_overlaps(place, job)
    found = []
    for check in checks:
        job.progress(0.2 + 0.7 * check.number / len(checks), "checking", what=check.name)
        found.append(measure(place, check, tolerance_m2, job))
    job.progress(0.95, "writing", what=target.name)
    params = {"site": site, "controls": controls, "names": names, "rules": rules, "site_name": site_name,
              "tolerance_m2": tolerance_m2, "output": str(target), "xlsx": str(workbook) if workbook else None}
    sources = [source, *{id(check.control): check.control for check in checks}.values()]
    recipe = recipes.recipe("site_check", params, sources, place.working)
    result = _written(found, target, workbook, recipe, job)
    return {"output": params["output"], "xlsx": params["xlsx"], **result,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _checks(controls: list[str], names: list[str] | None, rules: dict[str, Any] | None, job: Job) -> list[Check]:
    """Every rule of every control, in the order of the controls; those not stated are recognised."""
    if names is not None:
        stated(rules, names)  # a wrong rule is told before anything is read
    sources = [read(reference, (POLYGON, LINE, POINT), job) for reference in controls]
    called = names or [source.title for source in sources]
    checks: list[Check] = []
    for source, name, given in zip(sources, called, stated(rules, called)):
        for rule in given or [recognised(source, name, job)]:
            _refuse_without_polygons(source, name, rule)
            checks.append(Check(len(checks) + 1, name, source, rule))
    return checks


def _refuse_without_polygons(control: Source, name: str, rule: Rule) -> None:
    """Nothing lies inside lines."""
    if rule.kind == "within" and not (shapely.get_dimensions(control.geometries) == 2).any():
        raise EngineError("rule-needs-polygons", name=name, found=either((LINES, POINTS)))


def _tell_overlaps(site: Site, job: Job) -> None:
    extra = site.area_m2.sum() - site.whole_m2
    if extra > TRACE_M2:
        job.warn("site-self-overlap", layer=site.name, area_m2=f"{extra:.3f}")


def _written(
    found: list[Measured], target: Path, workbook: Path | None, recipe: dict[str, Any], job: Job
) -> dict[str, Any]:
    """Write the results, both files or none; what the caller shows of them."""
    findings, parcels = tabulated(found, job.language), parcel_layer(found, job.language)
    pieces, summary = piece_layer(found, job.language), summarised(found)
    conclusion = concluded(found, job.language)
    with ExitStack() as files_in_place:
        if workbook:
            part = files_in_place.enter_context(outputs.whole_file(workbook))
            sheets = (findings, pieces.drop(columns="geometry"), parcels.drop(columns="geometry"))
            write_workbook(part, sheets, summary, conclusion, recipe, job.language)
        part = files_in_place.enter_context(outputs.whole_file(target))
        outputs.write_layer(pieces, part, "site_check", "MultiPolygon")
        outputs.write_layer(parcels, part, "site", "MultiPolygon")
        outputs.write_layer(findings, part, "findings")
        outputs.write_layer(pd.DataFrame([summary]), part, "summary")
    shown = findings.astype(object).where(findings.notna(), None)
    return {"conclusion": conclusion, "summary": summary, "findings": shown.to_dict("records")}


def concluded(found: list[Measured], language: str) -> str:
    """The conclusion in one sentence."""
    broken = [one for one in found if one.verdict == "fail"]
    asked = [one for one in found if one.verdict != "info"]
    if not asked:
        return note("site-nothing-asked", language, count=len(found))
    if not broken:
        return note("site-all-met", language, count=len(asked))
    parts = [_breach(one, language) for one in broken[:NAMED_BREACHES]]
    if len(broken) > NAMED_BREACHES:
        parts.append("…")
    return note("site-not-met", language, count=len(broken), of=len(asked), parts=note("and", language).join(parts))


def _breach(found: Measured, language: str) -> str:
    """How a rule is broken: `压占永久基本农田 25 公顷（375 亩）`."""
    rule, facts = found.check.rule, areas(found.area_m2)
    control, ha, mu = label(found.check, language), _figure(facts["area_ha"], 4), _figure(facts["area_mu"], 2)
    if found.nearest is not None and rule.distance_m is not None:
        nearest = _figure(float(found.nearest["distance_m"].min()), 2)
        return note("site-nearer", language, control=control, nearest=nearest, distance=f"{rule.distance_m:g}")
    if rule.kind == "within":
        return note("site-outside", language, control=control, ha=ha, mu=mu)
    if found.area_m2 <= TRACE_M2:
        return note("site-crossed", language, control=control)
    return note("site-on", language, control=control, ha=ha, mu=mu)


def _figure(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
