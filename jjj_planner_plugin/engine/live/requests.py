"""The requests `live_load`, `live_change`, `live_probe` and `live_drop`; what they hold lives in this process."""

from __future__ import annotations

import math
from typing import Any

from ..messages import EngineError
from ..protocol import Job
from .plan import key_of, told_edits
from .session import Session
from .world import asked_of

MOST_RADIUS_KM = 1000.0

_held: list[Session] = []  # the one session of this process, or none


def live_load(
    plan: str, edited: list[Any], dropped: list[Any], raster: dict[str, Any] | None, behind: list[Any] | None, job: Job
) -> dict[str, Any]:
    """Read the plan, lay unsaved edits over it, measure the baseline. A session loaded before is forgotten.

    edited: [{"table", "uid", "wkb", "fields"}]: base64 of 2D WKB in EPSG:4490 (null: as the file has it), and the
    fields that differ. dropped: [{"table", "uid"}]. raster: {"path", "band", "limit"}: band from 1 (default), limit in
    the raster's unit or null. behind: [{"name", "reference", "class_field"}]: polygon layers (`path|layername=…`).

    Result: "subjects", each with "subject" (zone | axis), "id" (zone_id, axis_id), "uid", "name_zh", "name_en" and
    "figures"; "notes", sentences; "counts" of units, zones and axes. A figure has "id", "unit", "before" and "after":
    area_km2, units, people (with units_without_before and _after, the units touched without any), pm25_mean,
    people_exposed, area_exposed_km2, length_km (axes), jurisdiction ("key": city's adcode, names, "province"; share of
    the area, 0 to 1), catchment ("key", names; km²), river ("key": its name, names; km within), behind ("name",
    "class"; km²) and behind_count (features).
    What there are no data for is absent. Axes are told by their corridor, `width_km` on each side.

    Raises EngineError as `read_plan`, `read_cells` and `open_layer` do, and live-bad-change, live-bad-geometry,
    live-bad-raster, live-bad-behind.
    """
    asked = asked_of(raster, behind)
    session = Session(plan, told_edits(edited, dropped), asked, job)
    _held[:] = [session]
    return session.baseline(job)


def live_change(changes: list[Any], keep: bool, job: Job) -> dict[str, Any]:
    """What changes do, applied in their order to the kept state.

    {"kind": "assign", "uids": [unit, …], "zone_id": text or null};
    {"kind": "patch", "table": "zones", "uid", "loop": base64 WKB of a closed LineString: the new section of a ring in
    the ring's direction, then the old one back};
    {"kind": "move_place", "table": core | twin_cities | nodes | axis_members, "uid", "adcode": of the place (axes
    whose members have it follow; null: the feature's own), "to": [lon, lat]};
    {"kind": "replace", "table", "uid", "wkb": whole or null, "fields": {…}}: of a zone only the sections that differ
    are measured; one that the plan does not have is new; units, catchments and rivers are measured anew;
    {"kind": "delete", "table", "uid"}.

    keep false: a preview, nothing is kept; true: the kept state from now on. Result: "subjects" that change, as in
    `live_load`, "before" being the kept state; "notes"; "kept". Where nothing can be kept because of an error, nothing
    is. Raises EngineError live-not-loaded, live-unknown-feature, live-bad-change, live-bad-geometry,
    live-loop-elsewhere.
    """
    return _session().change(changes, keep, job)


def live_probe(center: list[float], radius_km: float, job: Job) -> dict[str, Any]:
    """What lies within `radius_km` of `center` [lon, lat] on the ellipsoid.

    Result: one subject "probe" whose figures have "after" only; "zone" figures say how much of each zone (km²).
    Raises EngineError live-not-loaded, live-bad-probe.
    """
    on_earth = len(center) == 2 and abs(center[0]) <= 180 and abs(center[1]) <= 90
    if not on_earth or not (math.isfinite(radius_km) and 0 < radius_km <= MOST_RADIUS_KM):
        raise EngineError("live-bad-probe", center=str(center), radius=f"{radius_km:g}", limit=f"{MOST_RADIUS_KM:g}")
    return _session().probe(center[0], center[1], radius_km, job)


def live_drop(features: list[Any] | None, job: Job) -> dict[str, Any]:
    """Forget the edits of features [{"table", "uid"}], or all edits (null): they are as the file was when it was read.

    Result as of `live_change`. Raises EngineError live-not-loaded, live-bad-change.
    """
    return _session().drop(None if features is None else [key_of(one) for one in features], job)


def _session() -> Session:
    if not _held:
        raise EngineError("live-not-loaded")
    return _held[0]
