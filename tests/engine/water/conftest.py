"""What the tests of riparian strips share: a run in this process, and its layers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from tests.engine.water.strip_runs import Result, Run


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One jurisdiction for all tests that are not about them: the bundled ones take a while to read."""
    path = tmp_path_factory.mktemp("units") / "square.gpkg"
    gpd.GeoDataFrame({"adcode": ["1"]}, geometry=[shapely.box(114, 37, 119, 42)], crs=4490).to_file(path)
    return str(path)


@pytest.fixture
def run(perform: Callable[..., dict[str, Any]], square: str, tmp_path: Path) -> Run:
    """`run(**params)`: without heights and in one jurisdiction, unless a test wants others."""

    def go(**params: Any) -> Result:
        target = str(tmp_path / "strips.gpkg")
        given = {"direction": "digitised", "jurisdictions": square, **params}
        return Result(perform("riparian_buffers", output=target, **given))

    return go
