"""The plan dock: head, actions, filter, the plan as a tree, and the strip of live numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsDockWidget, QgsFilterLineEdit, QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QMenu, QSplitter, QVBoxLayout, QWidget
from qgis.utils import iface

from ...i18n import tr
from ...layers.editing import PlanEditing
from ...layers.findings import Finding
from ...layers.structure import redraw_zone
from ...layers.structures import show_feature
from ...layers.unit_sets import remake_set
from .actions import ActionBar, State
from .content import Item
from .current import CurrentPlan
from .findings import Key
from .header import Header, file_of
from .selection import SelectionLink
from .strip import Strip
from .strip_rows import Subject
from .structure_choice import StructureChoice
from .subject import subject_of
from .tree_view import PlanTree

TREE_SHARE, STRIP_SHARE = 60, 40


class PlanDock(QgsDockWidget):
    """Shows one open plan. What it cannot do itself it asks for."""

    plan_chosen = pyqtSignal(object)  # a PlanEditing, of several open plans
    check_wanted = pyqtSignal()
    join_population_wanted = pyqtSignal()
    subject_changed = pyqtSignal(object)  # the selected Item, or None

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(tr("JJJ plan"), parent)
        self.setObjectName("JjjPlanDock")  # by this name QGIS remembers its place
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._canvas = canvas
        self._editing: PlanEditing | None = None
        self.live_subject: Callable[[Item], Subject | None] | None = None
        """Asked for a selected feature's live figures; without any, QGIS's own are shown."""
        self._shown: Path | None = None  # whose opening has brought the dock up
        self._actions: dict[str, QAction] = {}
        self.header = Header()
        self.bar = ActionBar()
        self.filter = QgsFilterLineEdit()
        self.filter.setShowSearchIcon(True)
        self.filter.setPlaceholderText(tr("Filter…"))
        self.tree = PlanTree()
        self.strip = Strip()
        self.link = SelectionLink(self.tree)
        self.structure = StructureChoice(self.header)
        self._make_own_actions()
        self._lay_out()
        self._connect()
        self.set_actions({})
        self.show_plan(None)

    def sizeHint(self) -> QSize:
        return QSize(340, 600)

    def _make_own_actions(self) -> None:
        self.zoom_action = self._action("/mActionZoomToSelected.svg", tr("Zoom to it"), self.zoom)
        self.form_action = self._action("/mActionFormView.svg", tr("Open its form"), self.open_form)
        self.units_action = self._action("/mActionSelectPolygon.svg", tr("Select the zone's units"), self.select_units)
        self.remake_action = self._action("/mActionMergeFeatures.svg", tr("Make it of its units again"), self.remake)

    def _action(self, icon: str, text: str, does: Any) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), text, self)
        action.triggered.connect(lambda _checked=False: does())
        return action

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.tree)
        self.splitter.addWidget(self.strip)
        self.splitter.setStretchFactor(0, TREE_SHARE)
        self.splitter.setStretchFactor(1, STRIP_SHARE)
        self.splitter.setChildrenCollapsible(False)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2, 0, 2, 2)
        layout.setSpacing(2)
        for widget in (self.header, self.bar, self.filter):
            layout.addWidget(widget)
        layout.addWidget(self.splitter, 1)
        self.setWidget(page)

    def _connect(self) -> None:
        self.header.plan_chosen.connect(self.plan_chosen)
        self.header.check_wanted.connect(self._check)
        self.header.reread_wanted.connect(self.read_again)
        self.filter.textChanged.connect(self.tree.set_filter)
        self.tree.zoom_wanted.connect(self.zoom)
        self.tree.form_wanted.connect(self.open_form)
        self.tree.menu_wanted.connect(self._show_menu)
        self.tree.chosen.connect(self._chosen)
        self.tree.plan.refreshed.connect(self.show_subject)
        self.strip.join_population.connect(self._join_population)
        self.structure.shown.connect(self._show_structure)

    # What the lead's code calls

    def follow(self, current: CurrentPlan) -> None:
        """Show the plan that is current, and come to the front when another is opened."""
        current.plan_changed.connect(lambda plan: self._open(plan, current))
        current.plans_changed.connect(lambda: self.header.show_plans(current.plans, current.current))
        self.plan_chosen.connect(current.choose)
        self._open(current.current, current)

    def _open(self, plan: PlanEditing | None, current: CurrentPlan) -> None:
        self.show_plan(plan, current.plans)
        if plan is not None and file_of(plan) != self._shown:
            self._shown = file_of(plan)
            self.setUserVisible(True)

    def set_actions(self, actions: dict[str, QAction]) -> None:
        """Lay out these actions by name, and enable from now on those that can work."""
        self._actions = dict(actions)
        own = {"zoom": self.zoom_action, "form": self.form_action, "select_units": self.units_action}
        self.bar.lay_out({**own, **actions})
        self.header.take_action(actions.get("check_plan"))
        self._enable()

    def show_plan(self, editing: PlanEditing | None, plans: Sequence[PlanEditing] = ()) -> None:
        """Show this plan, of all that are open; None: no plan is open, and the dock goes."""
        if self._editing is not None:
            self._editing.changed.disconnect(self._edited)
            self._editing.state_changed.disconnect(self._state_changed)
        self._editing = editing
        layers = editing.layers if editing is not None else {}
        self.link.follow({})
        self.filter.clear()
        self.tree.plan.show_layers(layers, self.structure.follow(layers))
        self.link.follow(layers)
        self.header.show_plans(list(plans) or ([editing] if editing is not None else []), editing)
        self.header.say_found(None)
        self.strip.clear_change()
        if editing is not None:
            editing.changed.connect(self._edited)
            editing.state_changed.connect(self._state_changed)
        self._chosen()

    def _show_structure(self, structure: str) -> None:
        """The elements of another structure of the same plan."""
        layers = self._editing.layers if self._editing is not None else {}
        self.link.follow({})
        self.tree.plan.show_layers(layers, structure)
        self.link.follow(layers)
        self._chosen()

    def set_findings(self, found: Mapping[Key, Sequence[Finding]] | None) -> None:
        """Mark what the check found, by table and uid; None takes the marks off."""
        self.tree.plan.set_findings(found or {})
        self.tree.fit_columns()
        self.header.say_found(None if found is None else sum(map(len, found.values())))

    def read_again(self) -> None:
        """Read the layers again and measure everything anew."""
        self.tree.plan.refresh(measure_anew=True)
        self.header.follow(self._editing)

    def selected(self) -> Item | None:
        """The feature selected last, else the first that is."""
        items = self.tree.items()
        current = self.tree.plan.item(self.tree.shown.mapToSource(self.tree.currentIndex()))
        return current if current in items else next(iter(items), None)

    # What the planner does

    def zoom(self) -> None:
        """Zoom to the selected features, and flash them."""
        self._zoom_to(self.tree.items())

    def _zoom_to(self, items: list[Item]) -> None:
        if not items or self._editing is None:
            return
        table = items[0].table
        layer, fids = self._editing.layers[table], [item.fid for item in items if item.table == table]
        if table == "set_members":  # they have no shape: their units do
            codes = {item.code for item in items if item.table == table}
            layer = self._editing.layers["units"]
            fids = [unit.id() for unit in layer.getFeatures() if unit["adcode"] in codes]
        else:
            for feature in list(layer.getFeatures(fids)):  # what is not drawn cannot be looked at
                show_feature(QgsProject.instance().layerTreeRoot(), self._editing.layers, table, feature)
        self._canvas.zoomToFeatureIds(layer, fids)
        self._canvas.flashFeatureIds(layer, fids)

    def open_form(self) -> None:
        """QGIS's own form of the selected feature, to be edited where the plan can be; its OK is one undo step."""
        item = self.selected()
        if item is not None and self._editing is not None:
            layer = self._editing.layers[item.table]
            if self._editing.can_edit() and not self._editing.is_editing():
                self._editing.start()
            iface.openFeatureForm(layer, layer.getFeature(item.fid), False, False)

    def select_units(self) -> None:
        """Select on the map the units of the selected zones."""
        zones = {item.code for item in self.tree.items() if item.table == "zones"}
        units = self._editing.layers.get("units") if self._editing is not None else None
        if zones and units is not None:
            content = self.tree.plan.content
            self.link.select_too("units", [unit.fid for zone in zones for unit in content.units(zone)])

    def remake(self) -> None:
        """Make the selected zones and sets that were drawn by hand what their units are, in one step."""
        zones, editing = self._by_hand(), self._editing
        if editing is not None and zones:
            with editing.command(tr("Make it of its units again")):
                for row in zones:
                    if row.table == "zones":
                        redraw_zone(editing.layers, row.code)
                    else:
                        remake_set(editing.layers, row.uid)

    def _by_hand(self) -> list[Item]:
        """The selected zones and sets that were drawn by hand and have units to be made of."""
        content = self.tree.plan.content
        return [item for item in self.tree.items() if item.by_hand and content.below(item)]

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu()
        if menu.actions():
            menu.popup(place)

    def menu(self) -> QMenu:
        """The context menu of what is selected: what can work on it now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        own = [self.zoom_action, self.form_action, self.units_action]
        menu.addActions([action for action in own if action.isEnabled()])
        if self._by_hand() and self._editing is not None and self._editing.can_edit():
            menu.addAction(self.remake_action)
        item = self.selected()
        names = MENU.get(item.table, ()) if item is not None else ()
        if any(name in self._actions for name in names):
            menu.addSeparator()
            menu.addActions([self._actions[name] for name in names if name in self._actions])
        return menu

    # Following

    def _check(self) -> None:
        if "check_plan" in self._actions:
            self._actions["check_plan"].trigger()
        else:
            self.check_wanted.emit()

    def _join_population(self) -> None:
        if "join_population" in self._actions:
            self._actions["join_population"].trigger()
        else:
            self.join_population_wanted.emit()

    def _edited(self) -> None:
        self.tree.plan.refresh_soon()
        self._state_changed()

    def _state_changed(self) -> None:
        self.header.follow(self._editing)
        self._enable()

    def _chosen(self) -> None:
        self._enable()
        self.show_subject()
        self.subject_changed.emit(self.selected())

    def show_subject(self) -> None:
        """What the strip tells of the selected feature."""
        item = self.selected()
        if item is None or self._editing is None:
            self.strip.show_subject(None)
            return
        live = self.live_subject(item) if self.live_subject is not None else None
        self.strip.show_subject(live or subject_of(self.tree.plan, self._editing.layers, item))

    def _enable(self) -> None:
        items = self.tree.items()
        self.bar.follow(State(self._editing, frozenset(item.table for item in items), len(items)))

    def take_down(self) -> None:
        """Let go of the plan; the plugin is being unloaded."""
        self.show_plan(None)
        self.structure.close()


MENU = {
    "zones": ("assign", "move_vertex"), "units": ("assign",), "axes": ("members", "bend", "draw"),
    "nodes": ("move",), "core": ("move",), "twin_cities": ("move",), "wings": ("wing",), "wing_points": ("wing",),
    "parks": ("park",), "park_areas": ("park",), "unit_sets": ("unit_set",), "set_members": ("unit_set",),
}
"""The edit actions that a row's menu offers, by its table."""
