"""Airsheds: places whose concentrations rise and fall together, and the jurisdictions that they join."""
