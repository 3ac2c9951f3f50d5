"""The check `encoding`: which texts of a layer were misread, and the layer's fields with these put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..messages import Pair
from . import encoding
from .findings import Finding, listing
from .raw import RawLayer


@dataclass(frozen=True)
class Mending:
    """Misread names of fields and values by field (as the file names it) → what they should be; what was found."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def applied(self, table: pa.Table) -> pa.Table:
        """The fields with names and values put right."""
        for place, name in enumerate(table.column_names):
            known = self.values.get(name)
            if known:
                table = table.set_column(place, name, encoding.exchanged(table[place], known))
        return table.rename_columns([self.names.get(name, name) for name in table.column_names])


def mending(raw: RawLayer) -> Mending:
    """What is to be put right in the layer's text, and the findings that say so; `encoding` alone when all is well."""
    codec = encoding.detected(encoding.texts(raw.table)) if raw.as_bytes else None
    if codec:
        return _redecoded(raw, codec)
    columns = {name: encoding.column_texts(raw.table[name]) for name in encoding.text_columns(raw.table)}
    names = encoding.mended([name for name in raw.table.column_names if not name.isascii()])
    values = {name: better for name, found in columns.items() if (better := encoding.mended(found))}
    lost = {name: bad for name, found in columns.items()
            if (bad := [text for text in found if text not in values.get(name, {}) and encoding.is_lost(text)])}
    findings = [Finding("encoding", "strange")] if raw.as_bytes else []
    if names or values:
        before, after = _example(names, values)
        facts = {"fields": _listed(values or names, names), "before": before, "after": after}
        features = _rows(raw, {name: set(better) for name, better in values.items()}) if values else None
        findings.append(Finding("encoding", "mojibake", facts, features))
    if lost:
        facts = {"fields": _listed(lost, names), "before": next(iter(lost.values()))[0]}
        findings.append(Finding("encoding", "lost", facts, _rows(raw, {name: set(bad) for name, bad in lost.items()})))
    return Mending(names, values, findings or [Finding("encoding")])


def _redecoded(raw: RawLayer, codec: str) -> Mending:
    """All text of a file that does not say its encoding, or says it wrongly."""

    def better(texts: list[str]) -> dict[str, str]:
        return {text: encoding.decode_bytes(text, codec) or text for text in texts}

    values = {name: better(encoding.column_texts(raw.table[name])) for name in encoding.text_columns(raw.table)}
    values = {name: known for name, known in values.items() if known}
    names = better([name for name in raw.table.column_names if not name.isascii()])
    before, after = _example(names, values)
    facts = {"detected": {"utf-8": "UTF-8", encoding.CHINESE: "GBK"}[codec], "declared": raw.encoding or "",
             "before": before, "after": after}
    return Mending(names, values, [Finding("encoding", "misdeclared" if raw.encoding else "undeclared", facts)])


def _example(names: dict[str, str], values: dict[str, dict[str, str]]) -> tuple[str, str]:
    """One text before and after: a value, or a name where only names are wrong."""
    return next(iter((next(iter(values.values()), None) or names).items()))


def _listed(found: Iterable[str], names: dict[str, str]) -> Pair:
    """Fields by their right names."""
    return listing(names.get(name, name) for name in found)


def _rows(raw: RawLayer, wrong: dict[str, set[str]]) -> NDArray[np.intp]:
    """Positions of the features that hold one of the texts."""
    hit = np.zeros(len(raw.fids), dtype=bool)
    for name, texts in wrong.items():
        hit |= raw.table[name].to_pandas().isin(texts).to_numpy()
    return np.flatnonzero(hit)
