"""What the dialog of Indicators begins with: the open plan, and a table of values that is active or the only one."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from ..layers.results import MADE
from ..layers.schema import catalog

Plan = dict[str, QgsVectorLayer]


def indicator_values(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """Values by parameter; those without one are left as they are."""
    proposed = {"PLAN": plan["units"].source().split("|")[0] if "units" in plan else None,
                "TABLE": _id(value_table(active, plan, project))}
    return {key: value for key, value in proposed.items() if value}


def value_table(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> QgsVectorLayer | None:
    """A layer of the planner's own with adcodes and no shapes, or the active one with both; of several, none."""
    own = [layer for layer in project.mapLayers().values()
           if layer not in plan.values() and not layer.customProperty(MADE) and is_table(layer)]
    if active in own:
        return active
    tables = [layer for layer in own if not layer.isSpatial()]
    return tables[0] if len(tables) == 1 else None


def is_table(layer: QgsMapLayer | None) -> bool:
    """Whether it has a field of adcodes and one of people or GDP."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        return False
    names = [name.casefold() for name in layer.fields().names()]
    known = catalog("catalog/indicators.json")
    called = [word for spec in known["measures"].values() for word in spec["called"]]
    coded = any(code.casefold() in names for code in known["code"])
    return coded and any(word.casefold() in name for word in called for name in names)


def _id(layer: QgsVectorLayer | None) -> str | None:
    return str(layer.id()) if layer is not None else None
