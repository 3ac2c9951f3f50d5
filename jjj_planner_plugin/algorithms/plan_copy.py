"""The open plan as the planner sees it, in one file: where it has unsaved edits, a temporary copy of all its tables."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer

from .. import messages
from ..layers.compose import PlanError
from ..layers.plan_file import plan_layers
from ..layers.whole_copy import copy_whole
from .exports import BadInputError, Exports
from .unsaved import writable


def plan_as_seen(plan: Path, project: QgsProject, exports: Exports) -> str:
    """The plan's file, or where it is open in `project` and edited, a copy in `exports` with the edits.

    Features keep their fid; one that was never saved gets the next free ones. Raises BadInputError.
    """
    edited = {table: layer for table, layer in plan_layers(project, plan).items() if layer.isModified()}
    if not edited:
        return str(plan)
    try:
        copy = exports.new_file("plan")
        # SQLite's own copy: tables that are not in the project are in it, and what was committed last
        copy_whole(plan, copy)
    except (OSError, PlanError) as error:
        raise BadInputError(messages.layer_not_exported(plan.name, str(error))) from error
    exports.originals[str(copy)] = {"name": plan.name, "source": str(plan)}
    for table, layer in edited.items():
        _replace(layer, table, copy, project)
    return str(copy)


def _replace(layer: QgsVectorLayer, table: str, copy: Path, project: QgsProject) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(
        str(copy), layer.fields(), layer.wkbType(), layer.crs(), project.transformContext(), options)
    saved = (feature for feature in layer.getFeatures() if feature.id() > 0)
    unsaved = (feature for feature in layer.getFeatures() if feature.id() <= 0)
    for feature in (*saved, *unsaved):  # QGIS gives the unsaved first: they would take the others' fids
        writer.addFeature(writable(feature))
    failed, reason = writer.hasError() != QgsVectorFileWriter.WriterError.NoError, writer.errorMessage()
    del writer  # it writes the rest and closes the file
    if failed:
        raise BadInputError(messages.layer_not_exported(layer.name(), reason))
