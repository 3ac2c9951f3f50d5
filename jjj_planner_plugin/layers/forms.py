"""Edit forms: bilingual aliases with units, value lists, hidden keys; an axis or a set with its members."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorElement,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsProject,
    QgsRelation,
    QgsRelationContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUuid

from .columns import arrange_columns
from .schema import alias, domain, fields, look

PROVENANCE = ("source", "confidence", "remarks")
HEADINGS = {
    "main": {"zh": "属性", "en": "Attributes"},
    "provenance": {"zh": "来源与说明", "en": "Source and remarks"},
}


STORED_DIGITS = 6
"""Decimals that a form keeps: 0.1 m in degrees, 1 m² in km²."""


def _value_map(values: dict[str, str]) -> QgsEditorWidgetSetup:
    """QGIS wants label → value, in a list so that the order holds."""
    return QgsEditorWidgetSetup("ValueMap", {"map": [{label: value} for value, label in values.items()]})


def widget(field: dict[str, Any], language: str, names: dict[str, str] | None = None) -> QgsEditorWidgetSetup:
    """The widget that suits a field. `names` are the zones of this plan, by `zone_id`."""
    name = field["name"]
    if name == "uid":
        return QgsEditorWidgetSetup("Hidden", {})
    if name == "zone_id" and names:
        return _value_map(names)
    if "domain" in field:
        return _value_map(domain(field["domain"], language))
    if field["type"] == "datetime":
        shown = {"display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-ddTHH:mm:ss", "field_format_overwrite": True}
        return QgsEditorWidgetSetup("DateTime", {**shown, "calendar_popup": True, "allow_null": True})
    if name in look()["ranges"]:
        low, high, step = look()["ranges"][name]
        # without a precision QGIS shows, and on OK stores, whole numbers
        digits = STORED_DIGITS if field["type"] == "real" else 0
        limits = {"Min": low, "Max": high, "Step": step, "Precision": digits, "AllowNull": True, "Style": "SpinBox"}
        return QgsEditorWidgetSetup("Range", limits)
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": name in look()["long_text"], "UseHtml": False})


def set_up_fields(layer: QgsVectorLayer, table: str, language: str, names: dict[str, str] | None = None) -> None:
    """Aliases, widgets, defaults and what may not be edited, for every field that is there."""
    config = layer.editFormConfig()
    for field in fields(table):
        index = layer.fields().lookupField(field["name"])
        if index < 0:
            continue
        layer.setFieldAlias(index, alias(field))
        # the zones' own id is typed by the planner, the units' is chosen from the zones
        own_key = table == "zones" and field["name"] == "zone_id"
        layer.setEditorWidgetSetup(index, widget(field, language, None if own_key else names))
        if {field["name"], f"{field['name']}:{table}"}.intersection(look()["derived_fields"]):
            config.setReadOnly(index, True)
    key = layer.fields().lookupField("uid")
    if key >= 0:
        layer.setDefaultValueDefinition(key, QgsDefaultValue("uuid('WithoutBraces')", False))
        layer.setFieldConstraint(key, QgsFieldConstraints.Constraint.ConstraintUnique)
        config.setReadOnly(key, True)
    fid = layer.fields().lookupField("fid")
    if fid >= 0:
        layer.setEditorWidgetSetup(fid, QgsEditorWidgetSetup("Hidden", {}))
    layer.setEditFormConfig(config)
    arrange_columns(layer, hidden=("uid", "fid"), last=PROVENANCE)


def _tab(name: str, root: QgsAttributeEditorElement) -> QgsAttributeEditorContainer:
    tab = QgsAttributeEditorContainer(name, root)
    tab.setIsGroupBox(False)
    return tab


def lay_out(layer: QgsVectorLayer, table: str, language: str, relation: QgsRelation | None = None) -> None:
    """Two tabs, what the thing is and where that comes from; a third for what belongs to it by `relation`."""
    config = layer.editFormConfig()
    config.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    config.clearTabs()
    root = config.invisibleRootContainer()
    tabs = {key: _tab(text[language], root) for key, text in HEADINGS.items()}
    for field in fields(table):
        index = layer.fields().lookupField(field["name"])
        if index < 0 or field["name"] == "uid":
            continue
        tab = tabs["provenance" if field["name"] in PROVENANCE else "main"]
        tab.addChildElement(QgsAttributeEditorField(field["name"], index, tab))
    if relation is not None:
        members = _tab(relation.name(), root)
        editor = QgsAttributeEditorRelation(relation.id(), relation, members)
        editor.setRelationWidgetTypeId("relation_editor")
        members.addChildElement(editor)
        tabs["members"] = members
    for tab in tabs.values():
        config.addTab(tab)
    with _lent(relation):
        layer.setEditFormConfig(config)


@contextmanager
def _lent(relation: QgsRelation | None) -> Iterator[None]:
    """Let the session's project know the relation for a moment.

    A form looks its relations up there and nowhere else when it is set, and drops those it does not
    find: the axis in a project of its own would lose its members. The session's project is left as it was.
    """
    session = QgsProject.instance()
    if relation is None or relation.id() in session.relationManager().relations():
        yield
        return
    dirty = session.isDirty()
    session.relationManager().addRelation(relation)
    yield
    session.relationManager().removeRelation(relation.id())
    session.setDirty(dirty)


def relate_tables(project: QgsProject, layers: dict[str, QgsVectorLayer], language: str) -> None:
    """Relate what the catalogue relates, is in `project` and is not related yet; a parent's form lists its children."""
    for spec in look()["relations"]:
        parent, child = layers.get(spec["parent"]), layers.get(spec["child"])
        if parent is not None and child is not None and relation_of(project, parent) is None:
            lay_out(parent, spec["parent"], language, _relate(project, parent, child, spec, language))


def relation_of(project: QgsProject, parent: QgsVectorLayer) -> QgsRelation | None:
    """The relation of a layer to what belongs to it."""
    relations = project.relationManager().relations().values()
    return next((relation for relation in relations if relation.referencedLayerId() == parent.id()), None)


def _relate(
    project: QgsProject, parent: QgsVectorLayer, child: QgsVectorLayer, spec: dict[str, str], language: str
) -> QgsRelation:
    """Relate parent and child; a child's form then names its parent instead of a UUID."""
    relation = QgsRelation(QgsRelationContext(project))
    relation.setId(f"{spec['id']}_{QUuid.createUuid().toString(QUuid.StringFormat.Id128)}")
    relation.setName(spec[language])
    relation.setReferencedLayer(parent.id())
    relation.setReferencingLayer(child.id())
    relation.addFieldPair(spec["child_field"], spec["parent_field"])
    relation.setStrength(QgsRelation.RelationStrength.Composition)
    config = {"Relation": relation.id(), "AllowNULL": False, "ShowForm": False, "OrderByValue": True}
    index = child.fields().lookupField(spec["child_field"])
    child.setEditorWidgetSetup(index, QgsEditorWidgetSetup("RelationReference", config))
    project.relationManager().addRelation(relation)
    return relation
