"""The panel of a plan's findings: to read, to go to, to fix."""

from __future__ import annotations

from collections import defaultdict

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import messages
from ..i18n import tr
from ..layers.editing import PlanEditing
from ..layers.findings import Finding
from ..layers.fixes import FixError, apply_fixes, fix_title
from ..paths import resource
from .check_list import FindingList
from .check_run import CheckRun

POINT_SCALE = 250_000
"""Denominator of the scale at which a place without extent is shown: a county fills the window."""
AROUND = 1.3
"""How much more than an area is shown around it."""


class CheckPanel(QWidget):
    """Findings of the open plan, checked anew on request and after a fix."""

    checked = pyqtSignal(dict)
    """(table, uid) → the findings about that feature; empty when there is no plan."""

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._editing: PlanEditing | None = None
        self._run: CheckRun | None = None
        self._again = False  # what is being checked changed meanwhile, by a fix
        self._lay_out()
        self._update()

    def _lay_out(self) -> None:
        self.recheck_button = QToolButton()
        self.recheck_button.setIcon(QIcon(str(resource("icons/check.svg"))))
        self.recheck_button.setText(tr("Check"))
        self.recheck_button.setToolTip(tr("Check the open plan, with its unsaved edits"))
        self.recheck_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.recheck_button.clicked.connect(self.recheck)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setClearButtonEnabled(True)
        self.list = FindingList()
        self.filter.textChanged.connect(self.list.narrow)
        self.list.activated_finding.connect(self.show_on_map)
        self.list.currentItemChanged.connect(lambda *_: self._update())
        self.detail, self.message = QLabel(), QLabel()
        for label in (self.detail, self.message):
            label.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fix_button, self.fix_all_button = QPushButton(tr("Fix")), QPushButton(tr("Fix all of this kind"))
        self.fix_button.clicked.connect(self._fix)
        self.fix_all_button.clicked.connect(self._fix_all)
        top, bottom, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for widget in (self.recheck_button, self.filter):
            top.addWidget(widget)
        bottom.addWidget(self.message, 1)
        for widget in (self.fix_button, self.fix_all_button):
            bottom.addWidget(widget)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.addLayout(top)
        whole.addWidget(self.list)
        whole.addWidget(self.detail)
        whole.addLayout(bottom)

    # The plan and its check

    def set_plan(self, editing: PlanEditing | None) -> None:
        """The plan that is open now; its findings are not known yet."""
        if self._editing is not None:
            self._editing.changed.disconnect(self._plan_changed)
        self._editing = editing
        if editing is not None:
            editing.changed.connect(self._plan_changed)
        if self._run is not None:
            self._run.cancel()
        self._run, self._again = None, False
        self._show([])
        self.message.setText("")

    def recheck(self) -> None:
        """Check the plan; if a check is going on, once more after it."""
        if self._run is not None:
            self._again = True
            return
        self._run = run = CheckRun()
        run.ended.connect(lambda found, reason: self._ended(run, found, reason))
        self.message.setText(tr("Checking…"))
        self._update()
        run.start()

    def _ended(self, run: CheckRun, found: list[Finding] | None, reason: str) -> None:
        if run is not self._run:
            return  # of a plan that was closed meanwhile
        self._run = None
        if self._again:
            self._again = False
            self.recheck()
            return
        if found is None:
            self.message.setText(reason)
        else:
            self.message.setText("" if found else tr("Nothing was found."))
            self._show(found)
        self._update()

    def _show(self, findings: list[Finding]) -> None:
        self.list.fill(findings)
        self.list.narrow(self.filter.text())
        about: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.uid:
                about[finding.table, finding.uid].append(finding)
        self.checked.emit(dict(about))
        self._update()

    def _plan_changed(self) -> None:
        if self._run is None and self.list.findings():
            self.message.setText(tr("The plan was edited since it was checked."))

    def _update(self) -> None:
        """What can be pressed, and how many fixes there are."""
        finding = self.list.current()
        self.detail.setText(finding.sentence if finding is not None else "")
        self.detail.setVisible(finding is not None)
        can = self._editing is not None and self._run is None
        self.recheck_button.setEnabled(can)
        alike = self._alike(finding) if finding is not None else []
        self.fix_button.setEnabled(can and finding is not None and finding.fix is not None)
        self.fix_all_button.setEnabled(can and len(alike) > 1 and self.fix_button.isEnabled())
        tip = fix_title(finding.fix["kind"]) if finding is not None and finding.fix else tr("There is no safe fix")
        self.fix_button.setToolTip(tip)
        count = f" ({len(alike)})" if len(alike) > 1 else ""
        self.fix_all_button.setText(tr("Fix all of this kind") + count)

    # To go to

    def show_on_map(self, finding: Finding) -> None:
        """Zoom to the finding's area, or to its place, and flash it."""
        shape = finding.place if finding.area.isNull() else finding.area
        if shape.isNull():
            self.message.setText(messages.finding_without_place())
            return
        degrees, project = QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance()
        shown = QgsGeometry(shape)
        try:
            shown.transform(QgsCoordinateTransform(degrees, self._canvas.mapSettings().destinationCrs(), project))
        except QgsCsException:
            return
        box = shown.boundingBox()
        if finding.area.isNull():
            self._canvas.setCenter(box.center())
            self._canvas.zoomScale(POINT_SCALE)
        else:
            box.scale(AROUND)
            self._canvas.setExtent(box)
            self._canvas.refresh()
        self._canvas.flashGeometries([shape], degrees)

    # To fix

    def _alike(self, finding: Finding) -> list[Finding]:
        """All findings of the same rule that have a fix."""
        return [other for other in self.list.findings() if other.rule == finding.rule and other.fix is not None]

    def _fix(self) -> None:
        finding = self.list.current()
        if finding is not None:
            self._apply([finding])

    def _fix_all(self) -> None:
        finding = self.list.current()
        if finding is not None:
            self._apply(self._alike(finding))

    def _apply(self, findings: list[Finding]) -> None:
        if self._editing is None:
            return
        try:
            apply_fixes(self._editing, [finding.fix for finding in findings if finding.fix is not None])
        except FixError as error:
            self.message.setText(str(error))
            return
        self.recheck()

    def close_down(self) -> None:
        """Let go of the plan and of a check that is going on."""
        self.set_plan(None)
