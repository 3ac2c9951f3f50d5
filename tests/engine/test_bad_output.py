"""What an output that cannot be gets: a sentence, and the old file as it was. Real locks, a real full disk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from jjj_planner_plugin.engine import outputs
from jjj_planner_plugin.engine.messages import EngineError

Call = Callable[..., Any]
SQUARE = shapely.box(116, 39, 117, 40)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("rings.shp", "bad-output-type"), ("rings", "bad-output-type"), ("x.gpkg|layername=y", "bad-output-type"),
        ("memory:", "bad-output-type"), ("rings.gpkg.zip", "bad-output-type"),
        ("no/such/rings.gpkg", "no-output-folder"), ("table.csv/rings.gpkg", "no-output-folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused(name: str, code: str, good: str, folder: Path, refused: Call) -> None:
    assert refused("ring_buffers", layer=good, distances_m=[1000], output=str(folder / name)) == code


def test_a_folder_in_the_outputs_place_is_refused(good: str, tmp_path: Path, refused: Call) -> None:
    (tmp_path / "rings.gpkg").mkdir()
    params = {"layer": good, "distances_m": [1000], "output": str(tmp_path / "rings.gpkg")}
    assert refused("ring_buffers", **params) == "not-writable"


def test_a_folder_that_cannot_be_written_is_refused(good: str, refused: Call) -> None:
    """/proc: even root makes no file there."""
    assert refused("ring_buffers", layer=good, distances_m=[1000], output="/proc/rings.gpkg") == "not-writable"


def test_an_input_is_never_an_output(store: Call, good: str, tmp_path: Path, refused: Call) -> None:
    before = Path(good).read_bytes()
    params = {"layer": f"{good}|layername=good", "distances_m": [1000]}
    assert refused("ring_buffers", **params, output=good) == "output-is-input"
    link = tmp_path / "link.gpkg"
    link.symlink_to(good)
    assert refused("ring_buffers", **params, output=str(link)) == "output-is-input"
    assert refused("create_plan", units=good, unit_code_field="kind", output=good) == "output-is-input"
    other = store("other", [SQUARE])
    overlap = {"left": good, "right": other, "left_class": "kind"}
    assert refused("overlap_table", **overlap, output=other) == "output-is-input"
    assert refused("overlap_table", **overlap, output=str(tmp_path / "a.csv"), pieces=good) == "output-is-input"
    assert Path(good).read_bytes() == before


def test_two_outputs_are_not_the_same_file(good: str, tmp_path: Path, refused: Call) -> None:
    output = str(tmp_path / "both.gpkg")
    assert refused("overlap_table", left=good, right=good, output=output, pieces=output) == "outputs-clash"
    Path(output).write_bytes(b"old")
    assert refused("overlap_table", left=good, right=good, output=output, pieces=output) == "outputs-clash"
    assert Path(output).read_bytes() == b"old"


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
connection.execute("CREATE TABLE unfinished (a)")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def hold() -> Iterator[Callable[[str], None]]:
    """`hold(path)`: another process locks that GeoPackage in the middle of a write."""
    processes: list[subprocess.Popen[str]] = []

    def lock(path: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"

    yield lock
    for process in processes:
        process.communicate("")


def test_a_geopackage_that_another_program_locks_is_refused_as_input_and_as_output(
    good: str, store: Call, hold: Call, folder: Path, tmp_path: Path, refused: Call
) -> None:
    held = store("held", [SQUARE])
    before = Path(held).read_bytes()
    hold(held)
    assert refused("ring_buffers", layer=held, distances_m=[1000], output=str(folder / "rings.gpkg")) == "file-locked"
    assert refused("overlap_table", left=good, right=held, output=str(folder / "table.csv")) == "file-locked"
    assert refused("ring_buffers", layer=good, distances_m=[1000], output=held) == "output-open"
    assert Path(held).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []


def test_an_output_that_is_open_in_qgis_is_refused(good: str, store: Call, tmp_path: Path, refused: Call) -> None:
    """QGIS edits a GeoPackage with a write-ahead log; what is in the log is not yet in the file."""
    opened = store("opened", [SQUARE])
    connection = sqlite3.connect(opened)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE edits (a)")
    connection.commit()
    files = {name: Path(opened + name).read_bytes() for name in ("", "-wal")}
    assert files["-wal"]
    assert refused("ring_buffers", layer=good, distances_m=[1000], output=opened) == "output-open"
    assert {name: Path(opened + name).read_bytes() for name in files} == files
    connection.close()


def test_a_log_that_was_left_alone_is_not_played_into_a_new_output(good: str, tmp_path: Path, refused: Call) -> None:
    (tmp_path / "rings.gpkg-wal").write_bytes(b"left over")
    params = {"layer": good, "distances_m": [1000], "output": str(tmp_path / "rings.gpkg")}
    assert refused("ring_buffers", **params) == "output-open"


@pytest.mark.filterwarnings("ignore:Field format")
def test_a_layer_open_in_qgis_with_a_log_can_be_read(perform: Call, store: Call, tmp_path: Path) -> None:
    opened = store("opened", [SQUARE])
    connection = sqlite3.connect(opened)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE edits (a)")
    connection.commit()
    connection.execute("BEGIN IMMEDIATE")
    perform("ring_buffers", layer=opened, distances_m=[1000], output=str(tmp_path / "rings.gpkg"))
    connection.close()
    assert (tmp_path / "rings.gpkg").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB with an old output on it."""
    where = tmp_path / "disk"
    where.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(where)], check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield where
    subprocess.run(["umount", str(where)], check=True)


@pytest.mark.parametrize("free", [0, 4_000, 60_000, 600_000])
@pytest.mark.parametrize("task", ["create_plan", "overlap_table", "ring_buffers"])
def test_a_full_disk_is_told_and_leaves_the_old_output_and_no_part(
    task: str, free: int, small_disk: Path, store: Call, refused: Call
) -> None:
    many = store("many", [shapely.box(x, 39, x + 0.001, 40) for x in np.linspace(114, 118, 3_000)], n=[*range(3_000)])
    few = store("few", shapely.points(np.linspace(114, 118, 300), 39))
    output = small_disk / "old.gpkg"
    output.write_bytes(b"old")
    (small_disk / "filler").write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - free))
    params = {
        "create_plan": {}, "overlap_table": {"left": many, "right": many, "left_class": "n", "right_class": "n"},
        "ring_buffers": {"layer": few, "distances_m": [1000]},
    }[task]
    if task == "overlap_table" and free > 500_000:
        params |= {"pieces": str(small_disk / "pieces.gpkg")}
    assert refused(task, **params, output=str(output)) == "disk-full"
    assert {file.name for file in small_disk.iterdir()} == {"old.gpkg", "filler"}
    assert output.read_bytes() == b"old"


def test_what_cannot_be_written_for_another_reason_says_so(tmp_path: Path) -> None:
    target = tmp_path / "rings.gpkg"
    target.write_text("old")
    with pytest.raises(EngineError, match="disk I/O error") as caught, outputs.whole_file(target) as part:
        part.write_text("half")
        raise RuntimeError("disk I/O error")
    assert caught.value.code == "not-writable"
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == "old"


def test_a_plan_is_never_replaced_by_a_result(good: str, tmp_path: Path, perform: Call, refused: Call) -> None:
    plan = tmp_path / "plan.gpkg"
    perform("create_plan", output=str(plan))
    before = plan.read_bytes()
    assert refused("ring_buffers", layer=good, distances_m=[1000], output=str(plan)) == "output-holds-others"
    assert refused("overlap_table", left=good, right=good, output=str(plan)) == "output-holds-others"
    assert refused("overlap_table", left=good, right=good, output=str(tmp_path / "a.csv"), pieces=str(plan)) == (
        "output-holds-others")
    assert plan.read_bytes() == before


def test_a_result_may_be_made_again_in_its_place(good: str, tmp_path: Path, perform: Call) -> None:
    target = tmp_path / "rings.gpkg"
    for distance in (1000, 2000):
        perform("ring_buffers", layer=good, distances_m=[distance], output=str(target))
        with sqlite3.connect(target) as database:
            assert database.execute("SELECT distance_to_m FROM rings").fetchone() == (distance,)
        database.close()
