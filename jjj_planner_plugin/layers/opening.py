"""What is found about a plan file before it is opened, each as a sentence; an older one is brought up to date."""

from __future__ import annotations

from pathlib import Path

from .. import messages
from .compose import PlanError, load_tables
from .migration import is_older, migrate, schema_version
from .plan_file import is_read_only
from .presence import is_locked, opened_by
from .schema import plan_schema


def standing(path: Path) -> list[str]:
    """What the planner has to know of a plan, whether it is open here already or not."""
    path = path.resolve()
    version, known = schema_version(path), plan_schema()["schema_version"]
    told = []
    if version > known:
        told.append(messages.plan_is_newer(str(path), version, known))
    if is_read_only(path):
        told.append(messages.plan_read_only(str(path)))
    holder = opened_by(path)
    if holder:
        told.append(messages.plan_is_open_elsewhere(str(path), holder))
    return told


def prepare(path: Path) -> list[str]:
    """Make the plan ready to be opened and say what the planner has to know. This program has it open nowhere.

    A plan that cannot be migrated (read-only, open elsewhere) stays as it is. Raises PlanError as `load_tables` does.
    """
    path = path.resolve()
    load_tables(path)
    told = standing(path)
    if is_read_only(path):
        return told
    if not opened_by(path) and is_locked(path):
        told.append(messages.plan_is_open_elsewhere(str(path), ""))
    if is_older(path):
        version = schema_version(path)
        try:
            told.append(messages.plan_migrated(str(path), version, str(migrate(path))))
        except PlanError as error:
            told.append(messages.plan_not_migrated(str(path), str(error)))
    return told
