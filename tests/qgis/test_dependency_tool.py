"""Water dependency through Processing with the real engine: what is loaded, named, and refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingContext, QgsProject, QgsRasterLayer, QgsVectorLayer

from jjj_planner_plugin.algorithms.water_dependency import WaterDependency
from jjj_planner_plugin.layers.results import style_result
from jjj_planner_plugin.paths import resource
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run


def polygons(name: str, fields: str, *rows: tuple[float, float, list[Any]]) -> str:
    """A layer in memory and in the project: boxes from one longitude to another, 39–39.1° N."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4490&{fields}", name, "memory")
    for west, east, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(
            f"POLYGON (({west} 39, {east} 39, {east} 39.1, {west} 39.1, {west} 39))"))
        feature.setAttributes(values)
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return str(layer.id())


@pytest.fixture
def towns(provider: Any) -> str:
    """A in the west half of basin 1, B in the east half of 2 and the west half of 3; they are inputs twice."""
    return polygons("towns", "field=town:string&field=people:integer",
                    (110.0, 110.05, ["A", 300]), (110.15, 110.25, ["B", 500]))


@pytest.fixture
def basins(provider: Any) -> str:
    """1 → 2 → 3, a tenth of a degree each, with fields of no usual name."""
    return polygons("basins", "field=number:integer&field=into:integer",
                    (110.0, 110.1, [1, 2]), (110.1, 110.2, [2, 3]), (110.2, 110.3, [3, 0]))


def rows(reference: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(reference, "rows", "ogr")
    assert layer.isValid(), reference
    return [feature.attributeMap() for feature in layer.getFeatures()]


def all_named(reference: str) -> bool:
    """Whether every field has an alias in both languages, once the layer is styled."""
    layer = QgsVectorLayer(reference, "rows", "ogr")
    style_result(layer, "dependency")
    return all(field.alias() for field in layer.fields() if field.name() != "fid")


def test_a_first_run_takes_the_bundled_heights_and_the_cities(provider: Any, tmp_path: Path) -> None:
    heard = Heard()
    made = run("water_dependency", {"OUTPUT": str(tmp_path / "d.gpkg")}, heard)
    assert heard.errors == []
    assert set(made) == {"OUTPUT", "PAIRS", "AGREEMENTS"}
    cities = {row["code"]: row for row in rows(made["OUTPUT"])}
    assert len(cities) == 13
    assert cities["110000"]["largest_name"] == "张家口市"
    pairs = {(row["upstream_code"], row["downstream_code"]): row for row in rows(made["PAIRS"])}
    assert "guanting_yongding" in pairs["130700", "110000"]["agreements"]
    assert len(rows(made["AGREEMENTS"])) == 8
    assert any("Luan to Tianjin" in warning for warning in heard.warnings)
    assert not any("引滦入津" in warning for warning in heard.warnings)  # one language at a time
    assert all(all_named(reference) for reference in made.values())


def test_basins_in_memory_with_fields_of_their_own_give_a_range(towns: str, basins: str, tmp_path: Path) -> None:
    heard = Heard()
    made = run("water_dependency", {
        "JURISDICTIONS": towns, "JURISDICTION_FIELD": "town", "BASINS": basins, "ID_FIELD": "number",
        "DOWN_FIELD": "into", "POPULATION_LAYER": towns, "POPULATION_FIELD": "people",
        "OUTPUT": str(tmp_path / "d.gpkg")}, heard)
    a, b = rows(made["OUTPUT"])
    assert (a["code"], b["code"]) == ("A", "B")
    assert b["dependency"] == pytest.approx(0.5, abs=1e-4)
    assert b["dependency_high"] == pytest.approx(2 / 3, abs=1e-4)
    assert b["basins_in_question"] == "2, 3"
    assert (a["inside_people"], b["outside_people"]) == pytest.approx((300, 300))
    assert all_named(made["OUTPUT"])
    assert [(row["upstream_code"], row["downstream_code"]) for row in rows(made["PAIRS"])] == [("A", "B")]
    assert any("A" in warning for warning in heard.warnings)


def test_what_cannot_be_meant_is_refused_before_the_engine_is_asked(towns: str, basins: str) -> None:
    algorithm = WaterDependency()
    algorithm.initAlgorithm()
    dem = QgsRasterLayer(str(resource("data/dem_30s.tif")), "dem")
    QgsProject.instance().addMapLayer(dem)
    both = {"DEM": dem.id(), "BASINS": basins, "METHOD": 0, "OUTPUT": "TEMPORARY_OUTPUT"}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    fine, reason = algorithm.checkParameterValues(both, context)
    assert not fine
    assert "basins" in reason.lower() or "子流域" in reason
    assert algorithm.checkParameterValues({**both, "METHOD": 1}, context)[0]
    nobody = {"POPULATION_LAYER": towns, "METHOD": 0, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert not algorithm.checkParameterValues(nobody, context)[0]
