"""Task `layer_doctor`: every check of a layer in one table, and a copy with the chosen fixes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from .. import outputs, recipes
from ..messages import PARAMETER_TYPES, EngineError, note
from ..protocol import Job
from . import fields, shapes
from .codes import adcodes, code_field
from .coordinates import coordinates, outliers
from .displacement import bundled_reference, judged, own_reference
from .distortion import area_factor
from .doubles import duplicates, overlaps
from .findings import FOUND, OK, UNCHECKED, Finding, listing, spoken, table
from .fixes import FIXES, Diagnosis, convertible, fixed_copy
from .mending import mending
from .place import placed
from .raw import RawLayer, located, read_raw
from .writing import table_name, tables, write_copy

WEB_SYSTEMS = {"gcj02": "GCJ-02", "bd09": "BD-09"}
DIGITS = {"area_effect_m2": 3}


def layer_doctor(
    layer: str, crs: str | None, reference: str | None, fixes: list[str], convert: str, output: str,
    fixed: str | None, job: Job,
) -> dict[str, Any]:
    """Table `findings` (a row for each check) and, if asked for, the copy `fixed` with its table `changes`.

    `crs` is the CRS that the planner says the layer is in; the copy gets it with the fix `crs` only. Raises
    EngineError as `read_raw` does, and bad-crs, crs-not-named, unknown-fix, conversion-misfit, missing-parameter.
    """
    named = _checked(crs, fixes, convert, fixed)
    path, name = located(layer)
    target = outputs.check_target(output, (".gpkg", ".csv"), [path], ("findings",))
    title = table_name(name, convert)
    copy_target = _copy_target(fixed, target, path, title)
    job.progress(0.02, "reading", what=name)
    raw = read_raw(path, name)
    with np.errstate(all="ignore"):
        found, findings = examined(raw, named, reference, job)
        report = outputs.rounded(table(findings, raw.fids, job.language), DIGITS)
        if copy_target and convert != "none":
            _check_conversion(found, fixes, convert, findings, job)
        result = _report(report, findings, raw, job)
        made = _write_copy(found, fixes, convert, copy_target, title, job) if copy_target else {}
    with outputs.whole_file(target) as part:
        outputs.write_table(report, part, target, "findings")
    params = {"layer": layer, "crs": crs, "reference": reference, "fixes": fixes, "convert": convert,
              "output": str(target), "fixed": str(copy_target) if copy_target else None}
    recipe = recipes.recipe("layer_doctor", params, [], None)
    recipe["inputs"] = [raw.described(named or raw.crs)]
    if copy_target:
        outputs.write_recipe(copy_target, recipe)
    return {"output": str(target), "fixed": params["fixed"], **result, **made,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _checked(crs: str | None, fixes: Sequence[str], convert: str, fixed: str | None) -> CRS | None:
    """The CRS named by the planner; parameters that do not fit together are refused."""
    for fix in fixes:
        if fix not in FIXES:
            raise EngineError("unknown-fix", found=fix, known=", ".join(FIXES))
    if convert != "none" and fixed is None:
        raise EngineError("missing-parameter", task="layer_doctor", name="fixed", type=PARAMETER_TYPES["output"])
    if crs is None:
        if "crs" in fixes:
            raise EngineError("crs-not-named")
        return None
    try:
        named = CRS.from_user_input(crs)
    except CRSError as error:
        raise EngineError("bad-crs", found=crs) from error
    if not (named.is_geographic or named.is_projected):
        raise EngineError("bad-crs", found=crs)
    return named


def _copy_target(fixed: str | None, target: Path, path: str, title: str) -> Path | None:
    if fixed is None:
        return None
    copy_target = outputs.check_target(fixed, (".gpkg",), [path], tables(title))
    if copy_target == target:
        raise EngineError("outputs-clash", path=target)
    return copy_target


def examined(raw: RawLayer, named: CRS | None, reference: str | None, job: Job) -> tuple[Diagnosis, list[Finding]]:
    """Every check; none of them can fail for what is in the layer."""
    mended = mending(raw)
    readable = mended.applied(raw.table)
    codes = code_field(readable)
    job.progress(0.2, "examining", what=raw.title)
    far, near = outliers(raw)
    place = placed(raw, near, named or raw.crs, codes)
    land = shapes.ground(raw, place)
    findings = [*place.findings, area_factor(raw, near, place, land), coordinates(raw, place), far]
    usable = place.crs is not None and place.usable
    if usable and place.crs is not None:
        boundaries = own_reference(reference, job) if reference else bundled_reference()
        findings.append(judged(raw.flat[near & place.on_earth], place.crs, boundaries))
    else:
        findings.append(Finding("offset", "unknown"))
    findings += [*mended.findings, *fields.field_names(readable, raw.driver, raw.encoding or "gb18030")]
    job.progress(0.4, "examining", what=raw.title)
    findings += [*adcodes(codes), *shapes.empty(raw), shapes.geometry_types(raw), shapes.zm(raw), shapes.curves(raw)]
    findings += [*shapes.validity(raw, place), *duplicates(raw), overlaps(raw, land, job), *shapes.tiny(land)]
    return Diagnosis(raw, mended, codes, place), findings


def _check_conversion(
    found: Diagnosis, fixes: Sequence[str], convert: str, findings: list[Finding], job: Job
) -> None:
    """Refuse a conversion that cannot be right; warn of one that the comparison speaks against."""
    if found.place.crs is None:
        raise EngineError("no-crs", path=found.raw.title)
    if not convertible(found.place, fixes):
        raise EngineError("conversion-misfit", path=found.raw.title, crs=found.place.crs.to_string())
    start, end = convert.split("-to-")
    offset = next(finding for finding in findings if finding.check == "offset")
    stands = {"": "cgcs2000", "gcj02": "gcj02", "bd09": "bd09"}.get(offset.case)
    if stands and stands != start:
        job.warn("conversion-doubtful", layer=found.raw.title, start=_system(start), found=_system(stands))
    if end in WEB_SYSTEMS:
        job.warn("not-a-crs", layer=found.raw.title, system=WEB_SYSTEMS[end])


def _system(name: str) -> str:
    return WEB_SYSTEMS.get(name, "CGCS2000")


def _conversion_told(convert: str, language: str) -> str:
    """The description of a converted layer."""
    start, end = convert.split("-to-")
    code = "converted-off" if end in WEB_SYSTEMS else "converted"
    return note(code, language, start=_system(start), end=_system(end))


def _report(report: pd.DataFrame, findings: Sequence[Finding], raw: RawLayer, job: Job) -> dict[str, Any]:
    """What the result says beside its files: counts, the findings in short, and one sentence."""
    found = report[report["status"] == FOUND]
    counts = {status: len({f.check for f in findings if f.status == status}) for status in (OK, FOUND, UNCHECKED)}
    facts = {"layer": raw.title, "checks": len({f.check for f in findings}), "unchecked": counts[UNCHECKED]}
    if found.empty:
        summary = note("doctor-healthy", job.language, **facts)
    else:
        titles = spoken(listing(dict.fromkeys(found["check_name"])), job.language)
        summary = note("doctor-found", job.language, **facts, count=len(found), titles=titles)
    shown = ["check_id", "check_name", "severity", "count", "found", "fix"]
    return {"summary": summary, "found": len(found), "ok": counts[OK], "not_checkable": counts[UNCHECKED],
            "findings": found[shown].to_dict("records")}


def _write_copy(
    found: Diagnosis, fixes: Sequence[str], convert: str, target: Path, title: str, job: Job
) -> dict[str, Any]:
    """Write the fixed copy; its layers and the number of changes."""
    job.progress(0.85, "writing", what=target.name)
    copy = fixed_copy(found, fixes, convert, job.language)
    told = "" if convert == "none" else _conversion_told(convert, job.language)
    with outputs.whole_file(target) as part:
        layers = write_copy(copy, part, title, "singletype" in fixes, told)
    return {"layers": layers, "changes": len(copy.changes)}
