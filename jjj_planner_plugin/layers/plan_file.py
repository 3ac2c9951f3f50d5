"""The plan file as QGIS sees it: dressed (styles and project saved in it), opened, bound to its name."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMessageLog,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from .. import messages
from ..i18n import language as interface_language
from .compose import PlanError, compose, load_tables
from .layout import add_plan_map, enter_in_title_block, map_language, title_block
from .schema import tables
from .stored_project import has_project, project_uri, read_project, rebind, settle
from .transplant import transplant


def dress_plan(path: str, language: str | None = None) -> None:
    """Save styles, forms, labels and a project with the print layout in the plan file.

    Works on a project of its own; the user's stays as it is. `path` is the plan's final name.
    Raises PlanError when the file is missing, unreadable, not a plan, or cannot be written.
    """
    file = Path(path).resolve()
    project = QgsProject()
    layers = compose(project, file, language or interface_language())
    add_plan_map(project, layers)
    for layer in layers.values():
        layer.extent()  # of an empty table it cannot be asked for any more once its styles are saved
    for table, layer in layers.items():
        save_styles(file, table, layer)
    if not project.write(project_uri(file)):
        raise PlanError(messages.plan_not_written(str(file), project.error()))
    project.clear()
    del layers
    settle(file)


def save_styles(file: Path, table: str, layer: QgsVectorLayer) -> None:
    """Every style of the layer into `layer_styles`; the one that is on is the default."""
    _delete_styles(layer)
    manager = layer.styleManager()
    shown = manager.currentStyle()  # QGIS calls it by a translated name and sorts the list
    for name in manager.styles():
        manager.setCurrentStyle(name)
        stored = "default" if name == shown else name
        error = layer.saveStyleToDatabase(stored, "", name == shown, "")
        if error:
            raise PlanError(messages.plan_not_written(str(file), f"{table}: {error}"))
    manager.setCurrentStyle(shown)


def _delete_styles(layer: QgsVectorLayer) -> None:
    """QGIS 3.22 asks before it overwrites a style, in a box that nobody answers without a screen."""
    related, ids, *_ = layer.listStylesInDatabase()
    for style in ids[: max(related, 0)]:
        layer.deleteStyleFromDatabase(style)


def is_read_only(path: Path) -> bool:
    """Whether nothing can be saved in the plan: it, or the folder in which SQLite keeps its journal, is read-only."""
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _made_ready(path: Path, language: str) -> bool:
    """Dress or rebind the plan where that is needed and possible. False: it has to be done in memory."""
    try:
        if not has_project(path):
            if is_read_only(path):
                return False
            dress_plan(str(path), language)
        elif not is_read_only(path):
            rebind(str(path))
    except PlanError as error:  # locked or read-only after all: it opens as well from memory
        QgsMessageLog.logMessage(str(error), "JJJ Planner", Qgis.MessageLevel.Warning)
    return has_project(path)


def open_plan(path: str, project: QgsProject, language: str | None = None) -> dict[str, QgsVectorLayer]:
    """Open a plan in `project` and return its layers by table.

    An empty project becomes the plan's own (saving it saves it in the plan); in any other the plan
    comes as a group. A plan already open there is not opened twice. `language` (`zh`, `en`) asks for a
    language other than the plan's own, in an empty project only; the file stays as it is. Raises PlanError.
    """
    file = Path(path).resolve()
    load_tables(file)
    already = plan_layers(project, file)
    if already:
        return already
    stored = _made_ready(file, language or interface_language())
    if not project.mapLayers() and not project.fileName():
        _open_alone(file, project, stored, language)
    else:
        source = QgsProject()
        if stored:
            read_project(file, source)
        else:
            compose(source, file, language or interface_language())
        transplant(source, project, file)
        add_plan_map(project, plan_layers(project, file), only_these=True)
    layers = plan_layers(project, file)
    if is_read_only(file):
        for layer in layers.values():
            layer.setReadOnly(True)  # QGIS would take edits and fail when they are saved
    return layers


def _open_alone(file: Path, project: QgsProject, stored: bool, language: str | None) -> None:
    """Fill an empty project: from the plan's stored one, or anew where there is none in that language."""
    entered: dict[str, str] = {}
    if stored:
        read_project(file, project)
        if language in (None, map_language(project)):
            return
        entered = title_block(project)
        project.clear()
    add_plan_map(project, compose(project, file, language or interface_language()))
    enter_in_title_block(project, entered)


def open_plan_path(project: QgsProject) -> Path | None:
    """The file of the plan that is open in `project`."""
    layers = plan_layers(project)
    if not layers:
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layers["zones"].source())
    return Path(parts["path"])


def plan_layers(project: QgsProject, path: Path | None = None) -> dict[str, QgsVectorLayer]:
    """The layers of the plan at `path` that are open in `project`, by table; of the first plan without `path`."""
    plans = open_plans(project)
    return next(iter(plans.values()), {}) if path is None else plans.get(path.resolve(), {})


def open_plans(project: QgsProject) -> dict[Path, dict[str, QgsVectorLayer]]:
    """The layers of every plan that is open in a project, by its file and by table.

    A plan's zones have ids; a result may have layers of the same names.
    """
    found: dict[Path, dict[str, QgsVectorLayer]] = {}
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr" or not layer.isValid():
            continue
        parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        if parts.get("layerName") in tables() and parts.get("path"):
            found.setdefault(Path(parts["path"]).resolve(), {}).setdefault(parts["layerName"], layer)
    return {path: found[path] for path in sorted(found) if "zones" in found[path]
            and found[path]["zones"].fields().lookupField("zone_id") >= 0}
