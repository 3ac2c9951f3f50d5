"""The tables of the check: the list of conflicts, their pieces by jurisdiction, and the summary of both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...geodesy import Geometries
from ...jurisdictions import OUTSIDE, Jurisdictions, divided
from ...lengths import lengths_m
from ...protocol import Job
from .contacts import CONTAINS, INSIDE, units_of_lines
from .extents import Extents
from .rules import NEAR, NONE, classes, concern_of, order_of
from .sides import Protections, Side

MU_PER_M2 = 0.0015
AND = "、"  # between the units of one conflict
SAID = ("conflict_no", "concern", "contact", "plan_layer", "plan_fid", "plan_feature", "protection", "protection_fid",
        "protection_name", "protection_class")
MEASURED = ("area_m2", "area_ha", "area_mu", "share_of_plan", "share_of_protection", "length_m", "edge_m")
SERVED = ("serves", "serves_name", "cross_border", "trusted")
EXTENT = ("official_km2", "drawn_km2", "extent_note")
LISTED = (*SAID, *MEASURED, *EXTENT, "units", *SERVED, "cross_m2", "forbidden", "basis", "why")
PIECE = (*SAID, "unit", "unit_name", *MEASURED, "extent_note", *SERVED)
SUMMARY = ("scope", "layer_name", "feature_id", "name", "protection_class", "concern", "conflicts", "inside", "near",
           "cross_borders", "area_m2", "area_ha", "area_mu", "counted_twice_m2", "length_m")
NOTHING: dict[str, Any] = {
    "concern": NONE, "conflicts": 0, "inside": 0, "near": 0, "cross_borders": 0, "area_m2": 0.0,
    "counted_twice_m2": 0.0, "length_m": 0.0}
DIGITS = {"area_m2": 3, "area_ha": 7, "area_mu": 6, "share_of_plan": 9, "share_of_protection": 9, "length_m": 3,
          "edge_m": 1, "counted_twice_m2": 3, "cross_m2": 3, "official_km2": 3, "drawn_km2": 3}


@dataclass(frozen=True, eq=False)
class Check:
    """Both sides and the ground of jurisdictions, in one frame, and the language that texts are told in.

    extents: what the planned features really take up.
    """

    features: Side
    extents: Extents
    protections: Protections
    units: Jurisdictions
    working: CRS
    language: str


def conflict_list(pairs: pd.DataFrame, check: Check) -> pd.DataFrame:
    """The pairs of `contacts`, gravest first, with what the classes say of them; geometry stays."""
    f, p = pairs["feature"].to_numpy(), pairs["protection"].to_numpy()
    features, protections = check.features, check.protections
    told = pairs.assign(
        plan_layer=features.layer[f], plan_fid=features.fid[f], plan_feature=features.name[f],
        protection_layer=protections.layer[p], protection_fid=protections.fid[p],
        protection_name=protections.name[p], protection_class=protections.kind[p])
    told["concern"] = [concern_of(kind, contact) for kind, contact in zip(told["protection_class"], told["contact"])]
    order = np.lexsort((
        p, f, told["edge_m"].fillna(0), -told["length_m"].fillna(0), -told["area_m2"].fillna(0),
        told["contact"] == NEAR, [order_of(concern) for concern in told["concern"]]))
    told = told.iloc[order].reset_index(drop=True)
    told["conflict_no"] = np.arange(1, len(told) + 1)
    placed = told["feature"].to_numpy(dtype=np.intp)
    told["official_km2"] = check.extents.official_km2[placed]
    told["drawn_km2"] = check.extents.drawn_km2[placed]
    told["extent_note"] = [check.extents.note(position, check.language) for position in placed]
    kinds = [classes()[kind] for kind in told["protection_class"]]
    for column, key in (("forbidden", "forbidden"), ("basis", "source")):
        told[column] = [kind[key][check.language] for kind in kinds]
    said = [protections.serves.get(position) for position in told["protection"]]
    told["serves"] = [one["code"] if one else "" for one in said]
    told["serves_name"] = [_named(one, check) for one in said]
    told["why"] = [one.get("why", {}).get(check.language, "") if one else "" for one in said]
    told["trusted"] = pd.array([protections.trusted[position] for position in told["protection"]], dtype="Int64")
    return told


def _named(said: dict[str, Any] | None, check: Check) -> str:
    if said is None:
        return ""
    return str(said.get(check.language) or check.units.names.get(said["code"]) or said["code"])


def pieces_of(told: pd.DataFrame, check: Check, job: Job) -> pd.DataFrame:
    """The list cut at the borders of units: a row for each conflict and unit, with its own area, length and shares.

    `unit` is empty outside all units. cross_border: 1 where the source serves another jurisdiction, null where that is
    not known.
    """
    shapes = told["geometry"].to_numpy(dtype=object)
    kinds = shapely.get_dimensions(shapes) if len(told) else np.zeros(0, dtype=int)
    areal, lineal, placed = (np.flatnonzero(kinds == dimension) for dimension in (2, 1, 0))
    ground = divided(shapes[areal], check.units, check.working, job)
    codes, outlines = _ordered(check)
    line, unit, stretches = units_of_lines(shapes[lineal], outlines, check.working)
    positions = np.concatenate([areal[ground["position"].to_numpy(dtype=np.intp)], lineal[line], placed])
    code = np.concatenate([
        ground["code"].to_numpy(dtype=object), codes[unit], codes[_unit_at(shapes[placed], outlines)]])
    pieces = told.iloc[positions].reset_index(drop=True)
    whole_m2, whole_m = pieces["area_m2"].copy(), pieces["length_m"].copy()
    nothing = np.full(len(placed), np.nan)
    pieces["area_m2"] = np.concatenate([ground["area_m2"].to_numpy(float), np.full(len(line), np.nan), nothing])
    pieces["length_m"] = np.concatenate([
        np.full(len(ground), np.nan), lengths_m(stretches, check.working), nothing])
    part = (pieces["area_m2"] / whole_m2).fillna(pieces["length_m"] / whole_m)
    for share in ("share_of_plan", "share_of_protection"):
        pieces[share] = pieces[share] * part
    pieces["geometry"] = np.concatenate([ground["geometry"].to_numpy(dtype=object), stretches, shapes[placed]])
    names = {**check.units.names, "": OUTSIDE[check.language]}
    pieces["unit"], pieces["unit_name"] = code, [names.get(one, "") for one in code]
    pieces["cross_border"] = pd.array(
        [_crosses(one, serves, check) for one, serves in zip(code, pieces["serves"])], dtype="Int64")
    return pieces.sort_values(["conflict_no", "unit"], kind="stable", ignore_index=True)


def _ordered(check: Check) -> tuple[NDArray[np.object_], Geometries]:
    """Units in the order of their codes, and an empty code in the last place, which −1 points to."""
    order = np.argsort(check.units.codes, kind="stable")
    return np.append(check.units.codes[order], ""), check.units.shapes(check.working)[order]


def _unit_at(points: Geometries, outlines: Geometries) -> NDArray[np.intp]:
    """The first unit that each point lies in; −1 outside all."""
    found = np.full(len(points), -1, np.intp)
    i, j = shapely.STRtree(outlines).query(points, predicate="intersects")
    order = np.lexsort((-j, i))
    found[i[order]] = j[order]
    return found


def _crosses(unit: str, serves: str, check: Check) -> int | None:
    """Whether ground of a unit drains to another jurisdiction's source. Codes and names do not compare."""
    if not serves or not unit or (serves.isdigit() and not unit.isdigit()):
        return None
    return int(not check.units.belongs(unit, serves))


def with_units(told: pd.DataFrame, pieces: pd.DataFrame) -> pd.DataFrame:
    """The list with the units each conflict lies in, largest first, and whether any of them is another's upstream.

    cross_m2: how much of the ground is; null where that is not known, or of lines and points.
    """
    size = pieces["area_m2"].fillna(0) + pieces["length_m"].fillna(0)
    sorted_ = pieces.assign(size=-size).sort_values(["conflict_no", "size"], kind="stable")
    named = sorted_[sorted_["unit"] != ""].groupby("conflict_no")["unit_name"].agg(AND.join)
    known = pieces[pieces["cross_border"].notna() & pieces["area_m2"].notna()]
    crossing = known["area_m2"].where(known["cross_border"] == 1, 0.0).groupby(known["conflict_no"]).sum()
    return told.assign(
        units=told["conflict_no"].map(named).fillna(""), cross_m2=told["conflict_no"].map(crossing).astype(float),
        cross_border=told["conflict_no"].map(pieces.groupby("conflict_no")["cross_border"].max()).astype("Int64"))


def summary_of(told: pd.DataFrame, check: Check) -> pd.DataFrame:
    """A row for each protection and each planned feature, those that meet nothing too.

    Ground that several of the other side share is counted once; counted_twice_m2 says how much that is.
    """
    features, protections = check.features, check.protections
    sides: list[tuple[str, str, Side, Callable[[int], str]]] = [
        ("protection", "protection", protections, lambda position: str(protections.kind[position])),
        ("plan_feature", "feature", features, lambda position: "")]
    rows = []
    for scope, column, side, kind in sides:
        found = {int(position): _counted(group) for position, group in told.groupby(column)}
        for position in range(len(side.layer)):
            rows.append({
                "scope": scope, "layer_name": side.layer[position], "feature_id": int(side.fid[position]),
                "name": side.name[position], "protection_class": kind(position),
                **found.get(position, NOTHING)})
    return outputs_ready(pd.DataFrame(rows))[list(SUMMARY)]


def _counted(group: pd.DataFrame) -> dict[str, Any]:
    shared = group.loc[group["area_m2"].notna(), "geometry"].to_numpy(dtype=object)
    together = float(group["area_m2"].sum())
    once = float(shapely.area(shapely.union_all(shared))) if len(shared) > 1 else together
    met = group[group["contact"] != NEAR]
    return {
        "concern": min(group["concern"], key=order_of), "conflicts": len(met),
        "inside": int(met["contact"].isin([INSIDE, CONTAINS]).sum()), "near": len(group) - len(met),
        "cross_borders": int((met["cross_border"] == 1).sum()), "area_m2": once,
        "counted_twice_m2": max(together - once, 0.0), "length_m": float(group["length_m"].sum())}


def outputs_ready(frame: pd.DataFrame) -> pd.DataFrame:
    """With hectares and mu, rounded as they are written."""
    frame = frame.assign(area_ha=frame["area_m2"] / 10_000, area_mu=frame["area_m2"] * MU_PER_M2)
    return frame.round({name: digits for name, digits in DIGITS.items() if name in frame})
