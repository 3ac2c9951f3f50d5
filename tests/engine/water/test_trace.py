"""Everything upstream or downstream of a basin: the basins, their areas, whose ground they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
Trace = Callable[..., dict[str, Any]]


def km(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in kilometres of the region's equal-area frame."""
    return shapely.box(1000 * west, 1000 * south, 1000 * east, 1000 * north)


# four basins of 10 × 10 km and one of 20 × 10: a and b drain to c, c to d, x stands alone
SHAPES = {"a": km(0, 20, 10, 30), "b": km(10, 20, 20, 30), "c": km(0, 10, 20, 20), "d": km(0, 0, 10, 10),
          "x": km(40, 0, 50, 10)}
DOWN = {"a": "c", "b": "c", "c": "d", "d": None, "x": None}
FIELDS: dict[str, list[Any]] = {"basin_id": list(DOWN), "next_down": list(DOWN.values()), "name_zh": list("甲乙丙丁己")}
# West and East meet at 10 km; the ground north of 25 km is nobody's
UNITS = {"W": km(-10, -10, 10, 25), "E": km(10, -10, 60, 25)}


@pytest.fixture
def trace(store: Callable[..., str], perform: Trace, tmp_path: Path) -> Trace:
    """`trace(start=…)`: the task on the layer above; the result with its layer and table. `basins`: other fields."""

    def run(
        fields: dict[str, list[Any]] = FIELDS, shapes: Iterable[Any] = SHAPES.values(), **params: Any
    ) -> dict[str, Any]:
        basins = store("basins", list(shapes), ALBERS, **fields)
        units = store("units", list(UNITS.values()), ALBERS, XZQDM=list(UNITS), XZQMC=["西", "东"])
        target = tmp_path / "traced.gpkg"
        result = perform("trace_upstream", basins=basins, jurisdictions=units, output=str(target), **params)
        result["layer"] = pyogrio.read_dataframe(target, layer="traced").set_index("basin_id")
        result["table"] = pyogrio.read_dataframe(target, layer="traced_jurisdictions").set_index("jurisdiction")
        return result

    return run


def said(result: dict[str, Any]) -> str:
    return " ".join(warning["warning"] for warning in result["warnings"])


def test_all_that_drains_to_a_basin_with_its_steps_areas_and_names(trace: Trace) -> None:
    layer = trace(start=["d"])["layer"]
    assert layer.index.tolist() == ["d", "c", "a", "b"]
    assert layer["role"].tolist() == ["given", "upstream", "upstream", "upstream"]
    assert layer["steps"].tolist() == [0, 1, 2, 2]
    assert layer["area_m2"].tolist() == pytest.approx([1e8, 2e8, 1e8, 1e8], rel=1e-9)
    assert layer["upstream_m2"].tolist() == pytest.approx([5e8, 4e8, 1e8, 1e8], rel=1e-9)
    assert layer["next_down"].tolist() == ["", "d", "c", "c"] and layer["name"]["c"] == "丙"


def test_a_basin_is_named_by_what_it_is_called(trace: Trace) -> None:
    assert trace(start=["丁"])["given"] == ["d"]


def test_the_way_down_and_both_ways_at_once(trace: Trace) -> None:
    down = trace(start=["a"], direction="downstream")["layer"]
    assert down["role"].to_dict() == {"a": "given", "c": "downstream", "d": "downstream"}
    both = trace(start=["c"], direction="both")
    assert both["layer"]["role"].to_dict() == {"c": "given", "a": "upstream", "b": "upstream", "d": "downstream"}
    assert both["area_m2"] == {"given": pytest.approx(2e8), "upstream": pytest.approx(2e8),
                               "downstream": pytest.approx(1e8)}
    assert both["basins"] == {"given": 1, "upstream": 2, "downstream": 1}


def test_of_two_starts_each_basin_is_there_once_as_what_is_nearest(trace: Trace) -> None:
    layer = trace(start=["d", "a", "d"], direction="both")["layer"]
    assert layer["role"].to_dict() == {"a": "given", "d": "given", "c": "upstream", "b": "upstream"}
    assert layer["steps"].to_dict() == {"a": 0, "d": 0, "c": 1, "b": 2}


def test_a_place_names_the_basin_that_it_lies_in(trace: Trace) -> None:
    lon, lat = 116.5 + 0.05, 39 + 0.13  # 4 km east and 14 km north of the frame's origin
    assert trace(point=[lon, lat])["given"] == ["c"]
    assert trace(point=[lon, lat], start=["x"])["given"] == ["x", "c"]


def test_the_basin_itself_may_be_left_out(trace: Trace) -> None:
    result = trace(start=["c"], own=False)
    assert result["layer"].index.tolist() == ["a", "b"]
    assert result["table"]["area_m2"].sum() == pytest.approx(2e8)


def test_the_ground_is_told_by_jurisdiction_and_what_lies_outside_all_by_an_empty_code(trace: Trace) -> None:
    table = trace(start=["c"], direction="both")["table"]
    assert table.index.tolist() == ["W", "E", ""]
    assert table["jurisdiction_name"].tolist() == ["西", "东", "Outside all jurisdictions"]
    assert table["area_m2"].tolist() == pytest.approx([2.5e8, 1.5e8, 1e8])  # half of a and b is nobody's
    assert table["of_given_m2"].tolist() == pytest.approx([1e8, 1e8, 0])
    assert table["of_upstream_m2"].tolist() == pytest.approx([0.5e8, 0.5e8, 1e8])
    assert table["of_downstream_m2"].tolist() == pytest.approx([1e8, 0, 0])
    assert table["share_of_traced"].tolist() == pytest.approx([0.5, 0.3, 0.2])
    assert table["share_of_jurisdiction"].tolist()[:2] == pytest.approx([2.5e8 / 7e8, 1.5e8 / 17.5e8])
    assert np.isnan(table["share_of_jurisdiction"][""])


def test_nothing_upstream_is_an_empty_layer_and_is_said(trace: Trace) -> None:
    result = trace(start=["a"], own=False)
    assert len(result["layer"]) == 0 and len(result["table"]) == 0
    assert "Nothing lies that way of a" in said(result)


def test_without_a_start_the_basin_with_the_most_upstream_is_taken_and_said(trace: Trace) -> None:
    result = trace()
    assert result["given"] == ["d"] and "d (丁)" in said(result)


def test_hydrobasins_areas_upstream_are_compared_in_their_unit(trace: Trace) -> None:
    ids = [4060000010 + 10 * n for n in range(5)]
    fields = {"HYBAS_ID": ids, "NEXT_DOWN": [ids[2], ids[2], ids[3], 0, 0],
              "UP_AREA": [100.0, 100.0, 800.0, 500.3, 100.0]}
    result = trace(fields, start=["4060000040"])
    layer = result["layer"]
    assert layer.index.tolist() == ["4060000040", "4060000030", "4060000010", "4060000020"]
    assert layer["stated_upstream_m2"].tolist() == pytest.approx([500.3e6, 800e6, 100e6, 100e6])
    assert layer["stated_ratio"].tolist() == pytest.approx([500 / 500.3, 0.5, 1, 1], abs=1e-6)
    assert "of 4 basins found, 1 have" in said(result) and "4060000030 with 50.0 %" in said(result)


def test_a_loop_elsewhere_is_named_and_one_on_the_way_is_refused(
        trace: Trace, refused: Callable[..., str], store: Callable[..., str], tmp_path: Path) -> None:
    looped = {"basin_id": list("abcdx"), "next_down": ["c", "c", "a", None, "d"]}
    result = trace(looped, start=["d"])
    assert result["layer"].index.tolist() == ["d", "x"] and result["loops"] == ["a → c → a"]
    assert "a → c → a" in said(result)
    basins = store("looped", list(SHAPES.values()), ALBERS, **looped)
    for start in ("b", "c"):
        assert refused("trace_upstream", basins=basins, start=[start], direction="downstream",
                       output=str(tmp_path / "no.gpkg")) == "basin-loop"
    assert not (tmp_path / "no.gpkg").exists()


def test_a_missing_link_is_named_and_stays_in_the_layer_s_field(trace: Trace) -> None:
    fields = {"basin_id": list("abcdx"), "next_down": ["c", "c", "d", "gone", ""]}
    result = trace(fields, start=["a"], direction="downstream")
    assert result["layer"]["next_down"].to_dict() == {"a": "c", "c": "d", "d": "gone"}
    assert "d → gone" in said(result)


@pytest.mark.parametrize(("params", "code"), [
    ({"start": ["q"]}, "unknown-basin"), ({"point": [116.5]}, "trace-bad-point"),
    ({"point": [116.5, 99]}, "trace-bad-point"),
    ({"point": [10, 10]}, "trace-point-outside"), ({"id_field": "no"}, "unknown-field"),
    ({"jurisdiction_field": "no"}, "unknown-field"), ({"direction": "sideways"}, "wrong-type"),
    ({"output": "out.csv"}, "bad-output-type")])
def test_what_cannot_be_meant_is_refused(
        refused: Callable[..., str], store: Callable[..., str], tmp_path: Path, params: dict[str, Any], code: str
) -> None:
    basins = store("basins", list(SHAPES.values()), ALBERS, basin_id=list(DOWN), next_down=list(DOWN.values()),
                   XZQDM=list(DOWN))
    asked = {"basins": basins, "jurisdictions": basins, "output": str(tmp_path / "t.gpkg"), **params}
    assert refused("trace_upstream", **asked) == code


def test_of_basins_one_upon_another_the_smallest_is_meant_and_both_are_named(trace: Trace) -> None:
    fields = {"basin_id": ["big", "small"], "next_down": [None, "big"]}
    result = trace(fields, [km(0, 0, 30, 30), km(0, 10, 10, 20)], point=[116.55, 39.13])
    assert result["given"] == ["small"] and "big, small" in said(result)


def test_the_bundled_sub_basins_by_city_and_the_same_again_from_the_recipe(perform: Trace, tmp_path: Path) -> None:
    first, again = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    result = perform("trace_upstream", start=["H04"], output=str(first))
    layer = pyogrio.read_dataframe(first, layer="traced")
    assert layer["basin_id"].tolist() == ["H04", "H03"]
    table = pyogrio.read_dataframe(first, layer="traced_jurisdictions").set_index("jurisdiction_name")
    zhangjiakou = table.loc["张家口市"]
    assert zhangjiakou["of_upstream_m2"] / 1e6 == pytest.approx(5_258, rel=1e-3)  # CHECKS.md
    assert zhangjiakou["of_given_m2"] / 1e6 == pytest.approx(352, rel=2e-3)
    assert table["area_m2"].sum() == pytest.approx(layer["area_m2"].sum(), rel=1e-9)
    assert table["share_of_traced"].sum() == pytest.approx(1, abs=1e-8)
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert recipe["inputs"] == [] and recipe["task"] == "trace_upstream"
    perform("trace_upstream", **{**recipe["params"], "output": str(again)})
    for name in ("traced", "traced_jurisdictions"):
        one, other = (pd.DataFrame(pyogrio.read_dataframe(path, layer=name)) for path in (first, again))
        pd.testing.assert_frame_equal(one, other)
