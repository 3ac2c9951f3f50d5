"""Opens a plan in the project, whatever state its file is in, and tells in one message what has to be known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.utils import iface

from .. import messages
from ..i18n import tr
from ..layers.compose import PlanError, TablesMissingError, spoken_tables
from ..layers.migration import is_older
from ..layers.missing import make_tables_again, missing_tables
from ..layers.opening import prepare, standing
from ..layers.plan_file import open_plan, plan_layers
from ..layers.stored_project import is_bound, plan_of

Tell = Callable[..., None]
"""Says one sentence with at most one button: `Commands.tell`."""


class PlanOpener(QObject):
    """The one way in which this program opens a plan; QGIS's own Open is followed up."""

    def __init__(self, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._opening = False
        QgsProject.instance().readProject.connect(self._follow_up)

    def open_path(self, path: str, *known: str) -> bool:
        """Open the plan at `path` and show all of it. One plan a project: QGIS asks to save another first.

        `known` are sentences about it to be told with the others.
        """
        project, file = QgsProject.instance(), Path(path)
        opened = plan_layers(project, file)
        if plan_layers(project) and not opened and not iface.newProject(True):
            return False
        self._opening = True
        try:
            told = [] if opened else prepare(file)
            layers = open_plan(path, project)
        except TablesMissingError as error:
            self._offer(path, error.missing, str(error))
            return False
        except PlanError as error:
            self._tell(str(error))
            return False
        finally:
            self._opening = False
        self._show(layers["zones"])
        self._activate(layers["zones"])
        self._say(path, [*known, *told])
        return True

    @staticmethod
    def _show(zones: Any) -> None:
        canvas = iface.mapCanvas()
        canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(zones, zones.extent()))
        canvas.zoomByFactor(1.05)

    @staticmethod
    def _activate(zones: Any) -> None:
        """QGIS's select tool needs an active layer; one that the planner has stays."""
        if zones is not None and iface.activeLayer() is None:
            iface.setActiveLayer(zones)

    def _say(self, path: str, told: list[str]) -> None:
        """One message of what was found; a lost table comes last and has the button."""
        missing = missing_tables(Path(path))
        if missing:
            told = [*told, messages.tables_missing(path, spoken_tables(missing))]
            self._offer(path, missing, " ".join(told))
        elif told:
            self._tell(" ".join(told), about=Path(path))

    def _offer(self, path: str, missing: list[str], sentence: str) -> None:
        self._tell(sentence, tr("Make them again"), lambda: self.make_again(path, missing), about=Path(path))

    def make_again(self, path: str, names: list[str]) -> bool:
        """Make the plan's lost tables again and open it; where it is open, it is closed for that."""
        if plan_layers(QgsProject.instance(), Path(path)) and not iface.newProject(True):
            return False
        try:
            make_tables_again(Path(path), names)
        except PlanError as error:
            self._tell(str(error))
            return False
        return self.open_path(path, messages.tables_made_again(path, spoken_tables(names)))

    def _follow_up(self) -> None:
        """QGIS's own Open reads a copied plan's project with the original's layers, and an older plan as it is."""
        path = plan_of(QgsProject.instance().fileName())
        if self._opening or path is None:
            return
        bound = is_bound(str(path))
        if bound and not is_older(path):
            self._say(str(path), standing(path))
            self._activate(plan_layers(QgsProject.instance(), path).get("zones"))
            return

        def again() -> None:
            QgsProject.instance().clear()
            self.open_path(str(path), *([] if bound else [messages.plan_rebound(str(path))]))

        QTimer.singleShot(0, again)  # not while QGIS is still at reading it

    def close(self) -> None:
        """The plugin is being unloaded."""
        QgsProject.instance().readProject.disconnect(self._follow_up)
