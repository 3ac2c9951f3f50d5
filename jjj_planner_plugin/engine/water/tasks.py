"""The tasks of the water tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Ranking, Task

JURISDICTIONS = Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled")
CITIES = Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the city of the bundled units, "
                   "else the usual field the layer has", None)
HEIGHTS_CRS = Parameter("dem_crs", "text", "EPSG code or WKT, used where the raster's file has no CRS", None)
CLOSED = Parameter("closed", "layer", "polygons of ground whose water stays there, 'bundled' (the Bashang plateau), "
                   "'none'; auto: the plateau, where the heights are the bundled ones", "auto")

WATER_TASKS: dict[str, Task] = {
    "delineate_catchments": Task((
        Parameter("dem", "text", "raster of heights, or 'bundled' (30 arc-seconds)", "bundled"),
        HEIGHTS_CRS,
        Parameter("height_unit", "choice", "of its heights; none: as its band says, else metres", None,
                  choices=("m", "ft")),
        Parameter("points", "layer", "pour points, unless `point` is given; without either the bundled reservoirs",
                  None),
        Parameter("name_field", "field", "field with their names; none: the usual one the layer has", None),
        Parameter("point", "numbers", "longitude and latitude of the one pour point, instead of `points`", None, "°"),
        Parameter("snap_cells", "number", "a point is moved to the largest area upstream within so many cells each way",
                  5.0),
        Parameter("snap_km", "number", "or within this distance on the ground; 0: it stays in its cell", None, "km"),
        CLOSED,
        Parameter("rivers", "layer", "lines to cut into the heights, or 'bundled' (1:4M)", None),
        Parameter("burn_m", "number", "how deep they are cut in", 20.0, "m"),
        Parameter("stream_km2", "number", "a stream begins where so much lies upstream", 50.0, "km²"),
        Parameter("sub_basins", "choice", "each point's own ground, or Pfafstetter's division", "none",
                  choices=("none", "points", "pfafstetter")),
        Parameter("level", "number", "of Pfafstetter's division: 1 or 2", 1.0),
        Parameter("flat_slope", "number", "slope below which ground is too flat for heights to tell where water goes",
                  0.2, "%"),
        Parameter("output", "output", "layers 'catchments', 'sub_basins', 'streams', 'pour_points', 'snaps', "
                  "'trusted_basins' (.gpkg)"),
    ), ".water.delineate.task:delineate_catchments", "what drains into points: catchments, streams, sub-basins"),
    "trace_upstream": Task((
        Parameter("basins", "layer", "'bundled' (ten sub-basins of the Hai) or basins that know what they drain to",
                  "bundled"),
        Parameter("id_field", "field", "field with a basin's id; none: HYBAS_ID, catchment_id or another usual one",
                  None),
        Parameter("down_field", "field", "field with the id of what it drains to; none: NEXT_DOWN or another usual one",
                  None),
        Parameter("start", "texts", "ids or names of the basins asked about; none, and no point: that with the most "
                  "upstream",
                  None),
        Parameter("point", "numbers", "longitude and latitude of a place in a basin asked about", None, "°"),
        Parameter("direction", "choice", "what is looked for", "upstream", choices=("upstream", "downstream", "both")),
        Parameter("own", "boolean", "whether the basins asked about are part of what is found", True),
        JURISDICTIONS,
        CITIES,
        Parameter("output", "output", "layer 'traced' and table 'traced_jurisdictions' (.gpkg)"),
    ), ".water.trace:trace_upstream",
        "all that is upstream or downstream of basins, how large it is, and whose ground"),
    "catchment_matrix": Task((
        JURISDICTIONS,
        Parameter("jurisdiction_field", "field", "field they are told apart by; none: the usual one the layer has",
                  None),
        Parameter("level", "choice", "of the bundled units: by city, province, or each", "city",
                  choices=("city", "province", "unit")),
        Parameter("catchments", "layer", "'bundled' (ten sub-basins of the Hai) or a polygon layer", "bundled"),
        Parameter("catchment_field", "field", "field they are told apart by; none: the usual one the layer has", None),
        Parameter("output", "output", "table 'matrix' (.gpkg or .csv); a .gpkg also has the layer 'pieces' and the "
                  "table 'matrix_wide'"),
    ), ".water.matrix:catchment_matrix",
        "area of every jurisdiction in every catchment, with both shares, not covered and counted twice"),
    "water_dependency": Task((
        JURISDICTIONS,
        CITIES,
        Parameter("method", "choice", "by heights or by basins that know what they drain to; auto: by basins where "
                  "they are given, else by heights", "auto", choices=("auto", "dem", "basins")),
        Parameter("dem", "text", "heights: a raster in any CRS, or 'bundled' (30″)", None),
        HEIGHTS_CRS,
        Parameter("height_unit", "choice", "unit of its heights; none: as the raster says", None,
                  choices=("m", "ft")),
        CLOSED,
        Parameter("basins", "layer", "'bundled' (sub-basins of the Hai) or polygons with a field of what they drain "
                  "to", None),
        Parameter("id_field", "field", "field with a basin's id; none: the usual one", None),
        Parameter("down_field", "field", "field with the id of the basin it drains to; none: the usual one", None),
        Parameter("population", "text", "raster of people per cell, any CRS and resolution", None),
        Parameter("population_layer", "layer", "or polygons with a number of people", None),
        Parameter("population_field", "field", "field of that layer with the people", None),
        Parameter("min_pair_km2", "number", "pairs with less ground are left out of 'pairs' and counted", 1.0, "km²"),
        Parameter("output", "output", "layers 'dependency', 'pairs' and 'agreements' (.gpkg)"),
    ), ".water.dependency.task:water_dependency",
        "how much of each jurisdiction's upstream ground lies outside it, whose that is, and what is agreed"),
    "riparian_buffers": Task((
        Parameter("rivers", "layer", "'bundled' (main stems, 1:4M) or lines that are axes of rivers; none: the bundled "
                  "ones, unless there are lakes only", None),
        Parameter("lakes", "layer", "polygons of lakes and reservoirs", None),
        Parameter("intakes", "layer", "points of intakes", None),
        Parameter("intake_point", "numbers", "an intake's longitude and latitude", None, "°"),
        Parameter("preset", "text", "id of 'strips' in resources/catalog/distances.json; or width_m", None),
        Parameter("width_m", "number", "width on land of one's own, from the bank", None, "m", scalable=True),
        Parameter("strip_class", "choice", "class of the preset", "all", choices=("all", "first", "second")),
        Parameter("side", "choice", "of rivers, looking downstream", "both", choices=("both", "left", "right")),
        Parameter("half_width_m", "number", "from the line to the bank, where no field tells", 0.0, "m"),
        Parameter("river_width_field", "field", "field with the whole width of the water in metres; none: river_width, "
                  "if there is one", None),
        Parameter("up_m", "number", "length upstream along all branches, with a width of one's own", None, "m"),
        Parameter("down_m", "number", "length downstream", None, "m"),
        Parameter("snap_m", "number", "farthest that an intake is moved onto the water", 1000.0, "m"),
        Parameter("tolerance_m", "number", "distance of lines' ends that are one place of the network", 10.0, "m"),
        Parameter("direction", "choice", "which way water flows: as digitised or stated, by the heights of both ends, "
                  "or as digitised unless the heights clearly say otherwise", "auto",
                  choices=("auto", "digitised", "heights")),
        Parameter("direction_field", "field", "field that says 1 (with the vertices) or -1; none: direction, if there "
                  "is one", None),
        Parameter("heights", "layer", "'bundled' (30″) or a raster of elevations in metres", "bundled"),
        Parameter("dissolve", "choice", "one strip a class for each river, lake or intake, or for all together",
                  "river", choices=("river", "class")),
        Parameter("catchments", "layer", "polygons at whose limits strips around reservoirs end", None),
        Parameter("with_layers", "layers", "polygons, lines or points whose overlap with the strips is told", None),
        Parameter("with_names", "texts", "what they are called; none: the layers' own names", None),
        Parameter("with_fields", "texts", "field with the class of each, or an empty text", None),
        JURISDICTIONS,
        Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the code of the bundled units, "
                  "else the usual field the layer has", None),
        Parameter("output", "output", "layers 'strips', 'reaches', 'intakes', table 'overlaps' (.gpkg)"),
    ), ".water.riparian.task:riparian_buffers",
        "strips along rivers and around lakes, or along the river from intakes, and their overlap with layers",
        (Ranking("overlaps", ("with_layer", "feature_id", "feature_class"),
                 within=("overlap_level", "strip_id", "strip_class")),)),
    "source_protection_check": Task((
        Parameter("features", "layers", "what is planned: parks, zones, lines … (polygons, lines or points)"),
        Parameter("names", "texts", "what these layers are called; none: their own names", None),
        Parameter("protections", "layers", "what is protected: strips, catchments or other polygons; 'bundled' is the "
                  "ten sub-basins of the Hai", None),
        Parameter("protection_names", "texts", "what those layers are called; none: their own names", None),
        Parameter("class_fields", "texts", "field with the class of protection of each layer, or an empty text; none: "
                  "the usual one it has", None),
        Parameter("serves_field", "field", "field with the code of the jurisdiction a source serves; none: the usual "
                  "one, else by the source's name", None),
        Parameter("search_m", "number", "how far outside a point still counts as near; none: the catalogue's", None,
                  "m"),
        Parameter("units", "layer", "'bundled' (1:4M, 1999) or a polygon layer of units", "bundled"),
        Parameter("unit_field", "field", "field of that layer with the adcode; none: the usual one it has", None),
        Parameter("output", "output", "layers 'conflicts', 'lines', 'points', tables 'conflict_list', 'summary' "
                  "(.gpkg)"),
    ), ".water.protection.task:source_protection_check",
        "what of a plan lies in or near protected strips and catchments: how grave, how much, and whose source"),
}
