"""The tasks: what each is called, what it takes, and the function that does it.

Parameters are checked here, once; a task may assume that types and choices are right.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .messages import PARAMETER_TYPES, EngineError, Pair
from .protocol import Job, versions

REQUIRED = object()


@dataclass(frozen=True)
class Parameter:
    """One parameter of a task: its name, type, unit, default (REQUIRED if it has none), and sense."""

    name: str
    type: str  # layer | layers | field | text | texts | choice | boolean | number | numbers | object | output
    en: str
    default: Any = REQUIRED
    unit: str | None = None
    choices: tuple[str, ...] = ()

    def described(self) -> dict[str, Any]:
        """As `tasks` prints it."""
        return {
            "name": self.name, "type": self.type, "unit": self.unit, "required": self.default is REQUIRED,
            "default": None if self.default is REQUIRED else self.default,
            "choices": list(self.choices), "description": self.en,
        }

    def checked(self, value: Any) -> Any:
        """The value, or EngineError wrong-type."""
        if value is None and self.default is None:
            return None
        if not self._fits(value):
            found = json.dumps(value, ensure_ascii=False)
            raise EngineError("wrong-type", name=self.name, found=found, expected=self.expected)
        if self.type == "numbers":
            return [float(v) for v in value]
        return float(value) if self.type == "number" else value

    @property
    def expected(self) -> Pair | str:
        """What a value must be, for a sentence."""
        return " / ".join(self.choices) if self.choices else PARAMETER_TYPES[self.type]

    def _fits(self, value: Any) -> bool:
        if self.type == "boolean":
            return isinstance(value, bool)
        if self.type == "choice":
            return value in self.choices
        if self.type == "number":
            return _is_number(value)
        if self.type == "numbers":
            return isinstance(value, list) and all(_is_number(v) for v in value)
        if self.type in ("layers", "texts"):
            return isinstance(value, list) and all(isinstance(v, str) for v in value)
        if self.type == "object":
            return isinstance(value, dict)
        return isinstance(value, str) and bool(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True)
class Task:
    """A task's parameters and where its function is, as `module:function` (loaded when first used)."""

    parameters: tuple[Parameter, ...]
    home: str
    en: str

    def function(self) -> Callable[..., dict[str, Any]]:
        """The task's function; its module is imported now."""
        from importlib import import_module

        module, name = self.home.split(":")
        found: Callable[..., dict[str, Any]] = getattr(import_module(module, __package__), name)
        return found


TASKS: dict[str, Task] = {
    "create_plan": Task((
        Parameter("output", "output", "the plan file to make (.gpkg)"),
        Parameter("units", "layer", "'bundled' (1:4M, 1999) or a polygon layer of counties", "bundled"),
        Parameter("unit_code_field", "field", "field of that layer that holds the adcode", None),
        Parameter("scheme", "choice", "membership of the four zones", "county",
                  choices=("county", "prefecture")),
        Parameter("title", "text", "title of the plan", "京津冀协同发展规划"),
    ), ".plan.build:create_plan", "make the plan file: core, cities, axes, zones, nodes, wings and the rest"),
    "ring_buffers": Task((
        Parameter("layer", "layer", "points, lines or polygons in any CRS"),
        Parameter("distances_m", "numbers", "distances on the ground", unit="m"),
        Parameter("kind", "choice", "rings between the distances, or full discs", "rings",
                  choices=("rings", "discs")),
        Parameter("dissolve", "boolean", "one polygon a distance for all features together", False),
        Parameter("output", "output", "layer 'rings' and table 'ring_areas' (.gpkg)"),
    ), ".buffers:ring_buffers", "buffers in metres on the ellipsoid, with their share on land and in the region"),
    "overlap_table": Task((
        Parameter("left", "layer", "polygon layer"),
        Parameter("right", "layer", "polygon layer"),
        Parameter("left_class", "field", "class field of the left layer; none: one class", None),
        Parameter("right_class", "field", "class field of the right layer; none: one class", None),
        Parameter("output", "output", "the table (.csv or .gpkg)"),
        Parameter("pieces", "output", "the overlap polygons (.gpkg), if wanted", None),
    ), ".overlay:overlap_table", "ellipsoidal area of every left class in every right class"),
}


def described() -> dict[str, Any]:
    """All tasks and their parameters, for `tasks` and for whoever writes a job by hand."""
    return {
        name: {"description": task.en, "parameters": [p.described() for p in task.parameters]}
        for name, task in TASKS.items()
    }


def checked(name: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of task `name` with defaults filled in. Raises EngineError on what does not fit."""
    if name not in TASKS:
        raise EngineError("unknown-task", task=name, known=", ".join(TASKS))
    known = {p.name: p for p in TASKS[name].parameters}
    for given in params:
        if given not in known:
            raise EngineError("unknown-parameter", task=name, name=given, known=", ".join(known))
    values = {}
    for parameter in known.values():
        if parameter.name in params:
            values[parameter.name] = parameter.checked(params[parameter.name])
        elif parameter.default is REQUIRED:
            raise EngineError("missing-parameter", task=name, name=parameter.name, type=parameter.expected)
        else:
            values[parameter.name] = parameter.default
    return values


def perform(request: dict[str, Any], job: Job) -> dict[str, Any]:
    """Run the request's task; its result is plain JSON."""
    name, params = request.get("task"), request.get("params", {})
    if not isinstance(name, str) or not isinstance(params, dict):
        raise EngineError("bad-job", reason="'task' is text, 'params' is an object")
    values = checked(name, params)
    result = TASKS[name].function()(job=job, **values)
    return {"task": name, "params": values, **result, "versions": versions(), "warnings": job.warnings}


def checked_distances(distances: list[float], limit_km: float) -> list[float]:
    """Sorted distances in metres, each once. Raises no-distances, bad-distance."""
    if not distances:
        raise EngineError("no-distances")
    for distance in distances:
        if not math.isfinite(distance) or not 0 < distance <= limit_km * 1000:
            raise EngineError("bad-distance", found=f"{distance:,.15g}", limit_km=f"{limit_km:g}")
    return sorted(set(distances))
