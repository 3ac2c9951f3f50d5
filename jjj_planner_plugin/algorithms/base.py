"""What every tool has in common: from parameters to a job, from the engine's answer to a loaded result.

`source()` and `destination()` are the only ways in and out; `processAlgorithm` may run in a worker thread
and touches no layer.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QIcon

from .. import messages
from ..bridge.client import EngineCancelled, EngineError, run_task
from ..i18n import language, speaking, tr
from ..layers.known_names import sentence_in
from ..layers.results import ResultLook
from ..layers.runs import record_run
from ..paths import resource
from . import destinations, inputs
from .announcements import ANNOUNCER, Arrival, without_objects
from .exports import Exports

Parameters = dict[str, Any]


def group_title(group: str) -> str:
    """What a group is called, in the toolbox and in the menu."""
    return {"plan": tr("Plan"), "measure": tr("Measure"), "air": tr("Air"), "water": tr("Water"),
            "region": tr("Region"), "data": tr("Data")}[group]


class PlannerAlgorithm(QgsProcessingAlgorithm):
    """A tool of the plugin; a subclass says its name, texts, group and icon.

    `shortDescription` is one line: the tip of its menu entry.
    """

    NAME = ""
    GROUP = "measure"
    ICON = "plugin.svg"
    IN_MENU = True
    OUTPUT = "OUTPUT"
    SUFFIXES: dict[str, tuple[str, ...]] = {}
    """The file types each destination parameter takes."""

    def __init__(self) -> None:
        super().__init__()
        self.exports = Exports()
        self._names: dict[str, str] = {}  # reference → what the planner calls the layer

    def name(self) -> str:
        return self.NAME

    def group(self) -> str:
        return group_title(self.GROUP)

    def groupId(self) -> str:
        return self.GROUP

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(resource(f"icons/{self.ICON}")))

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuse with a sentence what Processing would let through."""
        reason = self.refuse_outputs(parameters, context)
        if reason:
            return False, reason
        return super().checkParameterValues(parameters, context)

    def _written_as(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str:
        """A destination's value as text, before Processing makes a temporary file of it."""
        value = parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink
        if hasattr(value, "valueAsString"):  # a QgsProperty
            value = value.valueAsString(context.expressionContext())[0]
        return str(value or "")

    def source(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str:
        """The layer parameter `name` as `path|layername=table`, holding what the planner sees."""
        value = parameters.get(name)
        layer = self.parameterAsVectorLayer({**parameters, name: _plain(value)}, name, context)
        if layer is None:
            raise QgsProcessingException(messages.no_layer(str(_plain(value))))
        return self._reference(layer, value, context)

    def optional_source(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str | None:
        """`source()`, or None when the parameter was left empty."""
        return self.source(parameters, name, context) if _plain(parameters.get(name)) else None

    def sources(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> list[str]:
        """The layers of a multiple-layers parameter, each as `source()` gives it, in the order given."""
        layers = self.parameterAsLayerList(parameters, name, context)
        return [self._reference(layer, None, context) for layer in layers]

    def _reference(self, layer: QgsVectorLayer, value: Any, context: QgsProcessingContext) -> str:
        try:
            reference = inputs.reference(layer, value, context.project() or QgsProject.instance(), self.exports)
            self._names[reference] = layer.name()
            return reference
        except inputs.BadInputError as error:
            raise QgsProcessingException(str(error)) from error

    def refuse_outputs(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Why a destination cannot be written, as a sentence; empty if all can. Reads the project's layers."""
        for name, suffixes in self.SUFFIXES.items():
            target = self._written_as(parameters, name, context)
            reason = destinations.refusal(target, suffixes, context.project()) if target else ""
            if reason:
                return reason
        return ""

    def destination(self, parameters: Parameters, name: str, context: QgsProcessingContext) -> str:
        """The file of the destination parameter `name`; empty for an optional one that is not wanted.

        Called where the work is done: QGIS keeps what is to be loaded of that context only.
        """
        file_only = isinstance(self.parameterDefinition(name), QgsProcessingParameterFileDestination)
        read = self.parameterAsFileOutput if file_only else self.parameterAsOutputLayer
        target = read(parameters, name, context)
        return str(Path(target).absolute()) if target else ""


def _plain(value: Any) -> Any:
    """A layer parameter's value as its writer gave it: a layer, its id, or its file."""
    if isinstance(value, QgsMapLayer):
        return value
    source = getattr(value, "source", value)
    return source.staticValue() if hasattr(source, "staticValue") else source


class EngineAlgorithm(PlannerAlgorithm):
    """A tool that the engine does: the task has the algorithm's name."""

    RESULT_KIND = "overlap"  # how layers/results.py styles what comes back
    RECORDED = True  # whether a run is a row of the open plan's table `runs`

    def job(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, Any]:
        """The task's parameters without its outputs. Runs where layers may be touched."""
        raise NotImplementedError

    def outputs(self, result: dict[str, Any]) -> dict[str, Any]:
        """The algorithm's outputs from the engine's result: those files that were made."""
        return {name: result[name.lower()] for name in self.SUFFIXES if result.get(name.lower())}

    def prepareAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        reason = self.refuse_outputs(parameters, context)  # a model asks no checkParameterValues
        if reason:
            raise QgsProcessingException(reason)
        self._given = without_objects(parameters)
        self._selected = self._selections(parameters, context)
        self._result: dict[str, Any] = {}
        try:
            self._params = self.job(parameters, context)
        except BaseException:
            self.exports.close()
            raise
        return True

    def _selections(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, list[int]]:
        """The features chosen in each parameter that takes selected ones only: the selection may change later."""
        narrowed = [name for name, value in parameters.items() if getattr(value, "selectedFeaturesOnly", False)]
        layers = {name: self.parameterAsVectorLayer({name: _plain(parameters[name])}, name, context)
                  for name in narrowed}
        return {name: layer.selectedFeatureIds() for name, layer in layers.items() if layer is not None}

    def processAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        said: list[str] = []

        def progress(fraction: float, text: str) -> None:
            feedback.setProgress(100 * fraction)
            if text not in said[-1:]:  # the log repeats whatever it is given
                said.append(text)
                feedback.setProgressText(text)

        def warning(text: str, detail: dict[str, Any]) -> None:
            feedback.pushWarning(sentence_in(language(), text))

        written = {name.lower(): self.destination(parameters, name, context) or None for name in self.SUFFIXES}
        self._started = datetime.now().astimezone()
        try:
            self._result = run_task(
                self.NAME, {**self._params, **written}, language=language(), outputs=tuple(written),
                progress=progress, warning=warning, is_cancelled=feedback.isCanceled,
            )
        except EngineError as error:
            raise QgsProcessingException(str(error)) from error
        except EngineCancelled:
            feedback.pushInfo(messages.cancelled())
            return {}
        finally:
            self.exports.close()
        feedback.pushInfo(messages.done(self._result["output"], self._result["seconds"]))
        return self.outputs(self._result)

    def postProcessAlgorithm(
        self, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if self._result:
            self.arrived(self._result, context, feedback)
        return {}

    def arrived(
        self, result: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """On the main thread: have the layers styled when they are loaded, and the run recorded."""
        for target in context.layersToLoadOnCompletion():
            context.layerToLoadOnCompletionDetails(target).setPostProcessor(ResultLook(self.RESULT_KIND))
        if self.RECORDED:
            record_run(None, self.run_record(result), context.project())
        files = {name: value for name, value in self.outputs(result).items() if _is_file(value)}
        seen = {**result, "inputs": self._as_seen(result)}
        ANNOUNCER.arrived.emit(Arrival(
            self.NAME, self.RESULT_KIND, self._started, self._given, self._selected, files, seen))

    def _as_seen(self, result: dict[str, Any]) -> list[dict[str, Any]]:
        """The result's inputs with their layers' names; of a temporary copy also the source of the layer it shows."""
        return [{**found, **self._name_of(found), **(self.exports.original(found["path"]) or {})}
                for found in result["inputs"]]

    def _name_of(self, found: dict[str, Any]) -> dict[str, Any]:
        name = self._names.get(f"{found['path']}|layername={found.get('layer')}") or self._names.get(found["path"])
        return {"name": name} if name else {}

    def run_record(self, result: dict[str, Any]) -> dict[str, Any]:
        """A row of the plan's table `runs`."""
        shown = {key: value for key, value in result.items() if key not in ("params", "inputs", "task")}
        with speaking("zh"):
            name_zh = self.displayName()
        with speaking("en"):
            name_en = self.displayName()
        return {
            "name_zh": name_zh, "name_en": name_en, "task": self.NAME,
            "started": self._started.isoformat(timespec="seconds"),
            "seconds": result["seconds"], "boundary_set": result.get("boundary_set"),
            "params": self._with_originals(result["params"]), "inputs": self._as_seen(result),
            "versions": result["versions"], "result": shown,
        }

    def _with_originals(self, value: Any) -> Any:
        """A task's parameters with the layers' own sources in place of temporary copies, which are gone."""
        if isinstance(value, dict):
            return {key: self._with_originals(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._with_originals(item) for item in value]
        original = self.exports.original(value) if isinstance(value, str) else None
        return original["source"] if original else value


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and Path(value.split("|")[0]).is_file()


def also_load(context: QgsProcessingContext, beside: str, target: str, title: str, output: str) -> None:
    """Load another table of a result's file, if the result itself is to be loaded."""
    if beside not in context.layersToLoadOnCompletion():
        return
    project = context.layerToLoadOnCompletionDetails(beside).project
    details = QgsProcessingContext.LayerDetails(title, project, output)
    details.forceName = True  # not the table's name in the file
    context.addLayerToLoadOnCompletion(target, details)


def marked(title: str, demonstration: bool) -> str:
    """What a layer or table is called: a demonstration by that word too."""
    return tr("{name} (demonstration)").format(name=title) if demonstration else title
