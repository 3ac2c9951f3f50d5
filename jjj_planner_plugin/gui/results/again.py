"""Run again: the tool's dialog with the parameters of a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
    QgsProject,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

from ...algorithms.announcements import Arrival
from ..running import free_path


def parameters_again(arrival: Arrival) -> dict[str, Any]:
    """The parameters as given, the outputs with free names beside the old ones, layers that are gone left out.

    A temporary output is temporary again.
    """
    algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{arrival.algorithm}")
    values = {}
    for name, value in arrival.parameters.items():
        definition = algorithm.parameterDefinition(name)
        if definition is None or value is None:
            continue
        if definition.isDestination():
            file_only = isinstance(definition, QgsProcessingParameterFileDestination)
            value = _free_output(arrival.outputs.get(name, ""), file_only)
        elif is_gone(value):
            continue
        if value is not None:
            values[name] = value
    return values


def _free_output(made: str, file_only: bool) -> Any:
    """A file name that is free, opened afterwards; None for a temporary output."""
    file = Path(made.split("|")[0])
    if not made or file.is_relative_to(QgsProcessingUtils.tempFolder()):
        return None
    free = free_path(file)
    # as plain text, QGIS would take "open output file" off
    return str(free) if file_only else QgsProcessingOutputLayerDefinition(str(free), QgsProject.instance())


def is_gone(value: Any) -> bool:
    """Whether this is the id of a layer that the project no longer has."""
    text = source_of(value)
    return looks_like_layer_id(text) and QgsProject.instance().mapLayer(text) is None


def source_of(value: Any) -> str:
    """A layer parameter's value as text: the layer's id or its file."""
    source = getattr(value, "source", value)
    return str(source.staticValue() if hasattr(source, "staticValue") else source)


def looks_like_layer_id(text: str) -> bool:
    """QGIS's ids end in a UUID with underscores: `zones_5f0c9a1e_…`."""
    parts = text.split("_")[-5:]
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(part.isalnum() for part in parts)


def open_again(arrival: Arrival) -> QWidget:
    """The tool's dialog, not modal, filled in."""
    from qgis import processing  # QGIS's own plugin: there once its interface is

    dialog = processing.createAlgorithmDialog(f"jjj:{arrival.algorithm}", parameters_again(arrival))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
