"""Sets of units: a circle as a geodesic disc around the core, or any set as the list of its member units.

A set is made again when its members or its radius change (following.py). Functions that change a layer do so in the
edit command that is open.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

from .circles import circle
from .new_features import add_feature, free_id
from .structure import Layers, attribute_of, feature_of, features_of, given, union_of

DISC, UNITS, FREE = "disc", "units", "free"
DISC_VERTICES = 1440
"""Of a disc, as the engine makes them: its area is 3e-6 below the circle's."""
ADDED_ROLE = "assumed"
"""Of a member that the planner put in: no document names it."""


def member_codes(layers: Layers, set_uid: str) -> list[str]:
    """The adcodes of a set's members, in order."""
    if "set_members" not in layers:
        return []
    return sorted({str(row["adcode"]) for row in features_of(layers["set_members"], "set_uid", set_uid)
                   if given(row["adcode"])})


def set_shape(layers: Layers, row: QgsFeature) -> QgsGeometry:
    """What the set's basis makes of it; null where it makes nothing: no member in the plan, no core, no radius."""
    if row["basis"] == UNITS:
        codes = set(member_codes(layers, str(row["uid"])))
        return union_of(unit.geometry() for unit in layers["units"].getFeatures() if unit["adcode"] in codes)
    if row["basis"] == DISC and given(row["radius_km"]):
        centre = core_of(layers)
        return disc(centre, float(row["radius_km"])) if centre is not None else QgsGeometry()
    return QgsGeometry()


def core_of(layers: Layers) -> QgsPointXY | None:
    """Where the core is."""
    cores = layers["core"].getFeatures() if "core" in layers else ()
    return next((place.geometry().asPoint() for place in cores if not place.geometry().isNull()), None)


def disc(centre: QgsPointXY, radius_km: float) -> QgsGeometry:
    """The ground within so many kilometres of a place, along geodesics; a multipolygon in degrees."""
    ground = circle(centre, radius_km, DISC_VERTICES)
    ground.convertToMultiType()
    return ground


def redraw_set(layers: Layers, set_uid: str) -> None:
    """Make the set what its basis makes of it; one that was drawn by hand stays."""
    row = feature_of(layers["unit_sets"], "uid", set_uid)
    if row is None or row["basis"] not in (DISC, UNITS):
        return
    shape = set_shape(layers, row)
    if not (shape.isNull() and row.geometry().isNull()) and not shape.equals(row.geometry()):
        layers["unit_sets"].changeGeometry(row.id(), shape)


def remake_set(layers: Layers, set_uid: str) -> None:
    """Make a set that was drawn by hand what its members are again."""
    row = feature_of(layers["unit_sets"], "uid", set_uid)
    if row is not None:
        attribute_of(layers["unit_sets"], row.id(), "basis", UNITS)
        redraw_set(layers, set_uid)


def add_members(layers: Layers, set_uid: str, adcodes: Iterable[str]) -> list[str]:
    """Put units into the set, as assumed members; the codes of those that were not in it yet."""
    known = set(member_codes(layers, set_uid))
    fresh = [code for code in dict.fromkeys(adcodes) if code and code not in known]
    for code in fresh:
        unit = feature_of(layers["units"], "adcode", code)
        names = {field: unit[field] for field in ("name_zh", "name_en")} if unit is not None else {}
        add_feature(layers["set_members"], {**names, "set_uid": set_uid, "adcode": code, "role": ADDED_ROLE})
    return fresh


def drop_members(layers: Layers, set_uid: str, adcodes: Iterable[str]) -> list[str]:
    """Take units out of the set; the codes of those that were in it."""
    wanted = set(adcodes)
    rows = [row for row in features_of(layers["set_members"], "set_uid", set_uid) if row["adcode"] in wanted]
    for row in rows:
        layers["set_members"].deleteFeature(row.id())
    return sorted({str(row["adcode"]) for row in rows})


def add_set(layers: Layers, name: str, adcodes: Iterable[str], structure: str = "other") -> str:
    """A new set of these units in the edit command that is open; its uid. It is assumed until a document names it."""
    codes = set(adcodes)
    shape = union_of(unit.geometry() for unit in layers["units"].getFeatures() if unit["adcode"] in codes)
    values = {"name_zh": name, "name_en": name, "set_id": free_id(layers["unit_sets"], "set_id", "S"),
              "structure": structure, "kind": "other", "basis": UNITS, "standing": ADDED_ROLE}
    made = add_feature(layers["unit_sets"], values, shape)
    add_members(layers, str(made["uid"]), sorted(codes))
    return str(made["uid"])
