"""Running a tool as Processing does, and hearing what it says."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject


class Heard(QgsProcessingFeedback):
    """Feedback that keeps what it was told, and cancels at a chosen progress."""

    def __init__(self, cancel_at: float = 1000) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.infos: list[str] = []
        self.progressChanged.connect(lambda percent: self.cancel() if percent >= cancel_at else None)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        self.errors.append(error)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.warnings.append(warning)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.infos.append(info)


def run_tool(
    name: str, parameters: dict[str, Any], feedback: QgsProcessingFeedback | None = None,
    context: QgsProcessingContext | None = None,
) -> dict[str, Any]:
    """Run `jjj:NAME` as Processing does; {} when it refused or failed."""
    algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{name}").create()
    context, feedback = context or QgsProcessingContext(), feedback or Heard()
    context.setProject(QgsProject.instance())
    context.setFeedback(feedback)
    ok, reason = algorithm.checkParameterValues(parameters, context)
    if not ok:
        feedback.reportError(reason)
        return {}
    results, _ = algorithm.run(parameters, context, feedback)
    return results
