"""One result as the panel holds it: what arrived, its tables, its recipe, the layers it left in the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry, QgsVectorLayer

from ...algorithms.announcements import Arrival
from ...i18n import tr
from . import catalogue
from .catalogue import TableSpec
from .table import Table


class Result:
    """What the panel keeps of an arrival. The tables are read when they are first shown."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.specs: list[TableSpec] = catalogue.tables_of(arrival)
        self.tables: dict[str, Table] = {}
        """By the table's uri, once read."""

    @property
    def kind(self) -> str:
        """How its layers are styled and grouped."""
        return self.arrival.kind

    @property
    def tool(self) -> str:
        """The tool's name in the interface's language."""
        algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{self.arrival.algorithm}")
        return str(algorithm.displayName()) if algorithm else self.arrival.algorithm

    @property
    def title(self) -> str:
        """`叠置统计 · rings_by_zone.csv · 14:32`."""
        file = Path(self.main_file)
        name = tr("temporary file") if self.is_temporary(self.main_file) else file.name
        return f"{self.tool} · {name} · {self.arrival.started:%H:%M}"

    @property
    def main_file(self) -> str:
        """The result's own file."""
        return str(self.arrival.result["output"]).split("|")[0]

    def is_temporary(self, file: str) -> bool:
        """Whether Processing made the file's name, from that of the output: it goes when QGIS ends."""
        return Path(file).name.split(".")[0] in self.arrival.outputs

    @property
    def is_measured(self) -> bool:
        """Whether the task measures areas or lengths; an import does not."""
        return self.arrival.algorithm not in catalogue.panel()["unmeasured"]

    def recipe(self) -> dict[str, Any]:
        """The recipe beside the output; empty when it was moved or removed."""
        try:
            found = json.loads(Path(self.arrival.result["recipe"]).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return found if isinstance(found, dict) else {}

    def layer(self, table: str) -> QgsVectorLayer | None:
        """The project's layer on a table of the result's files; "" for a file's only one."""
        return next((layer for layer, name in self._layers() if table in (name, "")), None)

    def _layers(self) -> Iterator[tuple[QgsVectorLayer, str]]:
        """The project's layers with geometry on the result's files, each with the table it shows."""
        files = {Path(output.split("|")[0]) for output in self.arrival.outputs.values()}
        for layer in QgsProject.instance().mapLayers().values():
            if isinstance(layer, QgsVectorLayer) and layer.providerType() == "ogr":
                parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
                path = parts.get("path") or ""
                if Path(path) in files and layer.isSpatial():
                    yield layer, parts.get("layerName") or catalogue.first_layer(path)
