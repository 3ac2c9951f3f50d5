"""The saving of several layers as one transaction of their file: a crash in the middle leaves all of them as before.

QGIS writes each layer in transactions of its own, even geometries and attributes of one table in two. The layers of a
GeoPackage that are being edited share one connection; a transaction begun on that connection holds them all, and QGIS
then begins none of its own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.core import QgsProviderRegistry, QgsTransaction, QgsVectorLayer

ROOM = 3
"""With less room on the disk than this many times the plan, the layers are written one by one.

QGIS lets go of a layer's edits once they are written; if the disk were full at the very end, they would be lost.
"""
TRIES = 3


class OneSave:
    """Begun before the first layer is committed, ended after the last."""

    def __init__(self) -> None:
        self._transaction: QgsTransaction | None = None

    def begin(self, layer: QgsVectorLayer) -> None:
        """Hold what is written to the layer's file from now on. Where that cannot be, QGIS writes as it always does."""
        path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
        if self._transaction is not None or not path or not _roomy(Path(path)):
            return
        transaction = QgsTransaction.create(path, layer.providerType())
        if transaction is not None and transaction.begin()[0]:
            self._transaction = transaction

    def end(self) -> list[str]:
        """Write it all; what went wrong, as SQLite says it. Without a `begin` there is nothing to do."""
        transaction, self._transaction = self._transaction, None
        if transaction is None:
            return []
        for _ in range(TRIES):  # each waits for others who read
            done, error = transaction.commit()
            if done:
                return []
        transaction.rollback()
        return [error]


def _roomy(path: Path) -> bool:
    return path.is_file() and shutil.disk_usage(path.parent).free > ROOM * path.stat().st_size
