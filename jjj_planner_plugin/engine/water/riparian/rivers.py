"""The rivers of a run: their lines, the way each flows, and half the width of its water."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .... import paths
from ...control_lines import first_of, texts
from ...elevations import elevation_raster
from ...geodesy import LONLAT, densified, projected
from ...grid import Grid, grid_of, opened
from ...kernels import Floats
from ...layer_checks import check_field
from ...messages import EngineError
from ...protocol import Job
from ...sources import LINE, Source, read
from .reaches import Line, line_of
from .rules import WIDEST_KM, Rules, catalogue

BUNDLED = "bundled"
CLASS_FIELD, WIDTH_FIELD, DIRECTION_FIELD = "river_class", "river_width", "direction"
NAME_FIELDS = ("name_zh", "name", "name_en", "rivername", "mc", "名称")
AS_DRAWN = ("1", "forward", "with", "顺", "正", "正向", "顺向")
AGAINST = ("-1", "reverse", "against", "逆", "反", "反向", "逆向")
LOWEST_M = -500.0  # no land lies lower: what does is no height


@dataclass
class Rivers:
    """A layer of lines that are axes of rivers. Arrays are by feature, `lines` by part."""

    source: Source
    names: list[str]
    half_m: Floats
    lines: list[Line]
    own: bool
    directed: bool = False
    """Whether the lines run the way that the water flows, as far as that is known."""

    def name_of(self, line: Line) -> str:
        """What a line's river is called: its feature's number where it has no name."""
        return self.names[line.feature] or str(self.source.frame.index[line.feature])


def read_rivers(reference: str, rules: Rules, half_m: float, width_field: str | None, job: Job) -> Rivers:
    """Lines of one part each, as drawn. Banks among them, and lines without length, are left out and told.

    Raises EngineError as `read` does, and unknown-field, riparian-no-rivers, riparian-bad-half-width.
    """
    own = reference != BUNDLED
    source = read(reference if own else f"{paths.resource('data/jjj.gpkg')}|layername=rivers", (LINE,), job)
    _leave_out_banks(source, job)
    _keep_those_meant(source, rules, job)
    parts, feature = shapely.get_parts(source.geometries, return_index=True)
    degrees = projected(densified(parts, source.crs), source.crs, LONLAT) if len(parts) else parts
    made = [line_of(shapely.get_coordinates(part), int(owner)) for part, owner in zip(degrees, feature)]
    lines = [line for line in made if line is not None]
    if len(lines) < len(made):
        job.warn("riparian-no-length", layer=source.title, count=len(made) - len(lines))
    if not lines:
        raise EngineError("riparian-no-rivers", path=source.title)
    named = first_of(source, NAME_FIELDS)
    names = texts(source, named) if named else [""] * len(source.frame)
    return Rivers(source, names, _half_widths(source, half_m, width_field, job), lines, own)


def _leave_out_banks(source: Source, job: Job) -> None:
    """Shores of lakes filed under a river's name are banks: a strip around them would lie in the water."""
    known = catalogue()["network"]
    bank = np.zeros(len(source.frame), dtype=bool)
    for name in ("name_zh", "name_en", "name"):
        if name in source.frame:
            bank |= source.frame[name].astype(str).str.endswith(tuple(known["shore"])).to_numpy()
    if bank.any():
        job.warn("riparian-banks", layer=source.title, count=int(bank.sum()))
        source.frame = source.frame[~bank]


def _keep_those_meant(source: Source, rules: Rules, job: Job) -> None:
    """Of the bundled rivers, or a plan's, which are the same, those that a preset is for: the Grand Canal's."""
    wanted = rules.preset.get("bundled_class") if rules.preset else None
    if wanted is None or CLASS_FIELD not in source.frame:
        return
    meant = pd.to_numeric(source.frame[CLASS_FIELD], errors="coerce").to_numpy() == wanted
    if meant.any() and not meant.all():
        job.warn("riparian-only-meant", layer=source.title, field=CLASS_FIELD, value=wanted, count=int(meant.sum()),
                 total=len(source.frame))
        source.frame = source.frame[meant]


def _half_widths(source: Source, half_m: float, width_field: str | None, job: Job) -> Floats:
    """Half of each feature's width where the layer holds it, else the number that was given."""
    if not 0 <= half_m <= WIDEST_KM * 1000:
        raise EngineError("riparian-bad-half-width", found=f"{half_m:g}", limit_km=f"{WIDEST_KM:g}")
    half = np.full(len(source.frame), half_m)
    if width_field is not None:
        check_field(width_field, [str(name) for name in source.frame if name != "geometry"], source.title)
    field = width_field or first_of(source, (WIDTH_FIELD,))
    if field is not None:
        width = pd.to_numeric(source.frame[field], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        usable = (width > 0) & (width <= 2000 * WIDEST_KM)
        if not usable.all():
            job.warn("riparian-no-width-value", layer=source.title, field=field, count=int((~usable).sum()),
                     half_m=f"{half_m:g}")
        half = np.where(usable, width / 2, half_m)
    if (half == 0).any():
        job.warn("riparian-from-the-line", layer=source.title, count=int((half == 0).sum()))
    return half


def direct(rivers: Rivers, how: str, field: str | None, heights: str, job: Job) -> None:
    """Have the lines run the way their water flows: as drawn or as a field says, held against the heights of both ends.

    `how`: digitised (never turned by heights), heights (the higher end is the upper one), or auto: turned where the
    field is silent and the drawn lower end is higher by `clear_fall_m`. Raises unknown-field and what rasters raise.
    """
    stated = _stated(rivers, field, job)
    fall = _falls(rivers.lines, heights)
    clear = float(catalogue()["network"]["clear_fall_m"])
    rivers.lines = [_directed(line, stated[line.feature], falls, how, clear) for line, falls in zip(rivers.lines, fall)]
    rivers.directed = True


def _directed(line: Line, stated: int, fall: float, how: str, clear: float) -> Line:
    """One line: `stated` is 1, −1 or 0 where no field tells, `fall` metres from its first to its last place."""
    told = replace(line.reversed() if stated < 0 else line, flow_from="field" if stated else "digitised",
                   turned=stated < 0)
    fall = -fall if stated < 0 else fall
    against = fall < 0 if how == "heights" else fall <= -clear
    if against and (how == "heights" or (how == "auto" and not stated)):
        return replace(told.reversed(), flow_from="heights", turned=not told.turned, in_doubt=bool(-fall < clear))
    if how == "heights" and fall > 0:
        return replace(told, flow_from="heights", in_doubt=bool(fall < clear))
    unknown = not fall >= clear  # too little, or no height
    return replace(told, in_doubt=bool(against or (unknown and how == "auto" and not stated)))


def _stated(rivers: Rivers, field: str | None, job: Job) -> NDArray[np.int_]:
    """1 with the vertices, −1 against them, 0 not stated; by feature."""
    source = rivers.source
    if field is not None:
        check_field(field, [str(name) for name in source.frame if name != "geometry"], source.title)
    field = field or first_of(source, (DIRECTION_FIELD,))
    if field is None:
        return np.zeros(len(source.frame), dtype=int)
    words = [text.strip().casefold().lstrip("+") for text in texts(source, field)]
    found = np.array([(word in AS_DRAWN) - (word in AGAINST) for word in words])
    odd = sorted({word for word, way in zip(words, found) if word and not way})
    if odd:
        job.warn("riparian-direction-words", layer=source.title, field=field, found=", ".join(odd[:5]))
    return found


def _falls(lines: Sequence[Line], heights: str) -> Floats:
    """How much lower each line's last place is than its first one, metres; NaN where there is no height."""
    path = elevation_raster(heights.split("|")[0])
    ends = np.array([line.xy[place] for line in lines for place in (0, -1)])
    with opened(path) as dataset:
        grid = grid_of(dataset, path)
        xy = shapely.get_coordinates(projected(shapely.points(ends), LONLAT, grid.crs))
        found = np.array([_lowest(dataset, grid, x, y) for x, y in xy])
    return np.asarray(found[0::2] - found[1::2], dtype=np.float64)


def _lowest(dataset: Any, grid: Grid, x: float, y: float) -> float:
    """The lowest height around a place: a generalised line lies beside its valley."""
    from rasterio.windows import Window

    column, row = (int(np.floor(value)) for value in ~grid.transform @ (x, y))
    first, start = max(row - 1, 0), max(column - 1, 0)
    rows, columns = min(row + 2, grid.height) - first, min(column + 2, grid.width) - start
    if rows <= 0 or columns <= 0:
        return float("nan")
    cells = dataset.read(1, window=Window(start, first, columns, rows), masked=True)
    real = cells.astype(float).filled(np.nan)
    real = real[real > LOWEST_M]
    if dataset.nodata is None:
        real = real[real > -999]
    return float(real.min()) if real.size else float("nan")
