"""The dock's head: which plan, which of its structures, which scenario, read again, check."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QAction, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...i18n import language, tr
from ...layers.circle_choice import BOTH, DISCS, LISTS
from ...layers.compose import plan_title
from ...layers.editing import PlanEditing
from ...layers.structures import structures
from .content import attributes, text


class Elided(QLabel):
    """A line that is cut at its end rather than widening the dock; the tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(self.fontMetrics().height() + 2)

    def say(self, words: str, tip: str = "") -> None:
        self._whole = words
        self.setToolTip(tip or words)
        self._cut()

    def whole(self) -> str:
        """All of the line."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class Header(QWidget):
    """Title and scenario of the plan; of several open plans, the one to be shown is chosen here."""

    plan_chosen = pyqtSignal(object)  # a PlanEditing
    structure_chosen = pyqtSignal(str)
    circles_chosen = pyqtSignal(str)
    reread_wanted = pyqtSignal()
    check_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: list[PlanEditing] = []
        self.title = Elided()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.chooser = _narrow()
        self.chooser.activated.connect(lambda place: self.plan_chosen.emit(self._plans[place]))
        self.structure, self.circles = _narrow(), _narrow()
        for key, spec in structures().items():
            self.structure.addItem(spec[language()], key)
            pattern = spec[f"pattern_{language()}"]
            self.structure.setItemData(self.structure.count() - 1, pattern, Qt.ItemDataRole.ToolTipRole)
        self.structure.activated.connect(lambda place: self.structure_chosen.emit(self.structure.itemData(place)))
        self.circles.addItem(tr("Circles: discs of the published radius"), DISCS)
        self.circles.addItem(tr("Circles: lists of units"), LISTS)
        self.circles.addItem(tr("Circles: discs and lists"), BOTH)
        self.circles.addItem(tr("Circles: not drawn"), "")
        self.circles.activated.connect(lambda place: self.circles_chosen.emit(self.circles.itemData(place)))
        self.scenario = Elided()
        self.reread = _button("/mActionRefresh.svg", tr("Read the plan again"))
        self.reread.clicked.connect(self.reread_wanted)
        self.check = _button("/mIconSuccess.svg", tr("Check the plan"))
        self.check.setText(tr("Check"))
        self.check.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.check.clicked.connect(self.check_wanted)
        row = QHBoxLayout()
        row.setSpacing(2)
        for widget in (self.title, self.chooser):
            row.addWidget(widget, 1)
        for button in (self.reread, self.check):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 2, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        for widget in (self.structure, self.circles, self.scenario):  # as wide as the dock: their names are long
            whole.addWidget(widget)
        self.show_plans([], None)
        self.show_structure(None)
        self.show_circles(None)

    def show_plans(self, plans: list[PlanEditing], current: PlanEditing | None) -> None:
        """Name the current plan, and let one choose where there are several."""
        self._plans = list(plans)
        several = len(plans) > 1
        self.chooser.setVisible(several)
        self.title.setVisible(not several)
        self.chooser.clear()
        for plan in plans:
            self.chooser.addItem(_title(plan))
            self.chooser.setItemData(self.chooser.count() - 1, str(file_of(plan)), Qt.ItemDataRole.ToolTipRole)
        if current in plans:
            self.chooser.setCurrentIndex(plans.index(current))
        self.follow(current)

    def follow(self, plan: PlanEditing | None) -> None:
        """Say title, scenario, and whether there are edits that no file holds."""
        for button in (self.reread, self.check):
            button.setEnabled(plan is not None)
        if plan is None:
            self.title.say(tr("No plan is open"))
            self.scenario.say("")
            return
        self.title.say(_title(plan), str(file_of(plan)))
        parts = [tr("Scenario: {name}").format(name=_scenario(plan))] if _scenario(plan) else []
        if plan.is_modified():
            parts.append(tr("edits not saved"))
        elif not plan.can_edit():
            parts.append(tr("read-only"))
        elif plan.is_editing():
            parts.append(tr("editing"))
        self.scenario.say(" · ".join(parts))

    def show_structure(self, structure: str | None) -> None:
        """Name the structure that is shown; None: the plan has but one."""
        self.structure.setVisible(structure is not None)
        if structure is not None:
            place = self.structure.findData(structure)
            self.structure.setCurrentIndex(place)
            self.structure.setToolTip(self.structure.itemData(place, Qt.ItemDataRole.ToolTipRole))

    def show_circles(self, choice: str | None) -> None:
        """Say how the circles are drawn, "" for not at all; None: there is nothing to choose."""
        self.circles.setVisible(choice is not None)
        if choice is not None:
            self.circles.setCurrentIndex(self.circles.findData(choice))

    def say_found(self, count: int | None) -> None:
        """How much the last check found; None before the first."""
        self.check.setText(tr("Check") if count is None else f"{tr('Check')} ({count})")

    def take_action(self, action: QAction | None) -> None:
        """The button does as the action does: it is greyed with it and says why."""
        if action is not None:
            action.changed.connect(lambda: self._as(action))
            self._as(action)

    def _as(self, action: QAction) -> None:
        self.check.setEnabled(action.isEnabled())
        self.check.setToolTip(action.toolTip())


def file_of(plan: PlanEditing) -> Path:
    """The plan's file."""
    return Path(plan.layers["zones"].source().split("|")[0])


def _title(plan: PlanEditing) -> str:
    return plan_title(plan.layers, language()) if "plan_info" in plan.layers else file_of(plan).stem


def _scenario(plan: PlanEditing) -> str:
    return next((text(row["scenario"]) for row in attributes(plan.layers.get("plan_info"))), "")


def _narrow() -> QComboBox:
    """A choice that does not widen the dock."""
    box = QComboBox()
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return box


def _button(icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(tip)
    button.setAutoRaise(True)
    return button
