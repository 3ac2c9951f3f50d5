"""What all charts are drawn with: a figure with room for its labels, and the figure as SVG whose text stays text."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pandas as pd

from ...workbooks import width
from .catalogue import words
from .fields import Column, column, missing
from .fields import shown as cell_text
from .names import Names
from .popups import told_by

SIZE_PT, GREY, INK, PAPER = 8.5, "#6B6B6B", "#222222", "#FFFFFF"
WIDE_IN, ROW_IN, LABELS_IN = 6.6, 0.235, 3.8  # inches; the last: at most, for labels on the left
PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
OWN_ID = re.compile(r' id="([^"]+)"')
METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
LONGEST_LABEL = 52  # characters; a Chinese one is two


@dataclass
class Chart:
    """A chart and what it is called."""

    title: str
    svg: str
    number: int = 0


def title(frame: pd.DataFrame, spec: dict[str, Any], language: str, names: Names, otherwise: str) -> str:
    """What the catalogue calls a chart, its `{fields}` filled in from the first row; else `otherwise`."""
    pattern = str(spec.get(language, ""))
    return (told_by(spec, language, names).filled(pattern, frame.iloc[:1])[0] if pattern else "") or otherwise


def labels(frame: pd.DataFrame, fields: list[str], language: str, names: Names, between: str = " · ",
           ) -> pd.Series[str]:
    """What each row is called: the fields that say something, of two languages' that of the report."""
    other = "_en" if language == "zh" else "_zh"
    held = [name for name in fields if name in frame]
    held = [name for name in held if not (name.endswith(other) and any(
        one[:-3] == name[:-3] and one != name for one in held))]
    columns: list[Column] = [column(name, frame[name].astype(object), language, held) for name in held]
    texts = []
    for row in frame[held].itertuples(index=False, name=None):
        said = [_whole(value, of, language, names) for value, of in zip(row, columns)]
        text = between.join(part for part in said if part) or words(language)["unknown"]
        texts.append(_cut(text))
    return pd.Series(texts, index=frame.index, dtype=object)


def _whole(value: Any, of: Column, language: str, names: Names) -> str:
    return "" if missing(value) else cell_text(value, of, language, names)


def _cut(text: str) -> str:
    """A label that is not longer than there is room for."""
    if width(text) <= LONGEST_LABEL:
        return text
    while width(text) >= LONGEST_LABEL:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, most: int = 4) -> str:
    """A column's name in lines: Chinese by length, English by words."""
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return "\n".join(text[at:at + most] for at in range(0, len(text), most))
    return text.replace(" ", "\n").replace("-", "-\n")


def figure_of(rows: int, labels: list[str], above: float = 0.1, below: float = 0.2) -> tuple[Any, Any]:
    """A figure for so many rows, with room for their labels on the left and so many inches over and under the plot."""
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "jjj", "text.parse_math": False, "font.size": SIZE_PT,
        "axes.unicode_minus": True, "font.family": "sans-serif"})
    high = max(rows, 2) * ROW_IN + above + below + 0.05
    left = min(max(max(map(width, labels), default=0) * 0.068 + 0.18, 0.5), LABELS_IN)
    figure = Figure(figsize=(WIDE_IN, high))
    axes = figure.add_axes((left / WIDE_IN, below / high, 1 - (left + 0.1) / WIDE_IN, 1 - (above + below) / high))
    return figure, axes


def svg_of(figure: Any, axes: Any, ticks: bool = False) -> str:
    """The figure as an SVG element without frame, scripts or the time of writing."""
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color("#B0B0B0")
    axes.tick_params(axis="both", which="both", length=0, labelcolor=INK)
    if not ticks:
        axes.xaxis.set_visible(False)
    stream = StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Chinese letters are drawn by the reader's own font, not by matplotlib's
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = METADATA.sub("", PROLOGUE.sub("", stream.getvalue(), count=1))
    # a page holds many charts: ids that nothing refers to would be doubles
    return OWN_ID.sub(lambda found: found[0] if f"#{found[1]}" in svg else "", svg)
