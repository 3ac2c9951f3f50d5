"""Tables of stations and cities as observations: hours, days and months by the rules of HJ 663, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from .. import outputs, recipes
from ..messages import EngineError
from ..protocol import Job
from . import daily
from .observations import LAYER, POLLUTANTS, ends
from .reading.asked import Asked
from .reading.catalogue import catalogue, item_names
from .reading.findings import Findings
from .reading.places import city_code, city_row, in_region, shapes_of, shown, station_list
from .reading.stations import Listed, Values, read_stations

HOURS = "hours"
SHORT = "too_few_hours"
LOG = "import_log"
TABLES = (LAYER, HOURS, SHORT, LOG)
STATION = re.compile(r"\d{3,5}[A-Za-z]?")  # a code of the monitoring centre: 1001A
ORDER = ("hour", "day", "month", "year")
SHORT_FIELDS = ("place", "start", "item", "valid_count", "needed", "counted")


@dataclass(frozen=True)
class Wanted:
    """What is to be made of the tables: the list of stations, region only, hour | day | month, start | end | auto."""

    stations: str | None
    region_only: bool
    averaging: str
    hour_marks: str


@dataclass
class Made:
    """Item → values by time and place, hours or days counted for them, and what fell short."""

    averaging: str
    values: dict[str, pd.DataFrame]
    counted: dict[str, pd.DataFrame]
    short: list[pd.DataFrame]


def import_stations(
    files: Sequence[str], asked: Asked, wanted: Wanted, output: str | None, params: dict[str, Any], job: Job
) -> dict[str, Any]:
    """Layer `observations` (points of stations, polygons of cities, or a table without places), tables
    `too_few_hours` and `import_log`; with hours asked for, layer `hours` too.

    Raises EngineError air-no-destination, air-stations-no-match, as `check_target` does, and as the readers do.
    """
    if not output:
        raise EngineError("air-no-destination", what="GeoPackage")
    target = outputs.check_target(output, (".gpkg",), [*files, *([wanted.stations] if wanted.stations else [])], TABLES)
    found = Findings()
    listed = station_list(wanted.stations, found) if wanted.stations else None
    kept = None if listed is None else _in_region(listed, wanted, found)
    codes = None if listed is None or kept is None else Listed(set(listed.index), set(kept.index))
    values = read_stations(files, asked, wanted.hour_marks, codes, found, job)
    places, as_cities = _places(values, kept, files[0], found)
    job.progress(0.5, "measuring")
    silent = [place for place in places.index if not any(
        place in frame and frame[place].notna().any() for frame in values.items.values())]
    if silent:
        found.add("air-places-empty", files[0], len(silent), codes=shown(silent))
    made = _made(values, wanted.averaging, files[0], found)
    frame = _rows(made, places)
    frames = {LAYER: frame}
    if wanted.averaging == "hour" and values.averaging == "hour":
        frames[HOURS] = _rows(Made("hour", values.items, {}, []), places)
    simple = as_cities and max(len(rows) for rows in frames.values()) > len(places) * catalogue()["outlines"]["periods"]
    if simple:
        found.add("air-outlines-simplified", files[0])
    layers = {name: _spatial(rows, places, as_cities, simple) for name, rows in frames.items()}
    short = _short(made, found, files[0])
    job.progress(0.8, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        for name, layer in layers.items():
            outputs.write_layer(layer, part, name, "MultiPolygon" if as_cities else None)
        outputs.write_layer(short, part, SHORT)
        outputs.write_layer(_log(found), part, LOG)
    found.tell(job)
    told = _told(files, params, target, made, frame, places, found)
    return told | {"short": len(short), "hours": len(frames.get(HOURS, ()))}


def _in_region(listed: pd.DataFrame, wanted: Wanted, found: Findings) -> pd.DataFrame:
    """The stations of the list that lie in the region, or all."""
    outside = ~in_region(listed) & wanted.region_only
    if outside.any():
        found.add("air-stations-outside", str(wanted.stations), int(outside.sum()))
    return listed[~outside]


def _places(
    values: Values, listed: pd.DataFrame | None, path: str, found: Findings
) -> tuple[pd.DataFrame, bool]:
    """place (index) → name, city, adcode, lon, lat (NaN without), and whether they are cities.

    The values keep the columns of these places only, under these names. Raises air-stations-no-match.
    """
    names = sorted({str(name) for frame in values.items.values() for name in frame.columns})
    codes = {name: city_code(values.words.get(name, {}).get("name", name)) or city_code(name) for name in names}
    as_cities = listed is None and any(codes.values()) and not any(STATION.fullmatch(name) for name in names)
    if as_cities:
        places = _cities(names, codes, path, found)
    elif listed is not None:
        places = _listed([*names, *sorted(values.unlisted)], listed, path, found)
    else:
        places = _unlisted(names, values.words, path, found)
    if places.empty:
        raise EngineError("air-stations-no-match", path=path, found=shown(names))
    kept = {str(column): str(place) for column, place in zip(places["column"], places.index)}
    for item, frame in values.items.items():
        values.items[item] = frame[[name for name in frame.columns if name in kept]].rename(columns=kept)
    return places.drop(columns="column"), as_cities


def _cities(
    names: Sequence[str], codes: dict[str, str | None], path: str, found: Findings
) -> pd.DataFrame:
    """The columns that are cities of the region; the others are listed."""
    unknown = [name for name in names if codes[name] is None]
    if unknown:
        found.add("air-cities-unknown", path, len(unknown), names=shown(unknown))
    rows: dict[str, dict[str, Any]] = {}
    double = []
    for name in names:
        code = codes[name]
        if code in rows:
            double.append(name)
        elif code is not None:
            rows[code] = {**city_row(code), "column": name}
    if double:
        found.add("air-stations-double", path, len(double), codes=shown(double))
    return pd.DataFrame.from_dict(rows, orient="index")


def _listed(names: Sequence[str], listed: pd.DataFrame, path: str, found: Findings) -> pd.DataFrame:
    """The stations that both the files and the list have."""
    unknown = [name for name in names if name not in listed.index]
    if unknown:
        found.add("air-stations-unknown", path, len(unknown), codes=shown(unknown))
    places = listed[listed.index.isin(names)].copy()
    return places.assign(column=places.index)


def _unlisted(names: Sequence[str], words: dict[str, dict[str, str]], path: str, found: Findings) -> pd.DataFrame:
    """Stations with the coordinates that the tables themselves have, or with none."""
    told = [words.get(name, {}) for name in names]
    places = pd.DataFrame({
        "name": [one.get("name") or name for one, name in zip(told, names)], "city": [one.get("city") for one in told],
        "lon": [one.get("lon") for one in told], "lat": [one.get("lat") for one in told]}, index=list(names))
    for role in ("lon", "lat"):
        places[role] = pd.to_numeric(places[role], errors="coerce").astype(float)
    places["adcode"] = [city_code(city) if city else None for city in places["city"]]
    placed = places["lon"].between(-180, 180) & places["lat"].between(-90, 90)
    if placed.any() and not placed.all():
        lost = list(places.index[~placed])
        found.add("air-stations-unplaced", path, len(lost), codes=shown(lost))
        places = places[placed]
    elif not placed.any():
        places[["lon", "lat"]] = np.nan
        found.add("air-no-station-list", path)
    return places.assign(column=places.index)


def _made(values: Values, averaging: str, path: str, found: Findings) -> Made:
    """What is asked for from what is there; a coarser table stays as it is, and that is said."""
    wanted = "day" if averaging == "hour" else averaging
    if ORDER.index(values.averaging) >= ORDER.index(wanted):
        if values.averaging != averaging:
            found.add("air-coarser", path, averaging=values.averaging)
        return Made(values.averaging, values.items, {}, [])
    made = _days(values) if values.averaging == "hour" else Made("day", values.items, {}, [])
    return _months(made) if wanted == "month" else made


def _days(values: Values) -> Made:
    """Days of every item; of ozone the largest hour and the largest mean of 8 hours."""
    made = Made("day", {}, {}, [])
    found = {item: daily.daily(frame, item) for item, frame in values.items.items() if item != "o3_8h"}
    if "o3_1h" in values.items:
        found["o3_8h"] = daily.daily_8h(values.items["o3_1h"])
    elif "o3_8h" in values.items:
        found["o3_8h"] = daily.daily_8h(values.items["o3_8h"], running=True)
    for item, one in found.items():
        made.values[item], made.counted[item] = one.values, one.counted
        what = "window" if item == "o3_8h" else "hour"
        made.short.append(_fell_short(item, one.values, one.counted, one.needed, what))
    return made


def _months(days: Made) -> Made:
    made = Made("month", {}, {}, list(days.short))
    for item, frame in days.values.items():
        made.values[item], made.counted[item] = daily.monthly(frame)
        needed = pd.Series([daily.days_needed(month) for month in made.counted[item].index], made.counted[item].index)
        made.short.append(_fell_short(item, made.values[item], made.counted[item], needed, "day"))
    return made


def _fell_short(item: str, values: pd.DataFrame, counted: pd.DataFrame, needed: Any, what: str) -> pd.DataFrame:
    """A row for each place and period that has something, and too little of it."""
    rows = counted.where(values.isna() & (counted > 0)).stack().dropna()
    starts = rows.index.get_level_values(0)
    least = needed if isinstance(needed, int) else needed.reindex(starts).to_numpy()
    return pd.DataFrame({"place": rows.index.get_level_values(1).astype(str), "start": starts, "item": item,
                         "valid_count": rows.to_numpy(int), "needed": least, "counted": what})


def _rows(made: Made, places: pd.DataFrame) -> pd.DataFrame:
    """A row for each place and period: place, name, city, adcode, start, end, averaging, the items, valid_hours."""
    columns = {}
    for item in POLLUTANTS:
        if item in made.values:
            frame = made.values[item].reindex(columns=list(places.index))
            columns[item] = frame.stack(future_stack=True)
    table = pd.DataFrame(columns).rename_axis(["start", "place"]).reset_index()
    counted = [frame.where(frame > 0).stack(future_stack=True) for item, frame in made.counted.items()
               if item != "o3_8h" or made.averaging != "day"]
    name = "valid_days" if made.averaging == "month" else "valid_hours"
    if counted:
        fewest = pd.concat(counted, axis=1).min(axis=1).rename(name).rename_axis(["start", "place"])
        table = table.merge(fewest.reset_index(), on=["start", "place"], how="left")
        table[name] = table[name].fillna(0).astype("Int64")
    told = places[["name", "city", "adcode"]].reindex(table["place"]).reset_index(drop=True)
    table = pd.concat([table, told], axis=1)
    table["start"] = pd.to_datetime(table["start"]).astype("datetime64[ms]")
    table["end"] = ends(table["start"], made.averaging).astype("datetime64[ms]")
    table["averaging"] = made.averaging
    order = ["place", "name", "city", "adcode", "start", "end", "averaging", *columns]
    order += [name] if counted else []
    table = table[order].sort_values(["place", "start"], ignore_index=True)
    return table.round(dict.fromkeys(columns, 4))


def _spatial(frame: pd.DataFrame, places: pd.DataFrame, as_cities: bool, simplified: bool) -> pd.DataFrame:
    """With the geometry of each row's place, if places have any."""
    if places["lon"].isna().all():
        return frame
    if as_cities:
        frame = frame.assign(lon=places["lon"].reindex(frame["place"]).to_numpy(),
                             lat=places["lat"].reindex(frame["place"]).to_numpy())
    shapes = shapes_of(places, as_cities, simplified)
    return gpd.GeoDataFrame(frame, geometry=shapes.reindex(frame["place"]).to_numpy(), crs=shapes.crs)


def _short(made: Made, found: Findings, path: str) -> pd.DataFrame:
    """The table of what fell short, said once an item."""
    rows = pd.concat(made.short, ignore_index=True) if made.short else pd.DataFrame(columns=list(SHORT_FIELDS))
    for (item, what), some in rows.groupby(["item", "counted"]):
        needed = int(some["needed"].max())
        found.add("air-too-few-days" if what == "day" else "air-too-few-hours", path, len(some),
                  item=item_names([str(item)]), needed=needed)
    return rows.astype({"start": "datetime64[ms]", "valid_count": "int64", "needed": "int64"})


def _log(found: Findings) -> pd.DataFrame:
    rows = found.rows()
    columns = ["code", "file", "files", "count", "finding_zh", "finding_en"]
    frame = pd.DataFrame([[row[name] for name in columns] for row in rows], columns=columns)
    frame.insert(0, "entry", np.arange(1, len(rows) + 1))
    return frame


def _told(
    files: Sequence[str], params: dict[str, Any], target: Path, made: Made, frame: pd.DataFrame, places: pd.DataFrame,
    found: Findings,
) -> dict[str, Any]:
    inputs = [{"path": path, "layer": "", "crs": None, "features": None, "used": None, "repaired": 0}
              for path in files]
    notes = _log(found).drop(columns="entry").to_dict("records")
    recipe = recipes.recipe("air_import", {**params, "output_stations": str(target)}, [], None)
    recipe |= {"inputs": inputs, "notes": notes}
    return {
        "output": str(target), "output_raster": None, "output_stations": str(target), "kind": "stations",
        "items": list(made.values), "averaging": made.averaging, "places": len(places), "rows": len(frame),
        "from": frame["start"].min().isoformat(), "to": frame["end"].max().isoformat(),
        "notes": notes, "recipe": outputs.write_recipe(target, recipe), "inputs": inputs,
    }
