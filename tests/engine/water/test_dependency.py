"""Who depends on whom upstream: planes by hand, paths walked down, basins, and the bundled data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import CRS
from rasterio.features import geometry_mask

from jjj_planner_plugin import paths as files
from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.grid import Grid
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.water.dependency.agreements import agreements
from jjj_planner_plugin.engine.water.dependency.cells import paths_of
from jjj_planner_plugin.engine.water.dependency.paths import Paths
from jjj_planner_plugin.engine.water.flow import Flow, route
from jjj_planner_plugin.engine.water.heights import closed_ground, read_heights
from jjj_planner_plugin.engine.zonal.people import counting_grid

Call = Callable[..., Any]
ALBERS = CRS.from_proj4("+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m +no_defs")
KM2 = 1e6
ROWS, COLUMNS = 10, 20
WEST = -1e6  # of the rasters, in metres: far from the region and its agreements
EAST = np.tile(1000.0 - 10 * np.arange(COLUMNS), (ROWS, 1))  # falls to the east, a row a river


def strip(first: float, end: float) -> Any:
    """The ground of some columns of the raster, whole cells."""
    return shapely.box(WEST + first * 1000, 0, WEST + end * 1000, ROWS * 1000)


@pytest.fixture
def raster(tmp_path: Path) -> Call:
    """`raster(name, values)`: cells of exactly 1 km², the first one at (WEST, 10 km) of the region's Albers."""

    def write(name: str, values: np.ndarray, nodata: float = -9999) -> str:
        path, (rows, columns) = tmp_path / f"{name}.tif", values.shape
        with rasterio.open(path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype="float32",
                           crs=ALBERS.to_wkt(), transform=Affine(1000, 0, WEST, 0, -1000, rows * 1000.0),
                           nodata=nodata) as file:
            file.write(values.astype(np.float32), 1)
        return str(path)

    return write


@pytest.fixture
def towns(store: Call) -> Call:
    """`towns(A=polygon, …)`: a layer with the field `code`."""
    return lambda **shapes: store("towns", list(shapes.values()), crs=ALBERS, code=list(shapes))


@pytest.fixture
def found(perform: Call, tmp_path: Path) -> Call:
    """`found(…)`: the layers by name, with the result and the codes of what was told."""

    def run(**params: Any) -> dict[str, Any]:
        target = tmp_path / "dependency.gpkg"
        result = perform("water_dependency", output=str(target), **params)
        return opened(target, result)

    return run


def opened(target: Path, result: dict[str, Any]) -> dict[str, Any]:
    layers = {str(name): pyogrio.read_dataframe(target, layer=name) for name, _ in pyogrio.list_layers(target)}
    told: dict[str, str] = {}
    for one in result["warnings"]:
        told[one["code"]] = told.get(one["code"], "") + one["warning"]
    return {**layers, "result": result, "told": told}


def by_code(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return layer.set_index("code")


def pair(layer: gpd.GeoDataFrame, up: str, down: str) -> Any:
    rows = layer[(layer["upstream_code"] == up) & (layer["downstream_code"] == down)]
    return rows.iloc[0] if len(rows) else None


# Planes


def test_on_a_plane_each_has_what_lies_west_of_it_upstream(found: Call, towns: Call, raster: Call) -> None:
    made = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                 dem=raster("east", EAST))
    table = by_code(made["dependency"])
    assert table.loc["A", ["inside_m2", "outside_m2", "beyond_m2", "upstream_m2"]].tolist() == pytest.approx(
        [50 * KM2, 50 * KM2, 50 * KM2, 100 * KM2])
    assert table.loc["B", ["inside_m2", "outside_m2", "beyond_m2", "upstream_m2"]].tolist() == pytest.approx(
        [100 * KM2, 100 * KM2, 50 * KM2, 200 * KM2])
    assert table["dependency"].tolist() == [0.5, 0.5]
    assert table["largest_code"].fillna("").tolist() == ["", "A"]
    assert table["trusted"].tolist() == [1, 1]
    only = pair(made["pairs"], "A", "B")
    assert len(made["pairs"]) == 1
    assert (only["area_m2"], only["share_of_downstream"], only["share_of_upstream"]) == pytest.approx(
        (50 * KM2, 0.25, 1))
    assert made["pairs"].crs == "EPSG:4490"


def test_a_path_that_comes_back_counts_once(found: Call, towns: Call, raster: Call) -> None:
    both = shapely.union(strip(0, 5), strip(10, 15))
    made = found(jurisdictions=towns(A=both, B=strip(5, 10)), jurisdiction_field="code", dem=raster("east", EAST))
    table = by_code(made["dependency"])
    assert table["upstream_m2"].tolist() == pytest.approx([150 * KM2, 100 * KM2])
    assert pair(made["pairs"], "A", "B")["area_m2"] == pytest.approx(50 * KM2)  # only the western half of A
    assert pair(made["pairs"], "B", "A")["area_m2"] == pytest.approx(50 * KM2)


def test_people_upstream_are_counted_as_ground_is(found: Call, towns: Call, raster: Call) -> None:
    people = np.tile(np.arange(COLUMNS) + 1.0, (ROWS, 1))  # 1 … 20 from west to east
    made = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                 dem=raster("east", EAST), population=raster("people", people))
    table = by_code(made["dependency"])
    assert table["outside_people"].tolist() == pytest.approx([10 * 15, 10 * 55])
    assert table["inside_people"].tolist() == pytest.approx([10 * 40, 10 * 155])
    assert table["people_share"].tolist() == pytest.approx([15 / 55, 55 / 210])
    assert pair(made["pairs"], "A", "B")["people"] == pytest.approx(400)


def test_closed_ground_drains_into_nothing_and_stays_its_owner_s(
    found: Call, towns: Call, raster: Call, store: Call
) -> None:
    closed = store("closed", [strip(3, 7)], crs=ALBERS)
    made = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                 dem=raster("east", EAST), closed=closed)
    table = by_code(made["dependency"])
    assert table["inside_m2"].tolist() == pytest.approx([50 * KM2, 100 * KM2])
    assert table["outside_m2"].tolist() == pytest.approx([0, 30 * KM2])
    assert table["undrained_m2"].tolist() == pytest.approx([20 * KM2, 0])


def test_a_flat_plain_is_not_trusted_and_said_so(found: Call, towns: Call, raster: Call) -> None:
    plain = np.where(np.arange(COLUMNS) < 10, EAST, 30 - 0.1 * np.arange(COLUMNS))
    made = found(jurisdictions=towns(A=strip(5, 10), B=strip(12, 20)), jurisdiction_field="code",
                 dem=raster("plain", plain))
    assert by_code(made["dependency"])["trusted"].tolist() == [1, 0]
    assert by_code(made["dependency"])["flat_share"].tolist() == pytest.approx([0, 1])
    assert pair(made["pairs"], "A", "B")["trusted"] == 0
    assert by_code(made["dependency"])["plain_inflow_share"].tolist() == pytest.approx([0, 1])
    assert "B" in made["told"]["dependency-flat"]


def test_heights_that_end_at_the_border_are_told(found: Call, towns: Call, raster: Call) -> None:
    values = EAST.copy()
    values[[0, 1, -2, -1], 3:] = -9999  # A's rows end beside nothing
    made = found(jurisdictions=towns(A=strip(0, 10), B=strip(10, 20)), jurisdiction_field="code",
                 dem=raster("cut", values))
    assert (by_code(made["dependency"])["rim_cells"] > 0).all()
    assert "dependency-rim" in made["told"]
    inner = shapely.box(WEST + 8000, 4000, WEST + 9000, 6000)  # all its water is from the west
    cliff = EAST.copy()
    cliff[:, 0] = 500
    far = found(jurisdictions=towns(A=inner), jurisdiction_field="code", dem=raster("cliff", cliff))
    assert far["dependency"]["rim_cells"].tolist() == [0]
    assert "dependency-rim" not in far["told"]


def test_one_without_a_cell_and_one_beyond_the_heights_are_named(found: Call, towns: Call, raster: Call) -> None:
    tiny = shapely.box(WEST + 3100, 3100, WEST + 3300, 3300)
    made = found(jurisdictions=towns(A=strip(5, 10), tiny=tiny, half=strip(10, 40)), jurisdiction_field="code",
                 dem=raster("east", EAST))
    assert made["dependency"]["code"].tolist() == ["A", "half", "tiny"]
    assert "tiny" in made["told"]["dependency-no-cells"]
    assert "half" in made["told"]["dependency-off-data"]


def test_ground_of_two_is_the_first_one_s_and_said_so(found: Call, towns: Call, raster: Call) -> None:
    made = found(jurisdictions=towns(B=strip(8, 20), A=strip(5, 10)), jurisdiction_field="code",
                 dem=raster("east", EAST))
    assert by_code(made["dependency"])["inside_m2"].tolist() == pytest.approx([50 * KM2, 100 * KM2])
    assert "1 places" in made["told"]["units-overlap"]


def test_small_pairs_are_left_out_and_counted(found: Call, towns: Call, raster: Call) -> None:
    made = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                 dem=raster("east", EAST), min_pair_km2=60.0)
    assert len(made["pairs"]) == 0
    assert made["told"]["dependency-small-pairs"].count("50 km²") == 1


def test_a_raster_that_begins_in_the_south_gives_the_same(found: Call, towns: Call, raster: Call) -> None:
    values = EAST + 3 * np.arange(ROWS)[:, None]
    north = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                  dem=raster("north", values))["dependency"]
    path = raster("south", values)
    with rasterio.open(path) as file:
        profile = {**file.profile, "transform": Affine(1000, 0, WEST, 0, 1000, 0)}
    with rasterio.open(path, "w", **profile) as file:
        file.write(values[::-1].astype(np.float32), 1)
    south = found(jurisdictions=towns(A=strip(5, 10), B=strip(10, 20)), jurisdiction_field="code",
                  dem=path)["dependency"]
    assert south.drop(columns="geometry").equals(north.drop(columns="geometry"))


# Paths followed one by one


def followed(flow: Flow, own: np.ndarray, amounts: np.ndarray, count: int) -> tuple[np.ndarray, list[set[int]]]:
    """The matrix by walking down from every cell, and what each cell's water meets."""
    matrix, met = np.zeros((count + 1, count + 1)), []
    for cell in range(own.size):
        here, seen = cell, set()
        while here >= 0:
            seen.add(int(own.ravel()[here]))
            here = int(flow.below(np.array([here]))[0])
        met.append(seen)
        for one in {0, *seen}:
            matrix[own.ravel()[cell], one] += amounts.ravel()[cell]
    return matrix, met


def in_doubt(flow: Flow, own: np.ndarray, area: np.ndarray, doubtful: np.ndarray, count: int) -> np.ndarray:
    """Area outside each whose water comes into it from a doubtful cell, where it does so for the first time."""
    found = np.zeros(count + 1)
    for cell in range(own.size):
        here, seen = cell, {0, int(own.ravel()[cell])}
        while (to := int(flow.below(np.array([here]))[0])) >= 0:
            owner = int(own.ravel()[to])
            found[owner] += area.ravel()[cell] if owner not in seen and doubtful.ravel()[here] else 0
            seen.add(owner)
            here = to
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_matrix_is_that_of_every_path_walked_down(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid = Grid(CRS.from_epsg(4490), Affine(0.01, 0, 115, 0, -0.01, 41), 30, 30)
    flow = route((rng.random((30, 30)) * 100).astype(np.float32), grid)
    own = np.kron(rng.integers(0, 6, (6, 6)), np.ones((5, 5), int)).astype(np.int32)
    people = rng.random((30, 30))
    doubtful = rng.random((30, 30)) < 0.5
    paths = paths_of(flow.direction, own, grid.cell_areas(), people, np.zeros((30, 30), bool), doubtful, 5)
    area = np.broadcast_to(grid.cell_areas(), (30, 30))
    by_area, met = followed(flow, own, area, 5)
    np.testing.assert_allclose(paths.matrix(), by_area, rtol=1e-12)
    np.testing.assert_allclose(paths.matrix(paths.people), followed(flow, own, people, 5)[0], rtol=1e-12)
    np.testing.assert_allclose(np.diag(paths.matrix())[1:], np.bincount(own.ravel(), area.ravel())[1:], rtol=1e-12)
    together = [bool(seen & {2, 3}) and owner in (1, 4) for seen, owner in zip(met, own.ravel())]
    assert paths.through([1, 4], [2, 3])[0] == pytest.approx(area.ravel()[together].sum(), rel=1e-12)
    np.testing.assert_allclose(paths.in_doubt().sum(axis=0), in_doubt(flow, own, area, doubtful, 5), rtol=1e-12)


def test_a_thousand_jurisdictions_along_a_river_are_all_met() -> None:
    direction = np.zeros((1, 1000), np.uint8)
    direction[0, -1] = 8
    own = np.arange(1, 1001, dtype=np.int32)[None]
    nowhere = np.zeros((1, 1000), bool)
    paths: Paths = paths_of(direction, own, np.ones((1, 1)), None, nowhere, nowhere, 1000)
    np.testing.assert_array_equal(paths.matrix()[1:, 1:], np.triu(np.ones((1000, 1000))))


# Basins


@pytest.fixture
def chain(store: Call) -> str:
    """1 → 2 → 3, strips of 4 columns from west to east."""
    return str(store("chain", [strip(0, 4), strip(4, 8), strip(8, 12)], crs=ALBERS,
                     basin_id=["1", "2", "3"], next_down=["2", "3", None]))


def test_heights_whose_file_has_no_crs_are_read_in_the_one_assigned(found: Call, towns: Call, raster: Call) -> None:
    units, path = towns(A=strip(0, 5), B=strip(5, 10)), raster("east", EAST)
    told = found(jurisdictions=units, jurisdiction_field="code", dem=path)["dependency"]
    with rasterio.open(path) as file:
        values = file.read()
        profile = {**file.profile, "crs": None}
    with rasterio.open(path, "w", **profile) as file:
        file.write(values)
    bare = found(jurisdictions=units, jurisdiction_field="code", dem=path, dem_crs=ALBERS.to_wkt())
    assert bare["dependency"]["outside_m2"].tolist() == told["outside_m2"].tolist()


def test_of_basins_the_least_and_the_most_that_can_be_upstream_are_told(found: Call, towns: Call, chain: str) -> None:
    made = found(jurisdictions=towns(A=strip(0, 2), B=strip(6, 10)), jurisdiction_field="code", basins=chain)
    assert made["result"]["method"] == "basins"
    table = by_code(made["dependency"])
    assert table["inside_m2"].tolist() == pytest.approx([20 * KM2, 40 * KM2])
    assert table["outside_m2"].tolist() == pytest.approx([0, 40 * KM2])  # basin 1 is strictly upstream of B
    # the eastern half of basin 1, all else of 2 and 3: it may be above or below
    assert table["outside_high_m2"].tolist() == pytest.approx([20 * KM2, 80 * KM2])
    assert table["dependency"].tolist() == pytest.approx([0, 0.5])
    assert table["dependency_high"].tolist() == pytest.approx([0.5, 2 / 3])
    assert table["basins_in_question"].tolist() == ["1", "2, 3"]
    assert table["trusted"].tolist() == [0, 1]  # 0 to 50 % is a range too wide, 50 to 67 % is not
    only = pair(made["pairs"], "A", "B")
    assert (only["area_m2"], only["area_high_m2"], only["trusted"]) == (pytest.approx(20 * KM2), only["area_m2"], 1)
    assert "A 0–50 %" in made["told"]["dependency-range"] and "B 50–67 %" in made["told"]["dependency-range"]


def test_a_pair_that_may_be_none_is_not_trusted_and_comes_last(found: Call, towns: Call, store: Call) -> None:
    basins = store("pair", [strip(0, 10), strip(10, 20)], crs=ALBERS, basin_id=["1", "2"], next_down=["2", None])
    made = found(jurisdictions=towns(A=strip(0, 8), B=strip(8, 10), C=strip(10, 20)), jurisdiction_field="code",
                 basins=basins)
    listed = made["pairs"][["upstream_code", "downstream_code", "trusted"]].to_numpy().tolist()
    assert listed == [["A", "C", 1], ["B", "C", 1], ["A", "B", 0], ["B", "A", 0]]
    assert pair(made["pairs"], "A", "B")["area_m2"] == 0
    assert pair(made["pairs"], "A", "B")["area_high_m2"] == pytest.approx(80 * KM2)


def test_water_from_above_a_basin_is_certain_for_who_has_much_of_it_only(
    found: Call, towns: Call, store: Call
) -> None:
    basins = store("two", [strip(0, 10), strip(10, 20)], crs=ALBERS, basin_id=["1", "2"], next_down=["2", None])
    made = found(jurisdictions=towns(A=strip(0, 10), B=strip(10, 14), C=strip(14, 20)), jurisdiction_field="code",
                 basins=basins)
    pairs = {code: pair(made["pairs"], "A", code) for code in "BC"}
    assert (pairs["B"]["area_m2"], pairs["C"]["area_m2"]) == pytest.approx((0, 100 * KM2))  # 40 % and 60 % of basin 2
    assert [pairs[code]["area_high_m2"] for code in "BC"] == pytest.approx([100 * KM2] * 2)
    assert [pairs[code]["trusted"] for code in "BC"] == [0, 1]


def test_a_basin_that_is_barely_touched_makes_nobody_depend_on_it(found: Call, towns: Call, store: Call) -> None:
    """Corners wider than drawing: 4.4 of the basin's 500 km² is no share of it nor of the town, 9 is."""
    basins = store("long", [strip(0, 10), strip(10, 60), strip(60, 120)], crs=ALBERS, basin_id=["1", "2", "3"],
                   next_down=["2", None, None])

    def outside(side: float) -> tuple[list[float], dict[str, str]]:
        corner = shapely.box(WEST + 60_000 - side, 0, WEST + 60_000, side)
        made = found(jurisdictions=towns(A=strip(0, 10), B=shapely.union(strip(60, 110), corner)),
                     jurisdiction_field="code", basins=basins)
        return by_code(made["dependency"]).loc["B", ["outside_m2", "outside_high_m2"]].tolist(), made["told"]

    barely, told = outside(2_100)
    assert barely == pytest.approx([0, 100 * KM2])
    assert "B × 2 4.4 km²" in told["dependency-grazed"] and "(1)" in told["dependency-grazed"]
    truly, told = outside(3_000)
    assert truly == pytest.approx([0, (100 + 100 + 491) * KM2])  # water from above may still pass it by
    assert "dependency-grazed" not in told


def test_of_basins_people_of_units_are_counted(found: Call, towns: Call, chain: str, store: Call) -> None:
    counties = store("counties", [strip(0, 4), strip(4, 12)], crs=ALBERS, people=[400, 80])
    made = found(jurisdictions=towns(A=strip(0, 2), B=strip(6, 10)), jurisdiction_field="code", basins=chain,
                 population_layer=counties, population_field="people")
    table = by_code(made["dependency"])
    assert table["inside_people"].tolist() == pytest.approx([200, 40])
    assert table["outside_people"].tolist() == pytest.approx([0, 400])


def test_of_basins_people_of_a_raster_are_counted(found: Call, towns: Call, chain: str, raster: Call) -> None:
    people = np.tile(np.arange(COLUMNS) + 1.0, (ROWS, 1))  # 1 … 20 a cell, from west to east
    made = found(jurisdictions=towns(A=strip(0, 2), B=strip(6, 10)), jurisdiction_field="code", basins=chain,
                 population=raster("people", people))
    table = by_code(made["dependency"])
    assert table["inside_people"].tolist() == pytest.approx([10 * 3, 10 * 34], rel=0.15)  # cells of 30″ are as large
    assert table.loc["B", "outside_people"] == pytest.approx(10 * 10, rel=0.15)


def test_the_grid_that_people_are_counted_on_stays_small() -> None:
    small, large = counting_grid(np.array([[113.0, 36, 120, 43]])), counting_grid(np.array([[60.0, 0, 150, 55]]))
    assert (small.width, small.height) == (840, 840)
    assert 15e6 < large.width * large.height < 17e6
    west, south, east, north = large.bounds
    assert west <= 60 and south <= 0 and east >= 150 and north >= 55


def test_a_border_drawn_a_little_over_the_divide_touches_no_basin(found: Call, towns: Call, chain: str) -> None:
    made = found(jurisdictions=towns(B=strip(7.9, 12)), jurisdiction_field="code", basins=chain)
    assert made["dependency"]["outside_m2"].tolist() == pytest.approx([79 * KM2], rel=1e-5)
    assert made["dependency"]["outside_high_m2"].tolist() == pytest.approx([79 * KM2], rel=1e-5)
    assert made["dependency"]["basins_in_question"].tolist() == [""]


def test_a_loop_of_basins_is_refused_by_its_name(refused: Call, towns: Call, store: Call, tmp_path: Path) -> None:
    loop = store("loop", [strip(0, 4), strip(4, 8)], crs=ALBERS, basin_id=["1", "2"], next_down=["2", "1"])
    assert refused("water_dependency", jurisdictions=towns(A=strip(0, 2)), jurisdiction_field="code", basins=loop,
                   output=str(tmp_path / "d.gpkg")) == "basin-loop"


def test_what_cannot_be_meant_is_refused(
    refused: Call, towns: Call, raster: Call, chain: str, tmp_path: Path
) -> None:
    given = {"jurisdictions": towns(A=strip(5, 10)), "jurisdiction_field": "code", "output": str(tmp_path / "d.gpkg")}
    east = raster("east", EAST)
    assert refused("water_dependency", **given, dem=east, basins=chain) == "two-waters"
    assert refused("water_dependency", **given, dem=east, min_pair_km2=-1.0) == "bad-min-pair"
    far = {**given, "jurisdictions": towns(A=strip(500, 600))}
    assert refused("water_dependency", **far, dem=east) == "jurisdictions-off-dem"
    assert refused("water_dependency", **far, basins=chain) == "jurisdictions-off-basins"


# The bundled data


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The 13 cities on the bundled heights."""
    target = tmp_path_factory.mktemp("bundled") / "dependency.gpkg"
    params = {"task": "water_dependency", "params": {"output": str(target)}}
    return opened(target, tasks.perform(params, Job({"language": "en"})))


def test_a_city_s_own_ground_is_its_area(bundled: dict[str, Any]) -> None:
    table = by_code(bundled["dependency"])
    assert len(table) == 13
    np.testing.assert_allclose(table["inside_m2"], table["area_m2"], rtol=2e-3)
    np.testing.assert_allclose(table["upstream_m2"], table["inside_m2"] + table["outside_m2"], rtol=1e-12)
    from_others = bundled["pairs"].groupby("downstream_code")["area_m2"].sum().reindex(table.index, fill_value=0)
    np.testing.assert_allclose(from_others + table["beyond_m2"], table["outside_m2"], atol=3 * KM2)


def test_the_catchments_of_guanting_and_miyun_in_zhangjiakou_are_upstream_of_beijing(bundled: dict[str, Any]) -> None:
    area = pair(bundled["pairs"], "130700", "110000")["area_m2"] / KM2
    of_reservoirs = 0.405 * 42_890 + 0.373 * 15_327  # on the same heights; published: 17 662 + 5 611
    assert of_reservoirs < area < of_reservoirs + 1_739  # and some of Zhangjiakou's ground on the Daqing, all of that
    share = by_code(bundled["dependency"]).loc["110000", "dependency"]
    assert 0.75 < share < 0.8


def test_what_is_upstream_of_a_city_is_what_drains_into_its_cells(bundled: dict[str, Any]) -> None:
    heights = read_heights("bundled", Job({"language": "en"}))
    heights.values[closed_ground("bundled", heights.grid, Job({"language": "en"}))] = np.nan
    flow = route(heights.values, heights.grid)
    area = np.broadcast_to(heights.grid.cell_areas(), flow.direction.shape)
    table = by_code(bundled["dependency"])
    for code in ("110000", "120000", "130800"):
        shape = table.loc[[code]].to_crs(heights.grid.crs).geometry.iloc[0]
        mine = geometry_mask([shape], flow.direction.shape, heights.grid.transform, invert=True)
        upstream = flow.basins(np.flatnonzero(mine)) > 0
        assert area[upstream & ~mine].sum() == pytest.approx(table.loc[code, "outside_m2"], rel=1e-4)


def test_upstream_of_the_mountains_is_what_pyflwdir_finds_there(bundled: dict[str, Any]) -> None:
    """Found once by pyflwdir 0.5 (filled, D8, outlets at the edge) on the same heights, walking up all paths; km²."""
    outside = by_code(bundled["dependency"])["outside_m2"] / KM2
    assert outside[["110000", "130700"]].tolist() == pytest.approx([59_196, 26_825], rel=0.005)
    for up, down, area in (("130700", "110000", 24_474), ("130800", "110000", 6_490), ("130600", "110000", 3_340),
                           ("130800", "130300", 28_562), ("130800", "130200", 35_486)):
        assert pair(bundled["pairs"], up, down)["area_m2"] / KM2 == pytest.approx(area, rel=0.005)


def test_the_plain_is_not_trusted_and_the_mountains_are(bundled: dict[str, Any]) -> None:
    trusted = by_code(bundled["dependency"])["trusted"]
    assert trusted[["120000", "130900", "131000", "131100"]].tolist() == [0] * 4
    assert trusted["130600"] == 0  # Baoding: mountains for the most part, but what is upstream comes over the plain
    assert trusted[["110000", "130700", "130800"]].tolist() == [1] * 3
    pairs = bundled["pairs"]
    assert pair(pairs, "130800", "130200")["trusted"] == 1  # the Luan out of the mountains
    assert pair(pairs, "110000", "130200")["trusted"] == 0
    assert pairs["trusted"].is_monotonic_decreasing
    for _, rows in pairs.groupby("trusted"):
        assert rows["area_m2"].is_monotonic_decreasing


def test_pairs_in_doubt_are_told_apart_from_those_that_lack_an_agreement(bundled: dict[str, Any]) -> None:
    certain = bundled["told"]["dependency-no-agreement"]
    doubtful = bundled["told"]["dependency-no-agreement-doubtful"]
    assert "张家口市 → 唐山市" not in certain  # the Yongding does not reach Tangshan
    assert "should not be quoted" in doubtful and "张家口市 → 唐山市" in doubtful


def test_of_the_bundled_basins_a_corner_across_a_badly_drawn_border_brings_baoding_nothing(found: Call) -> None:
    made = found(method="basins")
    share = by_code(made["dependency"])
    assert "保定市 × 潮白河下游" in made["told"]["dependency-grazed"]
    assert share.loc["130600", "largest_name"] != "承德市"
    assert pair(made["pairs"], "130700", "130600")["trusted"] == 0
    assert pair(made["pairs"], "130700", "130900")["trusted"] == 0  # the Yongding passes Cangzhou by
    assert pair(made["pairs"], "130600", "120000")["trusted"] == 1  # half of the lower Hai is Tianjin's
    assert share.loc["110000", "trusted"] == 0 and share.loc["110000", "dependency_high"] > 0.5
    assert "HydroBASINS" not in made["told"].get("dependency-flat", "")  # heights alone have that trouble


def test_agreements_stand_beside_what_is_measured_of_their_counties(bundled: dict[str, Any]) -> None:
    agreed = bundled["agreements"]
    assert agreed["agreements"].tolist() == ["yinluan"] * 2 + ["miyun_chaobai"] * 5 + ["guanting_yongding"]
    assert set(agreed["natural"]) == {"yes"}
    area = agreed.set_index("upstream_code")["area_m2"] / KM2
    assert area["130732"] == pytest.approx(5_266, rel=0.01)  # Chicheng: all of it (its area in the facts)
    assert area["130700"] == pytest.approx(17_662, rel=0.03)  # of Zhangjiakou, into Guanting: published, S11
    assert area["130700"] < 0.75 * pair(bundled["pairs"], "130700", "110000")["area_m2"] / KM2  # all that drains so
    assert area[["130724", "130732", "130826", "130824", "130822"]].sum() < 15_327  # Miyun's catchment
    assert agreed["measured_above"].fillna("").tolist() == [""] * 2 + ["密云水库"] * 5 + ["官厅水库"]
    assert pair(bundled["pairs"], "130700", "110000")["agreements"] == "miyun_chaobai, guanting_yongding"
    assert pair(bundled["pairs"], "130800", "120000")["agreement_kinds"] == "transfer"
    assert "Luan to Tianjin" in bundled["told"]["dependency-transfer"]  # in English alone
    assert "承德市 → 唐山市" in bundled["told"]["dependency-no-agreement"]
    ends = [shapely.get_coordinates(line)[-1].round(2).tolist() for line in agreed.geometry]
    assert ends[0] == [117.2, 39.08] and ends[-1] == [116.4, 39.9]


def test_every_agreement_says_its_terms_source_and_period() -> None:
    for one in agreements():
        told = one.told()
        assert all(told[field] for field in ("period", "terms_zh", "terms_en", "source", "confidence"))
        assert len(one.course) >= 1


def test_an_agreement_without_ground_that_drains_so_is_told(
    found: Call, store: Call
) -> None:
    """Of a network in which nothing runs from one city to the other."""
    cities = pyogrio.read_dataframe(files.resource("data/jjj.gpkg"), layer="units").dissolve("city").reset_index()
    alone = store("alone", list(cities.geometry), crs=cities.crs, basin_id=list(cities["city"]),
                  next_down=[None] * len(cities))
    made = found(basins=alone)
    assert made["agreements"]["natural"].tolist() == ["no"] * 8
    assert made["agreements"]["area_m2"].isna().tolist() == [False] * 2 + [True] * 6  # no reservoir without heights
    assert "承德市 → 天津市" in made["told"]["dependency-unmeasured"]


def test_the_recipe_makes_the_same_again(found: Call, towns: Call, raster: Call) -> None:
    given = {"jurisdictions": towns(A=strip(5, 10), B=strip(10, 20)), "jurisdiction_field": "code",
             "dem": raster("east", EAST)}
    first = found(**given)
    again = found(**{key: value for key, value in first["result"]["params"].items() if key != "output"})
    assert first["dependency"].equals(again["dependency"]) and first["pairs"].equals(again["pairs"])
