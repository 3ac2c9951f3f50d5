"""The check `field_names`: names that Shapefile's ten bytes have cut, and fields of one name that were numbered.

Known names are those of the land survey's databases and of this plugin's own tables.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import pyarrow as pa

from ... import paths
from ..plan.schema import schema
from . import encoding
from .findings import Finding, listing
from .raw import SHAPEFILE

SHAPEFILE_BYTES = 10
NUMBERED = re.compile(r"(.+?)_?\d{1,2}$")
SEEN = 1000  # values looked at to tell a code from a name


@lru_cache(maxsize=1)
def known_names() -> dict[str, str]:
    """Names longer than a Shapefile can hold → what the field holds: code, text, number, any."""
    survey = json.loads(paths.resource("catalog/field_names.json").read_text(encoding="utf-8"))["fields"]
    names = {field["zh"]: str(field["holds"]) for field in survey}
    results = json.loads(paths.resource("styles/results.json").read_text(encoding="utf-8"))["fields"]
    tables = [table["fields"] for table in schema()["tables"].values()]
    own = [field["name"] for fields in [schema()["common_fields"], *tables] for field in fields]
    names |= dict.fromkeys([*own, *results], "any")
    return {name: holds for name, holds in names.items() if len(name.encode("utf-8")) > SHAPEFILE_BYTES}


def restored(table: pa.Table) -> dict[str, str]:
    """Names that are the beginning of exactly one known name that fits what the field holds → that name."""
    return {name: full[0] for name in table.column_names if len(full := _full_names(name, table[name])) == 1}


def field_names(table: pa.Table, driver: str, codec: str) -> list[Finding]:
    """The check's findings; `codec` is the encoding of a Shapefile's names."""
    certain = restored(table)
    numbered = _numbered(table.column_names)
    unclear = [name for name in table.column_names if name not in {*certain, *numbered, *known_names()}
               and (_full_names(name, table[name]) or (driver == SHAPEFILE and _is_full(name, codec)))]
    findings = []
    if certain:
        told = listing(f"{name} → {full}" for name, full in certain.items())
        findings.append(Finding("field_names", "cut", {"fields": told}, count=len(certain)))
    if unclear:
        told = listing(_with_candidates(name, table[name]) for name in unclear)
        findings.append(Finding("field_names", "unclear", {"fields": told}, count=len(unclear)))
    if numbered:
        findings.append(Finding("field_names", "numbered", {"fields": listing(numbered)}, count=len(numbered)))
    return findings or [Finding("field_names")]


def _with_candidates(name: str, column: pa.ChunkedArray) -> str:
    candidates = _full_names(name, column)
    return f"{name} ({' / '.join(candidates)}?)" if candidates else name


def _is_full(name: str, codec: str) -> bool:
    """Whether not one more letter of its kind would have gone into the name's ten bytes."""
    size = len(name.encode(codec, errors="replace"))
    return size + len(name[-1].encode(codec, errors="replace")) > SHAPEFILE_BYTES


def _full_names(name: str, column: pa.ChunkedArray) -> list[str]:
    """Known names that begin with it and hold what the field holds. UTF-8 cuts Chinese to three characters."""
    if name in known_names() or not any(_is_full(name, codec) for codec in ("utf-8", encoding.CHINESE)):
        return []
    begun = [full for full in known_names() if full.startswith(name)]
    fitting = [full for full in begun if known_names()[full] in ("any", _holds(column))]
    return fitting or begun


def _holds(column: pa.ChunkedArray) -> str:
    """code, text or number."""
    if not encoding.is_text(column.type):
        return "number"
    values: list[Any] = [value for value in column.slice(0, SEEN).drop_null().to_pylist() if value.strip()]
    return "code" if values and all(re.fullmatch(r"[0-9A-Za-z]+", value.strip()) for value in values) else "text"


def _numbered(names: list[str]) -> list[str]:
    """Names that GDAL and others made of one: `AREA`, `AREA_1`; `LAND_USE_T`, `LAND_USE_1`."""
    found = []
    for name in names:
        stem = NUMBERED.match(name)
        cut = len(name.encode("utf-8")) >= SHAPEFILE_BYTES
        if stem and any(_twins(stem[1], other, cut) for other in names if other != name):
            found.append(name)
    return found


def _twins(stem: str, other: str, cut: bool) -> bool:
    """Whether the other field has the stem for a name, or begins with it where both had to be cut."""
    return other == stem or (cut and len(stem) > 3 and other.startswith(stem) and NUMBERED.match(other) is None)
