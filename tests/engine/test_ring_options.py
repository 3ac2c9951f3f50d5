"""Ring buffers: distances from a field or a preset, areas inside a layer's classes, and which areas are told."""

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

from jjj_planner_plugin import paths
from jjj_planner_plugin.engine.buffers.distances import presets
from jjj_planner_plugin.engine.buffers.rings import ring_name

Call = Callable[..., Any]
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
KM = 1000.0
DISC_10_KM = np.pi * 100


@pytest.fixture
def rings(perform: Call, tmp_path: Path) -> Callable[..., dict[str, pd.DataFrame]]:
    """`rings(layer, **params)`: the tables of the result by name; `attrs` of `ring_areas` has the task's result."""

    def made(layer: str, **params: Any) -> dict[str, pd.DataFrame]:
        output = str(tmp_path / "rings.gpkg")
        result = perform("ring_buffers", layer=layer, output=output, **params)
        tables = {str(name): pyogrio.read_dataframe(output, layer=name) for name in pyogrio.list_layers(output)[:, 0]}
        tables["ring_areas"].attrs = result
        return tables

    return made


def codes(result: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


@pytest.fixture
def places(store: Call) -> str:
    """Two points far apart."""
    return str(store("places", [shapely.Point(116.4, 39.9), shapely.Point(118.2, 39.6)], name_zh=["北京", "唐山"]))


# Each feature's own distance


def test_each_feature_has_the_distance_of_its_field(rings: Call, store: Call) -> None:
    layer = store("wells", [shapely.Point(114 + i, 38) for i in range(3)], reach=[500.0, 1000.0, 2500.0])
    tables = rings(layer, distance_field="reach")
    table = tables["ring_areas"]
    single = table[table["scope"] == "feature"]
    assert (single["area_m2"] / 1e6).tolist() == pytest.approx([np.pi / 4, np.pi, np.pi * 6.25], rel=1e-4)
    assert single["ring"].tolist() == ["0–500 m", "0–1 km", "0–2.5 km"]
    assert single["distance_to_m"].tolist() == [500, 1000, 2500]
    together = table[table["scope"] == "dissolved"].iloc[0]
    assert together["area_m2"] == pytest.approx(single["area_m2"].sum(), rel=1e-9)
    assert together["ring"] == "reach"
    assert np.isnan(together["distance_to_m"])


def test_features_without_a_usable_distance_are_listed_and_get_no_ring(rings: Call, store: Call) -> None:
    values = ["1000", None, "0", "-5", "abc", "600000", "inf", "2e3"]
    layer = store("wells", [shapely.Point(114 + i / 2, 38) for i in range(8)], reach=values)
    tables = rings(layer, distance_field="reach")
    result = tables["ring_areas"].attrs
    assert tables["rings"]["feature_id"].tolist() == [1, 8]
    without = [{"fid": fid, "value": value} for fid, value in zip(range(2, 8), values[1:7])]
    assert result["without_distance"] == without
    assert json.loads(Path(result["recipe"]).read_text())["without_distance"] == without
    warning = next(w for w in result["warnings"] if w["code"] == "no-distance-value")
    assert warning["detail"]["features"] == without
    assert "6 features" in warning["warning"]
    assert result["inputs"][0]["features"] == 8


def test_a_field_without_one_usable_distance_is_refused(refused: Call, store: Call, folder: Path) -> None:
    layer = store("wells", [shapely.Point(114, 38), shapely.Point(115, 38)], reach=[0.0, -1.0])
    params = {"layer": layer, "output": str(folder / "r.gpkg")}
    assert refused("ring_buffers", distance_field="reach", **params) == "no-usable-distance"
    assert refused("ring_buffers", distance_field="Reach", **params) == "unknown-field"


def test_a_field_in_kilometres_is_read_with_the_factor(rings: Call, store: Call) -> None:
    layer = store("wells", [shapely.Point(114, 38)], reach=[1.5])
    table = rings(layer, distance_field="reach", distance_factor=1000.0)["ring_areas"]
    assert table["distance_to_m"][0] == 1500


def test_the_factor_multiplies_every_distance(rings: Call, places: str) -> None:
    table = rings(places, distances_m=[3000, 10_000], distance_factor=0.9)["ring_areas"]
    assert sorted(set(table["distance_to_m"])) == [2700, 9000]


@pytest.mark.parametrize("factor", [0.0, -1.0, float("inf"), 1e9])
def test_a_factor_that_leaves_no_distance_is_refused(
    factor: float, refused: Call, places: str, folder: Path
) -> None:
    params = {"layer": places, "distances_m": [1000], "output": str(folder / "r.gpkg")}
    assert refused("ring_buffers", distance_factor=factor, **params) == "bad-distance"


def test_distances_come_from_one_place_only(refused: Call, places: str, folder: Path) -> None:
    params = {"layer": places, "output": str(folder / "r.gpkg")}
    assert refused("ring_buffers", **params) == "no-distances"
    assert refused("ring_buffers", **params, distances_m=[10], preset="canal_core") == "two-distances"
    assert refused("ring_buffers", **params, distances_m=[10], distance_field="reach") == "two-distances"
    assert refused("ring_buffers", **params, preset="no_such") == "unknown-preset"


# Presets


def test_a_preset_gives_the_distances_and_the_result_names_it_with_its_source(rings: Call, store: Call) -> None:
    layer = store("railway", [shapely.LineString([(116, 39), (116.2, 39.1)])])
    tables = rings(layer, preset="rail_high_speed_elsewhere")
    table = tables["ring_areas"]
    assert table["distance_to_m"].tolist() == [20, 20]
    assert set(table["preset"]) == {"rail_high_speed_elsewhere"}
    assert set(table["source"]) == {"《铁路安全管理条例》(国务院令第639号)第二十七条"}
    assert set(tables["rings"]["preset"]) == {"rail_high_speed_elsewhere"}
    result = table.attrs
    assert result["preset_used"]["source"]["en"].startswith("Regulation on Railway Safety")
    recipe = json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))
    assert recipe["preset_used"] == result["preset_used"]
    assert recipe["params"]["preset"] == "rail_high_speed_elsewhere"
    assert recipe["params"]["distances_m"] is None
    warning = next(w["warning"] for w in result["warnings"] if w["code"] == "preset-used")
    assert "foot of the embankment" in warning


def test_a_preset_on_geometry_that_it_is_not_meant_for_is_told(rings: Call, places: str) -> None:
    assert "preset-geometry" in codes(rings(places, preset="canal_core")["ring_areas"].attrs)
    assert "preset-geometry" not in codes(rings(places, preset="source_reservoir_1_water")["ring_areas"].attrs)


@pytest.mark.parametrize(("preset", "expected"), [
    ("rail_high_speed_city", [10]), ("rail_high_speed_suburb", [12]), ("rail_high_speed_village", [15]),
    ("rail_high_speed_elsewhere", [20]), ("road_motorway", [30]), ("road_national", [20]), ("road_provincial", [15]),
    ("road_county", [10]), ("road_township", [5]), ("canal_core", [2000]), ("source_river_1_land", [50]),
    ("source_river_2_land", [1000]), ("source_reservoir_1_water", [500]), ("source_reservoir_1_land", [200]),
    ("source_reservoir_2_land", [3000]), ("capital_circles", [50_000, 100_000, 150_000]),
])
def test_presets_have_the_distances_of_the_domain_brief(preset: str, expected: list[float]) -> None:
    assert presets()[preset]["distances_m"] == expected


def test_every_preset_says_in_both_languages_what_it_is_and_where_it_comes_from() -> None:
    listed = json.loads(paths.resource("catalog/distances.json").read_text(encoding="utf-8"))["presets"]
    assert len({preset["id"] for preset in listed}) == len(listed) == len(presets())
    for preset in listed:
        for words in (preset, preset["from"], preset["source"], preset.get("note", preset)):
            assert words["zh"]
            assert words["en"]
            assert words["zh"] != words["en"]
        assert preset["confidence"] in ("high", "medium", "low")
        assert isinstance(preset["checked"], bool)
        assert set(preset["layers"]) <= {"point", "line", "polygon"}
        for metres in preset["distances_m"]:
            said = f"{metres / 1000:g}" if metres >= 50_000 else f"{metres:g}"
            assert said in preset["zh"].replace(" ", "")


# Areas inside classes


def square(x: float, y: float, size: float = 10.0) -> shapely.Polygon:
    """A square of `size` km whose lower left corner is x, y km from the Albers origin."""
    return shapely.box(x * KM, y * KM, (x + size) * KM, (y + size) * KM)


def check_identity(table: pd.DataFrame) -> None:
    """Per ring: Σ of the classes and of what is outside − counted twice = the ring."""
    for _, rows in table.groupby(["scope", "feature_id", "ring_no"], dropna=False):
        first = rows.iloc[0]
        assert rows["area_m2"].sum() - first["counted_twice_m2"] == pytest.approx(first["ring_area_m2"], rel=1e-9)
        twice = first["counted_twice_m2"] / first["ring_area_m2"]
        assert rows["share_of_ring"].sum() - twice == pytest.approx(1, abs=1e-6)
        assert (rows["part"] == "outside").sum() == 1


def test_a_ring_is_divided_among_the_classes_and_what_is_outside(rings: Call, store: Call) -> None:
    disc = store("centre", [shapely.Point(0, 0)], ALBERS)
    halves = store("halves", [square(-10, -20, 20), square(-5, 0, 5), square(0, 0, 5)], ALBERS, land=["S", "N", "N"])
    table = rings(disc, distances_m=[4000], area_by=halves, area_by_class="land")["area_by"]
    single = table[table["scope"] == "feature"].set_index("class")["area_m2"] / 1e6
    assert single["S"] == pytest.approx(np.pi * 8, rel=1e-4)
    assert single["N"] == pytest.approx(np.pi * 8, rel=1e-4)
    assert single[""] == pytest.approx(0, abs=1e-4)
    north = table[(table["scope"] == "dissolved") & (table["class"] == "N")].iloc[0]
    assert north["share_of_class"] == pytest.approx(np.pi * 8 / 50, rel=1e-4)
    assert north["class_area_m2"] == pytest.approx(50e6, rel=1e-6)
    check_identity(table)


def test_the_classes_of_rings_sum_to_the_disc(rings: Call, store: Call) -> None:
    disc = store("centre", [shapely.Point(0, 0)], ALBERS)
    zones = store("zones", [square(-3, -3, 6), square(3, -3, 6), square(-3, 3, 2)], ALBERS, zone=["a", "b", "c"])
    params = {"distances_m": [1000, 2000, 6000], "area_by": zones, "area_by_class": "zone"}
    ring = rings(disc, **params)["area_by"]
    whole = rings(disc, kind="discs", **params)["area_by"]
    check_identity(ring)
    for scope in ("feature", "dissolved"):
        sums = ring[ring["scope"] == scope].groupby("class")["area_m2"].sum()
        widest = whole[(whole["scope"] == scope) & (whole["ring_no"] == 3)].set_index("class")["area_m2"]
        assert sums.to_dict() == pytest.approx(widest.to_dict(), abs=2)


def test_ground_under_two_classes_is_counted_twice_and_told(rings: Call, store: Call) -> None:
    disc = store("centre", [shapely.Point(0, 0)], ALBERS)
    zones = store("zones", [square(-10, -10, 20), square(-10, 0, 20), square(0, 0, 10)], ALBERS, zone=["a", "b", "c"])
    table = rings(disc, distances_m=[2000], area_by=zones, area_by_class="zone")["area_by"]
    # the north lies under a and b, its eastern half under c too
    assert table["counted_twice_m2"].to_numpy() / 1e6 == pytest.approx(np.full(8, np.pi * 3), rel=1e-4)
    assert table[table["part"] == "outside"]["area_m2"].max() < 1
    check_identity(table)


def test_rings_that_meet_no_class_are_outside(rings: Call, places: str, store: Call) -> None:
    far = store("far", [shapely.box(110, 35, 110.5, 35.5)], zone=["x"])
    table = rings(places, distances_m=[1000], area_by=far, area_by_class="zone")["area_by"]
    assert table["part"].tolist() == ["outside"] * 3
    assert table["share_of_ring"].tolist() == [1, 1, 1]
    check_identity(table)


def test_many_points_dissolved_are_divided_among_classes_too(rings: Call, store: Call) -> None:
    rng = np.random.default_rng(8)
    layer = store("stops", shapely.points(rng.uniform(-20 * KM, 20 * KM, (1500, 2))), ALBERS)
    zones = store("zones", [square(-15, -15, 15), square(0, -15, 15), square(-15, 0, 15)], ALBERS, zone=["a", "b", "a"])
    params = {"distances_m": [700], "dissolve": True, "areas_of": "together", "area_by": zones, "area_by_class": "zone"}
    tables = rings(layer, **params)
    union = tables["rings"].to_crs(ALBERS).geometry.values[0]
    table = tables["area_by"].set_index("class")["area_m2"]
    for name, shape in (("a", shapely.union(square(-15, -15, 15), square(-15, 0, 15))), ("b", square(0, -15, 15))):
        assert table[name] == pytest.approx(shapely.intersection(union, shape).area, rel=1e-6)
    check_identity(tables["area_by"])


def test_area_by_takes_polygons_with_a_field_that_is_there(refused: Call, places: str, folder: Path) -> None:
    params = {"layer": places, "distances_m": [1000], "output": str(folder / "r.gpkg")}
    assert refused("ring_buffers", **params, area_by=places) == "wrong-geometry"
    units = f"{paths.resource('data/jjj.gpkg')}|layername=units"
    assert refused("ring_buffers", **params, area_by=units, area_by_class="nothing") == "unknown-field"


def test_a_recipe_with_classes_run_again_gives_the_same_tables(
    perform: Call, places: str, bundled: Call, tmp_path: Path
) -> None:
    output = tmp_path / "rings.gpkg"
    params = {"distances_m": [20_000, 50_000], "area_by": bundled("units"), "area_by_class": "province"}
    result = perform("ring_buffers", layer=places, output=str(output), **params)
    first = [pyogrio.read_dataframe(output, layer=name, read_geometry=False) for name in ("ring_areas", "area_by")]
    kept = Path(result["recipe"]).read_bytes()
    recipe = json.loads(kept)
    perform(recipe["task"], **recipe["params"])
    again = [pyogrio.read_dataframe(output, layer=name, read_geometry=False) for name in ("ring_areas", "area_by")]
    assert all(a.equals(b) for a, b in zip(first, again))
    assert Path(result["recipe"]).read_bytes() == kept


# Which areas are told


def test_a_feature_alone_and_together_with_none_has_one_area(rings: Call, store: Call) -> None:
    layer = store("place", [shapely.Point(116.4, 39.9)])
    table = rings(layer, distances_m=[10_000])["ring_areas"]
    assert table["area_m2"].tolist() == pytest.approx([DISC_10_KM * 1e6] * 2, rel=2e-5)
    assert table["area_m2"][0] == table["area_m2"][1]


@pytest.mark.parametrize(("areas", "dissolve", "scopes"), [
    ("auto", True, ["feature", "feature", "dissolved"]), ("together", True, ["dissolved"]),
    ("together", False, ["feature", "feature", "dissolved"]), ("features", True, ["feature", "feature", "dissolved"]),
])
def test_areas_of_all_together_only_where_that_is_asked_and_possible(
    areas: str, dissolve: bool, scopes: list[str], rings: Call, places: str
) -> None:
    table = rings(places, distances_m=[1000], areas_of=areas, dissolve=dissolve)["ring_areas"]
    assert table["scope"].tolist() == scopes
    assert table.attrs["warnings"] == []


def test_an_area_by_of_an_earlier_run_does_not_stay(rings: Call, places: str, bundled: Call) -> None:
    assert "area_by" in rings(places, distances_m=[1000], area_by=bundled("units"))
    assert "area_by" not in rings(places, distances_m=[1000])


@pytest.mark.parametrize(("near", "far", "name"), [
    (0, 10, "0–10 m"), (500, 999, "500–999 m"), (0, 1000, "0–1 km"), (500, 1500, "0.5–1.5 km"),
])
def test_a_ring_is_called_as_people_call_it(near: float, far: float, name: str) -> None:
    assert ring_name(near, far) == name
