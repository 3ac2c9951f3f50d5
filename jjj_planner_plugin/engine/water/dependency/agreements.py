"""The compensation agreements of the region: who agreed with whom, and what of the one's ground drains into the other.

Whose ground it is, is told by the bundled units, whatever jurisdictions are looked at: an agreement of five counties
is measured by these counties. One about a river is measured above the reservoir that it is about, which only heights
can do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Optional

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from .... import paths
from ...geodesy import ELLIPSOID, LONLAT, geodesic_line
from ...jurisdictions import Jurisdictions
from ...kernels import Floats
from ...plan.facts import facts, places, provenance
from .paths import Paths

TRANSFER = "transfer"
YES, NO, NOT_ASKED = "yes", "no", "not_asked"
Place = tuple[float, float]  # longitude, latitude
Above = Callable[[Place], Optional[tuple[Floats, Floats]]]  # m² and people of each county upstream of a place


@cache
def catalogue() -> dict[str, Any]:
    """`resources/catalog/water_agreements.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/water_agreements.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Agreement:
    """One of them; `upstream` and `downstream` are codes of jurisdictions, `course` the places it is drawn through.

    above: the name of the reservoir above which it is measured, and where that is; None: all that drains downstream is.
    """

    key: str
    names: dict[str, str]
    terms: dict[str, str]
    kind: str
    upstream: tuple[str, ...]
    downstream: tuple[str, ...]
    course: tuple[Place, ...]
    length_km: float | None
    above: tuple[str, Place] | None
    fact: dict[str, Any]

    def covers(self, upstream: str, downstream: str, units: Jurisdictions) -> bool:
        """Whether it is one of this pair: both ends by their codes, or by their names where the units have no codes."""
        return _among(upstream, self.upstream, units) and _among(downstream, self.downstream, units)

    def told(self) -> dict[str, Any]:
        """What a layer's row says of it."""
        return {"agreements": self.key, "agreements_zh": self.names["zh"], "agreements_en": self.names["en"],
                "agreement_kinds": self.kind, "period": self.fact["period"], "terms_zh": self.terms["zh"],
                "terms_en": self.terms["en"], **provenance(self.fact)}


@cache
def agreements() -> tuple[Agreement, ...]:
    """Those of the catalogue, with what the facts say of each."""
    known = {fact["name"]: fact for fact in facts()["catchments"]["compensation"]}
    reservoirs = {fact["name_zh"]: (fact["lon"], fact["lat"]) for fact in facts()["catchments"]["reservoirs"]}
    return tuple(
        Agreement(
            one["id"], {"zh": one["zh"], "en": one["en"]},
            {"zh": one["terms_zh"], "en": known[one["fact"]]["terms"]}, one["kind"], tuple(one["upstream"]),
            tuple(one["downstream"]),
            tuple(reservoirs[at["reservoir"]] if "reservoir" in at else (at["lon"], at["lat"]) for at in one["course"]),
            one.get("length_km"), (one["above"], reservoirs[one["above"]]) if "above" in one else None,
            known[one["fact"]])
        for one in catalogue()["agreements"])


def concerned(counties: Jurisdictions) -> Jurisdictions:
    """The counties that lie in a jurisdiction of an agreement."""
    some = [code for one in agreements() for code in (*one.upstream, *one.downstream)]
    kept = np.array([any(counties.belongs(code, one) for one in some) for code in counties.codes], dtype=np.bool_)
    source = replace(counties.source, frame=counties.source.frame[kept])
    return replace(counties, source=source, codes=counties.codes[kept])


def _among(code: str, some: tuple[str, ...], units: Jurisdictions) -> bool:
    name = units.names.get(code)
    return any(units.belongs(code, one) or places()[one]["name_zh"] in (code, name) for one in some)


def agreements_of(upstream: str, downstream: str, units: Jurisdictions) -> list[Agreement]:
    """The agreements of a pair; of counties alone, where these lie in the pair's cities."""
    return [one for one in agreements() if one.covers(upstream, downstream, units)]


def agreement_layer(
    counties: Jurisdictions, codes: list[str], least: Paths, most: Paths | None, known: NDArray[np.bool_],
    above: Above | None, peopled: bool
) -> gpd.GeoDataFrame:
    """A line from each upstream jurisdiction through the course to each downstream one, with what is measured.

    `codes` are those of the counties, numbered from 1 in the paths; `known`, (count,), those the data reaches. Without
    `above` nothing can be measured at a reservoir: of such an agreement it is only told whether water runs down at all.
    """
    rows, lines = [], []
    for agreement in agreements():
        there = above(agreement.above[1]) if above and agreement.above else None
        downs = _numbers(agreement.downstream, codes, counties)
        for code in agreement.upstream:
            ups = _numbers((code,), codes, counties)
            # of heights all the ground is needed; basins leave out what drains to no sea
            enough = all if most is None else any
            reached = all(enough(known[number - 1] for number in some) for some in (ups, downs))
            own = float(least.area_m2[np.isin(least.own, ups)].sum())
            rows.append({
                "upstream_code": code, "upstream_name": places()[code]["name_zh"],
                "downstream_code": ",".join(agreement.downstream),
                "downstream_name": "、".join(places()[one]["name_zh"] for one in agreement.downstream),
                **_measured(agreement, there, least, most, ups, downs, own, reached, peopled),
                "length_km": agreement.length_km, **agreement.told()})
            lines.append(_line(code, agreement))
    return gpd.GeoDataFrame(rows, geometry=lines, crs=LONLAT)


def _measured(
    agreement: Agreement, there: tuple[Floats, Floats] | None, least: Paths, most: Paths | None, ups: list[int],
    downs: list[int], own: float, reached: bool, peopled: bool
) -> dict[str, Any]:
    """What drains from the ones to the others; of an agreement above a reservoir only what is `there` above it."""
    area, people = least.through(ups, downs)
    high = most.through(ups, downs)[0] if most is not None else area
    natural = NOT_ASKED if not reached else YES if high > 0 else NO
    if agreement.above:
        reached = reached and there is not None
    if there is not None:
        area, people = (float(amounts[np.array(ups) - 1].sum()) for amounts in there)
        natural = natural if not reached else YES if area > 0 else NO
    found = {
        "natural": natural, "measured_above": agreement.above[0] if agreement.above and there is not None else None,
        "area_m2": round(area, 3) if reached else None,
        **({"area_high_m2": round(high, 3) if reached else None} if most is not None else {}),
        "share_of_upstream": round(area / own, 9) if reached and own > 0 else None}
    return {**found, **({"people": round(people, 3) if reached else None} if peopled else {})}


def _numbers(some: tuple[str, ...], codes: list[str], counties: Jurisdictions) -> list[int]:
    """The counties, numbered from 1, that lie in any of these jurisdictions."""
    return [number for number, code in enumerate(codes, start=1)
            if any(counties.belongs(code, one) for one in some)]


def _line(code: str, agreement: Agreement) -> Any:
    """From the upstream jurisdiction's seat to the course where that is nearest, along it, to the downstream one's."""
    start, end = places()[code], places()[agreement.downstream[0]]
    first = (start["lon"], start["lat"])
    away = [ELLIPSOID.inv(*first, *place)[2] for place in agreement.course]
    course = agreement.course[int(np.argmin(away)):]
    return geodesic_line([first, *course, (end["lon"], end["lat"])])
