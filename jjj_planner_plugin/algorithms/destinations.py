"""Where a result may go. Everything that Processing lets through and that is no plain file is refused here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProcessing, QgsProject, QgsProviderRegistry

from .. import messages


def refusal(target: str, suffixes: Sequence[str], project: QgsProject | None) -> str:
    """Why `target` cannot be written, as a sentence for the planner; empty if it can.

    Refused: `memory:`, `ogr:…`, `x.gpkg|layername=y`, another suffix or none, a folder that does not exist,
    and a file that a layer of the project shows (QGIS holds it open, or would show its old rows).
    """
    if target == QgsProcessing.TEMPORARY_OUTPUT:
        return ""
    expected = ", ".join(suffixes)
    if target.startswith(("memory:", "ogr:", "postgis:", "spatialite:")) or "|" in target:
        return messages.output_not_a_file(target, expected)
    path = Path(target)
    if path.suffix.lower() not in suffixes:
        return messages.output_suffix(target, expected)
    if not path.absolute().parent.is_dir():
        return messages.no_output_folder(str(path.absolute().parent))
    layer = shown(path, project)
    return messages.output_is_open(target, layer.name()) if layer else ""


def shown(path: Path, project: QgsProject | None) -> QgsMapLayer | None:
    """A layer of the project that reads the file, if there is one."""
    if project is None or not path.exists():
        return None
    for layer in project.mapLayers().values():
        parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        file = Path(str(parts.get("path") or ""))
        if file.is_file() and file.samefile(path):
            return layer
    return None
