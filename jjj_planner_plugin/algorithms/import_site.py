"""jjj:import_site: parcels from a surveyor's text file, drawing or table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from .base import EngineAlgorithm, Parameters, also_load

FILES = "*.txt *.dat *.csv *.xlsx *.xlsm *.dxf *.dwg"  # a .dwg is refused with the menu that reads it
YES_NO = (None, True, False)
"""Values of the parameters whose first choice is “as the file says”."""
LOG = "import_log"


class ImportSite(EngineAlgorithm):
    """The menu opens a dialog of its own, which shows what is recognised before it runs this."""

    NAME = "import_site"
    GROUP = "data"
    ICON = "import_site.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "import_site"

    def displayName(self) -> str:
        return tr("Import site")

    def shortDescription(self) -> str:
        return tr("Parcels from a surveyor's text file, drawing or table")

    def shortHelpString(self) -> str:
        return tr(
            "Reads survey text files (勘测定界 TXT with [属性描述] and [地块坐标]), DXF drawings (closed lines of the "
            "chosen layers; blocks and arcs included) and tables (XLSX, CSV) with coordinates in degrees, in degrees, "
            "minutes and seconds, or in metres.\n\n"
            "Zone number, swapped axes and encoding are recognised. Without a CRS, a zone and axes the proposal is "
            "applied only if nothing speaks against it; otherwise the candidates are listed. A local datum (Xi'an "
            "1980, Beijing 1954, a city's own system) is never guessed or converted: ask for data transformed to "
            "CGCS2000 with seven parameters, or name the CRS.\n\n"
            "The result is in CGCS2000 (EPSG:4490), with the area of each parcel on the ellipsoid in m², hectares and "
            "mu beside the stated one. The table “Import log” lists every recognition and repair. DWG: Project ▸ "
            "Import/Export ▸ Import Layers from DWG/DXF…"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        as_found = [tr("As the file says"), tr("Yes"), tr("No")]
        self.addParameter(QgsProcessingParameterFile(
            "PATH", tr("Surveyor's file"), fileFilter=f"{tr('Survey results')} ({FILES})"))
        self.addParameter(QgsProcessingParameterCrs("CRS", tr("CRS of its coordinates (empty: as recognised)"),
                                                    optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            "SWAP_AXES", tr("North and east are swapped in the file"), as_found, defaultValue=0))
        layers = QgsProcessingParameterString(
            "DXF_LAYERS", tr("Layers of the drawing, separated by commas"), optional=True)
        sheet = QgsProcessingParameterString("SHEET", tr("Sheet of the workbook"), optional=True)
        zone = QgsProcessingParameterNumber(
            "ZONE", tr("Zone number, where no CRS is named (13–23 or 25–45)"), optional=True, minValue=13, maxValue=45)
        packed = QgsProcessingParameterEnum("PACKED_DMS", tr("Angles are ddd.mmss"), as_found, defaultValue=0)
        gap = QgsProcessingParameterNumber(
            "CLOSING_GAP_M", tr("Close lines of a drawing that are open by no more than (m)"),
            QgsProcessingParameterNumber.Type.Double, 0.1, minValue=0.0, maxValue=10.0)
        for parameter in (layers, sheet, zone, packed, gap):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Imported site"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.addOutput(QgsProcessingOutputVectorLayer("LOG", tr("Import log"), QgsProcessing.SourceType.TypeVector))

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        zoned = parameters.get("ZONE") is not None
        return {
            "path": str(Path(self.parameterAsString(parameters, "PATH", context)).absolute()),
            "crs": crs_text(self.parameterAsCrs(parameters, "CRS", context)),
            "zone": self.parameterAsInt(parameters, "ZONE", context) if zoned else None,
            "swap_axes": YES_NO[self.parameterAsEnum(parameters, "SWAP_AXES", context)],
            "packed_dms": YES_NO[self.parameterAsEnum(parameters, "PACKED_DMS", context)],
            "dxf_layers": layer_names(self.parameterAsString(parameters, "DXF_LAYERS", context)),
            "sheet": self.parameterAsString(parameters, "SHEET", context).strip() or None,
            "closing_gap_m": self.parameterAsDouble(parameters, "CLOSING_GAP_M", context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {"OUTPUT": result["output"], "LOG": f"{result['output']}|layername={LOG}"}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        also_load(context, result["output"], f"{result['output']}|layername={LOG}", tr("Import log"), "LOG")
        super().arrived(result, context, feedback)
        feedback.pushInfo(messages.site_imported(result["parcels"], result["area_m2"]))


def crs_text(crs: QgsCoordinateReferenceSystem) -> str | None:
    """A CRS as the engine takes it: its code, WKT for one without; None when none is named."""
    if not crs.isValid():
        return None
    return crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()


def layer_names(text: str) -> list[str] | None:
    """Names between commas, Chinese ones too; None without any."""
    names = [name.strip() for name in text.replace("，", ",").replace("、", ",").split(",")]
    return [name for name in names if name] or None
