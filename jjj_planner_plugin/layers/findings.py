"""The findings of a check of the plan: read from their file, and how they are drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsGeometry,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ..i18n import language
from .schema import catalog
from .structure import given
from .symbols import symbol

FINDINGS, AREAS = "findings", "finding_areas"
SEVERITIES = ("error", "warning", "note")
"""The worst first."""


@dataclass(frozen=True)
class Finding:
    """One finding in the interface's language. `place` and `area` are in degrees, null where there are none."""

    number: int
    rule: str
    severity: str
    table: str
    uid: str
    name: str
    sentence: str
    fix: dict[str, Any] | None = None
    place: QgsGeometry = field(default_factory=QgsGeometry)
    area: QgsGeometry = field(default_factory=QgsGeometry)

    @property
    def title(self) -> str:
        """What the rule is called."""
        return rule_titles().get(self.rule, self.rule)


def rule_titles() -> dict[str, str]:
    """Rule → what it is called, in the interface's language."""
    return {rule["id"]: rule["title"][language()] for rule in catalog("catalog/plan_checks.json")["rules"]}


def severity_words() -> dict[str, str]:
    """Severity → its word, in the interface's language."""
    return {name: words[language()] for name, words in catalog("catalog/plan_checks.json")["severities"].items()}


def read_findings(file: str | Path) -> list[Finding]:
    """The findings in an output of `check_plan`, errors first."""
    areas = {row["finding_id"]: QgsGeometry(row.geometry()) for row in _rows(file, AREAS)}
    return [_finding(row, areas) for row in _rows(file, FINDINGS)]


def _rows(file: str | Path, table: str) -> list[QgsFeature]:
    layer = QgsVectorLayer(f"{Path(file).as_posix()}|layername={table}", table, "ogr")
    return list(layer.getFeatures())


def _finding(row: QgsFeature, areas: dict[int, QgsGeometry]) -> Finding:
    spoken, other = ("zh", "en") if language() == "zh" else ("en", "zh")
    names = [str(row[f"name_{which}"]) for which in (spoken, other) if given(row[f"name_{which}"])]
    return Finding(
        row["finding_id"], row["rule"], row["severity"], _text(row["table_name"]), _text(row["uid"]),
        names[0] if names else "", row[f"sentence_{spoken}"],
        json.loads(row["fix"]) if given(row["fix"]) else None,
        QgsGeometry(row.geometry()), areas.get(row["finding_id"], QgsGeometry()),
    )


def _text(value: object) -> str:
    return str(value) if given(value) else ""


def style_findings(layer: QgsVectorLayer) -> None:
    """A shape and a colour for each severity; the exact areas hatched."""
    looks = catalog("styles/results.json")["check"]
    if layer.fields().lookupField("severity") < 0:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(looks["area"])))
        return
    words = severity_words()
    layer.setRenderer(QgsCategorizedSymbolRenderer("severity", [
        QgsRendererCategory(severity, symbol(looks[severity]), words[severity]) for severity in SEVERITIES]))
