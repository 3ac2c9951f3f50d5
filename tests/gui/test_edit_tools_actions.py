"""The actions of the edit tools: which can work now, and what the others say."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtWidgets import QAction

from jjj_planner_plugin.gui.edit_tools import EditTools, plan_tool
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.paths import resource

NAMES = {"assign", "move", "move_vertex", "draw", "bend", "members", "park", "unit_set", "wing", "import_layer",
         "probe"}
ON_THE_MAP = {"assign", "move", "move_vertex", "draw", "park", "probe"}


def test_every_action_has_its_icon_and_map_tools_can_be_checked(tools: EditTools) -> None:
    assert set(tools.actions) == NAMES
    assert all(resource(f"icons/{name}.svg").exists() for name in NAMES)
    assert {name for name, action in tools.actions.items() if action.isCheckable()} == ON_THE_MAP
    assert all(action.isEnabled() for action in tools.actions.values())


def test_a_read_only_plan_is_looked_at_and_not_edited(plan: Path, canvas: QgsMapCanvas) -> None:
    editing = PlanEditing(open_plan(str(plan), QgsProject.instance()))
    for layer in editing.layers.values():
        layer.setReadOnly(True)
    tools = EditTools(canvas)
    tools.set_plan(editing)
    assert {name for name, action in tools.actions.items() if action.isEnabled()} == {"probe"}
    assert "read-only" in tools.actions["assign"].toolTip()
    tools.close()
    editing.close()


def test_a_plan_that_lacks_a_table_says_which(editing: PlanEditing, canvas: QgsMapCanvas) -> None:
    tools, fewer = EditTools(canvas), dict(editing.layers)
    del fewer["axis_members"]
    tools.set_plan(PlanEditing(fewer))
    assert not tools.actions["draw"].isEnabled() and tools.actions["assign"].isEnabled()
    assert "lacks the layers Axis members (axis_members)" in tools.actions["draw"].toolTip()
    tools.close()


def test_layers_that_are_no_plan_are_survived_and_the_plan_comes_back(
    editing: PlanEditing, canvas: QgsMapCanvas
) -> None:
    bare = {table: QgsVectorLayer("Polygon?crs=EPSG:4490&field=name:string", table, "memory")
            for table in ("zones", "units")}
    tools, other = EditTools(canvas), PlanEditing(bare)
    tools.set_plan(editing)
    tools.set_plan(other)
    assert not tools.actions["unit_set"].isEnabled() and tools.tool("assign").zones.count() == 0
    tools.set_plan(editing)
    assert tools.actions["unit_set"].isEnabled() and tools.tool("assign").zones.count() == 4
    tools.close()
    other.close()


@pytest.mark.parametrize("name", sorted(ON_THE_MAP))
def test_a_second_click_on_a_tool_leaves_it_on_and_another_takes_its_place(
    tools: EditTools, canvas: QgsMapCanvas, name: str
) -> None:
    action = tools.actions[name]
    action.trigger()
    action.trigger()
    assert action.isChecked() and canvas.mapTool() is tools.tool(name)
    other = "probe" if name != "probe" else "assign"
    tools.actions[other].trigger()
    assert not action.isChecked() and canvas.mapTool() is tools.tool(other)


def test_a_tools_options_are_clear_of_the_message_bar(tools: EditTools, canvas: QgsMapCanvas) -> None:
    """QGIS's messages lie over the map's upper edge."""
    canvas.show()
    tools.actions["assign"].trigger()
    frame = tools.tool("assign").options
    messages = QgsMessageBar(canvas)
    messages.pushMessage("a sentence")
    messages.resize(canvas.width(), messages.sizeHint().height())
    assert frame.isVisible() and canvas.rect().contains(frame.geometry())
    assert not frame.geometry().intersects(messages.geometry())
    canvas.resize(600, 500)
    assert canvas.rect().contains(frame.geometry()) and frame.geometry().bottom() > 450


def test_the_map_is_the_former_tools_when_the_plugin_goes(canvas: QgsMapCanvas, editing: PlanEditing) -> None:
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    tools = EditTools(canvas)
    tools.set_plan(editing)
    tools.actions["assign"].trigger()
    tools.actions["probe"].trigger()
    tools.close()
    assert canvas.mapTool() is pan


def test_where_there_was_no_tool_the_map_is_qgis_own_for_moving_it(
    canvas: QgsMapCanvas, editing: PlanEditing, monkeypatch: pytest.MonkeyPatch
) -> None:
    pan = QgsMapToolPan(canvas)
    action = QAction(canvas)
    action.triggered.connect(lambda: canvas.setMapTool(pan))

    class Interface:
        def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802 - QGIS's name
            return canvas

        def actionPan(self) -> QAction:  # noqa: N802 - QGIS's name
            return action

    monkeypatch.setattr(plan_tool, "iface", Interface())
    tools = EditTools(canvas)
    tools.set_plan(editing)
    tools.actions["assign"].trigger()
    tools.close()
    assert canvas.mapTool() is pan


def test_no_tool_counts_as_an_edit_tool_of_the_active_layer(tools: EditTools) -> None:
    """QGIS puts those away when the active layer is not being edited."""
    for name in ON_THE_MAP:
        tool = tools.tool(name)
        assert not tool.flags() & tool.Flag.EditTool, name
