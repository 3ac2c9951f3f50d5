"""The real `qgis.bin` killed around a save: the plan opens and is of one state."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import qgis_profile

from tests.desktop.conftest import Driver

EDITED = "SELECT count(*) FROM {} WHERE remarks = 'edited'"


@pytest.mark.parametrize("delay", ["0", "0.05", "10"])
def test_killed_around_a_save_the_plan_is_as_before_or_after(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver, delay: str) -> None:
    plan = Path(shutil.copy(process_plan, tmp_path / "plan.gpkg"))
    with pytest.raises(RuntimeError, match="without an answer"):
        drive("killed", profile, JJJ_OPEN_PLAN=str(plan), JJJ_DELAY=delay)
    with closing(sqlite3.connect(plan)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        edited = [database.execute(EDITED.format(table)).fetchone()[0]
                  for table in ("core", "nodes", "axes", "axis_members", "zones", "units", "policies")]
    assert edited in ([0] * 7, [1] * 7)
    if delay == "10":
        assert edited == [1] * 7, "the save had come to its end"
