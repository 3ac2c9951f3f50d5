"""One selection in the tree and on the map: whichever changes, the other follows, and nothing echoes."""

from __future__ import annotations

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QObject, QTimer

from .content import shown_tables
from .tree_view import PlanTree


class SelectionLink(QObject):
    """Ties a tree to the layers of the plan that it shows."""

    def __init__(self, tree: PlanTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._layers: dict[str, QgsVectorLayer] = {}
        self._following = False  # what changes now is our own doing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._to_tree)
        tree.chosen.connect(self._to_map)
        tree.rows_changed.connect(self._timer.start)

    def follow(self, layers: dict[str, QgsVectorLayer]) -> None:
        """Tie the tree to these layers by table, and no longer to others."""
        self._timer.stop()
        for layer in self._layers.values():
            layer.selectionChanged.disconnect(self._timer.start)
        self._layers = {table: layers[table] for table in shown_tables() if table in layers}
        for layer in self._layers.values():
            layer.selectionChanged.connect(self._timer.start)
        self._to_tree()

    def _to_map(self) -> None:
        """Select in each layer what is selected in the tree."""
        if self._following:
            return
        wanted: dict[str, set[int]] = {table: set() for table in self._layers}
        for item in self._tree.items():
            wanted[item.table].add(item.fid)
        self._following = True
        for table, layer in self._layers.items():
            if set(layer.selectedFeatureIds()) != wanted[table]:
                layer.selectByIds(list(wanted[table]))
        self._following = False
        self._timer.stop()  # the layers tell what they were just told

    def _to_tree(self) -> None:
        """Select in the tree what is selected in the layers; a single one comes into view."""
        model, tree = self._tree.plan, self._tree
        wanted = QItemSelection()
        rows, features = [], set()
        for table, layer in self._layers.items():
            for index in model.indexes_of(table, set(layer.selectedFeatureIds())):
                shown = tree.shown.mapFromSource(index)
                if shown.isValid():
                    rows.append(shown)
                    features.add((table, model.item(index).fid))
                    wanted.select(shown, shown)
        if features == {(item.table, item.fid) for item in tree.items()}:
            return
        self._following = True
        mode = QItemSelectionModel.SelectionFlag
        tree.selectionModel().select(wanted, mode.ClearAndSelect | mode.Rows)
        if len(rows) == 1:
            tree.scrollTo(rows[0])
        self._following = False
