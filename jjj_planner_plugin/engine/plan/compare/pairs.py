"""Task `propose_pairs`: which feature of a draft is which of the plan's, by overlap and by name.

A draft that came back as a Shapefile has no uid, its field names are cut to ten characters, its CRS is another.
A name alone never makes a pair certain: 新华区 and 桥西区 exist twice.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import LONLAT, Geometries, to_working, working_crs
from ...intersections import intersected, objects
from ...layer_checks import check_field
from ...messages import LINES, POINTS, POLYGONS, EngineError
from ...protocol import Job
from ...sources import Source, read
from ..schema import geometry_type
from .plans import Table, compared_tables, comparison, in_degrees, read_plan

KINDS = {"Point": POINTS, "LineString": LINES, "MultiLineString": LINES, "MultiPolygon": POLYGONS}
NAME_FIELDS = ("name_zh", "name", "名称", "mc", "name_en", "xzqmc")


@dataclass(frozen=True)
class Draft:
    """The features of a draft: their shapes in degrees, names and, where a field has them, uids."""

    source: Source
    shapes: Geometries
    names: list[str]
    uids: list[str]
    name_field: str | None

    @property
    def fids(self) -> list[int]:
        """As the file numbers its features."""
        return [int(fid) for fid in self.source.frame.index]


def propose_pairs(before: str, table: str, draft: str, name_field: str | None, job: Job) -> dict[str, Any]:
    """Task `propose_pairs`: pairs with score, how and certain, and what is left over on both sides.

    Raises EngineError as `read_plan` and `read` do, and unknown-plan-table, unknown-field.
    """
    check_table(table)
    plan = read_plan(before, job)
    drawn = read_draft(draft, table, name_field, job)
    pairs = proposed(plan.tables[table], drawn, job)
    taken, used = {pair["uid"] for pair in pairs}, {pair["draft"] for pair in pairs}
    return {
        "pairs": pairs, "name_field": drawn.name_field, "text_fields": drawn.source.text_fields(),
        "unpaired_before": [
            {"uid": key, "name": _called(feature.values, job.language)}
            for key, feature in plan.tables[table].items() if key not in taken],
        "unpaired_draft": [
            {"draft": fid, "name": name} for fid, name in zip(drawn.fids, drawn.names) if fid not in used],
        "inputs": [plan.described(), drawn.source.described()]}


def check_table(table: str) -> None:
    """Raises unknown-plan-table unless a draft can stand for the table: it needs a geometry to be compared."""
    known = [name for name in compared_tables() if geometry_type(name)]
    if table not in known:
        raise EngineError("unknown-plan-table", found=table, known=", ".join(known))


def read_draft(reference: str, table: str, name_field: str | None, job: Job) -> Draft:
    """The draft's features. Without `name_field`, the first field that usually holds names."""
    source = read(reference, (KINDS[str(geometry_type(table))],), job)
    columns = [str(name) for name in source.frame if name != "geometry"]
    if name_field is not None:
        check_field(name_field, columns, source.title)
    else:
        known = {name.lower(): name for name in reversed(source.text_fields())}
        name_field = next((known[name] for name in NAME_FIELDS if name in known), None)
    uid_field = next((name for name in columns if name.lower() == "uid"), None)
    return Draft(source, in_degrees(source.geometries, source.crs), _texts(source, name_field),
                 _texts(source, uid_field), name_field)


def _texts(source: Source, name: str | None) -> list[str]:
    if name is None:
        return [""] * len(source.frame)
    return [str(text).strip() for text in source.class_texts(name)]


def proposed(before: Table, draft: Draft, job: Job) -> list[dict[str, Any]]:
    """The best pairs, each feature in one at most, in the order of the plan's features."""
    keys, features = list(before), list(before.values())
    overlap = likeness(objects(feature.shape for feature in features), draft.shapes, job)
    named = np.array([[_alike(feature.values, name) for name in draft.names] for feature in features])
    named = named.reshape(overlap.shape)
    same_uid = {uid: place for place, uid in enumerate(draft.uids) if uid in before and draft.uids.count(uid) == 1}
    weight = comparison()["pairing"]["weight_of_name"]
    known = np.array([bool(name) for name in draft.names], dtype=bool)
    score = np.where(known, (1 - weight) * overlap + weight * named, overlap)
    for uid, place in same_uid.items():
        score[keys.index(uid), place] = 2.0
    twice = {name for name, count in Counter(map(_plain, draft.names)).items() if count > 1}
    found = []
    for i, j in _assigned(score, _possible(overlap, named, score)):
        by_uid = score[i, j] > 1
        certain = by_uid or _certain(overlap[i, j], named[i, j], known[j] and _plain(draft.names[j]) not in twice)
        found.append({
            "uid": keys[i], "name": _called(features[i].values, job.language), "draft": draft.fids[j],
            "draft_name": draft.names[j], "score": round(min(float(score[i, j]), 1.0), 3),
            "overlap": round(float(overlap[i, j]), 3), "name_score": round(float(named[i, j]), 3),
            "how": "uid" if by_uid else _how(overlap[i, j], named[i, j]), "certain": bool(certain)})
    return found


def _possible(overlap: Any, named: Any, score: Any) -> NDArray[np.bool_]:
    rules = comparison()["pairing"]
    return np.asarray((overlap >= rules["least_overlap"]) | (named >= rules["least_name"]) | (score > 1))


def _assigned(score: NDArray[np.float64], possible: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The best pair first, then the best of what is left; in the order of the rows."""
    i, j = np.nonzero(possible)
    best = np.lexsort((j, i, -score[i, j]))
    rows, columns, found = set(), set(), []
    for row, column in zip(i[best].tolist(), j[best].tolist()):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            found.append((row, column))
    return sorted(found)


def _certain(overlap: float, name: float, name_is_unique: bool) -> bool:
    """Nearly the same ground and no other name; or one and the same name on mostly the same ground."""
    rules = comparison()["pairing"]
    if name_is_unique and name == 1:
        return bool(overlap >= rules["certain_overlap_same_name"])
    return bool(overlap >= rules["certain_overlap"] and (not name_is_unique or name >= rules["doubtful_name"]))


def _how(overlap: float, name: float) -> str:
    rules = comparison()["pairing"]
    if overlap >= rules["least_overlap"]:
        return "both" if name >= rules["least_name"] else "overlap"
    return "name"


def likeness(before: Geometries, draft: Geometries, job: Job) -> NDArray[np.float64]:
    """Of each pair, 0 to 1: area shared ÷ area covered by either; of points and lines 1 at no distance, 0 at 10 km."""
    score = np.zeros((len(before), len(draft)))
    there = np.flatnonzero(~shapely.is_missing(before))
    if there.size == 0:
        return score
    working = working_crs(np.concatenate([before[there], draft]), LONLAT)
    left, right = to_working(before[there], LONLAT, working), to_working(draft, LONLAT, working)
    if (shapely.get_dimensions(right) == 2).all():
        pairs = intersected(left, right, job, keep=False)
        i, j, area = (pairs[name].to_numpy() for name in ("left", "right", "area_m2"))
        score[there[i], j] = area / (shapely.area(left)[i] + shapely.area(right)[j] - area)
        return score
    far = comparison()["place"]["full_score_at_zero_m"]
    metres = shapely.hausdorff_distance(left[:, None], right[None, :])
    score[there] = np.clip(1 - metres / far, 0, 1)
    return score


def _alike(values: dict[str, Any], name: str) -> float:
    """How alike the better of the two names is, 0 to 1."""
    given = [_plain(str(values[field])) for field in ("name_zh", "name_en") if values.get(field)]
    return max((SequenceMatcher(None, text, _plain(name)).ratio() for text in given), default=0.0) if name else 0.0


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _called(values: dict[str, Any], language: str) -> str:
    other = "en" if language == "zh" else "zh"
    return str(values.get(f"name_{language}") or values.get(f"name_{other}") or "")
