"""For the scripts in the desktop: a hand on the mouse over the map."""

from __future__ import annotations

from typing import Any

import session
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

Place = tuple[float, float]  # longitude, latitude


def pixel(place: Place) -> QPoint:
    """Where a place is on the canvas."""
    canvas = iface.mapCanvas()
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    there = QgsCoordinateTransform(degrees, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    at = canvas.getCoordinateTransform().transform(there.transform(QgsPointXY(*place)))
    return QPoint(round(at.x()), round(at.y()))


def send(kind: QEvent.Type, place: Place, button: Any, held: Any) -> None:
    """One mouse event at a place of the map."""
    viewport, at = iface.mapCanvas().viewport(), pixel(place)
    event = QMouseEvent(kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, held,
                        Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def press(place: Place) -> None:
    """The left button goes down."""
    send(QEvent.Type.MouseButtonPress, place, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton)


def move(place: Place, held: bool = True) -> None:
    """The mouse moves, with the left button down or up."""
    buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
    send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, buttons)


def release(place: Place) -> None:
    """The left button goes up."""
    send(QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)


def drag(start: Place, end: Place, steps: int = 8) -> None:
    """Press at `start` and move to `end`; the button stays down."""
    press(start)
    for step in range(1, steps + 1):
        move((start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps))
        session.wait(0.02)


def click(place: Place) -> None:
    """Press and release."""
    move(place, held=False)
    press(place)
    release(place)
