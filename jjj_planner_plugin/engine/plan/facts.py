"""The plan's facts, `resources/data/plan_structure.json`, as rows of the plan's tables.

Source and confidence go with every row. A confidence that is more than one word stays whole in the remarks.
"""

from __future__ import annotations

import csv
import json
import re
from functools import lru_cache
from typing import Any

import pandas as pd
import shapely

from ... import paths
from ..geodesy import geodesic_line

Row = dict[str, Any]


@lru_cache(maxsize=1)
def facts() -> dict[str, Any]:
    """plan_structure.json."""
    found: dict[str, Any] = json.loads(paths.resource("data/plan_structure.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def english() -> dict[str, Any]:
    """English names and texts, and free texts mapped to domain keys."""
    found: dict[str, Any] = json.loads(paths.resource("data/facts/names_en.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def region() -> dict[str, Any]:
    """What the tables of the region hold besides: places of events, ends of moves, classes of parks, sets, projects."""
    found: dict[str, Any] = json.loads(paths.resource("data/facts/region.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def places() -> dict[str, Row]:
    """Every administrative unit of today by adcode: name_zh, name_en, level, parent, lon, lat."""
    return {row["adcode"]: row for row in facts()["adcodes"]}


def provenance(fact: Row, *remarks: str | None) -> Row:
    """source, confidence (high, medium or low) and remarks of a fact."""
    told = str(fact.get("confidence", "low"))
    level = re.search(r"high|medium|low", told)
    notes = [note for note in remarks if note]
    if level is None or told != level.group():
        notes.append(told)
    return {"source": written_out(fact.get("source")), "confidence": level.group() if level else "low",
            "remarks": "; ".join(notes) or None}


def written_out(source: str | None) -> str | None:
    """The source with what its codes stand for: `S1;S2 [S1: …] [S2: …]`."""
    memory = "一般知识，未与文件核对 general knowledge, not checked against a document"
    known = facts()["meta"]["sources"] | {"M": memory}
    codes = dict.fromkeys(re.findall(r"\b(?:S\d+|M)\b", source or ""))
    return " ".join([source, *(f"[{code}: {known[code]}]" for code in codes if code in known)]) if source else None


def named(fact: Row) -> Row:
    """The two name fields of a fact."""
    return {"name_zh": fact.get("name_zh"), "name_en": fact.get("name_en")}


def point(fact: Row) -> shapely.Point:
    """Where a fact is, in degrees."""
    return shapely.Point(fact["lon"], fact["lat"])


def cities(kind: str) -> list[Row]:
    """Rows of `core` or `twin_cities`: a point for each member."""
    group = facts()[kind][0]
    return [
        {"key": member["adcode"], "name_zh": member["name_zh"], "name_en": places()[member["adcode"]]["name_en"],
         "adcode": member["adcode"], "geometry": point(member), **provenance(group)}
        for member in group["members"]
    ]


def nodes() -> list[Row]:
    """The regional centres and node cities."""
    in_2026 = facts()["capital_metropolitan_area_2026"]["node_cities_hebei"]
    return [
        {"key": fact["id"], **named(fact), "adcode": fact["adcode"], "pop2020": fact["pop2020"],
         "structures": "2015,2026" if fact["adcode"] in in_2026 else "2015",
         "tier": "regional" if fact["kind"] == "node_regional" else "city", "geometry": point(fact), **provenance(fact)}
        for fact in facts()["nodes"]
    ]


def axes() -> list[Row]:
    """The axes through their ordered members, geodesic between them; extensions are members but not on the line."""
    rows = []
    for fact in facts()["axes"]:
        seats = {place["adcode"]: (place["lon"], place["lat"]) for place in fact["member_points"]}
        line = geodesic_line([seats[code] for code in fact["order"]])
        rows.append({"key": fact["id"], **named(fact), "axis_id": fact["id"], "width_km": 30.0, "course": "geodesic",
                     "geometry": line, **provenance(fact)})
    return rows


def axis_members(axis_uids: dict[str, str]) -> list[Row]:
    """Members in order; `axis_uids` gives the uid of each axis_id."""
    rows = []
    for fact in facts()["axes"]:
        seats = {place["adcode"]: place for place in fact["member_points"]}
        for seq, code in enumerate(fact["order"] + fact.get("extension", []), start=1):
            extension = code in fact.get("extension", [])
            role = "official" if code in fact["official_named"] else "extension" if extension else "assumed"
            seat = seats[code]
            certain = {"source": written_out(fact["source"]), "confidence": "high" if role == "official" else "medium"}
            rows.append({"key": f"{fact['id']}/{code}",
                         "name_zh": seat["name_zh"], "name_en": places()[code]["name_en"],
                         "axis_uid": axis_uids[fact["id"]], "seq": seq, "adcode": code, "role": role,
                         "lon": seat["lon"], "lat": seat["lat"], "remarks": fact["confidence"], **certain})
    return rows


def zone_members(scheme: str) -> dict[str, str]:
    """Adcode → zone: of counties in the scheme `county`, of cities in the scheme `prefecture`."""
    key = "members_county_operational" if scheme == "county" else "members_prefecture"
    return {code: zone["id"] for zone in facts()["zones"] for code in zone[key]["adcodes"]}


def zones(scheme: str) -> list[Row]:
    """Zone rows without their geometry; source and confidence are the membership's."""
    key = "members_county_operational" if scheme == "county" else "members_prefecture"
    return [
        {"key": fact["id"], **named(fact), "zone_id": fact["id"], "function_zh": fact["function_zh"],
         "definition": fact["definition_outline"]["value"], "origin": "units",
         **provenance(fact[key], _wording(fact["definition_outline"]))}
        for fact in facts()["zones"]
    ]


def _wording(outline: Row) -> str:
    """Where the wording of the Outline was taken from, for the remarks."""
    return f"纲要表述 Wording of the Outline: {written_out(outline['source'])}, {outline['confidence']}"


def wings() -> list[Row]:
    """Wing rows without geometry; host_adcodes are the whole counties, not the published area."""
    rows = []
    for fact in facts()["wings"]:
        outside = "、".join(fact.get("extra_townships", []))
        told = "图形为所在区县全域，不是公布范围 The shape is the whole host counties, not the published area"
        rows.append({"key": fact["id"], **named(fact), "wing_id": fact["id"], "host_adcodes": ",".join(fact["adcodes"]),
                     "area_official_km2": float(fact["area_km2"]), "pop_cap_2035": fact.get("pop_cap_2035"),
                     "approved": fact.get("approved") or fact.get("established"),
                     **provenance(fact, told, f"另含 also: {outside}" if outside else None)})
    return rows


def parks() -> list[Row]:
    """The cooperation parks, with their class in the "2 + 4 + 46" framework and where that is from."""
    rows = []
    for fact in facts()["platforms"]:
        classed = region()["parks"][fact["id"]]
        origins = region()["framework_source"]
        origin = written_out(origins.get(classed["framework"], origins["*"]))
        told = f"平台类别 Class: {origin}" if origin else None
        rows.append({"key": fact["id"], **named(fact), "park_id": fact["id"], **classed,
                     "host_adcodes": ",".join(fact["host_adcodes"]),
                     "partner_adcodes": ",".join(fact["partner_adcodes"]), "start_year": fact["start_year"],
                     "area_km2": fact["area_km2"], "geometry": point(fact), **provenance(fact, fact["note"], told)})
    return rows


def relocations() -> list[Row]:
    """Moves out of the core; one whose ends are not both known keeps its row, without a line."""
    rows = []
    for fact in facts()["relocations"]:
        told = english()["relocations"][fact["id"]]
        ends, codes = [fact["origin_lonlat"], fact["destination_lonlat"]], region()["relocations"][fact["id"]]
        rows.append({"key": fact["id"], "name_zh": told["name_zh"], "name_en": told["name_en"],
                     "relocation_id": fact["id"], "category": told["category"], "status": told["status"],
                     "origin": fact["origin"], "destination": fact["destination"] or None, **dated(fact["year"]),
                     "origin_adcode": codes["origin"], "destination_adcode": codes["destination"],
                     "people": region()["relocation_people"].get(fact["id"]),
                     "geometry": shapely.LineString(ends) if all(ends) else None, **provenance(fact)})
    return rows


def policies() -> list[Row]:
    """The timeline."""
    names = {(event["date"], event["event_zh"]): event["event_en"] for event in english()["timeline"]}
    return [
        {"key": f"{fact['date']}/{fact['event_zh']}", "name_zh": fact["event_zh"],
         "name_en": names[fact["date"], fact["event_zh"]],
         "facet": told["facet"], **dated(fact["date"]), **provenance(fact)}
        for fact, told in zip(facts()["timeline"], region()["timeline"])
    ]


def policy_places(rows: list[Row], policy_uids: dict[str, str]) -> list[Row]:
    """Where each policy took place or what ground it is about.

    `rows` are those of `policies`, `policy_uids` their uids by key.
    """
    source = {"source": written_out("M"), "confidence": "medium"}
    return [
        {"key": f"{row['key']}/{code}", **named(places()[code]), "policy_uid": policy_uids[row["key"]],
         "adcode": code, "geometry": point(places()[code]), **source}
        for row, told in zip(rows, region()["timeline"])
        for code in told["places"]
    ]


def projects() -> list[Row]:
    """Projects of the three facets."""
    source = {"source": region()["projects_source"], "confidence": region()["projects_confidence"]}
    return [
        {"key": fact["id"], **named(fact), "project_id": fact["id"], "facet": fact["facet"], "status": fact["status"],
         "host_adcodes": ",".join(fact["hosts"]), **dated(fact["when"]), "geometry": point(fact), **provenance(source)}
        for fact in region()["projects"]
    ]


def dated(text: str) -> Row:
    """The first and last date in a free text (`2015-04 start; 2016-10-18 production`), and the text itself."""
    found = re.findall(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?(?!\d))?", text)
    dates = [pd.Timestamp(date) for date in found]
    return {"date_from": dates[0] if dates else pd.NaT, "date_to": dates[-1] if len(dates) > 1 else pd.NaT,
            "when_text": text}


def stations() -> list[Row]:
    """Reservoir outlets and the 13 cities' air-quality points."""
    rows = [
        {"key": fact["name_zh"], **named(fact), "kind": "reservoir", "catchment_km2": float(fact["catchment_km2"]),
         "capacity_1e8m3": float(fact["capacity_1e8m3"]), "geometry": point(fact), **provenance(fact)}
        for fact in facts()["catchments"]["reservoirs"]
    ]
    with paths.resource("data/pm25_city_monthly.csv").open(encoding="utf-8") as stream:
        air = {row["adcode"]: row for row in csv.DictReader(stream)}
    for code, row in air.items():
        where = shapely.Point(float(row["lon"]), float(row["lat"]))
        rows.append({"key": code, **named(row), "kind": "air", "adcode": code, "geometry": where,
                     "source": "SpTe2M", "confidence": "medium",
                     "remarks": "城市平均值的代表点 A point that stands for the city's mean"})
    return rows
