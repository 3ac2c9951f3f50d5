"""Checks of each geometry by itself: empty, mixed kinds, Z and M, curves, validity, tiny and sliver parts."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..geodesy import Geometries, area_m2, to_working, working_crs
from ..hollow import hollow, solid
from ..messages import Pair
from ..repairs import enclosed_m2
from .findings import Finding, catalogue, limits, listing, pair
from .place import Place
from .raw import CURVES, RawLayer

POLYGONS = (3, 6)
ISO_KINDS = {1: "points", 4: "points", 2: "lines", 5: "lines", 8: "lines", 9: "lines", 11: "lines", 3: "polygons",
             6: "polygons", 10: "polygons", 12: "polygons", 15: "surfaces", 16: "surfaces", 17: "surfaces",
             7: "collections"}


def empty(raw: RawLayer) -> list[Finding]:
    """Features with no geometry, or one without a point."""
    if not raw.spatial:
        return [Finding("empty", "none")]
    found = {"null": raw.types == 0, "empty": np.asarray(shapely.is_empty(raw.flat))}
    findings = [Finding("empty", case, {}, np.flatnonzero(hit)) for case, hit in found.items() if hit.any()]
    return findings or [Finding("empty")]


def kinds(raw: RawLayer) -> NDArray[np.object_]:
    """points, lines, polygons, surfaces or collections for each feature, as stored; "" without a geometry."""
    return np.asarray(pd.Series(raw.types % 1000).map(ISO_KINDS).fillna(""), dtype=object)


def geometry_types(raw: RawLayer) -> Finding:
    """Whether points, lines and polygons are in one layer; collections count as a kind of their own."""
    found = kinds(raw)
    counts = {kind: int((found == kind).sum()) for kind in dict.fromkeys(ISO_KINDS.values())}
    present = {kind: count for kind, count in counts.items() if count}
    if not present:
        return Finding("geometry_types", "none")
    words = {kind: pair(catalogue()["kinds"][kind]) for kind in present}
    told = Pair("、".join(f"{words[kind].zh} {count}" for kind, count in present.items()),
                ", ".join(f"{count} {words[kind].en}" for kind, count in present.items()))
    if len(present) == 1 and "collections" not in present:
        return Finding("geometry_types", facts={"types": told})
    main = max(present, key=lambda kind: present[kind])
    return Finding("geometry_types", "mixed", {"types": told}, np.flatnonzero((found != "") & (found != main)))


def zm(raw: RawLayer) -> Finding:
    """Coordinates with a third or fourth number."""
    if not (raw.types > 0).any():
        return Finding("zm", "none")
    more = raw.types // 1000
    hit = np.flatnonzero(more > 0)
    what = listing(name for name, codes in (("Z", (1, 3)), ("M", (2, 3))) if np.isin(more, codes).any())
    return Finding("zm", "zm", {"what": what}, hit) if hit.size else Finding("zm")


def curves(raw: RawLayer) -> Finding:
    """Arcs, which every analysis draws as segments."""
    if not (raw.types > 0).any():
        return Finding("curves", "none")
    hit = np.flatnonzero(np.isin(raw.types % 1000, CURVES))
    return Finding("curves", "curves", {}, hit) if hit.size else Finding("curves")


def validity(raw: RawLayer, place: Place) -> list[Finding]:
    """A finding for each way in which geometries are wrong, with what repairing them does to the area."""
    if not (raw.types > 0).any():
        return [Finding("validity", "none")]
    reasons = broken(raw)
    findings = []
    for reason in sorted(set(reasons.values())):
        features = np.array([position for position, wrong in reasons.items() if wrong == reason], dtype=np.intp)
        facts = {"reason": reason_told(reason)}
        findings.append(Finding("validity", "invalid", facts, features, _effect(raw, features, place)))
    lost = np.flatnonzero((raw.types > 0) & shapely.is_missing(raw.flat))
    if lost.size:
        kind = ", ".join(str(code) for code in np.unique(raw.types[lost]))
        findings.append(Finding("validity", "unreadable", {"reason": f"WKB {kind}"}, lost))
    findings += [Finding("validity", "reader", {"remark": remark}, count=1) for remark in raw.remarks]
    return findings or [Finding("validity")]


def broken(raw: RawLayer) -> dict[int, str]:
    """Position → what is wrong, in GEOS's words, of every sound geometry that can be repaired."""
    positions = np.flatnonzero(raw.sound)
    invalid = positions[~shapely.is_valid(raw.flat[positions])]
    reasons = [re.sub(r"\s*\[.*", "", str(told)) for told in shapely.is_valid_reason(raw.flat[invalid])]
    unclosed = {int(p): "Ring not closed" for p in raw.malformed if raw.sound[p]}
    empty_part = dict.fromkeys(positions[hollow(raw.flat[positions])].tolist(), "Empty part")
    return {**empty_part, **unclosed, **dict(zip(invalid.tolist(), reasons))}


def reason_told(reason: str) -> Pair:
    """GEOS's words for what is wrong, in both languages where the catalogue has them."""
    words = catalogue()["reasons"].get(reason)
    return pair(words) if words else Pair(reason, reason)


def repaired(shapes: Geometries) -> Geometries:
    """Valid geometries that cover what the rings enclose; what collapses is empty, and no part or ring of it is."""
    whole = shapes.copy()
    invalid = ~shapely.is_valid(shapes)
    whole[invalid] = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    return solid(whole)


def _effect(raw: RawLayer, features: NDArray[np.intp], place: Place) -> float | None:
    """Area after repair less the area before, m²; None where areas cannot be measured or are none."""
    areal = features[place.on_earth[features] & np.isin(shapely.get_type_id(raw.flat[features]), POLYGONS)]
    if place.crs is None or not place.usable or areal.size == 0:
        return None
    after = repaired(raw.flat[areal])
    return float((area_m2(after, place.crs) - enclosed_m2(raw.flat[areal], place.crs)).sum())


class Ground(NamedTuple):
    """A layer's polygons, repaired, in the equal-area frame, and their positions in the layer.

    `case` is "" if there are any, `none` if the layer has no polygons, `unknown` if they cannot be measured.
    """

    positions: NDArray[np.intp]
    shapes: Geometries
    case: str = ""


def ground(raw: RawLayer, place: Place) -> Ground:
    """What the checks of areas look at."""
    positions = np.flatnonzero(place.on_earth & np.isin(shapely.get_type_id(raw.flat), POLYGONS))
    shapes = raw.flat[positions]
    if positions.size == 0:
        return Ground(positions, shapes, "none")
    if place.crs is None or not place.usable:
        return Ground(positions, shapes, "unknown")
    whole = repaired(shapes)
    return Ground(positions, to_working(whole, place.crs, working_crs(shapes, place.crs)))


def tiny(land: Ground) -> list[Finding]:
    """Features with a part below the least area, or narrower than the least width (2 × area / perimeter)."""
    facts: dict[str, Any] = {"area_m2": f"{limits()['tiny_m2']:g}", "width_m": f"{limits()['sliver_width_m']:g}"}
    if land.case:
        return [Finding("tiny", land.case, facts)]
    parts, owner = shapely.get_parts(land.shapes, return_index=True)
    area, perimeter = shapely.area(parts), shapely.length(parts)
    small = area < limits()["tiny_m2"]
    narrow = ~small & (2 * area < limits()["sliver_width_m"] * perimeter)
    findings = [
        Finding("tiny", case, facts, land.positions[np.unique(owner[hit])], float(area[hit].sum()))
        for case, hit in (("tiny", small), ("sliver", narrow)) if hit.any()
    ]
    return findings or [Finding("tiny", facts=facts)]
