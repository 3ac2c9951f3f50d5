"""The rows of `changes`: every feature that came or went, every field and shape that differs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import shapely

from ...geodesy import ELLIPSOID, LONLAT, length_m, to_working, working_crs
from ...intersections import objects
from ..schema import geometry_type, schema
from .differences import NOTHING, Slivers, km2, lost_ground, same
from .plans import Feature, Plan, compared_tables, comparison, names_of

Row = dict[str, Any]
DIGITS = 6


def changes(before: Plan, after: Plan, slivers: Slivers, language: str) -> list[Row]:
    """All rows, by table and uid. Texts are in `language`; raw values stand beside words of a value list."""
    rows: list[Row] = []
    for table in compared_tables():
        old, new = before.tables[table], after.tables[table]
        for key in sorted({*old, *new}):
            told = {"table_name": table, "uid": (new.get(key) or old[key]).values.get("uid")}
            for row in _feature(table, old.get(key), new.get(key), (before, after), slivers, language):
                rows.append({**told, **names_of(new.get(key) or old[key]), **row})
    return rows


def _feature(
    table: str, old: Feature | None, new: Feature | None, plans: tuple[Plan, Plan], slivers: Slivers, language: str
) -> Iterator[Row]:
    if old is None or new is None:
        shape = (new or old or Feature({}, None)).shape
        size, unit = _size(shape)
        signed = None if size is None else size if old is None else -size
        yield _row("added" if old is None else "removed", shape, field="", amount=signed, unit=unit, language=language)
        return
    if geometry_type(table):
        yield from _shape(table, old.shape, new.shape, slivers, language)
    for field in schema()["common_fields"] + schema()["tables"][table]["fields"]:
        name = field["name"]
        was, now = old.values.get(name), new.values.get(name)
        if name == "uid" or was == now:
            continue
        listed = "domain" in field or name == "axis_uid"
        yield _row(
            "changed", new.shape if new.shape is not None else old.shape, field=name, field_name=field[language],
            from_value=readable(field, was, plans[0], language), to_value=readable(field, now, plans[1], language),
            from_raw=_text(was) if listed else None, to_raw=_text(now) if listed else None,
            amount=None if listed else _difference(was, now), unit=field.get(f"unit_{language}"), language=language)


def _shape(table: str, old: Any, new: Any, slivers: Slivers, language: str) -> Iterator[Row]:
    """Nothing, or the one row about a shape that moved or was drawn anew."""
    if same(old, new):
        return
    told = {"field": "geometry", "field_name": comparison()["geometry"][language]}
    shown = new if new is not None else old
    if shapely.get_type_id(shown) == 0:
        metres = None if old is None or new is None else moved_m(old, new)
        if metres is None or not slivers.too_short(metres):
            yield _row("moved", shown, **told, from_value=_place(old), to_value=_place(new),
                       amount=None if metres is None else round(metres, 3), unit="m", language=language)
        return
    if not reshaped(table, old, new, slivers):
        return
    (was, _), (now, unit) = _size(old), _size(new) if new is not None else _size(old)
    now = None if new is None else now
    yield _row("reshaped", shown, **told, from_value=_measure(was, unit, language),
               to_value=_measure(now, unit, language), amount=_difference(was or 0.0, now or 0.0), unit=unit,
               language=language)


def reshaped(table: str, old: Any, new: Any, slivers: Slivers) -> bool:
    """Whether two shapes differ by more than slivers; lines by more than their width."""
    if old is None or new is None:
        return True
    if shapely.get_dimensions(new) == 2:
        counted = table != "zones"  # of these the cells tell
        return any(not slivers.without(lost_ground(*pair), counted).is_empty for pair in ((old, new), (new, old)))
    lines = objects([old, new])
    flat = to_working(lines, LONLAT, working_crs(lines, LONLAT))
    return not slivers.too_short(float(shapely.hausdorff_distance(*sorted(flat, key=shapely.to_wkb))))


def moved_m(old: Any, new: Any) -> float:
    """Geodesic distance in metres, the same both ways."""
    (west, south), (east, north) = sorted([(old.x, old.y), (new.x, new.y)])
    return float(ELLIPSOID.inv(west, south, east, north)[2])


def _size(shape: Any) -> tuple[float | None, str | None]:
    """Area in km², length in km, nothing of a point."""
    dimensions = -1 if shape is None else int(shapely.get_dimensions(shape))
    if dimensions == 2:
        return round(km2(shape), DIGITS), "km2"
    return (round(length_m(shape) / 1000, DIGITS), "km") if dimensions == 1 else (None, None)


def _measure(value: float | None, unit: str | None, language: str) -> str | None:
    return None if value is None else f"{value:,.2f} {comparison()['units'][unit][language]}".replace(",", " ")


def _place(point: Any) -> str | None:
    return None if point is None else f"{point.x:.6f}°, {point.y:.6f}°"


def _difference(was: Any, now: Any) -> float | None:
    if isinstance(was, (int, float)) and isinstance(now, (int, float)):
        return round(float(now) - float(was), DIGITS)
    return None


def readable(field: dict[str, Any], value: Any, plan: Plan, language: str) -> str | None:
    """A value as people read it: the word of a value list, an axis by its name, a zone with its code."""
    if value is None:
        return None
    if field["name"] == "axis_uid":
        axis = plan.tables["axes"].get(str(value), Feature({}, NOTHING))
        return str(axis.values.get(f"name_{language}") or axis.values.get("name_zh") or value)
    if field.get("domain") == "zone":
        name = _zone_names(plan, language).get(str(value))
        return f"{value} {name}" if name else str(value)
    word = schema()["domains"].get(field.get("domain", ""), {}).get(str(value), {}).get(language)
    return str(word) if word else _text(value)


def _zone_names(plan: Plan, language: str) -> dict[str, str]:
    """By code, as this plan calls them; the catalogue's name where it has none."""
    names = {code: text[language] for code, text in schema()["domains"]["zone"].items()}
    for zone in plan.tables["zones"].values():
        given = zone.values.get(f"name_{language}") or zone.values.get("name_zh")
        if zone.values.get("zone_id") and given:
            names[str(zone.values["zone_id"])] = str(given)
    return names


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return f"{value:.10g}" if isinstance(value, float) else str(value).removesuffix("T00:00:00")


def _row(kind: str, shape: Any, *, field: str, unit: str | None, language: str, field_name: str = "",
         from_value: str | None = None, to_value: str | None = None, from_raw: str | None = None,
         to_raw: str | None = None, amount: float | None = None) -> Row:
    """One row; `unit` is a key of the catalogue's units, or what the schema calls a field's unit."""
    written = comparison()["units"][unit][language] if unit in comparison()["units"] else unit
    return {"kind": kind, "field": field, "field_name": field_name, "from_value": from_value, "to_value": to_value,
            "from_raw": from_raw, "to_raw": to_raw, "amount": math.nan if amount is None else amount + 0.0,
            "amount_unit": written if amount is not None else None, "geometry": representative(shape)}


def representative(shape: Any) -> Any:
    """A point that stands for the shape: inside a polygon, in the middle of a line."""
    if shape is None or shape.is_empty:
        return None
    if shapely.get_dimensions(shape) == 1:
        longest = max(shapely.get_parts(shape), key=shapely.length)
        return shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return shapely.point_on_surface(shape) if shapely.get_dimensions(shape) == 2 else shape
