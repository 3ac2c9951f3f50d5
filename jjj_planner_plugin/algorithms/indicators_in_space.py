"""What the tool Indicators takes and gives of how values lie in space: clusters, gravity, distances, border, sets."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .. import messages
from ..i18n import tr
from . import lists
from .base import Parameters, PlannerAlgorithm
from .jurisdictions import rare

IN_SPACE = {
    "GRAVITY_SECTIONS": "gravity_sections", "GRAVITY": "gravity", "BREAKPOINTS": "breakpoints",
    "BORDER_GAP": "border_gap", "WITHIN": "within", "LISA": "lisa", "MORAN": "moran",
    "BORDER_SUMMARY": "border_summary", "SETS": "sets", "MEGA_REGIONS": "mega_regions",
}
"""Output → its layer or table in the file of OUTPUT."""
DISTANCES = ("NODE_KM", "AXIS_KM")
NUMBER = QgsProcessingParameterNumber.Type.Double


def help_in_space() -> str:
    """What the tool's help says of them."""
    return tr(
        "In space: Moran's I and its clusters (LISA: high among high, low among low, and the exceptions; neighbours "
        "share a border or a corner; at a significance of 0.05 some five in a hundred places count by chance alone); "
        "gravity between the plan's nodes along its axes, k · √(P G · P G) / d², with Converse's breakpoints and what "
        "each section of an axis carries (a potential, no measured flow); people within distances of nodes and axes, "
        "spread evenly over each unit; GDP per head of neighbours on either side of Beijing's border; the plan's sets "
        "of units, such as the poverty belt, against the rest; and mega-city regions beside one another, from a table "
        "with a row a city, of which the tool writes a template to fill in.")


def titles_in_space() -> dict[str, str]:
    """What each of IN_SPACE is called."""
    return {
        "GRAVITY_SECTIONS": tr("Gravity carried by the axes"), "GRAVITY": tr("Gravity between nodes"),
        "BREAKPOINTS": tr("Breakpoints"), "BORDER_GAP": tr("Gap across the border"),
        "WITHIN": tr("People within distances"), "LISA": tr("Clusters (LISA)"), "MORAN": tr("Moran's I"),
        "BORDER_SUMMARY": tr("Gap by province"), "SETS": tr("Sets against the rest"),
        "MEGA_REGIONS": tr("Mega-city regions")}


def add_in_space(algorithm: PlannerAlgorithm) -> None:
    """Its parameters."""
    algorithm.addParameter(QgsProcessingParameterBoolean(
        "IN_SPACE", tr("Clusters, gravity, distances, border gap"), defaultValue=True))
    algorithm.addParameter(QgsProcessingParameterFile(
        "MEGA", tr("Table of mega-city regions (CSV, XLSX)"), optional=True))
    for parameter in (
        QgsProcessingParameterString("FOCUS", tr("Measure of clusters (empty: per head)"), optional=True),
        QgsProcessingParameterNumber(
            "SIGNIFICANCE", tr("Clusters count up to p"), NUMBER, 0.05, minValue=0, maxValue=1),
        QgsProcessingParameterString("CORE", tr("Border of (adcode of a province)"), "110000"),
        QgsProcessingParameterString("NODE_KM", tr("People within (km) of nodes"), "10, 30, 50, 100", optional=True),
        QgsProcessingParameterString("AXIS_KM", tr("People within (km) of axes"), "10, 20, 30, 50", optional=True),
        QgsProcessingParameterNumber("GRAVITY_K", tr("Factor k of gravity"), NUMBER, 1.0, minValue=0),
        QgsProcessingParameterFileDestination(
            "MEGA_TEMPLATE", tr("Write a template of that table"), "CSV (*.csv)", optional=True, createByDefault=False),
    ):
        algorithm.addParameter(rare(parameter))


def refused_in_space(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
    """Why they cannot be taken; empty where they can."""
    for name in DISTANCES:
        text = algorithm.parameterAsString(parameters, name, context)
        try:
            lists.numbers(text)
        except ValueError:
            return messages.bad_distances_km(text)
    return ""


def chosen_in_space(algorithm: PlannerAlgorithm, parameters: Parameters, context: QgsProcessingContext) \
        -> dict[str, Any]:
    """The engine's parameters."""
    return {
        "in_space": algorithm.parameterAsBool(parameters, "IN_SPACE", context),
        "focus": algorithm.parameterAsString(parameters, "FOCUS", context).strip() or None,
        "significance": algorithm.parameterAsDouble(parameters, "SIGNIFICANCE", context),
        "core": algorithm.parameterAsString(parameters, "CORE", context).strip(),
        **{name.lower(): lists.numbers(algorithm.parameterAsString(parameters, name, context)) or None
           for name in DISTANCES},
        "gravity_k": algorithm.parameterAsDouble(parameters, "GRAVITY_K", context),
        "mega": algorithm.parameterAsFile(parameters, "MEGA", context) or None,
    }
