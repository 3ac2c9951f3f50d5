"""The plan survives a crash: killed at 50 moments of its work, and between any two commits, a QGIS leaves it whole.

Every table holds the state before or after; what then disagrees is found on opening and repaired in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsProviderRegistry

from jjj_planner_plugin.layers.compose import load_tables
from jjj_planner_plugin.layers.differences import derived_differences, repair
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.migration import REGION_TABLES, schema_version
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.reading import table_layer
from jjj_planner_plugin.layers.scenarios import note_info, parent_of
from jjj_planner_plugin.layers.schema import look, tables
from jjj_planner_plugin.layers.stored_project import is_bound
from tests.conftest import ENGINE_PYTHON, ROOT

WORKER = Path(__file__).parent / "drivers" / "plan_worker.py"
SEED = 4
ROUNDS = {"edit": 30, "scenario": 10, "migrate": 10}
"""How often each work is killed: 50 in all."""
TORN = ("core", "nodes", "axes", "axis_members", "zones", "units", "policies")
"""Tables after whose commit a QGIS without the plugin is killed, in the order in which they are saved."""
State = dict[str, str]


class Worker:
    """The warm QGIS and the process that it works in at the moment."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert self._hear() == 0

    def _hear(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def do(self, kill_at: float | None = None, **request: Any) -> tuple[int, float]:
        """Have it work, and kill it `kill_at` seconds later: the signal that ended it, and how long it worked."""
        assert self._process.stdin is not None
        print(json.dumps({key: str(value) for key, value in request.items()}), file=self._process.stdin, flush=True)
        worker, begun = self._hear(), time.monotonic()
        if kill_at is not None:
            time.sleep(kill_at)
            os.kill(worker, signal.SIGKILL)  # one that has ended keeps its number until it is asked for
        print(file=self._process.stdin, flush=True)
        return self._hear(), time.monotonic() - begun


@pytest.fixture(scope="module")
def worker(engine_python: Path) -> Iterator[Worker]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, str(WORKER)], env=environment, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    yield Worker(process)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(30)


def state(path: Path) -> State:
    """A digest of every table, read by SQLite alone; the file is whole."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        present = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {table: hashlib.sha256(repr(database.execute(f"SELECT * FROM {table}").fetchall()).encode()).hexdigest()
                for table in tables() if table in present}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def old(made_plan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan as schema 1 had it, without its project, which would only be read for long. Read only."""
    file = Path(shutil.copy(made_plan, tmp_path_factory.mktemp("old") / "plan.gpkg"))
    connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(str(file), {})
    for table in ("park_areas", "wing_points", *REGION_TABLES):
        connection.dropVectorTable("", table)
    axes = table_layer(file, "axes")
    axes.dataProvider().deleteAttributes([axes.fields().lookupField("course")])
    note_info(file, {"schema_version": 1})
    return file


def filled(plan: Path) -> set[str]:
    """The tables that the worker's edit changes: those that can be edited and have features."""
    return {table for table in tables() if table not in look()["read_only_tables"]
            and table_layer(plan, table).featureCount()}


def fresh(plan: Path, folder: Path) -> Path:
    """A folder of its own with a copy of the plan."""
    folder.mkdir()
    return Path(shutil.copy(plan, folder / "plan.gpkg"))


def moments(work: str, seconds: float) -> list[float]:
    """When the work is killed, one moment in each equal part of the time that it takes."""
    drawn = random.Random(f"{SEED} {work}")
    rounds = ROUNDS[work]
    return [(part + drawn.random()) / rounds * 1.02 * seconds for part in range(rounds)]


def repaired(path: Path) -> int:
    """Open the plan: how many differences are found; one step, saved, leaves none."""
    editing = PlanEditing(load_tables(path))
    found = derived_differences(editing.layers)
    if found:
        with editing.command("Repair"):
            repair(editing.layers, found)
        assert derived_differences(editing.layers) == []
        assert editing.save(stop=True) == []
        assert derived_differences(load_tables(path)) == []
    editing.close()
    return len(found)


def test_killed_while_it_edits_and_saves_the_plan_is_as_before_or_after(
        worker: Worker, dressed: Path, tmp_path: Path) -> None:
    before = state(dressed)
    done = fresh(dressed, tmp_path / "done")
    ended, seconds = worker.do(work="edit", plan=done)
    after = state(done)
    assert ended == 0 and repaired(done) == 0
    assert {table for table in before if before[table] != after[table]} == filled(done)
    outcomes = []
    for number, moment in enumerate(moments("edit", seconds)):
        plan = fresh(dressed, tmp_path / str(number))
        worker.do(moment, work="edit", plan=plan)
        outcomes.append(state(plan))
        assert outcomes[-1] in (before, after), f"every table of one state, killed after {moment:.3f} s"
    assert before in outcomes


@pytest.mark.parametrize("table", ["core", "zones", "policies"])
def test_killed_between_the_layers_of_one_save_the_plan_is_as_before(
        worker: Worker, dressed: Path, tmp_path: Path, table: str) -> None:
    plan = fresh(dressed, tmp_path / "plan")
    ended, _ = worker.do(work="edit", plan=plan, kill_after=table)
    assert ended == signal.SIGKILL
    assert state(plan) == state(dressed) and repaired(plan) == 0


def test_killed_between_any_two_commits_without_the_plugin_the_plan_is_repaired_in_one_step(
        worker: Worker, dressed: Path, tmp_path: Path) -> None:
    before = state(dressed)
    order = [table for table in tables() if table not in look()["read_only_tables"]]
    done = fresh(dressed, tmp_path / "done")
    worker.do(work="edit", plan=done, alone=True)
    after, torn = state(done), {}
    for table in TORN:
        plan = fresh(dressed, tmp_path / table)
        ended, _ = worker.do(work="edit", plan=plan, kill_after=table, alone=True)
        assert ended == signal.SIGKILL
        saved = order[: order.index(table) + 1]
        assert state(plan) == {name: (after if name in saved else before)[name] for name in before}
        torn[table] = repaired(plan)
    assert torn["core"] == torn["policies"] == 0, "nothing that is derived is torn: all of it is before, or after"
    assert torn["nodes"] and torn["axes"] and torn["zones"]


def test_killed_while_a_scenario_is_saved_the_plan_is_untouched_and_the_scenario_is_whole_or_not_there(
        worker: Worker, dressed: Path, tmp_path: Path) -> None:
    untouched, before = digest(dressed), state(dressed)
    done = fresh(dressed, tmp_path / "done")
    ended, seconds = worker.do(work="scenario", plan=done, target=done.with_name("b.gpkg"))
    after = state(done.with_name("b.gpkg"))
    assert ended == 0
    assert {table for table in before if before[table] != after[table]} == {"plan_info"}
    for number, moment in enumerate(moments("scenario", seconds)):
        plan = fresh(dressed, tmp_path / str(number))
        target = plan.with_name("b.gpkg")
        worker.do(moment, work="scenario", plan=plan, target=target)
        assert digest(plan) == untouched
        if target.exists():
            found = state(target)
            assert {table for table in before if before[table] != found[table]} == {"plan_info"}
            assert parent_of(target) == (plan, "Baseline") and is_bound(str(target))
        names = {file.name for file in plan.parent.iterdir()} - {"plan.gpkg", "b.gpkg"}
        assert all(name.startswith(".jjj-part") for name in names)


def test_killed_while_it_is_migrated_a_plan_is_of_the_old_schema_or_of_the_new_one(
        worker: Worker, old: Path, tmp_path: Path) -> None:
    before = state(old)
    done = fresh(old, tmp_path / "done")
    ended, seconds = worker.do(work="migrate", plan=done)
    after = state(done)
    assert ended == 0 and set(after) - set(before) == {"park_areas", "wing_points", *REGION_TABLES}
    for number, moment in enumerate(moments("migrate", seconds)):
        plan = fresh(old, tmp_path / str(number))
        worker.do(moment, work="migrate", plan=plan)
        assert state(plan) == {1: before, 4: after}[schema_version(plan)]
        for backup in plan.parent.glob("*.backup*.gpkg"):
            assert state(backup) == before
        assert schema_version(plan) == 1 or list(plan.parent.glob("*.backup.gpkg"))


def test_after_a_kill_the_plan_opens_with_all_its_layers_and_can_be_migrated(
        worker: Worker, old: Path, tmp_path: Path) -> None:
    plan = fresh(old, tmp_path / "plan")
    worker.do(0.2, work="migrate", plan=plan)
    ended, _ = worker.do(work="migrate", plan=plan)
    assert ended == 0 and schema_version(plan) == 4
    assert len(list(plan.parent.glob("*.backup*.gpkg"))) == 1, "the backup of the attempt that was broken off serves"
    assert set(open_plan(str(plan), QgsProject.instance())) == set(tables())


def test_the_engine_killed_while_it_reads_the_plan_leaves_it_byte_identical(dressed: Path, tmp_path: Path) -> None:
    plan = fresh(dressed, tmp_path / "plan")
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"task": "overlap_table", "params": {
        "left": f"{plan}|layername=units", "right": f"{plan}|layername=zones", "left_class": "adcode",
        "right_class": "zone_id", "output": str(tmp_path / "table.csv")}}), encoding="utf-8")
    untouched, command = digest(plan), [str(ENGINE_PYTHON), "-m", "jjj_planner_plugin.engine", "run", str(job)]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
    seconds = time.monotonic() - begun
    for part in (0.5, 0.8, 0.95):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(part * seconds)
            running.kill()
        assert digest(plan) == untouched
        assert [file.name for file in plan.parent.iterdir()] == ["plan.gpkg"]
