"""One row a feature, from the rows of all grounds: which class it lies in, what else, and whether on a border."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...protocol import Job
from .features import Features
from .grounds import SINGLE
from .placing import NEAR, OUTSIDE, WHOLE

DIGITS = {"area_m2": 3, "apart_m": 3, "axis_m": 3, "to_border_m": 3, "share_of_feature": 9,
          **{f"share_in_{key}": 9 for key in SINGLE}}
BORDERS = ("unit", "city", "province", "zone", "catchment")  # grounds that meet in borders
WORDS = {
    "zone": {"zh": "分区", "en": "zone"}, "unit": {"zh": "区县", "en": "unit"}, "city": {"zh": "市", "en": "city"},
    "province": {"zh": "省", "en": "province"}, "catchment": {"zh": "汇水区", "en": "catchment"}}
LISTS = {"circle": "circles", "set": "sets", "layer": "others"}  # columns of grounds that may be several


def located_table(features: Features, rows: pd.DataFrame, axes: pd.DataFrame | None, job: Job) -> pd.DataFrame:
    """The features' own columns; of each of SINGLE code, name, share and what else; the axis; lists; borders.

    rows: those of `placed`, all grounds together. `on_border` names the borders that a point lies at, `to_border_m`
    says how far the nearest of them is.
    """
    count = len(features.table)
    parts = [features.table]
    for key in SINGLE:
        parts.append(_single(key, rows[rows["located_on"] == key], count, job))
        if key == "province" and axes is not None:
            parts.append(axes)
    for key, column in LISTS.items():
        parts.append(_listed(column, rows[rows["located_on"] == key], count, job))
    parts.append(_borders(rows, count, job))
    return pd.concat(parts, axis=1)


def _single(key: str, rows: pd.DataFrame, count: int, job: Job) -> pd.DataFrame:
    """The class with the largest share, or that the point lies in (or, lying in none, is nearest to)."""
    met = rows[rows["relation"] != OUTSIDE]
    first = met.drop_duplicates("position").set_index("position").reindex(range(count))
    others = met[met.duplicated("position")]
    said = [said_of(row, job) for row in others.itertuples(index=False)]
    more = pd.Series(said, index=others["position"], dtype=object).groupby(level=0).agg(_separator(job).join)
    return pd.DataFrame({
        key: first["class"].fillna(""), f"{key}_name": first["class_name"].fillna(""),
        f"share_in_{key}": first["share_of_feature"], f"{key}_others": more.reindex(range(count)).fillna("")})


def said_of(row: tuple[object, ...], job: Job) -> str:
    """`Z1 15.0 %` of a part, `Z1 (0.8 km)` of what is near, `Z1` of what holds it all."""
    name, relation = row.class_name or row._asdict().get("class", ""), row.relation  # type: ignore[attr-defined]
    if relation == NEAR:
        distance = f"{row.apart_m / 1000:.1f} km"  # type: ignore[attr-defined]
        return f"{name}（{distance}）" if job.language == "zh" else f"{name} ({distance})"
    share = row.share_of_feature  # type: ignore[attr-defined]
    return f"{name} {100 * share:.1f} %" if share < WHOLE else str(name)


def _listed(column: str, rows: pd.DataFrame, count: int, job: Job) -> pd.DataFrame:
    """The classes that hold the feature or a part of it, in one text; what is only near is none of them."""
    met = rows[~rows["relation"].isin([OUTSIDE, NEAR])]
    said = [said_of(row, job) for row in met.itertuples(index=False)]
    if column == "others":  # one class says little without its layer
        said = [text if title == name else f"{title}: {text}"
                for title, name, text in zip(met["ground_layer"], met["class_name"], said)]
    found = pd.Series(said, index=met["position"], dtype=object).groupby(level=0).agg(_separator(job).join)
    return pd.DataFrame({column: found.reindex(range(count)).fillna("")})


def _borders(rows: pd.DataFrame, count: int, job: Job) -> pd.DataFrame:
    """Of points: the borders within reach, and how far the nearest is. One with itself alone near is at no border."""
    points = rows[rows["apart_m"].notna() & rows["located_on"].isin(BORDERS)]
    second = points[points.duplicated(["position", "located_on"])].drop_duplicates(["position", "located_on"])
    named = second["located_on"].map({key: words[job.language] for key, words in WORDS.items()})
    found = pd.Series(named.to_numpy(), index=second["position"], dtype=object).groupby(level=0)
    nearest = second.groupby("position")["apart_m"].min()
    return pd.DataFrame({"on_border": found.agg(_separator(job).join).reindex(range(count)).fillna(""),
                         "to_border_m": nearest.reindex(range(count)).astype(np.float64)})


def _separator(job: Job) -> str:
    return "、" if job.language == "zh" else ", "


def shares_table(features: Features, rows: pd.DataFrame) -> pd.DataFrame:
    """Every row of every ground, with whose it is: what `located` is made from."""
    own = features.table.loc[rows["position"], ["feature_layer", "feature_id", "name"]].reset_index(drop=True)
    return pd.concat([own, rows.drop(columns="position").reset_index(drop=True)], axis=1)
