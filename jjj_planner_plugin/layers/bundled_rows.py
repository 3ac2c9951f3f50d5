"""What the bundled sample plan holds, for a plan of an older schema: rows of new tables, values of new fields."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import NULL, QDateTime, Qt

from .. import messages
from ..paths import resource
from .compose import PlanError
from .reading import rows, table_layer

SAMPLE = "data/sample_plan.gpkg"


def copy_rows(plan: Path, table: str) -> None:
    """Put the sample's rows of a table into the plan's, which is new and empty. Raises PlanError."""
    target, made = table_layer(plan, table), []
    for row in rows(table_layer(resource(SAMPLE), table)):
        feature = QgsFeature(target.fields())
        feature.setGeometry(row.geometry())
        for field in row.fields():
            if field.name() != "fid" and target.fields().lookupField(field.name()) >= 0:
                feature[field.name()] = _as_written(row[field.name()])
        made.append(feature)
    provider = target.dataProvider()
    if made and not provider.addFeatures(made)[0]:
        raise PlanError(messages.plan_not_changed(str(plan), f"{table}: {'; '.join(provider.errors())}"))
    provider.reloadData()  # closes its connections: the file is about to be renamed


def _as_written(value: object) -> object:
    """A date that no time zone moves: a newer QGIS takes one without a zone for local time, and stores it as UTC."""
    if isinstance(value, QDateTime) and value.isValid():
        return QDateTime(value.date(), value.time(), Qt.TimeSpec.UTC)
    return value


def fill_fields(plan: Path, table: str, names: list[str]) -> None:
    """Fill new fields of those features that the sample has too, known by their uid."""
    bundled = {row["uid"]: row for row in rows(table_layer(resource(SAMPLE), table))}
    layer = table_layer(plan, table)
    values = {}
    for row in rows(layer):
        known = bundled.get(row["uid"])
        if known is not None:
            values[row.id()] = {layer.fields().lookupField(name): _as_written(known[name]) for name in names
                                if known[name] not in (None, NULL)}
    layer.dataProvider().changeAttributeValues(values)
    layer.dataProvider().reloadData()
