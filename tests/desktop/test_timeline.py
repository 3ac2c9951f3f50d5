"""The structures and the timeline in the real desktop."""

from __future__ import annotations

import shutil
from pathlib import Path

import qgis_profile

from tests.desktop.conftest import Driver


def test_the_structure_of_2026_is_chosen_and_the_policies_are_played_year_by_year(
        profile: qgis_profile.Profile, process_plan: Path, tmp_path: Path, drive: Driver) -> None:
    plan = Path(shutil.copy(process_plan, tmp_path / "plan.gpkg"))
    seen = drive("timeline", profile, JJJ_OPEN_PLAN=str(plan))
    assert seen["shown"] == ["corridors", "unit_sets"] and seen["structure"] == "2026"
    assert seen["visible"] and seen["playing"] and seen["year"] == 2014
    assert seen["bold"] and {when[:4] for when in seen["bold"]} <= {"2016", "2017"}, "the moment that the map shows"
    assert seen["off"]
