"""The report's page in a real headless Chromium: layers switch, tables sort, texts stay texts, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.protocol import Job
from tests import plans
from tests.chromium import Browser

EVIL = "<script>window.hit=1</script>\"'\n</script><img src=x onerror=\"window.hit=2\">{{7*7}}=$x$"
SECTIONS = ["structure", "areas", "rings", "conflicts"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of a small plan whose names are as bad as names can be; one of its results does not exist."""
    folder = tmp_path_factory.mktemp("report")
    rows = plans.rows()
    rows["axes"][0] |= {"name_zh": EVIL, "name_en": EVIL, "source": EVIL}
    rows["nodes"][0] |= {"name_zh": EVIL, "name_en": EVIL}
    rows["zones"][0] |= {"name_zh": EVIL, "function_zh": EVIL}
    rows["provinces"] = [{"uid": "p", "name_zh": "省", "adcode": "130000", "geometry": plans.square(0, 0, 40, 10)}]
    rows["plan_info"][0] |= {"title": EVIL, "scenario": EVIL}
    plan = plans.write(folder / "plan.gpkg", rows)
    params = {"plan": plan, "folder": str(folder / "out"), "sections": SECTIONS, "organisation": EVIL,
              "results": [str(folder / "<b>gone.gpkg")]}
    return tasks.perform({"task": "report", "params": params}, Job({"language": "zh"}))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = Browser(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser, made: dict[str, Any]) -> Browser:
    browser.open(Path(made["html"]))
    return browser


def test_the_page_says_nothing_in_the_console_and_asks_for_nothing(page: Browser, made: dict[str, Any]) -> None:
    page.run("document.querySelectorAll('#layers input:not(:checked)').forEach(box => box.click())")
    page.run("document.querySelector('path.leaflet-interactive')"
             ".dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert page.complaints() == []
    assert page.requests() == [Path(made["html"]).as_uri()]


def test_names_with_markup_quotes_and_line_breaks_are_text(page: Browser) -> None:
    page.run("document.querySelectorAll('#layers input:not(:checked)').forEach(box => box.click())")
    assert page.run("window.hit === undefined")
    assert page.run("document.querySelector('h1').textContent") == EVIL
    assert page.run("document.querySelectorAll('img, b > script, td script, h1 *, .place script').length") == 0
    assert page.run("document.scripts.length") == 2
    assert EVIL in page.run("Array.from(document.querySelectorAll('td')).map(cell => cell.textContent)")
    assert EVIL in page.run("Array.from(document.querySelectorAll('.place')).map(label => label.textContent)")


def test_a_click_on_a_feature_tells_of_it_as_text(page: Browser) -> None:
    pane = "Array.from(document.querySelectorAll('.leaflet-pane')).find(pane => pane.querySelector(':scope > svg " \
           "path[stroke=\"#B5382E\"]'))"
    page.run(f"{pane}.querySelector('path.leaflet-interactive').dispatchEvent(new MouseEvent('click', "
             "{bubbles: true, clientX: 400, clientY: 400}))")
    assert page.run("document.querySelector('.leaflet-popup h4').textContent") == EVIL
    assert page.run("window.hit === undefined")


def test_a_click_inside_a_province_tells_of_the_zone_below_it(page: Browser) -> None:
    page.run("document.querySelectorAll('#layers input:checked').forEach(box => "
             "/zones|provinces/.test(box.name) || box.click())")
    page.run("document.querySelector('#map').scrollIntoView()")
    page.run("(() => { const box = document.querySelector('#map path[fill=\"#6FA85F\"]').getBoundingClientRect();"
             "const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];"
             "document.elementFromPoint(x, y).dispatchEvent(new MouseEvent('click', "
             "{bubbles: true, clientX: x, clientY: y})) })()")
    assert page.run("document.querySelector('.leaflet-popup h4').textContent") == "西北部生态涵养区"
    assert page.run("document.querySelector('.leaflet-popup p').textContent") == "四区"
    assert "100.0" not in page.run("document.querySelector('.leaflet-popup dl').textContent")
    assert "200.0" in page.run("document.querySelector('.leaflet-popup dl').textContent")


def test_layers_switch_off_and_on(page: Browser) -> None:
    count = "document.querySelectorAll('#map path.leaflet-interactive').length"
    before = page.run(count)
    page.run("document.querySelector('input[name=plan-zones]').click()")
    assert page.run(count) == before - 2
    page.run("document.querySelector('input[name=plan-zones]').click()")
    assert page.run(count) == before
    page.run("document.querySelector('input[name=rings-rings]').click()")
    assert page.run(count) == before + 4


def test_tables_sort_by_number_and_back(page: Browser) -> None:
    area = "document.querySelector('#rings table.sortable')"
    column = page.run(f"Array.from({area}.tHead.rows[0].cells).findIndex(cell => cell.textContent.includes('面积'))")
    cells = f"Array.from({area}.tBodies[0].rows).map(row => parseFloat(row.cells[{column}].dataset.sort))"
    button = f"{area}.tHead.rows[0].cells[{column}].querySelector('button')"
    page.run(f"{button}.click()")
    rising = page.run(cells)
    assert rising == sorted(rising)
    assert len(set(rising)) > 2
    page.run(f"{button}.click()")
    assert page.run(cells) == sorted(rising, reverse=True)
    assert page.run(f"{button}.parentElement.getAttribute('aria-sort')") == "descending"


def test_what_failed_stands_in_the_page_with_its_reason(page: Browser, made: dict[str, Any]) -> None:
    rows = page.run("Array.from(document.querySelectorAll('#failed tbody tr')).map(row => row.textContent)")
    assert len(rows) == 1
    assert "<b>gone.gpkg" in rows[0]
    assert made["failed"][0]["title"] == "<b>gone.gpkg"


def test_the_page_prints_on_a4_without_cutting_its_tables(page: Browser) -> None:
    page.send("Emulation.setEmulatedMedia", media="print")
    page.send("Emulation.setDeviceMetricsOverride", width=673, height=900, deviceScaleFactor=1, mobile=False)
    try:
        widest = page.run("Math.max(...Array.from(document.querySelectorAll('table, figure, #map')).map(part => "
                          "part.getBoundingClientRect().right))")
        assert widest <= 674
        assert page.run("Array.from(document.querySelectorAll('details')).every(part => part.open)")  # of each figure
    finally:
        page.send("Emulation.setEmulatedMedia", media="")
        page.send("Emulation.setDeviceMetricsOverride", width=1200, height=900, deviceScaleFactor=1, mobile=False)
