"""Relocations: moves from one place to another, read from layers and tables, summed up, and drawn apart."""
