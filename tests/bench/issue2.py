"""`make bench`: overlap table and buffers of the bundled data against QGIS and geopandas, in the same run.

Each contender reads from the same GeoPackage, computes and writes its result, in a process that is already
warm; medians of REPEATS. They do not do quite the same: QGIS's intersection leaves pieces without a table,
QGIS and geopandas buffer on the plane (in Albers, as a careful user would), ours on the ellipsoid and with
the shares of land and region. → build/bench/issue2.json
"""

from __future__ import annotations

import csv
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
DATA = ROOT / "resources" / "data" / "jjj.gpkg"
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"
REPEATS = 5
DISTANCE_M = 10_000.0
SEGMENTS = 64  # a quarter circle, as the engine's
ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80 +units=m +no_defs"

Answer = dict[str, dict[str, Any]]


def peer(python: str, script: str) -> Answer:
    """Run a contender's script; its seconds and areas."""
    arguments = [python, str(HERE / script), str(DATA), str(REPEATS), str(DISTANCE_M), ALBERS, str(SEGMENTS)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{script} failed:\n{done.stderr[-3000:]}")
    found: Answer = json.loads(done.stdout.splitlines()[-1])
    return found


def tasks(folder: Path) -> dict[str, dict[str, Any]]:
    """The engine's two requests."""
    return {
        "overlap": {"task": "overlap_table", "params": {
            "left": f"{DATA}|layername=units", "left_class": "adcode",
            "right": f"{DATA}|layername=catchments", "right_class": "catchment_id",
            "output": str(folder / "table.csv")}},
        "buffer": {"task": "ring_buffers", "params": {
            "layer": f"{DATA}|layername=rivers", "distances_m": [DISTANCE_M], "kind": "discs",
            "dissolve": True, "output": str(folder / "rings.gpkg")}},
    }


def ours() -> Answer:
    """The engine as the plugin starts it, warm, one request after another."""
    answer: Answer = {}
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, subprocess.Popen(
            [str(ENGINE), "-m", "jjj_planner_plugin.engine", "serve"], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8") as engine:
        assert engine.stdin and engine.stdout
        engine.stdout.readline()
        answer["start"] = {"seconds": [time.perf_counter() - started]}
        for case, request in tasks(Path(name)).items():
            seconds = []
            for number in range(REPEATS):
                started = time.perf_counter()
                engine.stdin.write(json.dumps({"id": number, "language": "en", **request}) + "\n")
                engine.stdin.flush()
                while "result" not in (line := json.loads(engine.stdout.readline())):
                    if "error" in line:
                        raise SystemExit(f"the engine refused: {line['error']['message']}")
                seconds.append(time.perf_counter() - started)
            answer[case] = {"seconds": seconds, "area_km2": area_km2(case, Path(name))}
        engine.stdin.close()
    return answer


def area_km2(case: str, folder: Path) -> float:
    """The area that the engine's own result states."""
    if case == "overlap":
        with (folder / "table.csv").open(encoding="utf-8-sig", newline="") as file:
            return sum(float(row["area_m2"] or 0) for row in csv.DictReader(file) if row["right_class"]) / 1e6
    with sqlite3.connect(folder / "rings.gpkg") as database:
        rows = database.execute("SELECT sum(area_m2) FROM ring_areas WHERE scope = 'dissolved'")
        area: float = rows.fetchone()[0]
    return area / 1e6


def main() -> int:
    """Run the three, write and print them."""
    contenders = {"JJJ engine": ours(), "QGIS": peer("/usr/bin/python3", "in_qgis.py"),
                  "geopandas": peer(str(ENGINE), "in_geopandas.py")}
    target = ROOT / "build" / "bench" / "issue2.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    found = {"machine": platform.platform(), "repeats": REPEATS, "results": contenders}
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for case, title in (("overlap", "units × catchments, read to written"),
                        ("buffer", "rivers, 10 km, dissolved, read to written")):
        print(title)
        for name, answer in contenders.items():
            seconds = answer[case]["seconds"]
            print(f"  {name:<12} median {statistics.median(seconds):7.3f} s   first {seconds[0]:7.3f} s   "
                  f"{answer[case]['area_km2']:12,.2f} km²")
    print(f"the engine's start: {contenders['JJJ engine']['start']['seconds'][0]:.2f} s")
    print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
