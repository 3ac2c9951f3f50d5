"""Which layers the live numbers count beside the plan: a PM2.5 raster with its limit, polygons with their classes."""

from __future__ import annotations

import json
import re
from typing import Any

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from ..algorithms import inputs
from ..algorithms.exports import BadInputError, Exports
from ..i18n import tr
from ..layers.plan_file import plan_layers
from .edit_tools.axis_dialog import ok_and_cancel

SCOPE, ENTRY = "jjj_planner", "live_layers"
USUAL_LIMIT = 35.0
"""µg/m³: the annual class 2 limit of GB 3095-2012; the planner sets another, as the year of the data asks for."""
PM25 = re.compile(r"pm[\s_]*2[._]?5", re.IGNORECASE)


def remembered(project: QgsProject) -> dict[str, Any]:
    """The choice kept in the project; where none was made, a raster whose name says PM2.5."""
    kept = json.loads(project.readEntry(SCOPE, ENTRY, "{}")[0] or "{}")
    if "raster" not in kept:
        rasters = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsRasterLayer)]
        kept["raster"] = next((layer.id() for layer in rasters if PM25.search(layer.name())), None)
    return {"limit": USUAL_LIMIT, "behind": None, "class_field": None, **kept}


def chosen_layers(project: QgsProject, exports: Exports) -> dict[str, Any]:
    """The parameters `raster` and `behind` of the engine's `live_load`. A layer that is gone is left out."""
    kept = remembered(project)
    raster, behind = project.mapLayer(kept["raster"] or ""), project.mapLayer(kept["behind"] or "")
    found: dict[str, Any] = {"raster": None, "behind": []}
    if isinstance(raster, QgsRasterLayer) and raster.isValid():
        found["raster"] = {"path": raster.source(), "band": 1, "limit": kept["limit"]}
    if isinstance(behind, QgsVectorLayer):
        try:
            reference = inputs.reference(behind, None, project, exports)
        except BadInputError:
            return found
        found["behind"] = [{"name": behind.name(), "reference": reference, "class_field": kept["class_field"]}]
    return found


class LiveLayersDialog(QDialog):
    """Chooses them; kept in the project."""

    def __init__(self, project: QgsProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.setWindowTitle(tr("What the live numbers count"))
        kept = remembered(project)
        self.raster = self._layers(QgsMapLayerProxyModel.Filter.RasterLayer, kept["raster"])
        self.limit = QDoubleSpinBox()
        self.limit.setRange(0.0, 10_000.0)
        self.limit.setDecimals(1)
        self.limit.setValue(kept["limit"])
        self.limit.setSuffix(" µg/m³")
        self.behind = self._layers(QgsMapLayerProxyModel.Filter.PolygonLayer, kept["behind"])
        self.behind.setExceptedLayerList(list(plan_layers(project).values()))
        self.field = QgsFieldComboBox()
        self.field.setAllowEmptyFieldName(True)
        self.field.setLayer(self.behind.currentLayer())
        self.field.setField(kept["class_field"] or "")
        self.behind.layerChanged.connect(self.field.setLayer)
        note = QLabel(tr("People above the limit are a unit's people, taken as evenly spread over that unit."))
        note.setWordWrap(True)
        form = QFormLayout(self)
        form.addRow(tr("PM2.5 raster"), self.raster)
        form.addRow(tr("Limit"), self.limit)
        form.addRow(tr("Polygons behind the plan"), self.behind)
        form.addRow(tr("Their class"), self.field)
        form.addRow(note)
        self.buttons = ok_and_cancel(self)
        form.addRow(self.buttons)

    def _layers(self, kind: QgsMapLayerProxyModel.Filter, chosen: str | None) -> QgsMapLayerComboBox:
        box = QgsMapLayerComboBox()
        box.setFilters(kind)
        box.setAllowEmptyLayer(True)
        box.setLayer(self._project.mapLayer(chosen or ""))
        return box

    def accept(self) -> None:
        """Keep the choice in the project."""
        kept = {"raster": _id(self.raster.currentLayer()), "limit": self.limit.value(),
                "behind": _id(self.behind.currentLayer()), "class_field": self.field.currentField() or None}
        self._project.writeEntry(SCOPE, ENTRY, json.dumps(kept))
        super().accept()


def _id(layer: QgsMapLayer | None) -> str | None:
    return None if layer is None else str(layer.id())
