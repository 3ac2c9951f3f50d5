"""QGIS's own algorithm on one job: `python3 in_qgis.py ALGORITHM LEFT RIGHT` prints seconds and area as JSON.

LEFT and RIGHT are layers of the benchmark's data (the path without suffix); for `buffer` RIGHT is the distance in m,
for `zonalstatisticsfb` a raster.
The seconds are reading, computing and writing a GeoPackage, which QGIS does in one.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

ALGORITHM, LEFT, RIGHT = sys.argv[1:4]


def layer(path: str) -> str:
    """The layer as Processing takes it."""
    return f"{path}.gpkg|layername={Path(path).name}"


def parameters() -> dict[str, object]:
    """What the algorithm is given: ids only, no other fields to carry."""
    if ALGORITHM == "buffer":
        return {"INPUT": layer(LEFT), "DISTANCE": float(RIGHT), "SEGMENTS": 8, "DISSOLVE": True}
    if ALGORITHM == "calculatevectoroverlaps":
        return {"INPUT": layer(LEFT), "LAYERS": [layer(RIGHT)]}
    if ALGORITHM == "zonalstatisticsfb":
        return {"INPUT": layer(LEFT), "INPUT_RASTER": f"{RIGHT}.tif", "RASTER_BAND": 1, "STATISTICS": [2]}  # the mean
    return {"INPUT": layer(LEFT), "OVERLAY": layer(RIGHT), "INPUT_FIELDS": ["id"], "OVERLAY_FIELDS": ["id"]}


def area_m2(path: str) -> float:
    """The planar area of the result, in the layers' equal-area CRS."""
    result = QgsVectorLayer(path, "result", "ogr")
    if ALGORITHM == "calculatevectoroverlaps":
        # QGIS unions what it overlaps; a coverage without overlaps has the same sum
        return sum(f[f"{Path(RIGHT).name}_area"] or 0.0 for f in result.getFeatures())
    return sum(feature.geometry().area() for feature in result.getFeatures())


application = QgsApplication([], False)
application.initQgis()
QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms(QgsApplication.processingRegistry()))
found = QgsApplication.processingRegistry().algorithmById(f"native:{ALGORITHM}")
with tempfile.TemporaryDirectory() as folder:
    target = str(Path(folder) / "result.gpkg")
    started = time.perf_counter()
    _, ok = found.run({**parameters(), "OUTPUT": target}, QgsProcessingContext(), QgsProcessingFeedback())
    seconds = time.perf_counter() - started
    if not ok:
        raise RuntimeError(f"native:{ALGORITHM} failed")
    print(json.dumps({"read_s": 0.0, "kernel_s": seconds, "area_m2": area_m2(target)}), flush=True)
os._exit(0)  # QGIS's own shutdown outside a desktop may crash
