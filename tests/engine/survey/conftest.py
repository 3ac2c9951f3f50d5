"""What the tests of surveyors' files share: an import and what it wrote, and a refusal that leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest

Call = Callable[..., Any]


class Imported:
    """What import_site wrote, and its result."""

    def __init__(self, result: dict[str, Any]) -> None:
        self.result = result
        self.site: gpd.GeoDataFrame = pyogrio.read_dataframe(result["output"], layer="site")
        self.log = pyogrio.read_dataframe(result["output"], layer="import_log")
        self.warnings = [warning["detail"]["code"] for warning in result["warnings"]]

    def codes(self, number: str = "") -> list[str]:
        return self.log.loc[self.log["parcel_id"].fillna("") == number, "code"].tolist()


@pytest.fixture
def imported(perform: Call, tmp_path: Path) -> Callable[..., Imported]:
    return lambda path, **params: Imported(
        perform("import_site", path=path, output=str(tmp_path / "site.gpkg"), **params))


@pytest.fixture
def refusal(refused: Call, tmp_path: Path) -> Callable[..., str]:
    """`refusal(path, …)`: the code; and nothing is left in the output's folder."""

    def attempt(path: str, **params: Any) -> str:
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        code: str = refused("import_site", path=path, output=str(folder / "site.gpkg"), **params)
        assert list(folder.iterdir()) == []
        return code

    return attempt
