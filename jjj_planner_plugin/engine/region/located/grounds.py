"""The grounds that features are located on: polygons by class, one for each, in the working frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS

from ...control_lines import first_field, texts
from ...geodesy import Geometries, to_working
from ...messages import EngineError, Pair
from ...protocol import Job
from ...sources import POLYGON, Source, read
from ..plan_tables import PlanTables, table_title, texts_or

NAMES = {"zh": ("name_zh", "name_en"), "en": ("name_en", "name_zh")}
SINGLE = ("zone", "unit", "city", "province", "catchment", "footprint")  # a feature has one of each
SEVERAL = ("circle", "set", "layer")  # it may lie in any number of these
MISSING = {"zone": Pair("分区", "zones"), "unit": Pair("区县", "units"), "catchment": Pair("汇水区", "catchments"),
           "circle": Pair("圈层", "circles")}
PLAN_CODES = {"zone": ("zone_id",), "catchment": ("catchment_id",)}


@dataclass(frozen=True, eq=False)
class Ground:
    """Polygons of one kind of ground, one a class: `codes`, `names` and `shapes`, (n,) each; `title` and
    `source` of the layer."""

    key: str
    title: str
    codes: list[str]
    names: list[str]
    shapes: Geometries
    source: Source


def plan_grounds(plan: PlanTables, working: CRS, job: Job) -> list[Ground]:
    """Zones, units, cities, provinces, catchments, circles and other sets of the plan.

    What the plan does not have is told, and left out.
    """
    found = [*_units(plan, working, job), *_of_table(plan, "zones", "zone", working, job),
             *_of_table(plan, "catchments", "catchment", working, job), *_sets(plan, working, job)]
    missing = [word for key, word in MISSING.items() if key not in {ground.key for ground in found}]
    if missing:
        job.warn("locate-plan-lacks", what=job.listed([getattr(word, job.language) for word in missing]))
    order = {key: place for place, key in enumerate((*SINGLE, *SEVERAL))}
    return sorted(found, key=lambda ground: order[ground.key])


def own_ground(key: str, reference: str, name: str | None, field: str | None, working: CRS, job: Job) -> Ground:
    """A layer of the planner's, by `field`; without one by the usual field it has, else by its features' names.

    Raises EngineError as `read` does, and unknown-field, null-class.
    """
    source = read(reference, (POLYGON,), job)
    title = name or source.title
    if field:
        codes = source.classes(field, job).tolist()
    else:
        usual = first_field(source, "class") or first_field(source, "feature_names") or _only_text(source)
        codes = texts(source, usual) if usual else [title] * len(source.frame)
    codes = [code or title for code in codes]
    return dissolved(key, title, source, codes, dict(zip(codes, codes)), working)


def _only_text(source: Source) -> str | None:
    fields = source.text_fields()
    return fields[0] if len(fields) == 1 else None


def dissolved(
    key: str, title: str, source: Source, codes: Sequence[str], names: Mapping[str, str], working: CRS
) -> Ground:
    """One polygon for each code, joined as drawn, where common edges are still equal. An empty code is no class."""
    coded = np.array(codes, dtype=object)
    order = sorted(set(codes) - {""})
    whole = [shapely.union_all(source.geometries[coded == code]) for code in order]
    shapes = to_working(np.array([*whole, None], dtype=object)[:-1], source.crs, working)
    return Ground(key, title, order, [names.get(code) or code for code in order], shapes, source)


def _of_table(plan: PlanTables, table: str, key: str, working: CRS, job: Job) -> list[Ground]:
    source = plan.table(table, (POLYGON,))
    if source is None:
        return []
    codes = texts_or(source, (*PLAN_CODES[key], "uid"))
    names = texts_or(source, NAMES[job.language])
    return [dissolved(key, table_title(table, job.language), source, codes, dict(zip(codes, names)), working)]


def _units(plan: PlanTables, working: CRS, job: Job) -> list[Ground]:
    """Units, and the cities and provinces that they are of."""
    source = plan.table("units", (POLYGON,))
    if source is None:
        return []
    known = _known_names(plan, job.language)
    found = []
    for key, fields in (("unit", ("adcode", "code_1999", "uid")), ("city", ("city",)), ("province", ("province",))):
        codes = texts_or(source, fields)
        said = NAMES[job.language] if key == "unit" else (f"{key}_zh",)
        names = {**dict(zip(codes, texts_or(source, said))), **(known if key != "unit" else {})}
        found.append(dissolved(key, table_title("units", job.language), source, codes, names, working))
    return found


def _known_names(plan: PlanTables, language: str) -> dict[str, str]:
    """In English what the facts call each code; in Chinese the units' own words hold."""
    from ...plan.facts import places

    if language == "zh":
        return {}
    return {code: str(row["name_en"]) for code, row in places().items() if row.get("name_en")}


def _sets(plan: PlanTables, working: CRS, job: Job) -> list[Ground]:
    """Circles and other sets: one ground each kind, the smallest set first, as they lie in one another."""
    source = plan.table("unit_sets", (POLYGON,))
    if source is None:
        return []
    kinds = np.array(texts_or(source, ("kind",)), dtype=object)
    codes, names = texts_or(source, ("set_id", "uid")), texts_or(source, NAMES[job.language])
    called = dict(zip(codes, names))
    found = []
    for key, mine in (("circle", kinds == "circle"), ("set", kinds != "circle")):
        some = [code if own else "" for code, own in zip(codes, mine)]
        if any(some):
            ground = dissolved(key, table_title("unit_sets", job.language), source, some, called, working)
            order = np.argsort(shapely.area(ground.shapes), kind="stable")
            found.append(Ground(key, ground.title, [ground.codes[place] for place in order],
                                [ground.names[place] for place in order], ground.shapes[order], source))
    return found


def further_grounds(
    layers: Sequence[str], names: Sequence[str] | None, fields: Sequence[str] | None, working: CRS, job: Job
) -> list[Ground]:
    """Any further layers. Raises EngineError as `own_ground` does, and names-differ, locate-fields-differ."""
    if names is not None and len(names) != len(layers):
        raise EngineError("names-differ", names=len(names), layers=len(layers))
    if fields is not None and len(fields) != len(layers):
        raise EngineError("locate-fields-differ", fields=len(fields), layers=len(layers))
    return [own_ground("layer", reference, names[place] if names else None, (fields[place] or None) if fields else None,
                       working, job) for place, reference in enumerate(layers)]
