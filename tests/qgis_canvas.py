"""A real map canvas with the plan on it, and a hand that moves the mouse over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from jjj_planner_plugin.gui.edit_tools import EditTools
from jjj_planner_plugin.layers.editing import PlanEditing

SIZE = 800
"""Pixels: the canvas is a square."""
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


class Hand:
    """The mouse and the keyboard; places are longitude and latitude."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self.canvas = canvas

    def pixel(self, lon: float, lat: float) -> QPoint:
        """Where a place is on the canvas."""
        settings = self.canvas.mapSettings()
        to_map = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4490"), settings.destinationCrs(), QgsProject.instance())
        at = settings.mapToPixel().transform(to_map.transform(QgsPointXY(lon, lat)))
        return QPoint(round(at.x()), round(at.y()))

    def place(self, pixel: QPoint) -> QgsPointXY:
        """Which place a pixel is."""
        settings = self.canvas.mapSettings()
        to_plan = QgsCoordinateTransform(
            settings.destinationCrs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
        return to_plan.transform(settings.mapToPixel().toMapCoordinates(pixel))

    def press(self, lon: float, lat: float, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.canvas.viewport(), button, keys, self.pixel(lon, lat))

    def move(self, lon: float, lat: float, button: Qt.MouseButton = LEFT) -> None:
        """A move with the button down, as the window system sends it: QTest's own is not sent without a screen."""
        at = QPointF(self.pixel(lon, lat))
        event = QMouseEvent(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, button, NONE)
        QApplication.sendEvent(self.canvas.viewport(), event)

    def hover(self, lon: float, lat: float) -> None:
        self.move(lon, lat, Qt.MouseButton.NoButton)

    def release(self, lon: float, lat: float, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseRelease(self.canvas.viewport(), button, keys, self.pixel(lon, lat))

    def click(self, lon: float, lat: float, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE) -> None:
        self.press(lon, lat, button, keys)
        self.release(lon, lat, button, keys)

    def drag(self, *places: tuple[float, float]) -> None:
        """Press at the first place, move over the others, release at the last."""
        self.press(*places[0])
        for place in places[1:]:
            self.move(*place)
        self.release(*places[-1])

    def key(self, key: Qt.Key) -> None:
        QTest.keyPress(self.canvas, key)


@pytest.fixture
def canvas(qtbot: QtBot) -> QgsMapCanvas:
    """In the plan's own CRS, EPSG:4509; see `look_at`."""
    made = QgsMapCanvas()
    qtbot.addWidget(made)
    made.resize(SIZE, SIZE)
    look_at(made, "EPSG:4509")
    return made


def look_at(canvas: QgsMapCanvas, crs: str, box: tuple[float, float, float, float] = (113, 36, 120, 43)) -> None:
    """Show `box` (degrees) in that CRS."""
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4490"), QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    canvas.setExtent(to_map.transformBoundingBox(QgsRectangle(*box)))


@pytest.fixture
def bar(qtbot: QtBot) -> QgsMessageBar:
    made = QgsMessageBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def tools(canvas: QgsMapCanvas, bar: QgsMessageBar, editing: PlanEditing) -> Iterator[EditTools]:
    """The edit tools with the plan."""
    made = EditTools(canvas, bar)
    made.set_plan(editing)
    yield made
    made.close()


@pytest.fixture
def hand(canvas: QgsMapCanvas) -> Hand:
    return Hand(canvas)


def told(bar: QgsMessageBar) -> list[str]:
    """The sentences in the message bar."""
    return [item.text() for item in bar.items()]
