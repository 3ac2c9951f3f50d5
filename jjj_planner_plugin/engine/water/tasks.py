"""The tasks of the water tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Task

WATER_TASKS: dict[str, Task] = {
}
