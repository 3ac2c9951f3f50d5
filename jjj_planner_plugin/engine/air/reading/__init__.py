"""Files of air quality as planners have them: grids of products, tables of stations."""
