"""What a new result of the Region tools switches on and off in a plan's tree, and which labels it spares."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from jjj_planner_plugin.i18n import speaking
from jjj_planner_plugin.layers.plan_file import open_plan
from jjj_planner_plugin.layers.result_shown import keep_off
from jjj_planner_plugin.layers.results import ResultLook
from tests.qgis_tools import Heard

ROWS = {"units": [("110109", None), ("130624", 3.0)], "cities": [("110000", 1.0), ("130100", 2.0)],
        "zones": [("Z1", 1.0), ("Z9", 2.0)]}


@pytest.fixture
def project(made_plan: Path, tmp_path: Path) -> QgsProject:
    """A project with a plan."""
    opened = QgsProject()
    open_plan(str(shutil.copy(made_plan, tmp_path / "plan.gpkg")), opened, "en")
    return opened


def levels(path: Path) -> str:
    """A result with three levels of places; of the units one is not known."""
    for name, rows in ROWS.items():
        layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=code:string&field=name_en:string&field=density:double",
                               name, "memory")
        for place, (code, density) in enumerate(rows):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([code, code, density])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(116 + place, 39)).buffer(0.1, 4))
            layer.dataProvider().addFeature(feature)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = name
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return str(path)


def arrive(project: QgsProject, file: str, kind: str, *names: str) -> tuple[dict[str, QgsVectorLayer], list[str]]:
    """Load them as Processing does: the layers, and what the log says."""
    context, heard, layers = QgsProcessingContext(), Heard(), {}
    context.setProject(project)
    for name in names:
        layers[name] = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
        project.addMapLayer(layers[name])
        with speaking("en"):
            ResultLook(kind).postProcessLayer(layers[name], context, heard)
    return layers, heard.infos


def on(project: QgsProject, layer: QgsVectorLayer) -> bool:
    return bool(project.layerTreeRoot().findLayer(layer.id()).isVisible())


def test_the_finest_complete_level_is_on_and_the_axes_that_lie_over_it_are_not(
    project: QgsProject, tmp_path: Path
) -> None:
    layers, said = arrive(project, levels(tmp_path / "a.gpkg"), "indicators", "zones", "units", "cities")
    assert [name for name, layer in layers.items() if on(project, layer)] == ["cities"]
    assert not any(on(project, layer) for layer in project.mapLayersByName("Axes"))
    assert len([text for text in said if "Axes" in text]) == 1
    assert not layers["cities"].labelsEnabled(), "the plan's nodes have these names"
    assert layers["zones"].labelsEnabled() and "'Z9'" in layers["zones"].labeling().settings().fieldName
    assert "'Z1'" not in layers["zones"].labeling().settings().fieldName


def test_each_run_has_its_group_and_the_earlier_ones_are_switched_off(project: QgsProject, tmp_path: Path) -> None:
    first, _ = arrive(project, levels(tmp_path / "a.gpkg"), "indicators", "cities", "zones")
    second, _ = arrive(project, levels(tmp_path / "b.gpkg"), "indicators", "cities", "zones")
    root = project.layerTreeRoot()
    tree = [node.name() for node in root.children()]
    assert tree.index("Indicators 2") + 1 == tree.index("Indicators") > tree.index("Plan structure")
    assert {node.layerId() for node in root.findGroup("Indicators").findLayers()} == \
        {layer.id() for layer in first.values()}
    assert not root.findGroup("Indicators").itemVisibilityChecked() and on(project, second["cities"])
    flows, _ = arrive(project, levels(tmp_path / "c.gpkg"), "connectivity", "cities")
    tree = [node.name() for node in root.children()]
    assert tree.index("Connectivity") < tree.index("Plan structure"), "lines and points lie over the axes"
    assert on(project, flows["cities"]) and not on(project, second["cities"])
    arrive(project, levels(tmp_path / "d.gpkg"), "indicators", "cities")
    tree = [node.name() for node in root.children()]
    assert tree.index("Plan structure") < tree.index("Indicators 3") < tree.index("Indicators 2")


def test_what_is_in_the_plan_already_comes_switched_off(project: QgsProject, tmp_path: Path) -> None:
    earlier, _ = arrive(project, levels(tmp_path / "a.gpkg"), "connectivity", "cities")
    file = levels(tmp_path / "b.gpkg")
    keep_off(project, file)
    layers, _ = arrive(project, file, "located", "cities")
    assert not on(project, layers["cities"]) and on(project, earlier["cities"])
    keep_off(project, str(tmp_path / "a.gpkg"))
    assert not on(project, earlier["cities"]), "one that has come before too"
