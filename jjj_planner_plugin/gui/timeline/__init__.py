"""The timeline of policies: a table with places, filtered by year, and what sets QGIS's time controller."""

from .dock import TimelineDock

__all__ = ["TimelineDock"]
