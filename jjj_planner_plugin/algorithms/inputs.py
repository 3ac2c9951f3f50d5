"""What a layer parameter becomes for the engine: a file and a table that hold what the planner sees."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsDataProvider,
    QgsFeatureRequest,
    QgsFields,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from .. import messages
from ..layers.unsaved import has_unsaved, in_memory
from .exports import BadInputError, Exports

OWN_FILES = ("GPKG", "GeoJSON", "FlatGeobuf")
"""Formats whose text is always UTF-8. Of a Shapefile only QGIS knows the encoding that the user set."""


def reference(layer: QgsVectorLayer, value: object, project: QgsProject, exports: Exports) -> str:
    """`path|layername=table` of the layer as it is on screen.

    A plain file layer is named as it is; anything the file does not hold (unsaved edits, a filter, the
    selection, a CRS set by the user, joined and virtual fields, another provider) is copied into `exports` first.
    `value` is the parameter's value; it says whether only a selection or a filter's features are meant.
    Raises BadInputError when only the selection is asked for and nothing is selected, and without a CRS.
    """
    selected_only = isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly
    if not layer.isValid():
        raise BadInputError(messages.layer_unreadable(layer.name()))
    if selected_only and layer.selectedFeatureCount() == 0:
        raise BadInputError(messages.nothing_selected(layer.name()))
    if layer.isSpatial() and not layer.crs().isValid():
        raise BadInputError(messages.layer_without_crs(layer.name()))
    request = _narrowing(value)
    if request is not None:
        return _exported(_narrowed(layer, request, selected_only), False, project, exports.file_for(layer))
    if not selected_only and is_as_stored(layer):
        return _stored(layer)
    if has_unsaved(layer):
        return _exported(in_memory(layer, _seen(layer, selected_only)), False, project, exports.file_for(layer))
    return _exported(layer, selected_only, project, exports.file_for(layer))


def _narrowing(value: object) -> QgsFeatureRequest | None:
    """The filter and the limit that the dialogs of QGIS 3.32 and later offer; None without either."""
    expression, limit = getattr(value, "filterExpression", ""), getattr(value, "featureLimit", -1)
    if not expression and limit < 0:
        return None
    request = QgsFeatureRequest().setLimit(limit)
    return request.setFilterExpression(expression) if expression else request


def _narrowed(layer: QgsVectorLayer, request: QgsFeatureRequest, selected_only: bool) -> QgsVectorLayer:
    """A copy in memory of the features that the request lets through."""
    return in_memory(in_memory(layer, _seen(layer, selected_only)), request)


def _seen(layer: QgsVectorLayer, selected_only: bool) -> QgsFeatureRequest:
    request = QgsFeatureRequest()
    return request.setFilterFids(layer.selectedFeatureIds()) if selected_only else request


def is_as_stored(layer: QgsVectorLayer) -> bool:
    """Whether the layer's file alone holds everything that the planner sees."""
    if layer.providerType() != "ogr" or layer.storageType() not in OWN_FILES:
        return False
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    plain = not (layer.isModified() or layer.subsetString() or parts.get("openOptions"))
    return plain and Path(parts.get("path") or "").is_file() and not _own_fields(layer) and not _own_crs(layer)


def _own_fields(layer: QgsVectorLayer) -> bool:
    """Joined or virtual fields, which no file holds."""
    fields = layer.fields()
    return any(fields.fieldOrigin(i) != QgsFields.FieldOrigin.OriginProvider for i in range(fields.count()))


def _own_crs(layer: QgsVectorLayer) -> bool:
    """Whether the user gave the layer another CRS than its file has."""
    return layer.isSpatial() and layer.crs() != layer.dataProvider().crs()


def _stored(layer: QgsVectorLayer) -> str:
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    name = parts.get("layerName") or _first_of_several(layer)
    return f"{parts['path']}|layername={name}" if name else str(parts["path"])


def _first_of_several(layer: QgsVectorLayer) -> str:
    """Of a file with several tables that is named without one, as a result's main layer is, the table that QGIS shows:
    the first. Empty for a file with one."""
    tables = layer.dataProvider().subLayers()
    return str(tables[0].split(QgsDataProvider.sublayerSeparator())[1]) if len(tables) > 1 else ""


def _exported(layer: QgsVectorLayer, selected_only: bool, project: QgsProject, file: Path) -> str:
    """A GeoPackage with one table of the layer's name."""
    name = layer.name().replace("|", " ").replace('"', " ") or "input"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.fileEncoding = "UTF-8"
    options.layerName = name
    options.onlySelectedFeatures = selected_only
    if layer.storageType() != "GPKG" or selected_only:
        options.layerOptions = ["FID=jjj_fid"]  # a field "fid" of the layer need not be unique
    result = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), project.transformContext(), options)
    if result[0] != QgsVectorFileWriter.WriterError.NoError:
        raise BadInputError(messages.layer_not_exported(layer.name(), result[1]))
    return f"{file}|layername={name}"
