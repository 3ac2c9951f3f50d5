"""The figures of a site check: a row per rule and class, the pieces, the parcels, and all of it in one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from ..geodesy import LONLAT, Geometries
from ..intersections import TRACE_M2
from ..protocol import Job
from . import ground
from .ground import Site, once_m2
from .rules import Check, catalogue, first_field

HA_M2 = 10_000.0
MU_PER_M2 = 0.0015  # exactly
MEASURED = {"avoid": "on", "within": "outside", "distance": "nearer", "report": "in"}
DIGITS = {"area_m2": 3, "area_ha": 7, "area_mu": 7, "share_of_site": 9, "length_m": 3, "nearest_m": 3,
          "counted_twice_m2": 3, "encroached_m2": 3, "encroached_ha": 7, "encroached_mu": 7}
FINDINGS = (
    "no", "control", "class", "verdict", "rule_kind", "distance_m", "measured", "area_m2", "area_ha", "area_mu",
    "share_of_site", "nearest_m", "nearest_name", "nearest_id", "length_m", "features", "counted_twice_m2",
    "site_note", "rule_from", "known", "class_field",
)


@dataclass
class Measured:
    """One check, measured.

    `on` are the features met by each parcel, `broken` the ground that the rule is about (the same but for
    `within`, where it lies outside, and `distance`, where it is too near); both have ground.PIECES, in `crs`.
    `nearest` (by parcel) is None where the site touches the control and no distance is asked for.
    """

    check: Check
    site: Site
    on: pd.DataFrame
    broken: pd.DataFrame
    crs: CRS
    nearest: pd.DataFrame | None
    classes: pd.Series[str]
    area_m2: float
    verdict: str


def measure(site: Site, check: Check, tolerance_m2: float, job: Job) -> Measured:
    """Measure one rule. Raises EngineError unknown-field, null-class."""
    rule, control = check.rule, check.control
    classes = control.classes(rule.class_field, job)
    on = ground.on_control(site, control)
    nearest = ground.nearest(site, control) if rule.kind == "distance" or on.empty else None
    crs = control.crs
    if rule.kind == "within":
        broken = ground.outside_control(site, control)
    elif rule.distance_m is not None:
        on = broken = ground.too_near(site, control, rule.distance_m)
        crs = LONLAT
    else:
        broken = on
    area = _once(broken, crs, site.working)
    found = Measured(check, site, on, broken, crs, nearest, classes, area, "info")
    found.verdict = _verdict(found, tolerance_m2)
    return found


def _once(rows: pd.DataFrame, crs: CRS, working: CRS) -> float:
    """Area of the rows' ground, m², each spot once."""
    areal = rows[rows["area_m2"] > 0]
    return once_m2(_shapes(areal), areal["area_m2"].to_numpy(), crs, working)


def _shapes(rows: pd.DataFrame) -> Geometries:
    return np.asarray(rows["geometry"].values, dtype=object)


def _verdict(found: Measured, tolerance_m2: float) -> str:
    rule = found.check.rule
    if rule.kind == "report":
        return "info"
    if found.nearest is not None and rule.distance_m is not None:
        fails = bool((found.nearest["distance_m"] < rule.distance_m - ground.TOUCH_M).any())
    else:
        crossed = rule.kind == "avoid" and bool((found.on["area_m2"] == 0).any())
        fails = found.area_m2 > max(tolerance_m2, TRACE_M2) or crossed
    return "fail" if fails else "pass"


def failing_parcels(found: Measured) -> NDArray[np.bool_]:
    """Which parcels break a rule that is not met, shape (parcels,)."""
    count, rule = len(found.site.area_m2), found.check.rule
    if found.verdict != "fail":
        return np.zeros(count, dtype=bool)
    if found.nearest is not None and rule.distance_m is not None:
        return np.asarray(found.nearest["distance_m"] < rule.distance_m - ground.TOUCH_M)
    return np.isin(np.arange(count), found.broken["parcel"])


def rows_of(found: Measured, language: str) -> list[dict[str, Any]]:
    """The rule's row, then one for each class that the site meets, the largest first."""
    rule, site = found.check.rule, found.site
    base = {"no": found.check.number, "control": label(found.check, language), "known": rule.known,
            "rule_kind": rule.kind, "rule_from": rule.origin, "distance_m": rule.distance_m,
            "class_field": rule.class_field or ""}
    twice = None if rule.kind == "distance" else _twice(found)
    whole = {**base, "class": "", "verdict": found.verdict, "measured": MEASURED[rule.kind],
             **_areas(found.area_m2, site), **_met(found.on), **_nearest(found, language),
             "counted_twice_m2": twice, "site_note": _note(found)}
    if rule.class_field is None:
        return [whole]
    by_class = []
    for name, rows in found.on.groupby(found.classes.to_numpy()[found.on["feature"].to_numpy(dtype=int)]):
        measured, verdict = MEASURED[rule.kind], found.verdict
        if rule.kind == "within":
            measured, verdict = "in", "info"
        by_class.append({**base, "class": name, "verdict": verdict, "measured": measured,
                         **_areas(_once(rows, found.crs, site.working), site), **_met(rows)})
    return [whole, *sorted(by_class, key=lambda row: (-row["area_m2"], -row["length_m"], row["class"]))]


def label(check: Check, language: str) -> str:
    """What the control is called in the result."""
    names = check.rule.names
    return check.name if names is None else getattr(names, language)


def areas(area_m2: float, prefix: str = "area") -> dict[str, float]:
    """An area in m², hectares and mu, the latter two of the first as it is written."""
    written = round(area_m2, 3)
    return {f"{prefix}_m2": written, f"{prefix}_ha": written / HA_M2, f"{prefix}_mu": written * MU_PER_M2}


def _areas(area_m2: float, site: Site) -> dict[str, float]:
    return {**areas(area_m2), "share_of_site": area_m2 / site.whole_m2}


def _met(rows: pd.DataFrame) -> dict[str, float]:
    return {"length_m": float(rows["length_m"].sum()), "features": int(rows["feature"].nunique())}


def _twice(found: Measured) -> float:
    """Ground of the site that more than one feature covers, once for each extra cover, m²."""
    each = sum(_once(rows, found.crs, found.site.working) for _, rows in found.on.groupby("feature"))
    extra = each - _once(found.on, found.crs, found.site.working)
    return extra if extra > TRACE_M2 else 0.0


def _nearest(found: Measured, language: str) -> dict[str, Any]:
    """0 m where the site touches the control, else the nearest feature of all parcels."""
    if found.nearest is None:
        return {"nearest_m": 0.0}
    first = found.nearest.sort_values("distance_m", kind="stable").iloc[0]
    control, position = found.check.control, int(first["feature"])
    name = first_field(catalogue()["name_fields"], control, language)
    called = control.frame[name].iloc[position] if name else None
    return {"nearest_m": float(first["distance_m"]), "nearest_id": int(control.frame.index[position]),
            "nearest_name": "" if called is None or pd.isna(called) else str(called)}


def _note(found: Measured) -> str:
    """A code of the catalogue's notes."""
    kind = found.check.rule.kind
    if kind == "avoid" and (found.on["area_m2"] == 0).any():
        return "crossed"
    if found.nearest is not None and kind == "avoid" and found.nearest["distance_m"].min() == 0:
        return "adjoins"
    return "tolerated" if found.verdict == "pass" and found.area_m2 > TRACE_M2 and kind != "distance" else ""


def tabulated(found: list[Measured], language: str) -> pd.DataFrame:
    """The table of FINDINGS, in the order of the rules."""
    table = pd.DataFrame([row for one in found for row in rows_of(one, language)], columns=list(FINDINGS))
    for name in ("class", "nearest_name", "site_note"):
        table[name] = table[name].astype(object).fillna("").astype(str)
    table["nearest_id"] = table["nearest_id"].astype("Int64")
    for name in ("distance_m", "nearest_m", "counted_twice_m2"):
        table[name] = table[name].astype(float)
    return table.round({name: digits for name, digits in DIGITS.items() if name in table})
