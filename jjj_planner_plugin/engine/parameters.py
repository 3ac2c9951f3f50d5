"""What a task is: its parameters, each checked once, its function, and the tables whose rows it ranks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .messages import PARAMETER_TYPES, EngineError, Pair

REQUIRED = object()


@dataclass(frozen=True)
class Parameter:
    """One parameter of a task: its name, type, unit, default (REQUIRED if it has none), and sense."""

    name: str
    type: str  # layer | layers | field | text | texts | choice | boolean | number … (messages.PARAMETER_TYPES)
    en: str
    default: Any = REQUIRED
    unit: str | None = None
    choices: tuple[str, ...] = ()
    scalable: bool = False  # a distance or threshold that `sensitivity` may multiply

    def described(self) -> dict[str, Any]:
        """As `tasks` prints it."""
        return {
            "name": self.name, "type": self.type, "unit": self.unit, "required": self.default is REQUIRED,
            "default": None if self.default is REQUIRED else self.default,
            "choices": list(self.choices), "scalable": self.scalable, "description": self.en,
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
        if self.type == "objects":
            return isinstance(value, list) and all(isinstance(v, dict) for v in value)
        return isinstance(value, str) and (bool(value) or self.type == "value")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True)
class Ranking:
    """A table of a task's output whose rows can be put in order by `value`, among those that share `within`.

    `keys` tell a row from the others there, and are the same when a distance or threshold changes. In a CSV
    output, `table` is the output itself.
    """

    table: str
    keys: tuple[str, ...]
    value: str = "area_m2"
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A task's parameters and where its function is, as `module:function` (loaded when first used)."""

    parameters: tuple[Parameter, ...]
    home: str
    en: str
    rankings: tuple[Ranking, ...] = ()  # for `sensitivity`: the first whose table the output has
    live: bool = False  # on what the serving process holds; its answers come often, and carry no recipe

    def function(self) -> Callable[..., dict[str, Any]]:
        """The task's function; its module is imported now."""
        from importlib import import_module

        module, name = self.home.split(":")
        found: Callable[..., dict[str, Any]] = getattr(import_module(module, __package__), name)
        return found


def checked_distances(distances: list[float], limit_km: float) -> list[float]:
    """Sorted distances in metres, each once. Raises no-distances, bad-distance."""
    if not distances:
        raise EngineError("no-distances")
    for distance in distances:
        if not math.isfinite(distance) or not 0 < distance <= limit_km * 1000:
            raise EngineError("bad-distance", found=f"{distance:,.15g}", limit_km=f"{limit_km:g}")
    return sorted(set(distances))
