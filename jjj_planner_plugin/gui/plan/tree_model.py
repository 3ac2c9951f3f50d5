"""The plan as a tree for Qt's views: groups, their features, and under a zone its units."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, QRectF, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QIcon, QPainter, QPixmap

from ...i18n import tr
from ...layers.findings import Finding
from ...layers.schema import catalog
from ...layers.structures import FIRST as FIRST_STRUCTURE
from ..results.figures import grouped
from .content import HOLLOW, MEASURED, Content, Group, Item, groups, short_decimals, shown_tables
from .findings import ICONS, Key, listed, worst
from .measures import Measures

NAME, FIRST, SECOND, MARK = range(4)
WAIT_MS = 60
"""Edits that come faster are read together."""
PAUSE = 4
"""Where reading takes long (outlines of 100 000 vertices to be measured), it waits for a rest of that many times."""
LIGHT_MS, MOST_MS = 400, 600
"""A reading of a tenth of a second is as usual; longer than the most no rest need be."""
APART = "≠"
"""Before a published figure that the shape is far from."""
SWATCH, FINE = 12, 4  # pixels of a mark, and how much finer it is drawn for screens of any scale


class Node:
    """A row of the tree: the root has no group, a group has no item, a feature has both."""

    def __init__(self, parent: Node | None, group: Group | None = None, item: Item | None = None) -> None:
        self.parent, self.group, self.item = parent, group, item
        self.children: list[Node] = []

    @property
    def has_units(self) -> bool:
        return self.item is not None and self.item.table in ("zones", "unit_sets")


class PlanModel(QAbstractItemModel):
    """Columns NAME, FIRST and SECOND figure, MARK. It reads the layers again after `refresh_soon`.

    An area or a length is measured when a view asks for it: units below a folded zone never are.
    """

    refreshed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers: dict[str, QgsVectorLayer] = {}
        self._measures: dict[str, Measures] = {}
        self._root = Node(None)
        self._made: list[Node] = []  # an index holds only a node's address: none is freed while the model lives
        self._found: Mapping[Key, Sequence[Finding]] = {}
        self.structure = FIRST_STRUCTURE
        self.content = Content({})
        self._wait = WAIT_MS
        self.refreshing = False  # rows come and go, and with them what is selected
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)

    def show_layers(self, layers: dict[str, QgsVectorLayer], structure: str = FIRST_STRUCTURE) -> None:
        """Show a structure of another plan, by its layers by table; nothing with an empty dict."""
        self._timer.stop()
        self.structure = structure
        self._wait = WAIT_MS
        self.beginResetModel()
        for measures in self._measures.values():
            measures.deleteLater()
        self._layers, self._found = dict(layers), {}
        self._measures = {table: Measures(layers[table], self) for table in shown_tables()
                          if table in layers and layers[table].isSpatial()}
        self.content = Content(layers, structure)
        self._root = Node(None)
        for group in groups(structure) if layers else ():
            branch = self._grown(self._root, group, None)
            branch.children = [self._grown(branch, group, item) for item in self.content.items(group)]
            for node in filter(lambda child: child.has_units, branch.children):
                node.children = [self._grown(node, group, item) for item in self.content.below(node.item)]
        self.endResetModel()
        self.refreshed.emit()

    def set_findings(self, found: Mapping[Key, Sequence[Finding]]) -> None:
        """Mark what the check found, by table and uid."""
        self._found = found
        self._tell(self._root, MARK)

    def refresh_soon(self) -> None:
        """Read the layers again when the edits of this moment are done."""
        if not self._timer.isActive() or self._wait > WAIT_MS:  # a slow one is put off while the edits go on
            self._timer.start(self._wait)

    def refresh(self, *, measure_anew: bool = False) -> None:
        """Read the layers again; rows that stay keep their place, fold and selection."""
        if not self._layers:
            return
        begun = time.monotonic()
        self.refreshing = True
        for measures in self._measures.values():
            measures.forget() if measure_anew else measures.renew()
        self._read()
        self._tell(self._root, NAME)
        self.refreshing = False
        self.refreshed.emit()  # the view measures what it shows
        if not measure_anew:
            took = 1000 * (time.monotonic() - begun)
            self._wait = max(self._wait, min(int(PAUSE * took) - LIGHT_MS, MOST_MS))

    def _read(self) -> None:
        self.content = Content(self._layers, self.structure)
        for branch in self._root.children:
            self._follow(branch, self.content.items(branch.group))
            for node in branch.children:
                if node.has_units:
                    self._follow(node, self.content.below(node.item))

    # What Qt asks

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        return MARK + 1

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return len(self.node(parent).children)

    def hasChildren(self, parent: QModelIndex | None = None) -> bool:
        return bool(self.node(parent).children)

    def index(self, row: int, column: int, parent: QModelIndex | None = None) -> QModelIndex:
        children = self.node(parent).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: QModelIndex | None = None) -> Any:
        if index is None:
            return super().parent()  # of the object
        above = self.node(index).parent
        return QModelIndex() if above is None or above is self._root else self._index(above)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node, column = self.node(index), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node, column)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(node, column)
        if role == Qt.ItemDataRole.FontRole and node.item is None and column == NAME:
            font = QFont()
            font.setBold(True)
            return font
        return None

    # What the dock asks

    def node(self, index: QModelIndex | None) -> Node:
        """The row of an index; the root of none."""
        return index.internalPointer() if index is not None and index.isValid() else self._root

    def item(self, index: QModelIndex) -> Item | None:
        """The feature of a row; None for a group."""
        return self.node(index).item

    def measured(self, item: Item) -> float:
        """km² or km of a feature, on the ellipsoid."""
        return self._measures[item.table].of(item.fid) if item.table in self._measures else 0.0

    def apart(self, item: Item) -> float | None:
        """How much a shape is larger (+) or smaller (−) than published, as a share; None where it is near that."""
        share = self.measured(item) / item.published - 1 if item.published else 0.0
        return share if abs(share) > catalog("catalog/live_strip.json")["apart"] else None

    def indexes_of(self, table: str, fids: set[int]) -> list[QModelIndex]:
        """The rows of features."""
        return [self._index(node) for node in self._features(self._root)
                if node.item.table == table and node.item.fid in fids]

    # Rows

    def _features(self, node: Node) -> list[Node]:
        own = [node] if node.item is not None else []
        return own + [found for child in node.children for found in self._features(child)]

    def _index(self, node: Node, column: int = NAME) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), column, node)

    def _grown(self, parent: Node, group: Group, item: Item | None) -> Node:
        node = Node(parent, group, item)
        self._made.append(node)
        if item is None:
            parent.children.append(node)
        return node

    def _follow(self, node: Node, items: list[Item]) -> None:
        """Make a node's children those items: others go, new ones come, the rest are said anew."""
        place = self._index(node)
        wanted = {(item.table, item.fid): item for item in items}
        for row in reversed(range(len(node.children))):
            old = node.children[row].item
            if (old.table, old.fid) not in wanted:
                self.beginRemoveRows(place, row, row)
                del node.children[row]
                self.endRemoveRows()
        for row, item in enumerate(items):
            if row < len(node.children) and node.children[row].item[:2] == item[:2]:
                node.children[row].item = item
                continue
            there = next((at for at in range(row, len(node.children)) if node.children[at].item[:2] == item[:2]), -1)
            if there >= 0:  # further down: it moves up
                self.beginMoveRows(place, there, there, place, row)
                node.children.insert(row, node.children.pop(there))
                self.endMoveRows()
                node.children[row].item = item
                continue
            self.beginInsertRows(place, row, row)
            node.children.insert(row, self._grown(node, node.group, item))
            self.endInsertRows()

    def _tell(self, node: Node, first: int) -> None:
        """Everything below a node reads differently from column `first` on."""
        if node.children:
            self.dataChanged.emit(self._index(node.children[0], first), self._index(node.children[-1], MARK))
        for child in node.children:
            self._tell(child, first)

    # Texts

    def _text(self, node: Node, column: int) -> str:
        if column == MARK:
            count = len(self._findings(node))
            return str(count) if count else ""
        if node.item is None:
            return (f"{node.group.name}  {len(node.children)}", *node.group.heads)[column]
        if column == NAME:
            return tr("{zone} (by hand)").format(zone=node.item.name) if node.item.by_hand else node.item.name
        figure = node.item.first if column == FIRST else node.item.second
        if column == SECOND and self.apart(node.item) is not None:
            return f"{APART} {figure}"
        if figure != MEASURED:
            return figure
        size = self.measured(node.item)
        return grouped(size, short_decimals(size) if size < 100 else 0)

    def _tip(self, node: Node, column: int) -> str:
        found = self._findings(node)
        if column == MARK:
            return listed(found)
        if node.item is None:
            return str(node.group.name if column == NAME else self._text(node, column))
        text = node.item.name if column == NAME else self._text(node, column)
        share = self.apart(node.item)
        words = "" if share is None else tr("The shape is {percent} % of what was published").format(
            percent=grouped(100 * (1 + share), 0))
        return "\n".join(filter(None, (text, words, node.item.details)))

    def _icon(self, node: Node, column: int) -> QIcon | None:
        if column == MARK:
            found = self._findings(node)
            return QgsApplication.getThemeIcon(f"/{ICONS[worst(found)]}") if found else None
        if column == NAME and node.item is not None and node.item.colour:
            return _swatch(node.item.colour, node.item.table)
        return None

    def _findings(self, node: Node) -> list[Finding]:
        """What was found at a row and below it: a folded zone speaks for its units, an axis for its members."""
        if not self._found:
            return []
        if node.item is None:
            return [found for child in node.children for found in self._findings(child)]
        item, content = node.item, self.content
        found = list(self._found.get((item.table, item.uid), ()))
        if item.table not in ("axes", "zones"):
            return found
        for (table, uid), more in self._found.items():
            if (table == "axis_members" and item.table == "axes" and content.axis_of_member.get(uid) == item.uid) or (
                    table == "units" and item.table == "zones" and item.code
                    and content.zone_of_unit.get(uid) == item.code):
                found += more
        return found


def _swatch(colour: str, table: str) -> QIcon:
    """As the map has it: a square for a zone, a dot for a regional centre, a ring for a node city."""
    picture = QPixmap(SWATCH * FINE, SWATCH * FINE)
    picture.setDevicePixelRatio(FINE)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colour.lstrip(HOLLOW)))
    painter.setBrush(QBrush() if colour.startswith(HOLLOW) else QBrush(QColor(colour)))
    inside = QRectF(1, 1, SWATCH - 2, SWATCH - 2)
    painter.drawRect(inside) if table == "zones" else painter.drawEllipse(inside)
    painter.end()
    return QIcon(picture)
