"""The source protection check: squares that can be counted by hand, then geopandas and geodesics on the sample plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.water.protection.rules import beneficiary, catalogue, class_of, classes

ROOT = Path(__file__).resolve().parents[3]
SAMPLE, BUNDLED = ROOT / "resources" / "data" / "sample_plan.gpkg", ROOT / "resources" / "data" / "jjj.gpkg"
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m"
GEOD = pyproj.Geod(ellps="GRS80")
Perform = Callable[..., dict[str, Any]]
Store = Callable[..., str]


def km(west: float, south: float, east: float, north: float) -> Any:
    """A box in kilometres of the region's equal-area frame."""
    return shapely.box(*(1000 * value for value in (west, south, east, north)))


def at(x: float, y: float) -> Any:
    return shapely.Point(1000 * x, 1000 * y)


def table(result: dict[str, Any], layer: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(result["output"], layer=layer)


@pytest.fixture
def units(store: Store) -> str:
    """Beijing's 110101 in the west, Hebei's 130702 in the east, both up to 20 km north; nothing beyond 10 km east."""
    return store("units", [km(-10, -20, 0, 20), km(0, -20, 10, 20)], ALBERS, adcode=["110101", "130702"],
                 name_zh=["西区", "东县"])


@pytest.fixture
def strips(store: Store) -> str:
    """A first-class area of 2 km2 within a second-class one of 12 km2, as two features that do not share ground."""
    first = km(-1, 0, 1, 1)
    return store("strips", [first, shapely.difference(km(-2, -1, 2, 2), first)], ALBERS, name_zh=["水源甲", "水源甲"],
                 **{"class": ["first", "second"]})


@pytest.fixture
def check(perform: Perform, units: str, strips: str, tmp_path: Path) -> Perform:
    """`check(features, …)`: the task against the strips, in these units."""

    def run(*features: str, **params: Any) -> dict[str, Any]:
        return perform("source_protection_check", **{
            "features": list(features), "protections": [strips], "units": units,
            "output": str(tmp_path / "protection.gpkg"), **params})

    return run


def test_a_park_over_two_classes_is_two_conflicts_the_gravest_first(check: Perform, store: Store) -> None:
    park = store("parks", [km(-1, 0, -0.5, 4)], ALBERS, name_zh=["园区"])  # 2 km2: half a km2 first, half second class
    result = check(park)
    found = table(result, "conflict_list")
    assert list(found["protection_class"]) == ["first", "second"]
    assert list(found["concern"]) == ["severe", "serious"]
    assert list(found["contact"]) == ["touches", "touches"]
    assert list(found["area_m2"]) == pytest.approx([0.5e6, 0.5e6])
    assert list(found["area_ha"]) == pytest.approx([50, 50])
    assert list(found["area_mu"]) == pytest.approx([750, 750])
    assert list(found["share_of_plan"]) == pytest.approx([0.25, 0.25])
    assert list(found["share_of_protection"]) == pytest.approx([0.25, 0.05])
    assert list(found["plan_feature"]) == ["园区", "园区"]
    assert list(found["protection_name"]) == ["水源甲", "水源甲"]
    assert "outfalls" in found["forbidden"][0]
    assert "65" in found["basis"][0]
    assert result["concerns"] == {"severe": 1, "serious": 1}


@pytest.mark.parametrize(("box", "contact", "of_plan", "of_protection"), [
    ((-0.5, 0.2, 0.5, 0.7), "inside", 1.0, 0.25),
    ((-1.5, -0.5, 1.5, 1.5), "contains", 1 / 3, 1.0),
    ((0.5, 0, 1.5, 1), "touches", 0.5, 0.25),
])
def test_inside_around_and_across_are_told_apart(
    box: tuple[float, ...], contact: str, of_plan: float, of_protection: float, check: Perform, store: Store
) -> None:
    found = table(check(store("zone", [km(*box)], ALBERS)), "conflict_list").iloc[0]
    assert found["contact"] == contact
    assert found["share_of_plan"] == pytest.approx(of_plan)
    assert found["share_of_protection"] == pytest.approx(of_protection)


def test_a_feature_drawn_larger_than_published_says_so_in_its_conflict_and_in_a_warning(
    check: Perform, store: Store
) -> None:
    wing = store("wings", [km(-5, 0, 5, 2), km(0.5, 0, 1, 1)], ALBERS, name_zh=["副中心", "新区"],
                 area_official_km2=[5.0, 0.48])  # 20 km2 drawn, 5 published; 0.5 drawn, 0.48 published
    result = check(wing)
    found = table(result, "conflict_list").set_index("plan_feature")
    wide = found.loc[["副中心"]].iloc[0]
    assert (wide["official_km2"], wide["drawn_km2"]) == pytest.approx((5, 20))
    assert wide["extent_note"] == "drawn larger than its published area: 20 km² drawn, 5 km² published"
    assert wide["share_of_plan"] == pytest.approx(wide["area_m2"] / 20e6), "a share of what is drawn"
    assert not found.loc[["新区"]]["extent_note"].any(), "4 % more is how it was drawn"
    assert set(table(result, "conflicts").query("plan_feature == '副中心'")["extent_note"]) == {wide["extent_note"]}
    (warning,) = [one["warning"] for one in result["warnings"] if one["code"] == "protection-larger"]
    assert "1: 副中心 (drawn larger" in warning and "新区" not in warning


def test_a_point_that_stands_for_an_area_says_so_and_a_mere_point_does_not(check: Perform, store: Store) -> None:
    parks = store("parks", [at(0, 0.5), at(0, 0.6), at(0, 0.7)], ALBERS, name_zh=["功能区", "园区", "点"],
                  area_km2=[None, 24.8, None], host_adcodes=["130700,130800", "130681", None])
    result = check(parks)
    notes = table(result, "conflict_list").set_index("plan_feature")["extent_note"].fillna("").to_dict()
    assert notes == {
        "功能区": "a point that stands for ground in Zhangjiakou, Chengde, of unknown area",
        "园区": "a point that stands for 24.8 km²", "点": ""}
    (warning,) = [one["warning"] for one in result["warnings"] if one["code"] == "protection-points"]
    assert "2: 功能区 (" in warning


def test_what_no_field_tells_has_no_remark(check: Perform, store: Store) -> None:
    result = check(store("zone", [km(0, 0, 1, 1)], ALBERS, area_official_km2=["unknown"]))
    (found,) = table(result, "conflict_list").to_dict("records")
    assert not found["extent_note"] and np.isnan(found["official_km2"]) and found["drawn_km2"] == pytest.approx(1)
    assert not [one for one in result["warnings"] if one["code"] in ("protection-larger", "protection-points")]


def test_a_shared_edge_is_no_conflict_and_the_result_says_that_nothing_touches(
    check: Perform, store: Store, tmp_path: Path
) -> None:
    beside = store("beside", [km(2, -1, 3, 2)], ALBERS)
    result = check(beside)
    assert result["conflicts"] == 0
    assert "nothing planned touches" in result["warnings"][0]["warning"]
    summary = table(result, "summary")
    assert list(summary["conflicts"]) == [0, 0, 0]
    assert list(summary["concern"]) == ["none"] * 3
    assert list(summary["area_m2"]) == [0, 0, 0]


def test_a_conflict_is_cut_at_the_units_and_says_where_the_source_is_anothers(check: Perform, store: Store) -> None:
    park = store("park", [km(-0.5, 0, 1, 1)], ALBERS)  # 0.5 km2 in 110101, 1 km2 in 130702
    told = {"name_zh": ["某水源"], "class": ["二级"], "serves": ["110000"]}
    protected = store("own", [km(-5, -5, 5, 5)], ALBERS, **told)
    result = check(park, protections=[protected])
    pieces = table(result, "conflicts").set_index("unit")
    assert dict(pieces["area_m2"]) == pytest.approx({"110101": 0.5e6, "130702": 1e6})
    assert dict(pieces["share_of_plan"]) == pytest.approx({"110101": 1 / 3, "130702": 2 / 3})
    assert dict(pieces["cross_border"]) == {"110101": 0, "130702": 1}
    (found,) = table(result, "conflict_list").to_dict("records")
    assert found["units"] == "东县、西区"
    assert (found["serves"], found["serves_name"], found["cross_border"]) == ("110000", "110000", 1)
    assert found["cross_m2"] == pytest.approx(1e6)
    assert (result["cross_border"], result["boundary_set"]) == (1, None)


def test_ground_outside_all_units_is_kept_and_its_border_not_guessed(check: Perform, store: Store) -> None:
    park = store("park", [km(8, 0, 14, 1)], ALBERS)
    protected = store("catchments", [km(0, -5, 20, 5)], ALBERS, name_zh=["密云水库"])
    result = check(park, protections=[protected])
    pieces = table(result, "conflicts").set_index("unit")
    assert dict(pieces["area_m2"]) == pytest.approx({"": 4e6, "130702": 2e6})
    assert dict(pieces["unit_name"]) == {"": "Outside all jurisdictions", "130702": "东县"}
    assert np.isnan(pieces.loc["", "cross_border"])
    assert pieces.loc["130702", "cross_border"] == 1
    (found,) = table(result, "conflict_list").to_dict("records")
    assert (found["protection_class"], found["concern"]) == ("catchment", "notice")
    assert (found["serves"], found["serves_name"]) == ("110000", "Beijing")
    assert "agreement" in found["why"]


def test_lines_are_told_by_their_metres_inside(check: Perform, store: Store) -> None:
    road = store("roads", [shapely.LineString([(-3000, 500), (3000, 500)]),  # 2 km first class, 1 + 1 km second
                           shapely.LineString([(-500, 200), (500, 200)]),
                           shapely.LineString([(2000, -2000), (2000, 0), (5000, 0)])], ALBERS)  # only touches
    result = check(road)
    found = table(result, "conflict_list").set_index(["plan_fid", "protection_class"])
    truth = {"first": 2000, "second": 2000}
    for kind, metres in truth.items():
        row = found.loc[(1, kind)]
        assert row["length_m"] == pytest.approx(metres, rel=2e-3), "the frame keeps areas, lengths only nearly"
        assert row["share_of_plan"] == pytest.approx(metres / 6000, rel=1e-4)
        assert np.isnan(row["area_m2"])
    assert found.loc[(2, "first"), "contact"] == "inside"
    pieces = table(result, "lines")
    assert sorted(pieces["unit"][pieces["plan_fid"] == 2]) == ["110101", "130702"]
    assert pieces["length_m"].sum() == pytest.approx(found["length_m"].sum(), abs=0.01)
    assert len(found) == 3


def test_points_are_inside_or_near_within_the_search_distance(check: Perform, store: Store) -> None:
    parks = store("parks", [at(0, 0.5), at(0, 3), at(0, 5.5), at(30, 30)], ALBERS, name_zh=["甲", "乙", "丙", "丁"])
    found = table(check(parks), "conflict_list").set_index(["plan_feature", "protection_class"])
    assert dict(found["contact"]) == {("甲", "first"): "inside", ("甲", "second"): "near", ("乙", "second"): "near",
                                      ("乙", "first"): "near"}
    assert found.loc[("甲", "first"), "edge_m"] == pytest.approx(500, rel=3e-3)
    assert found.loc[("乙", "second"), "edge_m"] == pytest.approx(1000, rel=3e-3)
    assert found.loc[("乙", "second"), "concern"] == "notice", "near is not inside, whatever the class"
    assert list(table(check(parks, search_m=0.0), "conflict_list")["plan_feature"]) == ["甲"]
    wide = table(check(parks, search_m=4000.0), "points")
    assert set(wide["plan_feature"]) == {"甲", "乙", "丙"}
    assert set(wide["unit"]) <= {"110101", "130702"}


def test_the_summary_counts_ground_once_and_says_what_is_counted_twice(check: Perform, store: Store) -> None:
    parks = store("parks", [km(-1, 0, 1, 0.5), km(0, 0, 1, 1), km(8, 8, 9, 9)], ALBERS, name_zh=["甲", "乙", "丙"])
    summary = table(check(parks), "summary")
    first = summary[(summary["scope"] == "protection") & (summary["protection_class"] == "first")].iloc[0]
    assert first["conflicts"] == 2
    assert first["area_m2"] == pytest.approx(1.5e6)
    assert first["counted_twice_m2"] == pytest.approx(0.5e6)
    planned = summary[summary["scope"] == "plan_feature"].set_index("name")
    assert dict(planned["conflicts"]) == {"甲": 1, "乙": 1, "丙": 0}
    assert dict(planned["concern"]) == {"甲": "severe", "乙": "severe", "丙": "none"}


@pytest.mark.parametrize(("text", "kind"), [
    ("first", "first"), ("一级", "first"), (" 二级保护区 ", "second"), ("II", "second"), ("准保护区", "quasi"),
    ("QUASI", "quasi"), ("core", "core"), ("四级", None), ("firstly", None),
])
def test_a_class_is_known_by_the_whole_text(text: str, kind: str | None) -> None:
    assert class_of(text) == kind


def test_a_layers_class_is_known_by_its_field_its_columns_or_its_name(
    check: Perform, store: Store
) -> None:
    park = store("park", [km(-1, 0, 1, 1)], ALBERS)
    layers = {
        "quasi": store("anything", [km(-1, 0, 1, 1)], ALBERS, JB=["准保护区"]),
        "catchment": store("ground", [km(-1, 0, 1, 1)], ALBERS, flat_share=[0.1]),
        "first": store("饮用水一级保护区", [km(-1, 0, 1, 1)], ALBERS),
        "other": store("somewhere", [km(-1, 0, 1, 1)], ALBERS, zone=["一级"])}
    result = check(park, protections=list(layers.values()))
    found = table(result, "conflict_list").set_index("protection")
    for kind, path in layers.items():
        assert found.loc[Path(path).stem, "protection_class"] == kind
    assert any("somewhere" in warning["warning"] for warning in result["warnings"])
    named = check(park, protections=[layers["other"]], class_fields=["zone"], protection_names=["甲水源"])
    assert table(named, "conflict_list")["protection_class"].tolist() == ["first"]
    assert table(named, "conflict_list")["protection"].tolist() == ["甲水源"]


def test_catchments_too_flat_to_be_trusted_are_marked_and_told(check: Perform, store: Store) -> None:
    flat = store("catchments", [km(-1, 0, 1, 1), km(-1, 1, 1, 2)], ALBERS, trusted=[0, 1], name_zh=["平", "陡"])
    result = check(store("park", [km(-1, 0, 1, 2)], ALBERS), protections=[flat])
    assert dict(table(result, "conflict_list").set_index("protection_name")["trusted"]) == {"平": 0, "陡": 1}
    assert any("too flat" in warning["warning"] and "1" in warning["warning"] for warning in result["warnings"])


def test_units_without_codes_leave_the_border_untold(check: Perform, store: Store) -> None:
    named = store("counties", [km(-10, -20, 10, 20)], ALBERS, name_zh=["某县"])
    protected = store("catchments", [km(-1, 0, 1, 1)], ALBERS, name_zh=["官厅水库"])
    result = check(store("park", [km(-1, 0, 1, 1)], ALBERS), protections=[protected], units=named)
    (found,) = table(result, "conflict_list").to_dict("records")
    assert found["serves_name"] == "Beijing"
    assert np.isnan(found["cross_border"])
    assert any("adcodes" in warning["warning"] for warning in result["warnings"])


def test_whom_a_source_serves_is_known_by_its_name() -> None:
    assert beneficiary("密云水库")["code"] == "110000"  # type: ignore[index]
    assert beneficiary("潘家口水库汇水区")["code"] == "120000"  # type: ignore[index]
    assert beneficiary("潮白河上游")["code"] == "110000"  # type: ignore[index]
    assert beneficiary("滦河某支流") is None, "a sub-basin is meant by its whole name"
    assert beneficiary("无名水库") is None


def test_the_catalogue_says_of_every_class_what_it_forbids_and_how_sure_that_is() -> None:
    for entry in classes().values():
        assert entry["concern"] in catalogue()["concerns"]
        for told in (entry["forbidden"], entry["source"]):
            assert told["zh"]
            assert told["en"]
        assert entry["confidence"] in ("high", "medium", "low")
        assert "checked" in entry
    everything = [value.casefold() for entry in classes().values() for value in entry["values"]]
    assert len(everything) == len(set(everything))


def test_what_is_missing_or_cannot_be_is_refused_with_a_sentence(
    refused: Callable[..., str], store: Store, strips: str, units: str, tmp_path: Path
) -> None:
    park = store("park", [km(0, 0, 1, 1)], ALBERS)
    asked = {"features": [park], "protections": [strips], "units": units, "output": str(tmp_path / "r.gpkg")}

    def code(**changed: Any) -> str:
        return refused("source_protection_check", **{**asked, **changed})

    assert code(protections=None) == code(protections=[]) == "protection-none"
    assert code(features=[]) == "protection-no-features"
    assert code(search_m=-1.0) == code(search_m=1e6) == "protection-bad-search"
    assert code(names=["a", "b"]) == code(class_fields=["a", "b"]) == "names-differ"
    assert code(class_fields=["nothing"]) == "unknown-field"
    assert code(features=[park, park]) == "names-twice"
    assert code(protections=[store("dots", [at(0, 0)], ALBERS)]) == "wrong-geometry"
    assert code(output=park) == "output-is-input"


def test_broken_ground_is_repaired_and_told(check: Perform, store: Store) -> None:
    bow = shapely.Polygon([(-1000, 0), (1000, 1000), (1000, 0), (-1000, 1000)])
    result = check(store("bow", [bow], ALBERS))
    assert any("repaired" in warning["warning"] for warning in result["warnings"])
    found = table(result, "conflict_list")
    assert found["area_m2"].sum() == pytest.approx(1e6, rel=1e-6)


def test_strips_that_the_tool_made_are_known_by_their_class(
    check: Perform, perform: Perform, store: Store, tmp_path: Path
) -> None:
    river = store("river", [shapely.LineString([(0, 9000), (0, -9000)])], ALBERS, name_zh=["某河"])
    intake = store("intake", [at(0, 0)], ALBERS, name_zh=["某取水口"])
    made = perform("riparian_buffers", rivers=river, intakes=intake, preset="source_river",
                   output=str(tmp_path / "strips.gpkg"))
    parks = store("parks", [km(-0.02, 0.2, 0.02, 0.3), km(0.2, 0.2, 0.3, 0.3)], ALBERS, name_zh=["岸边", "百米外"])
    found = table(check(parks, protections=[f"{made['output']}|layername=strips"]), "conflict_list")
    gravest = found.groupby("plan_feature")["protection_class"].first()
    assert dict(gravest) == {"岸边": "first", "百米外": "second"}
    assert set(found["contact"]) == {"inside"}


# The sample plan, by other means


def test_each_park_of_the_sample_is_in_the_sub_basin_that_geopandas_finds(perform: Perform, tmp_path: Path) -> None:
    result = perform("source_protection_check", features=[f"{SAMPLE}|layername=parks"], protections=["bundled"],
                     search_m=5000.0, output=str(tmp_path / "r.gpkg"))
    parks, basins = (pyogrio.read_dataframe(path, layer=layer) for path, layer in
                     ((SAMPLE, "parks"), (BUNDLED, "catchments")))
    joined = gpd.sjoin(parks.to_crs(4490), basins.to_crs(4490), predicate="within")
    found = table(result, "conflict_list")
    inside = found[found["contact"] == "inside"]
    assert dict(zip(inside["plan_feature"], inside["protection_name"])) == dict(
        zip(joined["name_zh_left"], joined["name_zh_right"]))
    assert result["boundary_set"] == "bundled-1999"
    assert len(result["inputs"]) == 1
    places, outlines = parks.set_index("name_zh").geometry, basins.set_index("name_zh").geometry
    for row in found.itertuples():
        edge = shapely.get_coordinates(shapely.segmentize(outlines[row.protection_name].boundary, 0.001))
        point = places[row.plan_feature]
        lon, lat = np.full(len(edge), point.x), np.full(len(edge), point.y)
        nearest = GEOD.inv(lon, lat, edge[:, 0], edge[:, 1])[2].min()
        assert row.edge_m == pytest.approx(nearest, rel=1e-3, abs=5)


def test_wings_and_zones_share_with_the_sub_basins_what_an_overlap_table_says(
    perform: Perform, tmp_path: Path
) -> None:
    layers = [f"{SAMPLE}|layername={name}" for name in ("zones", "wings")]
    result = perform("source_protection_check", features=layers, protections=["bundled"],
                     output=str(tmp_path / "r.gpkg"))
    found, pieces = table(result, "conflict_list"), table(result, "conflicts")
    perform("overlap_table", left=layers[0], left_class="name_zh", right=f"{BUNDLED}|layername=catchments",
            right_class="name_zh", output=str(tmp_path / "t.csv"))
    expected = pyogrio.read_dataframe(tmp_path / "t.csv")
    expected = expected[expected["right_class"] != ""].set_index(["left_class", "right_class"])["area_m2"]
    zones = found[found["plan_layer"] == "zones"].set_index(["plan_feature", "protection_name"])["area_m2"]
    assert dict(zones) == pytest.approx(dict(expected), rel=1e-9, abs=1e-2)
    summed = pieces.groupby("conflict_no")["area_m2"].sum()
    assert dict(summed) == pytest.approx(dict(found.set_index("conflict_no")["area_m2"]), rel=1e-9, abs=0.1)


def test_what_a_class_forbids_is_told_in_the_language_of_the_job(perform: Perform, tmp_path: Path) -> None:
    from jjj_planner_plugin.engine.tasks import perform as run

    params = {"features": [f"{SAMPLE}|layername=parks"], "protections": ["bundled"]}
    words = {}
    for language in ("zh", "en"):
        request = {"task": "source_protection_check",
                   "params": {**params, "output": str(tmp_path / f"{language}.gpkg")}}
        words[language] = table(run(request, Job({"language": language})), "conflict_list")
    assert (words["zh"]["area_m2"].isna() == words["en"]["area_m2"].isna()).all()
    assert "禁止" in words["zh"]["forbidden"][0]
    assert "forbidden" in words["en"]["forbidden"][0]
