"""What strips have in common with any layers and with jurisdictions: by feature, by class, and whose ground it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ... import outputs
from ...buffers.areas import Classes
from ...control_lines import first_of, texts
from ...geodesy import LONLAT, Geometries, projected, to_working
from ...intersections import intersected, objects
from ...jurisdictions import OUTSIDE, Jurisdictions, divided
from ...lengths import lengths_m
from ...messages import EngineError
from ...protocol import Job
from ...sources import LINE, POINT, POLYGON, Source, read
from ...stretches import Stretch
from .rivers import NAME_FIELDS

COLUMNS = (
    "overlap_level", "strip_id", "strip_class", "strip_part", "name", "with_layer", "feature_id", "feature_class",
    "with_name", "area_m2", "length_m", "points_inside", "whole_m2", "share_of_feature", "share_of_strip",
    "counted_twice_m2")
DECIMALS = {"area_m2": 3, "length_m": 3, "whole_m2": 3, "share_of_feature": 9, "share_of_strip": 9,
            "counted_twice_m2": 3}


@dataclass(frozen=True, eq=False)
class With:
    """A layer that strips are held against: what it is called, and the field with its classes."""

    source: Source
    title: str
    field: str | None


def read_with(
    layers: Sequence[str] | None, names: Sequence[str] | None, fields: Sequence[str] | None, job: Job
) -> list[With]:
    """The layers, polygons, lines or points. Raises EngineError as `read` does, and riparian-unlike-lists."""
    layers = layers or []
    for given in (names, fields):
        if given is not None and len(given) != len(layers):
            raise EngineError("riparian-unlike-lists", layers=len(layers), found=len(given))
    found = []
    for place, reference in enumerate(layers):
        source = read(reference, (POLYGON, LINE, POINT), job)
        title = names[place] if names and names[place] else source.title
        found.append(With(source, title, (fields[place] or None) if fields else None))
    return found


def overlaps(
    strips: pd.DataFrame, layers: Sequence[With], jurisdictions: Jurisdictions, working: CRS, job: Job
) -> pd.DataFrame:
    """Table `overlaps`. `strips`: strip_id, strip_class, strip_part, name, area_m2, geometry in `working`.

    `overlap_level` feature: a strip and a feature of a layer (area_m2, of lines length_m, of points their number);
    class and outside: all strips of a class together, ground counted once, in a class of the layer or in none;
    jurisdiction: a strip's ground by jurisdiction, an empty code outside of all. Areas are in m² on the ellipsoid.
    """
    together = _together(strips)
    tables = [_whose(strips, jurisdictions, working, job)]
    for place, one in enumerate(layers):
        step = Stretch(job, 0.55 + 0.35 * place / len(layers), 0.55 + 0.35 * (place + 1) / len(layers))
        tables.append(_by_feature(strips, one, working, step))
        if _kind(one.source) == POLYGON:
            tables.append(_by_class(together, one, working, step))
    table = pd.concat([found for found in tables if len(found)], ignore_index=True)
    table["strip_id"] = table["strip_id"].astype("Int64")
    table = table.reindex(columns=list(COLUMNS))
    for name in ("feature_id", "points_inside"):
        table[name] = table[name].astype("Int64")
    for name in DECIMALS:
        table[name] = table[name].astype(float)
    return outputs.rounded(table, DECIMALS)


def _kind(source: Source) -> Any:
    """Polygons, lines or points."""
    return {0: POINT, 1: LINE, 2: LINE, 3: POLYGON, 4: POINT, 5: LINE, 6: POLYGON}[
        int(shapely.get_type_id(source.geometries)[0])]


def _together(strips: pd.DataFrame) -> pd.DataFrame:
    """A row for each class: all its ground once."""
    rows = [{"strip_class": name, "geometry": shapely.union_all(group["geometry"].to_numpy())}
            for name, group in strips.groupby("strip_class", sort=False)]
    frame = pd.DataFrame({"strip_class": [row["strip_class"] for row in rows],
                          "geometry": objects(row["geometry"] for row in rows)})
    frame["area_m2"] = shapely.area(frame["geometry"].to_numpy(dtype=object))
    return frame


def _whose(strips: pd.DataFrame, jurisdictions: Jurisdictions, working: CRS, job: Job) -> pd.DataFrame:
    pieces = divided(strips["geometry"].to_numpy(dtype=object), jurisdictions, working, Stretch(job, 0.4, 0.55))
    row = strips.iloc[pieces["position"].to_numpy()].reset_index(drop=True)
    codes = pieces["code"].to_numpy(dtype=object)
    return pd.DataFrame({
        "overlap_level": "jurisdiction", **_owner(row), "with_layer": jurisdictions.title(job.language),
        "feature_class": codes,
        "with_name": [{**jurisdictions.names, "": OUTSIDE[job.language]}.get(code, "") for code in codes],
        "area_m2": pieces["area_m2"].to_numpy(), "share_of_strip": pieces["area_m2"].to_numpy() / row["area_m2"]})


def _owner(row: pd.DataFrame) -> dict[str, Any]:
    return {name: row[name].to_numpy() for name in ("strip_id", "strip_class", "strip_part", "name")}


def _by_feature(strips: pd.DataFrame, layer: With, working: CRS, job: Job) -> pd.DataFrame:
    """A row for each strip and feature that meet."""
    source = layer.source
    shapes, ground = to_working(source.geometries, source.crs, working), strips["geometry"].to_numpy(dtype=object)
    measured, kind = _pairs(ground, shapes, working, _kind(source), job)
    i, j = measured["strip"].to_numpy(), measured["feature"].to_numpy()
    row, named = strips.iloc[i].reset_index(drop=True), first_of(source, NAME_FIELDS)
    classes = source.classes(layer.field, job).to_numpy() if layer.field else np.full(len(shapes), "", dtype=object)
    names = np.array(texts(source, named) if named else [""] * len(shapes), dtype=object)
    table = pd.DataFrame({
        "overlap_level": "feature", **_owner(row), "with_layer": layer.title,
        "feature_id": source.frame.index.to_numpy()[j].astype("int64"), "feature_class": classes[j],
        "with_name": names[j], kind: measured[kind].to_numpy()})
    if kind == "area_m2":
        whole = shapely.area(shapes)[j]
        table["whole_m2"], table["share_of_feature"] = whole, table["area_m2"] / whole
        table["share_of_strip"] = table["area_m2"] / row["area_m2"]
    elif kind == "length_m":
        table["share_of_feature"] = table["length_m"] / lengths_m(projected(shapes, working, LONLAT), LONLAT)[j]
    return table


def _pairs(ground: Geometries, shapes: Geometries, working: CRS, kind: Any, job: Job) -> tuple[pd.DataFrame, str]:
    """`strip` and `feature` (positions) that meet, with what they share, and the name of that column."""
    if kind == POLYGON:
        pairs = intersected(ground, shapes, job, keep=False)
        return pairs.rename(columns={"left": "strip", "right": "feature"}), "area_m2"
    i, j = shapely.STRtree(shapes).query(ground, predicate="intersects")
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    common = shapely.intersection(ground[i], shapes[j])
    if kind == POINT:
        count = shapely.get_num_geometries(common)
        return pd.DataFrame({"strip": i, "feature": j, "points_inside": count}), "points_inside"
    length = lengths_m(projected(common, working, LONLAT), LONLAT) if len(i) else np.zeros(0)
    pairs = pd.DataFrame({"strip": i, "feature": j, "length_m": length})
    return pairs[pairs["length_m"] > 0], "length_m"


def _by_class(together: pd.DataFrame, layer: With, working: CRS, job: Job) -> pd.DataFrame:
    """All strips of a class in each class of the layer, and outside."""
    table = Classes(layer.source, layer.field, working, job).table(together, job)
    level = np.where(table["part"] == "outside", "outside", "class")
    table = table.assign(overlap_level=level, with_layer=layer.title).rename(columns={
        "class": "feature_class", "class_area_m2": "whole_m2", "share_of_class": "share_of_feature",
        "share_of_ring": "share_of_strip"})
    return table.drop(columns=["part", "ring_area_m2"])
