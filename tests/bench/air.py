"""`make bench JOBS=air`: zonal means against exactextract and QGIS, in one run, and the memory of ten years of days.

Each contender in a process of its own, by turns; what is compared are medians of REPEATS and their ratios. The seconds
are those from opening the files to the figures; QGIS's algorithm also writes a GeoPackage. Means and sums are compared
with exactextract's, on cells of one size, for it knows no others. → build/bench/air.json and a table.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from contenders import DATA, ENGINE, PYTHON, ROOT, Row, medians, ran

HERE = Path(__file__).parent
QGIS = "/usr/bin/python3"
REPEATS = int(os.environ.get("REPEATS", "3"))
YEARS = 10  # the year of days that there is, so many times
AGREE = 1e-7  # relative; exactextract keeps shares in single precision: 6e-8
MOST_MB = 1000.0

KEYS = ("seconds", "process_s", "peak_mb")


class Job(NamedTuple):
    """Zones and a raster, who works on them, and how many times faster than each the engine is to be."""

    title: str
    zones: str
    raster: str
    limits: dict[str, float]


EXACT, QGIS_FB = "exactextract", "qgis:zonalstatisticsfb"
JOBS = {
    "zones": Job("4 zones × 41 Mpx", "zones4", "pm100m", {EXACT: 4, QGIS_FB: 15}),
    "counties": Job("200 zones × 41 Mpx", "counties200", "pm100m", {EXACT: 4, QGIS_FB: 15}),
    "parcels": Job("100 000 parcels × 41 Mpx", "parcels100k", "pm100m", {EXACT: 15, QGIS_FB: 10}),
    "daily": Job("365 days × 200 zones", "counties200", "pm_daily", {EXACT: 25}),
}


def command(contender: str, job: Job, result: Path) -> list[str]:
    """How the contender is started."""
    files = [str(DATA / job.zones), str(DATA / job.raster)]
    if contender.startswith("qgis:"):
        return [QGIS, str(HERE / "in_qgis.py"), contender.removeprefix("qgis:"), *files]
    return [str(PYTHON), str(HERE / "zonal_in_python.py"), contender, *files, str(result)]


def measured(name: str, folder: Path) -> dict[str, Row]:
    """All contenders of a job by turns: each one's medians; the engine's with its distance from exactextract."""
    job = JOBS[name]
    runs: dict[str, list[Row]] = {contender: [] for contender in ("engine", *job.limits)}
    results = {contender: folder / f"{name}-{place}.npz" for place, contender in enumerate(runs)}
    for turn in range(REPEATS):
        for contender, done in runs.items():
            if done and "failed" in done[0]:
                continue
            row, told = ran(command(contender, job, results[contender]), folder)
            done.append({**row, "seconds": told.get("seconds", told.get("kernel_s"))})
            print(f"  {turn + 1}/{REPEATS} {name} {contender}: {done[-1]['seconds']}", file=sys.stderr, flush=True)
    found = {contender: medians(done, KEYS) for contender, done in runs.items()}
    if "failed" not in found["engine"] and "failed" not in found[EXACT]:
        found["engine"].update(apart(results["engine"], results[EXACT]))
    return found


def apart(ours: Path, oracle: Path) -> Row:
    """The largest relative difference of a mean and of a sum."""
    with np.load(ours) as mine, np.load(oracle) as theirs:
        return {f"{name}_apart": float(np.nanmax(np.abs(mine[name] / theirs[name] - 1))) for name in ("mean", "sum")}


def ten_years(folder: Path) -> Row:
    """The whole task on 3 650 days and 200 zones, tables and all."""
    params = {"rasters": [str(DATA / "pm_daily.tif")] * YEARS, "pollutant": "pm25", "averaging": "day",
              "standard": "gb3095-2012", "zones": str(DATA / "counties200.gpkg"), "percentiles": [],
              "output": str(folder / "days.gpkg")}
    request = folder / "job.json"
    request.write_text(json.dumps({"task": "air_zonal", "params": params}), encoding="utf-8")
    return ran([str(ENGINE), "-m", "jjj_planner_plugin.engine", "run", str(request)], folder)[0]


def judged(found: dict[str, dict[str, Row]], years: Row) -> list[Row]:
    """Every figure that is to be reached: what was found, and whether it was."""
    rows = []
    for name, contenders in found.items():
        job, engine = JOBS[name], contenders["engine"]
        for peer, limit in job.limits.items():
            if "failed" not in engine and "failed" not in contenders[peer]:
                rows.append((f"{job.title}: × {peer}", contenders[peer]["seconds"] / engine["seconds"], limit, True))
        rows += [(f"{job.title}: {key.split('_')[0]} apart", engine[key], AGREE, False)
                 for key in ("mean_apart", "sum_apart") if key in engine]
        rows.append((f"{job.title}: peak (MB)", engine["peak_mb"], MOST_MB, False) if name == "daily" else None)
    rows.append(("3 650 days × 200 zones, the whole task: peak (MB)", years["peak_mb"], MOST_MB, False))
    return [{"target": text, "found": figure, "limit": limit, "at_least": least,
             "reached": figure >= limit if least else figure <= limit}
            for text, figure, limit, least in filter(None, rows)]


def tell(found: dict[str, dict[str, Row]], years: Row, verdicts: list[Row]) -> None:
    """The tables."""
    for name, contenders in found.items():
        print(f"\n{JOBS[name].title}\n  {'':<28}{'s':>9}{'process s':>11}{'peak MB':>9}")
        for contender, row in contenders.items():
            if "failed" in row:
                print(f"  {contender:<28}did not finish: {row['failed'].strip()[-80:]}")
            else:
                print(f"  {contender:<28}{row['seconds']:9.2f}{row['process_s']:11.2f}{row['peak_mb']:9.0f}")
    print(f"\n3 650 days × 200 zones, the whole task: {years['process_s']:.0f} s, {years['peak_mb']:.0f} MB")
    for row in verdicts:
        word, sign = "reached" if row["reached"] else "MISSED", "≥" if row["at_least"] else "≤"
        print(f"  {word:<8}{row['target']:<60}{row['found']:12.3g}  ({sign} {row['limit']:g})")


def main() -> int:
    """Make the data, run the jobs named on the command line (or all), judge, write and print."""
    names = sys.argv[1:] or list(JOBS)
    zones = sorted({JOBS[name].zones for name in names} | {"counties200"})
    subprocess.run([str(PYTHON), str(HERE / "data.py"), str(DATA), *zones], check=True, stdout=sys.stderr)
    subprocess.run([str(PYTHON), str(HERE / "rasters.py"), str(DATA)], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(dir=DATA.parent) as scratch:
        ran(command("engine", JOBS["zones"] if "zones" in names else JOBS[names[0]], Path(scratch, "warm.npz")),
            Path(scratch))  # the compiled kernels are in the cache
        found = {name: measured(name, Path(scratch)) for name in names}
        years = ten_years(Path(scratch))
    verdicts = judged(found, years)
    report = {"machine": platform.platform(), "cores": os.cpu_count(), "repeats": REPEATS, "results": found,
              "ten_years": years, "targets": verdicts}
    target = DATA.parent / "air.json"
    target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    tell(found, years, verdicts)
    print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
