"""The air tools in the real `qgis.bin`: from the menu to a series that plays."""

from __future__ import annotations

import shutil
from pathlib import Path

import qgis_profile

from tests.desktop.conftest import Driver


def test_the_sample_is_drawn_interpolated_and_played(
        profile: qgis_profile.Profile, tmp_path: Path, process_plan: Path, drive: Driver) -> None:
    plan = Path(shutil.copyfile(process_plan, tmp_path / "plan.gpkg"))
    seen = drive("air", profile, JJJ_OPEN_PLAN=str(plan), JJJ_OUT=str(tmp_path))
    assert seen["cities"].endswith("(demonstration)") and seen["grid"].endswith("(demonstration)")
    assert seen["playing"], "months of cities play"
    assert seen["legend"][2:4] == ["GB 3095-2012", "Demonstration, no basis for decisions"]
    assert seen["legend"][4].startswith("Leave-one-out error")
    assert seen["in_view"], "the newest result's legend"
    assert seen["bands"] == [[1], [2]], "a frame a month"
    assert seen["basis"].startswith("Demonstration · PM2.5") and "limit 35 µg/m³ (GB 3095-2012" in seen["basis"]
    assert seen["results"] == 2
