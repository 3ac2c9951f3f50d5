"""What a crash or a stranger leaves: derived shapes that are not what their members make, found and made again."""

from __future__ import annotations

import pytest
from qgis.core import QgsGeometry

from jjj_planner_plugin.layers.differences import derived_differences, repair
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import feature_of, measure
from tests.qgis_plan import by_name, point, set_value


def test_a_plan_as_it_was_made_has_none(editing: PlanEditing) -> None:
    assert derived_differences(editing.layers) == []


def test_what_only_one_table_holds_is_found_with_its_size_and_made_again(editing: PlanEditing) -> None:
    layers = editing.layers
    unit, node = by_name(layers["units"], "涿州市"), by_name(layers["nodes"], "保定市")
    editing.close()  # a stranger edits: nothing follows
    for table in ("units", "nodes"):
        layers[table].startEditing()
    set_value(layers["units"], unit, "zone_id", "Z4")
    layers["nodes"].changeGeometry(node.id(), point(115.6, 38.8))
    found = {(difference.table, difference.name): difference.amount for difference in derived_differences(layers)}
    km2 = measure().measureArea(unit.geometry()) / 1e6
    metres = measure().measureLine(node.geometry().asPoint(), point(115.6, 38.8).asPoint())
    assert set(found) == {("zones", "中部核心功能区"), ("zones", "西北部生态涵养区"), ("axis_members", "保定市")}
    assert found["zones", "中部核心功能区"] == pytest.approx(km2, rel=1e-6)
    assert found["axis_members", "保定市"] == pytest.approx(metres, rel=1e-6)
    session = PlanEditing(layers)
    with session.command("Repair"):
        repair(layers, derived_differences(layers))
    assert derived_differences(layers) == []
    assert by_name(layers["axes"], "京保石发展轴").geometry().distance(point(115.6, 38.8)) < 1e-9
    session.undo()
    assert len(derived_differences(layers)) == 3
    session.discard()
    session.close()


def test_a_zone_drawn_by_hand_is_not_derived(editing: PlanEditing) -> None:
    zones = editing.layers["zones"]
    editing.start()
    triangle = QgsGeometry.fromWkt("MultiPolygon(((114 37,115 37,115 38,114 37)))")
    zones.changeGeometry(feature_of(zones, "zone_id", "Z3").id(), triangle)
    assert derived_differences(editing.layers) == []
