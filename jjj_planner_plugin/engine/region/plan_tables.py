"""The tables of a plan that a region's tool reads: those that have something, as layers like any other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyogrio

from ... import paths
from ..layer_checks import unreadable
from ..messages import EngineError, Pair
from ..plan.schema import schema
from ..protocol import Job
from ..sources import Source, read

BUNDLED = "bundled"  # in place of a plan: the bundled sample


def plan_file(plan: str) -> str:
    """The plan's file; that of the bundled sample for `bundled`."""
    return str(paths.resource("data/sample_plan.gpkg")) if plan == BUNDLED else plan


def filled_tables(plan: str) -> dict[str, int]:
    """How many rows each table of the plan has that the schema knows.

    Raises EngineError: no-file, unreadable-layer, file-locked, not-a-plan.
    """
    path = plan_file(plan)
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    try:
        found = {str(name) for name, _ in pyogrio.list_layers(path)}
        counts = {name: int(pyogrio.read_info(path, layer=name, force_feature_count=True)["features"])
                  for name in schema()["tables"] if name in found}
    except Exception as error:  # GDAL's and sqlite's errors have no common class
        raise unreadable(path, error) from error
    if not counts:
        raise EngineError("not-a-plan", path=path, tables=", ".join(sorted(found)[:5]) or "—")
    return counts


def table_title(name: str, language: str) -> str:
    """What a table of a plan is called."""
    return str(schema()["tables"][name][language])


class PlanTables:
    """A plan's tables, each read when it is first asked for. `sources`: those that were."""

    def __init__(self, plan: str, job: Job) -> None:
        """Raises EngineError as `filled_tables` does."""
        self._path, self._job = plan_file(plan), job
        self.own = plan != BUNDLED
        self._counts = filled_tables(plan)
        self._read: dict[str, Source | None] = {}

    def table(self, name: str, kinds: Sequence[Pair]) -> Source | None:
        """The table; None where the plan has none, or no feature with a shape in it. Raises EngineError as `read`."""
        if name not in self._read:
            self._read[name] = self._opened(name, kinds)
        return self._read[name]

    def _opened(self, name: str, kinds: Sequence[Pair]) -> Source | None:
        if not self._counts.get(name):
            return None
        try:
            return read(f"{self._path}|layername={name}", kinds, self._job)
        except EngineError as error:
            if error.code == "empty-layer":  # rows without a shape
                return None
            raise

    @property
    def sources(self) -> list[Source]:
        """What a recipe lists: nothing of the bundled sample."""
        return [source for source in self._read.values() if source is not None] if self.own else []


def texts_or(source: Source, fields: Sequence[str], fallback: str = "") -> list[str]:
    """Of each feature the first of these fields' texts that is not empty, else `fallback`."""
    from ..control_lines import texts

    present = [texts(source, field) for field in fields if field in source.frame]
    return [next((text for text in row if text), fallback) for row in zip(*present)] if present else (
        [fallback] * len(source.frame))
