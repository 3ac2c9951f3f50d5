"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

REGION_TASKS: dict[str, Task] = {
    "indicators": Task((
        Parameter("plan", "layer", "'bundled' (1:4M, 1999) or a plan file (.gpkg)", "bundled"),
        Parameter("scheme", "choice", "membership of the four zones, of the bundled units", "county",
                  choices=("county", "prefecture")),
        Parameter("table", "layer", "CSV, workbook or layer with values by adcode; none: the plan's own fields, else "
                  "the bundled figures of 2020", None),
        Parameter("code_field", "field", "column with the adcode; none: the usual one", None),
        Parameter("people_field", "field", "column with residents; none: the usual one", None),
        Parameter("registered_field", "field", "column with registered people (户籍); none: the usual one", None),
        Parameter("gdp_field", "field", "column with GDP, in 1e8 yuan unless its heading says otherwise; none: the "
                  "usual one", None),
        Parameter("fields", "texts", "other columns to take; none: all that hold numbers", None),
        Parameter("kinds", "object", "by column: 'amount' (summed), 'ratio' (a mean weighted by people) or 'ratio "
                  "COLUMN' (weighted by that)", None),
        Parameter("year", "text", "of a table with a column of years; none: the last", None),
        Parameter("second_plan", "layer", "another plan to set beside the first; none: the same", None),
        Parameter("second_table", "layer", "another table to set beside the first; none: the same", None),
        Parameter("second_year", "text", "another year to set beside the first; none: the same", None),
        Parameter("output", "output", "layers 'units', 'cities', 'zones', 'provinces', tables 'indices', "
                  "'decomposition', 'rank_size', 'lorenz', 'unmatched', and with 'in_space' layers 'lisa', 'gravity', "
                  "'gravity_sections', 'breakpoints', 'within', 'border_gap', tables 'moran', 'border_summary', "
                  "'sets', 'mega_regions' (.gpkg)"),
        Parameter("in_space", "boolean", "also how values lie in space: clusters, gravity, people within distances, "
                  "the gap at the border, sets of units", True),
        Parameter("focus", "text", "the measure (density, gdp_per_head, a ratio's column) whose clusters and gap are "
                  "drawn; none: GDP per head where it is known, else density", None),
        Parameter("significance", "number", "p up to which a cluster counts", 0.05),
        Parameter("core", "text", "adcode of the province whose border the gap per head is measured across", "110000"),
        Parameter("node_km", "numbers", "distances from nodes within which people are counted; none: the catalogue's",
                  None, "km"),
        Parameter("axis_km", "numbers", "distances from axes within which people are counted; none: the catalogue's",
                  None, "km"),
        Parameter("gravity_k", "number", "factor k of gravity", 1.0),
        Parameter("mega", "layer", "CSV or workbook with a row a city of several mega-city regions", None),
    ), ".region.indicators.task:indicators",
        "people, GDP and other values by unit, city, zone and province; rank-size, primacy, inequality"),
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
