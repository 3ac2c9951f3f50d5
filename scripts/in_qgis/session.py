"""For scripts that the real desktop runs (`--code`): wait for its event loop, act, write an answer, leave.

QGIS executes such a script before its window is ready and without `__file__`, so each begins with
`sys.path.append(os.environ["JJJ_IN_QGIS"])` and hands its work to `start()`.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsApplication, QgsProcessingOutputLayerDefinition, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QTextEdit, QWidget
from qgis.utils import iface, plugins

PLUGIN = "jjj_planner_plugin"


def start(work: Callable[[], dict[str, Any]]) -> None:
    """Once the desktop is idle, do `work`, write its answer (or traceback) to JJJ_ANSWER, end QGIS."""

    def act() -> None:
        try:
            wait(1.0)
            answer = work()
        except BaseException:  # also SystemExit: whatever happened, the caller must hear of it
            picture = Path(os.environ["JJJ_ANSWER"]).with_suffix(".png")
            QApplication.primaryScreen().grabWindow(0).save(str(picture))
            answer = {"traceback": f"{traceback.format_exc()}\nThe screen then: {picture}"}
        Path(os.environ["JJJ_ANSWER"]).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        os._exit(0)  # no "save the project?" and no crash in Qt's own shutdown

    QTimer.singleShot(500, act)


def wait(seconds: float) -> None:
    """Let the desktop work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Let the desktop work until `holds()`; return its value. TimeoutError names `what` was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        wait(0.05)
    raise TimeoutError(f"waited {seconds:g} s for {what}")


def plugin() -> Any:
    """The plugin's object."""
    return plugins[PLUGIN]


def settle() -> None:
    """Let pending deletions happen."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QgsApplication.processEvents()
        wait(0.1)


def window(holds: Callable[[QWidget], bool], what: str, seconds: float = 20) -> QWidget:
    """The visible top-level window, other than QGIS's own, for which `holds`."""
    def found() -> Any:
        return next((w for w in QApplication.topLevelWidgets()
                     if w.isVisible() and w is not iface.mainWindow() and holds(w)), None)

    return wait_until(found, what, seconds)


def trigger(name: str) -> None:
    """Press the plugin's action `name` as a user would; a modal dialog it opens does not block the caller."""
    action = plugin().actions[name]
    if not action.isEnabled():
        raise AssertionError(f"the action {name} is greyed: {action.toolTip()}")
    QTimer.singleShot(0, action.trigger)


def with_dialog(act: Callable[[], Any], work: Callable[[Any], None], what: str) -> None:
    """Do `act`, which opens a dialog, modal or not; do `work` with it; close it.

    A modal one holds its caller until it is closed, so the work is done from a timer inside its own loop.
    """
    outcome: list[BaseException | None] = []
    known = QApplication.topLevelWidgets()

    def look(tries: int = 100) -> None:
        found = next((w for w in QApplication.topLevelWidgets()
                      if isinstance(w, QDialog) and w.isVisible() and w not in known), None)
        if found is None and tries:
            QTimer.singleShot(100, lambda: look(tries - 1))
            return
        try:
            if found is None:
                raise TimeoutError(f"no dialog came: {what}")
            work(found)
            outcome.append(None)
        except Exception as error:
            outcome.append(error)
        if found is not None and not sip.isdeleted(found):
            found.reject()

    QTimer.singleShot(100, look)
    act()
    wait_until(lambda: outcome, what)
    if outcome[0] is not None:
        raise outcome[0]


def tool_dialog(algorithm_id: str) -> Any:
    """The open Processing dialog of an algorithm."""
    def holds(widget: QWidget) -> bool:
        algorithm = getattr(widget, "algorithm", None)
        return callable(algorithm) and algorithm() is not None and algorithm().id() == algorithm_id

    return window(holds, f"the dialog of {algorithm_id}")


def fill(dialog: Any, parameters: dict[str, Any]) -> None:
    """Fill a Processing dialog; the output is to be opened, as it is when a user types its name."""
    # given as plain text, QGIS would take "open output file" off
    output = QgsProcessingOutputLayerDefinition(parameters["OUTPUT"], QgsProject.instance())
    dialog.setParameters({**parameters, "OUTPUT": output})


def run_tool(dialog: Any, parameters: dict[str, Any]) -> list[Any]:
    """Fill a Processing dialog, press Run, and wait; the layers that came into the project."""
    project = QgsProject.instance()
    known = set(project.mapLayers())
    fill(dialog, parameters)
    dialog.runButton().click()

    def loaded() -> list[Any]:
        return [layer for key, layer in project.mapLayers().items() if key not in known]

    try:
        wait_until(loaded, f"the result of {dialog.algorithm().id()}", 180)  # a first run compiles its kernels
    except TimeoutError as error:
        said = "\n".join(log.toPlainText() for log in dialog.findChildren(QTextEdit))
        raise TimeoutError(f"{error}; its log:\n{said}") from error
    wait(1.0)  # of several results the others follow
    return loaded()


def plan_layer(table: str) -> Any:
    """The open plan's layer on this table."""
    return next(layer for layer in QgsProject.instance().mapLayers().values()
                if layer.source().endswith(f"layername={table}"))
