"""The fixed copy as a GeoPackage: the layer under its name, in one or several kinds of geometry, and `changes`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

from .. import outputs
from ..geodesy import Geometries
from .fixes import Copy

CHANGES = "changes"
KINDS = {"points": (0, 4), "lines": (1, 2, 5), "polygons": (3, 6)}
TYPES = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon",
         7: "GeometryCollection"}
MULTIPLE = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multilinestrings, 3: shapely.multipolygons}


def tables(name: str) -> set[str]:
    """Every table that a copy of the layer `name` may have."""
    return {name, CHANGES, *(f"{name}_{kind}" for kind in KINDS)}


def table_name(layer: str, conversion: str) -> str:
    """The copy's layer: as the original's, or with the system that its coordinates were converted to."""
    name = layer if conversion == "none" else f"{layer}_{conversion.split('-to-')[1]}"
    return f"{name}_layer" if name.lower() == CHANGES else name


def write_copy(copy: Copy, part: Path, name: str, split: bool, note: str) -> list[str]:
    """Write the layer, or with `split` one for each kind of geometry, the commonest first; and `changes`.

    Features without a geometry go with the first. Gives the names of the layers. `note` is their description.
    """
    kinds = _kinds(copy.shapes) if split else {}
    if len(kinds) < 2:
        shapes = next(iter(kinds.values()), copy.shapes)
        _write(copy, shapes, np.ones(len(shapes), dtype=bool), part, name, note)
        outputs.write_layer(copy.listed(), part, CHANGES)
        return [name]
    names: list[str] = []
    for kind, shapes in kinds.items():
        here = ~shapely.is_missing(shapes)
        title = f"{name}_{kind}" if names else name
        rows = here if names else here | shapely.is_missing(copy.shapes) | shapely.is_empty(copy.shapes)
        copy.change("singletype", f"{int(here.sum())} {kind}", title)
        _write(copy, shapes, rows, part, title, note)
        names.append(title)
    outputs.write_layer(copy.listed(), part, CHANGES)
    return names


def _kinds(shapes: Geometries) -> dict[str, Geometries]:
    """Kind → the parts of each geometry that are of it (None: it has none); the kind of most features first."""
    found = {}
    for kind, types in KINDS.items():
        mine = np.array([_of_kind(shape, types) for shape in shapes], dtype=object)
        if not shapely.is_missing(mine).all():
            found[kind] = mine
    return dict(sorted(found.items(), key=lambda item: -int((~shapely.is_missing(item[1])).sum())))


def _of_kind(shape: Any, types: tuple[int, ...]) -> Any:
    """The geometry if it is of the kind; of a collection, those members that are."""
    code = int(shapely.get_type_id(shape))
    if code in types:
        return shape
    if code != 7:
        return None
    members = [_of_kind(member, types) for member in shapely.get_parts(shape)]
    single = shapely.get_parts(np.array([member for member in members if member is not None], dtype=object))
    return MULTIPLE[types[0]](single) if len(single) else None


def _write(
    copy: Copy, shapes: Geometries, rows: NDArray[np.bool_], part: Path, name: str, note: str
) -> None:
    """One layer, its feature ids kept. Fields whose names differ in case only are numbered, as GeoPackage needs it."""
    table, shapes = copy.table.filter(pa.array(rows)), shapes[rows]
    table = table.rename_columns(_unique(table.column_names))
    taken = {column.lower() for column in table.column_names}
    fid, geometry = ("jjj_fid" if "fid" in taken else "fid"), ("jjj_geom" if "geom" in taken else "geom")
    uniform, geometry_type = _uniform(shapes)
    wkb = pa.array(shapely.to_wkb(uniform, output_dimension=4, flavor="iso").tolist(), pa.binary())
    table = table.add_column(0, fid, pa.array(copy.fids[rows])).append_column(geometry, wkb)
    pyogrio.write_arrow(
        table, part, layer=name, driver=outputs.GPKG["driver"], geometry_name=geometry, geometry_type=geometry_type,
        crs=copy.crs.to_wkt() if copy.crs else None, dataset_options=outputs.GPKG["dataset_options"],
        layer_options={"FID": fid, "GEOMETRY_NAME": geometry, **({"DESCRIPTION": note} if note else {})},
    )


def _unique(names: list[str]) -> list[str]:
    """The names; one that there was before, whatever its case, with a number behind it."""
    unique: list[str] = []
    for name in names:
        taken, number, found = {other.lower() for other in unique}, 1, name
        while found.lower() in taken:
            number += 1
            found = f"{name}_{number}"
        unique.append(found)
    return unique


def _uniform(shapes: Geometries) -> tuple[Geometries, str]:
    """The geometries and their type. Where some of a kind are multiple, all are made so; M has no type of its own."""
    codes = shapely.get_type_id(shapes)
    present = set(np.unique(codes[codes >= 0]).tolist())
    for single, multiple in ((0, 4), (1, 5), (3, 6)):
        if present == {single, multiple}:
            made = MULTIPLE[single]
            shapes = np.array([made([s]) if c == single else s for s, c in zip(shapes, codes)], dtype=object)
            present = {multiple}
    if len(present) != 1 or not present <= set(TYPES) or shapely.has_m(shapes).any():
        return shapes, "Unknown"
    return shapes, TYPES[present.pop()] + (" Z" if shapely.has_z(shapes).any() else "")
