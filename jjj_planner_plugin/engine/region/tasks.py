"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

REGION_TASKS: dict[str, Task] = {
    "connectivity": Task((
        Parameter("flows", "layer", "CSV, XLSX or layer: origin, destination, value, kind and year; none: "
                  "only with source modelled", None),
        Parameter("source", "choice", "observed flows, or gravity of the plan's cities, marked as such", "flows",
                  choices=("flows", "modelled")),
        Parameter("origin_field", "field", "column of codes or names; none: the usual ones", None),
        Parameter("destination_field", "field", "column of codes or names; none: the usual ones", None),
        Parameter("value_field", "field", "column of flows; none: the usual one", None),
        Parameter("kind_field", "field", "column that tells people, freight … apart; none: the usual one", None),
        Parameter("year_field", "field", "column of years; none: the usual one", None),
        Parameter("kind", "text", "only flows of this kind; none: each kind by itself", None),
        Parameter("year", "number", "only flows of this year; none: each year by itself", None),
        Parameter("level", "choice", "places as they are given, or the cities they lie in", "given",
                  choices=("given", "city")),
        Parameter("doubles", "choice", "several rows of one origin, destination, kind and year", "sum",
                  choices=("sum", "first", "last")),
        Parameter("plan", "text", "plan file with cities, zones and axes, or 'bundled'", "bundled"),
        Parameter("masses", "layer", "CSV, XLSX or layer with codes and masses; none: people of 2020", None),
        Parameter("mass_field", "field", "column of that table with the masses", None),
        Parameter("axes", "layer", "lines to take for the plan's axes", None),
        Parameter("axis_field", "field", "field with their names; none: the usual one", None),
        Parameter("axis_km", "number", "a place is on an axis within this distance; none: the axes' own width", None,
                  "km"),
        Parameter("extensions", "boolean", "whether members beyond an axis's end are on it", False),
        Parameter("output", "output", "layers 'links', 'places', 'axis_loads', tables 'flows', 'inside_across', "
                  "'provinces', 'zones', 'axes', 'uncovered', 'gravity_fit', 'summary', 'not_used' (.gpkg)"),
    ), ".region.connectivity.task:connectivity",
        "flows between places: links, strengths, provinces, gravity, and what the plan's axes carry of them"),
    "flow_template": Task((
        Parameter("plan", "text", "plan file with the cities, or 'bundled'", "bundled"),
        Parameter("output", "output", "the table to fill in (.csv)"),
    ), ".region.connectivity.template:flow_template", "a table of flows between the plan's cities to fill in"),
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
}
