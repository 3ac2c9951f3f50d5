"""The tasks of the water tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

WATER_TASKS: dict[str, Task] = {
    "delineate_catchments": Task((
        Parameter("dem", "text", "raster of heights, or 'bundled' (30 arc-seconds)", "bundled"),
        Parameter("height_unit", "choice", "of its heights; none: as its band says, else metres", None,
                  choices=("m", "ft")),
        Parameter("points", "layer", "pour points; none, and no `point`: the bundled reservoirs", None),
        Parameter("name_field", "field", "field with their names; none: the usual one the layer has", None),
        Parameter("point", "numbers", "longitude and latitude of one more pour point", None, "°"),
        Parameter("snap_cells", "number", "a point is moved to the largest area upstream within so many cells each way",
                  5.0),
        Parameter("snap_km", "number", "or within this distance on the ground; 0: it stays in its cell", None, "km"),
        Parameter("closed", "layer", "polygons of ground whose water stays there, 'bundled' (the Bashang plateau), "
                  "'none'; auto: the plateau, where the heights are the bundled ones", "auto"),
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
        Parameter("start", "texts", "ids of the basins asked about; none, and no point: that with the most upstream",
                  None),
        Parameter("point", "numbers", "longitude and latitude of a place in a basin asked about", None, "°"),
        Parameter("direction", "choice", "what is looked for", "upstream", choices=("upstream", "downstream", "both")),
        Parameter("own", "boolean", "whether the basins asked about are part of what is found", True),
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
        Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the city of the bundled units, "
                  "else the usual field the layer has", None),
        Parameter("output", "output", "layer 'traced' and table 'traced_jurisdictions' (.gpkg)"),
    ), ".water.trace:trace_upstream",
        "all that is upstream or downstream of basins, how large it is, and whose ground"),
    "catchment_matrix": Task((
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
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
}
