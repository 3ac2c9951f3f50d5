"""What the dialogs of the water tools begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from jjj_planner_plugin.algorithms.provider import ALGORITHMS
from jjj_planner_plugin.gui import tools
from jjj_planner_plugin.gui.water_tools import WATER_TOOLS, water_values
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.results import MADE
from tests.water_layers import LINE, POINT, SQUARE, columns, layer

DEM = Path(__file__).parents[2] / "resources" / "data" / "dem_30s.tif"
CATCHMENTS = {"name": "string", "plain_share": "double"}


def begins(name: str, active: Any = None, plan: dict[str, QgsVectorLayer] | None = None) -> dict[str, Any]:
    return water_values(name, active, plan or {}, QgsProject.instance())


def there(made: Any, when: str = "") -> Any:
    """In the project; a result's layer where it is told when it came."""
    if when:
        made.setCustomProperty(MADE, when)
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.mark.parametrize("name", WATER_TOOLS)
def test_whatever_is_proposed_is_a_parameter_of_the_tool(name: str, editing: PlanEditing, provider: Any) -> None:
    there(layer(SQUARE, CATCHMENTS, [("A", 0.1)]), "2026-01-01")
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    algorithm.initAlgorithm()
    known = {definition.name() for definition in algorithm.parameterDefinitions()}
    for active in (None, there(layer(LINE, {"name": "string"}, [("x",)]))):
        assert set(begins(name, active, editing.layers)) <= known
    used = {key for key in known if key in tools.REMEMBERED}
    assert used or name == "source_protection_check", "something is kept from one time to the next"


@pytest.mark.parametrize("name", WATER_TOOLS)
@pytest.mark.parametrize(("language", "more"), [("zh", " [可选]"), ("en", " [optional]")])
def test_no_label_is_so_wide_that_the_buttons_beside_it_are_cut(
    name: str, language: str, more: str, provider: Any
) -> None:
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    with speaking(language):
        algorithm.initAlgorithm()
    for definition in algorithm.parameterDefinitions():
        optional = definition.flags() & definition.Flag.FlagOptional
        said = [definition.description() + (more if optional else "")]
        said += definition.options() if definition.type() == "enum" else []
        for text in said:
            assert columns(text) <= 53, text  # measured: 400 pixels, of which a letter has seven


def test_a_plans_water_is_proposed(editing: PlanEditing) -> None:
    plan = editing.layers
    assert begins("delineate_catchments", None, plan)["POINTS"] == plan["stations"].id()
    assert begins("trace_upstream", None, plan) == {"BASINS": plan["catchments"].id()}
    assert begins("catchment_matrix", None, plan) == {"CATCHMENTS": plan["catchments"].id()}
    assert plan["zones"].id() in begins("riparian_buffers", None, plan)["WITH_LAYERS"]
    assert "RIVERS" not in begins("riparian_buffers", None, plan), "the bundled ones know which is the canal"


def test_a_plans_units_are_jurisdictions_when_they_are_active(editing: PlanEditing) -> None:
    plan = editing.layers
    for name in ("trace_upstream", "catchment_matrix", "water_dependency"):
        assert begins(name, plan["units"], plan)["JURISDICTIONS"] == plan["units"].id()
        assert "JURISDICTIONS" not in begins(name, plan["zones"], plan)


def test_without_a_plan_all_is_bundled(qgis_app: Any) -> None:
    assert begins("delineate_catchments") == begins("trace_upstream") == begins("water_dependency") == {}
    assert begins("source_protection_check") == {"BUNDLED": True}


def test_stations_without_a_reservoir_are_no_pour_points(qgis_app: Any) -> None:
    air = there(layer(POINT, {"kind": "string"}, [("air",)]))
    assert begins("delineate_catchments", None, {"stations": air}) == {}


def test_points_lines_and_linked_basins_of_ones_own_come_first(editing: PlanEditing) -> None:
    plan = editing.layers
    own = {shape: there(layer(shape, {"NEXT_DOWN": "string"}, [("0",)])) for shape in (POINT, LINE, SQUARE)}
    assert begins("delineate_catchments", own[POINT], plan)["POINTS"] == own[POINT].id()
    assert begins("riparian_buffers", own[LINE], plan)["RIVERS"] == own[LINE].id()
    assert begins("trace_upstream", own[SQUARE], plan)["BASINS"] == own[SQUARE].id()
    assert begins("water_dependency", own[SQUARE], plan)["BASINS"] == own[SQUARE].id()


@pytest.mark.parametrize(("called", "proposed"), [
    ("GLO-30 DEM", True), ("srtm_jjj", True), ("高程", True), ("PM2.5 2020", False), ("academy", False)])
def test_a_raster_is_taken_for_heights_by_its_name(called: str, proposed: bool, qgis_app: Any) -> None:
    raster = there(QgsRasterLayer(str(DEM), called))
    assert (begins("delineate_catchments") == {"DEM": raster.id()}) is proposed


def test_of_two_rasters_of_heights_only_the_active_one_is_proposed(qgis_app: Any) -> None:
    one, _ = (there(QgsRasterLayer(str(DEM), name)) for name in ("dem a", "dem b"))
    assert begins("delineate_catchments") == {}
    assert begins("delineate_catchments", one) == {"DEM": one.id()}


def test_what_was_made_is_checked_against(qgis_app: Any) -> None:
    there(layer(SQUARE, CATCHMENTS, [("A", 0.1)]), "2026-01-01")
    new = there(layer(SQUARE, CATCHMENTS, [("A", 0.1)]), "2026-01-02")
    there(layer(SQUARE, {"flat_share": "double", "dependency": "double"}, [(0.1, 0.2)]), "2026-01-03")
    strips = there(layer(SQUARE, {"strip_class": "string", "strip_part": "string"}, [("own", "land")]), "2026-01-01")
    assert begins("source_protection_check") == {"PROTECTIONS": [strips.id(), new.id()]}
    assert begins("catchment_matrix") == {}, "nested catchments only when they are active"
    assert begins("catchment_matrix", new) == {"CATCHMENTS": new.id()}
