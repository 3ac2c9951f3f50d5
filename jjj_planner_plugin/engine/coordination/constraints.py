"""The constraint layers of a coordination table, stacked: what each feature is called, and whom it serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from ..control_lines import first_of, names_of, texts
from ..geodesy import Geometries, to_working
from ..messages import EngineError
from ..protocol import Job
from ..sources import POLYGON, Source, read
from .rules import Rules


@dataclass
class Constraints:
    """All features of all constraint layers, in the layers' order; arrays are (n,)."""

    sources: list[Source]
    label: NDArray[np.object_]
    """What the matrix calls it: the layer's name, with its class where a field was named."""
    name: NDArray[np.object_]
    """What the feature itself is called; empty where its layer has no field for that."""
    shapes: Geometries = field(default_factory=lambda: np.empty(0, dtype=object))
    """In the working frame, once `move` was called."""

    def move(self, working: CRS) -> None:
        """Project the features into `working`."""
        moved = [to_working(source.geometries, source.crs, working) for source in self.sources]
        self.shapes = np.concatenate([self.shapes, *moved])

    def served(self, rule: dict[str, Any], rules: Rules) -> dict[int, tuple[str, dict[str, str]]]:
        """By position, the code that a feature of the rule's constraints serves, with what the rule says of it."""
        own = self._in_field(rule.get("serves_field", ""))
        named: dict[str, dict[str, str]] = rule.get("serves", {})
        found = {}
        for position, (label, name) in enumerate(zip(self.label, self.name)):
            said = named.get(name) or named.get(label) or {}
            code = own[position] or said.get("code", "")
            if code and rules.is_on(rule["constraint"], label):
                found[position] = (code, said if code == said.get("code") else {})
        return found

    def _in_field(self, wanted: str) -> list[str]:
        """Each feature's text in that field, empty where its layer has none."""
        values: list[str] = []
        for source in self.sources:
            there = first_of(source, [wanted]) if wanted else None
            values += texts(source, there) if there else [""] * len(source.frame)
        return values


def read_constraints(
    references: Sequence[str], names: Sequence[str] | None, fields: Sequence[str] | None, job: Job
) -> Constraints:
    """The layers, called by the names given or their own, each in one piece or by the class field named for it.

    Raises EngineError as `read` does, and names-differ, names-twice, unknown-field, null-class.
    """
    for given in (names, fields):
        if given and len(given) != len(references):
            raise EngineError("names-differ", names=len(given), layers=len(references))
    sources = [read(reference, (POLYGON,), job) for reference in references]
    called = [name.strip() or s.title for name, s in zip(names or [""] * len(sources), sources)]
    twice = next((name for name in called if called.count(name) > 1), None)
    if twice is not None:
        raise EngineError("names-twice", name=twice)
    labels, own = [], []
    for source, name, class_field in zip(sources, called, fields or [""] * len(sources)):
        classes = source.classes(class_field, job) if class_field.strip() else [""] * len(source.frame)
        labels += [f"{name}: {value}" if value else name for value in classes]
        own += names_of(source, "feature_names")
    return Constraints(sources, np.array(labels, dtype=object), np.array(own, dtype=object))
