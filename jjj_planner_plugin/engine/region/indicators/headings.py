"""What a heading says of its column: which measure it is, in what unit, and whether it may be summed."""

from __future__ import annotations

import re

import pandas as pd

from ...messages import EngineError
from .catalogue import PEOPLE, Measure, catalogue

RESERVED = ("code", "name_zh", "name_en", "city", "province", "zone", "area_km2", "geometry", "geom", "fid", "places",
            "places_known", "density")


def known_measure(heading: str) -> str | None:
    """The measure that a heading stands for: the one whose longest word is part of it; none for a share or rate."""
    text = heading.casefold()
    if _words_of_ratio(text):
        return None
    latin = set(re.findall(r"[a-z]+", text))
    fits = [(len(word), name) for name, spec in catalogue()["measures"].items() for word in spec["called"]
            if (word in latin if word.isascii() else word in text)]
    return max(fits)[1] if fits else None


def factor_of(measure: Measure) -> float:
    """What a column's numbers are multiplied by to be in the measure's unit: 10 000 for 常住人口（万人）."""
    spec = catalogue()["measures"].get(measure.name)
    if spec is None:
        return 1.0
    text = measure.heading.casefold()
    fits = [(len(word), factor) for word, factor in spec["factors"].items() if word in text]
    return float(max(fits)[1]) if fits else 1.0


def measure_of(heading: str, kind: str | None, columns: list[str], title: str) -> Measure:
    """A column that the catalogue does not know; kind: `amount`, `ratio` or `ratio FIELD`.

    Raises EngineError indicators-bad-kind.
    """
    word, _, weight = (kind or "amount").partition(" ")
    if word not in catalogue()["kinds"] or (weight and (word != "ratio" or weight not in columns)):
        raise EngineError("indicators-bad-kind", path=title, field=heading, found=kind)
    name = heading if heading.casefold() not in (*RESERVED, *catalogue()["measures"]) else f"{heading}_given"
    return Measure(name, heading, word, weight or PEOPLE)


def looks_like_ratio(heading: str, numbers: pd.Series[float]) -> bool:
    """Whether a column looks like shares, rates or values per head: by its heading, or because all lies in 0 … 100
    and is not whole."""
    if _words_of_ratio(heading.casefold()):
        return True
    known = numbers.dropna()
    return bool(len(known) > 2 and known.between(0, 100).all() and (known % 1 != 0).any())


def _words_of_ratio(text: str) -> bool:
    return any(word in text for word in catalogue()["ratio_words"])
