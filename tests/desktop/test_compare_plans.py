"""Two scenarios through the real binaries: the dialog of the menu, and `qgis_process`."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import qgis_profile

from tests.desktop.conftest import Driver


def test_the_menus_dialog_puts_the_difference_on_the_map(
    profile: qgis_profile.Profile, drive: Driver, process_plan: Path, tmp_path: Path
) -> None:
    plan = shutil.copy(process_plan, tmp_path / "plan.gpkg")
    seen = drive("compare_plans", profile, JJJ_OPEN_PLAN=str(plan), JJJ_SCENARIO=str(tmp_path / "scenario.gpkg"))
    assert seen["first"] == str(plan) and seen["group"] == "Comparison"
    assert seen["layers"] == ["Changes", "Moves", "Difference"]  # points over lines over polygons
    assert seen["shown"] == ["Moves", "Difference"]
    *zones, wings = seen["legend"]
    assert len(zones) == 3 and all(" → " in label and "Z1" not in label for label in zones)
    assert wings == "+ Wings: Gained"
    assert not seen["zones_shown"] and seen["after_unchecking"]
    assert seen["hidden_again"] and seen["after_removing"]
    assert seen["head"] == "Indicator"
    assert seen["tables"] == ["Indicators", "Matrix of zones", "Changes", "Difference", "Moves"]


def test_qgis_process_compares_plans(
    process_profile: qgis_profile.Profile, process_plan: Path, tmp_path: Path
) -> None:
    before, after = (shutil.copy(process_plan, tmp_path / name) for name in ("before.gpkg", "after.gpkg"))
    with closing(sqlite3.connect(after)) as plan:
        plan.execute("UPDATE axis_members SET seq = seq + 20 WHERE fid = 1")
        plan.commit()
    output = tmp_path / "对比.gpkg"
    done = process_profile.process("run", "jjj:compare_plans", "--", f"BEFORE={before}", f"AFTER={after}",
                                   f"OUTPUT={output}")
    assert done.returncode == 0, done.stderr
    changes = pyogrio.read_dataframe(output, layer="changes")
    assert changes[["table_name", "field", "amount"]].values.tolist() == [["axis_members", "seq", 20]]
