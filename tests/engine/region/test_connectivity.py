"""Connectivity: measures and gravity by hand and against scikit-learn, then tables of flows with all that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.region.connectivity import gravity, measures
from tests.plans import point, write
from tests.plans import rows as plan_rows

Perform = Callable[..., dict[str, Any]]
HEAD = ["origin_adcode", "destination_adcode", "value", "kind", "year"]
BEIJING, TIANJIN, LANGFANG, TANGSHAN, BAODING = "110000", "120000", "131000", "130200", "130600"
SHIJIAZHUANG, HANDAN, XINGTAI = "130100", "130400", "130500"
FLOWS = [
    [BEIJING, TIANJIN, 400], [TIANJIN, BEIJING, 300], [BEIJING, LANGFANG, 100], [TIANJIN, TANGSHAN, 80],
    [BEIJING, SHIJIAZHUANG, 60], [HANDAN, XINGTAI, 40], [XINGTAI, SHIJIAZHUANG, 20],
]


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    """`table(rows, head)`: a CSV of flows."""

    def make(rows: list[list[Any]], head: list[str] | None = None, encoding: str = "utf-8") -> str:
        path = tmp_path / "flows.csv"
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([(head or HEAD)[: len(rows[0])], *rows])
        return str(path)

    return make


@pytest.fixture
def linked(perform: Perform, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`linked(**params)`: the result with its layers and tables by name, and the codes of its warnings."""

    def run(**params: Any) -> dict[str, Any]:
        output = str(tmp_path / "links.gpkg")
        result = perform("connectivity", output=output, **params)
        named = [str(name) for name, _ in pyogrio.list_layers(output)]
        return {**result, "frames": {name: pyogrio.read_dataframe(output, layer=name) for name in named},
                "codes": {warning["code"] for warning in result["warnings"]}}

    return run


# Measures


def test_measures_of_three_places_are_those_counted_by_hand() -> None:
    flow = np.array([[0, 6, 2], [3, 0, 0], [1, 0, 0]], dtype=float)
    found = measures.of_places(flow)
    assert list(found["degree"]) == [2, 1, 1]
    assert list(found["out_strength"]) == [8, 3, 1]
    assert list(found["in_strength"]) == [4, 6, 2]
    assert list(found["net"]) == [-4, 3, 1]
    assert list(found["dominance"]) == pytest.approx([1.5, 9 / 8, 3 / 8])
    assert list(found["largest"]) == [1, 0, 0]
    assert list(found["largest_share"]) == pytest.approx([0.75, 1, 1])
    assert measures.density(flow) == pytest.approx(4 / 6)
    sd = np.sqrt(((12 - 8) ** 2 + (9 - 8) ** 2 + (3 - 8) ** 2) / 3)
    assert measures.polycentricity(flow) == pytest.approx((1 - sd / 6) * 4 / 6)


def test_a_place_is_independent_where_its_largest_outflow_goes_to_a_smaller_one() -> None:
    flow = np.array([[0, 5, 1], [9, 0, 1], [4, 1, 0]], dtype=float)  # inflows 13, 6, 2
    kinds, followers = measures.nodality(flow)
    assert kinds == ["independent", "satellite", "satellite"]
    assert list(followers) == [2, 1, 0]
    assert measures.nodality(np.array([[0, 1.0], [0, 0]]))[0] == ["satellite", "none"]


def test_flows_that_stay_in_their_group_have_modularity_a_half_and_assortativity_one() -> None:
    blocks = np.kron(np.eye(2), np.ones((2, 2)) - np.eye(2))
    names, mixed = measures.mixing(blocks, np.array(["a", "a", "b", "b"], dtype=object))
    assert names == ["a", "b"]
    assert measures.modularity(mixed) == pytest.approx(0.5)
    assert measures.assortativity(mixed) == pytest.approx(1.0)
    assert measures.assortativity(np.array([[0, 1.0], [1, 0]])) == pytest.approx(-1.0)
    assert measures.assortativity(np.ones((2, 2))) == pytest.approx(0.0)
    assert np.isnan(measures.assortativity(np.ones((1, 1))))
    assert measures.polycentricity(np.ones((4, 4)) - np.eye(4)) == pytest.approx(1.0)


# Gravity


@pytest.fixture
def ground() -> tuple[np.ndarray, np.ndarray]:
    """Masses and distances of six places on an irregular line."""
    at = np.array([0, 40, 70, 160, 300, 420.0])
    return np.array([22, 14, 5, 8, 11, 4.0]), np.abs(at[:, None] - at[None, :])


def test_flows_made_by_gravity_give_back_its_exponents(ground: tuple[np.ndarray, np.ndarray]) -> None:
    mass, km = ground
    with np.errstate(divide="ignore"):
        flow = 3 * mass[:, None] ** 0.9 * mass[None, :] ** 0.7 * np.where(km > 0, km, np.inf) ** -1.5
    fit = gravity.fitted(flow, mass, km)
    assert fit is not None
    assert fit.values == pytest.approx([np.log(3), 0.9, 0.7, -1.5])
    assert fit.r2 == pytest.approx(1)
    assert fit.pairs == 30
    awaited = gravity.expected(fit, mass, km)
    off = ~np.eye(6, dtype=bool)
    assert awaited[off] == pytest.approx(flow[off])
    assert np.isnan(np.diag(awaited)).all()


def test_the_fit_is_scikit_learns_and_a_province_is_told_from_distance(ground: tuple[np.ndarray, np.ndarray]) -> None:
    from sklearn.linear_model import LinearRegression

    mass, km = ground
    same = np.arange(6)[:, None] // 3 == np.arange(6)[None, :] // 3
    i, j = np.nonzero(~np.eye(6, dtype=bool))
    flow = np.zeros((6, 6))
    flow[i, j] = np.exp(1 + np.log(mass[i]) + np.log(mass[j]) - 2 * np.log(km[i, j]) + 0.8 * same[i, j])
    exact = gravity.fitted(flow, mass, km, same)
    assert exact is not None
    assert exact.values == pytest.approx([1, 1, 1, -2, 0.8])
    flow[i, j] *= np.exp(0.3 * np.sin(7.0 * i + 13.0 * j))
    fit = gravity.fitted(flow, mass, km, same)
    assert fit is not None
    x = np.column_stack([np.log(mass[i]), np.log(mass[j]), np.log(km[i, j]), same[i, j]])
    oracle = LinearRegression().fit(x, np.log(flow[i, j]))
    assert fit.values == pytest.approx([oracle.intercept_, *oracle.coef_])
    assert fit.r2 == pytest.approx(oracle.score(x, np.log(flow[i, j])))
    left = np.log(flow[i, j]) - oracle.predict(x)
    whole = np.column_stack([np.ones(len(i)), x])
    assert fit.errors == pytest.approx(np.sqrt(np.diag(np.linalg.pinv(whole.T @ whole)) * (left @ left) / (30 - 5)))


def test_too_few_flows_or_equal_masses_are_not_fitted_and_fixed_exponents_keep_the_sum(
        ground: tuple[np.ndarray, np.ndarray]) -> None:
    mass, km = ground
    few = np.zeros((6, 6))
    few[0, 1:6] = [5, 4, 3, 2, 1]
    assert gravity.fitted(few, mass, km) is None
    full = np.where(km > 0, 1.0, 0.0)
    assert gravity.fitted(full, np.full(6, 2.0), km) is None
    awaited = gravity.fixed(full, mass, km, (1, 1, -2))
    assert np.nansum(awaited) == pytest.approx(30)
    assert awaited[0, 1] / awaited[0, 2] == pytest.approx((14 / 40 ** 2) / (5 / 70 ** 2))


# The task


def test_links_are_pairs_with_both_ways_and_an_axis_covers_those_between_its_places(
        linked: Any, table: Any) -> None:
    made = linked(flows=table(FLOWS))
    links = made["frames"]["links"].set_index(["origin_name", "destination_name"])
    first = links.loc["北京市", "天津市"]
    assert (first["flow"], first["flow_forth"], first["flow_back"], first["rank"]) == (700, 400, 300, 1)
    assert first["flow_share"] == pytest.approx(0.7)
    assert first["distance_km"] == pytest.approx(113.8, abs=0.1)
    assert list(links["axis_ids"].fillna("")) == ["A1", "A1", "", "A2", "", ""]
    assert dict(links["link_class"]) == {
        ("北京市", "天津市"): "covered", ("北京市", "廊坊市"): "covered", ("天津市", "唐山市"): "uncovered",
        ("北京市", "石家庄市"): "covered", ("邯郸市", "邢台市"): "uncovered", ("邢台市", "石家庄市"): "uncovered"}
    assert list(made["frames"]["uncovered"]["rank"]) == [3, 5, 6]
    assert shapely.get_num_geometries(links.geometry.to_numpy()).max() == 1
    assert made["link_count"] == 6


def test_members_beyond_an_axis_are_on_it_only_when_asked_for(linked: Any, table: Any) -> None:
    made = linked(flows=table(FLOWS), extensions=True)
    axes = made["frames"]["axes"].set_index("axis")
    assert axes.loc["A2", "flow"] == 60 + 40 + 20
    assert "A3" in axes.index[axes["carries_little"] == 1]


def test_what_an_axis_carries_is_told_by_stretch(linked: Any, table: Any) -> None:
    rows = [*FLOWS, [LANGFANG, TIANJIN, 10]]
    frames = linked(flows=table(rows))["frames"]
    axes = frames["axes"].set_index("axis")
    assert axes.loc["A1", ["flow", "pairs_on", "pairs_linked", "places_on"]].to_list() == [810, 3, 3, 3]
    assert axes.loc["A3", "flow"] == 0
    assert axes.loc["A3", "carries_little"] == 1
    assert axes.loc["A1", "mean_ratio"] == pytest.approx((810 / 3) / (1010 / 21))
    loads = frames["axis_loads"].set_index(["from_name", "to_name"])["flow"]
    assert loads["北京市", "廊坊市"] == 700 + 100
    assert loads["廊坊市", "天津市"] == 700 + 10
    assert loads["北京市", "石家庄市"] == 60


def test_tables_sum_to_the_flows_and_shares_to_one(linked: Any, table: Any) -> None:
    frames = linked(flows=table(FLOWS))["frames"]
    for name in ("flows", "links", "provinces", "zones"):
        assert frames[name]["flow"].sum() == 1000, name
        assert frames[name]["flow_share"].sum() == pytest.approx(1), name
    parts = frames["inside_across"].set_index(["group_level", "link_part"])
    assert parts.loc[("province", "inside"), "flow"] == 60
    assert parts.loc[("province", "across"), "flow"] == 940
    assert parts.groupby("group_level")["flow_share"].sum().to_list() == pytest.approx([1, 1])
    assert parts.groupby("group_level")["flow_expected_share"].sum().to_list() == pytest.approx([1, 1])
    assert frames["places"]["strength"].sum() == 2000
    assert frames["places"]["flow_share"].sum() == pytest.approx(1)
    known = frames["summary"].set_index("link_measure")["link_figure"]
    assert (known["links"], known["pairs"], known["value"]) == (7, 6, 1000)
    assert known["reciprocity"] == pytest.approx(0.6)
    e = np.array([[0, 400, 160], [300, 0, 80], [0, 0, 60]]) / 1000
    assert known["modularity_province"] == pytest.approx(np.trace(e) - e.sum(1) @ e.sum(0))


def test_few_flows_are_set_against_fixed_exponents_whose_expected_flows_sum_to_theirs(linked: Any, table: Any) -> None:
    made = linked(flows=table(FLOWS[:5]))
    assert "links-not-fitted" in made["codes"]
    assert "gravity_fit" not in made["frames"]
    flows = made["frames"]["flows"]
    assert flows["gravity_ratio"].to_numpy() == pytest.approx((flows["flow"] / flows["flow_expected"]).to_numpy())
    assert flows["flow_residual"].to_numpy() == pytest.approx(np.log(flows["gravity_ratio"]).to_numpy(), abs=1e-8)


def test_modelled_gravity_fits_itself_with_its_own_exponents(linked: Any, table: Any) -> None:
    modelled = linked(source="modelled")
    assert modelled["codes"] == {"links-modelled"}
    assert set(modelled["frames"]["links"]["modelled"]) == {1}
    assert modelled["frames"]["links"]["gravity_ratio"].isna().all()
    assert modelled["frames"]["links"]["flow"].sum() == pytest.approx(1000)
    flows = modelled["frames"]["flows"]
    rows = flows[["origin_code", "destination_code", "flow"]].astype(str).to_numpy().tolist()
    fit = linked(flows=table(rows))["frames"]["gravity_fit"].set_index(["fit_model", "fit_term"])["estimate"]
    assert fit["gravity"][["origin_mass", "destination_mass", "distance", "r2"]].to_list() == pytest.approx(
        [1, 1, -2, 1], abs=1e-6)
    assert fit["province", "same_province"] == pytest.approx(0, abs=1e-5)


def test_what_is_no_flow_is_listed_with_its_reason_and_nothing_else_is_lost(linked: Any, table: Any) -> None:
    rows = [*FLOWS, [BEIJING, "310000", 50], ["999999", BEIJING, 5], [BEIJING, TIANJIN, -3], [BEIJING, BEIJING, 90],
            [TIANJIN, BAODING, 0], [TIANJIN, BAODING, "n/a"], [TIANJIN, BAODING, "很多"], [BEIJING, LANGFANG, 100]]
    made = linked(flows=table(rows))
    left = made["frames"]["not_used"]
    assert dict(zip(left["table_row"], left["flow_reason"])) == {
        8: "unknown-destination", 9: "unknown-origin", 10: "negative", 11: "self", 12: "zero", 13: "no-value",
        14: "no-value"}
    assert left.set_index("table_row").loc[8, "reason_detail"]
    assert left.set_index("table_row").loc[14, "flow_text"] == "很多"
    assert made["codes"] >= {"links-unknown-origin", "links-unknown-destination", "links-negative", "links-self",
                             "links-zero", "links-no-value", "links-doubles-sum", "links-cities-absent"}
    assert made["frames"]["flows"]["flow"].sum() == 1100
    assert made["frames"]["summary"].set_index("link_measure").loc["inside_places", "link_figure"] == 90
    once = linked(flows=table(rows), doubles="first")
    assert once["frames"]["flows"]["flow"].sum() == 1000
    assert once["frames"]["not_used"]["flow_reason"].to_list()[-1] == "double"


def test_kinds_and_years_are_never_added_up(linked: Any, table: Any) -> None:
    rows = [[*FLOWS[0], "人员", 2019], [*FLOWS[0], "人员", 2023], [*FLOWS[1], "货运", "2023年"],
            [*FLOWS[4], "货运", "?"]]
    made = linked(flows=table(rows))
    links = made["frames"]["links"]
    assert list(zip(links["flow_kind"], links["year"].fillna(0), links["flow"])) == [
        ("人员", 2019, 400), ("人员", 2023, 400), ("货运", 0, 60), ("货运", 2023, 300)]
    assert links["flow_share"].to_list() == [1, 1, 1, 1]
    assert made["codes"] >= {"links-several", "links-odd-years", "links-one-way"}
    assert set(made["frames"]["provinces"]["from_name"]) == {
        f"{city} · {net}" for city in ("北京市", "天津市") for net in ("人员 2019", "人员 2023", "货运 2023")} | {
            "北京市 · 货运", "河北省 · 货运"}
    assert linked(flows=table(rows), kind="货运", year=2023)["frames"]["flows"]["flow"].to_list() == [300]


def test_counties_are_found_by_name_and_city_and_taken_together_by_city(linked: Any, table: Any) -> None:
    head = ["出发地", "出发城市", "到达地", "到达城市", "流量"]
    rows = [["新华区", "石家庄市", "新华区", "沧州市", 7], ["桥西区", "石家庄市", "运河区", "沧州市", 3],
            ["通州区", "北京市", "朝阳区", "北京市", 5], ["新华区", "", "通州区", "北京市", 2]]
    made = linked(flows=table(rows, head, "gb18030"))
    assert made["frames"]["links"]["flow"].to_list() == [7, 5, 3]
    assert made["frames"]["not_used"]["flow_reason"].to_list() == ["unknown-origin"]
    assert "links-strength-masses" in made["codes"]
    cities = linked(flows=table(rows, head), level="city")
    assert cities["frames"]["links"]["flow"].to_list() == [10]
    assert cities["frames"]["not_used"]["flow_reason"].to_list() == ["self", "unknown-origin"]


def test_a_workbook_and_a_layer_give_what_the_csv_gives(linked: Any, table: Any, tmp_path: Path) -> None:
    expected = linked(flows=table(FLOWS))["frames"]["links"].drop(columns="geometry")
    plain = linked(flows=table(FLOWS, ["origin", "destination", "value"]))["frames"]["links"]
    pd.testing.assert_frame_equal(plain.drop(columns="geometry"), expected)
    book = openpyxl.Workbook()
    for row in [HEAD[:3], *FLOWS]:
        book.active.append(row)
    book.create_sheet("notes", 1).append(["a note"])
    book.save(tmp_path / "flows.xlsx")
    book.move_sheet("notes", -1)
    book["notes"].append(["another"])
    book.save(tmp_path / "second.xlsx")
    frame = pd.DataFrame(FLOWS, columns=["a", "b", "c"])
    frame["a"] = frame["a"].astype(float)
    pyogrio.write_dataframe(frame, tmp_path / "flows.gpkg", layer="od")
    for given in ({"flows": str(tmp_path / "flows.xlsx")}, {"flows": f"{tmp_path / 'second.xlsx'}|layername=Sheet"},
                  {"flows": f"{tmp_path / 'flows.gpkg'}|layername=od", "origin_field": "a", "destination_field": "b",
                   "value_field": "c"}):
        pd.testing.assert_frame_equal(linked(**given)["frames"]["links"].drop(columns="geometry"), expected)


def test_the_plans_own_places_axes_and_zones_are_taken(linked: Any, table: Any, tmp_path: Path) -> None:
    made = plan_rows()
    made["nodes"] = [
        {"uid": f"n{n}", "name_zh": name, "adcode": code, "tier": "city", "pop2020": 100 * (n + 1),
         "geometry": point(5 + 10 * n, 5)} for n, (name, code) in enumerate(
             (("甲", SHIJIAZHUANG), ("乙", HANDAN), ("丙", XINGTAI)))]
    plan = write(tmp_path / "plan.gpkg", made)
    rows = [[SHIJIAZHUANG, HANDAN, 3], [SHIJIAZHUANG, XINGTAI, 2], [HANDAN, BAODING, 1]]
    frames = linked(flows=table(rows), plan=plan)["frames"]
    links = frames["links"].set_index(["origin_name", "destination_name"])
    assert links.loc[("甲", "乙"), "distance_km"] == pytest.approx(10, abs=0.01)
    assert links.loc[("甲", "乙"), "same_zone"] == 1
    assert links.loc[("甲", "丙"), "same_zone"] == 0
    assert links["axis_ids"].fillna("").to_list() == ["A1", "A1", ""]
    assert frames["inside_across"].set_index(["group_level", "link_part"]).loc[("zone", "no_group"), "flow"] == 1
    assert frames["axis_loads"]["flow"].to_list() == [5, 2]
    line = gpd.GeoDataFrame({"name": ["走廊"]}, geometry=[shapely.LineString([point(15, 5), point(15, 90)])], crs=4490)
    line.to_file(tmp_path / "own.gpkg")
    own = linked(flows=table(rows), plan=plan, axes=str(tmp_path / "own.gpkg"), axis_km=11)["frames"]["axes"]
    assert own[["axis", "places_on", "flow"]].to_numpy().tolist() == [["走廊", 3, 5]]


def test_masses_of_ones_own_are_joined_by_code_and_what_is_unknown_is_said(
        linked: Any, table: Any, tmp_path: Path) -> None:
    masses = tmp_path / "gdp.csv"
    masses.write_text("adcode,GDP\n110000,36103\n120000,14084\n131000,3301\n131000,1\n310000,38701\n", encoding="utf-8")
    made = linked(flows=table(FLOWS), masses=str(masses), mass_field="GDP")
    assert made["codes"] >= {"links-mass-unknown", "links-mass-double", "links-masses-lacking"}
    people = made["frames"]["places"].set_index("code")["mass"]
    assert (people[BEIJING], people[LANGFANG]) == (36103, 3301)
    assert np.isnan(people[HANDAN])
    assert made["frames"]["links"].set_index("rank")["gravity_ratio"].isna().to_list() == [False, False, *[True] * 4]


@pytest.mark.parametrize(("params", "code"), [
    ({}, "links-no-flows"),
    ({"flows": [["a", "b"], ["c", "d"]]}, "links-no-column"),
    ({"flows": [[BEIJING, BEIJING, 5], ["x", TIANJIN, 3]]}, "links-nothing"),
    ({"flows": FLOWS, "kind": "货运"}, "links-no-kind"),
    ({"flows": FLOWS, "year": 1999}, "links-no-year"),
    ({"flows": FLOWS, "value_field": "amount"}, "unknown-field"),
    ({"flows": FLOWS, "masses": "gdp.csv"}, "links-no-mass-field"),
])
def test_what_cannot_be_counted_is_refused_with_a_sentence(
        params: dict[str, Any], code: str, refused: Any, table: Any, tmp_path: Path) -> None:
    given = {**params, "flows": table(params["flows"])} if "flows" in params else params
    assert refused("connectivity", output=str(tmp_path / "x.gpkg"), **given) == code
    assert not (tmp_path / "x.gpkg").exists()


def test_axes_of_ones_own_need_a_width(refused: Any, table: Any, store: Any, tmp_path: Path) -> None:
    lines = store("lines", [shapely.LineString([(116, 39), (117, 39)])])
    assert refused("connectivity", flows=table(FLOWS), axes=lines, output=str(tmp_path / "x.gpkg")) == "links-no-width"


def test_a_template_filled_in_is_read_and_rows_left_empty_are_counted(
        perform: Perform, linked: Any, tmp_path: Path) -> None:
    target = tmp_path / "template.csv"
    assert perform("flow_template", output=str(target))["rows"] == 13 * 12
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "origin_adcode,origin,destination_adcode,destination,value,kind,year"
    assert lines[1] == "110000,北京市,120000,天津市,,,"
    lines[1] = "110000,北京市,120000,天津市,12,人员,2023"
    target.write_text("\n".join(lines), encoding="utf-8")
    made = linked(flows=str(target))
    assert made["frames"]["links"]["flow"].to_list() == [12]
    assert made["left_out"] == 155
