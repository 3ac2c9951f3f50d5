"""Where parks and other features lie: on squares of 10 km, and on the bundled plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.protocol import Job
from tests.plans import point, rows, square, write_some

USED = ("units", "zones", "axes", "catchments", "parks", "park_areas")  # tables of the plan of squares

Locate = Callable[..., dict[str, Any]]


def squares() -> dict[str, list[dict[str, Any]]]:
    """Units 0–40 km east and 0–10 km north, the axis along y = 5 from x = 5 to 25 km; two parks by area, two points."""
    made = rows()
    made["catchments"] = [{"uid": "c-1", "name_zh": "流域", "catchment_id": "C1", "geometry": square(0, 0, 20, 6)}]
    made["park_areas"] = [
        {"uid": "park-1", "name_zh": "跨界园", "park_id": "P1", "geometry": square(18, 4, 8, 4)},
        {"uid": "park-2", "name_zh": "海边园", "park_id": "P2", "geometry": square(38, 0, 4, 4)}]
    made["parks"] = [
        {"uid": "park-3", "name_zh": "跨界园", "park_id": "P1", "geometry": point(22, 6)},
        {"uid": "park-4", "name_zh": "边上园", "park_id": "P3", "geometry": point(9, 5)},
        {"uid": "park-5", "name_zh": "岸外园", "park_id": "P4", "geometry": point(35, -1)},
        {"uid": "park-6", "name_zh": "远方园", "park_id": "P5", "geometry": point(35, 60)}]
    return made


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The plan of squares; read only."""
    return write_some(tmp_path_factory.mktemp("plan") / "plan.gpkg", squares(), *USED)


@pytest.fixture
def locate(perform: Locate, parks: str, tmp_path: Path) -> Locate:
    """`locate(**params)`: the result with its layer and table, on the plan of squares."""

    def run(**params: Any) -> dict[str, Any]:
        plan = params.pop("plan", parks)
        target = str(tmp_path / "located.gpkg")
        result = perform("locate_features", plan=plan, output=target, **params)
        result["layer"] = pyogrio.read_dataframe(target, layer="located")
        result["by_name"] = result["layer"].set_index("name")
        result["table"] = pyogrio.read_dataframe(target, layer="located_shares")
        return result

    return run


@pytest.fixture(scope="module")
def usual(parks: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The plan's parks, located with nothing said."""
    folder = tmp_path_factory.mktemp("usual")
    params = {"plan": parks, "output": str(folder / "located.gpkg")}
    result = tasks.perform({"task": "locate_features", "params": params}, Job({"language": "en"}))
    layer = pyogrio.read_dataframe(params["output"], layer="located")
    table = pyogrio.read_dataframe(params["output"], layer="located_shares")
    return {**result, "layer": layer, "by_name": layer.set_index("name"), "table": table}


def said(result: dict[str, Any]) -> str:
    return " ".join(warning["warning"] for warning in result["warnings"])


def shares(result: dict[str, Any], name: str, ground: str) -> dict[str, float]:
    table = result["table"]
    mine = table[(table["name"] == name) & (table["located_on"] == ground)]
    return dict(zip(mine["class"].fillna(""), mine["share_of_feature"]))


def test_an_area_has_its_share_in_each_zone_unit_and_ring(locate: Locate) -> None:
    result = locate(distances_m=[1000, 3000])
    park = result["by_name"].loc["跨界园"]
    assert park["shape"] == "area" and park["area_m2"] == pytest.approx(32e6, rel=1e-5)
    # 2 of its 8 km lie in unit 1 (Z1), 6 in unit 2 (Z4)
    assert park["zone"] == "Z4" and park["share_in_zone"] == pytest.approx(0.75, abs=1e-5)
    assert park["zone_others"] == "Zone Z1 25.0 %" and park["unit"] == "130102"
    assert shares(result, "跨界园", "unit") == {"130102": pytest.approx(0.75, abs=1e-5),
                                              "130101": pytest.approx(0.25, abs=1e-5)}
    # within 1 km of the axis: 7 km up to its end and the half disc around it, of 2 km across, cut off at x = 26
    ring = shares(result, "跨界园", "ring")
    assert ring["0–1 km"] == pytest.approx((7 * 2 + 3.14159265 / 2) / 32, abs=1e-4)
    assert sum(ring.values()) == pytest.approx(1, abs=1e-9)
    # 2 × 2 km of it are in the catchment, the rest in none
    assert shares(result, "跨界园", "catchment") == {"C1": pytest.approx(4 / 32, abs=1e-5),
                                                   "": pytest.approx(28 / 32, abs=1e-5)}


def test_a_point_near_a_border_says_which_and_how_far(usual: dict[str, Any], locate: Locate) -> None:
    park = usual["by_name"].loc["边上园"]
    assert park["unit"] == "130100" and park["on_border"] == "unit"
    assert park["to_border_m"] == pytest.approx(1000, abs=1.5)
    assert park["unit_others"] == "County 1 (1.0 km)"
    assert locate(border_m=900)["by_name"].loc["边上园"]["on_border"] == ""


def test_a_point_in_no_unit_counts_to_the_nearest_within_the_distance_and_else_to_none(usual: dict[str, Any]) -> None:
    result = usual
    assert result["by_name"].loc["岸外园"]["unit"] == "130103"
    near = result["table"].query("name == '岸外园' and located_on == 'unit'")
    assert near["relation"].tolist() == ["near"] and near["apart_m"].iloc[0] == pytest.approx(1000, abs=1.5)
    far = result["by_name"].loc["远方园"]
    assert far["unit"] == far["zone"] == far["city"] == ""
    assert "1 features lie in no unit, and near none: 远方园" in said(result)


def test_the_distance_from_the_axis_is_metres_on_the_ground_and_its_ring_is_named(locate: Locate) -> None:
    found = locate(distances_m=[500, 12_000])["by_name"]
    assert found.loc["边上园"]["axis_m"] == pytest.approx(0, abs=2)
    assert found.loc["岸外园"]["axis_m"] == pytest.approx(1000 * (10**2 + 6**2) ** 0.5, rel=1e-3)
    assert found.loc["岸外园"]["axis_ring"] == "0.5–12 km"
    assert found.loc["远方园"]["axis_ring"] == "> 12 km" and found.loc["远方园"]["axis_id"] == "A1"


def test_a_park_with_an_outline_is_listed_once(usual: dict[str, Any]) -> None:
    result = usual
    assert result["features"] == 5 and result["layer"]["name"].tolist().count("跨界园") == 1
    assert "1 parks have a point and an outline" in said(result)


def test_part_of_an_area_outside_all_units_is_a_row_of_its_own(usual: dict[str, Any]) -> None:
    found = shares(usual, "海边园", "unit")
    assert found == {"130103": pytest.approx(0.5, abs=1e-5), "": pytest.approx(0.5, abs=1e-5)}


def test_own_layers_footprint_and_further_layers_in_other_frames(locate: Locate, store: Callable[..., str]) -> None:
    half = gpd.GeoSeries([square(0, 0, 22, 10)], crs=4490).to_crs(3857).iloc[0]
    footprint = store("超标", [half], 3857, zone_id=["F1"])
    red = store("红线", [square(20, 0, 2, 10), square(30, 0, 10, 10)], 4490, DLMC=["林地", "草地"])
    own = store("own", [square(20, 0, 4, 4).geoms[0]], 4490, MC=["地块"])
    result = locate(features=[own], footprint=footprint, layers=[red])
    row = result["by_name"].loc["地块"]
    assert row["footprint"] == "F1" and row["share_in_footprint"] == pytest.approx(0.5, abs=1e-5)
    assert row["others"] == "红线: 林地 50.0 %"
    assert next(Path(one["path"]).stem for one in result["inputs"]) == "own"
    assert {"超标", "红线"} <= {one["layer"] for one in result["inputs"]}


def test_the_same_again_from_the_recipe(usual: dict[str, Any], perform: Locate, tmp_path: Path) -> None:
    first = usual
    recipe = json.loads(Path(first["recipe"]).read_text(encoding="utf-8"))
    again = str(tmp_path / "again.gpkg")
    perform("locate_features", **{**recipe["params"], "output": again})
    for name, frame in (("located", first["layer"]), ("located_shares", first["table"])):
        pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(pyogrio.read_dataframe(again, layer=name)))


def test_a_plan_without_axes_or_circles_says_so(locate: Locate, tmp_path: Path) -> None:
    result = locate(plan=write_some(tmp_path / "bare.gpkg", squares(), "units", "zones", "parks"))
    assert "no axes" in said(result) and "catchments, circles" in said(result)
    assert "axis_m" not in result["layer"]


def test_where_every_point_has_an_outline_the_outlines_alone_are_located(locate: Locate, tmp_path: Path) -> None:
    made = squares()
    made["parks"] = made["parks"][:1]
    result = locate(plan=write_some(tmp_path / "outlined.gpkg", made, *USED))
    assert result["layer"]["name"].tolist() == ["跨界园", "海边园"] and set(result["layer"]["shape"]) == {"area"}


def test_a_feature_without_a_name_is_called_by_its_number(locate: Locate, store: Callable[..., str]) -> None:
    own = store("own", [square(20, 0, 4, 4).geoms[0], square(2, 0, 4, 4).geoms[0]], 4490, MC=["地块", None])
    assert locate(features=[own])["layer"]["name"].tolist() == ["地块", "#2"]


def test_circles_lie_in_one_another_and_are_listed_from_the_smallest(locate: Locate, tmp_path: Path) -> None:
    made = squares()
    made["unit_sets"] = [
        {"uid": "s-1", "set_id": "C100", "name_en": "Wide", "kind": "circle", "geometry": square(-50, -50, 100, 100)},
        {"uid": "s-2", "set_id": "C50", "name_en": "Near", "kind": "circle", "geometry": square(-5, -5, 25, 25)},
        {"uid": "s-3", "set_id": "PB", "name_en": "Belt", "kind": "belt", "geometry": square(0, 0, 9.5, 10)}]
    found = locate(plan=write_some(tmp_path / "sets.gpkg", made, *USED, "unit_sets"))["by_name"]
    assert found.loc["边上园"]["circles"] == "Near, Wide" and found.loc["边上园"]["sets"] == "Belt"
    assert found.loc["跨界园"]["circles"] == "Wide, Near 25.0 %" and found.loc["跨界园"]["sets"] == ""
    assert found.loc["远方园"]["circles"] == ""


def test_the_bundled_parks_lie_where_their_hosts_are(locate: Locate) -> None:
    layer = locate(plan="bundled")["by_name"]
    assert len(layer) >= 15
    there = [row for _, row in layer.iterrows() if row["unit"] in row["host_adcodes"].split(",")]
    assert len(there) >= 11  # points are known to 2 km, and some units of 1999 are whole cities
    zhongguancun = layer[layer["park_id"] == "P02"].iloc[0]
    assert (zhongguancun["start_year"], zhongguancun["area_km2"]) == (2014, 14.5)
    assert zhongguancun["partner_adcodes"] == "110108"
    assert (zhongguancun["zone"], zhongguancun["axis_id"], zhongguancun["province"]) == ("Z1", "A3", "120000")


@pytest.mark.parametrize(("params", "code"), [
    ({"border_m": -1}, "locate-bad-border"), ({"border_m": float("nan")}, "locate-bad-border"),
    ({"distances_m": []}, "no-distances"), ({"distances_m": [-5]}, "bad-distance"),
    ({"names": ["a", "b"]}, "names-differ"), ({"layer_fields": ["a", "b"]}, "locate-fields-differ"),
    ({"layer_names": ["a", "b"]}, "names-differ"), ({"plan": "no.gpkg"}, "no-file"),
    ({"footprint_field": "no"}, "unknown-field"), ({"output": "t.csv"}, "bad-output-type")])
def test_what_cannot_be_meant_is_refused(
    refused: Callable[..., str], store: Callable[..., str], tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    layer = store("layer", [shapely.box(116, 39, 117, 40)], kind=["a"])
    asked = {"features": [layer], "layers": [layer], "footprint": layer, "output": str(tmp_path / "t.gpkg"), **params}
    assert refused("locate_features", **asked) == code


def test_a_file_that_is_no_plan_and_a_plan_without_parks_are_refused(
    refused: Callable[..., str], store: Callable[..., str], tmp_path: Path
) -> None:
    layer = store("layer", [shapely.box(116, 39, 117, 40)], kind=["a"])
    output = str(tmp_path / "t.gpkg")
    assert refused("locate_features", plan=layer, output=output) == "not-a-plan"
    bare = write_some(tmp_path / "bare.gpkg", rows(), "units")
    assert refused("locate_features", plan=bare, output=output) == "locate-no-features"
