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
