"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Task

REGION_TASKS: dict[str, Task] = {
}
