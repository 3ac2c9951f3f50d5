"""The report in the real `qgis.bin`, from the menu, with a result that was chosen in the panel; its PDF read page by
page."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest
import qgis_profile

from tests.desktop.conftest import Driver

SHEETS = ["空间结构", "首都都市圈 2026", "分区与区县面积", "轴线缓冲环与叠置", "沿轴缓冲环"]


@pytest.fixture(scope="module")
def seen(archive: Path, process_plan: Path, tmp_path_factory: pytest.TempPathFactory, drive: Driver) -> dict[str, Any]:
    """What one desktop saw, and the folder it made."""
    folder = tmp_path_factory.mktemp("region")
    profile = qgis_profile.make(folder / "profile", language="en", archive=archive)
    plan = Path(shutil.copyfile(process_plan, folder / "plan.gpkg"))
    found = drive("report", profile, JJJ_OPEN_PLAN=str(plan), JJJ_OUT=str(folder))
    return {**found, "folder": folder / "plan report"}


def test_the_dialog_begins_with_what_is_there(seen: dict[str, Any]) -> None:
    assert seen["said"] == "Results that go into the report: 1" and seen["results"] == 1
    assert seen["begins"]["PLAN"].endswith("plan.gpkg") and seen["begins"]["FOLDER"] == str(seen["folder"])


def test_the_report_is_told_and_stands_in_the_panel(seen: dict[str, Any]) -> None:
    assert seen["told"] == f"The report is in {seen['folder']}" and seen["panel"] == "Report"
    made = {path.name for path in seen["folder"].iterdir()}
    assert {"report.html", "report.pdf", "tables.xlsx", "results"} <= made


def test_every_sheet_is_a3_and_has_its_title_the_caution_and_the_title_block(seen: dict[str, Any]) -> None:
    pages = pypdf.PdfReader(seen["folder"] / "report.pdf").pages
    assert len(pages) == len(SHEETS)
    told = ["".join(page.extract_text().split()) for page in pages]  # the PDF has blanks and lines where it likes
    for number, (page, title) in enumerate(zip(pages, SHEETS), start=1):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (1191, 842)
        said = told[number - 1]
        for words in (title, "规划一室", f"第{number}/{len(SHEETS)}页", "边界为示意，不作为划界依据。", "比例尺",
                      "审图号", "资料来源"):
            assert "".join(words.split()) in said, (number, words)
    assert "0–10km" in told[3] and "rings.recipe.json" in told[3]
    assert "own_rings.gpkg" in told[4], "the planner's own result comes along"
