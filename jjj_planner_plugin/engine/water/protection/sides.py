"""The two sides of the check, each several layers as one: what is planned, and what is protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from .... import paths
from ...control_lines import first_of, names_of, texts
from ...geodesy import Geometries, to_working
from ...jurisdictions import BUNDLED
from ...messages import EngineError
from ...protocol import Job
from ...sources import LINE, POINT, POLYGON, Source, read
from .rules import beneficiary, catalogue, classes_of, trusted_of


@dataclass
class Side:
    """All features of several layers, in the layers' order; arrays are (n,).

    own: those of its sources that are the planner's, and so inputs of a recipe.
    """

    sources: list[Source]
    own: list[Source]
    called: list[str]
    layer: NDArray[np.object_]
    fid: NDArray[np.int64]
    name: NDArray[np.object_]
    shapes: Geometries = field(default_factory=lambda: np.empty(0, dtype=object))
    """In the working frame, once `move` was called."""

    def move(self, working: CRS) -> None:
        """Project the features into `working`."""
        moved = [to_working(source.geometries, source.crs, working) for source in self.sources]
        self.shapes = np.concatenate(moved)

    def of_dimension(self, dimension: int) -> NDArray[np.intp]:
        """Positions of points (0), lines (1) or polygons (2)."""
        return np.flatnonzero(shapely.get_dimensions(self.shapes) == dimension)


@dataclass
class Protections(Side):
    """What is protected: kind, the class of each; trusted, bool or None; serves, by position: code and what is said."""

    kind: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    trusted: list[bool | None] = field(default_factory=list)
    serves: dict[int, dict[str, Any]] = field(default_factory=dict)


def read_features(references: Sequence[str], names: Sequence[str] | None, job: Job) -> Side:
    """What is planned. Raises EngineError as `read` does, and protection-no-features, names-differ, names-twice."""
    if not references:
        raise EngineError("protection-no-features")
    _same_length(names, references)
    sources = [read(reference, (POLYGON, LINE, POINT), job) for reference in references]
    return Side(sources, sources, *_stacked(sources, names))


def read_protections(
    references: Sequence[str], names: Sequence[str] | None, class_fields: Sequence[str] | None,
    serves_field: str | None, job: Job,
) -> Protections:
    """What is protected; `bundled` among the layers: the ten sub-basins of the Hai.

    Raises EngineError as `read` and `Source.classes` do, and protection-none, names-differ, names-twice.
    """
    if not references:
        raise EngineError("protection-none")
    for given in (names, class_fields):
        _same_length(given, references)
    bundled = f"{paths.resource('data/jjj.gpkg')}|layername=catchments"
    sources = [read(bundled if one == BUNDLED else one, (POLYGON,), job) for one in references]
    called, layer, fid, name = _stacked(sources, names)
    fields = [one.strip() or None for one in class_fields or [""] * len(sources)]
    kinds = [classes_of(source, title, own, job) for source, title, own in zip(sources, called, fields)]
    return Protections(
        sources, [source for source, one in zip(sources, references) if one != BUNDLED], called, layer, fid, name,
        kind=np.array([kind for several in kinds for kind in several], dtype=object),
        trusted=[one for source in sources for one in trusted_of(source)],
        serves=_served(sources, name, serves_field))


def _same_length(given: Sequence[str] | None, references: Sequence[str]) -> None:
    if given and len(given) != len(references):
        raise EngineError("names-differ", names=len(given), layers=len(references))


def _stacked(
    sources: Sequence[Source], names: Sequence[str] | None
) -> tuple[list[str], NDArray[np.object_], NDArray[np.int64], NDArray[np.object_]]:
    """What the layers are called; of each feature the layer, its number there, and its own name (empty: none)."""
    called = [name.strip() or source.title for source, name in zip(sources, names or [""] * len(sources))]
    twice = next((name for name in called if called.count(name) > 1), None)
    if twice is not None:
        raise EngineError("names-twice", name=twice)
    layer = [name for source, name in zip(sources, called) for _ in range(len(source.frame))]
    fid = [int(number) for source in sources for number in source.frame.index]
    own = [name for source in sources for name in names_of(source, "feature_names")]
    return called, np.array(layer, dtype=object), np.array(fid, np.int64), np.array(own, dtype=object)


def _served(
    sources: Sequence[Source], name: NDArray[np.object_], wanted: str | None
) -> dict[int, dict[str, Any]]:
    """By position, whom a feature serves: the code in its field, else what the catalogue says of its name."""
    codes: list[str] = []
    for source in sources:
        usual = first_of(source, [wanted] if wanted else catalogue()["serves_fields"])
        codes += texts(source, usual) if usual else [""] * len(source.frame)
    found = {}
    for position, (code, called) in enumerate(zip(codes, name)):
        said = beneficiary(called) if called else None
        if code:
            found[position] = said if said and said["code"] == code else {"code": code}
        elif said:
            found[position] = said
    return found
