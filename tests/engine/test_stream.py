"""Layers read in chunks: what each kind of bad geometry gets, and that neither chunks nor threads change a figure."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine import kernels, stream
from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.sources import POLYGON, read

Call = Callable[..., Any]
Ring = Sequence[tuple[float, float]]
NAN, INF = float("nan"), float("inf")


def square(x: float = 116, y: float = 39, size: float = 0.1) -> list[tuple[float, float]]:
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


def wkb(*rings: Ring, values: int = 2, order: str = "<") -> bytes:
    """A polygon as it may be in a file: nothing is checked. `values` per vertex: 3 with Z, 4 with Z and M."""
    data = struct.pack(f"{order}BII", int(order == "<"), {2: 3, 3: 1003, 4: 3003}[values], len(rings))
    for ring in rings:
        flat = [number for point in ring for number in (*point, *([7.0] * (values - 2)))]
        data += struct.pack(f"{order}I{len(flat)}d", len(ring), *flat)
    return data


def multi(*polygons: bytes) -> bytes:
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(polygons)


def circle(x: float, y: float, radius: float) -> bytes:
    """A curve polygon of one circular string."""
    points = [(x - radius, y), (x + radius, y), (x - radius, y)]
    string = struct.pack("<BII6d", 1, 8, 3, *[number for point in points for number in point])
    return struct.pack("<BII", 1, 10, 1) + string


SOUND, BESIDE = wkb(square(118, 40)), shapely.Polygon(square(118, 40))
SQUARE = square()
WHOLE, HOLE = shapely.Polygon(SQUARE), shapely.Polygon(square(116.02, 39.02, 0.02))
TRIANGLES = shapely.MultiPolygon([
    shapely.Polygon([SQUARE[0], (116.05, 39.05), SQUARE[3]]), shapely.Polygon([SQUARE[1], SQUARE[2], (116.05, 39.05)])])
AS_IT_IS = {
    "clockwise": wkb(SQUARE[::-1]), "duplicate vertices": wkb([point for point in SQUARE for _ in range(3)]),
    "with Z": wkb(SQUARE, values=3), "with Z and M": wkb(SQUARE, values=4), "big endian": wkb(SQUARE, order=">"),
    "an empty part": multi(wkb(SQUARE), wkb()),
}
REPAIRED = {
    "unclosed": (wkb(SQUARE[:-1]), "not closed", WHOLE),
    "unclosed with Z": (wkb(SQUARE[:-1], values=3), "not closed", WHOLE),
    "unclosed in a part": (multi(wkb(SQUARE[:-1])), "not closed", WHOLE),
    "unclosed hole": (wkb(SQUARE, square(116.02, 39.02, 0.02)[:-1]), "not closed", WHOLE - HOLE),
    "one point": (wkb(SQUARE[:1]), "fewer than three", None),
    "two points": (wkb(SQUARE[:2]), "fewer than three", None),
    "two points and back": (wkb([SQUARE[0], SQUARE[1], SQUARE[0]]), "Too few points", None),
    "no area": (wkb([(116, 39), (116.1, 39), (116.2, 39), (116, 39)]), "Self-intersection", None),
    "hole of one point": (wkb(SQUARE, [(116.05, 39.05)]), "fewer than three", WHOLE),
    "spike": (wkb([*SQUARE[:2], (116.2, 39), *SQUARE[1:]]), "Self-intersection", WHOLE),
    "bow-tie": (wkb([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "Self-intersection", TRIANGLES),
    "hole outside": (wkb(SQUARE, square(117, 40)), "Hole lies outside", WHOLE | shapely.Polygon(square(117, 40))),
    "hole as large as the shell": (wkb(SQUARE, SQUARE), "Self-intersection", None),
    "nested shells": (multi(wkb(SQUARE), wkb(square(116.02, 39.02, 0.02))), "Nested shells", WHOLE),
}
REFUSED = {
    "not a number": (wkb([(116, 39), (NAN, 39), (116, 40), (116, 39)]), "bad-coordinates"),
    "infinite": (wkb([(116, 39), (INF, 39), (116, 40), (116, 39)]), "bad-coordinates"),
    "1e30": (wkb([(116, 39), (1e30, 39), (116, 40), (116, 39)]), "bad-coordinates"),
    "latitude 91": (wkb(square(116, 90.95)), "bad-coordinates"),
    "longitude 181": (wkb(square(180.95, 39)), "bad-coordinates"),
    "across 180°": (wkb([(179, 39), (-179, 39), (-179, 40), (179, 40), (179, 39)]), "crosses-180"),
    "a point among polygons": (shapely.to_wkb(shapely.Point(116, 39)), "wrong-geometry"),
    "a line among polygons": (shapely.to_wkb(shapely.LineString(SQUARE)), "wrong-geometry"),
    "a collection": (
        shapely.to_wkb(shapely.GeometryCollection([shapely.Polygon(SQUARE), shapely.Point(1, 1)])), "wrong-geometry"),
}


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., str]:
    """`stored(*wkb)`: a GeoPackage with these geometries as they are, and the field `k` with their numbers."""

    def write(*geometries: bytes | None, crs: str = "EPSG:4490") -> str:
        path = tmp_path / "odd.gpkg"
        numbers = np.array([str(number) for number in range(len(geometries))], dtype=object)
        pyogrio.raw.write(
            path, np.array([*geometries, None], dtype=object)[:-1], [numbers], np.array(["k"]), layer="odd",
            driver="GPKG", geometry_type="Unknown", crs=crs, promote_to_multi=False)
        return str(path)

    return write


@pytest.fixture
def around(store: Call) -> str:
    """A layer of one polygon around all of them."""
    return str(store("around", [shapely.box(110, 35, 120, 45)], zone=["R"]))


@pytest.fixture
def areas(perform: Call, tmp_path: Path) -> Callable[..., tuple[dict[str, float], dict[str, Any]]]:
    """`areas(layer, around)`: the area of each class of a layer inside another, and the task's result."""

    def measured(layer: str, around: str, turned: bool = False) -> tuple[dict[str, float], dict[str, Any]]:
        params = {"left": layer, "left_class": "k", "right": around, "right_class": "zone"}
        if turned:
            params = {"left": around, "left_class": "zone", "right": layer, "right_class": "k"}
        result = perform("overlap_table", **params, output=str(tmp_path / "table.csv"))
        table = pd.read_csv(tmp_path / "table.csv", dtype={"left_class": str, "right_class": str})
        for _, rows in table.groupby("left_class"):
            whole = rows["area_m2"].sum() + rows["not_covered_m2"].iloc[0] - rows["counted_twice_m2"].iloc[0]
            assert whole == pytest.approx(rows["left_area_m2"].iloc[0], rel=1e-9, abs=0.01)
        side = "right_class" if turned else "left_class"
        return dict(zip(table[side], table["area_m2"])), result

    return measured


@pytest.mark.parametrize("turned", [False, True], ids=["left", "right"])
@pytest.mark.parametrize("shape", AS_IT_IS.values(), ids=list(AS_IT_IS))
def test_what_is_odd_but_sound_counts_as_it_is(
    shape: bytes, turned: bool, stored: Call, around: str, areas: Call, to_albers: Call
) -> None:
    found, result = areas(stored(SOUND, shape), around, turned)
    beside, whole = shapely.area(to_albers([BESIDE, WHOLE]))
    assert found == pytest.approx({"0": beside, "1": whole}, rel=1e-9)
    assert result["warnings"] == []


@pytest.mark.parametrize("turned", [False, True], ids=["left", "right"])
@pytest.mark.parametrize(("shape", "wrong", "left_over"), REPAIRED.values(), ids=list(REPAIRED))
def test_what_is_invalid_is_repaired_and_listed(
    shape: bytes, wrong: str, left_over: Any, turned: bool, stored: Call, around: str, areas: Call, to_albers: Call
) -> None:
    path = stored(SOUND, shape)
    found, result = areas(path, around, turned)
    beside, area = shapely.area(to_albers([BESIDE, left_over or shapely.Polygon()]))
    assert found == pytest.approx({"0": beside} | ({"1": area} if area else {}), rel=1e-9)
    (warning,) = (warning for warning in result["warnings"] if warning["code"] == "repaired")
    (repair,) = warning["detail"]["repairs"]
    assert repair["fid"] == 2
    assert wrong in repair["wrong"]
    assert repair["area_after_m2"] == pytest.approx(area, abs=0.01)
    assert json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))["repairs"] == [repair]
    entry = result["inputs"][1 if turned else 0]
    assert (entry["features"], entry["used"], entry["repaired"]) == (2, 2 if area else 1, 1)
    # and the same from the reader that the other tools use
    source = read(path, (POLYGON,), Job({}))
    assert source.repairs == [repair]
    assert len(source.frame) == entry["used"]


@pytest.mark.parametrize(("shape", "code"), REFUSED.values(), ids=list(REFUSED))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_cannot_be_measured_is_refused_with_a_sentence(
    shape: bytes, code: str, stored: Call, around: str, refused: Call, tmp_path: Path
) -> None:
    path, output = stored(SOUND, shape), tmp_path / "table.csv"
    assert refused("overlap_table", left=path, right=around, output=str(output)) == code
    assert refused("overlap_table", left=around, right=path, output=str(output)) == code
    with pytest.raises(EngineError) as caught:
        read(path, (POLYGON,), Job({}))
    assert caught.value.code == code
    assert not output.exists()


def test_features_without_geometry_are_counted_and_told(stored: Call, around: str, areas: Call) -> None:
    found, result = areas(stored(None, SOUND, wkb(), multi()), around)
    assert list(found) == ["1"]
    assert [(w["code"], w["detail"]["count"]) for w in result["warnings"]] == [("no-geometry", 3)]
    assert (result["inputs"][0]["features"], result["inputs"][0]["used"]) == (4, 1)


def test_arcs_are_drawn_as_chords_and_told(stored: Call, around: str, areas: Call, to_albers: Call) -> None:
    surface = struct.pack("<BII", 1, 12, 2) + wkb(SQUARE) + circle(118, 40, 0.5)
    found, result = areas(stored(circle(117, 39, 0.5), SOUND, surface), around)
    turn = np.linspace(0, 2 * np.pi, 20_001)
    discs = [shapely.Polygon(np.column_stack([x + 0.5 * np.cos(turn), y + 0.5 * np.sin(turn)]))
             for x, y in ((117, 39), (118, 40))]
    first, second, beside, whole = shapely.area(to_albers([*discs, BESIDE, WHOLE]))
    assert found == pytest.approx({"0": first, "1": beside, "2": whole + second}, rel=1e-6)
    assert ("arcs", 2) in [(w["code"], w["detail"].get("count")) for w in result["warnings"]]


def test_the_rim_of_the_world_is_no_crossing_of_180_degrees(
    stored: Call, around: str, areas: Call, to_albers: Call
) -> None:
    world = wkb([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
    found, _ = areas(stored(world), around)
    assert found["0"] == pytest.approx(shapely.area(to_albers([shapely.box(110, 35, 120, 45)]))[0], rel=1e-7)


def test_a_projected_layer_across_180_degrees_is_refused(
    store: Call, around: str, refused: Call, tmp_path: Path
) -> None:
    """UTM zone 1: its western edge at 40° north is 180°, 256 km west of its axis."""
    across = store("across", [shapely.box(2.3e5, 4.4e6, 2.6e5, 4.5e6)], "EPSG:32601")
    assert refused("overlap_table", left=across, right=around, output=str(tmp_path / "t.csv")) == "crosses-180"


def test_an_equal_area_layer_across_180_degrees_is_measured(store: Call, perform: Call, tmp_path: Path) -> None:
    frame = "+proj=laea +lat_0=40 +lon_0=180 +ellps=GRS80"
    left = store("left", [shapely.box(-5e4, 0, 5e4, 1e5)], frame)
    right = store("right", [shapely.box(0, 0, 1e5, 1e5)], frame)
    perform("overlap_table", left=left, right=right, output=str(tmp_path / "t.csv"))
    assert pd.read_csv(tmp_path / "t.csv")["area_m2"].tolist() == [5e9]


def test_a_damaged_file_that_ends_early_is_refused(store: Call, around: str, refused: Call, tmp_path: Path) -> None:
    x = np.random.default_rng(0).uniform(111, 119, 20_000)
    path = store("damaged", shapely.box(x, x - 75, x + 0.1, x - 74.9))
    with open(path, "r+b") as file:
        file.seek(1_500_000)
        file.write(bytes(100_000))
    assert refused("overlap_table", left=path, right=around, output=str(tmp_path / "t.csv")) == "unreadable-layer"


def test_coded_values_are_the_codes(stored: Call, around: str, areas: Call) -> None:
    """GDAL gives a field with a domain as the domain's texts; the class is what the file holds, as QGIS has it."""
    path = stored(SOUND, wkb(SQUARE))
    with sqlite3.connect(path) as connection:
        connection.executescript("""
            CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
                description TEXT, mime_type TEXT, constraint_name TEXT,
                CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name));
            CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL,
                value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN,
                description TEXT);
            INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://x', 'read-write');
            INSERT INTO gpkg_extensions VALUES
                ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://x', 'read-write');
            INSERT INTO gpkg_data_columns (table_name, column_name, constraint_name) VALUES ('odd', 'n', 'kinds');
            INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
                VALUES ('kinds', 'enum', '1', 'farm'), ('kinds', 'enum', '2', 'wood');
            ALTER TABLE odd ADD COLUMN n MEDIUMINT;
        """)
    connection.close()
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE odd SET n = fid")
    connection.close()
    layer = stream.open_layer(path, "n")
    layer.whole(Job({}))
    assert list(layer.classes) == ["1", "2"]


# However it is read


@pytest.fixture
def pair(store: Call, to_albers: Call) -> tuple[str, str]:
    """Two layers of 700 and 300 random triangles in degrees, some of them bow-ties; classes a … g and none."""
    random = np.random.default_rng(3)
    paths = []
    for name, count in (("left", 700), ("right", 300)):
        corners = random.uniform(-0.2, 0.2, (count, 4, 2)) + random.uniform([114, 37], [118, 41], (count, 1, 2))
        corners[:, 3] = corners[:, 0]
        shapes = shapely.polygons(corners)
        shapes[::50] = [shapely.Polygon([p[0], p[0] + [0.1, 0.1], p[0] + [0.1, 0], p[0] + [0, 0.1]])
                        for p in corners[::50]]
        classes = np.where(random.random(count) < 0.1, None, random.choice([*"abcdefg"], count))
        paths.append(store(name, shapes, k=classes))
    return paths[0], paths[1]


def figures(perform: Call, pair: tuple[str, str], folder: Path) -> list[bytes]:
    """Table and recipe as they are written."""
    folder.mkdir(exist_ok=True)
    result = perform("overlap_table", left=pair[0], right=pair[1], left_class="k", right_class="k",
                     output=str(folder / "table.csv"))
    return [(folder / "table.csv").read_bytes(), Path(result["recipe"]).read_bytes()]


@pytest.mark.parametrize("size", [1, 7, 333, 699, 700])
def test_chunks_change_no_byte(
    size: int, perform: Call, pair: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = figures(perform, pair, tmp_path / "out")
    monkeypatch.setattr(stream, "CHUNK", size)
    assert figures(perform, pair, tmp_path / "out") == whole


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_an_error_in_a_later_chunk_is_told_as_it_is_and_leaves_nothing(
    stored: Call, around: str, refused: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "CHUNK", 1)
    path = stored(SOUND, wkb(SQUARE), REFUSED["1e30"][0])
    params = {"left": path, "right": around, "output": str(folder / "table.csv"), "pieces": str(folder / "pieces.gpkg")}
    assert refused("overlap_table", **params) == "bad-coordinates"


def test_threads_change_no_byte(
    perform: Call, pair: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = figures(perform, pair, tmp_path / "out")
    monkeypatch.setattr(kernels, "THREADS", 1)
    assert figures(perform, pair, tmp_path / "out") == several
    monkeypatch.setattr(kernels, "THREADS", 5)
    monkeypatch.setattr(kernels, "BLOCK", 11)
    assert figures(perform, pair, tmp_path / "out") == several


def test_a_temporary_export_is_marked_in_the_recipe(store: Call, around: str, perform: Call, tmp_path: Path) -> None:
    folder = tmp_path / "profile" / "jjj-exports" / "1"
    folder.mkdir(parents=True)
    copy = folder / "input_1.gpkg"
    copy.write_bytes(Path(store("left", [shapely.box(116, 39, 117, 40)])).read_bytes())
    result = perform("overlap_table", left=str(copy), right=around, output=str(tmp_path / "t.csv"))
    assert [entry.get("exported") for entry in result["inputs"]] == [True, None]


def test_each_input_says_its_planar_and_its_true_area(
    store: Call, around: str, perform: Call, tmp_path: Path, to_albers: Call
) -> None:
    """A square of 100 km in Web Mercator at 39–40° north is 59 to 60 % of that on the ground (cos² 39.5° = 0.595)."""
    mercator = store("mercator", [shapely.box(12_970_000, 4_750_000, 13_070_000, 4_850_000)], 3857)
    result = perform("overlap_table", left=mercator, right=around, output=str(tmp_path / "t.csv"))
    left, right = result["inputs"]
    assert left["planar_area_m2"] == 1e10
    assert left["area_m2"] == pytest.approx(0.593e10, rel=0.01)
    assert left["self_overlap_m2"] == 0
    assert right["planar_area_m2"] is None
    assert right["area_m2"] == pytest.approx(shapely.area(to_albers([shapely.box(110, 35, 120, 45)]))[0], rel=1e-9)
