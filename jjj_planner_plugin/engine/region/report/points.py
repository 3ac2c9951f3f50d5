"""Charts of points: two numbers against each other, on logarithmic axes where asked, each point with its name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...workbooks import width
from .catalogue import resource_json
from .drawing import GREY, INK, SIZE_PT, Chart, figure_of, labels, svg_of, title
from .fields import column, number
from .names import Names

NEAR_PT, LETTER_PT, LINE_PT, POINT_PT = 5.0, 0.52 * SIZE_PT, 1.2 * SIZE_PT, 3.0
SIDES = ((1, 0), (1, 1), (-1, -1), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))  # of a point, where its name may stand
STEPS = (1.0, 2.4, 4.0)  # farther and farther away
BELOW_IN, ROWS = 0.5, 15


def points(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Points of `x` and `y`; with `line` joined, with `fit` beside a fitted line, with `diagonal` beside equality."""
    held = frame.dropna(subset=[spec["x"], spec["y"]])
    for name in spec.get("of_first", ()):  # a table of several curves: the first of them
        held = held[held[name] == held[name].iloc[0]] if len(held) else held
    if spec.get("log"):
        held = held[(held[spec["x"]] > 0) & (held[spec["y"]] > 0)]
    if held.empty:
        return None
    held = held.sort_values(spec["x"], kind="stable")
    across, up = (column(spec[key], held[spec[key]], language, list(held.columns)) for key in ("x", "y"))
    figure, axes = figure_of(ROWS, ["0" * 12], 0.1, BELOW_IN)
    x, y = (held[of.name].astype(float).to_numpy() * of.factor for of in (across, up))
    axes.scatter(x, y, s=22, color=resource_json("catalog/palette.json")["heat"], zorder=3)
    lines = []
    if spec.get("line"):
        start = [0.0] if spec.get("diagonal") else []
        lines.append((np.array([*start, *x]), np.array([*start, *y]), "-"))
    if spec.get("fit") in held:
        lines.append((x, held[spec["fit"]].astype(float).to_numpy() * up.factor, "-"))
    if spec.get("diagonal"):
        lines.append((np.array([0, x.max()]), np.array([0, y.max()]), "--"))
    for along, high, dash in lines:
        axes.plot(along, high, color=GREY, linewidth=0.8, linestyle=dash)
    if spec.get("log"):
        _logarithmic(axes)
    axes.margins(x=0.15, y=0.12)
    axes.set_xlim(axes.get_xlim())  # settled now: where names fit depends on it
    axes.set_ylim(axes.get_ylim())
    _name(figure, axes, x, y, list(labels(held, spec.get("label", []), language, names)), lines)
    axes.set_xlabel(across.headed)
    axes.set_ylabel(up.headed)
    called = title(held, spec, language, names, f"{up.headed} · {across.headed}")
    return Chart(called, svg_of(figure, axes, ticks=True))


def _name(figure: Any, axes: Any, x: Any, y: Any, texts: list[str], lines: list[tuple[Any, Any, str]]) -> None:
    """The name of each point where it covers no other name and no point, and a line only where nothing else is free."""
    to_pt = 72 / figure.dpi
    centres = axes.transData.transform(np.column_stack([x, y])) * to_pt
    along = [np.linspace(one, other, 25) for xs, ys, _ in lines for one, other in _stretches(axes, xs, ys, to_pt)]
    crossed = np.concatenate(along) if along else np.empty((0, 2))
    frame = axes.get_window_extent().extents * to_pt
    placed: list[tuple[float, float, float, float]] = []
    for text, point in zip(texts, centres):
        wide = width(text) * LETTER_PT
        options = [_box(point, side, step, wide) for step in STEPS for side in SIDES]
        costs = [_cost(box, centres, crossed, placed, frame) + place * 0.01 for place, box in enumerate(options)]
        best = options[int(np.argmin(costs))]
        placed.append(best)
        axes.annotate(text, (0, 0), xycoords="figure points", xytext=(best[0], (best[1] + best[3]) / 2),
                      textcoords="figure points", ha="left", va="center", color=INK, annotation_clip=False)


def _stretches(axes: Any, xs: Any, ys: Any, to_pt: float) -> list[tuple[Any, Any]]:
    places = axes.transData.transform(np.column_stack([xs, ys])) * to_pt
    return list(zip(places[:-1], places[1:]))


def _box(point: Any, side: tuple[int, int], step: float, wide: float) -> tuple[float, float, float, float]:
    """Left, lower, right and upper edge of a name at a side of its point, in points."""
    away = NEAR_PT * step
    left = point[0] + (away if side[0] > 0 else -away - wide if side[0] < 0 else -wide / 2)
    lower = point[1] - LINE_PT / 2 + side[1] * (away + LINE_PT / 2 if side[0] == 0 else away)
    return left, lower, left + wide, lower + LINE_PT


def _cost(box: tuple[float, float, float, float], centres: Any, crossed: Any,
          placed: list[tuple[float, float, float, float]], frame: Any) -> float:
    """What a place for a name covers: names and points weigh most, then the frame, then lines."""
    left, lower, right, upper = box
    names = sum(int(left < other[2] and other[0] < right and lower < other[3] and other[1] < upper)
                for other in placed)
    on_points = _within(centres, left - POINT_PT, lower - POINT_PT, right + POINT_PT, upper + POINT_PT)
    outside = left < frame[0] or right > frame[2] or lower < frame[1] or upper > frame[3]
    on_lines = _within(crossed, left, lower, right, upper) > 0
    return 100.0 * names + 60.0 * on_points + 30.0 * bool(outside) + float(on_lines)


def _within(places: Any, left: float, lower: float, right: float, upper: float) -> int:
    return int(((places[:, 0] > left) & (places[:, 0] < right) & (places[:, 1] > lower)
                & (places[:, 1] < upper)).sum())


def _logarithmic(axes: Any) -> None:
    """Both axes, their ticks written out (1, 2, 5, 10 …)."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0 if value >= 1 else 2)))
        axis.set_minor_formatter(NullFormatter())
