"""The tasks of the air tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task
from .standards import AVERAGINGS, BY_DATE, CHOICES, POLLUTANTS

# What is said of rasters whose own tags do not say it.
UNTOLD = (
    Parameter("pollutant", "text", f"of rasters without tags: {', '.join(POLLUTANTS)}", None),
    Parameter("averaging", "text", f"of rasters without tags: {', '.join(AVERAGINGS)}", None),
)
STANDARD = Parameter("standard", "choice", "what values are judged by; by-date: the national one of each date", BY_DATE,
                     choices=CHOICES)

AIR_TASKS: dict[str, Task] = {
    "air_footprints": Task((
        Parameter("rasters", "texts", "one or more rasters of concentrations on one grid: a date a band"),
        *UNTOLD,
        Parameter("date", "text", "of a raster without one: 2024, 2024-01, 2024-01-31 or 2024-01-31 05:00", None),
        STANDARD,
        Parameter("grade", "choice", "of the standard's limits; none: class2 of GB 3095, aqg of WHO", None,
                  choices=("class1", "class2", "it1", "it2", "it3", "it4", "aqg")),
        Parameter("limit", "number", "a limit of one's own instead, in the raster's unit; values are not rounded",
                  None),
        Parameter("min_area_km2", "number", "smallest footprint and smallest hole kept; none: of 4 cells", None, "km²"),
        Parameter("smoothing_km", "number", "radius of the mean taken before the limit is asked; 0: none", 0.0, "km"),
        Parameter("neighbours", "choice", "8: cells that touch at a corner are one footprint, 4: two", "8",
                  choices=("8", "4")),
        Parameter("across_gaps", "boolean", "whether dates with a gap between them are compared", True),
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
        Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the city of the bundled units, "
                  "else the usual field the layer has", None),
        Parameter("zones", "layer", "polygons whose share in footprints is told too, e.g. a plan's zones", None),
        Parameter("zone_field", "field", "field that tells zones apart; none: zone_id, else all is one zone", None),
        Parameter("population", "text", "raster of people per cell, any CRS and resolution", None),
        Parameter("population_layer", "layer", "or polygons with a number of people", None),
        Parameter("population_field", "field", "field of that layer with the people", None),
        Parameter("output", "output", "layers 'footprints' and 'changes', tables 'footprint_shares' and 'movement' "
                  "(.gpkg)"),
    ), ".air.footprints.task:air_footprints",
        "polygons above a limit by date, whose ground they cover, and what is kept, gained and lost"),
    "air_interpolate": Task((
        Parameter("observations", "layer", "'bundled' (13 cities by month, 2014–2015: a demonstration) or a layer of "
                  "observations", "bundled"),
        Parameter("pollutant", "text", "field of it that is interpolated; none: the only one", None),
        Parameter("method", "choice", "inverse distance, ordinary kriging, or kriging with elevation as drift",
                  "ordinary", choices=("idw", "ordinary", "drift")),
        Parameter("power", "number", "of the inverse distance", 2.0),
        Parameter("variogram", "choice", "the model that PyKrige fits", "linear",
                  choices=("linear", "power", "exponential", "spherical", "gaussian")),
        Parameter("elevation", "layer", "for the drift: 'bundled' (30″) or a raster of elevations in metres",
                  "bundled"),
        Parameter("beyond_elevation", "choice", "outside the stations' range of elevation the drift is that of the "
                  "range's end (held), or there is no value (blank)", "held", choices=("held", "blank")),
        Parameter("area", "layer", "'bundled' (the region of 1999) or polygons that are covered", "bundled"),
        Parameter("cell_deg", "number", "size of the cells (EPSG:4490)", 0.05, "°"),
        Parameter("max_distance_m", "number", "farther from every station there is no value", 75_000.0, "m"),
        Parameter("first_date", "text", "dates before it are left out; none: all", None),
        Parameter("last_date", "text", "dates that begin after it are left out; none: all", None),
        Parameter("output", "output", "the raster, a band a date (.tif)"),
        Parameter("errors", "output", "table of the errors by date (.csv or .gpkg), if wanted", None),
    ), ".air.interpolate.task:air_interpolate", "stations into a raster, with its error beside that of no model"),
}
