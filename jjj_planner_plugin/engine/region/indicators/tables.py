"""The indicators' own layers and tables: values of each level, indices, decomposition, rank-size and Lorenz's curve."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from ...protocol import Job
from . import indices
from .catalogue import AREA, GDP, PEOPLE, REGISTERED, catalogue
from .decomposition import decomposed
from .levels import YUAN, Region
from .places import LEVELS, OVER

Frames = dict[str, pd.DataFrame]
SIZED = ("units", "cities")
"""Levels whose places are ranked by size: four zones and three provinces are too few."""
PLAIN = (REGISTERED, AREA)


def level_layers(region: Region, job: Job) -> Frames:
    """Layers `units`, `cities`, `zones`, `provinces`: everything known of each place."""
    return {level: frame.reset_index(drop=True) for level, frame in region.levels.items()}


def index_table(region: Region, job: Job) -> Frames:
    """Table `indices`: a row for each index, of each level and measure of which enough places are known."""
    rows = [*_sizes(region), *_inequalities(region), *_per_head(region)]
    columns = ["area_level", "measure", "index_id", "code", "name_zh", "name_en", "value", "n", "n_of"]
    frame = pd.DataFrame(rows, columns=columns)
    digits = {key: spec["digits"] for key, spec in catalogue()["indices"].items()}
    frame["value"] = [round(value, digits[key]) for value, key in zip(frame["value"], frame["index_id"])]
    return {"indices": frame[frame["value"].notna()].reset_index(drop=True)}


def _sizes(region: Region) -> list[dict[str, Any]]:
    """Of amounts: how unequal places are in size."""
    rows = []
    for level in SIZED:
        for one in region.measures:
            if one.kind != "amount" or one.name == REGISTERED:
                continue
            known = _enough(region, level, one.name)
            if known is None or (known[one.name] < 0).any():
                continue
            sizes = known[one.name].to_numpy(np.float64)
            fitted = indices.rank_size(sizes)
            found = {
                "rank_size_slope": fitted.slope, "rank_size_r2": fitted.r2, "rank_size_inverse": fitted.inverse,
                "primacy": indices.primacy(sizes, 1), "four_city": indices.primacy(sizes, 3),
                "eleven_city": indices.primacy(sizes, 10), "gini": indices.gini(sizes),
                "gini_unbiased": indices.gini_unbiased(sizes), "hhi": indices.hhi(sizes),
                "green": indices.green(sizes), "total": float(sizes.sum())}
            rows += _told(region, level, one.name, found, len(sizes))
    return rows


def pairs_of(region: Region) -> list[tuple[str, str, str]]:
    """Amount, what it is shared over, and what the pair is called: GDP per head, people per km²."""
    amounts = [one.name for one in region.measures if one.kind == "amount" and one.name not in (PEOPLE, *PLAIN)]
    names = {one.name for one in region.measures}
    made = [(name, PEOPLE, f"{name}/{PEOPLE}") for name in amounts] if PEOPLE in names else []
    return made + ([(PEOPLE, AREA, f"{PEOPLE}/{AREA}")] if PEOPLE in names else [])


def _inequalities(region: Region) -> list[dict[str, Any]]:
    """Of values per head: how unequal places are, weighted by their heads."""
    rows = []
    for amount, over, pair in pairs_of(region):
        for level in LEVELS:
            known = _shared(region, level, amount, over)
            if known is not None:
                found = indices.inequality_of(known[amount].to_numpy(np.float64), known[over].to_numpy(np.float64))
                rows += _told(region, level, pair, found._asdict(), len(known))
    return rows


def _per_head(region: Region) -> list[dict[str, Any]]:
    """GDP per head of each province, and of the region."""
    known = region.filled("provinces", "gdp_per_head")
    rows = []
    for code, place in known.iterrows():
        rows += _told(region, "provinces", f"{GDP}/{PEOPLE}", {"per_head": float(place["gdp_per_head"])}, 1,
                      (str(code), place["name_zh"], place["name_en"]))
    people = region.totals.get(PEOPLE, 0.0)
    whole = region.totals.get(GDP, math.nan) * YUAN / people if people > 0 else math.nan
    words = catalogue()["levels"]["region"]
    return rows + _told(region, "region", f"{GDP}/{PEOPLE}", {"per_head": whole}, len(known),
                        ("", words["zh"], words["en"]))


def _enough(region: Region, level: str, *names: str) -> pd.DataFrame | None:
    """The places of a level with all these numbers, if they are as many as the catalogue wants and more than one."""
    known = region.filled(level, *names)
    least = catalogue()["least_known"] * len(region.levels[level])
    return known if len(known) >= max(2, least) else None


def _shared(region: Region, level: str, amount: str, over: str) -> pd.DataFrame | None:
    """`_enough` for an amount shared out over heads: there is some of both, and less than nothing of neither."""
    known = _enough(region, level, amount, over)
    if known is None or (known[[amount, over]] < 0).any(axis=None) or (known[[amount, over]].sum() <= 0).any():
        return None
    return known


def _told(
    region: Region, level: str, measure: str, found: dict[str, float], count: int,
    place: tuple[str, str, str] = ("", "", ""),
) -> list[dict[str, Any]]:
    total = len(region.levels[level]) if level in region.levels and not place[0] else count
    return [{"area_level": level, "measure": measure, "index_id": key, "value": value, "n": count, "n_of": total,
             "code": place[0], "name_zh": place[1], "name_en": place[2]} for key, value in found.items()]


def decomposition_table(region: Region, job: Job) -> Frames:
    """Table `decomposition`: Theil's T and L of each value per head, between and within cities, provinces and zones.

    A row for the whole, for what is between and within, and for each group; share_t and share_l: of the whole.
    """
    rows: list[dict[str, Any]] = []
    for amount, over, pair in pairs_of(region):
        for level in SIZED:
            known = _shared(region, level, amount, over)
            for grouped, field in (OVER.items() if known is not None else ()):
                if known is None or (grouped == level) or (known[field] == "").any() or known[field].nunique() < 2:
                    continue
                rows += _decomposed(region, known, (amount, over, pair), level, grouped)
    numbers = ["share_of_amount", "share_of_heads", "theil_t", "share_t", "theil_l", "share_l"]
    texts = ["area_level", "measure", "grouping", "term", "code", "name_zh", "name_en", "n"]
    return {"decomposition": pd.DataFrame(rows, columns=[*texts, *numbers]).round(dict.fromkeys(numbers, 9))}


def _decomposed(
    region: Region, known: pd.DataFrame, pair: tuple[str, str, str], level: str, grouped: str
) -> list[dict[str, Any]]:
    """The rows of one value per head at one level by one grouping."""
    amounts, heads = (known[name].to_numpy(np.float64) for name in pair[:2])
    found = decomposed(amounts, heads, known[OVER[grouped]])
    places, (whole_t, whole_l) = region.levels[grouped], found.whole
    same = {"area_level": level, "measure": pair[2], "grouping": grouped}
    terms = [("whole", found.whole), ("between", found.between), ("within", found.within)]
    rows: list[dict[str, Any]] = [
        {**same, "term": term, "code": "", "name_zh": "", "name_en": "", "n": len(known), "theil_t": t, "theil_l": low,
         "share_of_amount": 1.0, "share_of_heads": 1.0, "share_t": _share(t, whole_t), "share_l": _share(low, whole_l)}
        for term, (t, low) in terms]
    return rows + [
        {**same, "term": "group", "code": group.code, "name_zh": places.at[group.code, "name_zh"],
         "name_en": places.at[group.code, "name_en"], "n": group.places, "share_of_amount": group.share_of_amount,
         "share_of_heads": group.share_of_heads, "theil_t": group.theil_t, "theil_l": group.theil_l,
         "share_t": _share(group.share_of_amount * group.theil_t, whole_t),
         "share_l": _share(group.share_of_heads * group.theil_l, whole_l)} for group in found.groups]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def curves(region: Region, job: Job) -> Frames:
    """Table `rank_size` (size, rank and what the rule expects) and `lorenz` (shares summed from the poorest on)."""
    ranked, lorenz = [], []
    for level in SIZED:
        known = _enough(region, level, PEOPLE)
        if known is not None and (known[PEOPLE] >= 0).all() and (known[PEOPLE] > 0).any():
            ranked.append(_ranked(known, level))
    for amount, over, pair in pairs_of(region):
        for level in LEVELS:
            known = _shared(region, level, amount, over)
            if known is not None:
                lorenz.append(_lorenz(known, level, (amount, over, pair)))
    return {"rank_size": _stacked(ranked), "lorenz": _stacked(lorenz)}


def _ranked(known: pd.DataFrame, level: str) -> pd.DataFrame:
    """Places from the largest down, beside the size that the fitted rule gives their rank."""
    order = known[known[PEOPLE] > 0].sort_values([PEOPLE, "code"], ascending=[False, True])
    fitted = indices.rank_size(order[PEOPLE].to_numpy(np.float64))
    rank = np.arange(1, len(order) + 1)
    expected = np.exp(fitted.constant + fitted.slope * np.log(rank))
    return pd.DataFrame({
        "area_level": level, "measure": PEOPLE, "size_rank": rank, "code": order["code"].to_numpy(),
        "name_zh": order["name_zh"].to_numpy(), "name_en": order["name_en"].to_numpy(),
        "size": order[PEOPLE].to_numpy(), "expected_size": expected.round(1)})


def _lorenz(known: pd.DataFrame, level: str, pair: tuple[str, str, str]) -> pd.DataFrame:
    """Places from the lowest value per head up, with the shares of heads and amount that they have together."""
    peopled = known[known[pair[1]] > 0]
    order = peopled.assign(per=peopled[pair[0]] / peopled[pair[1]]).sort_values(["per", "code"])
    heads, amounts = (order[name].cumsum() / order[name].sum() for name in (pair[1], pair[0]))
    return pd.DataFrame({
        "area_level": level, "measure": pair[2], "code": order["code"].to_numpy(),
        "name_zh": order["name_zh"].to_numpy(), "name_en": order["name_en"].to_numpy(),
        "heads_so_far": heads.to_numpy().round(9), "amount_so_far": amounts.to_numpy().round(9)})


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def unmatched_table(region: Region, job: Job) -> Frames:
    """Table `unmatched`: rows of the table that belong nowhere, and places of the plan without a row."""
    columns = ["side", "reason", "code", "name", "row_no"]
    frame = pd.DataFrame(region.joined.unmatched, columns=columns)
    frame["row_no"] = frame["row_no"].astype("Int64")
    return {"unmatched": frame}
