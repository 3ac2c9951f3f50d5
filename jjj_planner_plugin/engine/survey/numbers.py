"""Numbers as surveyors write them: decimals, and angles in degrees, minutes and seconds."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from .statement import catalog, plain

_SOUTH_WEST = re.compile(r"[SW南西]", re.IGNORECASE)
_WORDS = re.compile(r"[NSEW]|北纬|南纬|东经|西经|[北南东西]", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?((\d{1,3}(,\d{3})+|\d+)\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SEXAGESIMAL = re.compile(
    r"([+-]?\d{1,3}(?:\.\d+)?)[°度d:\- ]+(?:(\d{1,2}(?:\.\d+)?)(?:['′分m:\- ]+(?:(\d{1,2}(?:\.\d+)?)[\"″秒s]*)?)?)?",
    re.IGNORECASE,
)


def number(value: Any, packed: bool = False) -> float | None:
    """A cell or a field as a number; angles in decimal degrees. None when it is neither.

    Read as angles: 116°23′29.5″, 116度23分29秒, 116-23-29, 116:23:29, 116 23 29, each with N, E, 北纬 or 东经
    before or after it. With `packed`, 116.2329 is 116°23′29″ (ddd.mmss).
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _packed(f"{value:.10f}") if packed else float(value) if math.isfinite(value) else None
    text = _normal(str(value))
    bare = text if _PLAIN.fullmatch(text) else _WORDS.sub("", text).strip()  # 4.4E+06 is not 4.4 east
    sign = -1.0 if _SOUTH_WEST.search(text) and bare else 1.0
    if _PLAIN.fullmatch(bare):
        written = bare.replace(",", "")
        found = _packed(written) if packed else float(written)
        return sign * found if found is not None and math.isfinite(found) else None
    angle = _angle(bare)
    return None if angle is None else sign * angle


def _normal(text: str) -> str:
    """Half-width characters, one spelling for each sign of degrees, minutes and seconds."""
    text = re.sub(r"[º˚゜]", "°", text)  # before NFKC, which makes an o of º
    text = text.replace("''", '"').replace("’", "'").replace("‘", "'").replace("”", '"').replace("“", '"')
    text = unicodedata.normalize("NFKC", text).replace("′′", '"').replace("″", '"').replace("′", "'")
    return text.replace("—", "-").replace("–", "-").strip()


def _angle(text: str) -> float | None:
    match = _SEXAGESIMAL.fullmatch(text)
    if match is None:
        return None
    degrees, minutes, seconds = match.group(1), match.group(2) or "0", match.group(3) or "0"
    if float(minutes) >= 60 or float(seconds) >= 60:
        return None
    whole = abs(float(degrees)) + float(minutes) / 60 + float(seconds) / 3600
    return -whole if degrees.startswith("-") else whole


def _packed(written: str) -> float | None:
    """ddd.mmssss as decimal degrees; None when minutes or seconds pass 59."""
    whole, _, digits = written.lstrip("+-").partition(".")
    digits = digits.ljust(4, "0")
    minutes, seconds = int(digits[:2]), float(f"{digits[2:4]}.{digits[4:] or 0}")
    if minutes >= 60 or seconds >= 60:
        return None
    angle = int(whole or 0) + minutes / 60 + seconds / 3600
    return -angle if written.startswith("-") else angle


def area_m2(value: Any, unit_m2: float) -> float | None:
    """An area field in m²; `公顷`, `平方米` and `亩` written behind the number go before `unit_m2`."""
    text = plain(value)
    for word, size_m2 in catalog()["area_units_m2"]["words"].items():
        if text.endswith(word):
            text, unit_m2 = text.removesuffix(word), size_m2
            break
    found = number(text)
    return None if found is None else found * unit_m2
