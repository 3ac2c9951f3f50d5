"""Texts as numbers: what stands for nothing is nothing, what is no number is listed, never guessed."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from .catalogue import catalogue
from .findings import Findings

SHOWN = 3


def as_numbers(column: pd.Series[Any], path: str, found: Findings) -> pd.Series[float]:
    """A column of texts as floats. “—”, NA, −999 and the like are nothing; “<5” and other texts too, and are said."""
    known = catalogue()["stations"]
    numbers = pd.to_numeric(column, errors="coerce")
    rest = column[numbers.isna()]
    if len(rest):
        texts = {text: _plain(text) for text in rest.unique()}
        better = rest.map({text: pd.to_numeric(plain, errors="coerce") for text, plain in texts.items()})
        numbers = numbers.astype(float)
        numbers.loc[rest.index] = better.astype(float)
        nothing = {text for text, plain in texts.items() if plain.lower() in known["nothing"]}
        odd = rest[better.isna() & ~rest.isin(nothing)]
        if len(odd):
            shown = ", ".join(f"“{text}”" for text in list(odd.unique())[:SHOWN])
            found.add("air-text-values", path, len(odd), column=str(column.name), values=shown)
    numbers = numbers.astype(float).replace([np.inf, -np.inf], np.nan)
    filled = numbers.isin(known["nothing_numbers"])
    if filled.any():
        value = ", ".join(f"{number:g}" for number in numbers[filled].unique()[:SHOWN])
        found.add("air-fill", path, int(filled.sum()), value=value)
    return numbers.where(~filled)


def _plain(text: str) -> str:
    """Half-width characters, no blanks, no separators of thousands."""
    return unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").strip()
