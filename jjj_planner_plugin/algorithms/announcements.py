"""Every result that comes back from the engine is announced, on the main thread; who shows results, connects."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from qgis.core import QgsMapLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal


class Arrival(NamedTuple):
    """One result: what was asked for, as Processing was told, and what came."""

    algorithm: str
    """Name without the provider: `overlap_table`."""
    kind: str
    """How its layers are styled and grouped: a key of layers/results.py STYLES."""
    started: datetime
    parameters: dict[str, Any]
    """As given, layers by id: with them the dialog can be filled in again. No objects that may be deleted."""
    selected: dict[str, list[int]]
    """The feature ids of each parameter that was given as "selected features only"."""
    outputs: dict[str, str]
    """Files (or `file|layername=table`) by output parameter."""
    result: dict[str, Any]
    """The engine's own; an input that was a temporary copy has the `name` and `source` of the planner's layer."""


class Announcer(QObject):
    """Tells of results; a queued connection makes the slot run on its receiver's thread."""

    arrived = pyqtSignal(object)


ANNOUNCER = Announcer()


def without_objects(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters in which a layer object is its id: the layer may be removed before they are used again."""
    return {name: _plain(value) for name, value in parameters.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.id() if isinstance(value, QgsMapLayer) else value
