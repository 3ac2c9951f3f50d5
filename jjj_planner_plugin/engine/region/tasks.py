"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

REGION_TASKS: dict[str, Task] = {
    "locate_features": Task((
        Parameter("features", "layers", "points or polygons; none: the plan's parks", None),
        Parameter("names", "texts", "what these layers are called; none: their own names", None),
        Parameter("plan", "text", "plan file (.gpkg) on whose structure they are located; 'bundled': the sample",
                  "bundled"),
        Parameter("distances_m", "numbers", "outer distances of the rings around the axes",
                  [10_000.0, 20_000.0, 30_000.0, 50_000.0], "m"),
        Parameter("footprint", "layer", "polygons of an air footprint or airsheds", None),
        Parameter("footprint_field", "field", "field with their class; none: the usual one the layer has", None),
        Parameter("layers", "layers", "further polygon layers", None),
        Parameter("layer_names", "texts", "what they are called; none: the layers' own names", None),
        Parameter("layer_fields", "texts", "field with the class of each, or an empty text", None),
        Parameter("border_m", "number", "a point is on a border where another class is no farther away", 2000.0, "m"),
        Parameter("output", "output", "layer 'located' and table 'located_shares' (.gpkg)"),
    ), ".region.located.task:locate_features",
        "in which zone, unit, ring of an axis, catchment, footprint and circle each park or other feature lies"),
    "hour_reach": Task((
        Parameter("plan", "text", "plan file (.gpkg) with places, units and lines; 'bundled': the sample", "bundled"),
        Parameter("places", "layer", "points whose reach is asked; none: the plan's twin cities and nodes", None),
        Parameter("minutes", "numbers", "times asked about", [60.0], "min"),
        Parameter("lines", "layers", "rail and road lines; none: the plan's", None),
        Parameter("speed_field", "field", "field of these layers with the speed in km/h; none: the usual one", None),
        Parameter("planned", "boolean", "whether lines that are not open yet count", False),
        Parameter("stations", "layer", "points where rail can be entered; none: at its ends, and near places", None),
        Parameter("snap_m", "number", "lines that end no farther from another are joined to it", 50.0, "m"),
        Parameter("stop_m", "number", "a stop or place belongs to the rail lines no farther away", 2000.0, "m"),
        Parameter("access_kmh", "number", "speed to and from lines, straight over the ground", 30.0, "km/h"),
        Parameter("assumed_kmh", "number", "straight-line speed of places out of reach of any line with a speed", 60.0,
                  "km/h"),
        Parameter("population", "text", "raster of people per cell, any CRS and resolution", None),
        Parameter("population_layer", "layer", "or polygons with a number of people; none: the plan's units", None),
        Parameter("population_field", "field", "field of that layer with the people", None),
        Parameter("output", "output", "layers 'bands', 'reached' and, with lines, 'network' (.gpkg)"),
    ), ".region.reach.task:hour_reach",
        "the share of people, units and ground within an hour of each place, along lines or as the crow flies"),
}
