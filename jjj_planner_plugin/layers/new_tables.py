"""Tables and fields that a plan file lacks: made in it as the schema says, and shown in its stored project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from .. import messages
from .compose import TABLE, PlanError, dress_layer, zone_names
from .forms import lay_out, relate_tables, relation_of, set_up_fields
from .layout import map_language
from .plan_file import plan_layers, save_styles
from .reading import table_layer
from .schema import fields, look, plan_schema, tables
from .stored_project import has_project, project_uri, read_project
from .structures import add_themes
from .styles import add_styles
from .timeline import set_up_time

TYPES = {"text": "string(0,0)", "int": "int8", "real": "double", "datetime": "datetime"}
"""The schema's types as an in-memory layer's address writes them."""


def empty_layer(table: str) -> QgsVectorLayer:
    """An empty layer in memory with the geometry and the fields of a plan's table."""
    kind = tables()[table]["geometry"] or "NoGeometry"
    wanted = "&".join(f"field={field['name']}:{TYPES[field['type']]}" for field in fields(table))
    return QgsVectorLayer(f"{kind}?crs={plan_schema()['crs']}&{wanted}", table, "memory")


def write_table(path: Path, layer: QgsVectorLayer) -> None:
    """Add the layer to the plan file as the table of its name. Raises PlanError."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = layer.name()
    options.fileEncoding = "UTF-8"
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    options.datasourceOptions = ["VERSION=1.2"]
    options.layerOptions = ["FID=fid", "GEOMETRY_NAME=geom"]
    error, text, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsProject.instance().transformContext(), options)
    if error != QgsVectorFileWriter.WriterError.NoError:
        raise PlanError(messages.plan_not_changed(str(path), f"{layer.name()}: {text}"))


def add_fields(path: Path, table: str) -> list[str]:
    """Add the fields that the table lacks; their names. Raises PlanError."""
    layer = table_layer(path, table)
    lacking = [field for field in empty_layer(table).fields() if layer.fields().lookupField(field.name()) < 0]
    if lacking and not layer.dataProvider().addAttributes(lacking):
        reason = "; ".join(layer.dataProvider().errors())
        raise PlanError(messages.plan_not_changed(str(path), f"{table}: {reason}"))
    return [field.name() for field in lacking]


def show_in_project(path: Path, added: list[str], widened: list[str]) -> None:
    """Show new tables and new fields in the plan's stored project; all else stays as the planner left it.

    A plan that has no project yet is dressed when it is opened. Raises PlanError.
    """
    if not has_project(path):
        return
    project = QgsProject()
    read_project(path, project)
    language, present = map_language(project), plan_layers(project, path)
    zones = zone_names(present.get("zones") or table_layer(path, "zones"), language)
    fresh = {table: table_layer(path, table) for table in added if table not in present}
    for table, layer in fresh.items():
        dress_layer(layer, table, language, zones)
        project.addMapLayer(layer, False)
        _place(project, layer, table, language)
    layers = {**present, **fresh}
    for table in dict.fromkeys(widened):
        _show_fields(project, layers[table], table, language, zones)
        add_styles(layers[table], table, language, zones)
    relate_tables(project, layers, language)
    set_up_time(layers)
    add_themes(project, layers, language)
    for table in {*fresh, *widened}:
        save_styles(path, table, layers[table])
    if not project.write(project_uri(path)):
        raise PlanError(messages.plan_not_written(str(path), project.error()))
    for layer in layers.values():
        layer.dataProvider().reloadData()  # closes its connections: the file is about to be renamed
    project.clear()


def _show_fields(
    project: QgsProject, layer: QgsVectorLayer, table: str, language: str, zones: dict[str, str]
) -> None:
    """Aliases, widgets and places in the form, for the new fields among the others; the symbols stay."""
    set_up_fields(layer, table, language, zones if table in ("zones", "units") else None)
    lay_out(layer, table, language, relation_of(project, layer))


def _place(project: QgsProject, layer: QgsVectorLayer, table: str, language: str) -> None:
    """The layer in its group, between its neighbours of the catalogue's order; on top where the group is gone.

    A group of which the project has no layer yet is new, and made.
    """
    root = project.layerTreeRoot()
    spec = next(spec for spec in look()["groups"] if table in spec["tables"])
    placed = {node.layer().customProperty(TABLE) for node in root.findLayers() if node.layer()}
    group = root.findGroup(spec[language])
    if group is None and not placed & set(spec["tables"]):
        group = root.insertGroup(_new_group(root, spec, language), spec[language])
    if group is None:
        node = root.insertLayer(0, layer)
    else:
        before = spec["tables"][: spec["tables"].index(table)]
        node = group.insertLayer(_after(group, before), layer)
    node.setItemVisibilityChecked(table not in look()["off_at_start"])
    node.setExpanded(False)


def _new_group(root: QgsLayerTreeGroup, spec: dict[str, Any], language: str) -> int:
    """Where a new group belongs: behind the last of those that the catalogue has before it."""
    before = [other[language] for other in look()["groups"][: look()["groups"].index(spec)]]
    return max((place + 1 for place, node in enumerate(root.children()) if node.name() in before), default=0)


def _after(group: QgsLayerTreeGroup, before: list[str]) -> int:
    """The place in the group behind the last layer of the tables `before`."""
    shown = [node.layer().customProperty(TABLE) if hasattr(node, "layer") and node.layer() else None
             for node in group.children()]
    return max((place + 1 for place, table in enumerate(shown) if table in before), default=0)
