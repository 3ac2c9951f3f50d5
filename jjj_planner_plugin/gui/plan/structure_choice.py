"""Which structure of the plan is shown: chosen in the dock's head, or by whatever else turns its layers on and off."""

from __future__ import annotations

from qgis.core import QgsLayerTree, QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

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
        self.structure = FIRST
        self._timer = QTimer(self)  # a theme turns many layers on and off at once
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        header.structure_chosen.connect(self.choose)

    def follow(self, layers: Layers) -> str:
        """The structure that is shown of this plan, by its layers by table; followed from now on."""
        self.close()
        self._layers = layers if {"unit_sets", "corridors"} & layers.keys() else {}
        self.structure = FIRST
        if self._layers:
            self._root = QgsProject.instance().layerTreeRoot()
            self._root.visibilityChanged.connect(self._look_soon)
            self.structure = structure_shown(self._root, layers)
        self._header.show_structure(self.structure if self._layers else None)
        return self.structure

    def choose(self, structure: str) -> None:
        """Show this structure on the map."""
        if self._root is not None:
            choose_structure(self._root, self._layers, structure)
        self._look()

    def _look_soon(self, *_: object) -> None:
        self._timer.start(0)

    def _look(self) -> None:
        if self._root is None:
            return
        now = structure_shown(self._root, self._layers)
        self._header.show_structure(now)
        if now != self.structure:
            self.structure = now
            self.shown.emit(now)

    def close(self) -> None:
        """Follow no plan."""
        self._timer.stop()
        if self._root is not None:
            self._root.visibilityChanged.disconnect(self._look_soon)
        self._root, self._layers = None, {}
