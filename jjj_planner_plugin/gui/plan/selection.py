"""One selection in the tree and on the map: whichever changes, the other follows, and nothing echoes."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, QMetaObject, QModelIndex, QObject, Qt, QTimer
from qgis.PyQt.QtGui import QGuiApplication

from .content import shown_tables
from .tree_view import PlanTree

ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""With one of these keys held what is selected on the map is added to what was."""


class SelectionLink(QObject):
    """Ties a tree to the layers of the plan that it shows.

    What is selected on the map in one layer takes the place of what was selected in the plan's others.
    """

    def __init__(self, tree: PlanTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._layers: dict[str, QgsVectorLayer] = {}
        self._heard: list[QMetaObject.Connection] = []
        self._following = False  # what changes now is our own doing
        self._fresh: set[str] = set()  # tables in which the map selected something since the tree followed
        self._adds = False  # and whether that was added to the rest
        self._last = ""  # the table selected in last, until its row has been brought into view
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._follow_map)
        tree.chosen.connect(self._to_map)
        tree.rows_changed.connect(self._timer.start)

    def follow(self, layers: dict[str, QgsVectorLayer]) -> None:
        """Tie the tree to these layers by table, and no longer to others."""
        self._timer.stop()
        for connection in self._heard:
            QObject.disconnect(connection)
        self._layers = {table: layers[table] for table in shown_tables() if table in layers}
        self._heard = [self._hear(table, layer) for table, layer in self._layers.items()]
        self._fresh.clear()
        self._last = ""
        self._to_tree()

    def _hear(self, table: str, layer: QgsVectorLayer) -> QMetaObject.Connection:
        return layer.selectionChanged.connect(lambda chosen, *_: self._map_selects(table, chosen))

    def select_too(self, table: str, fids: Iterable[int]) -> None:
        """Select features beside what is selected in the other layers."""
        self._layers[table].selectByIds(list(fids))
        self._adds = True

    def _map_selects(self, table: str, chosen: list[int]) -> None:
        """Several layers may be selected in at once: the tree follows when all of them have told."""
        if chosen and not self._following:
            self._fresh.add(table)
            self._last = table
            self._adds = bool(QGuiApplication.keyboardModifiers() & ADDING)
        self._timer.start()

    def _follow_map(self) -> None:
        if self._fresh and not self._adds:
            self._following = True
            for table, layer in self._layers.items():
                if table not in self._fresh and layer.selectedFeatureCount():
                    layer.removeSelection()
            self._following = False
            self._timer.stop()  # the layers tell what they were just told
        self._fresh.clear()
        self._adds = False
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
        self._last = ""
        self._timer.stop()  # the layers tell what they were just told

    def _to_tree(self) -> None:
        """Select in the tree what is selected in the layers; the one selected last comes into view."""
        model, tree = self._tree.plan, self._tree
        wanted = QItemSelection()
        rows: list[tuple[str, QModelIndex]] = []
        features = set()
        for table, layer in self._layers.items():
            for index in model.indexes_of(table, set(layer.selectedFeatureIds())):
                shown = tree.shown.mapFromSource(index)
                if shown.isValid():
                    rows.append((table, shown))
                    features.add((table, model.item(index).fid))
                    wanted.select(shown, shown)
        last = [row for table, row in rows if table == self._last]
        current = last[0] if len(last) == 1 else rows[0][1] if len(rows) == 1 else None
        self._following = True
        mode = QItemSelectionModel.SelectionFlag
        if last and current is not None:
            tree.selectionModel().setCurrentIndex(current, mode.NoUpdate)
        if features != {(item.table, item.fid) for item in tree.items()}:
            tree.selectionModel().select(wanted, mode.ClearAndSelect | mode.Rows)
            if current is not None:
                tree.scrollTo(current)
        self._following = False
        if last:  # a feature that is new has its row a moment later
            self._last = ""
