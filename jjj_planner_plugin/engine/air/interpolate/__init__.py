"""From stations to a field: inverse distance and kriging, with the error of each estimate beside that of no model."""
