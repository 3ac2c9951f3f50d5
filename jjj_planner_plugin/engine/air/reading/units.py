"""Units of concentration, however they are written, and what turns values into the standards' unit."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ..standards import unit_of
from .catalogue import catalogue

_PER_CUBIC_METRE = re.compile(
    r"(?P<mass>[a-z\u4e00-\u9fff]+)(?:/m3|m-3|\.m-3|/cubicmet(?:er|re)s?|percubicmet(?:er|re)s?|/立方米|每立方米)")


def mass_unit(text: str) -> str | None:
    """kg, g, mg, ug or ng of `text`, if it is that mass in a cubic metre; None for any other unit.

    Read alike: µg/m³ (micro sign or Greek letter), ug m-3, ug/m^3, kg m**-3, [kg/(m^3)], microgram per cubic meter.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\u00b5", "u").replace("\u03bc", "u")).lower()
    plain = plain.replace("\u2212", "-").replace("·", "").replace("²", "2").replace("³", "3")
    plain = re.sub(r"[\s\[\](){}^*]", "", plain)
    found = _PER_CUBIC_METRE.fullmatch(plain)
    if found is None:
        return None
    word = found["mass"]
    mass = catalogue()["mass_words"].get(word, word)
    return mass if mass in catalogue()["units_ug"] else None


def factor(mass: str, pollutant: str) -> float:
    """What a value in `mass` per cubic metre is multiplied by to be in `unit_of(pollutant)`."""
    in_ug: dict[str, float] = catalogue()["units_ug"]
    return in_ug[mass] / in_ug["mg" if unit_of(pollutant) == "mg/m³" else "ug"]


def written(mass: str) -> str:
    """The unit as it is written: µg/m³."""
    return f"{mass.replace('u', 'µ')}/m³"


def readable(value: float) -> str:
    """Three digits, written out: `83 000`, `0.000035`."""
    return f"{Decimal(f'{value:.3g}'):,f}".replace(",", "\u202f")
