"""Task `report`: a folder with `report.html`, `tables.xlsx` and `results/`, which hold what the analyses found."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from ... import outputs, recipes
from ...messages import EngineError
from ...protocol import Job
from . import analyses, page, workbook
from .catalogue import catalogue
from .plan import read_plan
from .sections import composed

PAGE, WORKBOOK, RESULTS = "report.html", "tables.xlsx", "results"


def report(
    plan: str, title: str | None, organisation: str | None, results: list[str], flows: str | None,
    parent: str | None, sections: list[str] | None, language: str | None, date: str | None, folder: str, job: Job,
) -> dict[str, Any]:
    """Task `report`; see engine/region/tasks.py. An analysis that fails is told in the page and in `failed`.

    Raises EngineError: no-file, unreadable-layer, plan-lacks-tables, report-section, no-output-folder, not-writable,
    output-open.
    """
    spoken = language or job.language
    known = [section["id"] for section in catalogue()["sections"]]
    for name in sections or ():
        if name not in known:
            raise EngineError("report-section", name=name, known=", ".join(known))
    held = read_plan(plan)
    target = made_folder(folder)
    files = target / RESULTS
    given = {name: path for name, path in (("plan", plan), ("flows", flows), ("parent", parent or held.parent)) if path}
    found = gathered(given, results, sections, files, spoken, job)
    job.progress(0.85, "report-composing")
    content = composed(held, found, sections, spoken)
    named = title or content.names.spoken(str(held.info.get("title") or Path(plan).stem), spoken)
    day = date or datetime.date.today().isoformat()
    job.progress(0.95, "writing", what=PAGE)
    with outputs.whole_file(target / WORKBOOK) as part:
        workbook.write(part, content, named, organisation or "", day)
    with outputs.whole_file(target / PAGE) as part:
        part.write_text(page.rendered(content, named, organisation or "", day), encoding="utf-8")
    for failure in found.failed:
        job.warn("report-failed", failure, what=failure["title"], reason=failure["message"])
    params = {"plan": plan, "title": title, "organisation": organisation, "results": results, "flows": flows,
              "parent": parent, "sections": sections, "language": spoken, "date": day, "folder": str(target)}
    recipe = recipes.recipe("report", params, [held], None)
    return {"folder": str(target), "html": str(target / PAGE), "workbook": str(target / WORKBOOK),
            "results": [result.told() for result in found.results], "failed": found.failed, "title": named,
            "output": str(target / PAGE), "recipe": outputs.write_recipe(target / PAGE, recipe),
            "inputs": recipe["inputs"]}


def gathered(
    given: dict[str, str], results: list[str], asked: list[str] | None, folder: Path, language: str, job: Job
) -> analyses.Found:
    """What the planner brought, and what is computed now; in the catalogue's order, what was brought last."""
    brought = analyses.brought(results, folder, language, job)
    todo = list(analyses.wanted(given, asked, brought.results))
    found = analyses.performed(todo, given, folder, language, job)
    found.results += brought.results
    found.failed += brought.failed
    return found


def made_folder(folder: str) -> Path:
    """The report's folder and that of its results, made where they are missing; its files must be writable.

    Raises EngineError: no-output-folder, not-writable, output-open.
    """
    target = Path(folder).absolute()
    if not target.parent.is_dir():
        raise EngineError("no-output-folder", folder=target.parent)
    try:
        (target / RESULTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError("not-writable", path=target, reason=error.strerror) from error
    outputs.check_target(str(target / PAGE), (".html",))
    outputs.check_target(str(target / WORKBOOK), (".xlsx",))
    outputs.check_target(str(target / RESULTS / "probe.csv"), (".csv",))
    return target
