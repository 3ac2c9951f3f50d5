"""Observations as the other air tools read them: the bundled sample, layers, tables, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from jjj_planner_plugin.engine.air.observations import bundled_observations, read_observations
from jjj_planner_plugin.engine.messages import EngineError, told_error
from jjj_planner_plugin.engine.protocol import Job

Write = Callable[..., str]
DAYS = pd.to_datetime(["2024-01-02", "2024-01-01", "2024-01-01"])


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(geometry=None, crs=4490, **columns)`: a file with the layer `observations`; gives its path."""

    def store(geometry: Any = None, crs: Any = 4490, **columns: Any) -> str:
        rows = {"place": ["a", "a", "b"], "start": DAYS, "averaging": "day", "pm25": [35.5, 75.0, None], **columns}
        frame = pd.DataFrame({name: values for name, values in rows.items() if values is not None})
        if geometry is not None:
            frame = gpd.GeoDataFrame(frame, geometry=geometry, crs=crs)
        path = tmp_path / "days.gpkg"
        pyogrio.write_dataframe(frame, path, layer="observations")
        pyogrio.write_dataframe(pd.DataFrame({"x": [1]}), path, layer="other", append=True)
        return str(path)

    return store


def refusal(path: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        read_observations(path, Job({}))
    for language in ("zh", "en"):
        assert "{" not in told_error(caught.value, language)["message"]
    return caught.value


def test_the_bundled_sample_has_thirteen_cities_in_twenty_four_months() -> None:
    found = bundled_observations()
    assert found.demonstration
    assert found.averaging == "month"
    assert found.frame.groupby("place").size().to_dict() == dict.fromkeys(found.frame["place"].unique(), 24)
    assert found.frame["place"].nunique() == 13
    first = found.frame.iloc[0]
    assert (first["place"], first["pm25"], first["lon"], first["lat"]) == ("110000", 90.9, 116.4, 39.93)
    assert (first["start"], first["end"]) == (pd.Timestamp("2014-01-01"), pd.Timestamp("2014-02-01"))
    assert found.described()["pollutants"] == ["pm25"]


def test_rows_come_in_order_with_points_in_degrees_and_ends_that_are_exclusive(write: Write) -> None:
    points = [shapely.Point(500000, 4400000)] * 2 + [shapely.Point(510000, 4400000)]
    found = read_observations(write(points, 4548), Job({}))
    assert found.frame["place"].tolist() == ["a", "a", "b"]
    assert found.frame["pm25"].tolist()[:2] == [75.0, 35.5]
    assert found.frame["end"].iloc[0] == pd.Timestamp("2024-01-02")
    assert found.frame["lon"].iloc[0] == pytest.approx(117.0, abs=1e-9)
    assert found.pollutants == ("pm25",)
    assert found.shapes is not None
    assert found.shapes.index.tolist() == ["a", "b"]
    assert not found.demonstration


def test_a_table_without_geometry_has_no_place_on_the_map(write: Write) -> None:
    found = read_observations(write(), Job({}))
    assert found.shapes is None
    assert found.frame[["lon", "lat"]].isna().all(axis=None)
    assert found.described()["crs"] is None


def test_a_polygon_stands_at_its_fields_lon_and_lat_else_inside_itself(write: Write) -> None:
    squares = [shapely.box(116, 39, 117, 40)] * 2 + [shapely.box(118, 39, 119, 40)]
    found = read_observations(write(squares, lon=[116.1, 116.1, None], lat=[39.2, 39.2, None]), Job({}))
    assert found.frame[["lon", "lat"]].to_numpy() == pytest.approx(np.array([[116.1, 39.2], [116.1, 39.2],
                                                                             [118.5, 39.5]]))


def test_the_length_of_the_periods_tells_the_averaging_where_no_field_does(write: Write) -> None:
    found = read_observations(write(averaging=None, end=DAYS + pd.Timedelta(days=1)), Job({}))
    assert found.averaging == "day"
    months = pd.to_datetime(["2024-02-01", "2024-03-01", "2024-02-01"])
    later = pd.to_datetime(["2024-03-01", "2024-04-01", "2024-03-01"])
    assert read_observations(write(averaging=None, start=months, end=later), Job({})).averaging == "month"


def test_a_negative_concentration_is_none_and_said(write: Write) -> None:
    job = Job({})
    found = read_observations(write(pm25=[-999.0, 75.0, 0.0]), job)
    assert found.frame["pm25"].isna().tolist() == [False, True, False]
    assert job.warnings[0]["code"] == "obs-negative"
    assert "-999" in job.warnings[0]["warning"]


def test_times_with_a_zone_are_put_into_local_time(write: Write) -> None:
    aware = pd.to_datetime(["2024-01-01T16:00:00Z", "2023-12-31T16:00:00Z", "2023-12-31T16:00:00Z"])
    assert read_observations(write(start=aware), Job({})).frame["start"].iloc[0] == pd.Timestamp("2024-01-01")


@pytest.mark.parametrize(("columns", "code", "fact"), [
    ({"place": None}, "obs-columns", "place"),
    ({"pm25": None}, "obs-columns", "pm25"),
    ({"averaging": None}, "obs-columns", "averaging"),
    ({"place": ["a", "a", None]}, "obs-no-place", "1"),
    ({"start": ["2024-01-01", "yesterday", "2024-01-01"]}, "obs-no-time", "yesterday"),
    ({"pm25": ["35", "—", "12"]}, "obs-not-a-number", "“—”"),
    ({"averaging": ["day", "hour", "day"]}, "obs-averaging", "hour"),
    ({"averaging": None, "end": DAYS + pd.Timedelta(days=3)}, "obs-averaging", "72"),
    ({"start": pd.to_datetime(["2024-01-01"] * 3)}, "obs-duplicates", "a, 2024-01-01"),
    ({"pm25": [None, None, float("nan")]}, "obs-empty", "3"),
])
def test_what_is_no_table_of_observations_is_refused_with_what_was_found(
    write: Write, columns: dict[str, Any], code: str, fact: str
) -> None:
    error = refusal(write(**columns))
    assert error.code == code
    assert fact in told_error(error, "en")["message"]
