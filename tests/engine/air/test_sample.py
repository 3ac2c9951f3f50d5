"""The first-run sample: thirteen cities by month, on the ground and in the form of observations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest

from jjj_planner_plugin.engine.air.observations import read_observations
from jjj_planner_plugin.engine.geodesy import area_m2
from jjj_planner_plugin.engine.protocol import Job


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from jjj_planner_plugin.engine import tasks

    target = tmp_path_factory.mktemp("sample") / "sample.gpkg"
    return tasks.perform({"task": "air_sample", "params": {"output": str(target)}}, Job({}))


@pytest.fixture(scope="module")
def months(sample: dict[str, Any]) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(sample["output"], layer="observations")


def test_there_are_thirteen_cities_in_each_of_24_months(months: gpd.GeoDataFrame) -> None:
    assert months.groupby("start").size().tolist() == [13] * 24
    assert months["place"].nunique() == 13
    assert set(months.geometry.geom_type) == {"MultiPolygon"}
    assert (months["warning"].fillna("") == "").all()
    assert months["start"].dt.is_month_start.all()
    assert (months["end"] > months["start"]).all()


def test_the_cities_outlines_cover_the_bundled_units(months: gpd.GeoDataFrame, bundled: Callable[[str], str]) -> None:
    path, layer = bundled("units").split("|layername=")
    units = pyogrio.read_dataframe(path, layer=layer)
    first = months[months["start"] == months["start"].min()]
    whole = area_m2(np.asarray(first.geometry.values, dtype=object), units.crs)
    parts = area_m2(np.asarray(units.geometry.values, dtype=object), units.crs)
    assert whole.sum() == pytest.approx(parts.sum(), rel=1e-6)
    beijing = whole[(first["place"] == "110000").to_numpy()]
    assert beijing == pytest.approx(parts[(units["city"] == "110000").to_numpy()].sum(), rel=1e-6)


def test_the_years_means_are_the_check_figures(sample: dict[str, Any]) -> None:
    cities = pyogrio.read_dataframe(sample["output"], layer="cities")
    beijing = cities[cities["place"] == "110000"].iloc[0]
    assert (round(beijing["pm25_2014"], 1), round(beijing["pm25_2015"], 1)) == (82.9, 77.8)
    assert cities["pm25_2014"].mean() == pytest.approx(89.4, abs=0.05)
    assert cities["pm25_2015"].mean() == pytest.approx(74.7, abs=0.05)


def test_the_other_tools_read_it_as_a_demonstration(sample: dict[str, Any]) -> None:
    found = read_observations(sample["output"], Job({}))
    assert found.demonstration
    assert (found.averaging, found.pollutants) == ("month", ("pm25",))
    row = found.frame.iloc[0]
    assert (row["place"], row["pm25"], row["lon"], row["lat"]) == ("110000", 90.9, 116.4, 39.93)
