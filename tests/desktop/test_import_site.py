"""A survey text file through the real binaries: the dialog of the menu, and `qgis_process`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import qgis_profile

from tests.survey_files import parcel, rectangle, write_exchange


def test_the_menus_dialog_imports_and_the_site_check_begins_with_it(
    profile: qgis_profile.Profile, drive: Any, process_plan: Path, tmp_path: Path
) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(39500000, 4400000)], "2.0000"))
    plan = shutil.copy(process_plan, tmp_path / "plan.gpkg")
    answer = drive("import_site", profile, JJJ_SURVEY=path, JJJ_OPEN_PLAN=str(plan))
    assert answer["crs"] == "EPSG:4527" and "Xianghe County" in answer["place"] and answer["can"]
    assert answer["features"] == 1 and answer["crs_after"] == "EPSG:4490" and answer["group"] == "Imported sites"
    assert answer["active"] and answer["checked"] and answer["extent_in_view"]


def test_qgis_process_imports_with_named_parameters(process_profile: qgis_profile.Profile, tmp_path: Path) -> None:
    path = write_exchange(tmp_path, parcel([rectangle(590000, 4400000)], "2.0000"), 带号="", 几度分带="")
    output = tmp_path / "地块.gpkg"
    refused = process_profile.process("run", "jjj:import_site", "--", f"PATH={path}", f"OUTPUT={output}")
    assert refused.returncode != 0 and "EPSG:4547" in refused.stdout + refused.stderr and not output.exists()
    done = process_profile.process(
        "run", "jjj:import_site", "--", f"PATH={path}", "CRS=EPSG:4547", f"OUTPUT={output}")
    assert done.returncode == 0, done.stderr
    site = gpd.read_file(output, layer="site")
    assert site["area_ha"][0] == pytest.approx(2, rel=1e-3) and site.total_bounds[0] == pytest.approx(115.05, abs=0.01)
