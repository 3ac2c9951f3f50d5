"""Circles and lists of units: their areas, and that they follow their members, their radius and the core."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import Layers, feature_of, measure
from jjj_planner_plugin.layers.unit_sets import (
    add_members,
    add_set,
    disc,
    drop_members,
    member_codes,
    remake_set,
    set_shape,
)
from tests.qgis_plan import set_value

DEMONSTRATION_ZONE = ("110112", "131082", "131028", "131024")
"""Tongzhou with Sanhe, Dachang and Xianghe."""


def km2(shape: QgsGeometry) -> float:
    return float(measure().measureArea(shape) / 1e6)


def the_set(layers: Layers, set_id: str) -> QgsFeature:
    found = feature_of(layers["unit_sets"], "set_id", set_id)
    assert found is not None, set_id
    return found


@pytest.mark.parametrize(("radius", "expected"), [(50, 7853.94), (100, 31415.28), (150, 70682.6)])
def test_a_circle_is_a_geodesic_disc(radius: int, expected: float) -> None:
    assert km2(disc(QgsPointXY(116.401, 39.903), radius)) == pytest.approx(expected, rel=1e-5)


def test_the_engine_made_every_set_as_the_editor_would(editing: PlanEditing) -> None:
    sets = {row["set_id"]: row for row in editing.layers["unit_sets"].getFeatures()}
    assert {"C50", "C100", "C150", "PB"} <= set(sets)
    for row in sets.values():
        made = set_shape(editing.layers, row)
        assert km2(made.symDifference(row.geometry())) < 0.01, row["set_id"]


def test_the_demonstration_zone_is_a_set_of_four_units(editing: PlanEditing) -> None:
    with editing.command("add"):
        uid = add_set(editing.layers, "示范区", DEMONSTRATION_ZONE)
    made = feature_of(editing.layers["unit_sets"], "uid", uid)
    assert made is not None and made["basis"] == "units" and made["standing"] == "assumed"
    assert km2(made.geometry()) == pytest.approx(2173.7, abs=0.1)
    assert member_codes(editing.layers, uid) == sorted(DEMONSTRATION_ZONE)


def test_a_set_follows_its_members_in_one_step(editing: PlanEditing) -> None:
    layers = editing.layers
    before = the_set(layers, "PB")
    unit = feature_of(layers["units"], "adcode", "130638")
    assert unit is not None
    with editing.command("in"):
        assert add_members(layers, before["uid"], ["130638", "130638"]) == ["130638"]
    grown = km2(the_set(layers, "PB").geometry()) - km2(before.geometry())
    assert grown == pytest.approx(km2(unit.geometry()), rel=1e-6)
    member = next(row for row in layers["set_members"].getFeatures()
                  if (row["set_uid"], row["adcode"]) == (before["uid"], "130638"))
    assert member["role"] == "assumed" and member["name_zh"] == unit["name_zh"]
    with editing.command("out"):
        assert drop_members(layers, before["uid"], ["130638"]) == ["130638"]
    assert the_set(layers, "PB").geometry().isGeosEqual(before.geometry())
    editing.undo()
    editing.undo()
    assert the_set(layers, "PB").geometry().equals(before.geometry())
    assert "130638" not in member_codes(layers, before["uid"])


def test_a_circle_follows_its_radius_and_the_core(editing: PlanEditing) -> None:
    layers = editing.layers
    circle = the_set(layers, "C50")
    with editing.command("radius"):
        set_value(layers["unit_sets"], circle, "radius_km", 60.0)
    assert km2(the_set(layers, "C50").geometry()) == pytest.approx(3.14159265 * 3600, rel=1e-4)
    with editing.command("move"):
        core = next(layers["core"].getFeatures())
        layers["core"].changeGeometry(core.id(), QgsGeometry.fromPointXY(QgsPointXY(117, 39)))
    for set_id in ("C50", "C100"):
        centre = the_set(layers, set_id).geometry().centroid().asPoint()
        assert centre.x() == pytest.approx(117, abs=0.01) and the_set(layers, set_id)["basis"] == "disc"


def test_a_set_reshaped_by_hand_is_the_planners_own_until_it_is_made_again(editing: PlanEditing) -> None:
    layers = editing.layers
    before = the_set(layers, "PB")
    with editing.command("reshape"):
        layers["unit_sets"].changeGeometry(before.id(), disc(QgsPointXY(116, 38), 30))
    assert the_set(layers, "PB")["basis"] == "free"
    with editing.command("add"):
        add_members(layers, before["uid"], ["130638"])
    assert km2(the_set(layers, "PB").geometry()) == pytest.approx(3.14159265 * 900, rel=1e-4)
    with editing.command("remake"):
        remake_set(layers, before["uid"])
    assert the_set(layers, "PB")["basis"] == "units"
    assert km2(the_set(layers, "PB").geometry()) > km2(before.geometry())


def test_a_set_loses_the_ground_of_a_unit_that_is_deleted_and_a_deleted_set_is_gone(editing: PlanEditing) -> None:
    layers = editing.layers
    before, unit = the_set(layers, "PB"), feature_of(layers["units"], "adcode", "130722")
    assert unit is not None
    with editing.command("out"):
        layers["units"].deleteFeature(unit.id())
    lost = km2(before.geometry()) - km2(the_set(layers, "PB").geometry())
    assert lost == pytest.approx(km2(unit.geometry()), rel=1e-6)
    editing.undo()
    assert the_set(layers, "PB").geometry().equals(before.geometry())
    with editing.command("away"):
        layers["unit_sets"].deleteFeature(before.id())
    assert feature_of(layers["unit_sets"], "set_id", "PB") is None
