"""One cell of an overlap table as polygons: the pieces whose areas sum to it.

The same frame and the same features as in `overlap_table`, with only those read that can belong to the cell.
Made by shapely alone: the compiled kernel would take longer to load than a cell takes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from . import outputs, recipes
from .geodesy import Extent, Geometries, densified, multiple, overlay_crs, projected, to_working
from .intersections import TRACE_M2, intersected, left_over, objects
from .layer_checks import check_field
from .protocol import Job
from .sources import POLYGON, Header, Source, header, read

LAYER = "overlap_pieces"
INSIDE = 1 - 1e-12  # the share of a feature from which on it counts as lying inside the other


@dataclass(frozen=True)
class Choice:
    """A layer, its class field (None: one class), and the class that is wanted (None: all)."""

    header: Header
    field: str | None
    value: str | None

    def read(self, job: Job, extent: Extent | None = None) -> Source:
        """The features of that class; those that do not meet the extent may be left out."""
        asked: dict[str, Any] = {"bbox": extent} if extent else {}
        where = self._where()
        if where:
            asked["where"] = where
        reference = f"{self.header.path}|layername={self.header.layer}"
        source = read(reference, (POLYGON,), job, **asked)
        if self.field is not None and self.value is not None:
            source.frame = source.frame[source.class_texts(self.field) == self.value]
        return source

    def _where(self) -> str | None:
        """A condition that lets all features of the class through, or None: which ones exactly, `read` looks up.

        Other formats than GeoPackage take more signs in names and texts for their own: those are not asked.
        """
        if self.field is None or self.value is None or '"' in self.field or "\\" in self.value:
            return None
        name, kind = f'"{self.field}"', self.header.types.get(self.field, "OFTInteger64")
        if kind == "OFTString":
            text = "'" + self.value.replace("'", "''") + "'"
            return f"{name} = {text}" if self.value else f"{name} IS NULL OR {name} = ''"
        if not self.value:
            return f"{name} IS NULL"
        if kind in ("OFTInteger", "OFTInteger64") and self.value.lstrip("-").isdecimal():
            return f"{name} = {int(self.value)}"
        return None


def overlap_pieces(
    left: str, right: str, by: str | None, left_class: str | None, right_class: str | None, by_class: str | None,
    left_value: str | None, right_value: str | None, by_value: str | None, output: str, job: Job,
) -> dict[str, Any]:
    """Task `overlap_pieces`: a polygon for each pair of features of the cell, in the left layer's CRS.

    A value is a class as `overlap_table` writes it ("" for none); without one, all classes are taken. The result's
    `area_m2` is the cell's, `counted_twice_m2` what of it lies under several pieces. Raises EngineError as
    `overlap_table` does.
    """
    references = {"left": left, "right": right, "by": by}
    files = [reference.split("|")[0] for reference in references.values() if reference]
    target = outputs.check_target(output, (".gpkg",), files, (LAYER,))
    chosen = {
        side: _choice(reference, field, value) for (side, reference), field, value in zip(
            references.items(), (left_class, right_class, by_class), (left_value, right_value, by_value)) if reference}
    working = overlay_crs([(choice.header.extent, choice.header.crs) for choice in chosen.values()])
    patches, others = _patches(chosen, working, job)
    source = chosen["left"].read(job, _extent(patches["geometry"], working, chosen["left"].header.crs))
    pieces = _pieces(patches, chosen["left"], source, working, job)
    for (side, choice), found in zip(chosen.items(), (source, *others)):
        no_class = side == "by" and choice.value == ""  # also that of ground where the third layer ends
        if found.frame.empty and choice.value is not None and not no_class:
            job.warn("class-not-there", layer=found.title, field=choice.field, value=choice.value)
    job.progress(0.9, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        outputs.write_layer(_written(pieces, patches, source, working), part, LAYER, "MultiPolygon")
    params = {**references, "left_class": left_class, "right_class": right_class, "by_class": by_class,
              "left_value": left_value, "right_value": right_value, "by_value": by_value, "output": str(target)}
    recipe = recipes.recipe("overlap_pieces", params, [source, *others], working)
    return {"output": str(target), "pieces": len(pieces), "area_m2": round(float(pieces["area_m2"].sum()), 3),
            "counted_twice_m2": round(counted_twice(_shapes(pieces)), 3),
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _choice(reference: str, field: str | None, value: str | None) -> Choice:
    found = header(reference, (POLYGON,))
    if field is not None:
        check_field(field, found.fields, found.title)
    return Choice(found, field, value)


def _patches(chosen: dict[str, Choice], working: CRS, job: Job) -> tuple[pd.DataFrame, list[Source]]:
    """The right side's ground in the working frame, cut along the third layer's features if there is one.

    Columns right_class, right_fid, by_class, by_fid (the last two with a third layer) and geometry; then the sources.
    """
    right = chosen["right"].read(job)
    shapes = to_working(right.geometries, right.crs, working)
    fields = _fields("right", right, chosen["right"])
    if "by" not in chosen:
        return pd.DataFrame({**fields, "geometry": shapes}), [right]
    wanted = chosen["by"].value
    all_classes = replace(chosen["by"], value=None if wanted == "" else wanted)  # what none covers has class "" too
    by = all_classes.read(job, _extent(shapes, working, chosen["by"].header.crs))
    others = to_working(by.geometries, by.crs, working)
    pairs = intersected(shapes, others, job, keep=True)
    if not wanted:
        pairs = pd.concat([pairs, _outside(shapes, others, pairs)], ignore_index=True)
    i, j = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    patches = pd.DataFrame({name: values[i] for name, values in fields.items()})
    for name, values in _fields("by", by, all_classes).items():
        patches[name] = pd.Series(np.append(values, [None])[j])
    patches = patches.assign(geometry=pairs["geometry"].to_numpy()).fillna({"by_class": ""})
    if wanted is not None:
        patches = patches[patches["by_class"] == wanted].reset_index(drop=True)
    return patches, [right, by]


def _fields(side: str, source: Source, choice: Choice) -> dict[str, NDArray[Any]]:
    return {f"{side}_class": source.class_texts(choice.field).to_numpy(dtype=object),
            f"{side}_fid": source.frame.index.to_numpy()}


def _outside(shapes: Geometries, others: Geometries, pairs: pd.DataFrame) -> pd.DataFrame:
    """What is left of each shape where the other layer ends, in the columns of `intersected`; `right` is −1."""
    covered = {int(i): others[mine["right"].to_numpy()] for i, mine in pairs.groupby("left")}
    rest = objects(left_over(shape, covered[i]) if i in covered else shape for i, shape in enumerate(shapes))
    rows = pd.DataFrame({"left": np.arange(len(shapes)), "right": -1, "area_m2": shapely.area(rest), "geometry": rest})
    return rows[rows["area_m2"] > TRACE_M2]


def _extent(shapes: Any, working: CRS, crs: CRS) -> Extent | None:
    """The shapes' extent in another CRS, a little larger, as edges that are straight here need not be there."""
    if len(shapes) == 0:
        return None
    west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
    more = 10 + 0.01 * max(east - west, north - south)
    frame = np.array([shapely.box(west - more, south - more, east + more, north + more)], dtype=object)
    bounds = shapely.bounds(projected(densified(frame, working), working, crs))[0]
    return tuple(bounds.tolist()) if np.isfinite(bounds).all() else None


def _pieces(patches: pd.DataFrame, choice: Choice, source: Source, working: CRS, job: Job) -> pd.DataFrame:
    """The pairs of left features and patches, as `intersected` gives them."""
    shapes = to_working(source.geometries, source.crs, working)
    pairs = intersected(shapes, np.asarray(patches["geometry"], dtype=object), job, keep=True)
    pairs["inside"] = pairs["area_m2"] >= INSIDE * shapely.area(shapes)[pairs["left"]]
    pairs["left_class"] = source.class_texts(choice.field).to_numpy(dtype=object)[pairs["left"]]
    return pairs


def _shapes(pieces: pd.DataFrame) -> Geometries:
    return np.asarray(pieces["geometry"], dtype=object)


def _written(pieces: pd.DataFrame, patches: pd.DataFrame, source: Source, working: CRS) -> gpd.GeoDataFrame:
    """The layer as it is written; a left feature that lies inside is there as it is in its own layer."""
    i, inside = pieces["left"].to_numpy(), pieces["inside"].to_numpy()
    shapes = source.geometries[i]
    shapes[~inside] = projected(_shapes(pieces)[~inside], working, source.crs)
    ground = patches.drop(columns="geometry").iloc[pieces["right"].to_numpy()].reset_index(drop=True)
    fields = {"left_class": pieces["left_class"].to_numpy(), "right_class": ground["right_class"]}
    fields |= {"by_class": ground["by_class"]} if "by_class" in ground else {}
    fields |= {"left_fid": source.frame.index.to_numpy()[i], "right_fid": ground["right_fid"].astype("int64")}
    fields |= {"by_fid": ground["by_fid"].astype("Int64")} if "by_fid" in ground else {}
    fields["area_m2"] = pieces["area_m2"].to_numpy().round(3)
    return gpd.GeoDataFrame(fields, geometry=multiple(shapes), crs=source.crs)


def counted_twice(shapes: Geometries) -> float:
    """Area (m²) under several of the shapes, once for each beyond the first."""
    i, j = shapely.STRtree(shapes).query(shapes)
    i, j = i[i < j], j[i < j]
    shapely.prepare(shapes)
    over = shapely.relate_pattern(shapes[i], shapes[j], "T********")
    several = shapes[np.unique(np.concatenate([i[over], j[over]]))]
    return max(0.0, float(shapely.area(several).sum() - shapely.area(shapely.union_all(several))))
