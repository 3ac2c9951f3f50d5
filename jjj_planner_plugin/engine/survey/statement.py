"""What a file says of its own coordinates: datum, zone, unit, projection."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ... import paths

LONGEST_SENTENCE = 200  # characters; longer cells and texts are prose
_DATUM_SAID = re.compile(r"坐标系|坐标系统|平面坐标|cgcs|wgs|gcj|bd-?09|西安80|北京54")
_MERIDIAN_SAID = re.compile(r"中央(?:子午线|经线)[^\d]{0,6}(\d{2,3})")
_ZONE_SAID = re.compile(r"带号[^\d]{0,4}(\d{2})|(?<!\d)(\d{2})(?:号)?带")
_WIDTH_SAID = re.compile(r"([36三六])度(?:分)?带")


@cache
def catalog() -> dict[str, Any]:
    """Words, ranges and tolerances: resources/catalog/survey.json. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/survey.json").read_text(encoding="utf-8"))
    return found


def plain(text: Any) -> str:
    """Text to compare words in: full-width characters made half-width, lower case, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if text is None else str(text))).lower()


def zone_width(zone: int) -> int | None:
    """3 or 6 degrees, from the zone's number; None when it is no zone of China."""
    for width in (3, 6):
        if catalog()["zones"][str(width)]["first"] <= zone <= catalog()["zones"][str(width)]["last"]:
            return width
    return None


@dataclass
class Statement:
    """What the file says; None or empty where it says nothing.

    `datums` are the kinds of the catalogue that its words name, `datum_words` the words.
    """

    datums: set[str] = field(default_factory=set)
    datum_words: str = ""
    zone: int | None = None
    width: int | None = None
    unit: str = ""
    projection: str = ""
    transformation: str = ""
    packed_dms: bool = False

    def described(self) -> dict[str, Any]:
        """For the dialog and the recipe."""
        return {
            "datum": self.datum_words, "zone": self.zone, "zone_width": self.width, "unit": self.unit,
            "projection": self.projection, "packed_dms": self.packed_dms,
        }

    def take_datum(self, text: str) -> None:
        """The datums that `text`, the value of a field “坐标系”, names."""
        rest = plain(text)
        for kind in catalog()["datums"]["kinds"]:
            for word in kind["words"]:
                if word in rest:
                    self.datums.add(kind["datum"])
                    rest = rest.replace(word, " ")
        if text.strip() and text.strip() not in self.datum_words:
            self.datum_words = "；".join(filter(None, (self.datum_words, text.strip())))

    def take_zone(self, text: str) -> None:
        """A zone's number, or a central meridian in degrees."""
        digits = re.search(r"\d+", plain(text))
        value = int(digits.group()) if digits else 0
        if 70 <= value <= 138 and value % 3 == 0:  # a meridian: no zone has such a number
            value = (value + 3) // 6 if self.width == 6 else value // 3
        if zone_width(value):
            self.zone = value

    def take_sentence(self, text: Any) -> None:
        """What a title, a note or a text of a drawing says in passing; most say nothing."""
        if not isinstance(text, str) or len(text) > LONGEST_SENTENCE:
            return
        said = plain(text)
        if _DATUM_SAID.search(said):
            self.take_datum(text)
        width = _WIDTH_SAID.search(said)
        if width:
            self.width = 3 if width.group(1) in "3三" else 6
        meridian, zone = _MERIDIAN_SAID.search(said), _ZONE_SAID.search(said)
        if meridian:
            self.take_zone(meridian.group(1))
        elif zone:
            self.take_zone(zone.group(1) or zone.group(2))
        self.take_angle_format(said)

    def take_angle_format(self, text: str) -> None:
        """Whether plain angles are ddd.mmss, as a unit or a heading may say."""
        self.packed_dms = self.packed_dms or any(word in plain(text) for word in catalog()["packed_words"])
