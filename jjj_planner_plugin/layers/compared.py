"""What the two sides of a result that sets two years, tables or plans beside each other are called."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsVectorLayer

AFTER, DIFFERENCE = "_after", "_difference"
TABLE = "compared"
"""A row a side: `ending` of its columns, and what it is `called` (2015). Only where that is known."""


def is_compared(fields: Collection[str]) -> bool:
    """Whether the columns of a table are of two sides."""
    return any(name.endswith(AFTER) and name.removesuffix(AFTER) in fields for name in fields)


def sides_of(source: str, fields: Collection[str]) -> dict[str, str]:
    """By a column's ending ("" and `_after`) what the side is called; empty where it is not known, or there is one."""
    if not is_compared(fields):
        return {}
    table = QgsVectorLayer(f"{source.split('|')[0]}|layername={TABLE}", TABLE, "ogr")
    if not table.isValid() or table.fields().lookupField("called") < 0:
        return {}
    return {str(row["ending"] or ""): str(row["called"]) for row in table.getFeatures()}
