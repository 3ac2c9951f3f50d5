"""The actions of the dock: which can work now, and what the tooltip says of those that cannot."""

from __future__ import annotations

from typing import Callable, NamedTuple

from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QAction, QToolBar, QWidget

from ... import messages
from ...i18n import language, tr
from ...layers.compose import spoken_tables
from ...layers.editing import PlanEditing
from ...layers.schema import tables

ORDER = (
    ("assign", "move", "draw", "bend", "members", "move_vertex"),
    ("undo", "redo", "save", "discard"), ("zoom", "form", "select_units", "probe"),
    ("park", "wing", "unit_set", "import_layer", "join_population", "live_layers", "timeline"), ("check_plan",),
)
"""The bar from left to right, a line between the groups; names that are not here come last."""
IN_HEADER = "check_plan"
READING = ("zoom", "form", "select_units", "live_layers", "timeline", "check_plan")
"""Actions that change nothing in the plan: they work on a read-only one."""
GOVERNED = {*READING, "undo", "redo", "save", "discard", "join_population"}
"""The actions that are enabled here; the edit tools see to their own."""
NEEDED = {"join_population": ("units",), "timeline": ("policies",)}
"""The tables without which an action cannot work."""
SELECTED = {"select_units": "zones"}
"""Actions that work on what is selected in a table."""
ICON_SIZE = 20


class State(NamedTuple):
    """What decides what can work."""

    editing: PlanEditing | None
    selected: frozenset[str]  # tables with a selection
    count: int  # of selected features

    def why_not(self, name: str) -> str:
        """The sentence that says why an action cannot work now; empty when it can."""
        if self.editing is None:
            return messages.no_plan_open()
        lacking = [table for table in NEEDED.get(name, ()) if table not in self.editing.layers]
        if lacking:
            return messages.plan_lacks_tables(spoken_tables(lacking))
        if name in STEPS:
            can, reason = STEPS[name]
            return "" if can(self.editing) else reason()
        if name not in READING and not self.editing.can_edit():
            return messages.plan_not_editable()
        if (name == "zoom" and not self.count) or (name == "form" and self.count != 1):
            return messages.select_first(tr("one feature") if name == "form" else tr("what is to be shown"))
        wanted = SELECTED.get(name)
        return messages.select_first(_words(wanted)) if wanted and wanted not in self.selected else ""


STEPS: dict[str, tuple[Callable[[PlanEditing], bool], Callable[[], str]]] = {
    "undo": (PlanEditing.can_undo, messages.nothing_to_undo),
    "redo": (PlanEditing.can_redo, messages.nothing_to_redo),
    "save": (PlanEditing.is_modified, messages.no_edits),
    "discard": (PlanEditing.is_modified, messages.no_edits),
}


def _words(table: str) -> str:
    return str(tables()[table][language()])


class ActionBar(QToolBar):
    """The actions in a row; what has no room is behind the bar's own arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Edit the plan"), parent)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setMovable(False)
        self._actions: dict[str, QAction] = {}
        self._tips: dict[str, str] = {}

    def lay_out(self, actions: dict[str, QAction]) -> None:
        """Show these actions, by name; their tooltips are kept, and led by the reason while they cannot work."""
        self.clear()
        self._tips = {name: self._tips[name] if self._actions.get(name) is action else action.toolTip()
                      for name, action in actions.items()}  # one laid out before may say why it could not work
        self._actions = dict(actions)
        known = {name for names in ORDER for name in names}
        rest = tuple(name for name in actions if name not in known)
        for names in (*ORDER, rest):
            present = [actions[name] for name in names if name in actions and name != IN_HEADER]
            if present and self.actions():
                self.addSeparator()
            self.addActions(present)

    def follow(self, state: State) -> None:
        """Enable what can work."""
        for name in GOVERNED & self._actions.keys():
            action, reason = self._actions[name], state.why_not(name)
            action.setEnabled(not reason)
            action.setToolTip(f"{self._tips[name]}\n{reason}" if reason else self._tips[name])
