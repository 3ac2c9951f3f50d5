"""The open plan as the planner sees it, in one file: where it has unsaved edits, a temporary copy of all its tables."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer

from .. import messages
from ..layers.plan_file import plan_layers
from ..layers.schema import tables
from .exports import BadInputError, Exports


def plan_as_seen(plan: Path, project: QgsProject, exports: Exports) -> str:
    """The plan's file, or where it is open in `project` and edited, a copy in `exports` with the edits.

    Features keep their fid; one that was never saved gets the next free ones. Raises BadInputError.
    """
    shown = plan_layers(project, plan)
    if not any(layer.isModified() for layer in shown.values()):
        return str(plan)
    try:
        copy = exports.new_file("plan")
    except OSError as error:
        raise BadInputError(messages.layer_not_exported(plan.name, str(error))) from error
    exports.originals[str(copy)] = {"name": plan.name, "source": str(plan)}
    for table in tables():
        layer = shown.get(table) or QgsVectorLayer(f"{plan.as_posix()}|layername={table}", table, "ogr")
        if layer.isValid():
            _add(layer, table, copy, project)
    return str(copy)


def _add(layer: QgsVectorLayer, table: str, copy: Path, project: QgsProject) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table
    if copy.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(
        str(copy), layer.fields(), layer.wkbType(), layer.crs(), project.transformContext(), options)
    saved = (feature for feature in layer.getFeatures() if feature.id() > 0)
    unsaved = (feature for feature in layer.getFeatures() if feature.id() <= 0)
    for feature in (*saved, *unsaved):  # QGIS gives the unsaved first: they would take the others' fids
        writer.addFeature(feature)
    failed, reason = writer.hasError() != QgsVectorFileWriter.WriterError.NoError, writer.errorMessage()
    del writer  # it writes the rest and closes the file
    if failed:
        raise BadInputError(messages.layer_not_exported(layer.name(), reason))
