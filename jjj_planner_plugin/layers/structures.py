"""The structures of a plan beside one another: that of 2015, the Capital Metropolitan Area of 2026, or both.

Which one is shown is nothing but which layers are on, and in which style: `catalog/structures.json` says which. Each
is a map theme of the plan's own project too, so that a QGIS without the plugin can choose.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsFeature,
    QgsLayerTree,
    QgsLayerTreeLayer,
    QgsLayerTreeModel,
    QgsProject,
    QgsVectorLayer,
)

from .circle_choice import DISCS, circles_shown, show_circles, tick_class_of
from .schema import catalog

FIRST, BOTH = "2015", "both"
SETS = "unit_sets"
Layers = dict[str, QgsVectorLayer]


def structures() -> dict[str, Any]:
    """Name, pattern and tables of every structure, `both` among them."""
    return dict(catalog("catalog/structures.json")["structures"])


def governed() -> list[str]:
    """The tables that a choice of structure turns on and off; all others are left as they are."""
    return list(dict.fromkeys(table for spec in structures().values() for table in spec["tables"]))


def has_group(structure: str, table: str) -> bool:
    """Whether the plan's tree has a branch for the table: one of the structure's, or of none. Sets are always there."""
    return table not in governed() or table in structures()[structure]["tables"] or table == SETS


def belongs(structure: str, table: str, value: Callable[[str], str]) -> bool:
    """Whether a row is of the structure, by `value`, which gives the text of a field; rows of no structure are."""
    known = catalog("catalog/structures.json")
    field = known["filtered"].get(table)
    if structure == BOTH or field is None:
        return True
    told = [part.strip() for part in value(field).split(",")]
    return structure in told or any(part in known["everywhere"] for part in told)


def choose_structure(root: QgsLayerTree, layers: Layers, structure: str) -> None:
    """Turn on what the structure has and off what only others have; nodes are shown in its own style.

    `layers` are the plan's, by table. A style of the planner's own stays.
    """
    spec = structures()[structure]
    for table in governed():
        node = _node(root, layers, table)
        if node is not None:
            node.setItemVisibilityChecked(table in spec["tables"])
    for table in catalog("catalog/structures.json")["styled"]:
        if table in layers:
            _put_on_style(layers[table], structure)
    if SETS in layers and SETS in spec["tables"] and not circles_shown(layers[SETS]):
        show_circles(layers[SETS], DISCS)


def show_feature(root: QgsLayerTree, layers: Layers, table: str, feature: QgsFeature) -> None:
    """Turn on the layer and the class of the legend that draw a feature, and leave the rest of the map as it is.

    A set that is not a circle can be looked at in the structure of 2015 too: the circles are not drawn with it.
    """
    layer, node = layers[table], _node(root, layers, table)
    if node is not None and not node.itemVisibilityChecked():
        if table == SETS:
            show_circles(layer, "")
        node.setItemVisibilityCheckedParentRecursive(True)
    tick_class_of(layer, feature)


def _node(root: QgsLayerTree, layers: Layers, table: str) -> QgsLayerTreeLayer | None:
    return root.findLayer(layers[table].id()) if table in layers else None


def _put_on_style(layer: QgsVectorLayer, structure: str) -> None:
    """The structure's own style of the layer; for both of them the one that has no structure's name."""
    manager = layer.styleManager()
    now = manager.currentStyle()
    general = [name for name in manager.styles() if name not in structures()]
    if structure in manager.styles():
        wanted = structure if now in structures() or general == [now] else now
    else:
        wanted = general[0] if now in structures() and general else now
    if wanted != now:
        manager.setCurrentStyle(wanted)


def structure_shown(root: QgsLayerTree, layers: Layers) -> str:
    """The structure whose own tables are on; `both` when those of both are, the first of the catalogue for none."""
    single = [name for name in structures() if name != BOTH]
    shown = [name for name in single if any(_is_on(root, layers, table) for table in _own(name))]
    return BOTH if len(shown) > 1 else (shown or single)[0]


def _own(structure: str) -> list[str]:
    """The tables that no other single structure has; sets may be looked at in any."""
    others = {table for name, spec in structures().items() if name not in (BOTH, structure) for table in spec["tables"]}
    return [table for table in structures()[structure]["tables"] if table not in others and table != SETS]


def _is_on(root: QgsLayerTree, layers: Layers, table: str) -> bool:
    node = _node(root, layers, table)
    return node is not None and node.itemVisibilityChecked()


def add_themes(project: QgsProject, layers: Layers, language: str) -> None:
    """A map theme for every structure that the project has none of yet; what is shown now stays as it is."""
    root, themes = project.layerTreeRoot(), project.mapThemeCollection()
    fresh = {key: spec[language] for key, spec in structures().items() if not themes.hasMapTheme(spec[language])}
    if not fresh or not {"unit_sets", "corridors"} & layers.keys():
        return
    on = {table: _is_on(root, layers, table) for table in governed()}
    worn = {table: layer.styleManager().currentStyle() for table, layer in layers.items()}
    model = QgsLayerTreeModel(root)
    for key, name in fresh.items():
        choose_structure(root, layers, key)
        themes.insert(name, themes.createThemeFromCurrentState(root, model))
    for table, was_on in on.items():
        node = _node(root, layers, table)
        if node is not None:
            node.setItemVisibilityChecked(was_on)
    for table, style in worn.items():
        layers[table].styleManager().setCurrentStyle(style)
