"""Tables of stations and cities as they are published: read, averaged by HJ 663, put on the map, and said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest

from jjj_planner_plugin.engine.air.daily import daily, daily_8h, monthly
from jjj_planner_plugin.engine.air.observations import read_observations
from jjj_planner_plugin.engine.air.reading.stations import item_of_heading
from jjj_planner_plugin.engine.protocol import Job

Import = Callable[..., dict[str, Any]]
TYPES = ("AQI", "PM2.5", "PM2.5_24h", "O3", "CO")


@pytest.fixture
def imported(perform: Callable[..., dict[str, Any]], tmp_path: Path) -> Import:
    """`imported(*files, **params)`: the result, with `rows` of `observations` and `codes` of its warnings added."""

    def run(*files: Any, **params: Any) -> dict[str, Any]:
        target = tmp_path / "out.gpkg"
        result = perform("air_import", files=[str(file) for file in files], output_stations=str(target), **params)
        result["rows"] = pyogrio.read_dataframe(target, layer="observations")
        result["codes"] = {warning["code"] for warning in result["warnings"]}
        return result

    return run


@pytest.fixture
def code_of(refused: Callable[..., str], tmp_path: Path) -> Callable[..., str]:
    return lambda *files, **params: refused(
        "air_import", files=[str(file) for file in files], output_stations=str(tmp_path / "no.gpkg"), **params)


@pytest.fixture
def station_list(tmp_path: Path) -> str:
    """Three stations of Beijing and one of Shanghai, in GBK as it is published."""
    path = tmp_path / "stations.csv"
    path.write_bytes("监测点编码,监测点名称,城市,经度,纬度\r\n1001A,万寿西宫,北京,116.366,39.8673\r\n"
                     "1002A,定陵,北京,116.17,40.2865\r\n1003A,东四,北京,116.434,39.9522\r\n"
                     "1141A,普陀,上海,121.4,31.238\r\n".encode("gb18030"))
    return str(path)


def wide(
    path: Path, day: str = "20240101", stations: Sequence[str] = ("1001A", "1002A"), hours: Sequence[int] = range(24),
    value: Callable[[str, int, str], Any] = lambda kind, hour, station: 10 + hour, encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """A day of the monitoring centre: date, hour, type and a column for each station."""
    lines = [delimiter.join(("date", "hour", "type", *stations))]
    for hour in hours:
        for kind in TYPES:
            lines.append(delimiter.join((day, str(hour), kind, *[str(value(kind, hour, name)) for name in stations])))
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def value_of(rows: pd.DataFrame, place: str, field: str, day: str = "2024-01-01") -> Any:
    row = rows[(rows["place"] == place) & (rows["start"] == pd.Timestamp(day))]
    assert len(row) == 1
    return row.iloc[0][field]


# Days


def test_a_day_as_published_becomes_a_row_a_station(imported: Import, station_list: str, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "china_sites_20240101.csv"), stations=station_list)
    rows = result["rows"]
    assert rows["place"].tolist() == ["1001A", "1002A"]
    assert value_of(rows, "1001A", "pm25") == 21.5  # the mean of 10 … 33
    assert value_of(rows, "1001A", "o3_1h") == 33.0
    assert value_of(rows, "1001A", "o3_8h") == 29.5  # the mean of 26 … 33
    assert value_of(rows, "1001A", "valid_hours") == 24
    assert rows.geometry.iloc[0].coords[0] == (116.366, 39.8673)
    assert rows[["name", "city", "adcode"]].iloc[0].tolist() == ["万寿西宫", "北京", "110000"]
    assert rows["end"].iloc[0] == pd.Timestamp("2024-01-02")
    assert {"air-types-ignored", "air-encoding", "air-stations-outside"} <= result["codes"]
    assert "AQI" in str([w["warning"] for w in result["warnings"] if w["code"] == "air-types-ignored"])
    assert read_observations(result["output"], Job({})).averaging == "day"


def test_a_day_needs_twenty_hours(imported: Import, tmp_path: Path) -> None:
    def value(kind: str, hour: int, station: str) -> Any:
        return "" if hour < (4 if station == "1001A" else 5) else 50

    result = imported(wide(tmp_path / "d.csv", value=value))
    assert value_of(result["rows"], "1001A", "pm25") == 50.0
    assert value_of(result["rows"], "1001A", "valid_hours") == 20
    assert np.isnan(value_of(result["rows"], "1002A", "pm25"))
    assert value_of(result["rows"], "1002A", "valid_hours") == 19
    assert {"air-too-few-hours", "air-no-station-list"} <= result["codes"]
    short = pyogrio.read_dataframe(result["output"], layer="too_few_hours")
    pm25 = short[short["item"] == "pm25"].iloc[0]
    assert (pm25["place"], pm25["valid_count"], pm25["needed"], pm25["counted"]) == ("1002A", 19, 20, "hour")
    log = pyogrio.read_dataframe(result["output"], layer="import_log")
    assert "19" not in log.loc[log["code"] == "air-too-few-hours", "finding_zh"].iloc[0]
    assert json.loads(Path(result["recipe"]).read_text(encoding="utf-8"))["notes"]


def ozone(values: dict[int, float], default: float = np.nan) -> pd.DataFrame:
    index = pd.date_range("2024-06-01", periods=24, freq="h")
    return pd.DataFrame({"a": [values.get(hour, default) for hour in range(24)]}, index=index)


def test_the_daily_maximum_of_8_hours_is_the_largest_of_17_means() -> None:
    found = daily_8h(ozone({hour: float(hour) for hour in range(24)}))
    assert found.values.iloc[0, 0] == 19.5  # hours 16 … 23
    assert found.counted.iloc[0, 0] == 17


def test_a_mean_of_8_hours_needs_six_and_a_day_fourteen_of_them() -> None:
    whole = dict.fromkeys(range(24), 100.0)
    # hours 0 … 4 are missing: windows from 0, 1, 2 have fewer than 6 hours
    fourteen = daily_8h(ozone(dict.fromkeys(range(5, 24), 100.0)))
    assert (fourteen.counted.iloc[0, 0], fourteen.values.iloc[0, 0]) == (14, 100.0)
    thirteen = daily_8h(ozone({hour: value for hour, value in whole.items() if hour > 5}))
    assert thirteen.counted.iloc[0, 0] == 13
    assert np.isnan(thirteen.values.iloc[0, 0])


def test_a_short_day_of_ozone_stands_where_its_maximum_is_above_the_limit() -> None:
    above = daily_8h(ozone(dict.fromkeys(range(10, 16), 161.0)))
    assert above.counted.iloc[0, 0] < 14
    assert above.values.iloc[0, 0] == 161.0
    assert np.isnan(daily_8h(ozone(dict.fromkeys(range(10, 16), 160.0))).values.iloc[0, 0])


def test_running_means_of_8_hours_count_from_the_eighth_hour_on() -> None:
    found = daily_8h(ozone({0: 500.0}, 80.0), running=True)
    assert found.values.iloc[0, 0] == 80.0
    assert found.counted.iloc[0, 0] == 17


def test_a_month_needs_27_days_and_february_25() -> None:
    def month(first: str, days: int) -> float:
        index = pd.date_range(first, periods=days)
        return float(monthly(pd.DataFrame({"a": np.arange(days) + 1.0}, index=index))[0].iloc[0, 0])

    assert month("2024-01-01", 27) == 14.0
    assert np.isnan(month("2024-01-01", 26))
    assert month("2024-02-01", 25) == 13.0
    assert np.isnan(month("2024-02-01", 24))


def test_missing_hours_between_the_rows_count_as_missing() -> None:
    frame = ozone(dict.fromkeys(range(24), 10.0)).drop(index=pd.Timestamp("2024-06-01T12:00"))
    found = daily(frame, "pm25")
    assert found.counted.iloc[0, 0] == 23
    assert found.values.iloc[0, 0] == 10.0


def test_hours_to_24_are_named_by_their_end(imported: Import, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "d.csv", hours=range(1, 25), value=lambda kind, hour, name: hour))
    assert value_of(result["rows"], "1001A", "pm25") == 12.5
    assert value_of(result["rows"], "1001A", "valid_hours") == 24
    assert "air-hours-end" in result["codes"]
    asked = imported(wide(tmp_path / "d.csv", hours=range(1, 24)), hour_marks="end")
    assert value_of(asked["rows"], "1001A", "valid_hours") == 23


def test_hours_and_months_can_be_asked_for(imported: Import, station_list: str, tmp_path: Path) -> None:
    files = [wide(tmp_path / f"{day}.csv", f"202402{day:02}") for day in range(1, 27)]
    hours = imported(*files[:2], stations=station_list, output_averaging="hour")
    layer = read_observations(f"{hours['output']}|layername=hours", Job({}))
    assert layer.averaging == "hour"
    assert len(layer.frame) == 2 * 48
    assert layer.frame["pm25"].iloc[5] == 15.0
    months = imported(*files, stations=station_list, output_averaging="month")
    assert months["averaging"] == "month"
    assert value_of(months["rows"], "1001A", "pm25", "2024-02-01") == 21.5
    assert value_of(months["rows"], "1001A", "valid_days", "2024-02-01") == 26


# What files are like


@pytest.mark.parametrize(("encoding", "delimiter", "code"), [
    ("gb18030", ",", None), ("utf-8", "\t", "air-separator"), ("utf-8-sig", ";", "air-separator"),
    ("utf-16", ",", "air-encoding"),
])
def test_encoding_and_separator_are_recognised(
    imported: Import, tmp_path: Path, encoding: str, delimiter: str, code: str | None
) -> None:
    result = imported(wide(tmp_path / "d.csv", stations=("北京", "石家庄"), encoding=encoding, delimiter=delimiter))
    assert sorted(result["rows"]["place"]) == ["110000", "130100"]
    assert code is None or code in result["codes"]


def test_cities_are_known_by_name_and_drawn_as_polygons(imported: Import, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "china_cities_20240101.csv", stations=("北京", "保定市", "上海")))
    rows = result["rows"]
    assert rows["adcode"].tolist() == ["110000", "130600"]
    assert set(rows.geometry.geom_type) == {"MultiPolygon"}
    assert rows.geometry.iloc[1].contains(rows.geometry.iloc[1].representative_point())
    unknown = next(w for w in result["warnings"] if w["code"] == "air-cities-unknown")
    assert "上海" in unknown["warning"]


def test_texts_and_fills_in_number_columns_are_none_and_listed(imported: Import, tmp_path: Path) -> None:
    odd = {0: "—", 1: "NA", 2: "<5", 3: "-999"}
    result = imported(wide(tmp_path / "d.csv", value=lambda kind, hour, name: odd.get(hour, 20)))
    assert value_of(result["rows"], "1001A", "pm25") == 20.0
    assert value_of(result["rows"], "1001A", "valid_hours") == 20
    texts = [w["warning"] for w in result["warnings"] if w["code"] == "air-text-values"]
    assert any("<5" in text for text in texts)
    assert not any("NA" in text for text in texts)
    assert "air-fill" in result["codes"]


def test_a_place_without_any_value_keeps_its_empty_rows_and_is_listed(imported: Import, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "d.csv", value=lambda kind, hour, name: "" if name == "1002A" else 30))
    assert np.isnan(value_of(result["rows"], "1002A", "pm25"))
    assert value_of(result["rows"], "1002A", "valid_hours") == 0
    said = next(w for w in result["warnings"] if w["code"] == "air-places-empty")
    assert said["detail"]["codes"] == "1002A"


def test_a_negative_value_is_none(imported: Import, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "d.csv", value=lambda kind, hour, name: -2 if hour == 0 else 20))
    assert value_of(result["rows"], "1001A", "valid_hours") == 23
    assert "import-negative" in result["codes"]


def test_doubled_hours_count_once_and_are_said(imported: Import, tmp_path: Path) -> None:
    one, other = wide(tmp_path / "a.csv"), wide(tmp_path / "b.csv", value=lambda kind, hour, name: 99)
    result = imported(one, other)
    assert value_of(result["rows"], "1001A", "pm25") == 21.5
    (said,) = [w for w in result["warnings"] if w["code"] == "air-double-hours"]
    assert said["detail"]["count"] == 24
    assert said["detail"]["differ"] == str(3 * 48)
    assert said["detail"]["items"] == "PM2.5, O₃-1h, CO"


def test_doubled_rows_of_a_tidy_table_are_said_in_one_line(imported: Import, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    pd.DataFrame({"station": ["a", "a", "b"], "date": ["2024-01-01"] * 3, "PM10": [80, 90, 70], "NO2": [30, 30, 20]}
                 ).to_csv(file, index=False)
    result = imported(file)
    (said,) = [w for w in result["warnings"] if w["code"] == "air-double-hours"]
    told = {name: said["detail"][name] for name in ("count", "differ", "items", "example")}
    assert told == {"count": 1, "differ": "1", "items": "PM10, NO₂", "example": "a 2024-01-01 00:00"}
    assert value_of(result["rows"], "a", "pm10") == 80.0


@pytest.mark.parametrize(("date", "columns", "items"), [
    ("2024-06-01", {"O3": 180.0}, {"o3_8h": 180.0}),
    ("2024-06", {"臭氧(μg/m³)": 180.0}, {"o3_8h": 180.0}),
    ("2024-06-01", {"O3": 180.0, "O3_1h": 210.0}, {"o3_8h": 180.0, "o3_1h": 210.0}),
    ("2024-06-01", {"O3": 210.0, "O3_8h": 180.0}, {"o3_8h": 180.0, "o3_1h": 210.0}),
    ("2024-06-01", {"O3_1h": 210.0}, {"o3_1h": 210.0}),
])
def test_plain_ozone_of_days_and_months_is_that_of_8_hours_which_is_said(
    imported: Import, tmp_path: Path, date: str, columns: dict[str, float], items: dict[str, float]
) -> None:
    file = tmp_path / "ozone.csv"
    pd.DataFrame({"city": ["唐山"], "date": [date], **{name: [value] for name, value in columns.items()}}).to_csv(
        file, index=False)
    result = imported(file)
    row = result["rows"].iloc[0]
    assert {name: row[name] for name in ("o3_8h", "o3_1h") if name in row} == items
    assert ("air-ozone-of-8h" in result["codes"]) == ("o3_8h" in items and "O3_8h" not in columns)


def test_a_tidy_table_in_any_order_of_columns(imported: Import, station_list: str, tmp_path: Path) -> None:
    rows = pd.DataFrame({"CO(mg/m3)": 0.8, "时间": pd.date_range("2024-01-01", periods=24, freq="h"),
                         "PM2.5(ug/m3)": range(10, 34), "湿度": 40, "站点编码": "1001A"})
    file = tmp_path / "tidy.csv"
    rows.to_csv(file, index=False, encoding="gb18030")
    result = imported(file, stations=station_list)
    assert value_of(result["rows"], "1001A", "pm25") == 21.5
    assert value_of(result["rows"], "1001A", "co") == 0.8
    assert "air-columns-ignored" in result["codes"]


def test_a_tidy_table_of_days_with_its_own_coordinates(imported: Import, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    table = pd.DataFrame({"station": ["a", "a", "b"], "date": ["2024-01-01", "2024-01-02", "2024-01-01"],
                          "lon": [116.1, 116.1, 117.0], "lat": [39.9, 39.9, 39.0], "PM10": [80, 90, 100]})
    table.to_csv(file, index=False)
    rows = imported(file)["rows"]
    assert value_of(rows, "a", "pm10", "2024-01-02") == 90.0
    assert rows[rows["place"] == "b"].geometry.iloc[0].x == 117.0
    assert "valid_hours" not in rows


def test_carbon_monoxide_in_micrograms_is_converted(imported: Import, tmp_path: Path) -> None:
    file = tmp_path / "co.csv"
    pd.DataFrame({"city": ["唐山"], "date": ["2024-01-01"], "CO(μg/m³)": [1200]}).to_csv(file, index=False)
    result = imported(file)
    assert value_of(result["rows"], "130200", "co") == 1.2
    assert "air-converted" in result["codes"]


def test_months_stay_months(imported: Import, tmp_path: Path) -> None:
    file = tmp_path / "months.csv"
    pd.DataFrame({"城市": ["廊坊市"] * 2, "date": ["2024-01", "2024-02"], "PM2.5": [60, 50]}).to_csv(file, index=False)
    result = imported(file)
    assert result["averaging"] == "month"
    assert result["rows"]["end"].tolist() == [pd.Timestamp("2024-02-01"), pd.Timestamp("2024-03-01")]
    assert "air-coarser" in result["codes"]


def test_of_two_columns_of_one_place_the_first_is_read(imported: Import, tmp_path: Path) -> None:
    result = imported(wide(tmp_path / "d.csv", stations=("北京", "北京", "北京市", "")))
    assert result["rows"]["place"].tolist() == ["110000"]
    assert {"air-columns-double", "air-stations-double"} <= result["codes"]


def test_the_recipe_makes_the_same_again(
    imported: Import, perform: Callable[..., dict[str, Any]], station_list: str, tmp_path: Path
) -> None:
    first = imported(wide(tmp_path / "d.csv"), stations=station_list)
    recipe = json.loads(Path(first["recipe"]).read_text(encoding="utf-8"))
    perform(recipe["task"], **recipe["params"])
    assert pyogrio.read_dataframe(first["output"], layer="observations").equals(first["rows"])
    assert json.loads(Path(first["recipe"]).read_text(encoding="utf-8")) == recipe


def test_a_workbook_is_read_too(imported: Import, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["date", "hour", "type", "北京"])
    for hour in range(24):
        book.active.append([20240101, hour, "PM2.5", 40.0 if hour else None])
    book.create_sheet("notes").append(["nothing"])
    book.save(tmp_path / "d.xlsx")
    assert value_of(imported(tmp_path / "d.xlsx")["rows"], "110000", "pm25") == 40.0


def test_swapped_coordinates_in_the_list_are_put_right(imported: Import, tmp_path: Path) -> None:
    listed = tmp_path / "swapped.csv"
    listed.write_text("code,name,lon,lat\n1001A,x,39.8673,116.366\n1002A,y,40.2,116.1\n1003A,z,,\n", encoding="utf-8")
    result = imported(wide(tmp_path / "d.csv", stations=("1001A", "1003A")), stations=str(listed))
    assert result["rows"].geometry.iloc[0].coords[0] == (116.366, 39.8673)
    assert {"air-lonlat-swapped", "air-stations-unplaced", "air-stations-unknown"} <= result["codes"]


@pytest.mark.parametrize(("heading", "item"), [
    ("PM2.5", "pm25"), ("PM2.5_24h", None), ("O3_8h", "o3_8h"), ("O3", "o3"), ("AQI", None), ("O3_8h_24h", None),
    ("NO2(μg/m³)", "no2"), ("臭氧8小时", "o3_8h"), ("细颗粒物", "pm25"), ("CO（mg/m3）", "co"), ("PM2.5_IAQI", None),
    ("NO2_24h", None), ("wind", None), ("臭氧", "o3"), ("臭氧1小时", "o3_1h"), ("O3_1h", "o3_1h"),
    ("O_3 MDA8", "o3_8h"),
])
def test_types_and_headings_are_known_items(heading: str, item: str | None) -> None:
    assert item_of_heading(heading) == item


# What is refused


@pytest.mark.parametrize(("content", "code"), [
    ("date,hour,type,1001A\n5,20240101,PM2.5,3\n6,20240101,PM2.5,3\n", "air-bad-times"),
    ("station,PM2.5\na,3\n", "air-no-times"),
    ("date,hour,type,1001A\n20240101,0,AQI,3\n", "air-no-items"),
    ("station,date,wind\na,2024-01-01,3\n", "air-no-items"),
    ("date,PM2.5\n2024-01-01,3\n", "air-no-places"),
    ("date,hour,type,1001A\n20240101,0,PM2.5,NA\n", "air-no-values"),
    ("station,date,PM2.5\na,2024-01-01,35000\n", "air-implausible"),
    ("station,date,PM2.5(ppb/h)\na,2024-01-01,35\n", "air-unknown-unit"),
    ("", "air-unreadable"),
    ("date,hour,type,1001A\n", "air-unreadable"),
])
def test_a_table_that_cannot_be_used_is_refused(
    code_of: Callable[..., str], tmp_path: Path, content: str, code: str
) -> None:
    file = tmp_path / "d.csv"
    file.write_text(content, encoding="utf-8")
    assert code_of(file, kind="stations") == code


def test_files_and_lists_that_do_not_fit_are_refused(
    code_of: Callable[..., str], station_list: str, tmp_path: Path
) -> None:
    file = wide(tmp_path / "d.csv", stations=("9001A",))
    assert code_of(file, stations=station_list) == "air-stations-no-match"
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert code_of(file, stations=str(tmp_path / "bad.csv")) == "air-stations-columns"
    (tmp_path / "x.nc").write_bytes(b"CDF\x01")
    assert code_of(file, tmp_path / "x.nc") == "air-mixed-files"
    assert code_of(tmp_path / "x.nc", kind="stations") == "air-file-type"
