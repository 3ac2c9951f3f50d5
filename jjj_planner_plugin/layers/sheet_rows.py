"""What of a result's rows the report's sheets show: some only, those that differ, or one for several years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import NULL

Row = dict[str, Any]
AT = "\n@"
"""Between a field and the value of the one that its column stands for."""


def chosen_rows(rows: Sequence[Row], options: dict[str, Any]) -> tuple[list[Row], int]:
    """The rows that the options want, and how many were left out because both values are the same.

    where: of some fields the value that a row has to have; unless: values that it may not have together.
    unequal: two fields that have to differ.
    """
    where, unless = options.get("where", {}), options.get("unless")
    kept = [row for row in rows if _has(row, where) and not (unless and _has(row, unless))]
    if "unequal" not in options:
        return kept, 0
    before, after = options["unequal"]
    differing = [row for row in kept if _empty(row[before]) != _empty(row[after]) or row[before] != row[after]]
    return differing, len(kept) - len(differing)


def across(rows: Sequence[Row], names: Sequence[str], options: dict[str, Any]) -> tuple[list[Row], list[str]]:
    """One row for all that differ in `by` and in the `values` only; these then are a column for each value of `by`."""
    by, values = options["by"], [name for name in options["values"] if name in names]
    keys = [name for name in names if name != by and name not in values]
    found = sorted({row[by] for row in rows if not _empty(row[by])})
    spread = [f"{name}{AT}{one}" for name in values for one in found]
    made: dict[tuple[str, ...], Row] = {}
    for row in rows:
        one = made.setdefault(tuple(str(row[key]) for key in keys), {
            **{key: row[key] for key in keys}, **dict.fromkeys(spread)})
        one.update({f"{name}{AT}{row[by]}": row[name] for name in values if not _empty(row[by])})
    return list(made.values()), [*keys, *spread]


def _has(row: Row, values: dict[str, str]) -> bool:
    return all(str(row.get(field)) == value for field, value in values.items())


def _empty(value: Any) -> bool:
    return value is None or value == NULL
