"""The matrix: how much of each plan class lies in each jurisdiction, on each constraint, and on none of them.

Ground that two constraints share is in both of their rows; `counted_twice_m2` says how much that is, so that
for each class in each jurisdiction Σ area_m2 − counted_twice_m2 is the class's area there.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from .. import outputs
from ..geodesy import Geometries
from ..intersections import TRACE_M2, meeting

COLUMNS = ("code", "name", "plan_class", "constraint", "area_m2", "area_ha", "percent", "class_ha", "counted_twice_m2")
DIGITS = {"area_m2": 3, "area_ha": 7, "percent": 7, "class_ha": 7, "counted_twice_m2": 3}
NONE = ""  # the constraint of ground that is on none of them


def matrix(pieces: pd.DataFrame, on: pd.DataFrame, shapes: Geometries, label: Geometries) -> pd.DataFrame:
    """The table of COLUMNS without `name`. `pieces` is the plan by jurisdiction, `on` its overlap with the constraints.

    A class has a row for each constraint it meets in a jurisdiction, and always one for the ground on none.
    """
    cells, covered = _cells(on, shapes, label)
    keys = ["code", "plan_class"]
    whole = pieces[[*keys, "area_m2"]].assign(covered=covered.reindex(pieces.index, fill_value=0.0))
    classes = whole.groupby(keys, as_index=False).sum().rename(columns={"area_m2": "class_m2"})
    met = cells.assign(**{key: pieces[key].to_numpy()[cells["piece"].to_numpy()] for key in keys})
    met = met.groupby([*keys, "constraint"], as_index=False)["area_m2"].sum()
    free = classes.assign(constraint=NONE, area_m2=(classes["class_m2"] - classes["covered"]).clip(lower=0))
    table = pd.concat([met, free[[*keys, "constraint", "area_m2"]]]) if len(met) else free
    table = table[[*keys, "constraint", "area_m2"]].merge(classes, on=keys)
    summed = table["area_m2"].groupby([table[key] for key in keys]).transform("sum")
    table["counted_twice_m2"] = (summed - table["class_m2"]).clip(lower=0)
    table["area_ha"], table["class_ha"] = table["area_m2"] / 10_000, table["class_m2"] / 10_000
    table["percent"] = 100 * table["area_m2"] / table["class_m2"]
    table["last"] = table["constraint"] == NONE
    return outputs.rounded(table.sort_values([*keys, "last", "constraint"], ignore_index=True), DIGITS)


def _cells(on: pd.DataFrame, shapes: Geometries, label: Geometries) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Area of every piece on every constraint, each ground once; and how much of every piece is on any of them."""
    hits = pd.DataFrame({
        "piece": on["left"], "constraint": label[on["right"].to_numpy()], "area_m2": on["area_m2"],
        "geometry": on["geometry"], "shared": on["right"].isin(_sharing(shapes)),
    })
    several = hits["shared"].groupby(hits["piece"]).transform("sum") > 1
    alone, crossed = hits[~several], hits[several]
    cells = _summed(alone, ["piece", "constraint"]), _united(crossed, ["piece", "constraint"])
    covered = _summed(alone, ["piece"]), _united(crossed, ["piece"])
    return pd.concat(cells), pd.concat(covered).set_index("piece")["area_m2"]


def _summed(hits: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return hits.groupby(keys, as_index=False)["area_m2"].sum()


def _united(hits: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Like `_summed` for polygons that may overlap: each ground once."""
    rows = [
        (*key, float(shapely.area(shapely.union_all(ground.to_numpy()))))
        for key, ground in hits.groupby(keys)["geometry"]
    ]
    return pd.DataFrame(rows, columns=[*keys, "area_m2"]).astype({"piece": np.intp, "area_m2": float})


def _sharing(shapes: Geometries) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Positions of the constraint features that share ground with another one."""
    i, j = meeting(shapes, shapes)
    i, j = i[i < j], j[i < j]
    real = shapely.area(shapely.intersection(shapes[i], shapes[j])) > TRACE_M2
    return np.unique(np.concatenate([i[real], j[real]]))
