"""Task `ring_buffers`: rings, discs and one-sided strips in metres on the ground, with what lies in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from .. import outputs, recipes
from ..geodesy import Geometries, multiple, overlay_crs, projected
from ..protocol import Job
from ..sources import LINE, POINT, POLYGON, Source, read, split_reference
from . import frames, outlines, unions
from .areas import DIGITS, Classes, Surroundings
from .distances import Distances, check_choice, chosen
from .sides import GRID_M, one_sided

CHUNK = 2000  # features buffered at a time
MANY = 10_000  # features from which on, dissolved, no single areas are told unasked, and discs have fewer vertices
TABLES = ("rings", "ring_areas", "area_by")
RESULT_FIELDS = (
    "scope", "feature_id", "ring_no", "distance_from_m", "distance_to_m", "ring", "area_m2", "land_share",
    "region_share", "boundary_set", "preset", "source", "geometry",
)
CARRIED = ("uid", "adcode", "axis_id", "name_zh", "name_en", "name")  # fields of the layer that the rings keep


@dataclass(frozen=True)
class Asked:
    """What is buffered, and how."""

    source: Source
    working: CRS
    distances: Distances
    kind: str
    side: str
    field: str | None

    @property
    def grid_m(self) -> float | None:
        """Strips on one side share edges, whose rounding would show between rings."""
        return None if self.side == "both" else GRID_M


def ring_buffers(
    layer: str, distances_m: list[float] | None, preset: str | None, distance_field: str | None,
    distance_factor: float, kind: str, side: str, dissolve: bool, areas_of: str, area_by: str | None,
    area_by_class: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Layer `rings` (polygons in the layer's CRS), table `ring_areas`, and with `area_by` table `area_by`.

    `ring_areas` has a row for each feature and distance and one for all features together (`scope` = feature |
    dissolved): area_m2, land_share, region_share. Of many features that are dissolved only the latter, unless
    `areas_of` asks for them. Raises EngineError as `read` does, and bad-distance, no-distances, two-distances,
    unknown-preset, unknown-field, no-usable-distance, null-class.
    """
    check_choice(distances_m, preset, distance_field)
    inputs = [split_reference(reference)[0] for reference in (layer, area_by) if reference]
    target = outputs.check_target(output, (".gpkg",), inputs, TABLES)
    whole = read(layer, (POINT, LINE, POLYGON) if side == "both" else (LINE,), job)
    source, distances = chosen(whole, distances_m, preset, distance_field, distance_factor, job)
    west, south, east, north = (float(value) for value in source.frame.total_bounds)
    working = overlay_crs([((west, south, east, north), source.crs)])
    asked = Asked(source, working, distances, kind, side, distance_field)
    classes = Classes(read(area_by, (POLYGON,), job), area_by_class, asked.working, job) if area_by else None
    every = not dissolve or areas_of == "features" or (areas_of == "auto" and len(source.frame) <= MANY)
    if areas_of == "auto" and not every:
        job.warn("together-only", count=len(source.frame), limit=MANY)
    table, by_class, shapes = _measured(asked, classes, every, dissolve, job)
    job.progress(0.9, "writing", what=target.name)
    _write(table, shapes, by_class, asked, dissolve, target)
    params = {
        "layer": layer, "distances_m": distances_m, "preset": preset, "distance_field": distance_field,
        "distance_factor": distance_factor, "kind": kind, "side": side, "dissolve": dissolve, "areas_of": areas_of,
        "area_by": area_by, "area_by_class": area_by_class, "output": str(target)}
    read_layers = [whole, classes.source] if classes else [whole]
    recipe = recipes.recipe("ring_buffers", params, read_layers, asked.working) | distances.told()
    return {"output": str(target), "rings": len(shapes), "boundary_set": recipes.BUNDLED, **distances.told(),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _measured(
    asked: Asked, classes: Classes | None, every: bool, dissolve: bool, job: Job
) -> tuple[pd.DataFrame, pd.DataFrame | None, Geometries]:
    """The rows of `ring_areas` and `area_by`, and the rings that are shown (in the layer's CRS)."""
    surroundings = Surroundings(asked.working)
    tables, by_class, shapes, known = [], [], [], True
    for rows, drawn in _rows(asked, every, job):
        known &= surroundings.measure(rows)
        if classes is not None:
            by_class.append(classes.table(rows, job))
        if (rows["scope"].iloc[0] == "dissolved") == dissolve:
            geometry = np.asarray(rows["geometry"].values, dtype=object)
            shapes.append(projected(geometry, asked.working, asked.source.crs) if drawn is None else drawn)
        tables.append(rows.drop(columns="geometry"))
    if not known:
        job.warn("outside-land")
    together = pd.concat(by_class, ignore_index=True) if by_class else None
    return outputs.rounded(pd.concat(tables, ignore_index=True), DIGITS), together, np.concatenate(shapes)


def _rows(asked: Asked, every: bool, job: Job) -> Iterator[tuple[pd.DataFrame, Geometries | None]]:
    """Rows with geometry in the working frame, at last those of all features together, one by one; with these, where
    it is there already, their geometry in the layer's CRS."""
    count = len(asked.source.frame)
    joint = None
    if asked.side == "both":
        job.progress(0.1, "joining", count=count)
        joint = unions.of_points(asked.source, asked.distances, asked.kind, asked.working)
    growing = unions.Growing(asked.kind, asked.grid_m)
    for start in range(0, count if every or joint is None else 0, CHUNK):
        job.progress(0.2 + 0.6 * start / count, "buffering", done=start, total=count)
        some = np.arange(start, min(start + CHUNK, count))
        discs = _discs(asked, some)
        if joint is None:
            growing.add(discs)
        if every:
            yield _labelled(_stacked(discs, asked, some), asked), None
    job.progress(0.8, "measuring")
    if joint is None:
        for number, ring in enumerate(growing.rings()):
            yield _together(ring, number, asked), None
    for number, (flat, drawn) in enumerate(joint or ()):
        yield _together(flat, number, asked), np.array([drawn, None], dtype=object)[:1]


def _discs(asked: Asked, some: np.ndarray[Any, Any]) -> list[Geometries]:
    """The whole buffers of some features, by distance."""
    shapes, crs, own = asked.source.geometries[some], asked.source.crs, asked.distances.own
    fine = len(asked.source.frame) <= MANY or (shapely.get_type_id(shapes) % 4 != 0).any()
    segments = frames.QUAD_SEGMENTS if fine else outlines.QUAD_SEGMENTS  # many points: 100 vertices a disc are plenty
    found = []
    for distance in asked.distances.steps or [own[some] if own is not None else 0.0]:
        if asked.side == "both":
            found.append(frames.geodesic_buffers(shapes, crs, distance, asked.working, segments))
        else:
            found.append(one_sided(shapes, crs, distance, asked.side, asked.working))
    return found


def _stacked(discs: list[Geometries], asked: Asked, some: np.ndarray[Any, Any]) -> pd.DataFrame:
    """A row per feature and distance: feature (its position), ring_no, distances, ring, geometry."""
    by_distance = []
    for number, disc in enumerate(discs):
        ring = asked.kind == "rings" and number > 0
        by_distance.append(pd.DataFrame({
            "feature": some, **_reach(asked, number, some),
            "geometry": shapely.difference(disc, discs[number - 1], grid_size=asked.grid_m) if ring else disc}))
    return pd.concat(by_distance, ignore_index=True).sort_values(["feature", "ring_no"], ignore_index=True)


def _together(ring: shapely.Geometry, number: int, asked: Asked) -> pd.DataFrame:
    """The row of all features at one distance."""
    rows = pd.DataFrame({"scope": ["dissolved"], **_reach(asked, number, None), "geometry": [ring]})
    rows.insert(1, "feature_id", pd.array([pd.NA], dtype="Int64"))
    return _sourced(rows, asked)


def _reach(asked: Asked, number: int, some: np.ndarray[Any, Any] | None) -> dict[str, Any]:
    """Number and distances of a ring and what people call it: `10–20 km`."""
    steps, own = asked.distances.steps, asked.distances.own
    if own is not None:
        far = [np.nan] if some is None else own[some]
        names = [str(asked.field)] if some is None else [ring_name(0, metres) for metres in own[some]]
        return {"ring_no": 1, "distance_from_m": 0.0, "distance_to_m": far, "ring": names}
    near = steps[number - 1] if asked.kind == "rings" and number > 0 else 0.0
    return {"ring_no": number + 1, "distance_from_m": near, "distance_to_m": steps[number],
            "ring": ring_name(near, steps[number])}


def ring_name(near: float, far: float) -> str:
    """`0–500 m`, `10–20 km`."""
    return f"{near / 1000:g}–{far / 1000:g} km" if far >= 1000 else f"{near:g}–{far:g} m"


def _labelled(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Per-feature rows with the layer's own fid and the name fields it has."""
    position, frame = rows.pop("feature"), asked.source.frame
    rows.insert(0, "scope", "feature")
    rows.insert(1, "feature_id", pd.array(frame.index.to_numpy()[position], dtype="Int64"))
    for place, name in enumerate(_carried(asked.source), start=2):
        rows.insert(place, name, frame[name].iloc[position].astype(object).to_numpy())
    return _sourced(rows, asked)


def _sourced(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    if asked.distances.preset:
        rows["preset"] = asked.distances.preset["id"]
        rows["source"] = asked.distances.preset["source"]["zh"]
    return rows


def _carried(source: Source) -> list[str]:
    """The fields that tell the planner which feature it is: the plan's own, else the layer's first text field."""
    found = [name for name in CARRIED if name in source.frame]
    return found or [name for name in source.text_fields() if name not in RESULT_FIELDS][:1]


def _write(
    table: pd.DataFrame, shapes: Geometries, by_class: pd.DataFrame | None, asked: Asked, dissolve: bool, target: Path
) -> None:
    shown = table[table["scope"] == ("dissolved" if dissolve else "feature")]
    layer = gpd.GeoDataFrame(shown, geometry=multiple(shapes), crs=asked.source.crs)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "rings", "MultiPolygon")
        outputs.write_layer(table, part, "ring_areas")
        if by_class is not None:
            outputs.write_layer(by_class, part, "area_by")
