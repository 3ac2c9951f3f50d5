"""The report's sections: tables of the plan itself, then the exhibits of each result, numbered through."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import Any

from . import charts, map, still, structure, tables
from .analyses import Found, Result
from .catalogue import catalogue, shown
from .drawing import Chart
from .fields import plan_fields
from .map import Drawn
from .names import Names
from .plan import Plan
from .still import Figure
from .tables import Table


@dataclass
class Exhibit:
    """What the report shows of one result, or of the plan (no result)."""

    title: str
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    result: Result | None = None


@dataclass
class Section:
    """A section of the page."""

    id: str
    title: str
    lead: str
    number: int = 0
    exhibits: list[Exhibit] = field(default_factory=list)

    @property
    def demonstration(self) -> bool:
        """Whether something in it comes from the bundled demonstration data."""
        return any(exhibit.result is not None and exhibit.result.demonstration for exhibit in self.exhibits)


@dataclass
class Content:
    """All that page and workbook are made of."""

    plan: Plan
    language: str
    names: Names
    sections: list[Section]
    layers: list[Drawn]
    found: Found

    @property
    def tables(self) -> list[Table]:
        """Every table, in the page's order."""
        return [table for section in self.sections for exhibit in section.exhibits for table in exhibit.tables]


def composed(plan: Plan, found: Found, asked: list[str] | None, language: str) -> Content:
    """The sections that have something to show. A result whose tables cannot be shown is listed among the failed."""
    names = Names.of(plan.tables)
    layers = {layer.id: layer for layer in map.of_plan(plan, language, names)}
    drawn = list(layers.values())
    sections = []
    for result in found.results:
        if result.task == "compare_plans" and plan.parent_scenario:
            result.heads = {**result.heads, **_of_scenarios(plan, names, language)}
    for spec in catalogue()["sections"]:
        section = Section(spec["id"], spec[language], spec["lead"][language])
        if asked is None or spec["id"] in asked:
            section.exhibits += _of_plan(plan, spec, layers, language, names)
        for result in list(found.results):
            if result.section == spec["id"]:
                section.exhibits += _of_result(result, layers, drawn, found, language, names)
        if section.exhibits:
            sections.append(section)
    _numbered(sections)
    return Content(plan, language, names, sections, drawn, found)


def _of_scenarios(plan: Plan, names: Names, language: str) -> dict[str, Any]:
    """What the comparison calls its two sides: the scenarios' names."""
    both = {"before": plan.parent_scenario, "after": str(plan.info.get("scenario") or "")}
    return {side: {"loose": True, language: names.spoken(name, language)} for side, name in both.items() if name}


def _of_plan(plan: Plan, spec: dict[str, Any], layers: dict[str, Drawn], language: str, names: Names) -> list[Exhibit]:
    """What the plan's own tables tell in this section."""
    exhibits = []
    for name in spec.get("plan", ()):
        frame = structure.TABLES[name](plan, language)
        if not frame.empty:
            title = str(catalogue()["plan_tables"][name][language])
            note = catalogue()["plan_tables"][name].get("note", {})
            asked = {"columns": list(frame.columns), "most": 60, "note": note}
            table = tables.made(title, frame, language, names, asked,
                                {**plan_fields(name), **catalogue()["table_heads"]})
            exhibits.append(Exhibit(title, [table]))
    under = [layers[f"plan-{name}"] for name in spec.get("figure", ()) if f"plan-{name}" in layers]
    if under and exhibits:
        exhibits[0].figures = [*filter(None, [still.still(spec[language], under)])]
    return exhibits


def _of_result(result: Result, layers: dict[str, Drawn], drawn: list[Drawn], found: Found, language: str, names: Names,
               ) -> list[Exhibit]:
    """One exhibit; none, and a line among the failed, where its file holds what cannot be shown."""
    try:
        exhibit = Exhibit(result.title, tables.of_result(result, language, names), result=result)
        exhibit.charts = charts.of_result(result, language, names)
        own = map.of_result(result, language, names)
        under = [layers[f"plan-{name}"] for name in ("land", *shown(result.task).get("above", ()))
                 if f"plan-{name}" in layers]
        over = [layers[f"plan-{name}"] for name in shown(result.task).get("below", ("provinces",))
                if f"plan-{name}" in layers]
        apart = [[layer] for layer in own] if shown(result.task).get("each") else [own]
        exhibit.figures = [*filter(None, (still.still(group[0].title if len(apart) > 1 else result.title,
                                                      [*under, *group, *over]) for group in apart if group))]
        drawn += own
    except Exception as error:  # one result that cannot be shown must not take the others with it
        traceback.print_exc()
        found.failed.append({"title": result.title, "task": result.task, "hint": "",
                             "message": f"{type(error).__name__}: {error}"})
        return []
    return [exhibit]


def _numbered(sections: list[Section]) -> None:
    """Sections, tables and figures numbered through; each table has a sheet of the workbook."""
    table_no = figure_no = 0
    for number, section in enumerate(sections, start=1):
        section.number = number
        for exhibit in section.exhibits:
            for table in exhibit.tables:
                table_no += 1
                table.number, table.sheet = table_no, f"T{table_no}"
            pictures: list[Figure | Chart] = [*exhibit.figures, *exhibit.charts]
            for picture in pictures:
                figure_no += 1
                picture.number = figure_no
