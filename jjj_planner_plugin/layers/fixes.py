"""What puts a finding right: one change of the open plan, one undo step.

A fix is what `check_plan` gives with a finding: its `kind` and what it needs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QUuid

from .. import messages
from ..i18n import tr
from .editing import PlanEditing
from .structure import Layers, attribute_of, feature_of, given, redraw_axis, redraw_zone

Fix = dict[str, Any]


class FixError(Exception):
    """A fix that cannot be made; its text is a sentence for the planner."""


def apply_fix(editing: PlanEditing, fix: Fix) -> None:
    """Make the fix, one undo step. Raises FixError when the plan cannot be edited or has changed since the check."""
    apply_fixes(editing, [fix])


def apply_fixes(editing: PlanEditing, fixes: Iterable[Fix]) -> None:
    """Make several fixes in one undo step, or none of them. Raises FixError."""
    once = list({json.dumps(fix, sort_keys=True): fix for fix in fixes}.values())
    if not once:
        return
    try:
        with editing.command(fix_title(once[0]["kind"])):
            for fix in once:
                FIXES[fix["kind"]](editing.layers, fix)
    except PermissionError as error:
        raise FixError(messages.plan_not_editable()) from error


def fix_title(kind: str) -> str:
    """What a kind of fix does, for the undo list and the button's tip."""
    return {
        "redraw_zone": tr("Redraw zone from its units"), "redraw_axis": tr("Lead axis through its members"),
        "set_field": tr("Set field"), "new_uid": tr("Give a new uid"), "make_valid": tr("Make geometry valid"),
        "assign_zone": tr("Assign unit to zone"),
    }[kind]


def _layer(layers: Layers, table: str) -> QgsVectorLayer:
    layer = layers.get(table)
    if layer is None or not layer.isEditable():
        raise FixError(messages.table_not_editable(table))
    return layer


def _feature(layers: Layers, table: str, uid: str) -> tuple[QgsVectorLayer, QgsFeature]:
    layer = _layer(layers, table)
    feature = feature_of(layer, "uid", uid)
    if feature is None:
        raise FixError(messages.finding_outdated())
    return layer, feature


def _redraw_zone(layers: Layers, fix: Fix) -> None:
    if feature_of(_layer(layers, "zones"), "zone_id", fix["zone_id"]) is None:
        raise FixError(messages.finding_outdated())
    redraw_zone(layers, fix["zone_id"])


def _redraw_axis(layers: Layers, fix: Fix) -> None:
    _feature(layers, "axes", fix["axis_uid"])
    redraw_axis(layers, fix["axis_uid"])


def _set_field(layers: Layers, fix: Fix) -> None:
    layer, feature = _feature(layers, fix["table"], fix["uid"])
    attribute_of(layer, feature.id(), fix["field"], fix["value"])


def _assign_zone(layers: Layers, fix: Fix) -> None:
    layer, unit = _feature(layers, "units", fix["uid"])
    attribute_of(layer, unit.id(), "zone_id", fix["zone_id"])


def _new_uid(layers: Layers, fix: Fix) -> None:
    """The feature of that fid; one that was never saved has none of the file's, and is known by its uid."""
    layer = _layer(layers, fix["table"])
    saved = layer.getFeature(fix["fid"])
    chosen = [saved.id()] if saved.isValid() else _unsaved_without_own_uid(layer)
    if not chosen:
        raise FixError(messages.finding_outdated())
    for fid in chosen:
        attribute_of(layer, fid, "uid", QUuid.createUuid().toString(QUuid.StringFormat.WithoutBraces))


def _unsaved_without_own_uid(layer: QgsVectorLayer) -> list[int]:
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    uids = {feature.id(): feature["uid"] for feature in layer.getFeatures(request)}
    often = Counter(uid for uid in uids.values() if given(uid))
    return [fid for fid, uid in uids.items() if fid < 0 and (not given(uid) or often[uid] > 1)]


def _make_valid(layers: Layers, fix: Fix) -> None:
    layer, feature = _feature(layers, fix["table"], fix["uid"])
    shape = feature.geometry().makeValid()
    kind = QgsWkbTypes.geometryType(layer.wkbType())
    if QgsWkbTypes.flatType(shape.wkbType()) == QgsWkbTypes.Type.GeometryCollection:
        shape.convertGeometryCollectionToSubclass(kind)
    fitting: list[QgsGeometry] = shape.coerceToType(layer.wkbType()) if shape.type() == kind else []
    if len(fitting) != 1 or fitting[0].isEmpty():
        raise FixError(messages.nothing_valid_left())
    layer.changeGeometry(feature.id(), fitting[0])


FIXES: dict[str, Callable[[Layers, Fix], None]] = {
    "redraw_zone": _redraw_zone, "redraw_axis": _redraw_axis, "set_field": _set_field, "new_uid": _new_uid,
    "make_valid": _make_valid, "assign_zone": _assign_zone,
}
"""What each kind of fix does, in the edit command that is open."""
