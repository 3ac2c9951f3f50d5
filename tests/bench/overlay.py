"""`make bench`: the engine's overlaps and buffers against QGIS, geopandas, shapely, SedonaDB and DuckDB.

Every contender works on the same seeded layers, each time in a process of its own, by turns, in one run; what is
compared are medians of REPEATS and their ratios, for the machine may be noisy. Areas are compared cell by cell with
shapely's. → build/bench/overlay.json and a table; `make bench JOBS="counties points"` runs some of the jobs only.
The job `live` is live.py's: milliseconds of live figures; `air` is air.py's: zonal statistics of rasters; `water` is
water.py's: flow over heights.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from contenders import COMPILED, DATA, ENGINE, PYTHON, ROOT, Row, medians, ran
from jobs import JOBS, TARGETS, Job

HERE = Path(__file__).parent
QGIS = "/usr/bin/python3"
ELSEWHERE = ("live", "air", "water")  # jobs of files of their own
REPEATS = int(os.environ.get("REPEATS", "3"))



def request(contender: str, job: Job, folder: Path) -> Row:
    """What the whole engine process is asked."""
    left = f"{DATA / job.left}.gpkg"
    if contender == "rings":
        return {"task": "ring_buffers", "params": {
            "layer": left, "distances_m": [float(job.right)], "kind": "discs", "dissolve": True,
            "output": str(folder / "rings.gpkg")}}
    left_class, right_class = job.classes
    params = {"left": left, "right": f"{DATA / job.right}.gpkg", "left_class": left_class,
              "right_class": right_class, "output": str(folder / "table.csv")}
    if contender == "process with pieces":
        params["pieces"] = str(folder / "pieces.gpkg")
    return {"task": "overlap_table", "params": params}


def command(contender: str, job: Job, folder: Path) -> list[str]:
    """How the contender is started."""
    if contender in ("process", "process with pieces", "rings"):
        file = folder / "job.json"
        file.write_text(json.dumps(request(contender, job, folder)), encoding="utf-8")
        return [str(ENGINE), "-m", "jjj_planner_plugin.engine", "run", str(file)]
    right = job.right if job.right.isdigit() else str(DATA / job.right)
    if contender.startswith("qgis:"):
        return [QGIS, str(HERE / "in_qgis.py"), contender.removeprefix("qgis:"), str(DATA / job.left), right]
    return [str(PYTHON), str(HERE / "in_python.py"), contender, str(DATA / job.left), right, str(folder / "pairs.npz")]


def once(contender: str, job: Job, folder: Path, compiled: Path = COMPILED) -> Row:
    """One run in a process of its own: its seconds, those of the whole process, peak memory, and area."""
    found, told = ran(command(contender, job, folder), folder, compiled)
    if "failed" in found:
        return found
    return {**found, **(told if "kernel_s" in told else {"read_s": 0.0, "kernel_s": told["result"]["seconds"]})}


def measured(name: str, job: Job, folder: Path) -> dict[str, Row]:
    """All contenders of a job by turns: each one's medians, and how far the engine's areas are from shapely's."""
    runs: dict[str, list[Row]] = {contender: [] for contender in job.contenders}
    homes = {contender: folder / f"{name}-{contender.replace(':', '-')}" for contender in runs}
    for turn in range(REPEATS):
        for contender, done in runs.items():
            if done and "failed" in done[0]:
                continue
            homes[contender].mkdir(exist_ok=True)
            done.append(once(contender, job, homes[contender]))
            seconds = done[-1]["process_s"]
            print(f"  {turn + 1}/{REPEATS} {name} {contender}: {seconds:.2f} s", file=sys.stderr, flush=True)
    found = {contender: _medians(done) for contender, done in runs.items()}
    if {"engine", "shapely in pieces"} <= set(runs) and "failed" not in found["engine"]:
        pairs = [homes[contender] / "pairs.npz" for contender in ("engine", "shapely in pieces")]
        found["engine"].update(disagreement(*pairs))
    return found


def _medians(done: list[Row]) -> Row:
    found = medians(done, ("read_s", "kernel_s", "process_s", "peak_mb"))
    return found if "failed" in found else {**found, "area_m2": done[0].get("area_m2")}


def disagreement(ours: Path, oracle: Path) -> Row:
    """The cell that is furthest from the oracle's, in m² and (where a cell has more than 1e-3 m²) relative to it.

    `beyond` counts the cells that are apart by more than 1e-3 m² and by more than 1e-9 of their size.
    """
    cells = []
    for path in (ours, oracle):
        with np.load(path) as found:
            names, member = np.unique(found["i"].astype(np.int64) * 10**7 + found["j"], return_inverse=True)
            cells.append((names, np.bincount(member, found["area_m2"])))
    every = np.union1d(cells[0][0], cells[1][0])
    area = np.zeros((2, len(every)))
    for side, (names, sums) in enumerate(cells):
        area[side, np.searchsorted(every, names)] = sums
    apart = np.abs(area[0] - area[1])
    relative = apart / np.maximum(area[1], 1e-300)
    return {"cells": len(every), "worst_m2": float(apart.max()),
            "worst_relative": float(relative[area[1] > 1e-3].max()),
            "beyond": int(((apart > 1e-3) & (relative > 1e-9)).sum())}


def judged(found: dict[str, dict[str, Row]]) -> list[Row]:
    """The targets whose jobs were run: what was found, the limit, and whether it was reached."""
    def value(job: str, contender: str, key: str = "kernel_s") -> float:
        return float(found.get(job, {}).get(contender, {}).get(key, float("nan")))

    rows = []
    for target in TARGETS:
        figure = target.figure(value)
        if figure == figure:  # not NaN
            reached = figure >= target.limit if target.at_least else figure <= target.limit
            rows.append({"target": target.text, "found": figure, "limit": target.limit,
                         "at_least": target.at_least, "reached": reached})
    return rows


def first_compile(folder: Path) -> float:
    """Seconds that a first run takes longer than a second one: nothing is compiled before it."""
    job = Job("", "parcels1k", "zones4", ())
    cold, warm = (once("process", job, folder, folder / "cold") for _ in range(2))
    return float(cold["process_s"] - warm["process_s"])


def tell(found: dict[str, dict[str, Row]], verdicts: list[Row], compile_s: float) -> None:
    """The tables."""
    for name, contenders in found.items():
        print(f"\n{JOBS[name].title}\n  {'':<30}{'read s':>9}{'kernel s':>10}{'process s':>11}{'peak MB':>9}  area km²")
        for contender, row in contenders.items():
            if "failed" in row:
                print(f"  {contender:<30}did not finish ({row['process_s']:.0f} s): {row['failed'].strip()[-80:]}")
                continue
            area = f"{row['area_m2'] / 1e6:,.3f}" if row["area_m2"] is not None else ""
            print(f"  {contender:<30}{row['read_s']:9.2f}{row['kernel_s']:10.2f}{row['process_s']:11.2f}"
                  f"{row['peak_mb']:9.0f}  {area}")
    print(f"\nfirst compile of the kernels: {compile_s:.1f} s")
    for row in verdicts:
        word, sign = "reached" if row["reached"] else "MISSED", "≥" if row["at_least"] else "≤"
        print(f"  {word:<8}{row['target']:<72}{row['found']:10.2f}  ({sign} {row['limit']:g})")


def main() -> int:
    """Make the data, run the jobs named on the command line (or all), judge, write and print."""
    names = sys.argv[1:] or [*ELSEWHERE, *JOBS]
    for name in [name for name in ELSEWHERE if name in names]:
        names.remove(name)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([str(PYTHON), str(HERE / f"{name}.py")], check=True, env=environment)
    if not names:
        return 0
    layers = {layer for name in names for layer in (JOBS[name].left, JOBS[name].right) if not layer.isdigit()}
    wanted = sorted(layers | {"parcels1k", "zones4"})
    subprocess.run([str(PYTHON), str(HERE / "data.py"), str(DATA), *wanted], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(dir=DATA.parent) as scratch:
        compile_s = first_compile(Path(scratch))
        once("process", Job("", "parcels1k", "zones4", ()), Path(scratch))  # the cache that all share is warm
        found = {name: measured(name, JOBS[name], Path(scratch)) for name in names}
    verdicts = judged(found)
    report = {"machine": platform.platform(), "cores": os.cpu_count(), "repeats": REPEATS,
              "first_compile_s": compile_s, "results": found, "targets": verdicts}
    target = DATA.parent / "overlay.json"
    target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    tell(found, verdicts, compile_s)
    print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
