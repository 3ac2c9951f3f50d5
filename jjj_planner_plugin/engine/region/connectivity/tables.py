"""The result's layers and tables, each of one network; the task puts those of several below one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...geodesy import geodesic_line
from . import measures
from .axes import carried, covering, loads
from .ground import Axis
from .network import Network, strong

LEVELS = ("province", "zone")


def links(net: Network, axes: list[Axis]) -> pd.DataFrame:
    """A row for each two places with a flow, the strongest first; from the end that more leaves to the other one."""
    rows = []
    covers = covering(net.on)
    for i, j in zip(*np.nonzero(np.triu(net.flow + net.flow.T))):
        a, b = (i, j) if net.flow[i, j] >= net.flow[j, i] else (j, i)
        rows.append(_link(net, int(a), int(b), [axis.id for axis, holds in zip(axes, covers[a, b]) if holds]))
    frame = pd.DataFrame(rows).sort_values(["value", "origin_code", "destination_code"], ascending=[False, True, True],
                                           ignore_index=True)
    values = frame["value"].to_numpy(dtype=float)
    frame["rank"] = np.arange(1, len(frame) + 1)
    frame["share"] = values / values.sum()
    frame["cumulative"] = np.cumsum(values) / values.sum()
    frame["strong"] = strong(values).astype(int)
    frame["link_class"] = np.where(frame["covered"] == 1, "covered",
                                   np.where(frame["strong"] == 1, "uncovered_strong", "uncovered"))
    return frame.assign(**net.head)


def _link(net: Network, a: int, b: int, axes: list[str]) -> dict[str, Any]:
    one, other = net.places.iloc[a], net.places.iloc[b]
    forth, back = float(net.flow[a, b]), float(net.flow[b, a])
    awaited = float(net.expected[a, b] + net.expected[b, a])
    known = np.isfinite(awaited) and awaited > 0
    return {
        "origin_code": one.name, "origin_name": one["name"], "destination_code": other.name,
        "destination_name": other["name"], "value": forth + back, "value_forth": forth, "value_back": back,
        "distance_km": float(net.distance_km[a, b]), "expected": awaited if known else np.nan,
        "gravity_ratio": (forth + back) / awaited if known else np.nan,
        "residual": float(np.log((forth + back) / awaited)) if known else np.nan,
        "same_province": int(one["province"] == other["province"]),
        "same_zone": int(one["zone"] == other["zone"]) if one["zone"] and other["zone"] else None,
        "axes": ", ".join(axes), "covered": int(bool(axes)),
        "geometry": geodesic_line([(one["lon"], one["lat"]), (other["lon"], other["lat"])])}


def places(net: Network, axes: list[Axis]) -> pd.DataFrame:
    """A row a place, the strongest first."""
    import shapely

    found = measures.of_places(net.flow)
    names = net.places["name"].to_numpy(dtype=object)
    kinds, followers = measures.nodality(net.flow)
    largest = found.pop("largest").to_numpy()
    province = net.groups("province")
    home = np.where(province[:, None] == province[None, :], net.flow + net.flow.T, 0).sum(axis=1)
    frame = net.places.reset_index()[["code", "name", "province_name", "zone_name", "people"]].join(found)
    frame["largest_name"] = [names[place] if place >= 0 else "" for place in largest]
    frame["nodality"], frame["followers"] = kinds, followers
    frame["province_share"] = home / frame["strength"]
    frame["axes"] = [", ".join(axis.id for axis, holds in zip(axes, row) if holds) for row in net.on]
    frame["geometry"] = shapely.points(net.places["lon"], net.places["lat"])
    frame = frame.sort_values(["strength", "code"], ascending=[False, True], ignore_index=True)
    return frame.assign(rank=np.arange(1, len(frame) + 1), **net.head)


def flows(net: Network) -> pd.DataFrame:
    """A row for each place that something goes to from another, the strongest first."""
    i, j = np.nonzero(net.flow)
    value, awaited = net.flow[i, j], net.expected[i, j]
    codes, names = net.places.index.to_numpy(dtype=object), net.places["name"].to_numpy(dtype=object)
    frame = pd.DataFrame({
        "origin_code": codes[i], "origin_name": names[i], "destination_code": codes[j], "destination_name": names[j],
        "value": value, "share": value / value.sum(), "distance_km": net.distance_km[i, j], "expected": awaited,
        "gravity_ratio": value / awaited, "residual": np.log(value / awaited)})
    frame = frame.sort_values(["value", "origin_code", "destination_code"], ascending=[False, True, True],
                              ignore_index=True)
    return frame.assign(**net.head)


def groups(net: Network, level: str, several: bool) -> pd.DataFrame:
    """The flows from each province (or zone) to each, observed and by gravity.

    several: the network is one of several, and the rows of its matrix are to be told from those of the others.
    """
    codes, observed = measures.mixing(net.flow, net.groups(level))
    awaited = measures.mixing(np.nan_to_num(net.expected), net.groups(level))[1]
    called = dict(zip(net.places[level], net.places[f"{level}_name"]))
    rows = [{"from_group": codes[i], "from_name": called[codes[i]], "to_group": codes[j], "to_name": called[codes[j]],
             "value": observed[i, j], "share": observed[i, j] / observed.sum(),
             "expected_share": awaited[i, j] / awaited.sum() if awaited.sum() else np.nan}
            for i in range(len(codes)) for j in range(len(codes))] if observed.sum() else []
    columns = ["from_group", "from_name", "to_group", "to_name", "value", "share", "expected_share"]
    frame = pd.DataFrame(rows, columns=columns).assign(**net.head)
    if several:
        frame["from_group"], frame["from_name"] = (frame[name] + f" · {net.title}" for name in columns[:2])
    return frame


def inside_across(net: Network) -> pd.DataFrame:
    """What flows inside provinces (zones) and across, beside what gravity expects of the same places."""
    rows = []
    for level in LEVELS:
        group = net.groups(level)
        same = (group[:, None] == group[None, :]) & (group != "")[:, None]
        placed = (group != "")[:, None] & (group != "")[None, :]
        parts = {"inside": same, "across": placed & ~same, "no_group": ~placed}
        awaited = np.nansum(net.expected)
        for part, pairs in parts.items():
            value = float(net.flow[pairs].sum())
            if part == "no_group" and value == 0:
                continue
            share, by_gravity = value / net.flow.sum(), float(np.nansum(net.expected[pairs]))
            rows.append({
                "level": level, "link_part": part, "value": value, "share": share,
                "links": int((net.flow[pairs] > 0).sum()),
                "expected_share": by_gravity / awaited if awaited else np.nan,
                "gravity_ratio": share / (by_gravity / awaited) if by_gravity > 0 else np.nan})
    return pd.DataFrame(rows).assign(**net.head)


def axis_table(net: Network, axes: list[Axis]) -> pd.DataFrame:
    """What each axis carries."""
    return carried(net.flow, net.expected, net.places, axes, net.on).assign(**net.head)


def axis_loads(net: Network, axes: list[Axis]) -> pd.DataFrame:
    """What passes each stretch of an axis."""
    return loads(net.flow, net.places, axes, net.on).assign(**net.head)


def gravity_fit(net: Network) -> pd.DataFrame:
    """The coefficients of the fits, with R² and the number of pairs as rows of their own."""
    rows = []
    for model, fit in net.fits.items():
        rows += [{"model": model, "term": term, "estimate": value, "standard_error": error}
                 for term, value, error in zip(fit.terms, fit.values, fit.errors)]
        rows += [{"model": model, "term": "r2", "estimate": fit.r2, "standard_error": np.nan},
                 {"model": model, "term": "pairs", "estimate": float(fit.pairs), "standard_error": np.nan}]
    return pd.DataFrame(rows, columns=["model", "term", "estimate", "standard_error"]).assign(**net.head)


def summary(net: Network, found: pd.DataFrame) -> pd.DataFrame:
    """The network in one number each; `found` is its `links`."""
    bare = found["covered"] == 0
    values = {
        "places": len(net.places), "links": int((net.flow > 0).sum()), "pairs": len(found),
        "value": float(net.flow.sum()), "inside_places": net.inside, "density": measures.density(net.flow),
        "polycentricity": measures.polycentricity(net.flow), "strong_links": int(found["strong"].sum()),
        "strong_uncovered": int((bare & (found["strong"] == 1)).sum()),
        "uncovered_share": float(found.loc[bare, "value"].sum() / found["value"].sum()),
        "reciprocity": float(np.minimum(net.flow, net.flow.T).sum() / net.flow.sum())}
    for level in LEVELS:
        mixed = measures.mixing(net.flow, net.groups(level))[1]
        if len(mixed) > 1 and mixed.sum() > 0:
            values[f"modularity_{level}"] = measures.modularity(mixed)
            values[f"assortativity_{level}"] = measures.assortativity(mixed)
    rows = [{"measure": name, "amount": float(value)} for name, value in values.items()]
    return pd.DataFrame(rows).assign(**net.head)
