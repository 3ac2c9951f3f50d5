"""A scenario saved from the menu while the plan has edits that no file holds."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import qgis_profile

from tests.desktop.conftest import Driver


def remarks(path: Path) -> str:
    """What the first node of the file says."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plan:
        return str(plan.execute("SELECT remarks FROM nodes ORDER BY fid").fetchone()[0])


def test_edits_go_into_the_scenario_and_the_desktop_goes_on(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan = Path(shutil.copyfile(process_plan, tmp_path / "plan.gpkg"))
    only = tmp_path / "only.gpkg"
    seen = drive("save_scenario", profile, JJJ_OPEN_PLAN=str(plan), JJJ_ONLY=str(only),
                 JJJ_FIRST=str(tmp_path / "first_{number}.gpkg"))
    assert seen["default"] == [True] * 3
    assert [remarks(tmp_path / f"first_{number}.gpkg") for number in range(3)] == [
        f"saved first {number}" for number in range(3)]
    assert seen["shown"] == remarks(only) == "only in the scenario"
    assert remarks(plan) == "saved first 2", "the plan is as it was saved last"
