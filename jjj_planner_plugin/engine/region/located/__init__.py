"""Where features lie: zone, unit, ring of an axis, catchment, footprint, circles, any other layer."""
