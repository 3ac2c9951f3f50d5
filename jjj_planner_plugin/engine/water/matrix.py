"""Task `catchment_matrix`: how much of each jurisdiction lies in each catchment, in none of them, and in several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ... import paths
from .. import control_lines, outputs, recipes
from ..geodesy import multiple, overlay_crs, projected
from ..intersections import TRACE_M2
from ..jurisdictions import GB_CODE
from ..jurisdictions import OUTSIDE as OUTSIDE_ALL
from ..messages import EngineError
from ..protocol import Job
from ..right_side import OUTSIDE, Placed, RightSide, cut_by, placed, right_side, self_overlaps
from ..stream import PolygonLayer, open_layer
from ..tally import Tally, tabulated
from .network import BUNDLED, catalogue
from .wide import wide

LEVELS = {"city": "city", "province": "province", "unit": "adcode"}  # the bundled units' field of each
NOT_COVERED, COUNTED_TWICE = "not_covered", "counted_twice"
WORDS = {NOT_COVERED: {"zh": "未覆盖", "en": "Not covered"}, COUNTED_TWICE: {"zh": "重复计算", "en": "Counted twice"}}
NO_NAME = "—"
KEYS = ["jurisdiction", "catchment"]
COLUMNS = ("jurisdiction", "jurisdiction_name", "catchment", "catchment_name", "area_m2", "row_share", "column_share",
           "jurisdiction_m2", "catchment_m2")
DIGITS = {"area_m2": 3, "row_share": 9, "column_share": 9, "jurisdiction_m2": 3, "catchment_m2": 3}


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two layers, and what each of its classes is called; no two names are the same."""

    layer: PolygonLayer
    names: dict[str, str]
    own: bool
    """Whether it is the planner's: the bundled ones are no inputs of a recipe."""


def catchment_matrix(
    jurisdictions: str, jurisdiction_field: str | None, level: str, catchments: str, catchment_field: str | None,
    output: str, job: Job,
) -> dict[str, Any]:
    """Table `matrix` (COLUMNS); in a GeoPackage also the layer `pieces` and the table `matrix_wide` (km²).

    A row for each jurisdiction and catchment that meet; for each jurisdiction one of NOT_COVERED and one of
    COUNTED_TWICE as its catchment, and for each catchment the same as its jurisdiction. So for each jurisdiction
    jurisdiction_m2 = Σ area_m2 + not covered − counted twice, and for each catchment likewise. Raises EngineError
    as `open_layer` and `chunks` do, and no-unit-field, no-catchment-field.
    """
    files = [reference.split("|")[0] for reference in (jurisdictions, catchments)]
    target = outputs.check_target(output, (".gpkg", ".csv"), files, ("pieces", "matrix", "matrix_wide"))
    rows = _jurisdictions(jurisdictions, jurisdiction_field, level)
    columns = _catchments(catchments, catchment_field)
    working = overlay_crs([(side.layer.extent, side.layer.crs) for side in (rows, columns)])
    job.progress(0.05, "reading", what=rows.layer.title)
    left = placed(rows.layer, working, job)
    job.progress(0.15, "reading", what=columns.layer.title)
    right = placed(columns.layer, working, job)
    job.progress(0.25, "matrix-laying", rows=f"{len(left.code):,}", columns=f"{len(right.code):,}")
    table = _matrix(left, right, rows, columns, job)
    job.progress(0.7, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        if target.suffix.lower() == ".gpkg":
            pieces = _pieces(left, right, table, job)
            pieces.geometry = multiple(projected(np.asarray(pieces.geometry, dtype=object), working, left.layer.crs))
            outputs.write_layer(pieces.set_crs(left.layer.crs, allow_override=True), part, "pieces", "MultiPolygon")
        outputs.write_table(table, part, target, "matrix")
        if target.suffix.lower() == ".gpkg":
            outputs.write_layer(wide(table, job), part, "matrix_wide")
    params = {"jurisdictions": jurisdictions, "jurisdiction_field": jurisdiction_field, "level": level,
              "catchments": catchments, "catchment_field": catchment_field, "output": str(target)}
    recipe = recipes.recipe("catchment_matrix", params, [side.layer for side in (rows, columns) if side.own], working)
    return {"output": str(target), "rows": len(table), **_totals(table),
            "boundary_set": None if rows.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _jurisdictions(reference: str, field: str | None, level: str) -> Side:
    """The layer by its field, or by the catalogue's first one that it has; the bundled units by level."""
    own = reference != BUNDLED
    layer = open_layer(reference if own else f"{paths.resource('data/jjj.gpkg')}|layername=units", None)
    fields = _fields(layer)
    usual = control_lines.catalogue()["fields"]
    chosen = (field or _first(fields, usual["unit"])) if own else LEVELS[level]
    if chosen is None:
        raise EngineError("no-unit-field", path=layer.title, fields=", ".join(fields))
    companions = [name for code, names in usual["unit_names"].items() if code.casefold() == chosen.casefold()
                  for name in names]
    return _side(layer, chosen, [*companions, f"{chosen}_zh"], own)


def _catchments(reference: str, field: str | None) -> Side:
    """The layer by its field, or by the first of the catalogue's ids and names that it has."""
    own = reference != BUNDLED
    layer = open_layer(reference if own else f"{paths.resource('data/jjj.gpkg')}|layername=catchments", None)
    known = catalogue()
    usual = [*known["id"], *known["other_catchments"], *known["name"]]
    chosen = field if own and field else _first(_fields(layer), usual)
    if chosen is None:
        raise EngineError("no-catchment-field", layer=layer.title, usual=", ".join(usual),
                          fields=", ".join(_fields(layer)))
    return _side(layer, chosen, known["name"], own)


def _side(layer: PolygonLayer, field: str, name_fields: Iterable[str], own: bool) -> Side:
    """The layer with its classes' names. Two classes of one name (新华区) have their code behind it."""
    layer = open_layer(f"{layer.path}|layername={layer.layer}", field)
    called = _first(_fields(layer), name_fields)
    if called is None or layer.is_fid or called.casefold() == field.casefold():
        return Side(layer, {}, own)
    read = pyogrio.read_dataframe(layer.path, layer=layer.layer, columns=[field, called], read_geometry=False)
    codes = _texts(read[field])
    names = pd.Series(_texts(read[called]).to_numpy(), index=codes)
    names = names[(names != "") & ~names.index.duplicated() & (names.index != "")]
    twice = names.duplicated(keep=False)
    return Side(layer, {str(code): f"{name} {plain_code(str(code))}" if double else str(name)
                        for code, name, double in zip(names.index, names, twice)}, own)


def _texts(values: pd.Series[Any]) -> pd.Series[str]:
    from ..sources import class_text

    return values.map(class_text, na_action="ignore").astype(object).fillna("")


def _fields(layer: PolygonLayer) -> list[str]:
    return [str(name) for name in pyogrio.read_info(layer.path, layer=layer.layer)["fields"]]


def _first(fields: Iterable[str], wanted: Iterable[str]) -> str | None:
    present = {name.casefold(): name for name in fields}
    return next((present[name.casefold()] for name in wanted if name.casefold() in present), None)


def plain_code(code: str) -> str:
    """A code as jurisdictions have it elsewhere: without the country's three digits."""
    return re.sub(GB_CODE, r"\1", code)


def _matrix(left: Placed, right: Placed, rows: Side, columns: Side, job: Job) -> pd.DataFrame:
    """The long table, both layers laid over one another from either side: what is counted twice differs."""
    by_row = _overlaid(left, right_side(right, None, job))
    by_column = _overlaid(right, right_side(left, None, job))
    met = by_row["right_area_m2"].notna()  # a catchment may have no id
    cells = by_row[met].rename(columns={
        "left_class": "jurisdiction", "right_class": "catchment", "share_of_left": "row_share",
        "share_of_right": "column_share", "left_area_m2": "jurisdiction_m2", "right_area_m2": "catchment_m2"})
    table = pd.concat([cells, _rest(by_row, "jurisdiction", "row_share", "catchment"),
                       _rest(by_column, "catchment", "column_share", "jurisdiction")])
    special = {key: word[job.language] for key, word in WORDS.items()} | {"": NO_NAME}
    outside = special | {NOT_COVERED: OUTSIDE_ALL[job.language]}  # of jurisdictions, said as other tables say it
    for key, side, more in zip(KEYS, (rows, columns), (outside, special)):
        names = {**side.names, **more}
        table[f"{key}_name"] = [names.get(one, plain_code(one)) for one in table[key]]
        table[key] = [plain_code(one) for one in table[key]]
    last = {NOT_COVERED: 1, COUNTED_TWICE: 2}
    for key in KEYS:
        table[f"{key}_last"] = table[key].map(last).fillna(0)
    order = ["jurisdiction_last", "jurisdiction", "catchment_last", "catchment"]
    return outputs.rounded(table.sort_values(order, ignore_index=True)[list(COLUMNS)], DIGITS)


def _overlaid(left: Placed, side: RightSide) -> pd.DataFrame:
    """The table of `overlap_table` for layers that are in memory already."""
    tally = Tally(len(side.cells))
    i, patch, shared = side.cover.overlaps(left.rings)
    if side.depth:
        tally.add_twice(left.code, side.depth.counted_twice(left.rings, left.area, (i, patch, shared)))
    real = shared > TRACE_M2
    tally.add(left.code, left.area, left.code[i[real]], side.cell[patch[real]], shared[real])
    found: pd.DataFrame = tabulated(tally, left.layer.classes, side).to_pandas()
    return found


def _rest(overlaid: pd.DataFrame, key: str, share: str, other: str) -> pd.DataFrame:
    """Of each left class what no feature of the other layer covers, and what several do."""
    once = overlaid.drop_duplicates("left_class")
    parts = []
    for what in (NOT_COVERED, COUNTED_TWICE):
        area = once[f"{what}_m2"]
        parts.append(pd.DataFrame({key: once["left_class"], other: what, "area_m2": area,
                                   share: area / once["left_area_m2"], f"{key}_m2": once["left_area_m2"]}))
    return pd.concat(parts)


def _pieces(left: Placed, right: Placed, table: pd.DataFrame, job: Job) -> gpd.GeoDataFrame:
    """A polygon for each row of the matrix but those counted twice and those outside all jurisdictions."""
    shapes, row, column = cut_by(left, right, self_overlaps(right.cover, right.rings))
    codes = np.append(np.array([plain_code(one) for one in right.layer.classes], dtype=object), NOT_COVERED)
    number = np.where(column == OUTSIDE, len(codes) - 1, right.code[column])
    names = np.array([plain_code(one) for one in left.layer.classes], dtype=object)
    cut = pd.DataFrame({"jurisdiction": names[left.code[row]], "catchment": codes[number], "geometry": shapes})
    joined = cut.groupby(KEYS)["geometry"].agg(lambda some: shapely.union_all(some.to_numpy())).reset_index()
    found = joined.merge(table.drop(columns=["jurisdiction_m2", "catchment_m2"]), on=KEYS)
    return gpd.GeoDataFrame(found[[*COLUMNS[:-2], "geometry"]])


def _totals(table: pd.DataFrame) -> dict[str, float]:
    """What all jurisdictions together have, m²; total = covered + not covered − counted twice."""
    mine = table[~table["jurisdiction"].isin(WORDS)]
    sums = {what: float(mine.loc[mine["catchment"] == what, "area_m2"].sum()) for what in WORDS}
    covered = float(mine.loc[~mine["catchment"].isin(WORDS), "area_m2"].sum())
    total = float(mine.drop_duplicates("jurisdiction")["jurisdiction_m2"].sum())
    return {"jurisdictions_m2": round(total, 3), "covered_m2": round(covered, 3),
            "not_covered_m2": round(sums[NOT_COVERED], 3), "counted_twice_m2": round(sums[COUNTED_TWICE], 3)}
