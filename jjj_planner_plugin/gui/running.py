"""What the dialogs that run an algorithm themselves share: what it said, and a name for its file."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingFeedback


class Heard(QgsProcessingFeedback):
    """Feedback that keeps the warnings and the last error sentence."""

    def __init__(self) -> None:
        super().__init__(False)
        self.error = ""
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.error = error


def free_path(path: Path) -> Path:
    """`path`, or the first of `name_2`, `name_3` … that does not exist."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
