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
}
