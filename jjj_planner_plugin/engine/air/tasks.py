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
    "air_import": Task((
        Parameter("files", "texts", "NetCDF, GeoTIFF or GRIB of one product, or tables (CSV, XLSX) of stations"),
        Parameter("kind", "choice", "what they are; auto: by their type and headings", "auto",
                  choices=("auto", "grid", "stations")),
        Parameter("pollutant", "choice", "the pollutant; none: as the files say", None, choices=POLLUTANTS),
        Parameter("unit", "text", "the unit, e.g. µg/m³ or kg/m³; none: as the files say", None),
        Parameter("variable", "text", "variable to read; none: the only one that can be meant", None),
        Parameter("date", "text", "2020, 2020-01, 2020-01-31 or 2020-01-31 05:00: of the first slice of each file; "
                  "none: as the time axis or the file's name says", None),
        Parameter("averaging", "choice", "means of what; none: as the files say", None, choices=AVERAGINGS),
        Parameter("extent", "choice", "the region with a margin, or all there is", "region", choices=("region", "all")),
        Parameter("cells", "text", "of a table of cells by identifier: table or layer with the cells' places", None),
        Parameter("stations", "text", "list of stations (CSV, XLSX): code, name, city, lon, lat", None),
        Parameter("output_averaging", "choice", "what to make of stations' hours; hour: days too", "day",
                  choices=("hour", "day", "month")),
        Parameter("hour_marks", "choice", "whether an hour is named by its start or its end; auto: by its end where "
                  "hours go to 24", "auto", choices=("auto", "start", "end")),
        Parameter("output_raster", "output", "of grids: a band a date (.tif)", None),
        Parameter("output_stations", "output", "of tables: layer 'observations', with hours 'hours', tables "
                  "'too_few_hours' and 'import_log' (.gpkg)", None),
    ), ".air.import_air:air_import", "files of air quality as rasters or observations in the standards' units"),
    "air_sample": Task((
        Parameter("output", "output", "layers 'observations' (polygons of 13 cities by month) and 'cities' (.gpkg)"),
    ), ".air.sample:air_sample", "the bundled monthly means of PM2.5 of 13 cities, 2014–2015"),
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
