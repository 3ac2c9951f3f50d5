"""The tasks of the water tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

WATER_TASKS: dict[str, Task] = {
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
