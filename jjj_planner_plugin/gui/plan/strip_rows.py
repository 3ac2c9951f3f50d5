"""The strip's rows: the engine's answer as texts, with what is folded, coloured, or offered in place of a number."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...i18n import language, tr
from ...layers.schema import catalog
from ..results.figures import decimals, grouped

Subject = dict[str, Any]
"""`subject`, `id`, `uid`, `name_zh`, `name_en`, `figures`: `id`, `before`, `after`, `unit`, maybe `key`, names."""


class Row(NamedTuple):
    """One line; `path` names it among its siblings and is longer than its parent's."""

    path: tuple[str, ...]
    label: str
    before: str = ""
    after: str = ""
    change: str = ""
    colour: str = ""
    join: bool = False  # people that no table has been joined for
    folded: bool = False
    head: bool = False


def spec() -> dict[str, Any]:
    """The catalogue of figures."""
    return catalog("catalog/live_strip.json")


def named(thing: dict[str, Any]) -> str:
    """The name of a subject or a part in the interface's language, else in the other."""
    order = ("name_zh", "name_en") if language() == "zh" else ("name_en", "name_zh")
    code = str(thing.get("key") or thing.get("id", ""))
    return next((str(thing[field]) for field in order if thing.get(field)), code)


def rows(subjects: list[Subject]) -> list[Row]:
    """What is shown of the subjects: several side by side in area and people, then the first in detail."""
    if not subjects:
        return []
    found = []
    if len(subjects) > 1:
        for figure_id in spec()["side_by_side"]:
            found += _side_by_side(figure_id, subjects)
        found.append(Row(("first",), named(subjects[0]), head=True))
    return found + _details(subjects[0])


def _side_by_side(figure_id: str, subjects: list[Subject]) -> list[Row]:
    own = [(subject, figure) for subject in subjects for figure in subject["figures"]
           if figure["id"] == figure_id and not _missing(figure)]
    if not own:
        return []
    head = Row((figure_id,), _label(own[0][1]), head=True)
    return [head, *(_row((figure_id, str(place)), named(subject), figure) for place, (subject, figure) in
                    enumerate(own))]


def _details(subject: Subject) -> list[Row]:
    found, parts = [], set()
    for figure in subject["figures"]:
        key = figure["id"]
        if "key" in figure:
            if key not in parts:
                parts.add(key)
                found += _parts(key, [other for other in subject["figures"] if other["id"] == key])
        elif not _missing(figure):
            found.append(_row(("of", key), _label(figure), figure))
        elif key == "people":
            found.append(Row(("of", key), _label(figure), join=True))
    return found


def _parts(key: str, figures: list[dict[str, Any]]) -> list[Row]:
    """A figure by jurisdiction, catchment or layer: the largest ones, the others folded."""
    figures = sorted((figure for figure in figures if not _missing(figure)), key=_size, reverse=True)
    if not figures:
        return []
    most = spec()["most_parts"]
    head = Row(("of", key), f"{_label(figures[0])}  ({len(figures)})", folded=_entry(key).get("folded", False))
    found = [head, *(_row(("of", key, str(figure["key"])), named(figure), figure) for figure in figures[:most])]
    if len(figures) > most:
        rest = tr("{count} more").format(count=len(figures) - most)
        found.append(Row(("of", key, "rest"), rest, folded=True))
        found += [_row(("of", key, "rest", str(figure["key"])), named(figure), figure) for figure in figures[most:]]
    return found


def _entry(key: str) -> dict[str, Any]:
    return spec()["figures"].get(key, {})


def _missing(figure: dict[str, Any]) -> bool:
    return figure.get("before") is None and figure.get("after") is None


def _size(figure: dict[str, Any]) -> float:
    return max(float(figure.get(side) or 0) for side in ("before", "after"))


def _unit(figure: dict[str, Any]) -> tuple[str, float, int | None]:
    """Text, factor and decimals (None: by size) of a figure's unit, as the interface's language has it."""
    unit = str(figure.get("unit") or "")
    known = spec()["units"].get(spec()["same_unit"].get(unit, unit))
    if known is None:
        return unit, 1.0, None
    shown, factor = known[language()]
    return shown, factor, known.get("decimals")


def _label(figure: dict[str, Any]) -> str:
    """`面积 km²`; a figure that the catalogue does not know is called as the engine calls it."""
    words = _entry(figure["id"]).get(language()) or named(figure)
    return f"{words} {_unit(figure)[0]}".strip()


def _row(path: tuple[str, ...], label: str, figure: dict[str, Any]) -> Row:
    _, factor, places = _unit(figure)
    before, after = ((None if figure.get(side) is None else float(figure[side]) * factor) for side in
                     ("before", "after"))
    whole = all(value is None or value == int(value) for value in (before, after))
    if places is None:
        largest = max(abs(value) for value in (before, after) if value is not None)
        places = 0 if whole or largest >= 100 else decimals(largest)
    change, colour = _change(figure["id"], before, after, places)
    return Row(path, label, _shown(before, places), _shown(after, places), change, colour)


def _shown(value: float | None, places: int) -> str:
    return "—" if value is None else grouped(value, places)


def _change(key: str, before: float | None, after: float | None, places: int) -> tuple[str, str]:
    """`+644 ▲` with the colour of better or worse where that is defined; both empty where nothing changes."""
    if before is None or after is None:
        return "", ""
    difference = after - before
    text = grouped(difference, places)
    if not any(digit in "123456789" for digit in text):
        return ("0", "") if difference == 0 else ("≈ 0", "")
    sign, arrow = ("+", "▲") if difference > 0 else ("", "▼")
    better = _entry(key).get("better")
    good = better and (difference < 0) == (better == "less")
    colour = "" if not better else spec()["colours"]["better" if good else "worse"]
    return f"{sign}{text} {arrow}", colour
