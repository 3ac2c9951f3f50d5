"""What the engine's tests share: tasks run in this process, layers in files, areas computed without the engine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine import tasks
from jjj_planner_plugin.engine.messages import EngineError, told_error
from jjj_planner_plugin.engine.protocol import Job

ALBERS = "+proj=aea +lat_1=37 +lat_2=41.5 +lat_0=39 +lon_0=116.5 +ellps=GRS80"
BUNDLED = Path(__file__).resolve().parents[2] / "resources" / "data" / "jjj.gpkg"
Perform = Callable[..., dict[str, Any]]
Store = Callable[..., str]


def _perform(task: str, language: str = "en", **params: Any) -> dict[str, Any]:
    return tasks.perform({"task": task, "params": params}, Job({"language": language}))


@pytest.fixture
def perform() -> Perform:
    """`perform(task, **params)`: the task's result, in this process."""
    return _perform


@pytest.fixture
def refused() -> Callable[..., str]:
    """`refused(task, **params)`: the code of the error, after a look at its sentences in both languages."""

    def attempt(task: str, **params: Any) -> str:
        with pytest.raises(EngineError) as caught:
            _perform(task, **params)
        for language in ("zh", "en"):
            told = told_error(caught.value, language)
            assert told["message"]
            assert told["hint"]
            assert not re.search(r"\{\w*\}", told["message"] + told["hint"])
        assert told_error(caught.value, "zh")["message"] != told_error(caught.value, "en")["message"]
        return caught.value.code

    return attempt


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """`store(name, geometries, crs=4490, **fields)`: a GeoPackage with that one layer; gives its path."""

    def write(name: str, geometries: Sequence[Any], crs: Any = 4490, **fields: Any) -> str:
        path = tmp_path / f"{name}.gpkg"
        frame = gpd.GeoDataFrame(fields or {"number": range(len(geometries))}, geometry=list(geometries), crs=crs)
        pyogrio.write_dataframe(frame, path, layer=name)
        return str(path)

    return write


@pytest.fixture
def good(store: Store) -> str:
    """A layer of two polygons, `kind` a and b."""
    return str(store("good", [shapely.box(116, 39, 117, 40), shapely.box(118, 39, 119, 40)], kind=["a", "b"]))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with old outputs. After the test they are as they were, and nothing else is there."""
    where = tmp_path / "outputs"
    where.mkdir()
    old = {"rings.gpkg": os.urandom(500), "table.csv": b"old table", "plan.gpkg": os.urandom(500)}
    for name, content in old.items():
        (where / name).write_bytes(content)
    yield where
    assert {file.name: file.read_bytes() for file in where.iterdir()} == old


@pytest.fixture(scope="session")
def to_albers() -> Callable[..., np.ndarray]:
    """Shapes in degrees to the region's Albers, densified to 0.02° first: planar areas there are the true ones."""
    project = pyproj.Transformer.from_crs("EPSG:4490", ALBERS, always_xy=True)

    def move(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(project.transform(xy[:, 0], xy[:, 1]))

    def convert(geometries: Any) -> np.ndarray:
        return shapely.transform(shapely.segmentize(np.asarray(geometries, dtype=object), 0.02), move)

    return convert


@pytest.fixture(scope="session")
def bundled_zones(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The bundled units of 1999 dissolved by the county scheme, field `zone_county`."""
    path = tmp_path_factory.mktemp("zones") / "zones.gpkg"
    units = pyogrio.read_dataframe(BUNDLED, layer="units")
    zones = units.dissolve("zone_county").reset_index()[["zone_county", "geometry"]]
    pyogrio.write_dataframe(zones, path, layer="zones")
    return str(path)


@pytest.fixture(scope="session")
def bundled() -> Callable[[str], str]:
    """`bundled(layer)`: the reference of a bundled layer."""
    return lambda layer: f"{BUNDLED}|layername={layer}"


@pytest.fixture
def findings_of(perform: Perform, tmp_path: Path) -> Callable[[str], gpd.GeoDataFrame]:
    """`findings_of(path)`: the findings of the plan, with the exact areas as `area`."""

    def check(path: str) -> gpd.GeoDataFrame:
        target = str(tmp_path / "findings.gpkg")
        result = perform("check_plan", plan=path, output=target)
        frame = pyogrio.read_dataframe(target, layer="findings")
        areas = pyogrio.read_dataframe(target, layer="finding_areas").set_index("finding_id").geometry
        assert result["findings"] == len(frame) == sum(result["rules"].values()) == sum(result["severities"].values())
        assert set(areas.index) <= set(frame["finding_id"])
        frame["area"] = frame["finding_id"].map(areas.to_dict())
        return frame

    return check
