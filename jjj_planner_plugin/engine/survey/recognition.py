"""What the coordinates and the file propose: datum, zone, axes, and the CRS that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pyproj import CRS

from ..messages import EngineError
from .coordinates import ZONE, Look, Numbers, look
from .findings import DEGREES, EAST, METRES, NORTH, OUTSIDE, Log
from .model import Survey
from .places import Place, place_in
from .statement import catalog, plain, zone_width

LOCAL = {"local", "beijing54", "xian80"}
SHIFTED = {"gcj02"}
FALSE_EASTING = 500000


@dataclass(frozen=True)
class Candidate:
    """A CRS that the coordinates may be in, and where it puts them."""

    crs: str
    zone: int | None
    place: Place

    def described(self, language: str) -> dict[str, Any]:
        """For the dialog."""
        return {
            "crs": self.crs, "crs_name": CRS.from_user_input(self.crs).name, "zone": self.zone,
            "zone_width": zone_width(self.zone) if self.zone else None,
            "lon": round(self.place.lon, 6), "lat": round(self.place.lat, 6),
            "place": self.place.name.zh if language == "zh" else self.place.name.en, "in_region": self.place.in_region,
        }


@dataclass
class Recognition:
    """What was recognised: the look of the numbers, the candidates (the likeliest first), and the findings."""

    en: Numbers
    look: Look
    candidates: list[Candidate] = field(default_factory=list)
    log: Log = field(default_factory=Log)


def recognise(survey: Survey) -> Recognition:
    """What the coordinates and the file say. Nothing is decided here, and no local datum is ever a candidate."""
    en = survey.coordinates()
    found = Recognition(en, look(en))
    _note_statement(survey, found)
    if found.look.kind == "unknown" or survey.statement.datums & (LOCAL | SHIFTED):
        return found
    turned = en[:, ::-1] if found.look.swapped else en
    if found.look.kind == "degrees":
        code = 4326 if survey.statement.datums == {"wgs84"} else 4490
        found.candidates = _candidates([(code, None)], turned)
    else:
        _recognise_zone(survey, found, turned)
    return found


def _note_statement(survey: Survey, found: Recognition) -> None:
    """Findings about datum, unit, projection and axes."""
    said, log = survey.statement, found.log
    if said.datums:
        log.add("datum-stated", datum=said.datum_words)
    elif said.datum_words:
        log.add("datum-unknown", words=said.datum_words)
    else:
        log.add("datum-assumed")
        if found.look.kind == "degrees":
            log.add("degrees-unstated")
    if "cgcs2000" in said.datums and "wgs84" in said.datums:
        log.add("datum-unknown", words=said.datum_words)
    if said.datums == {"wgs84"} and found.look.kind == "metres":
        log.add("wgs84-metres")
    if said.projection and not any(word in plain(said.projection) for word in ("高斯", "gauss", "克吕格", "克里格")):
        log.add("projection-unknown", stated=said.projection)
    angular = any(word in plain(said.unit) for word in ("度", "deg", "ddd"))
    if said.unit and found.look.kind != "unknown" and angular != (found.look.kind == "degrees"):
        log.add("unit-conflict", stated=said.unit, found=DEGREES if found.look.kind == "degrees" else METRES)
    if said.transformation:
        log.add("transformation", text=said.transformation)
    if found.look.swapped:
        log.add("axes-swapped", north=NORTH, east=EAST)


def _recognise_zone(survey: Survey, found: Recognition, en: Numbers) -> None:
    """Candidates for Gauss-Krüger metres: by the number in the eastings, by the file's word, or by place."""
    said, log = survey.statement, found.log
    if len(found.look.zones) > 1:
        return  # `choose` refuses it
    if found.look.zones:
        zone = found.look.zones[0]
        found.candidates = _candidates([(zone_code(zone, True), zone)], en)
        log.add("zone-from-easting", zone=zone)
        if said.zone not in (None, zone):
            log.add("zone-conflict", stated=said.zone, found=zone)
    else:
        nearby = [candidate for candidate in _candidates(_proposed(said.width), en) if candidate.place.in_region]
        found.candidates = nearby or _candidates(_proposed(said.width), en)
        if said.zone is not None:
            _take_stated_zone(said.zone, nearby, found, en)
        elif len(nearby) == 1:
            log.add("zone-by-place", zone=nearby[0].zone, place=nearby[0].place.name)
    first = found.candidates[0].zone if found.candidates else None
    if first and said.width and said.width != zone_width(first):
        log.add("width-conflict", stated=said.width, zone=first, width=zone_width(first))
    off = abs(float(en[:, 0].mean()) % ZONE - FALSE_EASTING)
    if off > catalog()["numbers"]["beyond_zone_m"][str(zone_width(first or 0) or 6)]:
        log.add("far-from-meridian", km=f"{off / 1000:.0f}")


def _take_stated_zone(zone: int, nearby: list[Candidate], found: Recognition, en: Numbers) -> None:
    """The zone that the file states, unless only another one puts the parcels into the region."""
    stated = _candidates([(zone_code(zone, False), zone)], en)
    found.log.add("zone-from-file", zone=zone)
    others = [candidate for candidate in nearby if candidate.zone != zone]
    elsewhere = bool(others) and not any(candidate.place.in_region for candidate in stated)
    if elsewhere:
        place = stated[0].place.name if stated else OUTSIDE
        found.log.add("zone-elsewhere", stated=zone, place=place, other=others[0].zone)
    found.candidates = stated + (others if elsewhere else [])


def _proposed(width: int | None) -> list[tuple[int, int]]:
    """(EPSG code, zone) of the zones that reach into the region, each central meridian once."""
    zones: dict[int, int] = {}
    for degrees in (width,) if width else (3, 6):
        for zone in catalog()["zones"]["proposed"][str(degrees)]:
            zones.setdefault(3 * zone if degrees == 3 else 6 * zone - 3, zone)
    return [(zone_code(zone, False), zone) for zone in zones.values()]


def zone_code(zone: int, with_number: bool) -> int:
    """The EPSG code of a zone of CGCS2000, its eastings with or without the zone's number."""
    spec = catalog()["zones"][str(zone_width(zone))]
    return int(spec["epsg_with_number" if with_number else "epsg_without"] + zone - spec["first"])


def _candidates(codes: Sequence[tuple[int, int | None]], en: Numbers) -> list[Candidate]:
    """Those CRS that put the coordinates on the part of the earth that they are made for, or near it."""
    found = []
    for code, zone in codes:
        try:
            found.append(Candidate(f"EPSG:{code}", zone, place_in(CRS.from_epsg(code), en)))
        except EngineError:
            continue
    return found
