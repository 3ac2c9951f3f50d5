"""The bundled data against figures computed once, independently of the project.

Areas are computed here without the engine: GRS80, edges densified to 0.02° in EPSG:4490, then planar in the
region's Albers. km² throughout. Boundary sets: "1999" is the 1:4M county set of 1999 (layer `units`), "Hai"
the ten sub-basins of the Hai River (layer `catchments`).
"""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

DATA = Path(__file__).resolve().parents[2] / "resources" / "data"
PLAN_FACTS = json.loads((DATA / "plan_structure.json").read_text(encoding="utf-8"))
NAMES = json.loads((DATA / "facts" / "names_en.json").read_text(encoding="utf-8"))
DOMAINS = json.loads((DATA.parent / "catalog" / "plan_schema.json").read_text(encoding="utf-8"))["domains"]
REGION = json.loads((DATA / "facts" / "region.json").read_text(encoding="utf-8"))
SAMPLE = DATA / "sample_plan.gpkg"
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
LAYERS = ("units", "land", "catchments", "rivers")
AREA_TOLERANCE = 1e-3


@cache
def layer(name: str) -> gpd.GeoDataFrame:
    """A bundled layer as it is stored, EPSG:4490."""
    return gpd.read_file(DATA / "jjj.gpkg", layer=name)


@cache
def planar(name: str) -> np.ndarray:
    """The layer's geometries in Albers metres, densified first."""
    project = pyproj.Transformer.from_crs("EPSG:4490", ALBERS, always_xy=True)

    def to_albers(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(project.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(shapely.segmentize(layer(name).geometry.to_numpy(), 0.02), to_albers)


def areas(name: str) -> np.ndarray:
    """Area of each feature in km²."""
    return shapely.area(planar(name)) / 1e6


def units_area(field: str, *values: str) -> float:
    """Area of the units of 1999 whose `field` is one of `values`, km²."""
    return float(areas("units")[layer("units")[field].isin(values)].sum())


def merged(field: str, value: str) -> shapely.Geometry:
    """Union of the units of 1999 with this value, in degrees."""
    table = layer("units")
    return shapely.coverage_union_all(table.geometry[table[field] == value].to_numpy())


# What is there


def test_the_bundled_data_stay_below_8_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 8e6


@pytest.mark.parametrize(("name", "count"), [("units", 166), ("land", 1), ("catchments", 10), ("rivers", 16)])
def test_layer_has_its_features_in_cgcs2000(name: str, count: int) -> None:
    table = layer(name)
    assert len(table) == count
    assert table.crs.to_epsg() == 4490
    assert table.is_valid.all()
    assert not table.is_empty.any()


@pytest.mark.parametrize("name", LAYERS)
def test_every_feature_says_where_it_is_from_and_how_sure_that_is(name: str) -> None:
    table = layer(name)
    for field in ("name_zh", "name_en", "source"):
        assert (table[field].str.len() > 0).all(), field
    assert set(table["confidence"]) <= set(DOMAINS["confidence"])


def test_the_file_holds_no_other_layer() -> None:
    assert {name for name, _ in pyogrio.list_layers(DATA / "jjj.gpkg")} == set(LAYERS)


# Units


def test_units_carry_the_164_codes_of_1999_and_166_different_adcodes() -> None:
    table = layer("units")
    assert table["code_1999"].nunique() == 164
    assert table["adcode"].is_unique
    assert table["adcode"].str.fullmatch(r"1[123]\d{4}").all()
    counts = table["code_1999"].value_counts()
    assert set(counts.index[counts == 2]) == {"110100", "120100"}


def test_units_share_their_edges_exactly() -> None:
    assert shapely.coverage_is_valid(layer("units").geometry.to_numpy())
    union = shapely.union_all(planar("units"))
    assert areas("units").sum() == pytest.approx(union.area / 1e6, rel=1e-9)


@pytest.mark.parametrize(
    ("province", "expected"), [("110000", 16_388), ("120000", 11_622), ("130000", 187_217)]
)
def test_area_of_a_province_on_the_1999_set(province: str, expected: float) -> None:
    assert units_area("province", province) == pytest.approx(expected, rel=AREA_TOLERANCE)


def test_area_of_the_region_on_the_1999_set() -> None:
    assert areas("units").sum() == pytest.approx(215_227, rel=AREA_TOLERANCE)


def test_area_of_each_unit_is_the_one_measured_when_the_sets_were_matched() -> None:
    with (DATA / "facts" / "units_1999.csv").open(encoding="utf-8") as file:
        expected = {row["code_1999"]: float(row["area_km2"]) for row in csv.DictReader(file)}
    found = layer("units").assign(area=areas("units")).groupby("code_1999")["area"].sum().to_dict()
    assert found == pytest.approx(expected, rel=AREA_TOLERANCE, abs=0.1)


@pytest.mark.parametrize(
    ("adcodes", "expected"),
    [
        (("130629", "130632", "130638"), 1_585.9),  # Xiong'an's three counties
        (("110112",), 930.5),  # Tongzhou
        (("110112", "131082", "131028", "131024"), 2_173.7),  # Tongzhou, Sanhe, Dachang, Xianghe
    ],
)
def test_area_of_units_that_planners_know_on_the_1999_set(adcodes: tuple[str, ...], expected: float) -> None:
    assert int(layer("units")["adcode"].isin(adcodes).sum()) == len(adcodes)
    assert units_area("adcode", *adcodes) == pytest.approx(expected, rel=AREA_TOLERANCE)


def test_outlines_of_1999_cover_the_seats_of_their_counties_of_today() -> None:
    """A seat within 2 km of its unit: catches codes and outlines that were matched wrongly."""
    seats = {place["adcode"]: (place["lon"], place["lat"]) for place in PLAN_FACTS["adcodes"]}
    table = layer("units")
    whole = table[(table["schematic"] == 0) & table["parts_today"].isna()]
    points = shapely.points([seats[adcode] for adcode in whole["adcode"]])
    distances = shapely.distance(whole.geometry.to_numpy(), points)
    assert len(whole) == 150
    assert (distances < 0.02).sum() >= 145
    assert (distances < 0.3).all()


# Zones


@pytest.mark.parametrize(
    ("zone", "expected"), [("Z1", 31_900), ("Z2", 32_000), ("Z3", 36_651), ("Z4", 114_600)]
)
def test_area_of_a_zone_by_county_on_the_1999_set_after_the_split(zone: str, expected: float) -> None:
    assert units_area("zone_county", zone) == pytest.approx(expected, abs=400)


@pytest.mark.parametrize(
    ("zone", "expected"), [("Z1", 56_721), ("Z2", 34_898), ("Z3", 47_423), ("Z4", 76_186)]
)
def test_area_of_a_zone_by_prefecture_on_the_1999_set(zone: str, expected: float) -> None:
    assert units_area("zone_prefecture", zone) == pytest.approx(expected, rel=AREA_TOLERANCE)


def test_hebeis_part_of_the_central_zone_by_prefecture_on_the_1999_set() -> None:
    table = layer("units")
    chosen = (table["zone_prefecture"] == "Z1") & (table["province"] == "130000")
    assert areas("units")[chosen].sum() == pytest.approx(28_712, rel=AREA_TOLERANCE)


def test_eastern_zone_by_prefecture_has_two_mainland_parts_on_the_1999_set() -> None:
    table = layer("units")
    union = shapely.union_all(planar("units")[table["zone_prefecture"] == "Z2"])
    largest = sorted((part.area / 1e6 for part in union.geoms), reverse=True)[:3]
    assert largest[:2] == pytest.approx([20_770, 14_115], rel=AREA_TOLERANCE)
    assert largest[2] < 100


@pytest.mark.parametrize(
    ("zone", "lon", "lat"),
    [("Z1", 117.195, 39.083), ("Z2", 117.692, 39.016), ("Z4", 115.70, 39.97), ("Z1", 116.401, 39.903)],
    ids=["Tianjin's centre", "Binhai", "Mentougou", "Beijing's centre"],
)
def test_split_units_put_a_place_into_its_zone(zone: str, lon: float, lat: float) -> None:
    hits = layer("units")[layer("units").intersects(shapely.Point(lon, lat))]
    assert hits["zone_county"].to_list() == [zone]


@pytest.mark.parametrize(
    ("code", "adcode", "expected", "whole"),
    [("110100", "110109", 1_401.3, 4_803.3), ("120100", "120116", 1_952.4, 4_018.6)],
)
def test_parts_of_a_split_unit_are_marked_and_make_up_the_whole(
    code: str, adcode: str, expected: float, whole: float
) -> None:
    parts = layer("units")[layer("units")["code_1999"] == code]
    assert set(parts["adcode"]) == {code, adcode}
    assert (parts["schematic"] == 1).all()
    assert parts["remarks"].str.contains("source's own polygons").all()
    assert parts["zone_county"].nunique() == 2
    assert units_area("adcode", adcode) == pytest.approx(expected, rel=AREA_TOLERANCE)
    assert units_area("code_1999", code) == pytest.approx(whole, rel=AREA_TOLERANCE)


def test_only_split_units_are_schematic() -> None:
    table = layer("units")
    assert set(table["code_1999"][table["schematic"] == 1]) == {"110100", "120100"}


def test_central_zone_by_county_is_one_piece_on_the_1999_set() -> None:
    assert shapely.get_num_geometries(merged("zone_county", "Z1")) == 1


# Water


def test_hai_basin_has_ten_polygons_and_no_self_overlap() -> None:
    assert areas("catchments").sum() == pytest.approx(311_214, rel=AREA_TOLERANCE)
    assert shapely.coverage_is_valid(layer("catchments").geometry.to_numpy())
    union = shapely.union_all(planar("catchments"))
    assert areas("catchments").sum() == pytest.approx(union.area / 1e6, rel=1e-8)


def test_every_sub_basin_drains_to_another_one_or_to_the_sea_and_says_that_this_is_general_knowledge() -> None:
    basins = layer("catchments").set_index("catchment_id")
    down = basins["next_down"].dropna()
    assert down.to_dict() == {"H03": "H04", "H05": "H08", "H06": "H08", "H07": "H08", "H09": "H08"}
    assert basins["remarks"].str.contains("general knowledge").all()
    assert "Zhang-Wei New River" in basins["remarks"]["H09"]


def test_hai_sub_basins_are_recomputed_and_not_the_sources_areas() -> None:
    found = dict(zip(layer("catchments")["name_zh"], areas("catchments"), strict=True))
    assert found["永定河山区"] == pytest.approx(42_943, rel=AREA_TOLERANCE)
    assert found["潮白河上游"] < 20_000  # the source says 28 289 for both halves
    assert found["潮白河上游"] != pytest.approx(found["潮白河下游"], rel=0.01)


@pytest.mark.parametrize(
    ("province", "share"),
    [("110000", 1.0), ("120000", 0.996), ("130000", 0.901)],
    ids=["Beijing", "Tianjin", "Hebei"],
)
def test_share_of_a_province_of_1999_inside_the_hai_basin(province: str, share: float) -> None:
    chosen = layer("units")["province"] == province
    inside = shapely.intersection(planar("units")[chosen], shapely.union_all(planar("catchments")))
    found = shapely.area(inside).sum() / 1e6 / units_area("province", province)
    assert found == pytest.approx(share, abs=5e-4)


def test_units_of_1999_by_hai_sub_basins_cover_and_leave_out_the_known_areas() -> None:
    left, right = planar("units"), planar("catchments")
    i, j = shapely.STRtree(right).query(left, predicate="intersects")
    covered = shapely.area(shapely.intersection(left[i], right[j])).sum() / 1e6
    assert covered == pytest.approx(196_662, rel=AREA_TOLERANCE)
    assert areas("units").sum() - covered == pytest.approx(18_565, rel=AREA_TOLERANCE)


@pytest.mark.parametrize(
    ("sub_basin", "expected"), [("永定河山区", 17_368), ("潮白河上游", 5_258), ("潮白河下游", 352)]
)
def test_zhangjiakou_of_1999_by_hai_sub_basin(sub_basin: str, expected: float) -> None:
    city = shapely.union_all(planar("units")[layer("units")["city"] == "130700"])
    polygon = planar("catchments")[layer("catchments")["name_zh"] == sub_basin][0]
    assert city.intersection(polygon).area / 1e6 == pytest.approx(expected, rel=AREA_TOLERANCE, abs=1)


def test_rivers_bear_their_known_names_and_classes() -> None:
    table = layer("rivers")
    assert {"永定河", "滦河", "子牙河", "南运河", "海河"} <= set(table["name_zh"])
    assert set(table["river_class"]) <= {0, 1, 2, 3, 4, 9}
    shores = table["name_zh"].str.contains("岸线")
    assert (table["river_class"][shores] == 0).all()
    assert (table["river_class"][~shores] > 0).all()


def test_land_covers_all_units_and_stays_in_its_box() -> None:
    land = layer("land").geometry.iloc[0]
    assert tuple(land.bounds) == (110.0, 33.0, 123.0, 45.0)
    outside = shapely.difference(shapely.coverage_union_all(layer("units").geometry.to_numpy()), land)
    assert outside.area < 1e-9
    assert not land.contains(shapely.Point(118.5, 38.5))  # the Bohai Sea


# Facts


def test_english_names_follow_the_facts_event_by_event() -> None:
    events = [(event["date"], event["event_zh"]) for event in PLAN_FACTS["timeline"]]
    assert [(event["date"], event["event_zh"]) for event in NAMES["timeline"]] == events
    assert all(event["event_en"].isascii() for event in NAMES["timeline"])


def test_every_relocation_has_clean_names_and_keys_of_the_domains() -> None:
    assert set(NAMES["relocations"]) == {relocation["id"] for relocation in PLAN_FACTS["relocations"]}
    for relocation in NAMES["relocations"].values():
        assert relocation["category"] in DOMAINS["relocation_category"]
        assert relocation["status"] in DOMAINS["relocation_status"]
        assert relocation["name_en"].isascii()
        assert not any("a" <= letter.lower() <= "z" for letter in relocation["name_zh"])


def test_pm25_sample_has_thirteen_cities_and_beijings_known_annual_means() -> None:
    with (DATA / "pm25_city_monthly.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13 * 24
    for year, expected in (("2014", 82.9), ("2015", 77.8)):
        chosen = [row for row in rows if row["adcode"] == "110000" and row["year"] == year]
        days = [int(row["days"]) for row in chosen]
        mean = np.average([float(row["pm25_ugm3"]) for row in chosen], weights=days)
        assert mean == pytest.approx(expected, abs=0.05)


def geodesic_km2(shapes: gpd.GeoSeries) -> list[float]:
    """Area of each shape in degrees, by geodesics between its vertices."""
    return [abs(pyproj.Geod(ellps="GRS80").geometry_area_perimeter(shape)[0]) / 1e6 for shape in shapes]


def test_the_facts_of_the_region_are_about_the_events_moves_and_parks_there_are() -> None:
    events = PLAN_FACTS["timeline"]
    assert [told["date"] for told in REGION["timeline"]] == [event["date"] for event in events]
    assert all(told["places"] for told in REGION["timeline"])
    assert set(REGION["relocations"]) == {move["id"] for move in PLAN_FACTS["relocations"]}
    assert set(REGION["parks"]) == {park["id"] for park in PLAN_FACTS["platforms"]}
    assert sum(park["framework"] == "strategic" for park in REGION["parks"].values()) == 4


def test_discs_have_the_area_of_their_circle_and_the_poverty_belt_its_22_counties() -> None:
    sets = gpd.read_file(SAMPLE, layer="unit_sets").set_index("set_id")
    km2 = dict(zip(sets.index, geodesic_km2(sets.geometry)))
    assert round(km2["C50"]) == 7854 and round(km2["C100"]) == 31415
    members = gpd.read_file(SAMPLE, layer="set_members")
    belt = members[members["set_uid"] == sets.loc["PB", "uid"]]
    assert len(belt) == 22 and set(belt["role"]) == {"assumed"}
    units = gpd.read_file(SAMPLE, layer="units").set_index("adcode")
    of_belt = sum(geodesic_km2(units.loc[belt["adcode"]].geometry))
    assert km2["PB"] == pytest.approx(of_belt, rel=1e-9)
    named = members[(members["set_uid"] == sets.loc["C50U", "uid"]) & (members["role"] == "official")]
    assert set(units.loc[named["adcode"], "province"]) == {"110000"} and len(named) == 10


def test_the_demonstration_zone_of_tongzhou_and_three_counties_has_its_area() -> None:
    units = gpd.read_file(SAMPLE, layer="units").set_index("adcode")
    hosts = next(park["host_adcodes"] for park in PLAN_FACTS["platforms"] if park["id"] == "P14")
    assert sum(geodesic_km2(units.loc[hosts].geometry)) == pytest.approx(2173.7, abs=0.05)
    zone = gpd.read_file(SAMPLE, layer="unit_sets").set_index("set_id").loc[["D1"]]
    assert geodesic_km2(zone.geometry) == pytest.approx([2173.7], abs=0.05) and zone["area_official_km2"].item() == 2164


def test_the_corridor_from_huairou_to_tianjin_port_is_as_long_as_it_is_published_to_be() -> None:
    corridor = gpd.read_file(SAMPLE, layer="corridors").set_index("corridor_id").loc["K1"]
    km = pyproj.Geod(ellps="GRS80").geometry_length(corridor.geometry) / 1000
    assert corridor["length_official_km"] == 220 and km == pytest.approx(220, rel=0.01)
