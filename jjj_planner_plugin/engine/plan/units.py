"""The planning units: the bundled set of 1999, or the planner's own layer joined on its codes.

Nothing is dropped: a unit whose code is unknown, abolished or twice there stays in the plan and is listed,
and so is a county that the layer lacks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ..geodesy import LONLAT, Geometries, densified, multiple, projected
from ..messages import EngineError
from ..protocol import Job
from ..recipes import BUNDLED
from ..sources import POLYGON, Source, read, read_bundled
from .facts import Row, facts, places, zone_members

PROVINCES = {"11": "110000", "12": "120000", "13": "130000"}
NAME_FIELDS = ("name_zh", "name", "名称", "xzqmc", "mc", "县名", "区县", "行政区")
MUNICIPALITIES = ("110000", "120000")
GRID_DEGREES = 1e-9


@dataclass
class Units:
    """Rows of the table `units` with geometry in EPSG:4490, where they come from, and what was found."""

    rows: list[Row]
    boundary_set: str
    source: Source | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)

    def union(self, field_name: str, values: set[str]) -> shapely.MultiPolygon | None:
        """The union of the units whose field is one of the values; None if there is none."""
        shapes = [row["geometry"] for row in self.rows if row.get(field_name) in values]
        return multiple(np.array([shapely.union_all(shapes)]))[0] if shapes else None


def bundled(scheme: str) -> Units:
    """The 166 units of 1999 (164 codes, two of them cut in two)."""
    frame = read_bundled("units")
    kept = [name for name in frame.columns if not name.startswith("zone_") and name != "geometry"]
    rows = []
    for record in frame.to_dict("records"):
        row = {name: record[name] for name in kept}
        rows.append(row | {"key": f"1999/{row['adcode']}", "zone_id": record[f"zone_{scheme}"],
                           "geometry": record["geometry"]})
    return Units(rows, BUNDLED)


def own(reference: str, code_field: str | None, scheme: str, job: Job) -> Units:
    """The units of the planner's layer, by the adcodes in `code_field`.

    Raises EngineError as `read` does, and unknown-field, null-class, no-known-units, missing-parameter.
    """
    if code_field is None:
        raise EngineError("missing-parameter", task="create_plan", name="unit_code_field", type="field")
    source = read(reference, (POLYGON,), job)
    codes = source.classes(code_field, job)
    known = {code for code, place in places().items() if place["level"] == "county"}
    old = {alias["old"]: alias["new"] for alias in facts()["adcode_aliases"]}
    members = zone_members(scheme)
    older = {row["adcode"]: row for row in bundled(scheme).rows if row["adcode"] not in known}
    names, shapes = _names(source, code_field), _in_degrees(source)
    units, seen, listed = Units([], source.title, source), Counter[str](), _Listed()
    for position, text in enumerate(codes):
        code = adcode(text)
        today = old.get(code) or code
        if today != code:
            listed.add("unit-outdated", code)
        elif code in older:
            listed.add("unit-1999", code)
        elif code in old:
            listed.add("unit-abolished", code)
        elif code not in known:
            listed.add("unit-unknown", text or f"fid {source.frame.index[position]}")
        seen[today] += 1
        row = {"adcode": today or None, "name_zh": names[position], "schematic": 0}
        row |= _row(today, members, scheme) if today in known else _row_1999(older.get(today, {}))
        key = today if seen[today] == 1 else f"{today}/{seen[today]}"
        origin = {"source": source.title, "confidence": "medium" if today in known else "low"}
        units.rows.append(row | origin | {"key": key, "geometry": shapes[position]})
    if not (known | set(older)) & set(seen):
        raise EngineError("no-known-units", path=source.title, field=code_field, example=codes.iloc[0])
    for code in [code for code, count in seen.items() if code and count > 1]:
        listed.add("unit-twice", code)
    within = {part.split(":")[0] for code in set(seen) & set(older) for part in older[code]["parts_today"].split()}
    for code in sorted(known - set(seen) - within):
        listed.add("unit-missing", f"{code} {places()[code]['name_zh']}")
    units.findings = listed.told(job)
    return units


def _in_degrees(source: Source) -> Geometries:
    """The layer's polygons in EPSG:4490, on a grid of 0.1 mm.

    Points put on a common edge from either side differ in their last digits: unions would have slivers.
    """
    degrees = projected(densified(source.geometries, source.crs), source.crs, LONLAT)
    return multiple(np.asarray(shapely.set_precision(degrees, GRID_DEGREES), dtype=object))


class _Listed:
    """What was found, by kind, in the order it was met."""

    def __init__(self) -> None:
        self.codes: dict[str, list[str]] = {}

    def add(self, kind: str, code: str) -> None:
        """One more code of this kind; a kind is a key of messages.NOTES."""
        self.codes.setdefault(kind, []).append(code)

    def told(self, job: Job) -> list[dict[str, Any]]:
        """Warn of each kind; give the list for the plan's `runs`."""
        for kind, codes in self.codes.items():
            shown = ", ".join(codes[:8]) + (" …" if len(codes) > 8 else "")
            job.warn(kind, {"codes": codes}, count=len(codes), codes=shown)
        return [{"code": kind, "codes": codes} for kind, codes in self.codes.items()]


def adcode(text: str) -> str:
    """Six digits from what layers hold: `110101`, `156110101` (GB), `110101000000`, `110101.0`."""
    digits = re.sub(r"\.0+$", "", text.strip())
    if re.fullmatch(r"156\d{6}", digits):
        return digits[3:]
    return digits[:6] if re.fullmatch(r"\d{9}|\d{12}", digits) else digits


def _names(source: Source, code_field: str) -> list[str | None]:
    """What the layer itself calls its units: a field with a usual name for that, else its first text field."""
    texts = [name for name in source.text_fields() if name != code_field]
    chosen = next((name for name in texts if name.lower() in NAME_FIELDS), texts[0] if texts else None)
    if chosen is None:
        return [None] * len(source.frame)
    return [None if pd.isna(value) else str(value) for value in source.frame[chosen]]


def _row_1999(row: Row) -> Row:
    """The fields of a city-proper area of 1999, which today is several units: as the bundled `row` has it."""
    own_to_1999 = ("key", "geometry", "source", "confidence", "match_share")
    return {name: value for name, value in row.items() if name not in own_to_1999}


def _row(code: str, members: dict[str, str], scheme: str) -> Row:
    """The fields that follow from a county's code of today."""
    province = PROVINCES[code[:2]]
    city = province if province in MUNICIPALITIES else f"{code[:4]}00"
    place = places()[code]
    return {"adcode": code, "name_zh": place["name_zh"], "name_en": place["name_en"], "city": city,
            "city_zh": places()[city]["name_zh"], "province": province, "province_zh": places()[province]["name_zh"],
            "zone_id": members.get(code if scheme == "county" else city), "schematic": 0}


def provinces(units: Units) -> list[Row]:
    """Province outlines as unions of the units."""
    rows = []
    for code in PROVINCES.values():
        shape = units.union("province", {code})
        if shape is not None:
            place = places()[code]
            rows.append({"key": code, "name_zh": place["name_zh"], "name_en": place["name_en"], "adcode": code,
                         "geometry": shape, "source": units.boundary_set, "confidence": "medium"})
    return rows
