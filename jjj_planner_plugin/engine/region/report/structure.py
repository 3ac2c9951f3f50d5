"""Tables of what the plan itself holds: its elements, zones, cities, axes, wings, nodes, sets, corridors, policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import shapely

from ...plan.schema import schema
from .catalogue import words
from .names import Names
from .plan import Plan, areas_km2, lengths_km

ELEMENTS = ("core", "twin_cities", "axes", "zones", "nodes", "wings", "parks", "park_areas", "relocations", "unit_sets",
            "corridors", "projects", "catchments", "units")
NAMED_UP_TO = 12  # of an element with more features, only the count is told


def named(frame: pd.DataFrame, language: str) -> pd.Series[Any]:
    """Each row's name in `language`, the other one's where it has none."""
    first, second = ("name_zh", "name_en") if language == "zh" else ("name_en", "name_zh")
    blank = pd.Series(None, index=frame.index, dtype=object)
    return frame.get(first, blank).fillna(frame.get(second, blank)).fillna("").astype(object)


def elements(plan: Plan, language: str) -> pd.DataFrame:
    """How many features each element of the structure has, how large or long they are together, and their names."""
    rows = []
    for table in ELEMENTS:
        frame = plan.rows(table)
        if frame.empty:
            continue
        kind = str(schema()["tables"][table]["geometry"])
        names = [name for name in named(frame, language) if name]
        few = len(frame) <= NAMED_UP_TO
        rows.append({
            "element": schema()["tables"][table][language], "count": len(frame),
            "length_km": lengths_km(frame).sum() if kind.endswith("LineString") and table == "axes" else None,
            "area_km2": areas_km2(frame).sum() if kind.endswith("Polygon") and table != "unit_sets" else None,
            "names": ("、" if language == "zh" else ", ").join(names) if few else ""})
    return pd.DataFrame(rows, columns=["element", "count", "length_km", "area_km2", "names"])


def zones(plan: Plan, language: str) -> pd.DataFrame:
    """Each zone's area and share of all, its units and parts, what it is for, and a row of all."""
    frame, units = plan.rows("zones"), plan.rows("units")
    area, counts = areas_km2(frame), units["zone_id"].value_counts()
    found = pd.DataFrame({
        "name": named(frame, language), "area_km2": area, "share_of_plan": area / area.sum(),
        "units": frame["zone_id"].map(counts).fillna(0).astype("int64"),
        "parts": [len(shapely.get_parts(shape)) for shape in frame.geometry],
        "function": frame["function_zh"]})
    return _with_total(found, "name", ("area_km2", "share_of_plan", "units", "parts"), language)


def _with_total(frame: pd.DataFrame, name: str, summed: tuple[str, ...], language: str) -> pd.DataFrame:
    """With a last row of the sums."""
    total = {field: [frame[field].sum()] for field in summed if field in frame}
    row = pd.DataFrame({name: [words(language)["total"]], **total})
    return pd.concat([frame, row.astype({field: frame[field].dtype for field in total})], ignore_index=True)


def cities(plan: Plan, language: str) -> pd.DataFrame:
    """Area and number of the units of each city, with their people where all units have them."""
    frame = plan.rows("units")
    held = frame.assign(area_km2=areas_km2(frame), count=1)
    groups = held.groupby(["province_zh", "city_zh"], sort=False, dropna=False)
    found = groups.agg(units=("count", "sum"), area_km2=("area_km2", "sum")).reset_index()
    people = groups["population"].apply(lambda values: values.sum() if values.notna().all() else None).to_numpy()
    found["population"] = pd.to_numeric(pd.Series(people, dtype=object), errors="coerce").astype("Float64")
    found["share_of_plan"] = found["area_km2"] / found["area_km2"].sum()
    known = Names.of(plan.tables)
    for name in ("province_zh", "city_zh"):
        found[name] = [known.spoken(str(text), language) for text in found[name]]
    shown = found.rename(columns={"province_zh": "province", "city_zh": "city"})
    summed = ("units", "area_km2", "share_of_plan", *(["population"] if shown["population"].notna().all() else []))
    shown = _with_total(shown, "province", summed, language)
    return shown if shown["population"].notna().any() else shown.drop(columns="population")


def axes(plan: Plan, language: str) -> pd.DataFrame:
    """Each axis's length through its members, how many of these are documented, and its width."""
    frame, members = plan.rows("axes"), plan.rows("axis_members")
    mine = members.groupby("axis_uid") if len(members) else None
    counts, assumed = {}, {}
    for uid in frame["uid"]:
        rows = mine.get_group(uid) if mine is not None and uid in mine.groups else members.iloc[:0]
        counts[uid] = len(rows)
        assumed[uid] = int((rows["role"] != "official").sum()) if len(rows) else 0
    return pd.DataFrame({
        "name": named(frame, language), "length_km": lengths_km(frame), "places": frame["uid"].map(counts),
        "assumed": frame["uid"].map(assumed), "width_km": frame["width_km"], "source": frame["source"]})


def wings(plan: Plan, language: str) -> pd.DataFrame:
    """Each wing's published area beside the area of the units it is drawn by."""
    frame = plan.rows("wings")
    return pd.DataFrame({
        "name": named(frame, language), "area_official_km2": frame["area_official_km2"], "drawn_km2": areas_km2(frame),
        "approved": frame["approved"], "pop_cap_2035": frame["pop_cap_2035"], "source": frame["source"]})


def nodes(plan: Plan, language: str) -> pd.DataFrame:
    """The node cities with tier and people."""
    frame = plan.rows("nodes")
    found = pd.DataFrame({"name": named(frame, language), "tier": frame["tier"]})
    for name in ("structures", "pop2020"):
        if name in frame and frame[name].notna().any():
            found[name] = frame[name]
    return found


def unit_sets(plan: Plan, language: str) -> pd.DataFrame:
    """Circles, belts and other sets of units: radius, drawn and published area, documented or assumed."""
    frame = plan.rows("unit_sets")
    kept = [name for name in ("structure", "kind", "basis", "radius_km", "area_official_km2", "standing")
            if name in frame]
    return frame[kept].assign(name=named(frame, language), drawn_km2=areas_km2(frame))[["name", *kept, "drawn_km2"]]


def corridors(plan: Plan, language: str) -> pd.DataFrame:
    """The corridors of 2026: drawn and published length, documented or assumed."""
    frame = plan.rows("corridors")
    kept = [name for name in ("structure", "width_km", "length_official_km", "standing") if name in frame]
    return frame[kept].assign(name=named(frame, language), length_km=lengths_km(frame))[["name", *kept, "length_km"]]


def policies(plan: Plan, language: str) -> pd.DataFrame:
    """The timeline."""
    frame = plan.rows("policies")
    if "date_from" in frame:
        frame = frame.sort_values("date_from", kind="stable", ignore_index=True)
    return pd.DataFrame({"when_text": frame["when_text"], "event": named(frame, language),
                         "source": frame["source"]})


TABLES: dict[str, Callable[[Plan, str], pd.DataFrame]] = {
    "elements": elements, "zones": zones, "cities": cities, "axes": axes, "wings": wings, "nodes": nodes,
    "unit_sets": unit_sets, "corridors": corridors, "policies": policies}
