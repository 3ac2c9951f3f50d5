"""Strips along rivers and around lakes: whole, or as far along the river from an intake as a rule says."""
