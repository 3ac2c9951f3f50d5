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

# Where the values of air_aqi and air_exceedance come from.
VALUES = (
    Parameter("observations", "layer", "observations of stations or cities, 'bundled' the sample; or rasters", None),
    Parameter("rasters", "layers", "rasters of concentrations with their dates, of one or more pollutants", None),
    Parameter("pollutants", "texts", f"of rasters without tags, in their order: {', '.join(POLLUTANTS)}", None),
    Parameter("averaging", "text", f"of rasters without tags: {', '.join(AVERAGINGS)}", None),
    Parameter("zones", "layer", "of rasters: 'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
    Parameter("zone_field", "field", "field they are dissolved by; none: the city of the bundled units, else the usual "
              "field the layer has", None),
    Parameter("by", "choice", "each station or zone, or the mean of a city's stations; auto: the latter where "
              "several share a city", "place", choices=("place", "city", "auto")),
)

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
    "air_aqi": Task((
        *VALUES,
        Parameter("edition", "choice", "edition of the AQI; by-date: that of each value's date", BY_DATE,
                  choices=(BY_DATE, "hj633-2012", "hj633-2026")),
        Parameter("weights", "choice", "weights of the composite index in the catalogue", "2013",
                  choices=("2013", "2026")),
        Parameter("own_weights", "object", "other weights by pollutant; what is not named weighs 1", None),
        Parameter("output", "output", "layer 'aqi' and table 'composite' (.gpkg)"),
        Parameter("cells", "output", "of rasters: the AQI of each cell and date (.tif), if wanted", None),
    ), ".air.index_task:air_aqi", "air quality index, primary pollutant and composite index by station, city, zone or "
        "cell"),
    "air_exceedance": Task((
        *VALUES,
        Parameter("pollutant", "choice", "whose figures the layer shows; worst: that furthest above its limits",
                  "worst", choices=("worst", *POLLUTANTS)),
        STANDARD,
        Parameter("grade", "text", "class1, class2; of WHO aqg, it1 … it4; none: class2, aqg", None),
        Parameter("first_date", "text", "first day that counts, 2015-01-01; none: of the data", None),
        Parameter("last_date", "text", "last day that counts; none: of the data", None),
        Parameter("exclude_dates", "texts", "days left out (sand-dust, exceptional events)", None),
        Parameter("exclude_field", "field", "field of the observations that marks such days", None),
        Parameter("exclude_from", "texts", "pollutants that they are left out of", ["pm25", "pm10"]),
        Parameter("output", "output", "layer 'attainment', tables 'statistics' and 'summary' (.gpkg)"),
        Parameter("cells", "output", "of rasters: days above, valid days, share, longest spell of each cell (.tif), if "
                  "wanted", None),
    ), ".air.exceedance:air_exceedance", "days above the limits, HJ 663 statistics and attainment of a year"),
    "airsheds": Task((
        Parameter("rasters", "layers", "a series of concentrations (.tif), whose cells are grouped; none: observations",
                  None),
        Parameter("observations", "layer", "a layer of observations, or 'bundled' (13 cities by month, 2014–2015: a "
                  "demonstration); none: that, unless rasters are given", None),
        *UNTOLD,
        Parameter("area", "layer", "polygons in which cells are grouped; none: all", None),
        Parameter("max_cells", "number", "cells are averaged until there are no more than this", 2000.0),
        Parameter("contiguous", "boolean", "whether an airshed hangs together", True),
        Parameter("deseasoned", "boolean", "whether each series' mean of the same month of the year is removed first",
                  False),
        Parameter("k", "number", "how many airsheds; none: as many as have the best silhouette", None),
        Parameter("k_max", "number", "the most that the silhouette is asked about", 8.0),
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
        Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the city of the bundled units, "
                  "else the usual field the layer has", None),
        Parameter("region", "choice", "policy region that is set against the airsheds", "2+26",
                  choices=("none", "2+26", "2+36")),
        Parameter("output", "output", "layers 'airsheds' and 'airshed_members', tables 'silhouette', "
                  "'airshed_jurisdictions', 'airshed_region', 'region_cities' (.gpkg)"),
    ), ".air.airsheds.task:airsheds", "cells or stations grouped by how their series move together"),
    "air_zonal": Task((
        Parameter("rasters", "texts", "concentrations: one GeoTIFF or more on one grid, a date a band"),
        *UNTOLD,
        Parameter("date", "text", "of a raster without one: 2024, 2024-01, 2024-01-31 or 2024-01-31 05:00", None),
        Parameter("zones", "layer", "polygons in any CRS"),
        Parameter("zone_field", "field", "what has one value there is one zone; none: each feature", None),
        Parameter("population", "text", "raster of people per cell, any CRS and resolution", None),
        Parameter("population_layer", "layer", "or polygons with a number of people", None),
        Parameter("population_field", "field", "field of that layer with the people", None),
        Parameter("percentiles", "numbers", "weighed by area, 0 … 100", [5.0, 50.0, 95.0], "%"),
        STANDARD,
        Parameter("output", "output", "layer 'zones', tables 'air_zonal' and 'above' (.gpkg), or 'air_zonal' (.csv)"),
    ), ".zonal.task:air_zonal", "concentrations over zones by area and by people, and shares above the limits"),
}
