"""Who and what lies within an hour of each place: along lines with speeds, or as the crow flies."""
