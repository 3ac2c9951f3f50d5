"""Features of a planner's own layer into a plan table: what is added, what is updated, what is skipped and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .. import messages
from .import_values import Mapping, import_fields, plan_value, source_value
from .known_codes import CODE_FIELDS, KnownCodes
from .new_features import add_feature
from .schema import alias, catalog, look, tables
from .structure import Layers, attribute_of, given


class Row(NamedTuple):
    """What becomes of one feature of the source."""

    values: dict[str, object]
    shape: QgsGeometry | None
    fid: int | None
    """The plan's feature that is updated; None: it is added."""


class Preparation(NamedTuple):
    """What an import would do."""

    rows: list[Row]
    skipped: list[str]
    """A sentence for each feature that is not imported."""
    emptied: list[str]
    """A sentence for each value that the plan's field cannot hold."""

    def added(self) -> int:
        return sum(row.fid is None for row in self.rows)

    def updated(self) -> int:
        return len(self.rows) - self.added()


def tables_that_fit(source: QgsVectorLayer, layers: Layers) -> list[str]:
    """The plan's tables whose geometry is of the source's kind; all of them for a source without geometry."""
    kind, nothing = source.geometryType(), QgsWkbTypes.GeometryType.NullGeometry
    return [
        table for table in tables()
        if table in layers and table not in look()["read_only_tables"]
        and (kind == nothing or layers[table].geometryType() == kind)
    ]


def prepare(layers: Layers, table: str, source: QgsVectorLayer, mapping: Mapping, only_selected: bool = False,
            update: bool = True, keep_shapes: bool = False) -> Preparation:
    """Work out what importing `source` into `table` does; nothing is changed.

    With `update` a feature with the same key (adcode, park_id … or, without one, the Chinese name) is updated;
    with `keep_shapes` its shape stays. Of lines in pieces many share a name: all are added.
    """
    rows: list[Row] = []
    skipped: list[str] = []
    emptied: list[str] = []
    named = table not in catalog("catalog/import_headings.json")["many_of_a_name"]
    known, codes = _Known(layers[table], table) if update and named else None, KnownCodes(layers)
    for number, feature in enumerate(source.getSelectedFeatures() if only_selected else source.getFeatures(), 1):
        values = _values(feature, table, mapping, codes, emptied)
        name = str(values.get("name_zh") or f"#{number}")
        try:
            shape = fitted(feature.geometry(), source.crs(), layers[table])
            if shape is None and not any(given(values.get(name)) for name in mapping if mapping[name].field):
                raise ValueError(messages.import_empty())
            fid = known.fid_of(values) if known is not None else None
            if shape is None and fid is None and layers[table].isSpatial() and not _may_be_placeless(table):
                raise ValueError(messages.import_without_place())
        except ValueError as error:
            skipped.append(messages.import_skipped(name, str(error)))
            continue
        rows.append(Row(values, None if keep_shapes and fid is not None else shape, fid))
    return Preparation(rows, skipped, emptied)


def carry_out(layers: Layers, table: str, rows: Iterable[Row]) -> None:
    """Add and update, in the edit command that is open. A value that is not given leaves what is there."""
    layer = layers[table]
    for row in rows:
        values = {name: value for name, value in row.values.items() if value is not None}
        if row.fid is None:
            add_feature(layer, values, row.shape)
            continue
        for name, value in values.items():
            attribute_of(layer, row.fid, name, value)
        if row.shape is not None:
            layer.changeGeometry(row.fid, row.shape)


def _values(feature: QgsFeature, table: str, mapping: Mapping, codes: KnownCodes,
            emptied: list[str]) -> dict[str, object]:
    values = {}
    for field in import_fields(table):
        choice = mapping.get(field["name"])
        if choice is None or not choice.is_made():
            continue
        value = source_value(feature, choice)
        try:
            stored = plan_value(value, field)
            if isinstance(stored, str) and field["name"] in CODE_FIELDS:
                stored, unknown = codes.read(stored, field["name"])
                emptied += [messages.import_code_unknown(name, alias(field)) for name in unknown]
            values[field["name"]] = stored
        except ValueError:
            emptied.append(messages.import_value_left(str(value), alias(field)))
    return values


def fitted(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem, layer: QgsVectorLayer) -> QgsGeometry | None:
    """The shape as the plan's layer takes it: its CRS, single or multi, without Z; None where there is none.

    Raises ValueError with the reason why it cannot be.
    """
    if shape.isNull() or not layer.isSpatial():
        return None
    if not QgsWkbTypes.isMultiType(layer.wkbType()) and shape.type() == QgsWkbTypes.GeometryType.LineGeometry:
        shape = shape.mergeLines() if shape.isMultipart() else shape
    parts = shape.coerceToType(layer.wkbType())
    if len(parts) != 1:
        raise ValueError(messages.import_several_parts())
    made = QgsGeometry(parts[0])
    if made.isEmpty() or not made.isGeosValid():
        raise ValueError(messages.import_invalid(made.lastError()))
    try:
        made.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance()))
    except QgsCsException:
        raise ValueError(messages.import_not_transformed()) from None
    return made


def keeps_shapes(table: str) -> bool:
    """Whether the shapes of the plan's own features stay on an update unless the planner says otherwise."""
    return table in catalog("catalog/import_headings.json")["keep_shapes"]


def _may_be_placeless(table: str) -> bool:
    return table in catalog("catalog/import_headings.json")["placeless"]


class _Known:
    """The plan's features by key and by name, and the source's that were seen."""

    def __init__(self, layer: QgsVectorLayer, table: str) -> None:
        self._key = catalog("catalog/import_headings.json")["keys"].get(table, "")
        self._fids: dict[tuple[str, str], list[int]] = {}
        self._seen: set[tuple[str, str]] = set()
        for feature in layer.getFeatures():
            for name in filter(None, (self._key, "name_zh")):
                if given(feature[name]):
                    self._fids.setdefault((name, str(feature[name])), []).append(feature.id())

    def fid_of(self, values: dict[str, object]) -> int | None:
        """The one feature with the same key, or name; None for none. Raises ValueError when it is not clear."""
        name = self._key if self._key and values.get(self._key) else "name_zh"
        if not values.get(name):
            return None
        same = name, str(values[name])
        if same in self._seen:
            raise ValueError(messages.import_twice(same[1]))
        self._seen.add(same)
        fids = self._fids.get(same, [])
        if len(fids) > 1:
            raise ValueError(messages.import_ambiguous(same[1]))
        return fids[0] if fids else None
