"""QGIS's own algorithms on the bundled data: seconds and areas as JSON. Run by the distribution's Python."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsDistanceArea,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

DATA, REPEATS, DISTANCE_M, ALBERS, SEGMENTS = (
    sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], int(sys.argv[5]))


def run(algorithm: str, **parameters: object) -> str:
    """Run one algorithm; its output's path."""
    found = QgsApplication.processingRegistry().algorithmById(algorithm)
    context = QgsProcessingContext()
    result, ok = found.run(parameters, context, QgsProcessingFeedback())
    if not ok:
        raise RuntimeError(f"{algorithm} failed")
    return str(result["OUTPUT"])


def intersection(folder: Path) -> str:
    """Units × catchments, no area column: QGIS has the pieces, not the table."""
    return run("native:intersection", INPUT=f"{DATA}|layername=units", OVERLAY=f"{DATA}|layername=catchments",
               OUTPUT=str(folder / "pieces.gpkg"))


def buffer(folder: Path) -> str:
    """Rivers to Albers, then a planar buffer there: what a careful user of QGIS does."""
    flat = run("native:reprojectlayer", INPUT=f"{DATA}|layername=rivers", TARGET_CRS=f"PROJ4:{ALBERS}",
               OUTPUT=str(folder / "flat.gpkg"))
    return run("native:buffer", INPUT=flat, DISTANCE=DISTANCE_M, SEGMENTS=SEGMENTS, DISSOLVE=True,
               OUTPUT=str(folder / "buffer.gpkg"))


def area_km2(path: str) -> float:
    """Ellipsoidal area of all features."""
    layer = QgsVectorLayer(path, "result", "ogr")
    measure = QgsDistanceArea()
    measure.setSourceCrs(layer.crs(), QgsProcessingContext().transformContext())
    measure.setEllipsoid("EPSG:7019")  # GRS80, whatever the user's settings say
    return sum(measure.measureArea(feature.geometry()) for feature in layer.getFeatures()) / 1e6


application = QgsApplication([], False)
application.initQgis()
QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms(QgsApplication.processingRegistry()))
answer = {}
for name, work in (("overlap", intersection), ("buffer", buffer)):
    seconds = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            path = work(Path(folder))
            seconds.append(time.perf_counter() - started)
            area = area_km2(path)
    answer[name] = {"seconds": seconds, "area_km2": area}
print(json.dumps(answer), flush=True)
os._exit(0)  # QGIS's own shutdown outside a desktop may crash
