"""What a parameter that names a plan becomes for the engine: a plan file that holds what the planner sees."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from .. import messages
from ..layers.plan_file import plan_layers
from .base import PlannerAlgorithm
from .exports import BadInputError


def plan_reference(algorithm: PlannerAlgorithm, path: str, context: QgsProcessingContext) -> str:
    """The plan's file; or, while it is open with unsaved edits, a copy of all its tables as they are on screen.

    The copy goes with the algorithm's other exports. Touches layers: call it where that is allowed.
    Raises QgsProcessingException when the copy cannot be made. Whether the file is a plan, the engine says.
    """
    file = Path(path).resolve()
    shown = plan_layers(context.project() or QgsProject.instance(), file) if file.is_file() else {}
    edited = {table: layer for table, layer in shown.items() if layer.isModified()}
    if not edited:
        return str(file)
    try:
        return _copied(algorithm, file, edited, context)
    except BadInputError as error:
        raise QgsProcessingException(str(error)) from error


def _copied(
    algorithm: PlannerAlgorithm, file: Path, edited: dict[str, QgsVectorLayer], context: QgsProcessingContext
) -> str:
    """One GeoPackage with every table under its own name: the edited ones as seen, the others as stored."""
    copy = algorithm.exports.file_for(edited[min(edited)])
    algorithm.exports.originals[str(copy)] = {"name": file.stem, "source": str(file)}
    # SQLite's own copy: it sees what another connection of this process has committed
    into = copy.as_posix().replace("'", "''")
    try:
        connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(str(file), {})
        connection.executeSql(f"VACUUM INTO '{into}'")
    except QgsProviderConnectionException as error:
        raise BadInputError(messages.layer_not_exported(file.stem, str(error))) from error
    for table, layer in edited.items():
        _replace(layer, table, copy, context)
    return str(copy)


def _replace(layer: QgsVectorLayer, table: str, copy: Path, context: QgsProcessingContext) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.fileEncoding = "UTF-8"
    options.layerName = table
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    result = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(copy), context.transformContext(), options)
    if result[0] != QgsVectorFileWriter.WriterError.NoError:
        raise BadInputError(messages.layer_not_exported(layer.name(), result[1]))
