"""Which results go into the report: chosen in the results panel, kept in the project."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject

SCOPE, KEY = "jjj_planner", "report_results"


def chosen_results(project: QgsProject) -> list[str]:
    """The files that were chosen and are still there, in the order in which they were."""
    files, _ = project.readListEntry(SCOPE, KEY)
    return [file for file in files if Path(file).is_file()]


def choose_result(project: QgsProject, file: str, wanted: bool) -> None:
    """Put a result's file on the list or take it off."""
    kept = [one for one in chosen_results(project) if one != file]
    project.writeEntry(SCOPE, KEY, [*kept, file] if wanted else kept)
