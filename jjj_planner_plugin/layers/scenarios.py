"""A scenario: a copy of a plan under a name of its own that knows which plan it comes from.

`plan_info.parent` holds the parent as `FILE|scenario=NAME`, e.g. `plan.gpkg|scenario=基准` or
`../2026/plan.gpkg|scenario=基准`: FILE is relative to the scenario's own folder, with forward slashes, and
absolute only from another drive; NAME is the parent's scenario name at that moment and may be empty. `parent_of`
reads it. Moved together, parent and scenario find each other again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, QDateTime, QUuid

from .. import messages
from .as_seen import write_edits
from .compose import PlanError, load_tables
from .reading import rows, table_layer
from .stored_project import rebind
from .whole_copy import COMPANIONS, companion, copy_whole, part_beside, place_new

MARK = "|scenario="


class Parent(NamedTuple):
    """The plan that a scenario was copied from."""

    path: Path
    """Where it should be; it may have been moved or removed since."""
    scenario: str
    """What it was called then."""


def save_scenario(plan: Path, target: Path, name: str, title: str | None = None,
                  edited: dict[str, QgsVectorLayer] | None = None) -> None:
    """Copy the plan at `plan` to `target` as the scenario `name`; the open plan is only read.

    The copy holds what was committed last, also while the plan is being edited; edits that are not saved are
    in it only of the layers `edited`, by table, which stay as they are. It appears under its name when it is whole,
    its stored project opens the copy, and `plan_info` has its name, its parent and, where given, its `title`.
    Raises PlanError: the plan is missing or is none, the target is the plan itself, exists, was left by another
    program, cannot be written, or the disk is full.
    """
    plan, target = plan.resolve(), target.absolute()
    _check(plan, target, name)
    load_tables(plan)
    with part_beside(target) as part:
        copy_whole(plan, part)
        write_edits(edited or {}, part)
        _note(part, name.strip(), _reference(plan, target), title)
        rebind(str(part), target, plan.parent)
        try:
            place_new(part, target)
        except FileExistsError as error:
            raise PlanError(messages.scenario_exists(str(target))) from error


def _check(plan: Path, target: Path, name: str) -> None:
    if not name.strip():
        raise PlanError(messages.scenario_without_name())
    if not plan.is_file():
        raise PlanError(messages.plan_missing(str(plan)))
    if target.suffix.lower() != ".gpkg":
        raise PlanError(messages.output_suffix(str(target), ".gpkg"))
    if not target.parent.is_dir():
        raise PlanError(messages.no_output_folder(str(target.parent)))
    if target.exists() and target.samefile(plan):
        raise PlanError(messages.scenario_is_plan(str(target)))
    if target.exists():
        raise PlanError(messages.scenario_exists(str(target)))
    left = [companion(target, ending) for ending in COMPANIONS if companion(target, ending).exists()]
    if left:  # SQLite would play it into the new file
        raise PlanError(messages.scenario_open_elsewhere(str(target), left[0].name))


def _reference(plan: Path, target: Path) -> str:
    try:
        file = os.path.relpath(plan, target.parent.resolve()).replace(os.sep, "/")
    except ValueError:  # on another drive
        file = plan.as_posix()
    return f"{file}{MARK}{scenario_name(plan)}"


def told(plan: Path, field: str) -> str:
    """What the plan says of itself; empty where it says nothing."""
    info = table_layer(plan, "plan_info")
    if info.fields().lookupField(field) < 0:
        return ""
    values = [row[field] for row in rows(info) if row[field] not in (None, NULL)]
    return str(values[0]) if values else ""


def scenario_name(plan: Path) -> str:
    """What the scenario at `plan` is called; empty when it has no name."""
    return told(plan, "scenario")


def parent_of(plan: Path) -> Parent | None:
    """The plan that the scenario at `plan` was copied from; None for a plan that is nobody's copy."""
    file, _, name = told(plan, "parent").partition(MARK)
    return Parent((plan.resolve().parent / file).resolve(), name) if file else None


def note_info(plan: Path, values: dict[str, Any]) -> None:
    """Write fields of the one row of `plan_info`, which is made where it is missing. Raises PlanError."""
    info = table_layer(plan, "plan_info")
    known = {info.fields().lookupField(field): value for field, value in values.items()}
    known.pop(-1, None)
    found = rows(info)
    if found:
        done = info.dataProvider().changeAttributeValues({found[0].id(): known})
    else:
        made = QgsFeature(info.fields())
        known[info.fields().lookupField("uid")] = QUuid.createUuid().toString(QUuid.StringFormat.WithoutBraces)
        for index, value in known.items():
            made.setAttribute(index, value)
        done, _ = info.dataProvider().addFeatures([made])
    if not done:
        raise PlanError(messages.plan_not_changed(str(plan), "; ".join(info.dataProvider().errors()) or "plan_info"))


def _note(part: Path, name: str, parent: str, title: str | None) -> None:
    values = {"scenario": name, "parent": parent, "created": QDateTime.currentDateTimeUtc()}
    note_info(part, {**values, "title": title} if title else values)
