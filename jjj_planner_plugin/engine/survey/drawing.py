"""DXF drawings: the closed lines of a layer. GDAL reads them, puts blocks in place and turns arcs into short edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from ..messages import EngineError
from .model import Parcel, Ring, Survey
from .statement import catalog, plain
from .txt import decoded

CODE_PAGES = {"UTF-8": "UTF-8", "GB18030": "CP936"}  # what GDAL knows on every system
POINT, LINE, POLYGON = 0, 1, 3


def read_drawing(path: str, layers: list[str] | None, gap_m: float) -> Survey:
    """The survey of a DXF: every closed line of `layers`, or of the one layer that can be meant.

    A line that is open by no more than `gap_m` is closed; lines that meet end to end are joined.
    Raises EngineError survey-encoding, unreadable-layer, unknown-layer.
    """
    _, encoding = decoded(Path(path).read_bytes(), path)
    survey = Survey(path, "dxf", encoding)
    survey.log.add("encoding", encoding=encoding)
    entities = _entities(path, encoding, survey)
    found = {str(name): _lines(rows, gap_m) for name, rows in entities.groupby("Layer", sort=True)}
    survey.parts = [{"name": name, "closed": len(lines.closed), "open": len(lines.open)}
                    for name, lines in found.items()]
    chosen = _chosen(survey, found, layers)
    if chosen:
        survey.chosen = chosen
        survey.log.add("part-read", parts=survey.part)
    for name in chosen:
        found[name].note(name, survey)
        if found[name].closed:
            survey.parcels.append(Parcel("", name, rings=found[name].closed, separate=True))
    return survey


@contextmanager
def _reading_dxf(encoding: str) -> Iterator[None]:
    """GDAL's options for a drawing, taken back afterwards: they hold for the whole process."""
    options = {
        "DXF_ENCODING": CODE_PAGES.get(encoding), "DXF_MERGE_BLOCK_GEOMETRIES": "FALSE",
        "OGR_ARC_STEPSIZE": str(catalog()["tolerances"]["arc_step_degrees"]),
    }
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _entities(path: str, encoding: str, survey: Survey) -> gpd.GeoDataFrame:
    """The drawing's single lines, by layer; its texts go to `survey.labels`, what is left out to the log."""
    try:
        with _reading_dxf(encoding):
            frame = pyogrio.read_dataframe(path, force_2d=True)
    except Exception as error:  # GDAL's errors have no common class
        raise EngineError("unreadable-layer", path=path, reason=" ".join(str(error).split())) from error
    frame["Layer"] = frame["Layer"].fillna("0").map(_unescaped)
    paper = frame["PaperSpace"].astype("boolean").fillna(False).astype(bool)
    if paper.any():
        survey.log.add("paper-space", count=int(paper.sum()))
    frame = frame[~paper & ~frame.geometry.isna()].explode(ignore_index=True)
    kinds = shapely.get_type_id(frame.geometry.values)
    _take_texts(frame[kinds == POINT], survey)
    if (kinds == POLYGON).any():
        survey.log.add("areas-in-drawing", count=int((kinds == POLYGON).sum()))
    return frame[kinds == LINE]


def _unescaped(text: str) -> str:
    """Characters that an older DXF writes as \\U+7528."""
    return re.sub(r"\\U\+([0-9A-Fa-f]{4})", lambda match: chr(int(match.group(1), 16)), text)


def _take_texts(points: gpd.GeoDataFrame, survey: Survey) -> None:
    """Texts may say the datum or the zone, and one inside a parcel is its name."""
    for text, point in zip(points["Text"], points.geometry):
        if isinstance(text, str) and text.strip():
            said = _unescaped(text).strip()
            survey.statement.take_sentence(said)
            survey.labels.append((point.x, point.y, said))


@dataclass
class Lines:
    """The lines of one layer: closed ones as rings, and what was done or left."""

    closed: list[Ring] = field(default_factory=list)
    gaps: list[tuple[str, float]] = field(default_factory=list)
    joined: int = 0
    open: list[tuple[str, int, float]] = field(default_factory=list)

    def note(self, layer: str, survey: Survey) -> None:
        """What the planner should know of them."""
        for handle, gap in self.gaps:
            survey.log.add("gap-closed", handle=f"{layer} {handle}", gap=f"{gap:.3f}")
        if self.joined:
            survey.log.add("lines-joined", count=self.joined)
        for handle, points, gap in self.open:
            survey.log.add("line-open", handle=f"{layer} {handle}", points=points, gap=f"{gap:.3f}")


def _lines(rows: gpd.GeoDataFrame, gap_m: float) -> Lines:
    """The closed and open lines of a layer."""
    found = Lines()
    left: list[tuple[str, Any]] = []
    for handle, line in zip(rows["EntityHandle"].fillna(""), rows.geometry):
        gap = _gap(line)
        if gap == 0:
            found.closed.append(_ring(line, handle))
        elif gap <= gap_m and len(line.coords) > 2 and np.abs(line.bounds).max() > 180:
            found.gaps.append((handle, gap))
            found.closed.append(_ring(line, handle))
        else:
            left.append((handle, line))
    _join(left, found)
    return found


def _join(left: list[tuple[str, Any]], found: Lines) -> None:
    """Make rings of open lines that meet end to end; list the rest as open."""
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString([line for _, line in left])))
    loops = [line for line in merged if _gap(line) == 0]
    found.closed += [_ring(loop, f"+{number}") for number, loop in enumerate(loops, start=1)]
    edges = shapely.union_all(loops)
    shapely.prepare(edges)
    for handle, line in left:
        if loops and shapely.covers(edges, line):
            found.joined += 1
        else:
            found.open.append((handle, len(line.coords), _gap(line)))


def _gap(line: Any) -> float:
    xy = shapely.get_coordinates(line)
    return float(np.hypot(*(xy[-1] - xy[0])))


def _ring(line: Any, handle: str) -> Ring:
    """A ring that ends where it began."""
    xy = shapely.get_coordinates(line)
    if (xy[0] != xy[-1]).any():
        xy = np.vstack([xy, xy[:1]])
    return Ring(handle, [str(place) for place in range(1, len(xy) + 1)], xy)


def _chosen(survey: Survey, found: dict[str, Lines], layers: list[str] | None) -> list[str]:
    """The layers to read; none when the planner has to say which (`survey.undecided`)."""
    for name in layers or ():
        if name not in found:
            raise EngineError("unknown-layer", path=survey.path, layer=name, layers=", ".join(found))
    if layers:
        return list(dict.fromkeys(layers))
    closed = [name for name, lines in found.items() if lines.closed]
    words = catalog()["drawing_layers"]
    likely = [name for name in closed if any(word in plain(name) for word in words)]
    if len(closed) > 1 and len(likely) != 1:
        listed = ", ".join(f"{name} ({len(found[name].closed)})" for name in closed)
        survey.undecided = EngineError("survey-layers", path=survey.path, layers=listed)
        return []
    return (likely or closed) if closed else list(found)
