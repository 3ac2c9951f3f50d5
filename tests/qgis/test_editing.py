"""Editing a plan: one step over all layers, and what hangs on an edit follows in the same step."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import load_tables
from jjj_planner_plugin.layers.structure import feature_of, geodesic_line, measure, zone_shape
from tests.qgis_plan import by_name, point, set_value, state_of


def km2(shape: QgsGeometry) -> float:
    return float(measure().measureArea(shape)) / 1e6


def areas(editing: PlanEditing) -> dict[str, float]:
    return {zone["zone_id"]: km2(zone.geometry()) for zone in editing.layers["zones"].getFeatures()}


def move_unit(editing: PlanEditing, name: str, zone_id: str) -> None:
    units = editing.layers["units"]
    with editing.command("Assign"):
        set_value(units, by_name(units, name), "zone_id", zone_id)


def indices(editing: PlanEditing) -> set[int]:
    return {layer.undoStack().index() for layer in editing.layers.values() if layer.isEditable()}


def test_the_layers_start_and_stop_together(editing: PlanEditing) -> None:
    editing.layers["nodes"].startEditing()
    editable = {table for table, layer in editing.layers.items() if layer.isEditable()}
    assert editable == set(editing.layers) - {"runs", "plan_info", "land"}
    editing.layers["axes"].rollBack()
    assert not editing.is_editing()


def test_a_unit_that_changes_its_zone_redraws_both_zones_in_one_step(editing: PlanEditing) -> None:
    before, unit = areas(editing), by_name(editing.layers["units"], "涿州市")
    assert unit["zone_id"] == "Z1"
    start = state_of(editing.layers)
    move_unit(editing, "涿州市", "Z4")
    after, moved = areas(editing), km2(unit.geometry())
    assert after["Z1"] == pytest.approx(before["Z1"] - moved, abs=1e-6)
    assert after["Z4"] == pytest.approx(before["Z4"] + moved, abs=1e-6)
    assert (after["Z2"], after["Z3"]) == (before["Z2"], before["Z3"])
    done = state_of(editing.layers)
    editing.undo()
    assert state_of(editing.layers) == start and not editing.is_modified()
    editing.redo()
    assert state_of(editing.layers) == done


@pytest.mark.parametrize("active", ["zones", "nodes", "units"])
def test_ctrl_z_in_any_layer_takes_back_the_whole_step(editing: PlanEditing, active: str) -> None:
    start = state_of(editing.layers)
    move_unit(editing, "涿州市", "Z4")
    done = state_of(editing.layers)
    editing.layers[active].undoStack().undo()
    assert state_of(editing.layers) == start
    editing.layers[active].undoStack().redo()
    assert state_of(editing.layers) == done


def test_an_exception_in_a_step_takes_everything_back(editing: PlanEditing) -> None:
    start, units = state_of(editing.layers), editing.layers["units"]
    with pytest.raises(KeyError), editing.command("Assign"):
        set_value(units, by_name(units, "涿州市"), "zone_id", "Z4")
        raise KeyError
    assert state_of(editing.layers) == start and not editing.can_undo() and indices(editing) == {0}


def test_an_edit_in_the_attribute_table_is_followed_in_the_same_step(editing: PlanEditing) -> None:
    """QGIS's own table changes one layer: no command of ours is open."""
    start, before, units = state_of(editing.layers), areas(editing), editing.layers["units"]
    units.startEditing()
    set_value(units, by_name(units, "涿州市"), "zone_id", "Z4")
    assert areas(editing)["Z4"] > before["Z4"] + 100
    assert len(indices(editing)) == 1
    done = state_of(editing.layers)
    units.undoStack().undo()
    assert state_of(editing.layers) == start and indices(editing) == {0}
    units.undoStack().redo()
    assert state_of(editing.layers) == done


def test_steps_of_ours_and_of_qgis_undo_one_by_one(editing: PlanEditing) -> None:
    nodes, states = editing.layers["nodes"], [state_of(editing.layers)]
    move_unit(editing, "涿州市", "Z4")
    states.append(state_of(editing.layers))
    nodes.beginEditCommand("Moved")
    nodes.changeGeometry(by_name(nodes, "保定市").id(), point(115.5, 38.9))
    nodes.endEditCommand()
    states.append(state_of(editing.layers))
    set_value(nodes, by_name(nodes, "唐山市"), "remarks", "x")
    states.append(state_of(editing.layers))
    for expected in reversed(states[:-1]):
        editing.undo()
        assert state_of(editing.layers) == expected
    for expected in states[1:]:
        editing.redo()
        assert state_of(editing.layers) == expected


def test_a_new_edit_after_an_undo_drops_the_redo_of_all_layers(editing: PlanEditing) -> None:
    move_unit(editing, "涿州市", "Z4")
    editing.undo()
    nodes = editing.layers["nodes"]
    set_value(nodes, by_name(nodes, "唐山市"), "remarks", "x")
    assert not editing.can_redo() and editing.can_undo() and indices(editing) == {1}
    editing.undo()
    assert not editing.is_modified()


def test_a_moved_node_takes_its_members_and_axes_along(editing: PlanEditing) -> None:
    nodes, members = editing.layers["nodes"], editing.layers["axis_members"]
    start = state_of(editing.layers)
    with editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "保定市").id(), point(115.6, 38.8))
    assert (by_name(members, "保定市")["lon"], by_name(members, "保定市")["lat"]) == (115.6, 38.8)
    axis = by_name(editing.layers["axes"], "京保石发展轴").geometry()
    assert axis.distance(point(115.6, 38.8)) < 1e-9
    untouched = by_name(editing.layers["axes"], "京津发展轴")
    assert (repr(untouched.attributes()), untouched.geometry().asWkt(9)) == start["axes"][untouched.id()]
    editing.undo()
    assert state_of(editing.layers) == start


def test_the_core_and_its_twin_are_one_place(editing: PlanEditing) -> None:
    core, twins = editing.layers["core"], editing.layers["twin_cities"]
    with editing.command("Move"):
        core.changeGeometry(by_name(core, "北京市").id(), point(116.5, 39.95))
    assert by_name(twins, "北京市").geometry().equals(point(116.5, 39.95))
    for axis in editing.layers["axes"].getFeatures():
        assert axis.geometry().asPolyline()[0].compare(point(116.5, 39.95).asPoint(), 1e-12)


def test_a_member_dropped_or_put_elsewhere_in_the_order_leads_the_axis_anew(editing: PlanEditing) -> None:
    members, axes = editing.layers["axis_members"], editing.layers["axes"]
    editing.start()
    assert members.deleteFeature(by_name(members, "宝坻区").id())
    ruler = measure()
    straight = geodesic_line([p.asPoint() for p in (point(116.401, 39.903), point(118.174, 39.63),
                                                     point(119.594, 39.936))])
    found = by_name(axes, "京唐秦发展轴").geometry()
    assert ruler.measureLength(found) == pytest.approx(ruler.measureLength(straight), abs=0.01)
    editing.undo()
    assert ruler.measureLength(by_name(axes, "京唐秦发展轴").geometry()) == pytest.approx(281_615.5, abs=1)


def test_a_member_put_in_by_its_code_stands_at_its_place_or_in_its_unit(editing: PlanEditing) -> None:
    """As QGIS's own form of the axis adds it, with its members below."""
    members, axes, start = editing.layers["axis_members"], editing.layers["axes"], state_of(editing.layers)
    axis = by_name(axes, "京唐秦发展轴")
    for code, seq in (("130800", 4), ("130283", 5)):  # Chengde is a node; Qian'an is a unit
        editing.start()
        row = QgsFeature(members.fields())
        for field, value in {"uid": f"new-{code}", "axis_uid": axis["uid"], "adcode": code, "seq": seq}.items():
            row[field] = value
        assert members.addFeature(row)
    placed = {row["adcode"]: (row["lon"], row["lat"]) for row in members.getFeatures() if row["seq"] in (4, 5)}
    assert placed["130800"] == (117.956, 40.951)
    unit = feature_of(editing.layers["units"], "adcode", "130283")
    assert unit.geometry().contains(point(*placed["130283"]))
    assert by_name(axes, "京唐秦发展轴").geometry().distance(point(*placed["130283"])) < 1e-9
    editing.undo()
    editing.undo()
    assert state_of(editing.layers) == start


def test_a_zone_reshaped_by_hand_becomes_the_planners_own(editing: PlanEditing) -> None:
    zones, start = editing.layers["zones"], state_of(editing.layers)
    zone = feature_of(zones, "zone_id", "Z3")
    editing.start()
    zones.changeGeometry(zone.id(), zone.geometry().buffer(0.05, 4))
    assert feature_of(zones, "zone_id", "Z3")["origin"] == "free"
    reshaped = feature_of(zones, "zone_id", "Z3").geometry()
    move_unit(editing, "涿州市", "Z3")
    assert feature_of(zones, "zone_id", "Z3").geometry().equals(reshaped), "what was drawn by hand is kept"
    editing.undo()
    zones.undoStack().undo()
    assert state_of(editing.layers) == start


def test_the_stretches_of_a_bent_axis_are_kept_where_no_member_moved(editing: PlanEditing) -> None:
    axes, nodes = editing.layers["axes"], editing.layers["nodes"]
    axis = by_name(axes, "京保石发展轴")
    line = axis.geometry().asPolyline()
    bend = next(i for i, p in enumerate(line) if p.compare(point(115.458, 38.874).asPoint(), 1e-9)) - 1
    editing.start()
    axes.moveVertex(115.7, 39.0, axis.id(), bend)
    assert by_name(axes, "京保石发展轴")["course"] == "bent"
    with editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "石家庄市").id(), point(114.6, 38.1))
    found = by_name(axes, "京保石发展轴").geometry()
    assert found.distance(point(115.7, 39.0)) < 1e-9 and found.distance(point(114.6, 38.1)) < 1e-9


def test_saving_one_layer_saves_the_plan(editing: PlanEditing, plan: Path) -> None:
    nodes = editing.layers["nodes"]
    with editing.command("Move"):
        nodes.changeGeometry(by_name(nodes, "保定市").id(), point(115.6, 38.8))
    assert editing.layers["land"].isEditable() is False and nodes.commitChanges(False)
    assert editing.is_editing() and not editing.is_modified() and not editing.can_undo()
    stored = load_tables(plan)
    assert by_name(stored["axes"], "京保石发展轴").geometry().distance(point(115.6, 38.8)) < 1e-9
    assert by_name(stored["axis_members"], "保定市")["lon"] == 115.6


def test_saving_asks_first_and_edits_go_on_after_it(editing: PlanEditing, plan: Path) -> None:
    move_unit(editing, "涿州市", "Z4")
    editing.before_save.append(lambda: False)
    assert editing.save() == [] and editing.is_modified()
    editing.before_save.clear()
    assert editing.save() == [] and not editing.is_modified() and editing.is_editing()
    assert by_name(load_tables(plan)["units"], "涿州市")["zone_id"] == "Z4"
    move_unit(editing, "涿州市", "Z1")
    editing.undo()
    assert by_name(editing.layers["units"], "涿州市")["zone_id"] == "Z4"


def test_discarding_takes_back_every_layer(editing: PlanEditing) -> None:
    start = state_of(editing.layers)
    move_unit(editing, "涿州市", "Z4")
    editing.layers["zones"].rollBack()
    assert state_of(editing.layers) == start and not editing.is_editing()


def test_a_deleted_axis_and_its_members_come_back_together(editing: PlanEditing) -> None:
    """QGIS deletes the members within the axis's own command."""
    axes, members, start = editing.layers["axes"], editing.layers["axis_members"], state_of(editing.layers)
    editing.start()
    axis = by_name(axes, "京唐秦发展轴")
    axes.beginEditCommand("Delete")
    members.deleteFeatures([row.id() for row in members.getFeatures() if row["axis_uid"] == axis["uid"]])
    axes.deleteFeature(axis.id())
    axes.endEditCommand()
    assert axes.featureCount() == 2 and len(indices(editing)) == 1
    axes.undoStack().undo()
    assert state_of(editing.layers) == start and indices(editing) == {0}


def test_zones_are_what_the_engine_made_of_the_same_units(editing: PlanEditing) -> None:
    for zone in editing.layers["zones"].getFeatures():
        assert zone_shape(editing.layers, zone["zone_id"]).isGeosEqual(zone.geometry())


def test_a_closed_session_leaves_the_layers_to_qgis(editing: PlanEditing) -> None:
    editing.close()
    units: QgsVectorLayer = editing.layers["units"]
    units.startEditing()
    assert not editing.layers["zones"].isEditable()


def test_tables_that_are_not_edited_stay_readable_while_the_others_are(editing: PlanEditing) -> None:
    editing.start()
    move_unit(editing, "涿州市", "Z4")
    assert [len(list(editing.layers[table].getFeatures())) for table in ("land", "plan_info", "runs")] == [1, 1, 1]
    file = editing.layers["land"].source().split("|")[0]
    fresh = QgsVectorLayer(f"{file}|layername=land", "land", "ogr")
    assert (fresh.crs().authid(), len(list(fresh.getFeatures()))) == ("EPSG:4490", 1)
