"""jjj:layer_doctor: what is wrong with a layer before it is measured, and a fixed copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import tr
from ..layers.results import ResultLook
from . import inputs
from .base import EngineAlgorithm, Parameters, also_load
from .exports import Exports

FIXES = (
    "geometry", "encoding", "drop_zm", "field_names", "adcodes", "singletype", "duplicates", "empty", "axes", "crs",
)
SAFE = [0, 1, 2]
CONVERSIONS = (
    "none", "gcj02-to-cgcs2000", "bd09-to-cgcs2000", "cgcs2000-to-gcj02", "cgcs2000-to-bd09", "gcj02-to-bd09",
    "bd09-to-gcj02",
)
CHANGES = "changes"


class LayerDoctor(EngineAlgorithm):
    """The file is examined as it lies on the disk: what QGIS makes good in silence is a finding."""

    NAME = "layer_doctor"
    GROUP = "data"
    ICON = "doctor.svg"
    SUFFIXES = {"OUTPUT": (".gpkg", ".csv"), "FIXED": (".gpkg",)}
    RESULT_KIND = "layer_doctor"

    def displayName(self) -> str:
        return tr("Layer doctor")

    def shortDescription(self) -> str:
        return tr("What is wrong with a layer, and a fixed copy")

    def shortHelpString(self) -> str:
        return tr(
            "Examines a layer before anyone measures it: CRS and units, swapped axes, Web Mercator, a GCJ-02 or BD-09 "
            "offset, text encoding, field names that a Shapefile has cut, outdated adcodes, invalid, empty, duplicate, "
            "overlapping and sliver geometries, mixed types.\n\n"
            "The table has a row for every check, also for those that found nothing or could not be made. The layer "
            "itself is never changed.\n\n"
            "Give the fixed copy a file to have it made. Only the fixes that are ticked are applied, each only to what "
            "its check has found; a CRS is set only when you name it. The table of changes lists what was done. A "
            "conversion between CGCS2000 and the systems of web maps (Amap and Tencent: GCJ-02, Baidu: BD-09) is "
            "applied to every feature; there and back it is exact within a millimetre."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        fixes = [
            tr("Repair invalid geometry"), tr("Decode misread text"), tr("Remove Z and M values"),
            tr("Restore field names that were cut"), tr("Replace outdated adcodes"),
            tr("One kind of geometry in a layer"), tr("Remove exact duplicates"),
            tr("Remove features without usable geometry"), tr("Exchange swapped axes"), tr("Set the CRS named below"),
        ]
        conversions = [
            tr("No conversion"), tr("GCJ-02 to CGCS2000"), tr("BD-09 to CGCS2000"), tr("CGCS2000 to GCJ-02"),
            tr("CGCS2000 to BD-09"), tr("GCJ-02 to BD-09"), tr("BD-09 to GCJ-02"),
        ]
        self.addParameter(QgsProcessingParameterVectorLayer(
            "LAYER", tr("Layer"), [QgsProcessing.SourceType.TypeVector]))
        self.addParameter(QgsProcessingParameterEnum(
            "FIXES", tr("Fixes of the copy"), fixes, allowMultiple=True, defaultValue=SAFE, optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "CONVERT", tr("Conversion of the copy's coordinates"), conversions, defaultValue=0))
        self.addParameter(QgsProcessingParameterCrs(
            "CRS", tr("CRS that the layer is in, where it states none or a wrong one"), optional=True))
        reference = QgsProcessingParameterVectorLayer(
            "REFERENCE", tr("County boundaries known to be right (empty: those of 1999)"),
            [QgsProcessing.SourceType.TypeVectorPolygon], optional=True)
        reference.setFlags(reference.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(reference)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Layer findings"), QgsProcessing.SourceType.TypeVector))
        self.addParameter(QgsProcessingParameterVectorDestination(
            "FIXED", tr("Fixed copy"), QgsProcessing.SourceType.TypeVector, optional=True, createByDefault=False))
        self.addOutput(QgsProcessingOutputVectorLayer("CHANGES", tr("Changes"), QgsProcessing.SourceType.TypeVector))
        self.addOutput(QgsProcessingOutputNumber("FOUND", tr("Number of findings")))
        self.addOutput(QgsProcessingOutputString("SUMMARY", tr("In one sentence")))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        if self.parameterAsEnum(parameters, "CONVERT", context) and not self._written_as(parameters, "FIXED", context):
            return False, messages.conversion_without_copy()
        if "crs" in self._fixes(parameters, context) and not self.parameterAsCrs(parameters, "CRS", context).isValid():
            return False, messages.crs_not_named()
        return super().checkParameterValues(parameters, context)

    def _fixes(self, parameters: Parameters, context: QgsProcessingContext) -> list[str]:
        return [FIXES[number] for number in self.parameterAsEnums(parameters, "FIXES", context)]

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        layer = self.parameterAsVectorLayer(parameters, "LAYER", context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(messages.no_layer(str(parameters.get("LAYER"))))
        named = self.parameterAsCrs(parameters, "CRS", context)
        if not named.isValid() and layer.isSpatial() and layer.crs() != layer.dataProvider().crs():
            named = layer.crs()  # that the planner has set in QGIS
        self._called = layer.name()
        try:
            reference = as_it_lies(layer, context.project() or QgsProject.instance(), self.exports)
        except inputs.BadInputError as error:
            raise QgsProcessingException(str(error)) from error
        return {
            "layer": reference, "crs": (named.authid() or named.toWkt()) if named.isValid() else None,
            "reference": self.optional_source(parameters, "REFERENCE", context),
            "fixes": self._fixes(parameters, context),
            "convert": CONVERSIONS[self.parameterAsEnum(parameters, "CONVERT", context)],
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        changes = {"CHANGES": f"{result['fixed']}|layername={CHANGES}"} if result["fixed"] else {}
        return {**super().outputs(result), **changes, "FOUND": result["found"], "SUMMARY": result["summary"]}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        feedback.pushInfo(result["summary"])
        fixed = result["fixed"]
        if fixed:
            also_load(context, fixed, f"{fixed}|layername={CHANGES}", tr("Changes"), "CHANGES")
        super().arrived(result, context, feedback)
        if fixed in context.layersToLoadOnCompletion():
            self._load_copy(result, context)

    def _load_copy(self, result: dict[str, Any], context: QgsProcessingContext) -> None:
        """The copy under its layer's name, and as the planner's own data: neither its look nor its fields are ours."""
        fixed = result["fixed"]
        for number, name in enumerate(result["layers"]):
            target = f"{fixed}|layername={name}" if number else fixed
            title = name.replace(result["layers"][0], self._called, 1)
            if number:
                also_load(context, fixed, target, title, "FIXED")
            details = context.layerToLoadOnCompletionDetails(target)
            details.name, details.forceName = messages.fixed_copy_name(title), True
            details.setPostProcessor(ResultLook("fixed_copy"))


def as_it_lies(layer: QgsVectorLayer, project: QgsProject, exports: Exports) -> str:
    """`path|layername=table` of a layer however sick it is, without a CRS too.

    A file goes as it lies on the disk, so that its encoding is seen; what no file holds is copied into `exports`.
    """
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()) if layer.providerType() == "ogr" else {}
    narrowed = layer.isModified() or layer.subsetString() or parts.get("openOptions")
    if Path(parts.get("path") or "").is_file() and not narrowed:
        return inputs._stored(layer)
    return inputs._exported(layer, False, project, exports.file_for(layer))
