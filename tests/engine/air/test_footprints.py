"""Footprints: squares of cells measured by hand, then properties, then other grids, dates and standards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from affine import Affine
from pyproj import CRS, Geod
from scipy import ndimage

from jjj_planner_plugin.engine.air.footprints import tables
from jjj_planner_plugin.engine.air.footprints.judging import Judgement
from jjj_planner_plugin.engine.air.footprints.patches import Smallest, patches
from jjj_planner_plugin.engine.air.footprints.smoothing import Disc
from jjj_planner_plugin.engine.air.series import series_tags, write_series
from jjj_planner_plugin.engine.air.standards import rounded
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.outlines import outlines
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.tasks import perform

Call = Callable[..., Any]
GEOD = Geod(ellps="GRS80")
GRID = Grid(CRS.from_epsg(4490), Affine(0.1, 0, 114, 0, -0.1, 41), 30, 24)
JANUARY = datetime(2014, 1, 1)
LAYERS = ("footprints", "changes", "footprint_shares", "movement")


def field(*blocks: tuple[int, int, int, int], low: float = 40, high: float = 90, grid: Grid = GRID) -> np.ndarray:
    """`low` everywhere but `high` in blocks of (row, column, rows, columns)."""
    values = np.full((grid.height, grid.width), low, np.float32)
    for row, col, rows, cols in blocks:
        values[row:row + rows, col:col + cols] = high
    return values


def box_m2(west: float, south: float, east: float, north: float) -> float:
    """Of a box of meridians and parallels on the ellipsoid, parallels as many short geodesics."""
    shape = shapely.segmentize(shapely.box(west, south, east, north), 0.01)
    return abs(float(GEOD.geometry_area_perimeter(shape)[0]))


@pytest.fixture
def series(tmp_path: Path) -> Call:
    """`series(bands, …)`: a raster with a day a band from `first` on, `step` days apart; gives its path."""

    def write(
        bands: Sequence[np.ndarray], grid: Grid = GRID, first: datetime = JANUARY, step: int = 1, days: int = 1,
        averaging: str = "day", pollutant: str = "pm25", demonstration: bool = False, name: str = "series",
    ) -> str:
        starts = [first + timedelta(step * number) for number in range(len(bands))]
        path = tmp_path / f"{name}.tif"
        write_series(path, grid, bands, [(start, start + timedelta(days)) for start in starts],
                     series_tags(pollutant, averaging, "made up", demonstration))
        return str(path)

    return write


@pytest.fixture
def found(perform: Call, tmp_path: Path, store: Call) -> Call:
    """`found(path, …)`: the layers and tables of the result by name, and the result itself as `result`."""
    whole = store("region", [shapely.box(113, 38, 120, 42)], XZQDM=["130000"], XZQMC=["全境"])

    def run(path: str, **params: Any) -> dict[str, Any]:
        output = tmp_path / "footprints.gpkg"
        result = perform("air_footprints", rasters=[path], output=str(output),
                         **{"jurisdictions": whole, **params})
        return {"result": result, **{name: pyogrio.read_dataframe(output, layer=name) for name in LAYERS}}

    return run


def codes(made: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in made["result"]["warnings"]]


# By hand


def test_a_block_that_moves_one_column_keeps_nine_tenths_and_moves_by_a_cell(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 10, 10)), field((5, 6, 10, 10))]))
    block, column = box_m2(114.5, 39.5, 115.5, 40.5), box_m2(114.5, 39.5, 114.6, 40.5)
    footprints = made["footprints"]
    assert footprints["area_m2"].tolist() == pytest.approx([block, block], rel=1e-6)
    assert footprints["cells"].tolist() == [100, 100]
    assert footprints["mean"].tolist() == footprints["max"].tolist() == [90, 90]
    assert footprints.geometry[0].equals(shapely.MultiPolygon([shapely.box(114.5, 39.5, 115.5, 40.5)]))
    changes = made["changes"].set_index("change")
    assert changes["area_m2"].to_dict() == pytest.approx(
        {"kept": block * 0.9, "gained": column, "lost": column}, rel=1e-6)
    assert changes.geometry["lost"].equals_exact(shapely.MultiPolygon([shapely.box(114.5, 39.5, 114.6, 40.5)]), 1e-9,
                                                 normalize=True)
    before, now = made["movement"].to_dict("records")
    assert np.isnan(before["kept_m2"]) and np.isnan(before["shift_km"])
    assert (now["lon"], now["lat"]) == pytest.approx((115.1, 40.0), abs=2e-3)
    assert now["shift_km"] == pytest.approx(GEOD.inv(115.0, now["lat"], 115.1, now["lat"])[2] / 1000, rel=1e-6)
    assert now["bearing"] == pytest.approx(90, abs=0.1)
    assert now["overlap"] == pytest.approx(0.9 / 1.1, rel=1e-9)
    assert now["gap_days"] == 0


def test_a_single_cell_is_too_small_and_told(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 10, 10), (20, 20, 1, 1))]))
    assert len(made["footprints"]) == 1
    assert made["movement"]["dropped"].tolist() == [1]
    assert made["movement"]["dropped_m2"][0] == pytest.approx(box_m2(116, 38.9, 116.1, 39), rel=1e-6)
    assert "footprints-dropped" in codes(made)
    assert len(found(series([field((5, 5, 10, 10), (20, 20, 1, 1))]), min_area_km2=0)["footprints"]) == 2


def test_a_small_hole_is_filled_and_a_large_one_kept(series: Call, found: Call) -> None:
    values = field((2, 2, 20, 20))
    values[4, 4] = 40
    values[10:12, 10:12] = 40
    made = found(series([values]))
    assert made["movement"]["filled"].tolist() == [1]
    shape = made["footprints"].geometry[0]
    assert [len(part.interiors) for part in shape.geoms] == [1]
    assert made["footprints"]["cells"][0] == 400 - 4
    assert made["footprints"]["mean"][0] == pytest.approx(90, abs=0.2)
    assert made["footprints"]["mean"][0] < 90  # the filled cell has its own value


def test_a_hole_without_a_value_is_never_filled(series: Call, found: Call) -> None:
    values = field((2, 2, 20, 20))
    values[4, 4] = np.nan
    made = found(series([values]))
    assert made["movement"]["filled"].tolist() == [0]
    assert made["footprints"]["cells"][0] == 399


def test_blocks_that_touch_at_a_corner_are_one_footprint_or_two(series: Call, found: Call) -> None:
    path = series([field((2, 2, 5, 5), (7, 7, 5, 5))])
    together, apart = found(path), found(path, neighbours="4")
    assert len(together["footprints"]) == 1
    assert len(apart["footprints"]) == 2
    for made in (together, apart):
        assert made["footprints"].is_valid.all()
        assert set(made["footprints"].geom_type) == {"MultiPolygon"}
    assert together["footprints"]["area_m2"].sum() == pytest.approx(apart["footprints"]["area_m2"].sum(), rel=1e-12)


@pytest.mark.parametrize(("value", "above"), [(75.4, False), (75.5, True), (75.6, True), (74.9, False)])
def test_a_value_is_rounded_before_it_is_judged(value: float, above: bool, series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 4, 4), high=value)]))
    assert len(made["footprints"]) == above


def test_what_is_judged_above_is_what_is_above_when_all_is_rounded() -> None:
    values = np.append(np.random.default_rng(2).uniform(20, 50, 20_000), [34.5, 35.5, 36.5, 37.4, 37.5, np.nan])
    for item, limit in (("pm25_24h", 35.0), ("pm25_24h", 37.5), ("co_24h", 40.0)):
        for some in (values, values.astype(np.float32)):
            above = Judgement("", "", limit, item).above(some)
            np.testing.assert_array_equal(above, rounded(some, item, limit) > limit)


def test_a_limit_of_ones_own_is_compared_with_values_as_they_are(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 4, 4), high=75.4)]), limit=75.0)
    assert made["footprints"]["limit_value"].tolist() == [75]
    assert made["footprints"]["standard"].fillna("").tolist() == [""]


def test_footprints_are_numbered_from_the_largest(series: Call, found: Call) -> None:
    made = found(series([field((2, 2, 2, 2), (2, 10, 6, 6), (15, 3, 4, 4))]))
    assert made["footprints"]["footprint"].tolist() == [1, 2, 3]
    assert made["footprints"]["cells"].tolist() == [36, 16, 4]


# Whose ground it is


def test_shares_sum_to_one_where_jurisdictions_cover(series: Call, found: Call, store: Call) -> None:
    halves = store("halves", [shapely.box(113, 38, 115.05, 42), shapely.box(115.05, 38, 120, 42)],
                   XZQDM=["130102", "130101"], XZQMC=["西区", "东区"])
    zones = store("zones", [shapely.box(114.5, 40.0, 115.5, 41)], zone_id=["Z4"], name_zh=["西北"])
    made = found(series([field((5, 5, 10, 10))]), jurisdictions=halves, zones=zones)
    shares = made["footprint_shares"]
    ours = shares[shares["of"] == "jurisdiction"].set_index("code")
    assert ours["share_of_footprint"].to_dict() == pytest.approx({"130102": 0.55, "130101": 0.45}, rel=1e-6)
    assert ours["name"].to_dict() == {"130102": "西区", "130101": "东区"}
    assert ours["share_of_jurisdiction"]["130102"] == pytest.approx(
        box_m2(114.5, 39.5, 115.05, 40.5) / box_m2(113, 38, 115.05, 42), rel=1e-5)
    theirs = shares[shares["of"] == "zone"].fillna({"code": ""}).set_index("code")
    assert theirs["area_m2"]["Z4"] == pytest.approx(box_m2(114.5, 40, 115.5, 40.5), rel=1e-6)
    assert theirs["area_m2"][""] == pytest.approx(box_m2(114.5, 39.5, 115.5, 40), rel=1e-6)
    assert shares.groupby("of")["share_of_footprint"].sum().to_dict() == pytest.approx(
        {"jurisdiction": 1, "zone": 1}, abs=1e-8)


def test_the_bundled_cities_cover_a_footprint_in_the_plain(series: Call, found: Call) -> None:
    grid = Grid(CRS.from_epsg(4326), Affine(0.05, 0, 114.5, 0, -0.05, 39.5), 30, 40)
    made = found(series([field((2, 2, 36, 26), grid=grid)], grid), jurisdictions="bundled")
    shares = made["footprint_shares"]
    assert {"石家庄市", "保定市", "沧州市"} <= set(shares["name"])
    assert shares["share_of_footprint"].sum() == pytest.approx(1, abs=1e-7)
    assert (shares["share_of_jurisdiction"].dropna() <= 1).all()


def test_people_are_those_in_the_cells_of_footprints_places_and_changes(
    series: Call, found: Call, store: Call, tmp_path: Path
) -> None:
    import rasterio

    people = tmp_path / "people.tif"
    with rasterio.open(people, "w", driver="GTiff", width=30, height=24, count=1, dtype="float32", crs="EPSG:4490",
                       transform=GRID.transform) as made:
        made.write(np.full((24, 30), 1000, np.float32), 1)
    halves = store("halves", [shapely.box(113, 38, 115.05, 42), shapely.box(115.05, 38, 120, 42)],
                   XZQDM=["130102", "130101"])
    path = series([field((5, 5, 10, 10)), field((5, 6, 10, 10))])
    made = found(path, population=str(people), jurisdictions=halves)
    assert made["footprints"]["people"].tolist() == pytest.approx([100_000] * 2)
    assert made["movement"]["people"].tolist() == pytest.approx([100_000] * 2)
    assert made["changes"].set_index("change")["people"].to_dict() == pytest.approx(
        {"kept": 90_000, "gained": 10_000, "lost": 10_000})
    shares = made["footprint_shares"].set_index(["start", "code"])["people"]
    assert shares.loc["2014-01-01"].to_dict() == pytest.approx({"130102": 55_000, "130101": 45_000}, rel=1e-6)
    units = store("units", [shapely.box(114, 38.6, 117, 41)], people=[720_000])
    spread = found(path, population_layer=units, population_field="people")
    assert spread["footprints"]["people"][0] == pytest.approx(
        720_000 * box_m2(114.5, 39.5, 115.5, 40.5) / box_m2(114, 38.6, 117, 41), rel=1e-6)
    assert "people" not in found(path)["footprints"]


def test_jurisdictions_elsewhere_are_told(series: Call, found: Call, store: Call) -> None:
    far = store("far", [shapely.box(100, 30, 101, 31)], XZQDM=["510000"], XZQMC=["远"])
    made = found(series([field((5, 5, 10, 10))]), jurisdictions=far)
    assert "footprints-off-grid" in codes(made)
    assert made["footprint_shares"]["share_of_footprint"].tolist() == [1]
    assert made["footprint_shares"]["code"].fillna("").tolist() == [""]


# Dates, standards, what is not there


def noise(number: int, holes: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(number)
    values = 60 + 60 * ndimage.gaussian_filter(rng.normal(size=(GRID.height, GRID.width)), 1.5)
    values[rng.random(values.shape) < holes] = np.nan
    return values.astype(np.float32)


@pytest.mark.parametrize("neighbours", ["8", "4"])
def test_kept_and_gained_are_now_and_kept_and_lost_are_before(
    neighbours: str, series: Call, found: Call
) -> None:
    made = found(series([noise(number) for number in range(8)]), limit=60.0, neighbours=neighbours)
    table = made["movement"]
    assert (table["gained_m2"][1:] > 0).all() and (table["no_data_now_m2"][1:] > 0).all()
    now = table["kept_m2"] + table["gained_m2"] + table["no_data_before_m2"]
    before = table["kept_m2"] + table["lost_m2"] + table["no_data_now_m2"]
    np.testing.assert_allclose(now[1:], table["area_m2"][1:], rtol=1e-12)
    np.testing.assert_allclose(before[1:], table["area_m2"][:-1], rtol=1e-12)
    np.testing.assert_allclose(table["before_m2"][1:], table["area_m2"][:-1], rtol=1e-12)
    by_date = made["footprints"].groupby("start")["area_m2"].sum()
    np.testing.assert_allclose(by_date, table["area_m2"], rtol=1e-12)
    changes = made["changes"].pivot(index="start", columns="change", values="area_m2")
    for name in ("kept", "gained", "lost"):
        np.testing.assert_allclose(changes[name], table[f"{name}_m2"][1:], rtol=1e-12)


def test_polygons_are_valid_disjoint_and_as_large_as_their_cells(
    series: Call, found: Call, to_albers: Callable[[Any], np.ndarray]
) -> None:
    made = found(series([noise(number) for number in range(4)]), limit=60.0)
    for name in ("footprints", "changes"):
        layer: gpd.GeoDataFrame = made[name]
        assert layer.is_valid.all() and set(layer.geom_type) == {"MultiPolygon"}
        np.testing.assert_allclose(shapely.area(to_albers(layer.geometry.values)), layer["area_m2"], rtol=1e-6)
        for _, rows in layer.groupby("start"):
            assert shapely.union_all(rows.geometry.values).area == pytest.approx(
                shapely.area(rows.geometry.values).sum(), rel=1e-9)


def test_a_year_under_two_standards_is_judged_by_both(series: Call, found: Call) -> None:
    values = field((2, 2, 4, 4), (10, 10, 6, 6), low=20, high=32)
    values[10:16, 10:16] = 38
    path = series([field(low=20), values], first=datetime(2025, 1, 1), step=365, days=365, averaging="year")
    made = found(path)
    area = made["movement"].set_index(["start", "standard"])["footprints"]
    assert area.loc["2026-01-01"].to_dict() == {"gb3095-2012": 1, "gb3095-2026": 2}
    assert "standards-straddle" in codes(made)
    later = made["movement"][made["movement"]["start"] == "2026-01-01"]
    assert later["standard_before"].tolist() == ["gb3095-2012", "gb3095-2012"]


def test_days_before_and_after_a_new_standard_have_its_limit_each(series: Call, found: Call) -> None:
    path = series([field((5, 5, 10, 10), high=70)] * 2, first=datetime(2026, 2, 28))
    made = found(path)
    assert made["movement"]["limit_value"].tolist() == [75, 60]
    assert made["movement"]["limit_before"].tolist()[1] == 75
    assert made["movement"]["footprints"].tolist() == [0, 1]
    assert {"footprints-limit-changes", "footprints-none-on"} <= set(codes(made))
    only = found(path, standard="who2021")
    assert only["movement"]["limit_value"].tolist() == [15, 15]
    assert found(path, standard="who2021", grade="it1")["movement"]["limit_value"].tolist() == [75, 75]


def test_however_often_polygons_are_written_their_times_are_written_alike(
    series: Call, found: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = series([noise(number) for number in range(6)])
    at_once = found(path, limit=60.0)
    monkeypatch.setattr(tables, "VERTICES", 100)
    made = found(path, limit=60.0)
    for name in ("footprints", "changes"):
        pd.testing.assert_frame_equal(pd.DataFrame(made[name]), pd.DataFrame(at_once[name]))
    with closing(sqlite3.connect(tmp_path / "footprints.gpkg")) as connection:
        texts = connection.execute('SELECT start, "end" FROM footprints UNION SELECT start, "end" FROM changes')
        assert {len(text) for row in texts for text in row} == {23}


def test_no_cell_above_is_an_empty_result_and_a_sentence(series: Call, found: Call) -> None:
    made = found(series([field(), field()]))
    assert [len(made[name]) for name in LAYERS] == [0, 0, 0, 2]
    assert made["movement"]["area_m2"].tolist() == [0, 0]
    assert "footprints-none" in codes(made)
    assert pd.api.types.is_datetime64_any_dtype(made["footprints"]["start"])


def test_a_date_without_values_has_no_area_and_takes_nothing_away(series: Call, found: Call) -> None:
    empty = np.full((GRID.height, GRID.width), np.nan, np.float32)
    made = found(series([field((5, 5, 10, 10)), empty]))
    now = made["movement"].iloc[1]
    assert np.isnan(now["area_m2"]) and now["known_m2"] == 0
    assert now["lost_m2"] == 0
    assert now["no_data_now_m2"] == pytest.approx(now["before_m2"])
    assert "footprints-no-data-on" in codes(made)


def test_one_date_has_no_movement_and_says_so(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 10, 10))]))
    assert len(made["movement"]) == 1 and len(made["changes"]) == 0
    assert "footprints-one-date" in codes(made)


def test_a_gap_between_dates_is_told_and_may_be_left_out(series: Call, found: Call) -> None:
    path = series([field((5, 5, 10, 10))] * 2, step=3)
    made = found(path)
    assert made["movement"]["gap_days"].tolist()[1] == 2
    assert "footprints-gaps" in codes(made) and len(made["changes"]) == 1
    left_out = found(path, across_gaps=False)
    assert "footprints-gaps-skipped" in codes(left_out) and len(left_out["changes"]) == 0
    assert np.isnan(left_out["movement"]["kept_m2"][1])


def test_a_demonstration_is_marked_in_every_table(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 10, 10)), field((5, 6, 10, 10))], demonstration=True))
    for name in LAYERS:
        assert made[name]["warning"].str.contains("演示").all() and len(made[name])
    assert made["result"]["demonstration"] is True
    assert "air-demonstration" in codes(made)
    assert "warning" not in found(series([field()]))["movement"]


def test_months_are_set_beside_the_annual_limit_for_comparison(series: Call, found: Call) -> None:
    made = found(series([field((5, 5, 10, 10), low=20)], days=31, averaging="month"))
    assert made["footprints"]["limit_value"].tolist() == [35]
    assert "footprints-compared-only" in codes(made)


@pytest.mark.parametrize(("params", "code"), [
    ({"limit": 0.0}, "footprints-bad-limit"), ({"limit": -5.0}, "footprints-bad-limit"),
    ({"min_area_km2": -1.0}, "footprints-bad-area"), ({"smoothing_km": -1.0}, "footprints-bad-radius"),
    ({"grade": "it1"}, "footprints-no-limit"), ({"zone_field": "no", "zones": "itself"}, "unknown-field"),
])
def test_what_cannot_be_meant_is_refused(
    params: dict[str, Any], code: str, series: Call, refused: Call, tmp_path: Path, store: Call
) -> None:
    if "zones" in params:
        params = {**params, "zones": store("zones", [shapely.box(114, 39, 115, 40)])}
    output = tmp_path / "no.gpkg"
    assert refused("air_footprints", rasters=[series([field()])], output=str(output), **params) == code
    assert not output.exists()


def test_a_series_without_any_value_is_refused(series: Call, refused: Call, tmp_path: Path) -> None:
    empty = np.full((GRID.height, GRID.width), np.nan, np.float32)
    output = tmp_path / "no.gpkg"
    assert refused("air_footprints", rasters=[series([empty])], output=str(output)) == "footprints-no-values"
    assert [path.name for path in tmp_path.iterdir() if "no" in path.name] == []


def test_a_raster_of_nothing_known_needs_a_limit(
    series: Call, refused: Call, found: Call, tmp_path: Path
) -> None:
    import rasterio

    path = tmp_path / "plain.tif"
    with rasterio.open(path, "w", driver="GTiff", width=30, height=24, count=1, dtype="float32", crs="EPSG:4490",
                       transform=GRID.transform) as made:
        made.write(field((5, 5, 10, 10)), 1)
    output = str(tmp_path / "no.gpkg")
    assert refused("air_footprints", rasters=[str(path)], output=output) == "footprints-no-item"
    assert found(str(path), limit=50.0)["footprints"]["start"].isna().all()
    dated = found(str(path), pollutant="pm25", date="2027-01-31")["footprints"]
    assert dated["limit_value"].tolist() == [60]
    assert dated["start"].dt.strftime("%Y-%m-%d").tolist() == ["2027-01-31"]
    made = found(str(path), pollutant="pm25", averaging="day")
    assert set(made["footprints"]["limit_value"]) == {75, 60, 50}
    assert "footprints-undated" in codes(made)


# The bundled sample


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The 13 cities' means from November 2014 to February 2015 as a raster of 0.1°."""
    target = str(tmp_path_factory.mktemp("winter") / "pm25.tif")
    perform({"task": "air_interpolate", "params": {
        "pollutant": "pm25", "method": "idw", "cell_deg": 0.1, "first_date": "2014-11-01", "last_date": "2015-02-28",
        "output": target}}, Job({}))
    return target


def test_the_sample_s_winter_is_marked_and_reaches_from_the_south_to_the_capital(winter: str, found: Call) -> None:
    made = found(winter, limit=75.0, jurisdictions="bundled")
    assert made["movement"]["start"].dt.strftime("%Y-%m").tolist() == ["2014-11", "2014-12", "2015-01", "2015-02"]
    assert made["result"]["demonstration"] and (made["footprint_shares"]["warning"].str.contains("演示")).all()
    shares = made["footprint_shares"].groupby(["start", "name"])["share_of_jurisdiction"].sum().unstack()
    assert (shares[["石家庄市", "衡水市"]] > 0.85).all().all()  # the rest of them is blank: far from any city's point
    assert (shares["张家口市"].fillna(0) < 0.1).all()  # the cleanest city
    table = made["movement"]
    np.testing.assert_allclose(table["kept_m2"] + table["gained_m2"], table["area_m2"].where(table.index > 0))
    assert (table["no_data_before_m2"][1:] == 0).all()


def test_the_sample_s_winter_is_larger_at_a_lower_limit(winter: str, found: Call) -> None:
    areas = [found(winter, limit=limit)["movement"]["area_m2"].to_numpy() for limit in (35.0, 75.0, 115.0)]
    assert (areas[0] >= areas[1]).all() and (areas[1] > areas[2]).all()


# Grids


def test_a_projected_grid_gives_the_same_area_and_footprint(series: Call, found: Call) -> None:
    """A disc around (117, 39), 50 km: in EPSG:4549 and in degrees, cells of 250 m."""
    project = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4549", always_xy=True)
    x, y = project.transform(117, 39)
    metres = Grid(CRS.from_epsg(4549), Affine(250, 0, x - 75_000, 0, -250, y + 75_000), 600, 600)
    degrees = Grid(CRS.from_epsg(4490), Affine(0.0025, 0, 116.2, 0, -0.0025, 39.8), 640, 640)
    made = {}
    for name, grid in (("metres", metres), ("degrees", degrees)):
        col, row = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
        at = (grid.transform.c + col * grid.transform.a, grid.transform.f + row * grid.transform.e)
        lon, lat = at if grid.geographic else project.transform(*at, direction="INVERSE")
        distance = GEOD.inv(np.full(lon.shape, 117.0), np.full(lon.shape, 39.0), lon, lat)[2]
        made[name] = found(series([np.where(distance < 50_000, 90, 40)], grid))
    one, other = made["metres"]["footprints"], made["degrees"]["footprints"]
    assert one["area_m2"][0] == pytest.approx(other["area_m2"][0], rel=1e-3)
    assert one["area_m2"][0] == pytest.approx(np.pi * 50_000**2, rel=1e-3)
    assert one.crs.to_epsg() == other.crs.to_epsg() == 4490
    assert one.is_valid.all()
    overlap = one.geometry[0].intersection(other.geometry[0]).area / other.geometry[0].area
    assert overlap > 0.985
    assert made["metres"]["movement"]["lon"][0] == pytest.approx(117, abs=2e-3)


def test_neighbours_in_a_projected_grid_share_every_vertex_of_their_border() -> None:
    grid = Grid(CRS.from_epsg(4549), Affine(700, 0, 450_000, 0, -700, 4_400_000), 40, 30)
    labels = np.ones((30, 40), np.int32)
    labels[3:27, 5:36] = 2
    labels[10:14, 0:21] = 3
    shapes = outlines(labels, 3, grid)
    assert shapely.is_valid(shapes).all()
    together = shapely.union_all(shapes)
    assert together.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)
    assert shapely.get_num_interior_rings(shapely.get_parts(together)).sum() == 0
    back = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4549", always_xy=True)
    moved = shapely.transform(shapes, lambda xy: np.column_stack(back.transform(*xy.T)))
    counted = np.bincount(labels.ravel())[1:] * 700.0**2
    np.testing.assert_allclose(shapely.area(moved), counted, rtol=1e-9)


def test_a_grid_that_begins_in_the_south_has_its_footprints_where_they_are(
    found: Call, tmp_path: Path
) -> None:
    import rasterio

    path = tmp_path / "upward.tif"
    with rasterio.open(path, "w", driver="GTiff", width=30, height=24, count=1, dtype="float32", crs="EPSG:4490",
                       transform=Affine(0.1, 0, 114, 0, 0.1, 38.6)) as made:
        made.write(field((5, 5, 10, 10))[::-1], 1)
    found_there = found(str(path), limit=75.0)
    assert found_there["footprints"].total_bounds.tolist() == pytest.approx([114.5, 39.5, 115.5, 40.5])
    assert found_there["movement"]["lat"][0] == pytest.approx(40, abs=2e-3)


# Cells


@pytest.mark.parametrize("neighbours", [4, 8])
def test_patches_are_those_of_a_plain_search(neighbours: int) -> None:
    rng = np.random.default_rng(3)
    above, known = rng.random((40, 50)) < 0.55, rng.random((40, 50)) < 0.97
    above &= known
    areas = rng.uniform(1e6, 2e6, above.shape)
    made = patches(above, known, areas, Smallest(6), neighbours)
    labels, count = ndimage.label(above, np.ones((3, 3)) if neighbours == 8 else None)
    kept = np.zeros_like(above)
    for number in range(1, count + 1):
        if (labels == number).sum() >= 6:
            kept |= labels == number
    holes, count = ndimage.label(~kept, None if neighbours == 8 else np.ones((3, 3)))
    for number in range(1, count + 1):
        row, col = np.nonzero(holes == number)
        inside = row.min() > 0 and col.min() > 0 and row.max() < 39 and col.max() < 49
        if inside and len(row) < 6 and known[row, col].all():
            kept[row, col] = True
    assert ((made.labels > 0) == kept).all()
    assert made.area_m2.sum() == pytest.approx(areas[kept].sum())
    assert (np.diff(made.area_m2) <= 0).all()


def test_smoothing_is_the_mean_of_the_cells_within_the_radius_on_the_ground() -> None:
    values = noise(5, holes=0.2)
    made = Disc(GRID, 25).mean(values)
    row, col = 12, 15
    total, count = 0.0, 0
    for r in range(GRID.height):
        for c in range(GRID.width):
            away = np.hypot((r - row) * 11.1, (c - col) * 8.59)  # km of 0.1° at 39.75°
            if away <= 25 and np.isfinite(values[r, c]):
                total, count = total + float(values[r, c]), count + 1
    values[row, col] = 60 if np.isnan(values[row, col]) else values[row, col]
    assert made[row, col] == pytest.approx(total / count, rel=1e-6)
    assert (np.isnan(made) == np.isnan(noise(5, holes=0.2))).all()


def test_smoothing_leaves_a_constant_and_without_a_radius_everything_as_it_is() -> None:
    constant = np.full((GRID.height, GRID.width), 75, np.float32)
    np.testing.assert_allclose(Disc(GRID, 40).mean(constant), 75, rtol=1e-12)
    values = noise(1)
    np.testing.assert_array_equal(Disc(GRID, 0).mean(values), values)
    np.testing.assert_array_equal(Disc(GRID, 3).mean(values), values)  # less than a cell


def test_smoothing_takes_a_speck_away_and_is_told_in_the_result(series: Call, found: Call) -> None:
    path = series([field((5, 5, 10, 10), (20, 20, 2, 2))])
    assert len(found(path)["footprints"]) == 2
    made = found(path, smoothing_km=25.0)
    assert len(made["footprints"]) == 1
    assert made["footprints"]["max"].tolist() == [90]  # of the raster as it is
    assert made["result"]["smoothing_km"] == 25
