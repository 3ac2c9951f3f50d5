"""Fixes of findings: each one undo step, and nothing at all when the plan is not as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject

from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.fixes import FIXES, FixError, apply_fix, apply_fixes, fix_title
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.structure import axis_shape, zone_shape
from tests.qgis_plan import by_name, set_value, state_of

BOW_TIE = "MULTIPOLYGON(((116 39,116.2 39.2,116.2 39,116 39.2,116 39)))"


def fixed_and_undone(editing: PlanEditing, fix: dict[str, object]) -> None:
    """Make the fix, see that one undo takes it back and a redo makes it again; it stays made."""
    before = state_of(editing.layers)
    apply_fix(editing, fix)
    after = state_of(editing.layers)
    assert after != before
    editing.undo()
    assert state_of(editing.layers) == before
    editing.redo()
    assert state_of(editing.layers) == after


def test_every_kind_has_a_title() -> None:
    assert all(fix_title(kind) for kind in FIXES)


def test_a_zone_is_redrawn_from_its_units(editing: PlanEditing) -> None:
    zones = editing.layers["zones"]
    with editing.command("Spoil"):
        zones.changeGeometry(by_name(zones, "南部功能拓展区").id(), QgsGeometry.fromWkt(BOW_TIE))
    fixed_and_undone(editing, {"kind": "redraw_zone", "zone_id": "Z3"})
    zone = by_name(zones, "南部功能拓展区")
    assert zone.geometry().isGeosEqual(zone_shape(editing.layers, "Z3"))
    assert zone["origin"] == "units"


def test_an_axis_is_led_through_its_members(editing: PlanEditing) -> None:
    axes = editing.layers["axes"]
    axis = by_name(axes, "京津发展轴")
    right = axis.geometry()
    editing.start()
    axes.dataProvider().changeGeometryValues({axis.id(): QgsGeometry.fromWkt("LINESTRING(116 39,117 40)")})
    fixed_and_undone(editing, {"kind": "redraw_axis", "axis_uid": axis["uid"]})
    axis = by_name(axes, "京津发展轴")
    assert axis.geometry().equals(axis_shape(editing.layers, axis))
    assert axis.geometry().hausdorffDistance(right) < 1e-6
    assert axis["course"] == "geodesic"


def test_a_field_is_set(editing: PlanEditing) -> None:
    nodes = editing.layers["nodes"]
    node = by_name(nodes, "沧州市")
    fixed_and_undone(editing, {"kind": "set_field", "table": "nodes", "uid": node["uid"], "field": "name_en",
                               "value": "Cangzhou City"})
    assert by_name(nodes, "沧州市")["name_en"] == "Cangzhou City"


def test_a_unit_goes_into_its_zone_and_both_zones_follow(editing: PlanEditing) -> None:
    unit = by_name(editing.layers["units"], "涿州市")
    fixed_and_undone(editing, {"kind": "assign_zone", "uid": unit["uid"], "zone_id": "Z4"})
    for zone in editing.layers["zones"].getFeatures():
        assert zone.geometry().isGeosEqual(zone_shape(editing.layers, zone["zone_id"]))


def test_the_feature_of_that_fid_gets_a_new_uid(editing: PlanEditing) -> None:
    nodes = editing.layers["nodes"]
    first, second = by_name(nodes, "沧州市"), by_name(nodes, "衡水市")
    with editing.command("Spoil"):
        set_value(nodes, second, "uid", first["uid"])
    fixed_and_undone(editing, {"kind": "new_uid", "table": "nodes", "fid": second.id()})
    uids = [node["uid"] for node in nodes.getFeatures()]
    assert len(set(uids)) == len(uids)
    assert by_name(nodes, "沧州市")["uid"] == first["uid"]


def test_a_copy_that_was_never_saved_gets_a_new_uid(editing: PlanEditing) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Copy"):
        copy = QgsFeature(by_name(nodes, "沧州市"))
        copy.setAttribute("fid", None)
        nodes.addFeature(copy)
    kept = by_name(nodes, "沧州市")["uid"]
    fixed_and_undone(editing, {"kind": "new_uid", "table": "nodes", "fid": 999})
    uids = {node.id(): node["uid"] for node in nodes.getFeatures()}
    assert len(set(uids.values())) == len(uids)
    assert [uid for fid, uid in uids.items() if fid > 0].count(kept) == 1


def test_an_invalid_outline_becomes_valid_and_keeps_its_type(editing: PlanEditing) -> None:
    wings = editing.layers["wings"]
    wing = by_name(wings, "河北雄安新区")
    with editing.command("Spoil"):
        wings.changeGeometry(wing.id(), QgsGeometry.fromWkt(BOW_TIE))
    fixed_and_undone(editing, {"kind": "make_valid", "table": "wings", "uid": wing["uid"]})
    shape = by_name(wings, "河北雄安新区").geometry()
    assert shape.isGeosValid()
    assert shape.wkbType() == wings.wkbType()
    assert shape.area() == pytest.approx(2 * 0.5 * 0.2 * 0.1)  # two triangles of the bow-tie


def test_several_fixes_are_one_step(editing: PlanEditing) -> None:
    units = editing.layers["units"]
    uids = [by_name(units, name)["uid"] for name in ("涿州市", "武清区")]
    before = state_of(editing.layers)
    fix = {"kind": "assign_zone", "zone_id": "Z4"}
    apply_fixes(editing, [{**fix, "uid": uid} for uid in [*uids, uids[0]]])
    assert {by_name(units, name)["zone_id"] for name in ("涿州市", "武清区")} == {"Z4"}
    editing.undo()
    assert state_of(editing.layers) == before
    assert not editing.can_undo()


@pytest.mark.parametrize("fix", [
    {"kind": "redraw_zone", "zone_id": "Z9"}, {"kind": "redraw_axis", "axis_uid": "gone"},
    {"kind": "set_field", "table": "nodes", "uid": "gone", "field": "name_en", "value": "x"},
    {"kind": "new_uid", "table": "nodes", "fid": 999}, {"kind": "make_valid", "table": "wings", "uid": "gone"},
    {"kind": "assign_zone", "uid": "gone", "zone_id": "Z1"},
    {"kind": "new_uid", "table": "plan_info", "fid": 1},
])
def test_what_is_no_longer_there_is_refused_and_nothing_changes(editing: PlanEditing, fix: dict[str, object]) -> None:
    before = state_of(editing.layers)
    good = {"kind": "assign_zone", "uid": by_name(editing.layers["units"], "涿州市")["uid"], "zone_id": "Z4"}
    with pytest.raises(FixError, match=r"\w{5}"):
        apply_fixes(editing, [good, fix])
    assert state_of(editing.layers) == before
    assert not editing.can_undo()


def test_an_outline_of_which_nothing_would_be_left_stays(editing: PlanEditing) -> None:
    wings = editing.layers["wings"]
    wing = by_name(wings, "河北雄安新区")
    with editing.command("Spoil"):
        wings.changeGeometry(wing.id(), QgsGeometry.fromWkt("MULTIPOLYGON(((116 39,116.2 39,116.1 39,116 39)))"))
    before = state_of(editing.layers)
    with pytest.raises(FixError, match="Draw it anew"):
        apply_fix(editing, {"kind": "make_valid", "table": "wings", "uid": wing["uid"]})
    assert state_of(editing.layers) == before


def test_a_plan_that_is_read_only_is_refused_with_a_sentence(plan: Path) -> None:
    layers = open_plan(str(plan), QgsProject.instance())
    for layer in layers.values():
        layer.setReadOnly(True)
    session = PlanEditing(layers)
    uid = by_name(layers["units"], "涿州市")["uid"]
    with pytest.raises(FixError, match="read-only"):
        apply_fix(session, {"kind": "assign_zone", "uid": uid, "zone_id": "Z4"})
    session.close()
