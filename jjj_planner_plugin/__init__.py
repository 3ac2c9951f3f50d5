"""JJJ Planner: the Jing-Jin-Ji regional plan in QGIS."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name QGIS calls
    """Entry point of QGIS; imported late, for the engine imports this package without QGIS."""
    from .plugin import JjjPlannerPlugin

    return JjjPlannerPlugin(iface)
