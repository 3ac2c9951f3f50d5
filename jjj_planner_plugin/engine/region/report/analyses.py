"""The results that a report shows: analyses performed on the plan now, and result files made before.

What fails is told and left out; it never ends the report.
"""

from __future__ import annotations

import json
import re
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyogrio

from ... import outputs, tasks
from ...messages import EngineError, told_error
from ...protocol import Job
from ...sources import split_reference
from .catalogue import catalogue, shown

PLACE = re.compile(r"\{(\w+)\}")
VECTOR, TABLE, RASTER = (".gpkg",), (".csv",), (".tif", ".tiff")


@dataclass
class Result:
    """One result file of the report and what is known of it."""

    id: str
    task: str
    title: str
    path: Path
    layers: list[str]
    tables: list[str]
    recipe: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    demonstration: bool = False
    heads: dict[str, Any] = field(default_factory=dict)
    """What the analysis calls columns of its tables."""

    @property
    def section(self) -> str:
        """The id of the section that shows it."""
        return str(shown(self.task)["section"])

    def told(self) -> dict[str, Any]:
        """Its line in the result of the task `report`."""
        return {"section": self.section, "task": self.task, "path": str(self.path), "layers": self.layers,
                "tables": self.tables, "title": self.title}


@dataclass
class Found:
    """What came of all analyses: results in the catalogue's order, and those that failed."""

    results: list[Result] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)


class Step(Job):
    """The job of one of several analyses: its progress is a share of the report's; what it warns of stays with it."""

    def __init__(self, whole: Job, language: str, begin: float, share: float) -> None:
        super().__init__({"id": whole.id, "language": language})
        self._whole, self._begin, self._share = whole, begin, share

    def progress(self, fraction: float, code: str, **facts: Any) -> None:
        """As a share of the whole job."""
        self._whole.progress(self._begin + self._share * fraction, code, **facts)


def wanted(given: dict[str, str], sections: list[str] | None, brought: list[Result]) -> Iterator[dict[str, Any]]:
    """The catalogue's analyses that can be performed: registered, with what they need, in the sections asked for.

    Of those marked `unless_brought`, none whose section has a result of the planner's own.
    """
    own = {result.section for result in brought}
    for analysis in catalogue()["analyses"]:
        section = shown(analysis["task"])["section"]
        if analysis["task"] not in tasks.TASKS or (sections is not None and section not in sections):
            continue
        if any(need not in given for need in analysis.get("needs", ())):
            continue
        if analysis.get("unless_brought") and section in own:
            continue
        yield analysis


def performed(
    analyses: list[dict[str, Any]], given: dict[str, str], folder: Path, language: str, job: Job
) -> Found:
    """Perform the analyses in their order, each into `folder`; one may read the file of an earlier one."""
    found, places = Found(), dict(given)
    for number, analysis in enumerate(analyses):
        title = _title(analysis["task"], language, analysis)
        step = Step(job, language, 0.02 + 0.8 * number / len(analyses), 0.8 / len(analyses))
        step.progress(0, "report-analysis", what=title)
        try:
            result = _perform(analysis, title, places, folder, step)
        except Exception as error:  # whatever one analysis dies of, the others are worth having
            found.failed.append(_told(error, title, analysis["task"], language))
            continue
        places[analysis["id"]] = str(result.path)
        found.results.append(result)
    return found


def _perform(analysis: dict[str, Any], title: str, places: dict[str, str], folder: Path, step: Step) -> Result:
    params = {name: filled(value, places) for name, value in analysis["params"].items()}
    params = {name: value for name, value in params.items() if value is not None}
    params["output"] = str(folder / f"{analysis['id']}.gpkg")
    made = tasks.perform({"task": analysis["task"], "params": params}, step)
    result = read_result(Path(made["output"]), title, analysis["id"])
    result.remarks = [str(warning["warning"]) for warning in step.warnings]
    result.demonstration = bool(made.get("demonstration"))
    result.heads = analysis.get("heads", {})
    return result


def filled(value: Any, places: dict[str, str]) -> Any:
    """The value with its `{placeholders}` filled in; None for one that is a placeholder only, of what is not there."""
    if isinstance(value, list):
        return [filled(item, places) for item in value]
    if not isinstance(value, str):
        return value
    named = PLACE.findall(value)
    if any(name not in places for name in named):
        if PLACE.fullmatch(value):
            return None
        raise EngineError("report-needs", what=", ".join(name for name in named if name not in places))
    return PLACE.sub(lambda place: places[place[1]], value)


def read_result(path: Path, title: str | None, name: str, language: str = "en") -> Result:
    """A result file as the report sees it. Raises EngineError: no-file, unreadable-layer."""
    recipe = _recipe(path)
    layers, tables = _contents(path)
    task = str(recipe.get("task", ""))
    return Result(name, task, title or _title(task, language, {}) or path.stem, path, layers, tables, recipe,
                  demonstration=_demonstration(recipe))


def _contents(path: Path) -> tuple[list[str], list[str]]:
    """The names of its spatial layers and of its tables."""
    if not path.is_file():
        raise EngineError("no-file", path=path)
    if path.suffix.lower() in TABLE:
        return [], [path.stem]
    if path.suffix.lower() not in VECTOR:
        return [], []
    try:
        listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except Exception as error:  # GDAL's errors have no common class
        raise EngineError("unreadable-layer", path=path, reason=str(error)) from error
    listed = [(name, kind) for name, kind in listed if name not in outputs.QGIS_TABLES]
    return [name for name, kind in listed if kind], [name for name, kind in listed if not kind]


def _recipe(path: Path) -> dict[str, Any]:
    """The recipe beside a result; empty where there is none that can be read."""
    beside = path.with_name(f"{path.stem}.recipe.json")
    try:
        found = json.loads(beside.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _demonstration(recipe: dict[str, Any]) -> bool:
    inputs = recipe.get("inputs")
    told = [recipe, *(entry for entry in inputs if isinstance(entry, dict))] if isinstance(inputs, list) else [recipe]
    return any(entry.get("demonstration") is True for entry in told)


def brought(references: list[str], folder: Path, language: str, job: Job) -> Found:
    """Copies, in `folder`, of result files made before and of their recipes; what cannot be read is told."""
    found, names = Found(), {analysis["id"] for analysis in catalogue()["analyses"]}
    paths = list(dict.fromkeys(Path(split_reference(reference)[0]).absolute() for reference in references))
    for source in paths:
        name, count = source.stem, 2
        while name in names:
            name, count = f"{source.stem}_{count}", count + 1
        names.add(name)
        try:
            read_result(source, None, name, language)
            found.results.append(_copied(source, folder / f"{name}{source.suffix}", name, language))
        except Exception as error:  # as above
            found.failed.append(_told(error, source.name, "", language))
    return found


def _copied(source: Path, target: Path, name: str, language: str) -> Result:
    """The file and its companions under another name."""
    if source != target:
        outputs.check_target(str(target), (source.suffix.lower(),), [str(source)])
        for suffix in (".recipe.json", ".csvt"):
            beside = source.with_name(f"{source.stem}{suffix}")
            if beside.is_file():
                shutil.copyfile(beside, target.with_name(f"{target.stem}{suffix}"))
        with outputs.whole_file(target) as part:
            shutil.copyfile(source, part)
    result = read_result(target, None, name, language)
    if not result.task:
        result.title = source.stem
    return result


def _title(task: str, language: str, analysis: dict[str, Any]) -> str:
    return str(analysis.get(language) or shown(task).get(language) or task)


def _told(error: Exception, title: str, task: str, language: str) -> dict[str, str]:
    """A failed analysis: what and why, in sentences; the traceback of what nobody foresaw goes to the log."""
    if not isinstance(error, EngineError):
        traceback.print_exc()
        error = EngineError("internal", reason=f"{type(error).__name__}: {error}")
    told = told_error(error, language)
    return {"title": title, "task": task, "message": str(told["message"]), "hint": str(told["hint"])}
