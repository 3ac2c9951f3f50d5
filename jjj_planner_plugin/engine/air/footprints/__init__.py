"""Footprints: the ground on which the air is above a limit, by date, whose it is, and how it moves."""
