"""The one line that says what a number is made of."""

from __future__ import annotations

import math
from typing import Any

from ...i18n import language, tr
from .figures import AREA, area_figure, grouped, length_figure

NOTICED_M2 = 0.5
"""What is counted twice in traces is rounding."""
MOST_NAMED = 3


def arithmetic(total: float, pieces: int, unit: str) -> str:
    """`12.4 公顷 = 7 块`; the total is in m² or in m."""
    count = tr("{count} piece") if pieces == 1 else tr("{count} pieces")
    said = count.format(count=grouped(pieces, 0))
    if math.isnan(total):
        return said
    figure = area_figure(abs(total), "", language()) if unit == AREA else length_figure(abs(total), language())
    shown = f"{figure.shown(total)} {figure.unit}"
    return tr("{total} = {pieces}").format(total=shown, pieces=said)


def counted_twice(result: dict[str, Any]) -> str:
    """`；其中 0.3 公顷被重复计算`: ground that several of the pieces cover."""
    twice = result.get("counted_twice_m2") or 0.0
    return tr("; {area} of it are counted twice").format(area=in_words(twice)) if twice >= NOTICED_M2 else ""


def shared_with(areas_m2: dict[str, float]) -> str:
    """`；其中 0.3 公顷与“居住”重叠`: ground of the pieces that other classes cover too, the largest first."""
    largest = sorted(areas_m2.items(), key=lambda found: -found[1])[:MOST_NAMED]
    return "".join(tr("; {area} of it also lie in “{name}”").format(area=in_words(area), name=name)
                   for name, area in largest if area >= NOTICED_M2)


def in_words(area_m2: float) -> str:
    """An area in the unit of its size."""
    figure = area_figure(abs(area_m2), "", language())
    return f"{figure.shown(area_m2)} {figure.unit}"
