"""A task of several steps: what a step tells of itself as a fraction is a stretch of the whole."""

from __future__ import annotations

from typing import Any

from .protocol import Job


class Stretch(Job):
    """The job as one of its steps sees it: progress 0 … 1 of the step is `start` … `end` of the job."""

    def __init__(self, job: Job, start: float, end: float) -> None:
        self.id, self.language, self.warnings = job.id, job.language, job.warnings
        self._whole, self._start, self._end = job, start, end

    def progress(self, fraction: float, code: str, **facts: Any) -> None:
        self._whole.progress(self._start + (self._end - self._start) * fraction, code, **facts)

    def warn(self, code: str, detail: dict[str, Any] | None = None, **facts: Any) -> None:
        self._whole.warn(code, detail, **facts)
