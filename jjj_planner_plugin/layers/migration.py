"""A plan of an older schema is brought up to date, after a backup; killed in between, it is as it was."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import NULL

from .. import messages
from ..paths import resource
from .bundled_rows import copy_rows, fill_fields
from .compose import PlanError
from .new_tables import add_fields, empty_layer, show_in_project, write_table
from .plan_file import is_read_only
from .presence import content, is_locked, opened_by
from .reading import rows, table_layer
from .scenarios import note_info
from .schema import plan_schema, tables
from .stored_project import has_project, rebind
from .whole_copy import copy_whole, part_beside, place_new, place_over

REGION_TABLES = ("policy_places", "projects", "transport", "corridors", "unit_sets", "set_members")
REGION_FIELDS = {
    "nodes": ("structures",), "policies": ("facet",), "parks": ("framework", "facet"),
    "relocations": ("origin_adcode", "destination_adcode", "people"),
}
NEW_TABLES = {2: ("park_areas", "wing_points"), 4: REGION_TABLES}
"""The tables that came with a schema, those of 4 with the bundled rows.

Others that are missing were lost: `layers/missing.py`.
"""


def schema_version(path: Path) -> int:
    """The schema that the plan says it is of; 1, the first, where it says nothing."""
    info = table_layer(path, "plan_info")
    if info.isValid() and info.fields().lookupField("schema_version") >= 0:
        told = [row["schema_version"] for row in rows(info)]
        return int(next((version for version in told if version not in (None, NULL)), 1))
    return 1


def is_older(path: Path) -> bool:
    """Whether the plan is of an older schema than this plugin's."""
    return schema_version(path) < plan_schema()["schema_version"]


def migrate(path: Path) -> Path | None:
    """Bring an older plan up to the present schema; the backup of the file as it was, None if nothing was to do.

    Nobody may have it open. New tables and fields are empty but for what the bundled sample knows: the tables and
    fields of the region, the sub-basins' `next_down`; and `axes.course`. Styles and stored project are the planner's,
    with the new tables and fields in them. A plan of a newer schema is left alone.
    Raises PlanError; the plan is then as it was.
    """
    if not is_older(path):
        return None
    version = schema_version(path)
    with replaced(path) as part:
        backup = _back_up(path, version)
        present = [table for table in tables() if table_layer(part, table).isValid()]
        due = [table for schema, names in NEW_TABLES.items() if schema > version for table in names]
        added = [table for table in due if table not in present]
        for table in added:
            write_table(part, empty_layer(table))
            if table in REGION_TABLES:
                copy_rows(part, table)
        widened = {table: add_fields(part, table) for table in present}
        if "course" in widened.get("axes", ()):
            _fill(part, "axes", "course", "geodesic")
        for table in set(REGION_FIELDS) & set(widened):
            fill_fields(part, table, [name for name in widened[table] if name in REGION_FIELDS[table]])
        if "next_down" in widened.get("catchments", ()):
            _link(part)
        note_info(part, {"schema_version": plan_schema()["schema_version"]})
        show_in_project(part, added, [table for table, names in widened.items() if names])
    return backup


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A copy of the plan to be changed; at the end of the `with` it takes the plan's place in one step.

    Raises PlanError where the plan can only be read or another program has it open.
    """
    path = path.resolve()
    if is_read_only(path):
        raise PlanError(messages.plan_read_only(str(path)))
    if opened_by(path) or is_locked(path):
        raise PlanError(messages.plan_not_changed(str(path), messages.plan_held()))
    with part_beside(path) as part:
        copy_whole(path, part)
        yield part
        if has_project(part):
            rebind(str(part), path)
        place_over(part, path)


def _back_up(path: Path, version: int) -> Path:
    """A copy as `NAME.schema1.backup.gpkg`; an older one of other content is kept, and this one numbered."""
    number, now = 1, content(path)
    while True:
        ending = f"_{number}" if number > 1 else ""
        backup = path.with_name(f"{path.stem}.schema{version}.backup{ending}.gpkg")
        if backup.exists() and content(backup) == now:
            return backup  # of an attempt that was broken off
        number += 1
        if backup.exists():
            continue
        with part_beside(backup) as part:
            copy_whole(path, part)
            with contextlib.suppress(FileExistsError):
                place_new(part, backup)
                return backup


def _fill(path: Path, table: str, field: str, value: str) -> None:
    layer: QgsVectorLayer = table_layer(path, table)
    index = layer.fields().lookupField(field)
    layer.dataProvider().changeAttributeValues({row.id(): {index: value} for row in rows(layer)})


def _link(path: Path) -> None:
    """What each bundled sub-basin drains to, by its id, and in its remarks whence that is known.

    Of catchments of the planner's own nothing is known.
    """
    links = json.loads(resource("data/facts/catchment_links.json").read_text(encoding="utf-8"))
    layer: QgsVectorLayer = table_layer(path, "catchments")
    down, remarks = (layer.fields().lookupField(name) for name in ("next_down", "remarks"))
    values = {}
    for row in rows(layer):
        known = row["catchment_id"]
        if known in links["next_down"]:
            said = [row["remarks"], links["remark"], links["remarks"].get(known)]
            values[row.id()] = {down: links["next_down"][known],
                                remarks: " ".join(text for text in said if text not in (None, NULL, ""))}
    layer.dataProvider().changeAttributeValues(values)
