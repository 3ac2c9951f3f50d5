"""The main job (`make run`): the plan, rings around its axes, overlaps, air, water, maps, the report → `build/run/`.

Everything goes through the real `qgis_process` with the plugin enabled in a throw-away profile, as a planner
without a screen would do it. Exit status 1 with the algorithm's own sentence when a step fails.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import package
import qgis_profile

RUN = package.ROOT / "build" / "run"
PLAN = RUN / "jjj_plan.gpkg"
RINGS = RUN / "axis_rings.gpkg"
DISTANCES_M = "10000,20000,30000,50000"
CITIES, ATTAINMENT = RUN / "air_cities.gpkg", RUN / "air_attainment.gpkg"
GRID, FOOTPRINTS = RUN / "air_grid.tif", RUN / "air_footprints.gpkg"
CATCHMENTS, MATRIX, DEPENDENCY = RUN / "catchments.gpkg", RUN / "catchment_matrix.gpkg", RUN / "dependency.gpkg"
STEP_SECONDS = 1200  # the report takes a minute, on a machine that is busy far more
REPORTS = ("report_zh", "report_en")
WINTER = {"FIRST_DATE": "2014-11", "LAST_DATE": "2015-02"}
SHOWN_MONTH = "2014-11"
ABOVE = "75"  # µg/m³, for show: in winter nearly all of the plain is above the annual limit


class Step(NamedTuple):
    """One run of an algorithm and the file or folder it leaves."""

    algorithm: str
    output: Path
    parameters: dict[str, str]
    named: str = "OUTPUT"
    """The parameter that says where it goes."""


def overlap(output: str, right: str, right_class: str) -> Step:
    """The overlap of the rings with a layer of the plan, by class."""
    return Step("jjj:overlap_table", RUN / output, {
        "LEFT": f"{RINGS}|layername=rings", "LEFT_CLASS": "ring",
        "RIGHT": f"{PLAN}|layername={right}", "RIGHT_CLASS": right_class})


def air_map(output: str, layer: str, date: str) -> Step:
    """One date of an air result over the plan's zones."""
    return Step("jjj:plan_map", RUN / output, {"PLAN": str(PLAN), "LAYER": layer, "DATE": date, "DPI": "150"})


def water_map(output: str, layer: str) -> Step:
    """A water result over the plan's zones, with what belongs to the picture."""
    return Step("jjj:plan_map", RUN / output, {"PLAN": str(PLAN), "LAYER": layer, "DPI": "150"})


def report(output: str, language: str) -> Step:
    """The report, with the footprints as a result of the planner's own. `language`: 1 Chinese, 2 English."""
    return Step("jjj:report", RUN / output, {"PLAN": str(PLAN), "RESULTS": str(FOOTPRINTS), "LANGUAGE": language},
                "FOLDER")


STEPS = (
    Step("jjj:create_plan", PLAN, {"SCHEME": "0", "TITLE": "京津冀协同发展规划"}),
    Step("jjj:ring_buffers", RINGS, {"LAYER": f"{PLAN}|layername=axes", "DISTANCES": DISTANCES_M,
                                     "KIND": "0", "DISSOLVE": "true"}),
    overlap("rings_by_zone.csv", "zones", "name_zh"),
    overlap("rings_by_unit.csv", "units", "adcode"),
    Step("jjj:plan_map", RUN / "map.png", {"PLAN": str(PLAN)}),
    Step("jjj:plan_map", RUN / "map.pdf", {"PLAN": str(PLAN)}),
    # the bundled sample, 13 cities by month: all that comes of it is marked as a demonstration
    Step("jjj:air_sample", CITIES, {}),
    Step("jjj:air_exceedance", ATTAINMENT, {"OBSERVATIONS": str(CITIES)}),
    Step("jjj:air_interpolate", GRID, {"METHOD": "2", **WINTER}),
    Step("jjj:air_footprints", FOOTPRINTS, {"RASTERS": str(GRID), "LIMIT": ABOVE}),
    air_map("air_map.png", str(CITIES), SHOWN_MONTH),
    air_map("air_footprints.png", f"{FOOTPRINTS}|layername=changes", WINTER["LAST_DATE"]),
    # the bundled heights and reservoirs, sub-basins and units
    Step("jjj:delineate_catchments", CATCHMENTS, {}),
    Step("jjj:catchment_matrix", MATRIX, {}),
    Step("jjj:water_dependency", DEPENDENCY, {}),
    water_map("water_map.png", f"{CATCHMENTS}|layername=catchments"),
    water_map("water_dependency.png", f"{DEPENDENCY}|layername=dependency"),
    report(REPORTS[0], "1"),
    report(REPORTS[1], "2"),
)


def perform(profile: qgis_profile.Profile, step: Step) -> float:
    """Run a step; its seconds. Raises SystemExit with what QGIS said when it fails."""
    started = time.monotonic()
    values = {**step.parameters, step.named: str(step.output)}
    done = profile.process("run", step.algorithm, "--", *(f"{k}={v}" for k, v in values.items()),
                           timeout=STEP_SECONDS)
    if done.returncode != 0 or not step.output.exists():
        raise SystemExit(f"{step.algorithm} failed (exit status {done.returncode}):\n"
                         f"{done.stderr.strip() or done.stdout.strip()}")
    return time.monotonic() - started


def feature_counts(plan: Path) -> dict[str, int]:
    """Rows of each table of the plan file."""
    # mode=ro: reading must not leave a -wal file beside the result
    with sqlite3.connect(f"file:{plan}?mode=ro", uri=True) as database:
        tables = [row[0] for row in database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') "
            "AND table_name <> 'layer_styles' ORDER BY 1")]
        # an identifier cannot be bound; these come from the file's own list
        return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


def class_areas_km2(table: Path) -> dict[str, float]:
    """Ellipsoidal area of each right class that an overlap table names, km²."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {row["right_class"]: round(float(row["right_area_m2"]) / 1e6, 1)
                for row in csv.DictReader(file) if row["right_area_m2"]}


def rows(table: Path) -> int:
    """Data rows of a CSV."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def air() -> dict[str, Any]:
    """Of each year how many cities attain, of each month the km² above the limit; marked as a demonstration."""
    with sqlite3.connect(f"file:{ATTAINMENT}?mode=ro", uri=True) as database:
        years = {str(row[0]): {"mean_pm25": round(row[1], 1), "cities": int(row[2]), "attained": int(row[3])}
                 for row in database.execute("SELECT year, pm25_mean, places, places_attained FROM summary "
                                             "WHERE scope = 'all' ORDER BY year, standard")}
    with sqlite3.connect(f"file:{FOOTPRINTS}?mode=ro", uri=True) as database:
        above = {str(row[0])[:7]: round(row[1] / 1e6) for row in database.execute(
            "SELECT start, area_m2 FROM movement ORDER BY start")}
    return {"demonstration": True, "years": years, "above_ug_m3": float(ABOVE), "footprints_km2": above}


def water() -> dict[str, Any]:
    """Of each reservoir its km² and the ratio to what is published; what no sub-basin covers; who depends on whom."""
    with sqlite3.connect(f"file:{CATCHMENTS}?mode=ro", uri=True) as database:
        reservoirs = {str(name): {"km2": round(area / 1e6), "of_published": round(ratio, 3)} for name, area, ratio in
                      database.execute("SELECT name, area_m2, published_ratio FROM catchments ORDER BY area_m2 DESC")}
    with sqlite3.connect(f"file:{MATRIX}?mode=ro", uri=True) as database:
        (total,) = database.execute(
            "SELECT sum(whole) FROM (SELECT DISTINCT jurisdiction, jurisdiction_m2 AS whole FROM matrix "
            "WHERE jurisdiction NOT IN ('not_covered', 'counted_twice'))").fetchone()
        (bare,) = database.execute(
            "SELECT sum(area_m2) FROM matrix WHERE catchment = 'not_covered' "
            "AND jurisdiction NOT IN ('not_covered', 'counted_twice')").fetchone()
    with sqlite3.connect(f"file:{DEPENDENCY}?mode=ro", uri=True) as database:
        outside = {str(name): {"outside": round(share, 3), "trusted": bool(trusted)} for name, share, trusted in
                   database.execute("SELECT name, dependency, trusted FROM dependency ORDER BY code")}
    return {"reservoirs": reservoirs, "units_km2": round(total / 1e6), "not_covered_km2": round(bare / 1e6),
            "dependency": outside}


def reports() -> dict[str, Any]:
    """Of each report its sheets, its result files and the size of its page."""
    found = {}
    for name in REPORTS:
        folder = RUN / name
        pages = len(re.findall(rb"/Type /Page\b", (folder / "report.pdf").read_bytes()))
        found[name] = {"sheets": pages, "results": len(list((folder / "results").glob("*.recipe.json"))),
                       "page_kb": (folder / "report.html").stat().st_size // 1000}
    return found


def summary(seconds: list[tuple[Step, float]], total: float) -> dict[str, Any]:
    """What was made: feature counts, zone areas, rows, seconds a step."""
    return {
        "version": package.version(),
        "features": feature_counts(PLAN),
        "zone_areas_km2": class_areas_km2(RUN / "rings_by_zone.csv"),
        "ring_features": feature_counts(RINGS),
        "rows": {name: rows(RUN / name) for name in ("rings_by_zone.csv", "rings_by_unit.csv")},
        "air": air(),
        "water": water(),
        "reports": reports(),
        "seconds": [{"algorithm": step.algorithm, "output": step.output.name, "seconds": round(took, 2)}
                    for step, took in seconds],
        "seconds_total": round(total, 2),
    }


def main() -> int:
    """Run the steps, write the summary, print what was made."""
    started = time.monotonic()
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir(parents=True)
    profile = qgis_profile.make(package.ROOT / "build" / "profile-run")
    seconds = []
    for step in STEPS:
        took = perform(profile, step)
        seconds.append((step, took))
        print(f"{took:6.1f} s  {step.algorithm:<24} {step.output.relative_to(package.ROOT)}", flush=True)
    found = summary(seconds, time.monotonic() - started)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (RUN / "summary.json").write_text(text + "\n", encoding="utf-8")
    print(f"{found['seconds_total']:6.1f} s  in all                   build/run/summary.json\n")
    print("Features  " + ", ".join(f"{table} {count}" for table, count in found["features"].items()))
    for zone, area in found["zone_areas_km2"].items():
        print(f"Zone      {area:>10,.1f} km²  {zone}")
    for year, told in found["air"]["years"].items():
        print(f"Air       {told['attained']} of {told['cities']} cities attain in {year} (demonstration)")
    tell_water(found["water"])
    for name, one in found["reports"].items():
        print(f"Report    {one['sheets']:>10} sheets, {one['results']} results  build/run/{name}")
    return 0


def tell_water(told: dict[str, Any]) -> None:
    """The figures that can be checked at a glance."""
    for name, one in told["reservoirs"].items():
        print(f"Water     {one['km2']:>10,} km², {one['of_published']:.3f} of the published area  {name}")
    print(f"Water     {told['not_covered_km2']:>10,} km² of {told['units_km2']:,} in no sub-basin")
    for name, one in told["dependency"].items():
        doubt = "" if one["trusted"] else " (too flat to be trusted)"
        print(f"Water     {one['outside']:>10.1%} of what is upstream lies outside  {name}{doubt}")


if __name__ == "__main__":
    sys.exit(main())
