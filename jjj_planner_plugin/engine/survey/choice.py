"""Which CRS and which axes are applied: the planner's word, else the only proposal that nothing speaks against."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError

from ..geodesy import LONLAT, transformer
from ..messages import EngineError, Pair
from .coordinates import Numbers
from .model import Survey
from .places import Place, label, meridian, place_in
from .recognition import LOCAL, SHIFTED, Candidate, Recognition, zone_code
from .statement import catalog, zone_width

FAMILIES = {
    "china geodetic": "cgcs2000", "cgcs2000": "cgcs2000", "xian 1980": "xian80", "beijing 1954": "beijing54",
    "wgs 84": "wgs84", "world geodetic": "wgs84",
}
"""Kinds of datum in the catalogue, by what PROJ calls them."""
ZONE_DOUBTS = {"zone-conflict", "zone-elsewhere", "width-conflict"}  # settled when the planner names the zone
OF_THE_FILE = {"datum-stated", "datum-unknown", "transformation", "axes-swapped"}  # hold with a CRS that is named too


@dataclass(frozen=True)
class Choice:
    """What is applied. `named`: the planner named the CRS."""

    crs: CRS
    swap: bool
    place: Place
    named: bool
    zone: int | None = None

    @property
    def text(self) -> str:
        """The CRS as a parameter: its EPSG code, else WKT."""
        code = self.crs.to_epsg()
        return f"EPSG:{code}" if code else str(self.crs.to_wkt())


def choose(survey: Survey, found: Recognition, crs: str | None, zone: float | None, swap: bool | None) -> Choice:
    """What is applied to the survey; its findings go to the survey's log.

    Raises EngineError local-datum, shifted-datum, survey-numbers, survey-zones, survey-ambiguous, survey-off-map,
    bad-crs, bad-zone, zone-clash.
    """
    swapped = found.look.swapped if swap is None else swap
    en = found.en[:, ::-1] if swapped else found.en
    if crs is not None:
        choice = _named(found, crs, zone, swapped, en)
        proposed = choice.text in [candidate.crs for candidate in found.candidates]
        codes = {finding.code for finding in found.log.findings}
        dropped = ZONE_DOUBTS | {"zone-by-place"} if proposed else codes - OF_THE_FILE
    elif zone is not None:
        _refuse(survey, found, ZONE_DOUBTS)
        number = _checked_zone(zone, found)
        code = CRS.from_epsg(zone_code(number, bool(found.look.zones)))
        choice = Choice(code, swapped, place_in(code, en), False, number)
        dropped = ZONE_DOUBTS | {"zone-by-place", "zone-from-file"}
    else:
        choice, dropped = _proposed(survey, found, swapped, en), set()
    survey.log.findings += [finding for finding in found.log.findings if finding.code not in dropped]
    _note(survey, choice)
    return choice


def _proposed(survey: Survey, found: Recognition, swapped: bool, en: Numbers) -> Choice:
    """The one candidate. Raises survey-ambiguous with all of them."""
    _refuse(survey, found, set())
    if len(found.candidates) != 1:
        raise EngineError("survey-ambiguous", path=survey.path, candidates=_listed(found.candidates),
                          reasons=Pair("有多个可能的坐标系", "several CRS are possible"))
    candidate = found.candidates[0]
    crs = CRS.from_user_input(candidate.crs)
    return Choice(crs, swapped, place_in(crs, en), False, candidate.zone)


def _refuse(survey: Survey, found: Recognition, settled: set[str]) -> None:
    """Refuse what no zone can settle; `settled` are the doubts that are dealt with otherwise."""
    said = survey.statement
    if said.datums & LOCAL:
        raise EngineError("local-datum", path=survey.path, words=said.datum_words)
    if said.datums & SHIFTED:
        raise EngineError("shifted-datum", path=survey.path, words=said.datum_words)
    if found.look.kind == "unknown" or not (found.candidates or len(found.look.zones) > 1):
        raise EngineError("survey-numbers", path=survey.path, found=_ranges(found.en), odd=_odd(survey, found))
    if len(found.look.zones) > 1:
        zones = ", ".join(str(zone) if zone else "–" for zone in found.look.zones)
        raise EngineError("survey-zones", path=survey.path, zones=zones)
    doubts = [doubt for doubt in found.log.doubts() if doubt.code not in settled]
    if doubts:
        reasons = Pair("；".join(doubt.said("zh") for doubt in doubts), "; ".join(doubt.said("en") for doubt in doubts))
        raise EngineError("survey-ambiguous", path=survey.path, candidates=_listed(found.candidates), reasons=reasons)


def _named(found: Recognition, text: str, zone: float | None, swapped: bool, en: Numbers) -> Choice:
    """The CRS that the planner names, if the coordinates can be in it."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise EngineError("bad-crs", found=text) from error
    if not (crs.is_projected or crs.is_geographic):
        raise EngineError("bad-crs", found=text)
    number = None if zone is None else _checked_zone(zone, found)
    if number is not None and meridian(crs) != _meridian_of(number):
        raise EngineError("zone-clash", zone=number, found=label(crs))
    return Choice(crs, swapped, place_in(crs, en), True, number)


def _meridian_of(zone: int) -> float:
    return 3.0 * zone if zone_width(zone) == 3 else 6.0 * zone - 3


def _checked_zone(zone: float, found: Recognition) -> int:
    """The zone that the planner names. Raises bad-zone, and zone-clash when the eastings carry another."""
    if zone != int(zone) or zone_width(int(zone)) is None:
        raise EngineError("bad-zone", found=f"{zone:g}")
    if found.look.kind == "degrees":
        raise EngineError("zone-clash", zone=int(zone), found=Pair("经纬度", "degrees"))
    if found.look.zones and found.look.zones != (int(zone),):
        carried = ", ".join(str(number) for number in found.look.zones)
        found_zone = Pair(f"带号 {carried} 的横坐标", f"eastings of zone {carried}")
        raise EngineError("zone-clash", zone=int(zone), found=found_zone)
    return int(zone)


def _note(survey: Survey, choice: Choice) -> None:
    """Findings about a CRS that was named, and about the place."""
    if choice.named:
        survey.log.add("crs-named", crs=label(choice.crs))
        family = _family(choice.crs)
        if survey.statement.datum_words and family not in survey.statement.datums:
            survey.log.add("named-against-file", words=survey.statement.datum_words, crs=label(choice.crs))
        change = transformer(choice.crs.to_wkt(), LONLAT.to_wkt())
        if family not in ("cgcs2000", "wgs84") and "allpark" in change.description:
            survey.log.add("ballpark", crs=label(choice.crs))
    if not choice.place.in_region:
        survey.log.add("outside-region", place=choice.place.name)


def _family(crs: CRS) -> str | None:
    geodetic = crs.geodetic_crs
    name = geodetic.name.lower() if geodetic else ""
    return next((family for words, family in FAMILIES.items() if words in name), None)


def _listed(candidates: list[Candidate]) -> Pair:
    """The candidates with where each would put it."""
    return Pair("；".join(f"{found.crs} → {found.place.name.zh}" for found in candidates),
                "; ".join(f"{found.crs} → {found.place.name.en}" for found in candidates))


def _ranges(en: Numbers) -> str:
    (west, south), (east, north) = en.min(axis=0), en.max(axis=0)
    return f"{south:.12g} … {north:.12g}, {west:.12g} … {east:.12g}"


def _odd(survey: Survey, found: Recognition) -> Pair:
    """The points that do not fit the others, where most do."""
    names = survey.point_names()
    shown = found.look.odd[: catalog()["tolerances"]["log_values"]]
    if len(shown) == 0:
        return Pair("", "")
    listed = ", ".join(f"{names[row]} ({found.en[row, 1]:.12g}, {found.en[row, 0]:.12g})" for row in shown)
    return Pair(f"与其余各点不符的点：{listed}。", f"Points unlike the others: {listed}. ")
