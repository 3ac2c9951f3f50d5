"""What the dialogs of the air tools begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from jjj_planner_plugin.gui.air_tools import air_values
from jjj_planner_plugin.layers.air_look import AIR, OBSERVATIONS
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.results import MADE


def layer(name: str, mark: str, made: str) -> QgsVectorLayer:
    """A stand-in for a result: only its marks count."""
    found = QgsVectorLayer("Point?crs=EPSG:4490&field=pm25:double", name, "memory")
    found.setCustomProperty(mark, "pm25")
    found.setCustomProperty(MADE, made)
    QgsProject.instance().addMapLayer(found)
    return found


@pytest.fixture
def made(qgis_app: Any) -> dict[str, QgsVectorLayer]:
    return {"old raster": layer("r1", AIR, "2026-01-01"), "raster": layer("r2", AIR, "2026-01-03"),
            "stations": layer("o", OBSERVATIONS, "2026-01-02")}


def begins(name: str, active: Any = None) -> dict[str, Any]:
    return air_values(name, active, {}, QgsProject.instance())


def test_without_air_layers_nothing_is_proposed(qgis_app: Any) -> None:
    assert begins("air_zonal") == begins("airsheds") == {}


def test_rasters_are_proposed_where_rasters_are_taken(made: dict[str, QgsVectorLayer]) -> None:
    assert begins("air_zonal") == begins("air_footprints") == {"RASTERS": [made["raster"].id()]}
    assert begins("air_interpolate") == {"OBSERVATIONS": made["stations"].id()}


def test_the_active_layer_comes_first(made: dict[str, QgsVectorLayer]) -> None:
    assert begins("air_zonal", made["old raster"]) == {"RASTERS": [made["old raster"].id()]}
    assert begins("air_aqi", made["stations"]) == {"OBSERVATIONS": made["stations"].id()}


@pytest.mark.parametrize(("called", "proposed"), [("CHAP 2020", True), ("population", False), ("人口 2020", False)])
def test_a_raster_of_ones_own_is_proposed_while_it_is_active(
    called: str, proposed: bool, made: dict[str, QgsVectorLayer]
) -> None:
    own = QgsRasterLayer(str(Path(__file__).parents[2] / "resources" / "data" / "dem_30s.tif"), called)
    QgsProject.instance().addMapLayer(own)
    expected = own if proposed else made["raster"]
    assert begins("air_zonal", own) == {"RASTERS": [expected.id()]}
    assert begins("air_zonal", made["stations"]) == {"RASTERS": [made["raster"].id()]}, "what is no input does not win"
    assert begins("air_interpolate", own) == {"OBSERVATIONS": made["stations"].id()}


@pytest.mark.parametrize("name", ["air_exceedance", "air_aqi", "airsheds"])
def test_of_rasters_and_observations_only_the_newer_is_proposed(name: str, made: dict[str, QgsVectorLayer]) -> None:
    assert begins(name) == {"RASTERS": [made["raster"].id()]}
    made["stations"].setCustomProperty(MADE, "2026-02-01")
    assert begins(name) == {"OBSERVATIONS": made["stations"].id()}


def test_zones_and_people_are_the_plans(editing: PlanEditing, made: dict[str, QgsVectorLayer]) -> None:
    plan, units = editing.layers, editing.layers["units"]
    assert air_values("air_zonal", None, plan, QgsProject.instance()) == {
        "RASTERS": [made["raster"].id()], "ZONES": plan["zones"].id(), "ZONE_FIELD": "zone_id"}
    unit = next(units.getFeatures())
    units.dataProvider().changeAttributeValues({unit.id(): {units.fields().lookupField("population"): 1000}})
    found = air_values("air_footprints", None, plan, QgsProject.instance())
    assert (found["POPULATION_LAYER"], found["POPULATION_FIELD"]) == (units.id(), "population")
