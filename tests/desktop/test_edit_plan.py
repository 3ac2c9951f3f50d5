"""A plan edited with the mouse in the real desktop, with the live engine behind it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import qgis_profile

from tests.desktop.conftest import Driver


def test_a_sweep_and_a_drag_are_one_step_each_and_one_save(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan = Path(shutil.copyfile(process_plan, tmp_path / "plan.gpkg"))
    seen = drive("edit_plan", profile, JJJ_OPEN_PLAN=str(plan))
    sweep = seen["sweep"]
    assert seen["active"], "QGIS's select tool works in the active layer"
    assert seen["dock"] and sweep["columns"] and sweep["title"].startswith("Changing: ")
    assert len(sweep["given"]) >= 3 and sweep["undone"] and sweep["redone"]
    assert seen["member"] == pytest.approx([115.9, 38.6], abs=0.01)
    assert seen["people"] == [400_000, 600_000]
    assert seen["unsaved"] == []
    with sqlite3.connect(f"file:{plan}?mode=ro", uri=True) as database:
        given = [name for (name,) in database.execute("SELECT name_zh FROM units WHERE zone_id = 'Z4'")]
        lon, lat = database.execute("SELECT lon, lat FROM axis_members WHERE name_zh = '保定市'").fetchone()
    database.close()
    assert set(sweep["given"]) <= set(given)
    assert [lon, lat] == seen["member"]
    assert seen["marks"] and "relocation-without-destination" in seen["rules"]
    assert not [rule for rule in seen["rules"] if rule in ("zone-differs", "axis-misses-member")]
