"""The Processing provider `jjj`: every tool of the plugin."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..i18n import tr
from ..paths import resource
from .air_aqi import AirAqi
from .air_exceedance import AirExceedance
from .air_footprints import AirFootprints
from .air_import import AirImport
from .air_interpolate import AirInterpolate
from .air_sample import AirSample
from .air_zonal import AirZonal
from .airsheds import Airsheds
from .border_mirror import BorderMirror
from .catchment_matrix import CatchmentMatrix
from .check_plan import CheckPlan
from .compare_plans import ComparePlans
from .conflicts import Conflicts
from .connectivity import Connectivity
from .coordination_matrix import CoordinationMatrix
from .create_plan import CreatePlan
from .delineate_catchments import DelineateCatchments
from .flow_template import FlowTemplate
from .hour_reach import HourReach
from .import_relocations import ImportRelocations
from .import_site import ImportSite
from .indicators import Indicators
from .layer_doctor import LayerDoctor
from .locate_features import LocateFeatures
from .overlap_pieces import OverlapPieces
from .overlap_table import OverlapTable
from .plan_map import PlanMap
from .relocation_summary import RelocationSummary
from .report import Report
from .ring_buffers import RingBuffers
from .riparian_buffers import RiparianBuffers
from .save_scenario import SaveScenario
from .sensitivity import Sensitivity
from .site_check import SiteCheck
from .source_protection_check import SourceProtectionCheck
from .trace_upstream import TraceUpstream
from .water_dependency import WaterDependency

ALGORITHMS = (
    CreatePlan, SaveScenario, ComparePlans, CheckPlan, PlanMap, ImportSite, SiteCheck, RingBuffers, OverlapTable,
    OverlapPieces, Conflicts, CoordinationMatrix, BorderMirror, Sensitivity, LayerDoctor,
    AirImport, AirInterpolate, AirZonal, AirExceedance, AirAqi, AirFootprints, Airsheds, AirSample,
    DelineateCatchments, TraceUpstream, CatchmentMatrix, WaterDependency, RiparianBuffers, SourceProtectionCheck,
    RelocationSummary, ImportRelocations, LocateFeatures, HourReach, Indicators, Connectivity, FlowTemplate, Report,
)


class JjjProvider(QgsProcessingProvider):
    """Results are files only, which the engine writes."""

    def id(self) -> str:
        return "jjj"

    def name(self) -> str:
        return tr("JJJ Planner")

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons/plugin.svg")))

    def supportsNonFileBasedOutput(self) -> bool:
        return False

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        return ["gpkg", "csv"]  # QGIS 3.22 asks this for tables too; each tool refuses what it does not write

    def supportedOutputTableExtensions(self) -> list[str]:
        return ["gpkg", "csv"]

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
