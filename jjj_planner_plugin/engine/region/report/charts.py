"""Charts as SVG: bars, stacked shares, heat maps and points, drawn by matplotlib, with their text left as text."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np
import pandas as pd

from ...workbooks import width
from .analyses import Result
from .catalogue import catalogue, resource_json, shown, words
from .fields import Column, column, missing, number
from .fields import shown as cell_text
from .names import Names
from .tables import read_table

SIZE_PT, GREY, INK, PAPER = 8.5, "#6B6B6B", "#222222", "#FFFFFF"
REST, LEAST_REST = "#C9CCD0", 0.5  # the part of a bar that no class covers, from so many per cent on
WIDE_IN, ROW_IN = 6.6, 0.235  # inches
PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
OWN_ID = re.compile(r' id="([^"]+)"')
METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
WIDEST_LABEL = 34  # letters; a Chinese one is two wide
POINTS_BELOW_IN = 0.5  # for ticks and the axis's name


@dataclass
class Chart:
    """A chart and what it is called."""

    title: str
    svg: str
    number: int = 0


def of_result(result: Result, language: str, names: Names) -> list[Chart]:
    """The charts that the catalogue asks for of a result, else those of the result panel."""
    charts = []
    for spec in shown(result.task).get("charts", _of_panel(result.task)):
        layer = spec.get("table")
        if layer is not None and layer not in (*result.tables, *result.layers):
            continue
        frame = read_table(result.path, layer)
        for name, value in spec.get("where", {}).items():
            frame = frame[frame[name].astype(str) == str(value)]
        chart = drawn(frame, spec, language, names)
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
    maker = {"shares": _shares, "heat": _heat, "points": _points}.get(spec.get("kind", "bars"), _bars)
    needed = [spec[key] for key in ("value", "bar", "part", "row", "column", "x", "y") if key in spec]
    if frame.empty or any(name not in frame for name in needed):
        return None
    return maker(frame, spec, language, names)


def _bars(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Horizontal bars, the largest first, each with its number."""
    of = column(spec["value"], frame[spec["value"]], language, list(frame.columns))
    values = frame[spec["value"]].astype(float) * of.factor
    keep = values.notna()
    if not of.number or not keep.any():
        return None
    labels = _labels(frame, spec["label"], language, names)[keep]
    order = values[keep].sort_values(ascending=False, kind="stable").index
    order = order[:int(spec.get("most", catalogue()["most_bars"]))] if not spec.get("in_order") else values[keep].index
    figure, axes = _figure(len(order), [labels[row] for row in order])
    heights, at = values[order].to_numpy(), np.arange(len(order))[::-1]
    axes.barh(at, heights, height=0.66, color=resource_json("catalog/palette.json")["heat"])
    axes.set_yticks(at, [labels[row] for row in order])
    for place, height in zip(at, heights):
        axes.annotate(number(height, of.decimals, of.grouped), (max(height, 0), place), xytext=(4, 0),
                      textcoords="offset points", va="center", color=INK)
    axes.set_xlim(min(0, heights.min()), max(heights.max(), 0) * 1.16 or 1)
    return Chart(str(spec.get(language) or of.headed), _svg(figure, axes))


def _shares(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Bars divided by class, each 100 % of its sum."""
    found = frame.dropna(subset=[spec["bar"], spec["part"], spec["value"]])
    found = found[(found[spec["bar"]] != "") & (found[spec["part"]] != "")]
    sums = found.pivot_table(index=spec["bar"], columns=spec["part"], values=spec["value"], aggfunc="sum", sort=False)
    if sums.empty:
        return None
    whole = found.groupby(spec["bar"])[spec["whole"]].first() if spec.get("whole") in found else sums.sum(axis=1)
    shares = sums.div(whole.reindex(sums.index), axis=0).fillna(0) * 100
    colours = _colours(list(shares.columns), names)
    if (rest := 100 - shares.sum(axis=1)).max() >= LEAST_REST:
        shares[words(language)["not_covered"]] = rest.clip(lower=0)
        colours.append(REST)
    labels = [names.spoken(str(label), language) for label in shares.index]
    parts = [names.spoken(str(name), language) for name in shares.columns]
    abreast = max(1, int(4.8 / (max(map(width, parts)) * 0.075 + 0.5)))  # inches for the legend's lines
    figure, axes = _figure(len(shares), labels, 0.15 + 0.2 * -(-len(parts) // abreast))
    left = np.zeros(len(shares))
    at = np.arange(len(shares))[::-1]
    for place, name in enumerate(shares.columns):
        wide = shares[name].to_numpy()
        axes.barh(at, wide, left=left, height=0.66, color=colours[place], label=parts[place],
                  edgecolor=PAPER, linewidth=0.6)
        for y, x, wide_here in zip(at, left, wide):
            if wide_here >= 6:
                axes.annotate(f"{wide_here:.0f} %", (x + wide_here / 2, y), ha="center", va="center", color=PAPER)
        left = left + wide
    axes.set_yticks(at, labels)
    axes.set_xlim(0, 100)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=abreast, frameon=False,
                borderaxespad=0.2, handlelength=1, columnspacing=1.6)
    of = column(spec["value"], frame[spec["value"]], language, list(frame.columns))
    return Chart(str(spec.get(language) or f"{of.head} (%)"), _svg(figure, axes))


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
    figure, axes = _figure(len(rows), rows, 0.75)
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
                    [_wrapped(names.spoken(str(name), language)) for name in wide.columns])
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    return Chart(of.headed, _svg(figure, axes, ticks=True))


def _points(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names) -> Chart | None:
    """Points of two numbers, on logarithmic axes where asked, each with its name."""
    held = frame.dropna(subset=[spec["x"], spec["y"]])
    for name in spec.get("of_first", ()):  # a table of several curves: the first of them
        held = held[held[name] == held[name].iloc[0]] if len(held) else held
    if spec.get("log"):
        held = held[(held[spec["x"]] > 0) & (held[spec["y"]] > 0)]
    if held.empty:
        return None
    across, up = (column(spec[key], held[spec[key]], language, list(held.columns)) for key in ("x", "y"))
    figure, axes = _figure(14, ["0" * 12], 0.2, POINTS_BELOW_IN)
    x, y = (held[of.name].astype(float).to_numpy() * of.factor for of in (across, up))
    axes.scatter(x, y, s=22, color=resource_json("catalog/palette.json")["heat"])
    if spec.get("line"):
        order = np.argsort(x)
        axes.plot([*([0.0] if spec.get("diagonal") else []), *x[order]],
                  [*([0.0] if spec.get("diagonal") else []), *y[order]], color=GREY, linewidth=0.8)
    if spec.get("fit") in held:
        order = np.argsort(x)
        axes.plot(x[order], held[spec["fit"]].astype(float).to_numpy()[order] * up.factor, color=GREY, linewidth=0.8)
    if spec.get("diagonal"):
        axes.plot([0, x.max()], [0, y.max()], color=GREY, linewidth=0.6, linestyle="--")
    if spec.get("log"):
        _logarithmic(axes)
    _name_points(axes, list(_labels(held, spec.get("label", []), language, names)), x, y, bool(spec.get("line")))
    axes.margins(x=0.12)  # names stand beside their points
    axes.set_xlabel(across.headed)
    axes.set_ylabel(up.headed)
    said = [cell_text(held[name].iloc[0], column(name, held[name], language, [name]), language, names)
            for name in spec.get("of_first", ())]
    title = str(spec.get(language) or f"{up.headed} · {across.headed}")
    return Chart(" · ".join([title, *filter(None, said)]), _svg(figure, axes, ticks=True))


def _name_points(axes: Any, labels: list[str], x: Any, y: Any, rising: bool) -> None:
    """Names below a rising line; along a falling one above and below it by turns, so that they keep clear."""
    for turn, place in enumerate(np.argsort(x, kind="stable")):
        above = not rising and turn % 2 == 0
        away, side = ((5, 4), "left") if above else ((7, -10), "left") if rising else ((-5, -10), "right")
        axes.annotate(labels[place], (x[place], y[place]), xytext=away, textcoords="offset points", ha=side, color=INK)


def _logarithmic(axes: Any) -> None:
    """Both axes, their ticks written out (1, 2, 5, 10 …)."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 0 if value >= 1 else 2)))
        axis.set_minor_formatter(NullFormatter())


def _labels(frame: pd.DataFrame, fields: list[str], language: str, names: Names) -> pd.Series[str]:
    """What each row is called: the fields that say something, of two languages' that of the report."""
    other = "_en" if language == "zh" else "_zh"
    held = [name for name in fields if name in frame]
    held = [name for name in held if not (name.endswith(other) and any(
        one[:-3] == name[:-3] and one != name for one in held))]
    columns: list[Column] = [column(name, frame[name].astype(object), language, held) for name in held]
    texts = []
    for row in frame[held].itertuples(index=False, name=None):
        said = [_whole(value, of, language, names) for value, of in zip(row, columns)]
        texts.append(_cut(" · ".join(part for part in said if part) or words(language)["unknown"]))
    return pd.Series(texts, index=frame.index, dtype=object)


def _cut(text: str) -> str:
    """The text as far as there is room for it beside a bar."""
    if width(text) <= WIDEST_LABEL:
        return text
    while width(text) > WIDEST_LABEL - 1:
        text = text[:-1]
    return f"{text}…"


def _whole(value: Any, of: Column, language: str, names: Names) -> str:
    return "" if missing(value) else cell_text(value, of, language, names)


def _wrapped(text: str, most: int = 4) -> str:
    """A column's name in lines: Chinese by length, English by words."""
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return "\n".join(text[at:at + most] for at in range(0, len(text), most))
    return text.replace(" ", "\n").replace("-", "-\n")


def _figure(rows: int, labels: list[str], above: float = 0.1, below: float = 0.2) -> tuple[Any, Any]:
    """A figure for so many rows, with room for their labels on the left; `above`, `below`: inches beside the plot."""
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "jjj", "text.parse_math": False, "font.size": SIZE_PT,
        "axes.unicode_minus": True, "font.family": "sans-serif"})
    high = max(rows, 2) * ROW_IN + above + below + 0.05
    left = min(max(max(map(width, labels), default=0) * 0.068 + 0.18, 0.5), 2.6)
    figure = Figure(figsize=(WIDE_IN, high))
    axes = figure.add_axes((left / WIDE_IN, below / high, 1 - (left + 0.1) / WIDE_IN, 1 - (above + below) / high))
    return figure, axes


def _svg(figure: Any, axes: Any, ticks: bool = False) -> str:
    """The figure as an SVG element without frame, scripts or the time of writing."""
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color("#B0B0B0")
    axes.tick_params(axis="both", length=0, labelcolor=INK)
    if not ticks:
        axes.xaxis.set_visible(False)
    stream = StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Chinese letters are drawn by the reader's own font, not by matplotlib's
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = METADATA.sub("", PROLOGUE.sub("", stream.getvalue(), count=1))
    # a page holds many charts: ids that nothing refers to would be doubles
    return OWN_ID.sub(lambda found: found[0] if f"#{found[1]}" in svg else "", svg)
