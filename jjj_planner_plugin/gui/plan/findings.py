"""What the check found at one feature, as the tree shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...i18n import tr

SEVERITIES = ("error", "warning", "note")  # the worst first
ICONS = {"error": "mIconCritical.svg", "warning": "mIconWarning.svg", "note": "mIconInfo.svg"}
TOLD = 12  # sentences in one tooltip


class Finding(NamedTuple):
    """One finding: `severity` is error, warning or note; `sentence` is in the interface's language."""

    severity: str
    sentence: str


Key = tuple[str, str]
"""A feature: its table and its uid."""


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
