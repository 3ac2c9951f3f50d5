"""*Add park*: click where it is, and say what it is."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import Qt

from ...i18n import tr
from ...layers.parks import add_park
from .park_dialog import ParkDialog
from .plan_tool import PlanTool


class AddParkTool(PlanTool):
    """A click opens the dialog; its OK is one undo step."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.dialog: ParkDialog | None = None

    def released(self, place: QgsPointXY, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.dialog is None:
            self.dialog = ParkDialog(self.editing.layers, place, self.canvas().window())
            self.dialog.accepted.connect(self._add)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _add(self) -> None:
        if self.editing is None:  # the plan was closed behind the dialog
            return
        values, shape, layers = self.dialog.values(), self.dialog.geometry_of_park(), self.editing.layers
        self.commit(tr("Add a park"), lambda: add_park(layers, values, shape))

    def _closed(self, result: int) -> None:
        self.dialog = None
        if not result:
            self.cancelled.emit()
