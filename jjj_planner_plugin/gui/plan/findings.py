"""What the check found, by feature, as the tree marks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...i18n import tr
from ...layers.findings import SEVERITIES, Finding

ICONS = {"error": "mIconCritical.svg", "warning": "mIconWarning.svg", "note": "mIconInfo.svg"}
TOLD = 12  # sentences in one tooltip


Key = tuple[str, str]
"""A feature: its table and its uid."""


def by_feature(found: Iterable[Finding]) -> dict[Key, list[Finding]]:
    """The findings of each feature; those of none are under its table and an empty uid."""
    sorted_: dict[Key, list[Finding]] = {}
    for finding in found:
        sorted_.setdefault((finding.table, finding.uid), []).append(finding)
    return sorted_


def worst(found: Sequence[Finding]) -> str:
    """The severity of the mark over these findings."""
    return min((finding.severity for finding in found), key=SEVERITIES.index)


def listed(found: Sequence[Finding]) -> str:
    """The sentences, the worst first."""
    ordered = sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
    lines = [f"• {finding.sentence}" for finding in ordered[:TOLD]]
    if len(ordered) > TOLD:
        lines.append(tr("and {count} more").format(count=len(ordered) - TOLD))
    return "\n".join(lines)
