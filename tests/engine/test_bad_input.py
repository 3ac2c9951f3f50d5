"""What a bad layer or parameter gets: a code, a sentence in both languages; an old output stays, byte for byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.sources import POLYGON, read

Call = Callable[..., Any]
SQUARE = shapely.box(116, 39, 117, 40)


def write(path: Path, geometries: list[Any], crs: Any = 4490, **fields: Any) -> str:
    frame = gpd.GeoDataFrame(fields or {"n": range(len(geometries))}, geometry=geometries, crs=crs)
    pyogrio.write_dataframe(frame, path, layer=path.stem)
    return str(path)


# Inputs


def missing(folder: Path) -> str:
    return str(folder / "nowhere.gpkg")


def random_bytes(folder: Path) -> str:
    (folder / "noise.gpkg").write_bytes(np.random.default_rng(0).bytes(5000))
    return str(folder / "noise.gpkg")


def cut_off(folder: Path) -> str:
    path = Path(write(folder / "cut.gpkg", [SQUARE] * 500))
    path.write_bytes(path.read_bytes()[:9000])
    return str(path)


def a_text(folder: Path) -> str:
    (folder / "notes.txt").write_text("not a layer")
    return str(folder / "notes.txt")


def no_feature(folder: Path) -> str:
    frame = gpd.GeoDataFrame({"n": []}, geometry=[], crs=4490)
    pyogrio.write_dataframe(frame, folder / "empty.gpkg", geometry_type="Polygon")
    return str(folder / "empty.gpkg")


def only_null_geometries(folder: Path) -> str:
    return write(folder / "nulls.gpkg", [None, shapely.Polygon()])


def points(folder: Path) -> str:
    return write(folder / "points.gpkg", [shapely.Point(116, 39)])


def collections(folder: Path) -> str:
    return write(folder / "mixed.gpkg", [shapely.GeometryCollection([SQUARE, shapely.Point(116, 39)])])


def table_only(folder: Path) -> str:
    pyogrio.write_dataframe(pd.DataFrame({"n": [1]}), folder / "table.gpkg")
    return str(folder / "table.gpkg")


def csv_only(folder: Path) -> str:
    (folder / "figures.csv").write_text("a,b\n1,2\n")
    return str(folder / "figures.csv")


def without_crs(folder: Path, srs_id: int | None = None) -> str:
    path = write(folder / "nocrs.gpkg", [SQUARE], crs=None)
    if srs_id is not None:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE gpkg_contents SET srs_id = ?", (srs_id,))
            connection.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (srs_id,))
        connection.close()
    return path


def undefined_geographic(folder: Path) -> str:
    return without_crs(folder, 0)


def undefined_cartesian(folder: Path) -> str:
    return without_crs(folder, -1)


def swapped_axes(folder: Path) -> str:
    return write(folder / "swapped.gpkg", [shapely.box(39, 116, 40, 117)])


def metres_in_degrees(folder: Path) -> str:
    return write(folder / "metres.gpkg", [shapely.box(5e5, 4.3e6, 6e5, 4.4e6)])


def zone_prefix_in_the_wrong_crs(folder: Path) -> str:
    return write(folder / "prefix.gpkg", [shapely.box(39.5e6, 4.3e6, 39.6e6, 4.4e6)], crs=4549)


def not_finite(folder: Path) -> str:
    return write(folder / "inf.gpkg", [shapely.Polygon([(116, 39), (117, 39), (np.inf, 40)])])


def two_layers(folder: Path) -> str:
    path = write(folder / "two.gpkg", [SQUARE])
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[SQUARE], crs=4490)
    pyogrio.write_dataframe(frame, path, layer="second", append=True)
    return path


def other_layer(folder: Path) -> str:
    return write(folder / "one.gpkg", [SQUARE]) + "|layername=no such layer"


INPUTS = {
    missing: "no-file", random_bytes: "unreadable-layer", cut_off: "unreadable-layer", a_text: "unreadable-layer",
    no_feature: "empty-layer", only_null_geometries: "empty-layer", points: "wrong-geometry",
    collections: "wrong-geometry", table_only: "wrong-geometry", csv_only: "wrong-geometry", without_crs: "no-crs",
    undefined_geographic: "no-crs", undefined_cartesian: "no-crs", swapped_axes: "bad-coordinates",
    metres_in_degrees: "bad-coordinates", zone_prefix_in_the_wrong_crs: "bad-coordinates",
    not_finite: "bad-coordinates", two_layers: "several-layers", other_layer: "unknown-layer",
}


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
@pytest.mark.parametrize(("make", "code"), INPUTS.items(), ids=[make.__name__ for make in INPUTS])
def test_a_bad_layer_is_refused_by_each_task(
    make: Call, code: str, good: str, folder: Path, tmp_path: Path, refused: Call
) -> None:
    bad = make(tmp_path)
    table = str(folder / "table.csv")
    assert refused("overlap_table", left=good, right=bad, output=table) == code
    assert refused("overlap_table", left=bad, right=good, output=table) == code
    assert refused("create_plan", units=bad, unit_code_field="n", output=str(folder / "plan.gpkg")) == code
    if make is not points:  # rings take points
        assert refused("ring_buffers", layer=bad, distances_m=[1000], output=str(folder / "rings.gpkg")) == code


def test_an_unknown_field_is_refused_with_the_fields_there_are(good: str, folder: Path, refused: Call) -> None:
    for side in ("left_class", "right_class"):
        params = {"left": good, "right": good, side: "Kind", "output": str(folder / "table.csv")}
        assert refused("overlap_table", **params) == "unknown-field"
    assert refused("create_plan", units=good, unit_code_field="x", output=str(folder / "plan.gpkg")) == "unknown-field"
    with pytest.raises(EngineError, match=r"kind"):
        read(good, (POLYGON,), Job({})).classes("Kind", Job({}))


def test_a_class_field_of_only_nulls_is_refused(store: Call, good: str, folder: Path, refused: Call) -> None:
    nulls = store("nulls", [SQUARE, SQUARE], kind=np.array([np.nan, np.nan]))
    params = {"left": nulls, "right": good, "left_class": "kind", "output": str(folder / "table.csv")}
    assert refused("overlap_table", **params) == "null-class"


def test_units_without_a_code_of_the_region_are_refused(good: str, folder: Path, refused: Call) -> None:
    params = {"units": good, "output": str(folder / "plan.gpkg")}
    assert refused("create_plan", **params, unit_code_field="kind") == "no-known-units"
    assert refused("create_plan", **params) == "missing-parameter"


@pytest.mark.parametrize("distance", [-5, 0, float("nan"), float("inf"), -float("inf"), 1e9])
def test_a_distance_that_is_none_is_refused(distance: float, good: str, folder: Path, refused: Call) -> None:
    params = {"layer": good, "output": str(folder / "rings.gpkg")}
    assert refused("ring_buffers", distances_m=[1000, distance], **params) == "bad-distance"


@pytest.mark.parametrize("distances", ["1000", ["1000"], [True], [None], 1000, {"a": 1}, [[1]], "一千米"])
def test_distances_that_are_not_numbers_are_refused(distances: Any, good: str, folder: Path, refused: Call) -> None:
    assert refused("ring_buffers", layer=good, distances_m=distances, output=str(folder / "rings.gpkg")) == "wrong-type"


def test_no_distance_is_refused(good: str, folder: Path, refused: Call) -> None:
    assert refused("ring_buffers", layer=good, distances_m=[], output=str(folder / "rings.gpkg")) == "no-distances"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "donuts"}, "wrong-type"), ({"kind": None}, "wrong-type"), ({"dissolve": "yes"}, "wrong-type"),
        ({"dissolve": 1}, "wrong-type"), ({"layer": 3}, "wrong-type"), ({"layer": ""}, "wrong-type"),
        ({"output": None}, "wrong-type"), ({"segments": 8}, "unknown-parameter"), ({"kind": ["rings"]}, "wrong-type"),
    ],
)
def test_a_parameter_of_the_wrong_type_or_name_is_refused(
    change: dict[str, Any], code: str, good: str, folder: Path, refused: Call
) -> None:
    params = {"layer": good, "distances_m": [1000], "output": str(folder / "rings.gpkg")} | change
    assert refused("ring_buffers", **params) == code


def test_an_unknown_task_and_a_missing_parameter_are_refused(good: str, refused: Call) -> None:
    assert refused("fly") == "unknown-task"
    assert refused("ring_buffers", layer=good, distances_m=[1]) == "missing-parameter"
