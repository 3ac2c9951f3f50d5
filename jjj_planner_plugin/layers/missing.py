"""Tables that a plan has lost: named, and made again. What can be derived is: zones and provinces, from the units."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from uuid import UUID, uuid5

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from .. import messages
from .compose import PlanError
from .migration import replaced
from .new_tables import empty_layer, show_in_project, write_table
from .reading import rows, table_layer
from .schema import domain, plan_schema, tables

ENTRIES = {
    "gpkg_extensions": "DELETE FROM gpkg_extensions WHERE table_name = ?",
    "gpkg_ogr_contents": "DELETE FROM gpkg_ogr_contents WHERE table_name = ?",
    "gpkg_geometry_columns": "DELETE FROM gpkg_geometry_columns WHERE table_name = ?",
    "gpkg_contents": "DELETE FROM gpkg_contents WHERE table_name = ?",
}
"""Where a GeoPackage lists its tables."""
DERIVED = {"zones": "zone_id", "provinces": "province"}
"""Tables that are unions of units, and the units' field that says of which."""


def missing_tables(path: Path) -> list[str]:
    """The plan's tables that the file lacks, in the schema's order."""
    return [table for table in tables() if not table_layer(path, table).isValid()]


def make_tables_again(path: Path, names: list[str]) -> None:
    """Make the tables `names` again; nobody may have the plan open. Those that are there stay as they are.

    Zones and provinces are the unions of the units by their `zone_id` and `province`; a zone has the catalogue's
    name and, like every table of the facts, the uid it has in every plan. All others come back empty.
    Raises PlanError; the plan is then as it was.
    """
    wanted = [table for table in missing_tables(path) if table in names]
    with replaced(path) as part:
        _forget(part, wanted)
        for table in wanted:
            layer = empty_layer(table)
            if table in DERIVED and "units" not in wanted:
                layer.dataProvider().addFeatures(_unions(layer, table_layer(part, "units"), DERIVED[table]))
            write_table(part, layer)
        show_in_project(part, wanted, [])


def _forget(part: Path, names: list[str]) -> None:
    """Take out what the GeoPackage still says of tables that are gone: their entries and spatial indexes."""
    try:
        with contextlib.closing(sqlite3.connect(part)) as plan, plan:
            lists = [name for (name,) in plan.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in names:
                plan.execute(f'DROP TABLE IF EXISTS "rtree_{table}_geom"')  # a name of the schema, nobody's text
                for told, statement in ENTRIES.items():
                    if told in lists:
                        plan.execute(statement, (table,))
    except sqlite3.Error as error:
        raise PlanError(messages.plan_not_changed(str(part), str(error))) from error


def _unions(layer: QgsVectorLayer, units: QgsVectorLayer, by: str) -> list[QgsFeature]:
    """One feature for each value of the units' field `by`: their union."""
    members: dict[str, list[QgsFeature]] = {}
    for unit in rows(units):
        if unit[by] not in (None, NULL, ""):
            members.setdefault(str(unit[by]), []).append(unit)
    made = []
    for key in sorted(members):
        union = QgsGeometry.unaryUnion([unit.geometry() for unit in members[key]])
        union.convertToMultiType()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(union)
        for name, value in _attributes(layer.name(), key, members[key][0]).items():
            feature[name] = value
        made.append(feature)
    return made


def _attributes(table: str, key: str, unit: QgsFeature) -> dict[str, str | None]:
    uid = str(uuid5(UUID(plan_schema()["uid_namespace"]), f"{table}/{key}"))
    if table == "zones":
        return {"uid": uid, "zone_id": key, "name_zh": domain("zone", "zh").get(key, key),
                "name_en": domain("zone", "en").get(key, key), "origin": "units"}
    name = unit["province_zh"]
    return {"uid": uid, "adcode": key, "name_zh": None if name == NULL else name}
