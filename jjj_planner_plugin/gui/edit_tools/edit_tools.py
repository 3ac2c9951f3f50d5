"""The actions of menu and toolbar for editing, and which of them can work now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from qgis.core import Qgis
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog

from ... import messages
from ...i18n import tr
from ...layers.compose import spoken_tables
from ...layers.editing import PlanEditing
from ...paths import resource
from ..import_layer import ImportLayerDialog
from ..wing_dialog import WingDialog
from .add_park import AddParkTool
from .assign import AssignTool
from .axis_members_dialog import AxisMembersDialog
from .bend_dialog import BendDialog
from .draw_axis import DrawAxisTool
from .move_place import MovePlaceTool
from .move_vertex import MoveVertexTool
from .plan_tool import PlanTool
from .probe import ProbeTool
from .set_dialog import SetDialog


class Entry(NamedTuple):
    """One action: its texts, the plan's tables it needs, and the map tool or function behind it."""

    text: str
    tip: str
    tables: tuple[str, ...]
    does: PlanTool | Callable[[], None]


class EditTools(QObject):
    """The edit tools of one canvas; `set_plan` says what they edit."""

    previewed = pyqtSignal(list)
    committed = pyqtSignal()
    cancelled = pyqtSignal()
    probed = pyqtSignal(float, float, float)

    def __init__(self, canvas: QgsMapCanvas, message_bar: QgsMessageBar | None = None,
                 cad: QgsAdvancedDigitizingDockWidget | None = None, parent: QObject | None = None) -> None:
        """`cad` is QGIS's advanced digitising panel; without one the tools have their own, which nobody sees."""
        super().__init__(parent)
        self._canvas, self._bar = canvas, message_bar
        self._cad = cad or QgsAdvancedDigitizingDockWidget(canvas, canvas)
        if cad is None:
            self._cad.hide()
        self.editing: PlanEditing | None = None
        self.dialog: QDialog | None = None
        self._axis_uid = self._set_uid = ""
        self._entries = self._make_entries()
        self.actions: dict[str, QAction] = {name: self._action(name, entry) for name, entry in self._entries.items()}
        self._update()

    def _make_entries(self) -> dict[str, Entry]:
        canvas, cad = self._canvas, self._cad
        return {
            "assign": Entry(tr("Assign units to zone"), tr("Give the units you sweep over to a zone"),
                            ("units", "zones"), AssignTool(canvas, cad)),
            "move": Entry(tr("Move node"), tr("Drag the core, a twin city or a node; its axes follow"),
                          ("nodes",), MovePlaceTool(canvas, cad)),
            "move_vertex": Entry(tr("Move vertex of a zone"),
                                 tr("Drag a vertex of a zone's outline; the neighbours' follow, so that no gap opens"),
                                 ("zones",), MoveVertexTool(canvas, cad)),
            "draw": Entry(tr("Draw axis"),
                          tr("Click places in order, the right button ends; Shift inserts a member into an axis, "
                             "Ctrl drops one"),
                          ("axes", "axis_members"), DrawAxisTool(canvas, cad)),
            "bend": Entry(tr("Bend axis…"), tr("Lead an axis along a railway, a road or a river"),
                          ("axes", "axis_members"), self._bend),
            "members": Entry(tr("Members of an axis…"), tr("Put the members of an axis into another order"),
                             ("axes", "axis_members"), lambda: self._show(AxisMembersDialog(
                                 self.editing, self._selected_axis(), self._canvas.window()))),
            "park": Entry(tr("Add park"), tr("Click where a cooperation park is and say who shares it"),
                          ("parks", "units"), AddParkTool(canvas, cad)),
            "unit_set": Entry(tr("Set of units…"), tr("Say which units belong to a circle, a belt or your own set"),
                              ("unit_sets", "set_members", "units"),
                              lambda: self._show(SetDialog(self.editing, self._set_uid, self._canvas.window()))),
            "wing": Entry(tr("Wing from townships…"), tr("Xiong'an from its three counties and four townships"),
                          ("wings", "units"),
                          lambda: self._show(WingDialog(self.editing, self._canvas.window()))),
            "import_layer": Entry(tr("Import layer…"), tr("Bring a layer of your own into a table of the plan"), (),
                                  self._import),
            "probe": Entry(tr("Probe circle"), tr("Hold a circle of so many kilometres under the cursor"), (),
                           ProbeTool(canvas, cad)),
        }

    def _bend(self) -> None:
        dialog = BendDialog(self.editing, self._selected_axis(), self._canvas.window())
        dialog.told.connect(self.tell)
        self._show(dialog)

    def _import(self) -> None:
        dialog = ImportLayerDialog(self.editing, self._canvas.window(), self._canvas.currentLayer())
        dialog.imported.connect(self.tell)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        """Open a dialog and keep it until it is closed."""
        self.dialog = dialog
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    def _dialog_closed(self) -> None:
        self.dialog = None

    def _selected_axis(self) -> str:
        """The uid of the axis that was named or is the only one selected; "" without one."""
        selected = self.editing.layers["axes"].selectedFeatures()
        return self._axis_uid or (str(selected[0]["uid"]) if len(selected) == 1 else "")

    def tool(self, name: str) -> PlanTool:
        """The map tool of an action. Raises KeyError where the action has none."""
        does = self._entries[name].does
        if not isinstance(does, PlanTool):
            raise KeyError(name)
        return does

    def _tools(self) -> list[PlanTool]:
        return [entry.does for entry in self._entries.values() if isinstance(entry.does, PlanTool)]

    def _action(self, name: str, entry: Entry) -> QAction:
        action = QAction(QIcon(str(resource(f"icons/{name}.svg"))), entry.text, self)
        action.setObjectName(f"Jjj_{name}")
        if isinstance(entry.does, PlanTool):
            action.setCheckable(True)
            tool = entry.does
            tool.setAction(action)
            action.triggered.connect(lambda: self._take_up(tool))
            tool.previewed.connect(self.previewed)
            tool.committed.connect(self.committed)
            tool.cancelled.connect(self.cancelled)
            tool.told.connect(self.tell)
            if isinstance(tool, ProbeTool):
                tool.probed.connect(self.probed)
        else:
            action.triggered.connect(lambda: entry.does())
        return action

    def _take_up(self, tool: PlanTool) -> None:
        current = self._canvas.mapTool()
        if current is not tool:
            tool.before = current.before if isinstance(current, PlanTool) else current
        self._canvas.setMapTool(tool)
        tool.action().setChecked(True)  # a click on the tool that is active must not look as if it were not

    # The plan

    def set_plan(self, editing: PlanEditing | None) -> None:
        """The plan that is edited from now on; None: there is none."""
        if self.editing is not None:
            self.editing.changed.disconnect(self._repaint)
            self.editing.state_changed.disconnect(self._update)
        self.editing = editing
        if editing is not None:
            editing.changed.connect(self._repaint)
            editing.state_changed.connect(self._update)
        self._update()  # first of all: no action works on the plan before
        for tool in self._tools():
            tool.set_plan(editing)

    def set_zone(self, zone_id: str) -> None:
        """The zone that was selected, for *Assign units to zone*."""
        tool = self.tool("assign")
        if isinstance(tool, AssignTool):
            tool.set_zone(zone_id)

    def set_axis(self, uid: str) -> None:
        """The axis that was selected, for *Draw axis* (insert, drop) and its members; "" for none."""
        self._axis_uid = uid
        tool = self.tool("draw")
        if isinstance(tool, DrawAxisTool):
            tool.set_axis(uid)

    def set_unit_set(self, uid: str) -> None:
        """The set of units that was selected, for *Set of units*; "" for none."""
        self._set_uid = uid

    def tell(self, sentence: str) -> None:
        """A sentence in the message bar."""
        if self._bar is not None:
            self._bar.pushMessage(tr("JJJ Planner"), sentence, Qgis.MessageLevel.Info)

    def _repaint(self) -> None:
        """What followed an edit, or came back with an undo, is to be seen."""
        for layer in self.editing.layers.values():
            if layer.isSpatial():
                layer.triggerRepaint()

    def _update(self) -> None:
        """What cannot work cannot be pressed, and its tooltip says why."""
        for name, entry in self._entries.items():
            reason = self._reason(entry)
            action = self.actions[name]
            action.setEnabled(not reason)
            action.setToolTip(f"{entry.text.rstrip('…')}: {reason or entry.tip}")
            if reason and isinstance(entry.does, PlanTool):
                entry.does.put_away()

    def _reason(self, entry: Entry) -> str:
        """Why an action cannot work; "" when it can."""
        if isinstance(entry.does, PlanTool) and not entry.does.NEEDS_PLAN:
            return ""
        if self.editing is None:
            return messages.no_plan_open()
        missing = [table for table in entry.tables if table not in self.editing.layers]
        if missing:
            return messages.plan_lacks_tables(spoken_tables(missing))
        return "" if self.editing.can_edit() else messages.plan_not_editable()

    def close(self) -> None:
        """Take the tools off the canvas; the plugin is being unloaded."""
        self.set_plan(None)
        for tool in self._tools():
            tool.put_away()
            tool.take_down()
        self.deleteLater()
