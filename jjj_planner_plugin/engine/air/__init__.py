"""Air: from rasters and stations to exposure, attainment, footprints and airsheds."""
