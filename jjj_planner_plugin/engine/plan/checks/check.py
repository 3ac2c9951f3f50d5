"""Task `check_plan`: every rule of the catalogue asked of a plan, its findings in a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ... import outputs, recipes
from ...geodesy import LONLAT, multiple
from ...protocol import Job
from ...sources import described
from . import axes, ground, membership, names, places, records
from .reading import Read, read_plan
from .rules import CHECKS, SEVERITIES, Finding, rules
from .structure import Structure

RULES = (membership, ground, axes, places, names, records)
"""The modules whose import registers the rules."""

COLUMNS = {
    "finding_id": "Int64", "rule": object, "severity": object, "table_name": object, "uid": object,
    "name_zh": object, "name_en": object, "sentence_zh": object, "sentence_en": object, "value": "float64",
    "value_unit": object, "fix": object,
}
DIGITS = {"value": 6}


def check_plan(plan: str, output: str, job: Job) -> dict[str, Any]:
    """Layers `findings` (a row and a point each) and `finding_areas` (exact polygons, by finding_id).

    Counts by severity and by rule are in the result. Raises EngineError as `read_plan` does, and what `check_target`
    refuses.
    """
    target = outputs.check_target(output, (".gpkg",), [plan], ("findings", "finding_areas"))
    job.progress(0.02, "reading", what=Path(plan).name)
    read = read_plan(plan)
    findings = checked(Structure(read), job)
    job.progress(0.9, "writing", what=target.name)
    _write(findings, target)
    recipe = recipes.recipe("check_plan", {"plan": plan, "output": str(target)}, [], None)
    recipe["inputs"] = _inputs(read)
    severities, found = Counter(f.severity for f in findings), Counter(f.rule for f in findings)
    return {"output": str(target), "findings": len(findings),
            "severities": {name: severities[name] for name in SEVERITIES},
            "rules": {name: found[name] for name in rules() if found[name]},
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def checked(plan: Structure, job: Job) -> list[Finding]:
    """The findings of every rule, errors first, then in the catalogue's order."""
    found: list[Finding] = []
    for number, rule in enumerate(rules()):
        job.progress(0.1 + 0.8 * number / len(rules()), "examining", what=rules()[rule]["title"][job.language])
        found += CHECKS[rule](plan)
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def _write(findings: list[Finding], target: Path) -> None:
    rows = pd.DataFrame([_row(number, finding) for number, finding in enumerate(findings, start=1)],
                        columns=list(COLUMNS)).astype(COLUMNS)
    points = gpd.GeoSeries([_point(finding) for finding in findings], crs=LONLAT)
    layer = gpd.GeoDataFrame(outputs.rounded(rows, DIGITS), geometry=points, crs=LONLAT)
    bounded = [(number, f.area) for number, f in enumerate(findings, start=1) if f.area is not None]
    areas = gpd.GeoDataFrame(
        {"finding_id": np.array([number for number, _ in bounded], dtype=np.int64)},
        geometry=_multipolygons(area for _, area in bounded), crs=LONLAT)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "findings", "Point")
        outputs.write_layer(areas, part, "finding_areas", "MultiPolygon")


def _multipolygons(areas: Iterable[Any]) -> Any:
    several = np.fromiter(areas, dtype=object)
    return multiple(several) if len(several) else several


def _row(number: int, finding: Finding) -> dict[str, Any]:
    table, row = finding.table, finding.row
    texts: dict[str, str | None] = dict.fromkeys(("uid", "name_zh", "name_en"))
    if table is not None and row is not None:
        texts = {name: table.texts(name)[row] or None for name in texts}
    return {
        "finding_id": number, "rule": finding.rule, "severity": finding.severity,
        "table_name": finding.about if table is None else table.name, **texts,
        "sentence_zh": finding.sentence.zh, "sentence_en": finding.sentence.en,
        "value": finding.value, "value_unit": finding.unit,
        "fix": json.dumps(finding.fix, ensure_ascii=False) if finding.fix else None,
    }


def _point(finding: Finding) -> Any:
    """Where to look: the place itself, else inside the largest patch, else on the feature."""
    if finding.place is not None:
        return finding.place
    shape = finding.area
    if shape is None and finding.table is not None and finding.row is not None:
        shape = finding.table.shape(finding.row)
    if shape is None or shape.is_empty:
        return None
    parts = shapely.get_parts(shape)
    size = np.maximum(shapely.area(parts), shapely.length(parts))
    return shapely.point_on_surface(parts[size.argmax()])


def _inputs(read: Read) -> list[dict[str, Any]]:
    """A line for each table; a table without geometry or CRS has none."""
    rows = [described(read.path, name, table.crs or LONLAT, len(table), len(table), 0)
            for name, table in read.tables.items()]
    return [row | {"crs": ""} if read.tables[row["layer"]].crs is None else row for row in rows]
