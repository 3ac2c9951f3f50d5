"""The real `qgis_process` with the plugin from the zip: results, and what bad input gets."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Callable

import geopandas as gpd
import pytest
import qgis_profile
from shapely.geometry import Point, box

Parameters = dict[str, str]


@pytest.fixture(scope="module")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Layers for the cases: `good`, `nulls`, `points`, `empty` in one GeoPackage, and `no_crs.shp`."""
    folder = tmp_path_factory.mktemp("squares")
    boxes = [box(116, 39, 116.1, 39.1), box(116.2, 39, 116.3, 39.1)]
    good = gpd.GeoDataFrame({"kind": ["a", "b"]}, geometry=boxes, crs="EPSG:4490")
    target = folder / "layers.gpkg"
    good.to_file(target, layer="good")
    good.assign(kind=[None, None]).astype({"kind": "string"}).to_file(target, layer="nulls")
    points = gpd.GeoDataFrame({"kind": ["a"]}, geometry=[Point(116, 39)], crs="EPSG:4490")
    points.to_file(target, layer="points")
    good.iloc[:0].to_file(target, layer="empty", geometry_type="Polygon")
    with pytest.warns(UserWarning, match="crs"):
        good.set_crs(None, allow_override=True).to_file(folder / "no_crs.shp")
    return folder


def run(profile: qgis_profile.Profile, algorithm: str, parameters: Parameters) -> tuple[int, str]:
    """Exit status and all that was said."""
    done = profile.process("run", algorithm, "--", *(f"{k}={v}" for k, v in parameters.items()))
    return done.returncode, done.stdout + done.stderr


def rings(squares: Path, output: Path, **changes: str) -> tuple[str, Parameters]:
    """Parameters of ring buffers that work, with changes that make them not."""
    return "jjj:ring_buffers", {"LAYER": f"{squares}/layers.gpkg|layername=good", "DISTANCES": "1000,2000",
                                "KIND": "0", "DISSOLVE": "false", "OUTPUT": str(output), **changes}


def overlap(squares: Path, output: Path, **changes: str) -> tuple[str, Parameters]:
    """Parameters of an overlap table that work, with changes that make them not."""
    layer = f"{squares}/layers.gpkg|layername=good"
    return "jjj:overlap_table", {"LEFT": layer, "LEFT_CLASS": "kind", "RIGHT": layer, "RIGHT_CLASS": "kind",
                                 "OUTPUT": str(output), **changes}


Build = Callable[[Path, Path], "tuple[str, Parameters]"]

# case → (what is asked, a word that the sentence must hold)
REFUSED: dict[str, tuple[Build, str]] = {
    "missing layer": (lambda s, o: rings(s, o / "r.gpkg", LAYER=str(s / "none.gpkg")), "none.gpkg"),
    "empty layer": (lambda s, o: rings(s, o / "r.gpkg", LAYER=f"{s}/layers.gpkg|layername=empty"), "empty"),
    "no CRS": (lambda s, o: rings(s, o / "r.gpkg", LAYER=str(s / "no_crs.shp")), "CRS"),
    "negative distance": (lambda s, o: rings(s, o / "r.gpkg", DISTANCES="-5"), "-5"),
    "zero distance": (lambda s, o: rings(s, o / "r.gpkg", DISTANCES="0"), "0"),
    "distance not a number": (lambda s, o: rings(s, o / "r.gpkg", DISTANCES="1000,far"), "far"),
    "no output folder": (lambda s, o: rings(s, o / "no" / "r.gpkg"), "folder"),
    "output not writable": (lambda s, o: rings(s, Path("/proc/r.gpkg")), "/proc"),
    "a Shapefile asked for": (lambda s, o: rings(s, o / "r.shp"), ".gpkg"),
    "no extension": (lambda s, o: rings(s, o / "r"), ".gpkg"),
    "unknown field": (lambda s, o: overlap(s, o / "t.csv", LEFT_CLASS="colour"), "colour"),
    "only nulls": (lambda s, o: overlap(s, o / "t.csv", LEFT=f"{s}/layers.gpkg|layername=nulls"), "null"),
    "wrong geometry": (lambda s, o: overlap(s, o / "t.csv", LEFT=f"{s}/layers.gpkg|layername=points"),
                       "points"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_with_a_sentence_and_a_non_zero_exit(
        case: str, squares: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    build, word = REFUSED[case]
    status, said = run(process_profile, *build(squares, tmp_path))
    assert status != 0, said
    assert word.lower() in said.lower()
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_what_those_cases_change_works_unchanged(
        squares: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    for algorithm, parameters in (rings(squares, tmp_path / "r.gpkg"), overlap(squares, tmp_path / "t.csv")):
        status, said = run(process_profile, algorithm, parameters)
        assert status == 0, said
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        areas = {(r["left_class"], r["right_class"]): float(r["area_m2"]) for r in csv.DictReader(file)}
    # the ellipsoidal area of 0.1° × 0.1° at 39.05° N: 8.65 km × 11.10 km
    assert areas["a", "a"] == pytest.approx(96.1e6, rel=0.005)


def test_copies_of_inputs_do_not_outlive_the_run_nor_a_dead_session(
        squares: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    shapes = tmp_path / "shapes.shp"
    gpd.read_file(squares / "layers.gpkg", layer="good").to_file(shapes)
    copies = process_profile.home / "profiles" / "default" / "jjj_planner" / "jjj-exports"
    (copies / "999999-1").mkdir(parents=True)
    (copies / "999999-1" / "input_1.gpkg").touch()
    target = tmp_path / "rings.gpkg"
    status, said = run(process_profile, *rings(squares, target, LAYER=str(shapes)))
    assert status == 0, said
    recipe = json.loads(target.with_suffix(".recipe.json").read_text(encoding="utf-8"))
    assert str(copies) in recipe["inputs"][0]["path"], "a Shapefile goes to the engine as a copy"
    assert list(copies.iterdir()) == []


def test_an_output_that_was_there_is_intact_after_a_refusal(
        squares: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    target = tmp_path / "r.gpkg"
    algorithm, good = rings(squares, target)
    assert run(process_profile, algorithm, good)[0] == 0
    before = target.read_bytes()
    status, said = run(process_profile, algorithm, {**good, "LAYER": str(squares / "no_crs.shp")})
    assert status != 0, said
    assert target.read_bytes() == before


def test_a_locked_layer_is_named_in_the_refusal(
        squares: Path, tmp_path: Path, process_profile: qgis_profile.Profile) -> None:
    locked = tmp_path / "locked.gpkg"
    locked.write_bytes((squares / "layers.gpkg").read_bytes())
    database = sqlite3.connect(locked, isolation_level=None)
    try:
        database.execute("BEGIN EXCLUSIVE")
        status, said = run(process_profile,
                           *rings(squares, tmp_path / "r.gpkg", LAYER=f"{locked}|layername=good"))
    finally:
        database.close()
    assert status != 0
    assert "locked.gpkg" in said
    assert "Traceback" not in said


def test_without_an_engine_the_exit_is_non_zero_and_says_how_to_get_one(
        archive: Path, squares: Path, tmp_path: Path) -> None:
    profile = qgis_profile.make(tmp_path / "profile", language="en", archive=archive, engine=None)
    status, said = run(profile, *rings(squares, tmp_path / "r.gpkg"))
    assert status != 0
    assert "engine" in said.lower()
    assert "Traceback" not in said


def test_the_plan_holds_its_project_and_styles(process_plan: Path) -> None:
    with sqlite3.connect(f"file:{process_plan}?mode=ro", uri=True) as database:
        assert database.execute("SELECT name FROM qgis_projects").fetchall() == [("jjj",)]
        styled = {row[0] for row in database.execute("SELECT f_table_name FROM layer_styles")}
        assert {"zones", "axes", "units", "nodes"} <= styled
        assert database.execute("SELECT count(*) FROM zones").fetchone() == (4,)


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_the_map_is_drawn(suffix: str, process_plan: Path, tmp_path: Path,
                          process_profile: qgis_profile.Profile) -> None:
    target = tmp_path / f"map.{suffix}"
    parameters = {"PLAN": str(process_plan), "OUTPUT": str(target), "DPI": "72"}
    status, said = run(process_profile, "jjj:plan_map", parameters)
    assert status == 0, said
    head = target.read_bytes()[:8]
    assert head.startswith(b"\x89PNG" if suffix == "png" else b"%PDF")
