"""What the tests of the plan dock share: reading its tree, and clicking in it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from qgis.PyQt.QtCore import QModelIndex, Qt

from jjj_planner_plugin.gui.plan.dock import PlanDock
from jjj_planner_plugin.gui.plan.tree_view import PlanTree


def rows(tree: PlanTree, parent: QModelIndex | None = None) -> list[list[str]]:
    """The texts of the rows below `parent` as they stand on the screen."""
    model = tree.shown
    parent = parent or QModelIndex()
    return [[model.index(row, column, parent).data() for column in range(model.columnCount())]
            for row in range(model.rowCount(parent))]


def find(tree: PlanTree, text: str, parent: QModelIndex | None = None) -> QModelIndex:
    """The row whose name begins with `text`, looked for from the top."""
    model = tree.shown
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data().startswith(text):
            return index
        below = find(tree, text, index)
        if below.isValid():
            return below
    return QModelIndex()


def cell(tree: PlanTree, text: str, column: int) -> str:
    return str(find(tree, text).siblingAtColumn(column).data())


def click(qtbot: QtBot, dock: PlanDock, text: str, modifier: Qt.KeyboardModifier | None = None,
          button: Qt.MouseButton = Qt.MouseButton.LeftButton, double: bool = False) -> QModelIndex:
    """A real click on the row of that name, which is scrolled into view first."""
    tree = dock.tree
    index = find(tree, text)
    assert index.isValid(), text
    tree.scrollTo(index)
    place = tree.visualRect(index).center()
    keys = modifier or Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(tree.viewport(), button, keys, place)
    if double:
        qtbot.mouseDClick(tree.viewport(), button, keys, place)
    return find(tree, text)
