"""The site check in the real `qgis_process`, with the plugin from the zip: result, workbook and sheet."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import qgis_profile
from shapely.geometry import LineString, box


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GeoPackage with a site of 0.01° × 0.01°, farmland under its western half, and a railway."""
    target = tmp_path_factory.mktemp("ground") / "ground.gpkg"
    for name, shape in (("选址", box(116.3, 39.4, 116.31, 39.41)), ("永久基本农田", box(116.2, 39.3, 116.305, 39.5)),
                        ("铁路", LineString([(116.32, 39.3), (116.32, 39.5)]))):
        gpd.GeoDataFrame({"mc": [name]}, geometry=[shape], crs="EPSG:4490").to_file(target, layer=name)
    return target


def check(profile: qgis_profile.Profile, ground: Path, **parameters: str) -> tuple[int, str]:
    """Exit status and all that was said."""
    given = [f"SITE={ground}|layername=选址", f"CONTROLS={ground}|layername=永久基本农田",
             f"CONTROLS={ground}|layername=铁路", *(f"{name}={value}" for name, value in parameters.items())]
    done = profile.process("run", "jjj:site_check", "--", *given)
    return done.returncode, done.stdout + done.stderr


def test_a_site_is_checked_and_its_sheet_printed(
        ground: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    status, said = check(process_profile, ground, OUTPUT=str(tmp_path / "o.gpkg"), PDF=str(tmp_path / "o.pdf"),
                         XLSX=str(tmp_path / "o.xlsx"))
    assert status == 0, said
    assert "1 of 2 rules not met" in said
    findings = pyogrio.read_dataframe(tmp_path / "o.gpkg", layer="findings")
    assert findings["verdict"].tolist() == ["fail", "pass"]
    assert findings["share_of_site"].iloc[0] == pytest.approx(0.5, abs=1e-4)
    assert findings["nearest_m"].iloc[1] == pytest.approx(861, abs=2)  # 0.01° of longitude at 39.4° N
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "o.pdf").read_bytes())) == 1
    assert zipfile.ZipFile(tmp_path / "o.xlsx").testzip() is None


def test_a_rule_that_is_none_ends_with_a_sentence_and_nothing_written(
        ground: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    status, said = check(process_profile, ground, OUTPUT=str(tmp_path / "o.gpkg"), PDF=str(tmp_path / "o.pdf"),
                         RULES="铁路 = 远离")
    assert status != 0
    assert "distance 30" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
