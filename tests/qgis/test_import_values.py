"""What a planner's own values and headings become in a plan field."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from jjj_planner_plugin.layers.import_values import Choice, import_fields, plan_value, propose, settings_key

NEW_YEAR = QDateTime(QDate(2024, 1, 1), QTime(0, 0))


def field(table: str, name: str) -> dict[str, Any]:
    return next(found for found in import_fields(table) if found["name"] == name)


@pytest.mark.parametrize(("table", "name", "value", "stored"), [
    ("parks", "area_km2", "1,234.5", 1234.5), ("parks", "start_year", 2016.0, 2016), ("parks", "area_km2", " ", None),
    ("units", "population", "660 000", 660_000), ("units", "adcode", 130681.0, "130681"),
    ("nodes", "tier", "节点城市", "city"), ("nodes", "tier", "Regional centre", "regional"),
    ("nodes", "tier", "city", "city"), ("units", "zone_id", "Z9", "Z9"), ("parks", "name_zh", " 甲园 ", "甲园"),
    ("policies", "date_from", "2024-01-01", NEW_YEAR), ("policies", "date_from", "2024", NEW_YEAR),
    ("policies", "date_from", 2024.0, NEW_YEAR), ("policies", "date_from", "2024年1月", NEW_YEAR),
    ("policies", "date_from", QDate(2024, 1, 1), NEW_YEAR),
])
def test_a_value_becomes_what_the_plan_stores(table: str, name: str, value: object, stored: object) -> None:
    assert plan_value(value, field(table, name)) == stored


@pytest.mark.parametrize(("table", "name", "value"), [
    ("parks", "area_km2", "很大"), ("nodes", "tier", "超级城市"), ("policies", "date_from", "春天")])
def test_a_value_that_cannot_be_one_is_refused(table: str, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=value):
        plan_value(value, field(table, name))


def test_the_plans_own_names_go_before_usual_headings_and_each_field_is_used_once(qgis_app: Any) -> None:
    layer = QgsVectorLayer("Point?field=NAME:string&field=name_zh:string&field=面积(km²):double&field=code:string",
                           "x", "memory")
    assert propose("wing_points", layer) == {"name_zh": Choice("name_zh"), "area_official_km2": Choice("面积(km²)")}
    assert propose("units", layer) == {"name_zh": Choice("name_zh"), "adcode": Choice("code")}


def test_hydrobasins_ids_and_links_become_the_catchments_own(qgis_app: Any) -> None:
    layer = QgsVectorLayer("Polygon?field=HYBAS_ID:double&field=NEXT_DOWN:double&field=UP_AREA:double", "b", "memory")
    assert propose("catchments", layer) == {
        "catchment_id": Choice("HYBAS_ID"), "next_down": Choice("NEXT_DOWN")}
    assert plan_value(4060000010.0, field("catchments", "next_down")) == "4060000010"


def test_a_mapping_is_remembered_by_the_set_of_fields_whatever_their_order(qgis_app: Any) -> None:
    first = QgsVectorLayer("Point?field=a/b:string&field=c:string", "x", "memory")
    second = QgsVectorLayer("Point?field=c:string&field=a/b:string", "y", "memory")
    assert settings_key("parks", first) == settings_key("parks", second) != settings_key("wings", first)
    assert settings_key("parks", first).count("/") == 3


def test_headings_that_hold_a_known_one_are_known_where_that_is_clear(qgis_app: Any) -> None:
    layer = QgsVectorLayer("Point?field=乡镇名:string&field=启动年:int&field=园区面积值:double&field=代码:string",
                           "x", "memory")
    assert propose("parks", layer) == {
        "name_zh": Choice("乡镇名"), "start_year": Choice("启动年"), "area_km2": Choice("园区面积值")}
    two = QgsVectorLayer("Point?field=园区面积一:double&field=园区面积二:double", "y", "memory")
    assert propose("parks", two) == {}
