"""Earlier results at changed distances and thresholds: values, changes, ranks, and which rows change order."""

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

from jjj_planner_plugin.engine import sensitivity as module
from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.geodesy import azimuthal_frame
from jjj_planner_plugin.engine.parameters import Ranking
from jjj_planner_plugin.engine.sensitivity import compared
from jjj_planner_plugin.engine.tasks import TASKS

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"


@pytest.fixture
def varied(perform: Call, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """`varied(recipe, …)`: the table as written; its `attrs` hold the task's result."""

    def table(recipe: str, **params: Any) -> pd.DataFrame:
        output = tmp_path / "sensitivity.csv"
        result = perform("sensitivity", recipe=recipe, output=str(output), **params)
        found = pd.read_csv(output, dtype={"class": str})
        if "class" in found:
            found["class"] = found["class"].fillna("")
        found.attrs = result
        return found

    return table


def on_the_ground(*corners: float) -> shapely.Polygon:
    """In degrees, a box by metres on the ground from 116.5° E, 39° N."""
    frame = azimuthal_frame(116.5, 39)
    return shapely.transform(shapely.segmentize(shapely.box(*corners), 200),
                             lambda xy: np.column_stack(frame.transform(*xy.T, direction="INVERSE")))


@pytest.fixture
def halves(store: Call) -> str:
    """West of x = -1 km is W, east of x = 0.5 km is E; between them is nothing."""
    west, east = on_the_ground(-9000, -9000, -1000, 9000), on_the_ground(500, -9000, 9000, 9000)
    return str(store("halves", [west, east], side=["W", "E"]))


@pytest.fixture
def disc_recipe(perform: Call, store: Call, halves: str, tmp_path: Path) -> str:
    """A disc of 2 km around a point 1 km east of W: its areas in W, in E, and outside of both."""
    point = store("point", [shapely.Point(116.5, 39)])
    result = perform("ring_buffers", layer=point, distances_m=[2000], dissolve=True, areas_of="together",
                     area_by=halves, area_by_class="side", output=str(tmp_path / "disc.gpkg"))
    return str(result["recipe"])


def segment_km2(radius: float, away: float) -> float:
    """Area of a disc of `radius` km beyond a chord `away` km from its centre."""
    return float(radius**2 * np.arccos(away / radius) - away * np.sqrt(radius**2 - away**2)) if away < radius else 0.0


# By hand


def test_a_disc_in_two_halves_has_known_areas_and_changes(varied: Call, disc_recipe: str) -> None:
    table = varied(disc_recipe, factors=[0.9, 1.1]).set_index("class")
    for percent, radius in (("90", 1.8), ("100", 2.0), ("110", 2.2)):
        west, east = segment_km2(radius, 1.0), segment_km2(radius, 0.5)
        found = table[f"area_m2_{percent}"] / 1e6
        assert found.to_dict() == pytest.approx(
            {"W": west, "E": east, "": np.pi * radius**2 - west - east}, rel=2e-4)
    change = (segment_km2(1.8, 1.0) / segment_km2(2.0, 1.0) - 1) * 100
    assert float(table.loc["W", "change_pct_90"]) == pytest.approx(change, abs=0.05)
    assert "change_pct_100" not in table
    assert table.attrs["parameter"] == "distance_factor"
    assert table.attrs["of"] == "ring_buffers"


def test_rows_that_change_order_are_marked(varied: Call, disc_recipe: str) -> None:
    """Between the halves lie 1.5 km: most of a small disc, less of a large one than E has."""
    table = varied(disc_recipe, factors=[0.45, 1.0, 2.0]).set_index("class")
    ranks = {name: table.loc[name, ["rank_45", "rank_100", "rank_200"]].fillna(0).tolist() for name in ("W", "E", "")}
    assert ranks == {"": [1, 1, 3], "E": [2, 2, 1], "W": [0, 3, 2]}
    assert table["order_changed"].tolist() == [1, 1, 1]
    assert table.attrs["changed_rows"] == 3


def test_a_row_that_a_smaller_distance_does_not_have_is_empty_there(varied: Call, disc_recipe: str) -> None:
    table = varied(disc_recipe, factors=[0.4, 1.0]).set_index("class")  # 800 m: W is not reached
    assert np.isnan(table.loc["W", "area_m2_40"])
    assert np.isnan(table.loc["W", "rank_40"])
    assert table.loc["W", "order_changed"] == 1


def test_ranks_are_within_their_group_and_equals_share_one() -> None:
    ranking = Ranking("t", ("k",), "v", ("g",))
    base = pd.DataFrame({"g": ["a", "a", "a", "b"], "k": ["x", "y", "z", "x"], "v": [3.0, 1.0, 2.0, 9.0]})
    more = base.assign(v=[3.0, 3.0 + 1e-9, 2.0, 1.0])
    table = compared({1.0: base, 1.1: more}, ranking)
    assert table[["g", "k"]].agg("".join, axis=1).tolist() == ["ax", "az", "ay", "bx"]
    assert table["rank_100"].tolist() == [1, 2, 3, 1]
    assert table["rank_110"].tolist() == [1, 3, 1, 1]
    assert table["order_changed"].tolist() == [0, 1, 1, 0]
    assert table["change_pct_110"].tolist() == pytest.approx([0, 0, 200, -100 * 8 / 9], abs=1e-4)


def test_a_change_from_nothing_is_no_number() -> None:
    ranking = Ranking("t", ("k",), "v")
    frames = {1.0: pd.DataFrame({"k": ["x"], "v": [0.0]}), 2.0: pd.DataFrame({"k": ["x"], "v": [5.0]})}
    assert compared(frames, ranking)["change_pct_200"].isna().all()


# Other tasks


def test_single_features_of_plain_rings_are_ranked_at_each_distance(
    varied: Call, perform: Call, store: Call, tmp_path: Path
) -> None:
    lines = [shapely.LineString([(114, 38), (114 + 0.1 * n, 38)]) for n in (1, 3, 2)]
    made = perform("ring_buffers", layer=store("roads", lines, name_zh=["甲", "乙", "丙"]), distances_m=[100, 300],
                   output=str(tmp_path / "r.gpkg"))
    table = varied(made["recipe"])
    assert list(table)[:5] == ["scope", "ring_no", "feature_id", "name_zh", "ring"]
    single = table[table["scope"] == "feature"]
    assert single["name_zh"].tolist() == ["乙", "丙", "甲"] * 2
    assert single["order_changed"].sum() == 0
    assert single["ring"].tolist() == ["0–100 m"] * 3 + ["100–300 m"] * 3
    assert single["change_pct_90"].to_numpy() == pytest.approx(np.full(6, -10), abs=0.7)  # round ends


def test_a_preset_and_a_field_of_distances_vary_as_well(
    varied: Call, perform: Call, store: Call, tmp_path: Path
) -> None:
    layer = store("lines", [shapely.LineString([(114, 38), (114.5, 38)])], reach=[30.0])
    for params in ({"preset": "road_motorway"}, {"distance_field": "reach"}):
        made = perform("ring_buffers", layer=layer, output=str(tmp_path / "r.gpkg"), **params)
        table = varied(made["recipe"])
        assert table["change_pct_110"].to_numpy() == pytest.approx(np.full(2, 10), abs=0.02)


def test_conflicts_vary_with_their_smallest_area(varied: Call, perform: Call, store: Call, tmp_path: Path) -> None:
    """Overlaps of 95, 105 and 500 m²: at 100 m² two count, at 90 m² three, at 110 m² one."""
    farmland = store("farmland", [shapely.box(0, 0, 5000, 5000)], ALBERS)
    city = store("city", [shapely.box(-1000, y, 1, y + size) for y, size in ((0, 95), (1000, 105), (2000, 500))],
                 ALBERS)
    made = perform("conflicts", layers=[farmland, city], min_area_m2=[100], output=str(tmp_path / "c.gpkg"))
    table = varied(made["recipe"])
    assert table.attrs["parameter"] == "min_area_m2"
    found = table[[f"area_m2_{percent}" for percent in (90, 100, 110)]].sum()
    assert found.tolist() == pytest.approx([700, 605, 500], abs=0.01)


def test_every_task_that_may_vary_has_a_ranking_and_every_ranking_something_to_vary() -> None:
    varying = {name for name, task in TASKS.items() if any(p.scalable for p in task.parameters)}
    assert varying == {name for name, task in TASKS.items() if task.rankings}
    assert "ring_buffers" in varying
    for task in TASKS.values():
        assert all(p.type in ("number", "numbers", "object") for p in task.parameters if p.scalable)


# Files


def test_the_same_job_gives_the_same_bytes_and_leaves_nothing_behind(
    varied: Call, disc_recipe: str, tmp_path: Path
) -> None:
    before = {file.name for file in tmp_path.iterdir()}
    kept = varied(disc_recipe).attrs
    first = [Path(kept[name]).read_bytes() for name in ("output", "recipe")]
    again = json.loads(first[1])
    tasks.perform({"task": "sensitivity", "params": again["params"]}, module.Job({}))
    assert [Path(kept[name]).read_bytes() for name in ("output", "recipe")] == first
    made = {"sensitivity.csv", "sensitivity.csvt", "sensitivity.recipe.json"}
    assert {file.name for file in tmp_path.iterdir()} == before | made


def test_a_geopackage_holds_the_same_rows_as_the_csv(
    varied: Call, perform: Call, disc_recipe: str, tmp_path: Path
) -> None:
    output = tmp_path / "sensitivity.gpkg"
    perform("sensitivity", recipe=disc_recipe, output=str(output))
    stored, written = pyogrio.read_dataframe(output, layer="sensitivity"), varied(disc_recipe)
    assert list(stored) == list(written)
    assert stored["area_m2_110"].tolist() == pytest.approx(written["area_m2_110"].tolist())


def test_the_earlier_result_is_left_as_it_is(varied: Call, disc_recipe: str, tmp_path: Path) -> None:
    before = (tmp_path / "disc.gpkg").read_bytes(), Path(disc_recipe).read_bytes()
    varied(disc_recipe)
    assert ((tmp_path / "disc.gpkg").read_bytes(), Path(disc_recipe).read_bytes()) == before


def test_nothing_stays_when_a_run_fails(
    perform: Call, disc_recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(tables: Any, ranking: Any) -> Any:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(module, "compared", failing)
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(RuntimeError):
        perform("sensitivity", recipe=disc_recipe, output=str(tmp_path / "s.csv"))
    assert {file.name for file in tmp_path.iterdir()} == before


def test_nothing_stays_when_the_task_itself_refuses(
    perform: Call, refused: Call, store: Call, folder: Path, tmp_path: Path
) -> None:
    """Twice 300 km is more than a buffer may have; the run at 100 % was made before."""
    layer = store("place", [shapely.Point(116, 39)])
    made = perform("ring_buffers", layer=layer, distances_m=[300_000], output=str(tmp_path / "r.gpkg"))
    params = {"recipe": made["recipe"], "factors": [2.0], "output": str(folder / "table.csv")}
    assert refused("sensitivity", **params) == "bad-distance"


def test_warnings_of_the_runs_are_told_once(perform: Call, store: Call, tmp_path: Path) -> None:
    layer = store("place", [shapely.Point(125, 40)])
    made = perform("ring_buffers", layer=layer, distances_m=[1000], output=str(tmp_path / "r.gpkg"))
    result = perform("sensitivity", recipe=made["recipe"], output=str(tmp_path / "s.csv"))
    assert [warning["code"] for warning in result["warnings"]] == ["outside-land"]


# Errors


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"task": 3, "params": {}}', '{"task": "x", "params": []}'])
def test_what_is_no_recipe_is_refused(content: str, refused: Call, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.recipe.json"
    path.write_text(content)
    assert refused("sensitivity", recipe=str(path), output=str(folder / "table.csv")) == "bad-recipe"


def test_a_recipe_that_is_not_there_is_refused(refused: Call, folder: Path, tmp_path: Path) -> None:
    assert refused("sensitivity", recipe=str(tmp_path / "no.json"), output=str(folder / "t.csv")) == "bad-recipe"


def test_a_task_with_nothing_to_vary_is_refused(
    perform: Call, refused: Call, good: str, folder: Path, tmp_path: Path
) -> None:
    made = perform("overlap_table", left=good, right=good, output=str(tmp_path / "o.csv"))
    assert refused("sensitivity", recipe=made["recipe"], output=str(folder / "t.csv")) == "nothing-to-vary"


def test_a_parameter_that_cannot_vary_is_refused(refused: Call, disc_recipe: str, folder: Path) -> None:
    params = {"recipe": disc_recipe, "output": str(folder / "t.csv")}
    assert refused("sensitivity", parameter="kind", **params) == "not-to-vary"
    assert refused("sensitivity", parameter="nothing", **params) == "not-to-vary"


@pytest.mark.parametrize("factors", [[], [1.0], [0.0, 1.1], [-0.5], [float("nan")], [float("inf"), 2]])
def test_factors_that_vary_nothing_are_refused(
    factors: list[float], refused: Call, disc_recipe: str, folder: Path
) -> None:
    params = {"recipe": disc_recipe, "output": str(folder / "t.csv")}
    assert refused("sensitivity", factors=factors, **params) == "bad-factors"


def test_an_input_that_has_gone_is_refused_with_what_to_do(
    refused: Call, disc_recipe: str, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "point.gpkg").unlink()
    assert refused("sensitivity", recipe=disc_recipe, output=str(folder / "t.csv")) == "recipe-input-gone"


def test_an_output_is_none_of_the_inputs(refused: Call, disc_recipe: str, halves: str, tmp_path: Path) -> None:
    assert refused("sensitivity", recipe=disc_recipe, output=halves) == "output-is-input"
    assert refused("sensitivity", recipe=disc_recipe, output=str(tmp_path / "s.json")) == "bad-output-type"
