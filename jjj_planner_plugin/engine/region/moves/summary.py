"""Task `relocation_summary`: moves drawn as flows, and counted by category, year, receiving jurisdiction and wing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ... import outputs, recipes
from ...geodesy import LONLAT, length_m
from ...jurisdictions import BUNDLED, UNIT, Jurisdictions, read_jurisdictions
from ...messages import EngineError
from ...protocol import Job
from ..plan_tables import plan_file
from .apart import ranks
from .cells import catalogue
from .counting import DESTINATION, by_category, by_destination, by_wing, by_year, grouped, statuses
from .reading import Moves, read_moves
from .receiving import Wing, add_receiving, read_wings

LAYERS = ("flows", "moves")
TABLES = ("by_category", "by_year", "by_destination", "by_wing")
ORIGIN = ("origin_code", "origin_name_zh", "origin_name_en")
SUMMARY = "summary"  # the category of a row that stands for many moves
DONE = ("moved", "closed")
SAMPLE = f"{plan_file(BUNDLED)}|layername=relocations"
AMOUNTS = {"moves": "moves", "people": "people", "area": "area_km2"}
DIGITS = {"length_km": 3, "people": 0, "area_km2": 6, "share_of_moves": 9, "flow_value": 6}


def relocation_summary(
    relocations: str, units: str, unit_field: str | None, wings: str | None, level: str, width: str,
    with_summaries: bool, output: str, job: Job,
) -> dict[str, Any]:
    """Layers `flows` (moves of one origin and destination together) and `moves`, and the four tables.

    Raises EngineError as `read_moves` and `read_jurisdictions` do, and moves-none.
    """
    files = [reference.split("|")[0] for reference in (relocations, units, wings or "") if reference]
    target = outputs.check_target(output, (".gpkg",), files, (*LAYERS, *TABLES))
    read = read_moves(SAMPLE if relocations == BUNDLED else relocations, job)
    ground = read_jurisdictions(units, unit_field, UNIT, job)
    known, wing_sources = read_wings(wings, job)
    moves = _counted(read, with_summaries, job).rename(columns={"category": "move_category", "status": "move_status"})
    add_receiving(moves, ground, known, level)
    moves["year"] = [_year(*row) for row in moves[["move_status", "date_from", "date_to"]].itertuples(index=False)]
    _tell(moves, job)
    flows = _flows(moves, known, width, job)
    tables = {"by_category": by_category(moves), "by_year": by_year(moves),
              "by_destination": by_destination(moves), "by_wing": by_wing(moves, known)}
    job.progress(0.9, "writing", what=target.name)
    _write(flows, _layer(moves), tables, target)
    params = {"relocations": relocations, "units": units, "unit_field": unit_field, "wings": wings, "level": level,
              "width": width, "with_summaries": with_summaries, "output": str(target)}
    own: list[recipes.Input] = [] if relocations == BUNDLED else [read]
    recipe = recipes.recipe("relocation_summary", params, [*own, *ground.sources, *wing_sources], None)
    return {"output": str(target), **_figures(moves, flows, ground),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _counted(read: Moves, with_summaries: bool, job: Job) -> gpd.GeoDataFrame:
    """The rows that are moves: one that stands for many is named and left out, unless it is asked for."""
    many = read.frame["category"] == SUMMARY
    if many.any() and not with_summaries:
        told = read.frame.loc[many, ["name_zh", "line"]].itertuples(index=False)
        names = job.listed([name or f"#{line}" for name, line in told], 3)
        job.warn("moves-summaries", layer=read.layer or Path(read.path).name, count=int(many.sum()), names=names)
    kept: gpd.GeoDataFrame = read.frame if with_summaries else read.frame[~many]
    if not len(kept):
        raise EngineError("moves-none", path=read.layer or Path(read.path).name, count=len(read.frame))
    return kept.reset_index(drop=True)


def _year(status: str, start: Any, end: Any) -> int | None:
    """The year it was done in, of what is done; else the year it began in."""
    wanted = (end, start) if status in DONE else (start, end)
    return next((int(date.year) for date in wanted if not pd.isna(date)), None)


def _tell(moves: gpd.GeoDataFrame, job: Job) -> None:
    """What is counted but not drawn, and how many have no number of people or area."""
    bare = moves.geometry.isna()
    if bare.any():
        job.warn("moves-without-line", count=int(bare.sum()), names=job.listed(list(moves.loc[bare, "name_zh"]), 3))
    job.warn("moves-known", count=len(moves), people=int(moves["people"].notna().sum()),
             area=int(moves["area_km2"].notna().sum()))


def _layer(moves: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Each move as it is drawn, with its rank among those that coincide."""
    drawn = moves[moves.geometry.notna()].copy()
    drawn["bend_no"], drawn["together"] = ranks(drawn.geometry.to_numpy(), catalogue()["together_km"] * 1000)
    drawn["length_km"] = [length_m(line) / 1000 for line in drawn.geometry]
    columns = ["relocation_id", "name_zh", "name_en", "move_category", "move_status", "year", "date_from", "date_to",
               "when_text", "origin", "destination", *ORIGIN, *DESTINATION, "wing", "people", "area_km2", "length_km",
               "bend_no", "together", "geometry"]
    drawn["year"] = drawn["year"].astype("Int64")
    return outputs.rounded(drawn[columns], DIGITS)


def _flows(moves: gpd.GeoDataFrame, wings: list[Wing], width: str, job: Job) -> gpd.GeoDataFrame:
    """Moves with a line by origin and destination: how many, of what status, people, area; the mean line.

    A wing is a destination of its own. Shares are of all moves, also of those without a line. `flow_value` is the
    number asked for; what is not known counts as nothing there.
    """
    drawn = moves[moves.geometry.notna()].copy()
    named = {wing.wing_id: wing for wing in wings}
    for language in ("zh", "en"):
        drawn[f"destination_name_{language}"] = [
            getattr(named[wing], f"name_{language}") if wing in named else name
            for wing, name in zip(drawn["wing"], drawn[f"destination_name_{language}"])]
    codes = zip(drawn["wing"], drawn["destination_code"])
    drawn["destination_code"] = [wing if wing in named else code for wing, code in codes]
    keys = [*ORIGIN, *DESTINATION, "wing"]
    flows = grouped(drawn, keys, len(moves))
    flows = flows.sort_values(["moves", ORIGIN[0], DESTINATION[0]], ascending=[False, True, True])
    mean = {key: _mean_line(part.geometry.to_numpy()) for key, part in drawn.groupby(keys, dropna=False)}
    lines = [mean[tuple(row)] for row in flows[keys].itertuples(index=False)]
    frame = gpd.GeoDataFrame(flows.reset_index(drop=True), geometry=np.array([*lines, None], dtype=object)[:-1],
                             crs=LONLAT)
    frame["flow_of"] = width
    frame["flow_value"] = frame[AMOUNTS[width]].astype(float)
    if width != "moves" and not (frame["flow_value"] > 0).any():
        job.warn("moves-no-amount", field=AMOUNTS[width])
    frame["length_km"] = [length_m(line) / 1000 for line in frame.geometry]
    frame["bend_no"], frame["together"] = ranks(frame.geometry.to_numpy(), catalogue()["together_km"] * 1000)
    return outputs.rounded(frame, DIGITS)


def _mean_line(lines: Any) -> Any:
    """From the mean of the first points to that of the last."""
    return shapely.LineString(shapely.get_coordinates(lines).reshape(-1, 2, 2).mean(axis=0))


def _write(flows: gpd.GeoDataFrame, moves: gpd.GeoDataFrame, tables: dict[str, pd.DataFrame], target: Path) -> None:
    with outputs.whole_file(target) as part:
        for name, layer in (("flows", flows), ("moves", moves)):
            if len(layer):
                outputs.write_layer(layer, part, name, "LineString")
        for name, table in tables.items():
            outputs.write_layer(outputs.rounded(table, DIGITS), part, name)


def _figures(moves: gpd.GeoDataFrame, flows: gpd.GeoDataFrame, ground: Jurisdictions) -> dict[str, Any]:
    by_status = statuses(moves)
    return {"count": len(moves), "moves": int(moves.geometry.notna().sum()), "flows": len(flows),
            "statuses": {name: int(count) for name, count in by_status.items()},
            "people": _known(moves["people"]), "area_km2": _known(moves["area_km2"]),
            "boundary_set": None if ground.own else recipes.BUNDLED}


def _known(column: pd.Series[Any]) -> float | None:
    """The sum of what is known; None for nothing."""
    return round(float(column.sum()), 6) if column.notna().any() else None
