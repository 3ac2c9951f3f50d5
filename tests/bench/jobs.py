"""What `make bench` measures, on which layers, who takes part, and the figures that are to be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Job(NamedTuple):
    """Two layers (or points and a distance in m), and who works on them."""

    title: str
    left: str
    right: str
    contenders: tuple[str, ...]

    @property
    def classes(self) -> tuple[str, str]:
        """The class fields of the table: of zones their ids, of very many features each its own class."""
        return ("id", "id") if self.right.startswith("landuse") else ("cls", "id")


PEERS = ("shapely in pieces", "geopandas", "SedonaDB", "DuckDB", "qgis:intersection", "qgis:calculatevectoroverlaps")
WHOLE = ("process",)
JOBS = {
    "zones_1k": Job("1 000 parcels × 4 zones", "parcels1k", "zones4", ("engine", *PEERS)),
    "zones_1m": Job("1 000 000 parcels × 4 zones", "parcels1m", "zones4",
                    ("engine", "shapely in pieces", "Arrow", *WHOLE)),
    "counties": Job("100 000 parcels × 200 counties", "parcels100k", "counties200",
                    ("engine", *PEERS, *WHOLE, "process with pieces")),
    "landuse": Job("100 000 land uses × themselves", "landuse100k", "landuse100k", ("engine", *PEERS, *WHOLE)),
    "parcels_landuse": Job("100 000 parcels × 100 000 land uses", "parcels100k", "landuse100k",
                           ("engine", "shapely in pieces", "SedonaDB", "qgis:calculatevectoroverlaps")),
    "points": Job("100 000 points, 1 km, dissolved", "points100k", "1000",
                  ("rings", "qgis:buffer", "shapely dissolve")),
    "zones_10m": Job("10 000 000 parcels × 4 zones", "parcels10m", "zones4", WHOLE),
    "zones_overlapping": Job("1 000 000 × 4 zones that overlap", "parcels1m", "zones4_overlapping", WHOLE),
    "zones_gaps": Job("1 000 000 × 4 zones with gaps", "parcels1m", "zones4_gaps", WHOLE),
    "parcels_invalid": Job("1 000 000, 1 % invalid, × 4 zones", "parcels1m_invalid", "zones4", WHOLE),
    "counties_invalid": Job("100 000, 1 % invalid, × 200 counties", "parcels100k_invalid", "counties200", WHOLE),
    "landuse_overlapping": Job("100 000 × 100 000 that overlap", "landuse100k", "landuse100k_overlapping", WHOLE),
}

Value = Callable[..., float]
"""`v(job, contender, key="kernel_s")`: a median of the run; NaN where it was not measured."""


class Target(NamedTuple):
    """A figure to reach, at least or at most `limit`."""

    text: str
    figure: Callable[[Value], float]
    limit: float
    at_least: bool = True


def faster(job: str, peer: str, limit: float) -> Target:
    """The engine's kernel against a peer's."""
    return Target(f"{JOBS[job].title}: kernel × {peer}", lambda v: v(job, peer) / v(job, "engine"), limit)


def agreeing(job: str) -> Target:
    """Cells that are apart from shapely's by more than 1e-9 of their size and 1e-3 m²."""
    return Target(f"{JOBS[job].title}: cells that disagree", lambda v: v(job, "engine", "beyond"), 0, False)


def sturdy(sick: str, base: str) -> Target:
    """The whole process on a layer with faults against the same on one without."""
    def ratio(v: Value) -> float:
        return v(sick, "process", "process_s") / v(base, "process", "process_s")

    return Target(f"{JOBS[sick].title}: time of the healthy case", ratio, 1.5, False)


TARGETS = (
    Target("1 000 000 × 4: whole process − 2 × reading (s)",
           lambda v: v("zones_1m", "process", "process_s") - 2 * v("zones_1m", "Arrow", "read_s"), 2, False),
    Target("1 000 000 × 4: peak (MB)", lambda v: v("zones_1m", "process", "peak_mb"), 700, False),
    faster("zones_1m", "shapely in pieces", 4),
    faster("counties", "geopandas", 8),
    faster("counties", "SedonaDB", 5),
    faster("counties", "qgis:intersection", 40),
    faster("landuse", "SedonaDB", 15),
    faster("landuse", "qgis:calculatevectoroverlaps", 60),
    faster("parcels_landuse", "SedonaDB", 15),
    faster("parcels_landuse", "qgis:calculatevectoroverlaps", 60),
    Target("10 000 000 × 4: peak of 1 000 000's",
           lambda v: v("zones_10m", "process", "peak_mb") / v("zones_1m", "process", "peak_mb"), 1.2, False),
    Target("10 000 000 × 4: time of 1 000 000's",
           lambda v: v("zones_10m", "process", "process_s") / v("zones_1m", "process", "process_s"), 12, False),
    Target("100 000 points dissolved: whole process × QGIS buffer",
           lambda v: v("points", "qgis:buffer") / v("points", "rings", "process_s"), 4),
    Target("100 000 × 200, pieces written: whole process × QGIS intersection",
           lambda v: v("counties", "qgis:intersection") / v("counties", "process with pieces", "process_s"), 5),
    *(agreeing(job) for job in ("zones_1k", "zones_1m", "counties", "landuse", "parcels_landuse")),
    sturdy("zones_overlapping", "zones_1m"),
    sturdy("zones_gaps", "zones_1m"),
    sturdy("parcels_invalid", "zones_1m"),
    sturdy("counties_invalid", "counties"),
    sturdy("landuse_overlapping", "landuse"),
)
