"""`make bench JOBS=water`: flow over heights against pyflwdir, GRASS and TopoToolbox in one run; memory of 400 M cells.

25 M cells from the file to the polygon of one catchment: each contender in a process of its own, by turns; what is
compared are medians of REPEATS and their ratios. Then the engine alone on 400 M cells, and the whole task on the
bundled heights with eight reservoirs. → build/bench/water.json and a table. GRASS is left out where it is not
installed.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from contenders import DATA, ENGINE, PYTHON, ROOT, Row, medians, ran

HERE = Path(__file__).parent
REPEATS = int(os.environ.get("REPEATS", "3"))
LIMITS = {"pyflwdir": 2.0, "GRASS": 1.5, "TopoToolbox": 1.3}  # times as fast as each
MOST_MB, MOST_MB_LARGE, MOST_S = 1200.0, 8000.0, 5.0
RESERVOIRS = 8


def command(contender: str, dem: str) -> list[str]:
    """How the contender is started."""
    return [str(PYTHON), str(HERE / "flow_in_python.py"), contender, str(DATA / dem)]


def measured(folder: Path) -> dict[str, Row]:
    """25 M cells: all contenders by turns, each one's medians."""
    names = ["engine", *(name for name in LIMITS if name != "GRASS" or shutil.which("grass"))]
    runs: dict[str, list[Row]] = {name: [] for name in names}
    for turn in range(REPEATS):
        for name, done in runs.items():
            row, told = ran(command(name, "dem5k"), folder)
            done.append({**row, **told})
            print(f"  {turn + 1}/{REPEATS} {name}: {told}", file=sys.stderr, flush=True)
    return {name: medians(done, ("seconds", "process_s", "peak_mb", "upstream_m2")) for name, done in runs.items()}


def reservoirs(folder: Path) -> Row:
    """The whole task, tables and all, on the bundled heights with the first reservoirs of the facts."""
    facts = json.loads((ROOT / "resources/data/plan_structure.json").read_text(encoding="utf-8"))
    places = [{"type": "Feature", "properties": {"name": one["name_zh"]},
               "geometry": {"type": "Point", "coordinates": [one["lon"], one["lat"]]}}
              for one in facts["catchments"]["reservoirs"][:RESERVOIRS]]
    points, request = folder / "points.geojson", folder / "job.json"
    points.write_text(json.dumps({"type": "FeatureCollection", "features": places}), encoding="utf-8")
    params = {"points": str(points), "output": str(folder / "water.gpkg")}
    request.write_text(json.dumps({"task": "delineate_catchments", "params": params}), encoding="utf-8")
    started = [ran([str(ENGINE), "-m", "jjj_planner_plugin.engine", "run", str(request)], folder)[0]
               for _ in range(REPEATS + 1)]
    return medians(started[1:], ("process_s", "peak_mb"))  # the first compiles


def judged(found: dict[str, Row], large: Row, small: Row) -> list[Row]:
    """Every figure that is to be reached: what was found, and whether it was."""
    engine = found["engine"]
    rows = [(f"25 M cells: × {peer}", found[peer]["seconds"] / engine["seconds"], limit, True)
            for peer, limit in LIMITS.items() if "failed" not in found.get(peer, {"failed": ""})]
    rows += [("25 M cells: peak (MB)", engine["peak_mb"], MOST_MB, False),
             ("400 M cells: peak (MB)", large["peak_mb"], MOST_MB_LARGE, False),
             (f"{RESERVOIRS} reservoirs on the bundled heights, the whole process (s)", small["process_s"], MOST_S,
              False)]
    return [{"target": text, "found": figure, "limit": limit, "at_least": least,
             "reached": figure >= limit if least else figure <= limit} for text, figure, limit, least in rows]


def tell(found: dict[str, Row], large: Row, small: Row, verdicts: list[Row]) -> None:
    """The tables."""
    print(f"\n25 M cells, from file to polygon\n  {'':<14}{'s':>9}{'process s':>11}{'peak MB':>9}{'upstream km²':>14}")
    for contender, row in found.items():
        if "failed" in row:
            print(f"  {contender:<14}did not finish: {row['failed'].strip()[-80:]}")
        else:
            print(f"  {contender:<14}{row['seconds']:9.2f}{row['process_s']:11.2f}{row['peak_mb']:9.0f}"
                  f"{row['upstream_m2'] / 1e6:14.1f}")
    print(f"\n400 M cells: {large['seconds']:.0f} s, {large['peak_mb']:.0f} MB")
    print(f"{RESERVOIRS} reservoirs, the whole process: {small['process_s']:.2f} s, {small['peak_mb']:.0f} MB")
    for row in verdicts:
        word, sign = "reached" if row["reached"] else "MISSED", "≥" if row["at_least"] else "≤"
        print(f"  {word:<8}{row['target']:<60}{row['found']:12.3g}  ({sign} {row['limit']:g})")


def main() -> int:
    """Make the data, run, judge, write and print."""
    subprocess.run([str(PYTHON), str(HERE / "rasters.py"), str(DATA), "dem5k", "dem20k"], check=True,
                   stdout=sys.stderr)
    with tempfile.TemporaryDirectory(dir=DATA.parent) as scratch:
        ran(command("engine", "dem5k"), Path(scratch))  # the compiled kernels are in the cache
        found = measured(Path(scratch))
        row, told = ran(command("engine", "dem20k"), Path(scratch))
        large = {**row, **told}
        small = reservoirs(Path(scratch))
    verdicts = judged(found, large, small)
    report = {"machine": platform.platform(), "cores": os.cpu_count(), "repeats": REPEATS, "results": found,
              "large": large, "reservoirs": small, "targets": verdicts}
    target = DATA.parent / "water.json"
    target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    tell(found, large, small, verdicts)
    print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
