"""A plan as a group in a project that holds other things already."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import QgsExpressionContextUtils, QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QUuid

from .compose import TABLE
from .forms import relate_tables

PLAN_FILE = "jjj/plan_file"
"""Custom property of a plan's group: the path of the plan."""


def transplant(source: QgsProject, target: QgsProject, path: Path) -> QgsLayerTreeGroup:
    """Move the plan in `source` into a new group on top of `target`, styles and relations included.

    Ids are made anew, for two copies of one plan carry the same. The target keeps its own CRS,
    title and variables; only the label language is set where it has none.
    """
    fresh = _with_new_ids(source)
    group = QgsLayerTreeGroup(fresh.title() or path.stem)
    group.setCustomProperty(PLAN_FILE, str(path))
    for node in fresh.layerTreeRoot().children():
        group.addChildNode(node.clone())
    layers = _moved_layers(fresh, target)
    target.layerTreeRoot().insertChildNode(0, group)
    scope = QgsExpressionContextUtils.projectScope(target)
    language = str(QgsExpressionContextUtils.projectScope(fresh).variable("jjj_language") or "zh")
    if not scope.hasVariable("jjj_language"):
        QgsExpressionContextUtils.setProjectVariable(target, "jjj_language", language)
    relate_tables(target, layers, language)
    if not target.crs().isValid():
        target.setCrs(fresh.crs())
    return group


def _moved_layers(source: QgsProject, target: QgsProject) -> dict[str, QgsVectorLayer]:
    """Hand all layers over to the target's legend-less store. Returns them by table."""
    moved = {}
    for layer in list(source.mapLayers().values()):
        table = layer.customProperty(TABLE)
        target.addMapLayer(source.takeMapLayer(layer), False)
        if table:
            moved[table] = layer
    return moved


def _with_new_ids(source: QgsProject) -> QgsProject:
    """A copy of the project in which every layer and relation has an id of its own.

    The ids end in UUIDs and so occur nowhere else in the text of the project: replacing them there
    keeps styles, forms, groups and layouts together.
    """
    ids = list(source.mapLayers()) + list(source.relationManager().relations())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.qgs"
        source.writeEntryBool("Paths", "/Absolute", True)
        source.write(str(file))
        text = file.read_text(encoding="utf-8")
        for old in ids:
            new = f"{old.rsplit('_', 1)[0]}_{QUuid.createUuid().toString(QUuid.StringFormat.Id128)}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        fresh = QgsProject()
        fresh.read(str(file))
    return fresh
