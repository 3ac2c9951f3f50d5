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
