"""People on another grid: nobody is lost, nobody is counted twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import CRS

from jjj_planner_plugin.engine.geodesy import LONLAT
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.zonal.people import RasterPeople, open_people, people_on_grid
from tests.engine.zonal.shapes import flat_grid

TOWN = Affine(1 / 120, 0, 116.0, 0, -1 / 120, 40.5)  # 30″, 60 × 60 cells


def towns(folder: Path, nodata: float | None = -1.0, fill: float = -1.0, upward: bool = False) -> tuple[str, float]:
    """A population raster of half a degree, and how many people are in it."""
    people = np.random.default_rng(3).gamma(0.3, 900, (60, 60)).astype(np.float32)
    people[:7, :9] = fill
    path, transform = folder / "towns.tif", Affine(1 / 120, 0, 116.0, 0, 1 / 120, 40.0) if upward else TOWN
    with rasterio.open(path, "w", driver="GTiff", width=60, height=60, count=1, dtype="float32", crs="EPSG:4326",
                       transform=transform, nodata=nodata) as dataset:
        dataset.write(people, 1)
    return str(path), float(people[people > 0].sum(dtype=np.float64))


def degrees(step: float, upward: bool = False) -> Grid:
    size = round(0.8 / step)
    return Grid(LONLAT, Affine(step, 0, 115.9, 0, step if upward else -step, 39.85 if upward else 40.65), size, size)


ALBERS = Grid(flat_grid(1, 1).crs, Affine(900, 0, -60_000, 0, -900, 190_000), 100, 100)
GRIDS = {"ten times": degrees(0.1), "odd": degrees(0.037), "finer": degrees(0.002), "bottom-up": degrees(0.04, True),
         "albers": ALBERS}


@pytest.mark.parametrize("name", GRIDS)
def test_people_are_conserved_on_any_grid_that_holds_their_ground(name: str, tmp_path: Path) -> None:
    path, total = towns(tmp_path)
    people = people_on_grid(GRIDS[name], Job({}), raster=path)
    assert people.sum() == pytest.approx(total, rel=1e-9)
    assert (people >= 0).all()


def test_people_read_in_windows_are_those_of_the_whole(tmp_path: Path) -> None:
    path, _ = towns(tmp_path)
    source = RasterPeople(path, ALBERS, ALBERS.whole, Job({}))
    whole = source.on(ALBERS.whole)
    parts = np.concatenate([source.on(window) for window in ALBERS.stripes(ALBERS.whole, 1700)])
    assert np.abs(parts - whole).max() < 1e-9


def test_people_of_a_bottom_up_raster_stand_where_they_live(tmp_path: Path) -> None:
    path, total = towns(tmp_path, upward=True)
    north = people_on_grid(Grid(LONLAT, Affine(0.25, 0, 116, 0, -0.25, 40.5), 2, 2), Job({}), raster=path)
    with rasterio.open(path) as dataset:
        raw = np.maximum(dataset.read(1), 0).astype(np.float64)
    assert north.sum() == pytest.approx(total)
    assert north[1, 0] == pytest.approx(raw[:30, :30].sum())


def test_the_sources_own_count_is_that_of_the_windows_ground(tmp_path: Path) -> None:
    path, total = towns(tmp_path)
    grid = degrees(0.05)
    assert RasterPeople(path, grid, grid.whole, Job({})).total == pytest.approx(total, rel=1e-9)
    half = RasterPeople(path, grid, (0, 0, 16, 7), Job({}))  # to 116.25° E: half of the towns
    assert half.on((0, 0, 16, 7)).sum() == pytest.approx(half.total, rel=1e-6)


def test_a_fill_value_that_is_not_declared_is_found_and_told(tmp_path: Path) -> None:
    path, total = towns(tmp_path, nodata=None, fill=-9999.0)
    job = Job({})
    assert people_on_grid(degrees(0.05), job, raster=path).sum() == pytest.approx(total)
    assert [warning["code"] for warning in job.warnings] == ["people-fill"]


def test_negative_people_of_many_kinds_are_refused(tmp_path: Path) -> None:
    path, _ = towns(tmp_path)
    with rasterio.open(path, "r+") as dataset:
        dataset.write(dataset.read(1) - 50, 1)
    with pytest.raises(EngineError) as caught:
        people_on_grid(degrees(0.05), Job({}), raster=path)
    assert caught.value.code == "negative-people"


def test_a_units_people_live_evenly_on_its_ground(store: Any) -> None:
    units = [shapely.box(500, 0, 2500, 1000), shapely.box(3000, 0, 5000, 2000)]
    path = store("units", units, crs=flat_grid(1, 1).crs, people=[400, 80])
    people = people_on_grid(flat_grid(4, 2), Job({}), layer=path, field="people")
    assert people == pytest.approx(np.array([[0, 0, 0, 20], [100, 200, 100, 20]]))


def test_units_in_another_crs_keep_their_people(store: Any) -> None:
    path = store("units", [shapely.box(116, 40, 116.5, 40.4), shapely.box(116.5, 40, 117, 40.5)], people=["70", "30"])
    grid = Grid(CRS.from_epsg(4549), Affine(2000, 0, 150_000, 0, -2000, 4_520_000), 60, 60)
    assert people_on_grid(grid, Job({}), layer=path, field="people").sum() == pytest.approx(100, rel=1e-7)


def test_people_that_are_missing_are_told_and_none_at_all_is_refused(store: Any) -> None:
    boxes = [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)]
    path = store("units", boxes, crs=flat_grid(1, 1).crs, people=["7", "many"], title=["a", "b"])
    job = Job({})
    assert people_on_grid(flat_grid(4, 2), job, layer=path, field="people").sum() == 7
    assert [warning["code"] for warning in job.warnings] == ["people-missing"]
    with pytest.raises(EngineError) as caught:
        people_on_grid(flat_grid(4, 2), job, layer=path, field="title")
    assert caught.value.code == "not-people"


def test_a_raster_and_a_layer_or_a_layer_without_a_field_are_refused() -> None:
    for code, given in (("two-populations", ("a.tif", "b.gpkg", "people")), ("no-population-field", (None, "b", None))):
        with pytest.raises(EngineError) as caught:
            open_people(flat_grid(1, 1), (0, 0, 1, 1), *given, Job({}))
        assert caught.value.code == code
