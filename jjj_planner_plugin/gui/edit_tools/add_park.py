"""*Add park*: click where it is, and say what it is; then the map is the tool's that was there before."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapMouseEvent
from qgis.PyQt.QtCore import Qt

from ... import messages
from ...i18n import tr
from ...layers.parks import add_park
from ...layers.structure import feature_of
from ..reveal import reveal
from .park_dialog import ParkDialog
from .plan_tool import PlanTool


class AddParkTool(PlanTool):
    """A click opens the dialog; its OK is one undo step, shows the park and ends the tool."""

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
        added: list[str] = []
        if not self.commit(tr("Add a park"), lambda: added.append(add_park(layers, values, shape))):
            return
        for table in ("parks", "park_areas"):
            park = feature_of(layers[table], "park_id", added[0]) if table in layers else None
            if park is not None:
                reveal(layers[table], [park.id()])
        self.told.emit(messages.park_added(str(values["name_zh"] or values["name_en"])))
        self.put_away()

    def _closed(self, result: int) -> None:
        self.dialog = None
        if not result:
            self.cancelled.emit()
