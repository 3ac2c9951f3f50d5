"""jjj:hour_reach: the people, units and ground within an hour of each place, along lines or as the crow flies."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .. import messages
from ..i18n import tr
from . import lists
from .air_series import add_people, chosen_people, refused_people
from .base import Parameters
from .jurisdictions import rare
from .plan_choice import add_plan, chosen_plan, refused_plan
from .tabled import TabledAlgorithm

NUMBER = QgsProcessingParameterNumber.Type.Double


class HourReach(TabledAlgorithm):
    """Places of the plan or of a layer, lines of the plan or of layers, people of units or a raster."""

    NAME = "hour_reach"
    GROUP = "region"
    ICON = "reach.svg"
    SUFFIXES = {"OUTPUT": (".gpkg",)}
    RESULT_KIND = "reach"
    TABLES = {"REACHED": "reached", "NETWORK": "network"}

    def displayName(self) -> str:
        return tr("One-hour reach")

    def shortDescription(self) -> str:
        return tr("The share of people and units within an hour of each node")

    def shortHelpString(self) -> str:
        return tr(
            "The ground within so many minutes of each place, and what share of the region's people, units and area "
            "lies on it; at last of any place. Without places these are the plan's twin cities and nodes.\n\n"
            "Where lines carry a speed (a field such as speed_kmh or maxspeed, in km/h), time runs along them, in both "
            "directions, and to and from them straight over the ground at the access speed. Roads are entered "
            "anywhere, along them to within 1 km; rail and metro only at stations, or without a layer of these at "
            "the lines' ends and near the places. Lines meet where they share a vertex or one ends close to "
            "the other; where they only cross, one passes over the other. Ends that hardly miss are joined within "
            "the tolerance and counted; parts of the network that do not meet are told. Timetables, waiting and "
            "congestion are not in it.\n\n"
            "Every place has a disc: the time at an assumed speed in a straight line. What is reached along lines is "
            "added to it, so that lines never make less of it. Each row says whether lines are in it.\n\n"
            "People come of a raster of counts, of a layer, or of the plan's units, where a unit's people are taken "
            "as evenly spread over it. A unit counts as reached where half of its ground is."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        points, lines = QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorLine
        add_plan(self)
        self.addParameter(QgsProcessingParameterFeatureSource(
            "PLACES", tr("Places (empty: the plan's cities, nodes)"), [points], optional=True))
        self.addParameter(QgsProcessingParameterString("MINUTES", tr("Minutes, separated by commas"), "60"))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "LINES", tr("Rail and road lines (empty: the plan's)"), lines, optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(
            "STATIONS", tr("Stations"), [points], optional=True))
        for name, text, usual in (("ACCESS_KMH", tr("Speed to and from lines (km/h)"), 30.0),
                                  ("ASSUMED_KMH", tr("Straight-line speed, of every place (km/h)"), 60.0)):
            self.addParameter(QgsProcessingParameterNumber(name, text, NUMBER, usual, minValue=0.1, maxValue=1000.0))
        self.addParameter(QgsProcessingParameterBoolean("PLANNED", tr("With lines that are not open yet"), False))
        add_people(self)
        self._add_rare()
        self.addParameter(QgsProcessingParameterVectorDestination(
            "OUTPUT", tr("Within reach"), QgsProcessing.SourceType.TypeVectorPolygon))
        self.add_table_outputs()
        self.addOutput(QgsProcessingOutputNumber("BY_NETWORK", tr("Places reckoned along lines")))

    def _add_rare(self) -> None:
        self.addParameter(rare(QgsProcessingParameterString(
            "SPEED_FIELD", tr("Speed field (empty: the usual one)"), "", optional=True)))
        for name, text, usual in (("SNAP_M", tr("Join ends of lines within (m)"), 50.0),
                                  ("STOP_M", tr("A station is on lines within (m)"), 2000.0)):
            self.addParameter(rare(QgsProcessingParameterNumber(
                name, text, NUMBER, usual, minValue=0.0, maxValue=10_000.0)))

    def titles(self) -> dict[str, str]:
        return {"REACHED": tr("Units and when they are reached"), "NETWORK": tr("Lines as they were taken")}

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        text = self.parameterAsString(parameters, "MINUTES", context)
        try:
            lists.numbers(text)
        except ValueError:
            return False, messages.minutes_not_understood(text)
        reason = refused_plan(self, parameters, context) or refused_people(self, parameters, context)
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        numbers = {name.lower(): self.parameterAsDouble(parameters, name, context)
                   for name in ("SNAP_M", "STOP_M", "ACCESS_KMH", "ASSUMED_KMH")}
        return {
            "plan": chosen_plan(self, parameters, context),
            "places": self.optional_source(parameters, "PLACES", context),
            "minutes": lists.numbers(self.parameterAsString(parameters, "MINUTES", context)),
            "lines": self.sources(parameters, "LINES", context) or None,
            "speed_field": self.parameterAsString(parameters, "SPEED_FIELD", context).strip() or None,
            "planned": self.parameterAsBool(parameters, "PLANNED", context),
            "stations": self.optional_source(parameters, "STATIONS", context),
            **numbers, **chosen_people(self, parameters, context),
        }

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        return {**super().outputs(result), "BY_NETWORK": result["by_network"]}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        super().arrived(result, context, feedback)
        found = result["any"]
        feedback.pushInfo(messages.reach_found(
            found["minutes"], found["share_of_people"], found["share_of_units"], result["by_network"],
            result["places"]))
