"""Charts as SVG: bars, stacked shares, heat maps and points, drawn by matplotlib, with their text left as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...workbooks import width
from .analyses import Result
from .catalogue import catalogue, resource_json, shown, words
from .classes import OTHER, ramp
from .drawing import INK, PAPER, Chart, figure_of, labels, svg_of, title, wrapped
from .fields import column, number
from .names import Names
from .points import points
from .tables import read_table

LEAST_REST = 0.005  # of a bar: the share in no class, from which on it is shown


def of_result(result: Result, language: str, names: Names) -> list[Chart]:
    """The charts that the catalogue asks for of a result, else those of the result panel."""
    charts = []
    for spec in shown(result.task).get("charts", _of_panel(result.task)):
        layer = spec.get("table")
        if layer is not None and layer not in (*result.tables, *result.layers):
            continue
        frame = read_table(result.path, layer)
        for name, value in spec.get("where", {}).items():
            frame = frame[frame[name].astype(str) == str(value)] if name in frame else frame
        heads = {**result.heads, **spec.get("heads", {})}
        chart = drawn(frame, {**spec, "heads": heads}, language, names)
        if chart:
            charts.append(chart)
    return charts


def _of_panel(task: str) -> list[dict[str, Any]]:
    """Bars of the result panel, with the table they are of."""
    tables = resource_json("catalog/result_tables.json")["tasks"].get(task, {}).get("tables", [])
    return [{**table["chart"], "table": table.get("table")} for table in tables
            if table.get("chart", {}).get("kind") == "bars" and isinstance(table["chart"]["value"], str)]


def drawn(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """One chart of a table; None where there is nothing to draw."""
    maker = {"shares": _shares, "heat": _heat, "points": points}.get(spec.get("kind", "bars"), _bars)
    needed = [spec[key] for key in ("value", "bar", "part", "row", "column", "x", "y") if key in spec]
    if frame.empty or any(name not in frame for name in needed):
        return None
    return maker(frame, spec, language, names)


def _bars(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Horizontal bars, the largest first, each with its number; a bar for each of a series (of years) at a label."""
    of = column(spec["value"], frame[spec["value"]], language, list(frame.columns))
    frame = frame[frame[spec["value"]].notna()]
    if not of.number or frame.empty:
        return None
    values = frame[spec["value"]].astype(float) * of.factor
    places = int(spec.get("decimals", of.decimals))
    called = labels(frame, spec["label"], language, names, spec.get("between", " · "))
    series = frame[spec["series"]] if spec.get("series") in frame else pd.Series(0, index=frame.index)
    order = list(dict.fromkeys(called if spec.get("in_order") else called[values.sort_values(
        ascending=False, kind="stable").index]))[:None if spec.get("in_order") else _most(spec)]
    several = sorted(set(series))
    figure, axes = figure_of(max(1, round(len(order) * (1 + 0.45 * (len(several) - 1)))), order,
                             0.1 if len(several) == 1 else 0.3)
    tall = 0.66 if len(several) == 1 else 0.8 / len(several)
    colours = _shades(len(several))
    for step, one in enumerate(several):
        shown_here = (series == one) & called.isin(order)
        heights = values[shown_here].to_numpy()
        middle = np.array([len(order) - 1 - order.index(label) for label in called[shown_here]])
        at = middle + tall * ((len(several) - 1) / 2 - step)
        axes.barh(at, heights, height=tall, color=colours[step], label=str(one))
        for place, height in zip(at, heights):
            axes.annotate(number(height, places, of.grouped), (max(height, 0), place), xytext=(4, 0),
                          textcoords="offset points", va="center", color=INK,
                          bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6} if "line_at" in spec else None)
    axes.set_yticks(np.arange(len(order))[::-1], order)
    axes.set_xlim(min(0, values.min()), max(values.max(), 0) * 1.16 or 1)
    if spec.get("line_at") in frame:
        axes.axvline(float(frame[spec["line_at"]].iloc[0]) * of.factor, color="#B5382E", linewidth=1)
    if len(several) > 1:
        _legend(axes, len(several))
    return Chart(title(frame, spec, language, names, of.headed), svg_of(figure, axes))


def _most(spec: dict[str, Any]) -> int:
    return int(spec.get("most", catalogue()["most_bars"]))


def _shades(count: int) -> list[str]:
    """One colour, or from a light one to it."""
    strong = resource_json("catalog/palette.json")["heat"]
    return [strong] if count == 1 else ramp("#9DB7CC", strong, count)


def _legend(axes: Any, abreast: int) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=abreast, frameon=False,
                borderaxespad=0.2, handlelength=1, columnspacing=1.6)


def _shares(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Bars divided by class: shares of the column `whole`, what is in no class (`rest`) shown; else of their sum."""
    found = frame.dropna(subset=[spec["bar"], spec["part"], spec["value"]])
    found = found[(found[spec["bar"]] != "") & (found[spec["part"]] != "")]
    sums = found.pivot_table(index=spec["bar"], columns=spec["part"], values=spec["value"], aggfunc="sum", sort=False)
    if sums.empty:
        return None
    colours = _colours(list(sums.columns), names)
    parts = [names.spoken(str(name), language) for name in sums.columns]
    whole = sums.sum(axis=1)
    if spec.get("whole") in found:
        first = found.groupby(spec["bar"], sort=False).first()
        rest = first[spec["rest"]] if spec.get("rest") in found else (first[spec["whole"]] - whole).clip(lower=0)
        whole = first[spec["whole"]]
        if (rest / whole).max() >= LEAST_REST:
            sums["\0rest"] = rest
            colours.append(OTHER)
            parts.append(words(language)["not_covered"])
    shares = sums.div(whole, axis=0).fillna(0) * 100
    abreast = max(1, int(4.8 / (max(map(width, parts)) * 0.075 + 0.5)))  # inches for the legend's lines
    bars = [names.spoken(str(label), language) for label in shares.index]
    figure, axes = figure_of(len(shares), bars, 0.15 + 0.2 * -(-len(parts) // abreast))
    left, at = np.zeros(len(shares)), np.arange(len(shares))[::-1]
    for part, colour, name in zip(parts, colours, shares.columns):
        wide = shares[name].to_numpy()
        axes.barh(at, wide, left=left, height=0.66, color=colour, label=part, edgecolor=PAPER, linewidth=0.6)
        for y, x, wide_here in zip(at, left, wide):
            if wide_here >= 6:
                axes.annotate(f"{wide_here:.0f} %", (x + wide_here / 2, y), ha="center", va="center", color=PAPER)
        left = left + wide
    axes.set_yticks(at, bars)
    axes.set_xlim(0, max(100.0, left.max()))  # over 100 % where ground is counted twice
    _legend(axes, abreast)
    bar, part_of, of = (column(spec[key], frame[spec[key]], language, list(frame.columns), spec.get("heads")).head
                        for key in ("bar", "part", "value"))
    return Chart(title(frame, spec, language, names, f"{bar} × {part_of} · {of} (%)"), svg_of(figure, axes))


def _colours(parts: list[Any], names: Names) -> list[str]:
    """The plan's zones in their colours of the map, other classes in those of the palette."""
    palette = resource_json("catalog/palette.json")
    return [palette["zones"].get(names.zones.get(str(part))) or palette["classes"][place % len(palette["classes"])]
            for place, part in enumerate(parts)]


def _heat(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Rows × columns, darker for more, each cell with its number."""
    of = column(spec["value"], frame[spec["value"]], language, list(frame.columns))
    found = frame.dropna(subset=[spec["row"], spec["column"]])
    wide = found.pivot_table(index=spec["row"], columns=spec["column"], values=spec["value"], aggfunc="sum",
                             sort=False) * of.factor
    wide = wide.loc[(wide.fillna(0) != 0).any(axis=1), (wide.fillna(0) != 0).any(axis=0)]
    if wide.empty:
        return None
    rows = [names.spoken(str(label), language) for label in wide.index]
    figure, axes = figure_of(len(rows), rows, 0.75)
    from matplotlib.colors import LinearSegmentedColormap

    scale = LinearSegmentedColormap.from_list("heat", ["#FFFFFF", resource_json("catalog/palette.json")["heat"]])
    cells = wide.to_numpy(dtype=float)
    most = np.nanmax(cells) or 1.0
    axes.pcolormesh(cells, cmap=scale, vmin=0, vmax=most, edgecolors="#E4E4E4", linewidth=0.5)
    for (y, x), value in np.ndenumerate(cells):
        if not np.isnan(value) and value != 0:
            axes.annotate(number(value, 0 if most >= 20 else 1), (x + 0.5, y + 0.5), ha="center", va="center",
                          color=PAPER if value > most * 0.55 else INK)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.set_xticks(np.arange(len(wide.columns)) + 0.5,
                    [wrapped(names.spoken(str(name), language)) for name in wide.columns])
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    return Chart(title(frame, spec, language, names, of.headed), svg_of(figure, axes, ticks=True))
