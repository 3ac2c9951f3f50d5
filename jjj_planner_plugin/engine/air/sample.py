"""Task `air_sample`: the bundled monthly means of PM2.5 as a layer of cities, for a first look."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from ... import paths
from .. import outputs, recipes
from ..geodesy import LONLAT
from ..protocol import Job
from ..recipes import BUNDLED
from .observations import LAYER, bundled_observations
from .reading.places import city_outlines

CITIES = "cities"
SOURCE = "pm25_city_monthly.csv (SpTe2M, 13 个城市的日值求月均 monthly means of daily values of 13 cities)"


def air_sample(output: str, job: Job) -> dict[str, Any]:
    """Layer `observations`: outlines of the 13 cities (bundled units, dissolved) by month, with pm25, the days it is
    the mean of, and their place, times, source and warning as observations have them. Layer `cities`: their points
    with the means of both years, weighted by days. Raises EngineError as `check_target` does.
    """
    target = outputs.check_target(output, (".gpkg",), (), (LAYER, CITIES))
    sample = bundled_observations()
    job.progress(0.2, "reading", what=sample.title)
    frame = sample.frame.drop(columns="valid_hours")
    told = pd.read_csv(paths.resource("data/pm25_city_monthly.csv"), dtype={"adcode": str})
    told["start"] = pd.to_datetime({"year": told["year"], "month": told["month"], "day": 1})
    days = told.rename(columns={"adcode": "place"})[["place", "start", "days", "name_en"]]
    frame = frame.merge(days, on=["place", "start"], validate="1:1")
    frame = frame.assign(averaging=sample.averaging, source=SOURCE, warning="", demonstration=1)
    order = ["place", "name", "name_en", "city", "adcode", "start", "end", "averaging", "pm25", "days", "lon", "lat",
             "source", "warning", "demonstration"]
    outlines = city_outlines()
    layer = gpd.GeoDataFrame(frame[order], geometry=frame["place"].map(outlines).to_numpy(), crs=LONLAT)
    job.progress(0.7, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, LAYER, "MultiPolygon")
        outputs.write_layer(_cities(frame), part, CITIES)
    recipe = recipes.recipe("air_sample", {"output": str(target)}, [sample], None)
    return {"output": str(target), "places": int(frame["place"].nunique()), "rows": len(frame),
            "from": frame["start"].min().isoformat(), "to": frame["end"].max().isoformat(), "boundary_set": BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _cities(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """A point for each city, with the means of the years, weighted by the days of their months."""
    weighted = frame.assign(year=frame["start"].dt.year, product=frame["pm25"] * frame["days"])
    sums = weighted.groupby(["place", "year"])[["product", "days"]].sum()
    means = (sums["product"] / sums["days"]).round(2).unstack("year").add_prefix("pm25_")
    cities = frame.drop_duplicates("place").set_index("place")[["name", "name_en", "adcode", "lon", "lat"]]
    cities = cities.join(means).assign(source=SOURCE, demonstration=1).reset_index()
    return gpd.GeoDataFrame(cities, geometry=gpd.points_from_xy(cities["lon"], cities["lat"]), crs=LONLAT)
