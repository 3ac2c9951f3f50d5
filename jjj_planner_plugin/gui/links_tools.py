"""What the dialogs of the tools for flows begin with: the open plan, and a table that plainly holds flows."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from ..layers.results import MADE
from ..layers.schema import catalog

LINKS_TOOLS = ("connectivity", "flow_template")

Plan = dict[str, QgsVectorLayer]


def links_values(name: str, active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> dict[str, Any]:
    """Values by parameter; those without one are left as they are."""
    values: dict[str, Any] = {}
    if plan:
        values["PLAN"] = plan["zones"].source().split("|")[0] if "zones" in plan else None
    if name == "connectivity":
        table = flow_table(active, plan, project)
        values["FLOWS"] = table.id() if table is not None else None
    return {key: value for key, value in values.items() if value}


def flow_table(active: QgsMapLayer | None, plan: Plan, project: QgsProject) -> QgsVectorLayer | None:
    """A table of flows: the active one, else the only one that there is."""
    found = [layer for layer in project.mapLayers().values() if layer not in plan.values() and is_flow_table(layer)]
    if active in found:
        return active
    return found[0] if len(found) == 1 else None


def is_flow_table(layer: QgsMapLayer | None) -> bool:
    """Whether a table of the planner's own has columns of origins, destinations and flows."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid() or layer.customProperty(MADE):
        return False
    heads = {name.casefold().replace("_", "") for name in layer.fields().names()}
    ends = catalog("catalog/place_names.json")["headings"]
    wanted = [[word for words in ends[end].values() for word in words] for end in ("origin", "destination")]
    wanted.append(catalog("catalog/connectivity.json")["columns"]["value"])
    return all(heads & {word.replace("_", "") for word in words} for words in wanted)
