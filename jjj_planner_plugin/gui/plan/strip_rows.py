"""The strip's rows: the engine's answer as texts, with what is folded, coloured, or offered in place of a number."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...i18n import language, tr
from ...layers.schema import catalog
from ..results.figures import grouped

Subject = dict[str, Any]
"""As engine/live/requests.py describes it: `subject`, `id`, `uid`, `name_zh`, `name_en` and `figures`."""


PEOPLE = "people"
LEAST = (100, 10, 1)
"""From 100 on a number has no decimals, from 10 on one, from 1 on two, below that three."""


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
    tip: str = ""  # in full what the label says in short


def spec() -> dict[str, Any]:
    """The catalogue of figures."""
    return catalog("catalog/live_strip.json")


def named(thing: dict[str, Any]) -> str:
    """The name of a subject or a part in the interface's language, else in the other."""
    order = ("name_zh", "name_en") if language() == "zh" else ("name_en", "name_zh")
    code = str(thing.get("key") or thing.get("id", ""))
    return next((str(thing[field]) for field in order if thing.get(field)), code)


def short_name(subject: Subject) -> str:
    """A zone's name without what kind of zone it is: 中部核心; the whole name of anything else."""
    name = named(subject)
    if subject["subject"] != "zone":
        return name
    kind = next((kind for kind in spec()["kinds_of_zone"][language()] if name.endswith(kind)), "")
    return name.removesuffix(kind) or name


def is_still(subject: Subject) -> bool:
    """Whether nothing changes in it: its figures have one side only, as a probe's have."""
    return not any("before" in figure and "after" in figure for figure in subject["figures"])


def at_rest(subject: Subject) -> Subject:
    """The subject with one side only: as it was before a change, or as a probe found it."""
    figures = [_at_rest(figure) for figure in subject["figures"] if "before" in figure or "after" in figure]
    return {**subject, "figures": figures}


def _at_rest(figure: dict[str, Any]) -> dict[str, Any]:
    side = "after" if figure.get("before") is None else "before"
    without = figure.get(f"units_without_{side}")
    return {**figure, "before": figure.get(side), "after": None,
            "units_without_before": without, "units_without_after": None}


def rows(subjects: list[Subject]) -> list[Row]:
    """What is shown of the subjects: several side by side in area and people, then the rest of the first in detail."""
    if len(subjects) < 2:
        return [row for subject in subjects for row in _details(subject)]
    found = []
    for figure_id in spec()["side_by_side"]:
        found += _side_by_side(figure_id, subjects)
    rest = [row for row in _details(subjects[0]) if row.join or row.path[0] not in spec()["side_by_side"]]
    return [*found, Row(("first",), named(subjects[0]), head=True), *rest] if rest else found


def _side_by_side(figure_id: str, subjects: list[Subject]) -> list[Row]:
    own = [(subject, figure) for subject in subjects for figure in subject["figures"]
           if figure["id"] == figure_id and not _missing(figure)]
    if not own:
        return []
    head = Row((f"all {figure_id}",), _label(own[0][1]), head=True)
    found = [head]
    for subject, figure in own:
        path = (*head.path, str(subject["uid"]))
        found += [_row(path, short_name(subject), figure)._replace(tip=named(subject)), *_without(path, figure)]
    return found


def _details(subject: Subject) -> list[Row]:
    found, parts = [], set()
    called = spec()["called"].get(subject["subject"], {})
    for figure in _with_people(subject["figures"]):
        figure = {**figure, "id": called.get(figure["id"], figure["id"])}
        key = figure["id"]
        if "key" in figure or "class" in figure:
            if key not in parts:
                parts.add(key)
                found += _parts(key, [other for other in subject["figures"] if other["id"] == key])
        elif not _missing(figure):
            found += [_row((key,), _label(figure), figure), *_without((key,), figure)]
        elif key == PEOPLE:
            found.append(Row((key,), _label(figure), join=True))
    return found


def _with_people(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures, with people that nobody has after the area where there are units and no people."""
    ids = [figure["id"] for figure in figures]
    if PEOPLE in ids or "units" not in ids:
        return figures
    place = ids.index("area_km2") + 1 if "area_km2" in ids else 0
    nobody = {"id": PEOPLE, "before": None, "after": None, "unit": "persons"}
    return [*figures[:place], nobody, *figures[place:]]


def _without(path: tuple[str, ...], figure: dict[str, Any]) -> list[Row]:
    """A line below people that says of how many units nobody knows them, on each side on which some are known."""
    sides = [side for side in ("before", "after") if figure.get(side) is not None]
    counts = {side: figure.get(f"units_without_{side}") for side in sides}
    if not any(counts.values()) or None in counts.values():
        return []
    return [Row((*path, "without"), tr("units without people"),
                *(_shown(counts[side], 0) if side in sides else "" for side in ("before", "after")))]


def _parts(key: str, figures: list[dict[str, Any]]) -> list[Row]:
    """A figure by jurisdiction, catchment or layer: the largest ones, the others folded."""
    figures = sorted((figure for figure in figures if not _missing(figure)), key=_size, reverse=True)
    if not figures:
        return []
    most = spec()["most_parts"]
    head = Row((key,), f"{_label(figures[0])}  ({len(figures)})", folded=_entry(key).get("folded", False))
    found = [head, *(_row((key, *_part(figure)), _part_name(figure), figure) for figure in figures[:most])]
    if len(figures) > most:
        rest = tr("{count} more").format(count=len(figures) - most)
        found.append(Row((key, "rest"), rest, folded=True))
        found += [_row((key, "rest", *_part(figure)), _part_name(figure), figure) for figure in figures[most:]]
    return found


def _part(figure: dict[str, Any]) -> tuple[str, ...]:
    """What tells a part from the others: one word, for it is one step of a path."""
    return ("/".join(str(figure[name]) for name in ("key", "name", "class") if name in figure),)


def _part_name(figure: dict[str, Any]) -> str:
    """A city, a zone, a catchment by its name; of a layer behind, the layer and the class."""
    return " · ".join(filter(None, (figure["name"], figure["class"]))) if "class" in figure else named(figure)


def _entry(key: str) -> dict[str, Any]:
    return spec()["figures"].get(key, {})


def _missing(figure: dict[str, Any]) -> bool:
    return figure.get("before") is None and figure.get("after") is None


def _size(figure: dict[str, Any]) -> float:
    return max(float(figure.get(side) or 0) for side in ("before", "after"))


def _unit(figure: dict[str, Any]) -> tuple[str, float, int | None]:
    """Text, factor and decimals (None: by size) of a figure's unit, as the interface's language has it."""
    unit = str(figure.get("unit") or _entry(figure["id"]).get("unit", ""))
    known = spec()["units"].get(unit)
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
        places = 0 if whole else next((at for at, least in enumerate(LEAST) if largest >= least), len(LEAST))
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
