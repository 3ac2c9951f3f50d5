"""The check `adcodes`: codes of Jing-Jin-Ji's units that are out of date, abolished or unknown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..plan.facts import facts, places
from ..plan.units import PROVINCES, adcode, bundled
from . import encoding
from .findings import Finding, listing

MOST_KNOWN = 0.5  # of a field's different values must be codes of the region for it to count as its code field
SAMPLED = 5000  # different values by which a field is judged
SHOWN = 8


class CodeField(NamedTuple):
    """A layer's field of adcodes: its name and each feature's six digits, "" where there are none."""

    name: str
    codes: NDArray[np.object_]


@lru_cache(maxsize=1)
def aliases() -> dict[str, str | None]:
    """Old codes → today's; None where a unit was divided among others."""
    return {alias["old"]: alias["new"] for alias in facts()["adcode_aliases"]}


@lru_cache(maxsize=1)
def of_1999() -> frozenset[str]:
    """Codes of city-proper areas of 1999 that are several districts today."""
    return frozenset(row["adcode"] for row in bundled("county").rows) - frozenset(places())


def code_field(table: pa.Table) -> CodeField | None:
    """A field most of whose values are codes of the region, that with the most of today's; None without one."""
    best, share = "", -1.0
    for name in table.column_names:
        column = table[name]
        if not (encoding.is_text(column.type) or pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
            continue
        codes = [_six_digits(value) for value in pc.unique(column).drop_null()[:SAMPLED].to_pylist()]
        known = sum(_is_known(code) for code in codes) / max(len(codes), 1)
        current = sum(code in places() for code in codes) / max(len(codes), 1)
        if known >= MOST_KNOWN and current > share:
            best, share = name, current
    return CodeField(best, _coded(table[best])) if best else None


def _coded(column: pa.ChunkedArray) -> NDArray[np.object_]:
    """Each feature's six digits, "" for null."""
    values = column.to_pandas()
    coded = {value: _six_digits(value) for value in values.dropna().unique()}
    return np.asarray(values.map(coded).fillna(""), dtype=object)


def adcodes(found: CodeField | None) -> list[Finding]:
    """The check's findings."""
    if found is None:
        return [Finding("adcodes", "none", {"field": "adcode"})]
    kinds = pd.Series(found.codes).map(_kind)
    findings = []
    for kind in ("outdated", "abolished", "era1999", "unknown"):
        features = np.flatnonzero(kinds == kind)
        if features.size:
            told = [_told(code) for code in dict.fromkeys(found.codes[features])]
            listed = listing([*told[:SHOWN], "…"] if len(told) > SHOWN else told)
            findings.append(Finding("adcodes", kind, {"field": found.name, "codes": listed}, features))
    return findings or [Finding("adcodes", facts={"field": found.name})]


def today(value: Any) -> Any:
    """A field's value with an old code replaced by today's; what is more than six digits (or GB's nine) stays.

    The codes of townships and villages within a county did not always keep their last digits.
    """
    text = _text(value)
    new = aliases().get(adcode(text)) if re.fullmatch(r"(?:156)?\d{6}(?:\.0+)?", text.strip()) else None
    if new is None:
        return value
    replaced = text.strip().replace(adcode(text), new, 1) if adcode(text) != text.strip()[:6] else new
    return type(value)(replaced) if not isinstance(value, str) else replaced


def _six_digits(value: Any) -> str:
    """The county's code in a value: also of a township (9 or 12 digits) or a village (15 or 19)."""
    code = adcode(_text(value))
    return code[:6] if re.fullmatch(r"\d{15}|\d{19}", code) else code


def _text(value: Any) -> str:
    return f"{value:.0f}" if isinstance(value, float) and np.isfinite(value) else str(value)


def _is_known(code: str) -> bool:
    return code in places() or code in aliases() or code in of_1999()


def _kind(code: str) -> str:
    """current, outdated, abolished, era1999, unknown; "" for no code and for codes of other provinces."""
    if code in places():
        return "current"
    if code in of_1999():
        return "era1999"
    if code in aliases():
        return "outdated" if aliases()[code] else "abolished"
    return "unknown" if code[:2] in PROVINCES else ""


def _told(code: str) -> str:
    new = aliases().get(code)
    return f"{code} → {new} {places()[new]['name_zh']}" if new else code
