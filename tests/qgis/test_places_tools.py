"""Locating features and the one-hour reach through Processing with the real engine: parameters, looks, heads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.provider import ALGORITHMS
from jjj_planner_plugin.gui import tools
from jjj_planner_plugin.gui.places_tools import PLACES_TOOLS, places_values
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.results import MADE, style_result
from tests.qgis_tools import Heard
from tests.qgis_tools import run_tool as run
from tests.water_layers import LINE, POINT, SQUARE, columns, layer


def there(made: QgsVectorLayer) -> QgsVectorLayer:
    QgsProject.instance().addMapLayer(made)
    return made


def loaded(reference: str) -> QgsVectorLayer:
    found = QgsVectorLayer(reference, "t", "ogr")
    assert found.isValid(), reference
    return found


def named(table: QgsVectorLayer) -> bool:
    """Whether every field has a head that can be read."""
    fields = table.fields()
    return all(table.attributeAlias(place) for place in range(fields.count()) if fields.at(place).name() != "fid")


def legend(table: QgsVectorLayer) -> list[str]:
    return [item.label() for item in table.renderer().legendSymbolItems()]


@pytest.fixture(scope="module")
def located(provider: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The bundled parks, located with nothing chosen."""
    heard = Heard()
    made = run("locate_features", {"OUTPUT": str(tmp_path_factory.mktemp("located") / "l.gpkg")}, heard)
    assert made, heard.errors
    return made


@pytest.fixture(scope="module")
def reached(provider: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The bundled cities, with nothing chosen but two times."""
    heard = Heard()
    made = run("hour_reach", {"MINUTES": "30，60", "OUTPUT": str(tmp_path_factory.mktemp("reach") / "r.gpkg")}, heard)
    assert made, heard.errors
    return {**made, "heard": heard}


def test_with_nothing_chosen_the_bundled_parks_are_located(located: dict[str, Any]) -> None:
    assert set(located) == {"OUTPUT", "SHARES"}
    parks = loaded(f"{located['OUTPUT']}|layername=located")
    assert parks.featureCount() == len({row["name"] for row in parks.getFeatures()}) >= 14
    assert {row["zone"] for row in parks.getFeatures()} == {"Z1", "Z2", "Z3", "Z4"}
    assert all(row["axis_ring"] for row in parks.getFeatures())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_located_features_are_drawn_by_zone_with_readable_heads(located: dict[str, Any], language: str) -> None:
    with speaking(language):
        parks, shares = loaded(f"{located['OUTPUT']}|layername=located"), loaded(located["SHARES"])
        style_result(parks, "located")
        style_result(shares, "located")
    said = legend(parks)
    assert ("中部核心功能区" in said) is (language == "zh") and ("near a border" in said) is (language == "en")
    assert named(parks) and named(shares)


def test_own_polygons_and_layers_with_a_class_field(provider: Any, tmp_path: Path) -> None:
    parcels = there(layer(SQUARE, {"MC": "string"}, [("地块",)]))
    red = there(layer(SQUARE, {"kind": "string", "other": "string"}, [("林地", "x")]))
    red.setName("红线")
    made = run("locate_features", {"FEATURES": [parcels.id()], "LAYERS": [red.id()], "LAYER_FIELDS": "kind",
                                   "OUTPUT": str(tmp_path / "l.gpkg")})
    row = next(loaded(f"{made['OUTPUT']}|layername=located").getFeatures())
    assert row["name"] == "地块" and row["others"] == "红线: 林地" and row["shape"] == "area"


@pytest.mark.parametrize(("name", "parameters", "words"), [
    ("locate_features", {"DISTANCES": "ten"}, "ten"), ("locate_features", {"PLAN": "/no/plan.gpkg"}, "/no/plan.gpkg"),
    ("hour_reach", {"MINUTES": "an hour"}, "an hour"), ("hour_reach", {"PLAN": "/no/plan.gpkg"}, "/no/plan.gpkg"),
    ("hour_reach", {"MINUTES": "0"}, "0"), ("locate_features", {"OUTPUT": "memory:"}, "gpkg")])
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    provider: Any, tmp_path: Path, name: str, parameters: dict[str, Any], words: str
) -> None:
    heard = Heard()
    assert run(name, {"OUTPUT": str(tmp_path / "o.gpkg"), **parameters}, heard) == {}
    assert any(words in error for error in heard.errors), heard.errors


def test_with_nothing_chosen_every_city_has_a_disc_and_it_says_so(reached: dict[str, Any]) -> None:
    assert set(reached) == {"OUTPUT", "REACHED", "BY_NETWORK", "heard"} and reached["BY_NETWORK"] == 0
    bands = loaded(f"{reached['OUTPUT']}|layername=bands")
    assert bands.featureCount() == 2 * 14 and {row["reckoned"] for row in bands.getFeatures()} == {"geodesic"}
    heard = reached["heard"]
    assert any("60 km/h" in warning for warning in heard.warnings)
    assert any("of units" in info for info in heard.infos)


def test_bands_units_and_lines_are_drawn_each_in_its_way(reached: dict[str, Any]) -> None:
    bands, units = loaded(f"{reached['OUTPUT']}|layername=bands"), loaded(reached["REACHED"])
    style_result(bands, "reach")
    style_result(units, "reach")
    assert legend(bands) == ["within 30 min of any place", "within 60 min of any place",
                             "of one place, as the crow flies"]
    assert legend(units)[1:] == ["0–15 min", "15–30 min", "30–45 min", "45–60 min", "out of reach"]
    assert named(bands) and named(units)


def test_lines_with_speeds_are_followed_and_drawn_by_what_became_of_them(provider: Any, tmp_path: Path) -> None:
    roads = layer(LINE, {"maxspeed": "string", "highway": "string"}, [("80", "primary"), ("", "primary")])
    places = there(layer(POINT, {"name_zh": "string"}, [("甲",)]))
    made = run("hour_reach", {"LINES": [there(roads).id()], "PLACES": places.id(), "MINUTES": "30",
                              "OUTPUT": str(tmp_path / "r.gpkg")})
    assert set(made) == {"OUTPUT", "REACHED", "NETWORK", "BY_NETWORK"} and made["BY_NETWORK"] == 1
    lines = loaded(made["NETWORK"])
    style_result(lines, "reach")
    assert [row["used"] for row in lines.getFeatures()] == [1, 0] and named(lines)
    assert legend(lines)[1:] == ["largest connected part", "apart from it", "left out: no speed, or not open"]


def test_the_open_plan_with_its_unsaved_edits_is_what_is_taken(
    provider: Any, made_plan: Path, tmp_path: Path
) -> None:
    plan = open_plan(str(shutil.copy(made_plan, tmp_path / "plan.gpkg")), QgsProject.instance(), "en")
    parks = plan["parks"]
    parks.startEditing()
    for feature in list(parks.getFeatures())[1:]:
        parks.deleteFeature(feature.id())
    made = run("locate_features", {"OUTPUT": str(tmp_path / "l.gpkg")})
    parks.rollBack()
    left = loaded(f"{made['OUTPUT']}|layername=located")
    assert left.featureCount() == 1 + plan["park_areas"].featureCount()
    assert [row["task"] for row in plan["runs"].getFeatures()] [-1:] == ["locate_features"]


# What the dialogs begin with


@pytest.mark.parametrize("name", PLACES_TOOLS)
def test_whatever_is_proposed_is_a_parameter_of_the_tool(name: str, provider: Any) -> None:
    made = layer(SQUARE, {"footprint": "int"}, [(1,)])
    made.setCustomProperty(MADE, "2026-01-01")
    there(made)
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    algorithm.initAlgorithm()
    known = {definition.name() for definition in algorithm.parameterDefinitions()}
    own = {shape: there(layer(shape, {"name": "string"}, [("x",)])) for shape in (POINT, LINE, SQUARE)}
    proposed = [places_values(name, active, {}, QgsProject.instance()) for active in (None, *own.values())]
    assert all(set(values) <= known for values in proposed) and any(proposed)
    assert {key for key in known if key in tools.REMEMBERED}


@pytest.mark.parametrize("name", PLACES_TOOLS)
@pytest.mark.parametrize(("language", "more"), [("zh", " [可选]"), ("en", " [optional]")])
def test_no_label_is_so_wide_that_the_buttons_beside_it_are_cut(
    name: str, language: str, more: str, provider: Any
) -> None:
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    with speaking(language):
        algorithm.initAlgorithm()
    for definition in algorithm.parameterDefinitions():
        optional = definition.flags() & definition.Flag.FlagOptional
        assert columns(definition.description() + (more if optional else "")) <= 53
