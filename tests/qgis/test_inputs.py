"""What a layer becomes for the engine: the file as it is, or a copy that holds what the planner sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

from jjj_planner_plugin.algorithms.exports import BadInputError, Exports
from jjj_planner_plugin.algorithms.inputs import is_as_stored, reference

COPIES: list[Exports] = []
"""The copies of the test that runs: they live as long as their Exports."""


@pytest.fixture(autouse=True)
def copies_end_with_the_test() -> Iterator[None]:
    COPIES[:] = [Exports()]
    yield
    COPIES[0].close()


@pytest.fixture
def zones(made_plan: Path, tmp_path: Path) -> QgsVectorLayer:
    """The zones of a plan of the test's own, in the project."""
    path = tmp_path / "规划 plan.gpkg"
    shutil.copy(made_plan, path)
    return in_project(QgsVectorLayer(f"{path}|layername=zones", "四区", "ogr"))


def in_project(layer: QgsVectorLayer) -> QgsVectorLayer:
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


def value(layer: QgsVectorLayer, selected_only: bool) -> object:
    """A layer parameter's value as the dialog gives it."""
    return QgsProcessingFeatureSourceDefinition(layer.id(), True) if selected_only else layer.id()


def given(layer: QgsVectorLayer, selected_only: bool = False) -> QgsVectorLayer:
    """What the engine would read."""
    source = reference(layer, value(layer, selected_only), QgsProject.instance(), COPIES[0])
    found = QgsVectorLayer(source, "given", "ogr")
    assert found.isValid()
    return found


def values(layer: QgsVectorLayer, field: str) -> list[Any]:
    return sorted(feature[field] for feature in layer.getFeatures())


def test_a_plain_layer_goes_as_its_own_file(zones: QgsVectorLayer) -> None:
    assert reference(zones, None, QgsProject.instance(), COPIES[0]) == zones.source()


def test_of_a_file_of_several_tables_the_one_that_is_shown_is_named(zones: QgsVectorLayer) -> None:
    file = zones.source().split("|")[0]
    main = in_project(QgsVectorLayer(file, "a result's main layer", "ogr"))
    named = reference(main, None, QgsProject.instance(), COPIES[0])
    assert named.startswith(f"{file}|layername=")
    again = QgsVectorLayer(named, "again", "ogr")
    assert again.fields().names() == main.fields().names() and again.featureCount() == main.featureCount()


def test_unsaved_edits_go_along(zones: QgsVectorLayer) -> None:
    zones.startEditing()
    first = next(zones.getFeatures())
    zones.changeAttributeValue(first.id(), zones.fields().lookupField("name_zh"), "改名的区")
    zones.changeGeometry(first.id(), QgsGeometry.fromWkt("MULTIPOLYGON(((116 39,117 39,117 40,116 39)))"))
    zones.deleteFeature(max(feature.id() for feature in zones.getFeatures()))
    seen = given(zones)
    assert seen.featureCount() == 3
    assert "改名的区" in values(seen, "name_zh")
    edited = next(f for f in seen.getFeatures() if f["name_zh"] == "改名的区")
    assert edited.geometry().area() == pytest.approx(0.5)
    zones.rollBack()


@pytest.mark.parametrize("selected_only", [False, True])
def test_a_pasted_feature_whose_fid_is_still_a_word_goes_along(zones: QgsVectorLayer, selected_only: bool) -> None:
    zones.startEditing()
    pasted = QgsFeature(next(zones.getFeatures()))
    pasted["fid"], pasted["name_zh"] = "Autogenerate", "贴来的区"
    assert zones.addFeature(pasted)
    zones.selectByExpression("\"name_zh\" = '贴来的区'")
    seen = given(zones, selected_only)
    assert "贴来的区" in values(seen, "name_zh")
    assert seen.featureCount() == (1 if selected_only else 5)
    zones.rollBack()


def test_an_open_edit_session_without_edits_changes_nothing(zones: QgsVectorLayer) -> None:
    zones.startEditing()
    assert is_as_stored(zones)
    zones.rollBack()


def test_the_users_crs_goes_along(zones: QgsVectorLayer) -> None:
    zones.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    assert given(zones).crs().authid() == "EPSG:4326"


def test_virtual_fields_go_along(zones: QgsVectorLayer) -> None:
    zones.addExpressionField("'区' || zone_id", QgsField("klass", QVariant.String))
    assert values(given(zones), "klass") == ["区Z1", "区Z2", "区Z3", "区Z4"]


def test_joined_fields_go_along(zones: QgsVectorLayer) -> None:
    table = QgsVectorLayer("NoGeometry?field=zone:string&field=people:integer", "people", "memory")
    rows = []
    for zone, people in (("Z1", 5), ("Z2", 6), ("Z3", 7), ("Z4", 8)):
        row = QgsFeature(table.fields())
        row.setAttributes([zone, people])
        rows.append(row)
    table.dataProvider().addFeatures(rows)
    in_project(table)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(table)
    join.setJoinFieldName("zone")
    join.setTargetFieldName("zone_id")
    join.setUsingMemoryCache(True)
    zones.addJoin(join)
    assert values(given(zones), "people_people") == [5, 6, 7, 8]


def test_a_filter_is_kept(zones: QgsVectorLayer) -> None:
    zones.setSubsetString("\"zone_id\" IN ('Z1', 'Z4')")
    assert values(given(zones), "zone_id") == ["Z1", "Z4"]


def test_only_the_selection_goes_when_asked_for(zones: QgsVectorLayer) -> None:
    zones.selectByExpression("\"zone_id\" = 'Z3'")
    assert values(given(zones, selected_only=True), "zone_id") == ["Z3"]
    assert given(zones).featureCount() == 4


def test_selected_only_with_nothing_selected_is_refused(zones: QgsVectorLayer) -> None:
    with pytest.raises(BadInputError, match=r"四区.*none is selected"):
        reference(zones, value(zones, True), QgsProject.instance(), COPIES[0])


def test_a_memory_layer_is_copied_and_keeps_its_chinese_name() -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=fid:integer&field=类:string", "地块", "memory")
    rows = []
    for klass in ("耕地", "林地"):
        row = QgsFeature(layer.fields())
        row.setAttributes([1, klass])  # a field "fid" that is not unique must not spoil the copy
        row.setGeometry(QgsGeometry.fromWkt("POLYGON((116 39,116.1 39,116.1 39.1,116 39))"))
        rows.append(row)
    layer.dataProvider().addFeatures(rows)
    seen = given(in_project(layer))
    assert values(seen, "类") == ["林地", "耕地"]
    assert seen.source().endswith("|layername=地块")


def test_a_shapefile_in_gbk_is_read_as_the_planner_reads_it(zones: QgsVectorLayer, tmp_path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "GBK"
    path = str(tmp_path / "gbk.shp")
    QgsVectorFileWriter.writeAsVectorFormatV3(zones, path, QgsProject.instance().transformContext(), options)
    (tmp_path / "gbk.cpg").unlink()  # as old Shapefiles come: nothing says that it is GBK
    layer = QgsVectorLayer(path, "gbk", "ogr")
    layer.setProviderEncoding("GBK")
    assert "中部核心功能区" in values(given(in_project(layer)), "name_zh")


def test_a_layer_without_crs_is_refused_by_name() -> None:
    layer = in_project(QgsVectorLayer("Polygon?field=a:integer", "无坐标系", "memory"))
    layer.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(BadInputError, match=r"无坐标系.*no CRS"):
        reference(layer, None, QgsProject.instance(), COPIES[0])


def test_a_layer_whose_file_is_gone_is_refused(zones: QgsVectorLayer) -> None:
    lost = QgsVectorLayer("/nowhere/lost.gpkg", "lost", "ogr")
    with pytest.raises(BadInputError, match="lost"):
        reference(lost, None, QgsProject.instance(), COPIES[0])


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 33200, reason="QGIS 3.32 and later have it")
def test_the_dialogs_own_filter_is_kept(zones: QgsVectorLayer) -> None:
    chosen = QgsProcessingFeatureSourceDefinition(zones.id(), filterExpression="\"zone_id\" > 'Z2'")
    seen = QgsVectorLayer(reference(zones, chosen, QgsProject.instance(), COPIES[0]), "seen", "ogr")
    assert values(seen, "zone_id") == ["Z3", "Z4"]
