"""Zones against rasters: what share of each cell a zone has, and what follows from it."""
