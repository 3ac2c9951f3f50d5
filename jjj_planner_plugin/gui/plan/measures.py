"""Areas and lengths of a layer's features on the ellipsoid, measured when first asked for, kept until they change."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsDistanceArea, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from ...layers.schema import look

SQUARE_KM, KM = 1e6, 1e3  # in m², in m


class Measures(QObject):
    """Of one layer, in km² and km. After `renew`, what edits changed is measured again when asked for, nothing else."""

    def __init__(self, layer: QgsVectorLayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._known: dict[int, float] = {}
        self._stale: set[int] = set()
        self._distance = QgsDistanceArea()
        self._distance.setEllipsoid(look()["project"]["ellipsoid"])  # never the project's, which anybody may change
        self._distance.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
        layer.geometryChanged.connect(self._changed)
        layer.featureAdded.connect(self._gone)  # a number that is used again
        layer.featureDeleted.connect(self._gone)
        layer.afterRollBack.connect(self.forget)

    def of(self, fid: int) -> float:
        """km² of a polygon, km of a line; 0 for a point and for no geometry."""
        if fid not in self._known:
            request = QgsFeatureRequest(fid).setNoAttributes()
            feature = next(iter(self._layer.getFeatures(request)), None)
            self._known[fid] = self.measured(feature.geometry()) if feature is not None else 0.0
        return self._known[fid]

    def measured(self, geometry: QgsGeometry) -> float:
        """The same of a geometry in the layer's CRS."""
        area = self._distance.measureArea(geometry) / SQUARE_KM
        return float(area if area else self._distance.measureLength(geometry) / KM)

    def forget(self) -> None:
        """Measure everything anew when asked."""
        self._known.clear()

    def renew(self) -> None:
        """From now on what has changed is measured anew: a long outline takes 0.1 s, too long while it is dragged."""
        for fid in self._stale:
            self._known.pop(fid, None)
        self._stale.clear()

    def _changed(self, fid: int, _geometry: Any) -> None:
        self._stale.add(fid)

    def _gone(self, fid: int) -> None:
        self._stale.add(fid)
