"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

REGION_TASKS: dict[str, Task] = {
    "import_relocations": Task((
        Parameter("path", "text", "a table of moves (.csv, .txt, .xlsx) with places by adcode or name and city"),
        Parameter("output", "output", "layer 'relocations' with the plan's fields, table 'not_placed' (.gpkg)"),
    ), ".region.moves.importing:import_relocations",
        "moves from a table as lines between places, and a list of the places that were not found"),
    "relocation_summary": Task((
        Parameter("relocations", "layer", "a plan's relocations, other lines from origin to destination, or a table "
                  "(.csv, .xlsx) with places by adcode or name and city; 'bundled': those of the sample", "bundled"),
        Parameter("units", "layer", "'bundled' (1:4M, 1999) or a polygon layer of units, for ends without a code",
                  "bundled"),
        Parameter("unit_field", "field", "field of that layer with the adcode; none: the usual one it has", None),
        Parameter("wings", "layer", "polygons of the wings; none: the two, by their host units", None),
        Parameter("level", "choice", "of the receiving jurisdictions", "city", choices=("unit", "city", "province")),
        Parameter("width", "choice", "the number that a flow's width stands for", "moves",
                  choices=("moves", "people", "area")),
        Parameter("with_summaries", "boolean", "whether rows that stand for many moves count, as one each", False),
        Parameter("output", "output", "layers 'flows' and 'moves', tables 'by_category', 'by_year', 'by_destination', "
                  "'by_wing' (.gpkg)"),
    ), ".region.moves.summary:relocation_summary",
        "moves out of the core as flows, counted by category, year, receiving jurisdiction and wing"),
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
                  "'decomposition', 'rank_size', 'lorenz', 'unmatched', 'compared' (what two sides are "
                  "called), and with 'in_space' layers 'lisa', 'gravity', "
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
        Parameter("mega_template", "output", "a table of that kind to fill in is written here (.csv)", None),
    ), ".region.indicators.task:indicators",
        "people, GDP and other values by unit, city, zone and province; rank-size, primacy, inequality"),
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
    "report": Task((
        Parameter("plan", "text", "the plan file (.gpkg)"),
        Parameter("title", "text", "title of the report; none: the plan's", None),
        Parameter("organisation", "text", "who prepared it", None),
        Parameter("results", "texts", "result files made before that the report shows too", []),
        Parameter("flows", "layer", "table of flows between places, for the section on links", None),
        Parameter("parent", "text", "plan file that it is compared with; none: the parent that the plan names", None),
        Parameter("sections", "texts", "ids of the sections wanted (resources/catalog/report.json); none: all", None),
        Parameter("language", "choice", "of page and workbook; none: the job's", None, choices=("zh", "en")),
        Parameter("date", "text", "date on the report; none: today", None),
        Parameter("folder", "text", "the folder to make: report.html, tables.xlsx, results/"),
    ), ".region.report.task:report", "standard analyses of a plan as one page, one workbook and their result files"),
}
