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
}
