"""Which structure of the plan is shown, and how its circles: chosen in the dock's head, or by whatever else does it."""

from __future__ import annotations

from qgis.core import QgsLayerTree, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...layers.circle_choice import can_choose, circles_shown, show_circles
from ...layers.structure import Layers
from ...layers.structures import FIRST, choose_structure, structure_shown
from .header import Header


class StructureChoice(QObject):
    """Its state is the layer tree's: a map theme of QGIS's own changes the dock's head and tree as well."""

    shown = pyqtSignal(str)

    def __init__(self, header: Header) -> None:
        super().__init__(header)
        self._header = header
        self._layers: Layers = {}
        self._root: QgsLayerTree | None = None
        self._sets: QgsVectorLayer | None = None
        self.structure = FIRST
        self._timer = QTimer(self)  # a theme turns many layers on and off at once
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        header.structure_chosen.connect(self.choose)
        header.circles_chosen.connect(self.draw_circles)

    def follow(self, layers: Layers) -> str:
        """The structure that is shown of this plan, by its layers by table; followed from now on."""
        self.close()
        self._layers = layers if {"unit_sets", "corridors"} & layers.keys() else {}
        self.structure = FIRST
        if self._layers:
            self._root = QgsProject.instance().layerTreeRoot()
            self._root.visibilityChanged.connect(self._look_soon)
            self.structure = structure_shown(self._root, layers)
            self._sets = layers.get("unit_sets")
            if self._sets is not None:
                self._sets.styleChanged.connect(self._look_soon)
        self._header.show_structure(self.structure if self._layers else None)
        self._say_circles()
        return self.structure

    def choose(self, structure: str) -> None:
        """Show this structure on the map."""
        if self._root is not None:
            choose_structure(self._root, self._layers, structure)
        self._look()

    def draw_circles(self, choice: str) -> None:
        """Draw the circles as discs, as lists of units, or both."""
        if self._sets is not None:
            show_circles(self._sets, choice)

    def _say_circles(self) -> None:
        """The choice is there while the sets are on the map."""
        node = self._root.findLayer(self._sets.id()) if self._root is not None and self._sets is not None else None
        drawn = node is not None and node.itemVisibilityChecked() and can_choose(self._sets)
        self._header.show_circles(circles_shown(self._sets) if drawn else None)

    def _look_soon(self, *_: object) -> None:
        self._timer.start(0)

    def _look(self) -> None:
        if self._root is None:
            return
        now = structure_shown(self._root, self._layers)
        self._header.show_structure(now)
        self._say_circles()
        if now != self.structure:
            self.structure = now
            self.shown.emit(now)

    def close(self) -> None:
        """Follow no plan."""
        self._timer.stop()
        if self._root is not None:
            self._root.visibilityChanged.disconnect(self._look_soon)
        if self._sets is not None and not sip.isdeleted(self._sets):
            self._sets.styleChanged.disconnect(self._look_soon)
        self._root, self._sets, self._layers = None, None, {}
