"""The plan in time: which policies and projects a year shows, and the policies as events with places."""

from __future__ import annotations

from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.structure import feature_of
from jjj_planner_plugin.layers.timeline import events, range_of, years
from tests.qgis_plan import by_name, set_value


def shown_in(layer: QgsVectorLayer, first: int, last: int | None = None) -> list[str]:
    """The names of what the time controller shows of a layer in these years; of a place, its policy's date."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    text = layer.temporalProperties().createFilterString(context, range_of(first, last or first))
    request = QgsFeatureRequest().setFilterExpression(text)
    request.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    field = "policy_when_text" if layer.fields().lookupField("policy_when_text") >= 0 else "name_zh"
    return sorted(str(row[field]) for row in layer.getFeatures(request))


def test_a_year_shows_the_places_of_its_policies_and_no_others(editing: PlanEditing) -> None:
    places = editing.layers["policy_places"]
    assert shown_in(places, 1988) == ["1988"] * 7
    assert shown_in(places, 1987) == []
    assert set(shown_in(places, 1978)) == set(shown_in(places, 1981)) == {"1976-1981"}
    assert set(shown_in(places, 1982)) == {"1982"}
    assert set(shown_in(places, 2026)) == {"2026-02-03", "2026-03-01"}
    assert len(shown_in(places, 1976, 2026)) == places.featureCount()


def test_the_places_have_what_their_policy_has_edits_included(editing: PlanEditing) -> None:
    policies, places = editing.layers["policies"], editing.layers["policy_places"]
    policy = by_name(policies, "廊坊共识")
    with editing.command("move"):
        set_value(policies, policy, "date_from", QDateTime(QDate(2005, 3, 1), QTime(0, 0)))
    assert shown_in(places, 2004) == ["2004-11"] * 3
    assert "2004-02" in shown_in(places, 2005)
    head = places.attributeAlias(places.fields().lookupField("policy_when_text"))
    assert head.startswith("政策时间线 Policy timeline: 时间说明")
    assert places.dataProvider().fields().lookupField("policy_date_from") < 0, "the table itself has no dates"


def test_a_project_is_shown_from_its_start_until_it_is_finished_or_until_now(editing: PlanEditing) -> None:
    projects = editing.layers["projects"]
    assert "北京大兴国际机场" in shown_in(projects, 2016) and "北京大兴国际机场" not in shown_in(projects, 2021)
    assert "白洋淀生态环境治理" in shown_in(projects, 2025) and "白洋淀生态环境治理" not in shown_in(projects, 2017)


def test_policies_are_events_in_order_with_places_and_years(editing: PlanEditing) -> None:
    found = events(editing.layers, "zh")
    assert len(found) == 35 and found[0].when == "1976-1981" and found[-1].when == "2026-03-01"
    assert (found[0].first_year, found[0].last_year) == (1976, 1981) and years(found) == (1976, 2026)
    moved = next(event for event in found if event.when == "2019-01-11")
    assert moved.places == ["通州区"] and moved.meets(2019, 2019) and not moved.meets(2020, 2026)
    row = feature_of(editing.layers["policy_places"], "policy_uid", moved.uid)
    assert row is not None and moved.fids == [row.id()]
    assert {event.facet for event in found} == {"", "产业升级转移", "生态环境保护"}
