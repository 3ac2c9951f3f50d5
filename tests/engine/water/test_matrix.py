"""Jurisdictions by catchments: every area, both shares, what is not covered and what is counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.tasks import perform as perform_task

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
REST = ["not_covered", "counted_twice"]
Matrix = Callable[..., dict[str, Any]]


def km(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in kilometres of the region's equal-area frame."""
    return shapely.box(1000 * west, 1000 * south, 1000 * east, 1000 * north)


UNITS = [km(0, 0, 10, 10), km(10, 0, 30, 10)]  # 100 and 200 km²
BASINS = [km(0, 0, 20, 6), km(-10, 6, 5, 20)]  # 120 and 210 km²: 60 and 60, 20 and none


@pytest.fixture
def matrix(store: Callable[..., str], perform: Matrix, tmp_path: Path) -> Matrix:
    """`matrix(units, basins)`: the task on these shapes; the result with its tables, areas in km²."""

    def run(
        units: list[Any] = UNITS, basins: list[Any] = BASINS, codes: tuple[str, ...] = ("1", "2"),
        ids: tuple[str | None, ...] = ("A", "B"), suffix: str = "gpkg", **params: Any,
    ) -> dict[str, Any]:
        left = store("units", units, ALBERS, XZQDM=list(codes), XZQMC=[f"县{code}" for code in codes])
        right = store("basins", basins, ALBERS, basin_id=list(ids), name_zh=[f"河{one}" for one in ids])
        target = tmp_path / f"m.{suffix}"
        result = perform("catchment_matrix", **{
            "jurisdictions": left, "catchments": right, "output": str(target), **params})
        if suffix == "gpkg":
            result["table"] = pyogrio.read_dataframe(target, layer="matrix")
            result["wide"] = pyogrio.read_dataframe(target, layer="matrix_wide").set_index("jurisdiction")
            result["pieces"] = pyogrio.read_dataframe(target, layer="pieces")
            result["km2"] = in_km2(result["table"])
        return result

    return run


def in_km2(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.jurisdiction, row.catchment): row.area_m2 / 1e6 for row in table.itertuples()}


def sums_hold(table: pd.DataFrame) -> None:
    """Of every jurisdiction and every catchment: whole = Σ + not covered − counted twice."""
    for mine, other in (("jurisdiction", "catchment"), ("catchment", "jurisdiction")):
        share = {"jurisdiction": "row_share", "catchment": "column_share"}[mine]
        for code, rows in table[~table[mine].isin(REST)].groupby(mine):
            sign = np.where(rows[other] == "counted_twice", -1, 1)
            whole = rows[f"{mine}_m2"].iloc[0]
            assert (sign * rows["area_m2"]).sum() == pytest.approx(whole, rel=1e-9), code
            assert (sign * rows[share]).sum() == pytest.approx(1, abs=1e-7), code


def test_what_is_read_and_laid_over_is_said_from_the_start(store: Callable[..., str], tmp_path: Path) -> None:
    said: list[tuple[float, str, dict[str, Any]]] = []
    job = Job({})
    job.progress = lambda fraction, code, **facts: said.append((fraction, code, facts))  # type: ignore[method-assign]
    perform_task({"task": "catchment_matrix", "params": {
        "jurisdictions": store("units", UNITS, ALBERS, XZQDM=["1", "2"]),
        "catchments": store("basins", BASINS, ALBERS, basin_id=["A", "B"]), "output": str(tmp_path / "m.gpkg")}}, job)
    assert said[:3] == [(0.05, "reading", {"what": "units"}), (0.15, "reading", {"what": "basins"}),
                        (0.25, "matrix-laying", {"rows": "2", "columns": "2"})]


def test_areas_and_shares_by_hand(matrix: Matrix) -> None:
    made = matrix()
    assert made["km2"] == pytest.approx({
        ("1", "A"): 60, ("1", "B"): 20, ("1", "not_covered"): 20, ("1", "counted_twice"): 0,
        ("2", "A"): 60, ("2", "not_covered"): 140, ("2", "counted_twice"): 0,
        ("not_covered", "A"): 0, ("not_covered", "B"): 190, ("counted_twice", "A"): 0, ("counted_twice", "B"): 0})
    table = made["table"].set_index(["jurisdiction", "catchment"])
    assert table.loc[("1", "A"), ["row_share", "column_share"]].tolist() == pytest.approx([0.6, 0.5])
    assert table.loc[("1", "B"), ["row_share", "column_share"]].tolist() == pytest.approx([0.2, 20 / 210])
    assert table.loc[("2", "not_covered"), "row_share"] == pytest.approx(0.7)
    assert table.loc[("not_covered", "B"), "column_share"] == pytest.approx(190 / 210)
    assert np.isnan(table.loc[("2", "not_covered"), "column_share"])
    assert table.loc[("1", "A"), ["jurisdiction_m2", "catchment_m2"]].tolist() == pytest.approx([1e8, 1.2e8])
    sums_hold(made["table"])


def test_names_go_with_the_codes_and_the_rest_is_named_in_the_job_s_language(matrix: Matrix) -> None:
    for language, word, outside in (("en", "Not covered", "Outside all jurisdictions"), ("zh", "未覆盖", "各辖区之外")):
        table = matrix(language=language)["table"]
        names = dict(zip(table["catchment"], table["catchment_name"]))
        assert names["A"] == "河A" and names["not_covered"] == word
        rows = dict(zip(table["jurisdiction"], table["jurisdiction_name"]))
        assert rows["1"] == "县1" and rows["not_covered"] == outside


def test_the_totals_are_told_with_the_result(matrix: Matrix) -> None:
    made = matrix()
    assert {key: value / 1e6 for key, value in made.items() if key.endswith("_m2")} == pytest.approx({
        "jurisdictions_m2": 300, "covered_m2": 140, "not_covered_m2": 160, "counted_twice_m2": 0})


def test_catchments_that_overlap_are_counted_twice_and_said(matrix: Matrix) -> None:
    made = matrix(basins=[km(0, 0, 20, 6), km(5, 2, 15, 8)])  # they share 10 × 4, half of it in each unit
    assert made["km2"][("1", "A")] == pytest.approx(60) and made["km2"][("1", "B")] == pytest.approx(30)
    assert made["km2"][("1", "counted_twice")] == made["km2"][("2", "counted_twice")] == pytest.approx(20)
    assert made["km2"][("1", "not_covered")] == pytest.approx(100 - 70)
    assert made["counted_twice_m2"] == pytest.approx(4e7)
    assert any("overlap one another by 40000000" in warning["warning"] for warning in made["warnings"])
    sums_hold(made["table"])


def test_jurisdictions_that_overlap_are_counted_twice_in_the_catchments(matrix: Matrix) -> None:
    made = matrix(units=[km(0, 0, 10, 10), km(8, 0, 30, 10)])
    assert made["km2"][("counted_twice", "A")] == pytest.approx(12)
    assert made["km2"][("not_covered", "A")] == pytest.approx(0)
    sums_hold(made["table"])


def test_the_wide_table_has_a_column_a_catchment_and_totals_both_ways(matrix: Matrix) -> None:
    wide = matrix()["wide"]
    assert wide.columns.tolist() == [
        "jurisdiction_name", "河A", "河B", "not_covered_km2", "counted_twice_km2", "total_km2"]
    assert wide.loc["1"].tolist()[1:] == pytest.approx([60, 20, 20, 0, 100])
    assert wide.loc["not_covered"].tolist()[1:] == pytest.approx([0, 190, 0, 0, 190])
    assert wide.loc["total"].tolist()[1:] == pytest.approx([120, 210, 160, 0, 490])


def test_columns_of_one_name_or_of_ours_stay_apart(matrix: Matrix, store: Callable[..., str]) -> None:
    shapes = [km(0, 0, 5, 10), km(5, 0, 10, 10), km(10, 0, 20, 10), km(20, 0, 30, 10)]
    basins = store("named", shapes, ALBERS, basin_id=list("abcd"), name_zh=["新河", "新河", "Total_km2", "X"])
    wide = matrix(catchments=basins)["wide"]
    assert wide.columns.tolist()[1:5] == ["新河 a", "新河 b", "Total_km2 c", "X"]
    assert wide.loc["1"].tolist()[1:5] == pytest.approx([50, 50, 0, 0])


def test_pieces_are_the_ground_of_the_rows(matrix: Matrix) -> None:
    made = matrix()
    pieces = made["pieces"]
    assert pieces.crs.to_wkt() and set(pieces["catchment"]) == {"A", "B", "not_covered"}
    found = {(row.jurisdiction, row.catchment): row.geometry.area / 1e6 for row in pieces.itertuples()}
    assert found == pytest.approx({key: value for key, value in made["km2"].items() if key in found})
    assert sum(found.values()) == pytest.approx(300)


def test_layers_that_do_not_meet_are_not_covered(matrix: Matrix) -> None:
    made = matrix(basins=[km(50, 50, 60, 60), km(70, 50, 80, 60)])
    assert made["km2"][("1", "not_covered")] == pytest.approx(100) and made["covered_m2"] == 0
    assert set(made["pieces"]["catchment"]) == {"not_covered"}
    assert made["wide"].loc["total", "河A"] == pytest.approx(100)
    sums_hold(made["table"])


def test_several_polygons_of_one_code_are_one_jurisdiction(matrix: Matrix) -> None:
    made = matrix(codes=("1", "1"))
    assert made["km2"][("1", "A")] == pytest.approx(120) and made["km2"][("1", "not_covered")] == pytest.approx(160)
    assert len(made["pieces"]) == 3


def test_a_catchment_without_an_id_is_told_and_its_ground_stays(matrix: Matrix) -> None:
    made = matrix(ids=("A", None))
    assert made["km2"][("1", "")] == pytest.approx(20)
    assert any("basin_id" in warning["warning"] for warning in made["warnings"])
    sums_hold(made["table"])


def test_nine_digit_codes_are_told_as_adcodes(matrix: Matrix) -> None:
    made = matrix(codes=("156130702", "156130703"))
    assert {"130702", "130703"} <= set(made["table"]["jurisdiction"])
    assert {"130702", "130703"} == set(made["pieces"]["jurisdiction"])


def test_one_name_of_two_jurisdictions_has_its_code_behind_it(matrix: Matrix, store: Callable[..., str]) -> None:
    units = store("twice", UNITS, ALBERS, adcode=["130105", "130902"], name_zh=["新华区", "新华区"])
    table = matrix(jurisdictions=units)["table"]
    assert {"新华区 130105", "新华区 130902"} <= set(table["jurisdiction_name"])


def test_a_csv_has_the_long_table_with_its_types(matrix: Matrix) -> None:
    made = matrix(suffix="csv")
    table = pd.read_csv(made["output"], encoding="utf-8-sig", dtype={"jurisdiction": str})
    assert in_km2(table)[("1", "A")] == pytest.approx(60)
    assert Path(made["output"]).with_suffix(".csvt").read_text().count("Real") == 5


def test_layers_in_other_crs_give_the_same_areas(matrix: Matrix, store: Callable[..., str], to_albers: Any) -> None:
    shapes = [shapely.box(115.3, 38.8, 116.0, 39.3), shapely.box(115.8, 39.0, 116.6, 39.9)]
    degrees = matrix(jurisdictions=store("u", shapes[:1], 4490, XZQDM=["1"]),
                     catchments=store("b", shapes[1:], 4490, basin_id=["A"]))
    true = shapely.intersection(*to_albers(shapes)).area / 1e6
    assert degrees["km2"][("1", "A")] == pytest.approx(true, rel=1e-6)
    metres = matrix(jurisdictions=store("u3", to_albers(shapes[:1]), ALBERS, XZQDM=["1"]),
                    catchments=store("b", shapes[1:], 4490, basin_id=["A"]))
    assert metres["km2"][("1", "A")] == pytest.approx(true, rel=1e-6)


def test_any_two_layers_sum_up_and_agree_with_geos(matrix: Matrix) -> None:
    rng = np.random.default_rng(3)
    corners = rng.uniform(0, 40, (14, 2))
    sizes = rng.uniform(2, 15, (14, 2))
    boxes = [km(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, sizes)]
    units, basins = boxes[:6], boxes[6:]
    made = matrix(units=units, basins=basins, codes=tuple("123456"), ids=tuple("ABCDEFGH"))
    sums_hold(made["table"])
    for i, unit in enumerate(units):
        for j, basin in enumerate(basins):
            assert made["km2"].get(("123456"[i], "ABCDEFGH"[j]), 0) == pytest.approx(
                unit.intersection(basin).area / 1e6, abs=1e-6)
        assert made["km2"][("123456"[i], "not_covered")] == pytest.approx(
            unit.difference(shapely.union_all(basins)).area / 1e6, abs=1e-6)


@pytest.mark.parametrize(("params", "code"), [
    ({"jurisdiction_field": "no"}, "unknown-field"), ({"catchment_field": "no"}, "unknown-field"),
    ({"jurisdictions": "BARE"}, "no-unit-field"), ({"catchments": "BARE"}, "no-catchment-field"),
    ({"level": "village"}, "wrong-type"), ({"output": "m.xlsx"}, "bad-output-type")])
def test_what_cannot_be_meant_is_refused(
        refused: Callable[..., str], store: Callable[..., str], tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    layer = store("both", UNITS, ALBERS, XZQDM=["1", "2"], basin_id=["A", "B"])
    bare = store("bare", UNITS, ALBERS)
    asked = {"jurisdictions": layer, "catchments": layer, "output": str(tmp_path / "m.gpkg"), **params}
    named = {key: bare if value == "BARE" else value for key, value in asked.items()}
    assert refused("catchment_matrix", **named) == code


# The bundled units and sub-basins: CHECKS.md


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """`whole(level)`: the task with nothing but a level, its table by names, in km²; each made once."""
    from jjj_planner_plugin.engine import tasks
    from jjj_planner_plugin.engine.protocol import Job

    made: dict[str, dict[str, Any]] = {}

    def run(level: str) -> dict[str, Any]:
        if level not in made:
            target = tmp_path_factory.mktemp(level) / "m.gpkg"
            made[level] = tasks.perform({"task": "catchment_matrix", "params": {
                "level": level, "output": str(target)}}, Job({"language": "zh"}))
            made[level]["table"] = pyogrio.read_dataframe(target, layer="matrix")
        return made[level]

    return run


def test_units_by_sub_basins_add_up_to_the_units_area(whole: Callable[[str], dict[str, Any]]) -> None:
    made = whole("unit")
    assert made["covered_m2"] / 1e6 == pytest.approx(196_662, rel=1e-3)
    assert made["not_covered_m2"] / 1e6 == pytest.approx(18_565, rel=1e-3)
    assert made["counted_twice_m2"] == 0
    assert made["covered_m2"] + made["not_covered_m2"] == pytest.approx(made["jurisdictions_m2"], rel=1e-9)
    assert made["jurisdictions_m2"] / 1e6 == pytest.approx(215_227, rel=1e-3)
    assert made["boundary_set"] == "bundled-1999" and made["inputs"] == []
    sums_hold(made["table"])


@pytest.mark.parametrize(("province", "share"), [("110000", 1.0), ("120000", 0.996), ("130000", 0.901)])
def test_shares_of_the_provinces_inside_the_basin(
        whole: Callable[[str], dict[str, Any]], province: str, share: float) -> None:
    table = whole("province")["table"].set_index(["jurisdiction", "catchment"])
    assert 1 - table.loc[(province, "not_covered"), "row_share"] == pytest.approx(share, abs=5e-4)


def test_zhangjiakou_s_part_of_the_yongding_and_the_chaobai(whole: Callable[[str], dict[str, Any]]) -> None:
    table = whole("city")["table"].set_index(["jurisdiction_name", "catchment"])
    yongding = table.loc[("张家口市", "H05")]
    assert yongding["area_m2"] / 1e6 == pytest.approx(17_368, rel=1e-3)
    assert yongding["catchment_m2"] / 1e6 == pytest.approx(42_943, rel=1e-3)
    assert yongding["column_share"] == pytest.approx(0.404, abs=1e-3)
    assert table.loc[("张家口市", "H03"), "area_m2"] / 1e6 == pytest.approx(5_258, rel=1e-3)
    assert table.loc[("张家口市", "H04"), "area_m2"] / 1e6 == pytest.approx(352, rel=2e-3)


def test_the_recipe_gives_the_same_tables_again(
        whole: Callable[[str], dict[str, Any]], perform: Matrix, tmp_path: Path) -> None:
    made = whole("province")
    recipe = json.loads(Path(made["recipe"]).read_text(encoding="utf-8"))
    perform("catchment_matrix", language="zh", **{**recipe["params"], "output": str(tmp_path / "again.gpkg")})
    again = pyogrio.read_dataframe(tmp_path / "again.gpkg", layer="matrix")
    pd.testing.assert_frame_equal(made["table"], again)
