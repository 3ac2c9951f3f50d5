"""Catchments from heights: pour points snapped, what drains into each, its streams and sub-basins."""
