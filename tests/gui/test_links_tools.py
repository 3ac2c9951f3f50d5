"""What the dialogs of the tools for flows begin with, and how their result is shown in the panel."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from jjj_planner_plugin.algorithms.provider import ALGORITHMS
from jjj_planner_plugin.gui import tools
from jjj_planner_plugin.gui.links_tools import LINKS_TOOLS, flow_table, links_values
from jjj_planner_plugin.gui.results import catalogue
from jjj_planner_plugin.gui.results.figures import value_words
from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.results import MADE, field_text
from jjj_planner_plugin.layers.schema import catalog
from tests.water_layers import columns


def table(*fields: str, made: bool = False) -> QgsVectorLayer:
    """A table without rows, in the project."""
    layer = QgsVectorLayer("None?" + "&".join(f"field={name}:string" for name in fields), "table", "memory")
    if made:
        layer.setCustomProperty(MADE, "2026-01-01")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize("name", LINKS_TOOLS)
def test_whatever_is_proposed_is_a_parameter_of_the_tool(name: str, editing: PlanEditing, provider: Any) -> None:
    table("origin", "destination", "value")
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    algorithm.initAlgorithm()
    known = {definition.name() for definition in algorithm.parameterDefinitions()}
    begins = links_values(name, None, editing.layers, QgsProject.instance())
    assert begins["PLAN"].endswith("plan.gpkg")
    assert set(begins) <= known
    assert name == "flow_template" or known & set(tools.REMEMBERED)


@pytest.mark.parametrize("name", LINKS_TOOLS)
@pytest.mark.parametrize(("language", "more"), [("zh", " [可选]"), ("en", " [optional]")])
def test_no_label_is_so_wide_that_the_buttons_beside_it_are_cut(
        name: str, language: str, more: str, provider: Any) -> None:
    algorithm = next(found for found in ALGORITHMS if name == found.NAME)()
    with speaking(language):
        algorithm.initAlgorithm()
    for definition in algorithm.parameterDefinitions():
        optional = definition.flags() & definition.Flag.FlagOptional
        said = [definition.description() + (more if optional else "")]
        said += definition.options() if definition.type() == "enum" else []
        assert all(columns(text) <= 53 for text in said), said


def test_only_a_table_of_ones_own_with_both_ends_and_a_flow_is_proposed(qgis_app: Any) -> None:
    project = QgsProject.instance()
    table("name", "value")
    table("from_name", "to_name", "flow", made=True)
    assert flow_table(None, {}, project) is None
    first = table("出发地", "到达地", "客流量")
    assert flow_table(None, {}, project) == first
    second = table("ORIGIN_ADCODE", "DESTINATION_ADCODE", "Value")
    assert flow_table(None, {}, project) is None, "of two none is the one"
    assert flow_table(second, {}, project) == second


def test_every_field_of_the_panels_tables_has_words_and_every_code_too(qgis_app: Any) -> None:
    entries = catalogue.panel()["tasks"]["connectivity"]["tables"]
    names = {name for entry in entries for name in entry.get("order", ())}
    assert {name for name in names if not field_text(name)} == set()
    for field, part in (("flow_reason", "reasons"), ("link_class", "link_classes"), ("link_measure", "measures"),
                        ("fit_term", "terms"), ("nodality", "nodality"), ("link_part", "link_parts")):
        for code in catalog("catalog/connectivity.json")[part]:
            assert value_words(field, code, "zh") != value_words(field, code, "en") or code == "r2", code
