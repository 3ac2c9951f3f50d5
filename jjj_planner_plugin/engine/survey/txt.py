"""Survey text files (勘测定界 TXT), the national exchange format of boundary points.

`[属性描述]` holds `key=value` lines; under `[地块坐标]` each parcel is a head line that ends in @
(`points,area,number,name,type,map sheet,use,…,@`), then one line a point (`name,ring,X,Y`; X points north).
"""

from __future__ import annotations

import re

from ..messages import EngineError
from .model import Parcel, Survey, rings_of
from .numbers import area_m2, number
from .statement import Statement, plain

ENCODINGS, MARKED = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")), (("utf-16", "UTF-16"),)
_SECTION = re.compile(r"[\[【［](.+?)[\]】］]")
_TYPES = {"面": "面", "线": "线", "点": "点", "polygon": "面", "line": "线", "point": "点"}
HECTARE_M2 = 10000.0


def decoded(data: bytes, path: str) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8 or UTF-16 with a mark, UTF-8, else GB18030 (which holds GBK).

    Raises EngineError survey-encoding.
    """
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding, name in MARKED if marked else ENCODINGS:
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise EngineError("survey-encoding", path=path)


def is_exchange_format(text: str) -> bool:
    """Whether the text has the section that holds parcels."""
    return any(_section(line) == "地块坐标" for line in text.splitlines())


def read_txt(path: str, text: str, encoding: str, packed: bool | None) -> Survey:
    """The survey of a text in the exchange format. Raises EngineError survey-line.

    `packed` says whether plain angles are ddd.mmss; None: as the file states.
    """
    survey = Survey(path, "txt", encoding)
    survey.log.add("encoding", encoding=encoding)
    section, boundary = "", []
    for place, line in enumerate(text.splitlines(), start=1):
        line = line.strip().lstrip("\ufeff").rstrip(" ,，")
        if not line or line.startswith(("#", "//")):
            continue
        if _section(line):
            section = _section(line)
        elif section == "地块坐标":
            boundary.append((place, line))
        else:
            key, *value = re.split("[=＝]", line, maxsplit=1)
            _state(survey.statement, plain(key), "".join(value).strip())
    _read_parcels(survey, boundary, survey.statement.packed_dms if packed is None else packed)
    return survey


def _section(line: str) -> str:
    match = _SECTION.fullmatch(line.strip())
    return plain(match.group(1)) if match else ""


def _state(statement: Statement, key: str, value: str) -> None:
    """One line of the section of properties."""
    if key == "坐标系" or key == "坐标系统":
        statement.take_datum(value)
    elif "分带" in key:
        width = number(value.removesuffix("带").removesuffix("度"))
        statement.width = int(width) if width in (3, 6) else None
    elif key in ("带号", "中央子午线", "中央经线"):
        statement.take_zone(value)
    elif key == "计量单位":
        statement.unit = value
        statement.take_angle_format(value)
    elif key == "投影类型":
        statement.projection = value
    elif key == "转换参数" and any(number(part) for part in value.split(",")):
        statement.transformation = value


def _fields(line: str) -> list[str]:
    """The fields of a line between commas, full-width ones too, else between tabs or blanks."""
    parts = re.split("[,，]", line)
    return [part.strip() for part in parts] if len(parts) > 1 else line.split()


def _read_parcels(survey: Survey, boundary: list[tuple[int, str]], packed: bool) -> None:
    """The parcels of the numbered lines under `[地块坐标]`."""
    runs: list[tuple[Parcel, list[tuple[str, str, float, float]]]] = []
    for place, line in boundary:
        fields = _fields(line)
        if line.endswith(("@", "＠")) or any(plain(field) in _TYPES for field in fields):
            runs.append((_parcel(fields, len(runs) + 1, survey), []))
            continue
        point = _point(fields, packed)
        if point is None or not runs:
            raise EngineError("survey-line", path=survey.path, place=place, found=line[:80])
        runs[-1][1].append(point)
    for parcel, points in runs:
        parcel.rings = rings_of(points)
        if not points:
            survey.log.add("parcel-empty", parcel.parcel_id)
    survey.parcels = [parcel for parcel, points in runs if points]


def _point(fields: list[str], packed: bool) -> tuple[str, str, float, float] | None:
    """(ring, name, east, north) of `name,ring,X,Y[,height]` or `name,X,Y`; None when the line is neither."""
    if len(fields) == 3:
        fields = [fields[0], "1", *fields[1:]]
    if len(fields) < 4:
        return None
    north, east = number(fields[2], packed), number(fields[3], packed)
    if north is None or east is None:
        return None
    return fields[1] or "1", fields[0], east, north


def _parcel(fields: list[str], order: int, survey: Survey) -> Parcel:
    """A head line. A parcel without a number gets its place in the file."""
    fields = [field.rstrip("@＠") for field in fields] + [""] * 7
    kind = next((_TYPES[plain(field)] for field in fields if plain(field) in _TYPES), "面")
    parcel = Parcel(fields[2] or str(order), fields[3], fields[6], kind=kind)
    area = area_m2(fields[1], HECTARE_M2) if fields[1] else None
    if area is None and fields[1]:
        survey.log.add("stated-area-unreadable", parcel.parcel_id, text=fields[1])
    parcel.stated_area_ha = area / HECTARE_M2 if area else None
    stated = number(fields[0])
    parcel.stated_points = int(stated) if stated is not None else None
    return parcel
