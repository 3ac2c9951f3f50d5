"""The plan file in QGIS: dressed, opened, renamed, moved, copied; with the plugin and without it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayerTreeGroup,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsAttributeForm

from jjj_planner_plugin.layers.compose import PlanError
from jjj_planner_plugin.layers.forms import relation_of
from jjj_planner_plugin.layers.plan_file import dress_plan, open_plan, open_plan_path, open_plans, plan_layers
from jjj_planner_plugin.layers.runs import record_run
from jjj_planner_plugin.layers.schema import tables
from jjj_planner_plugin.layers.stored_project import has_project, is_bound, project_uri, rebind

ZONES = ["中部核心功能区", "东部滨海发展区", "南部功能拓展区", "西北部生态涵养区"]


@pytest.fixture
def project() -> Iterator[QgsProject]:
    """An empty project."""
    made = QgsProject()
    yield made
    made.clear()


def file_of(layer: QgsVectorLayer) -> Path:
    return Path(QgsProviderRegistry.instance().decodeUri("ogr", layer.source())["path"])


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_plainly(path: Path, project: QgsProject) -> dict[str, QgsVectorLayer]:
    """As a QGIS without the plugin opens the project stored in a plan."""
    assert project.read(project_uri(path))
    return plan_layers(project, path)


def test_plain_qgis_shows_four_named_coloured_zones(plan: Path, project: QgsProject) -> None:
    zones = read_plainly(plan, project)["zones"]
    categories = [c for c in zones.renderer().categories() if c.value()]
    assert [c.label() for c in categories] == ZONES
    assert len({c.symbol().color().name() for c in categories}) == 4
    assert {f["zone_id"] for f in zones.getFeatures()} == {c.value() for c in categories}
    assert project.layerTreeRoot().findLayer(zones.id()).isVisible()


def test_every_table_is_in_the_project_and_the_session_s_own_is_left_alone(plan: Path, project: QgsProject) -> None:
    assert set(read_plainly(plan, project)) == set(tables())
    assert all(layer.isValid() for layer in project.mapLayers().values())
    assert not QgsProject.instance().mapLayers()


def test_a_plan_with_empty_tables_is_dressed_without_an_error_of_gdal(
    made_plan: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = shutil.copy(made_plan, tmp_path / "new.gpkg")
    dress_plan(str(path), "zh")
    assert "sqlite3" not in capfd.readouterr().err


def test_a_table_loaded_alone_has_its_style_aliases_and_value_lists(plan: Path) -> None:
    nodes = QgsVectorLayer(f"{plan}|layername=nodes", "nodes", "ogr")
    assert [c.value() for c in nodes.renderer().categories()] == ["regional", "city"]
    fields = nodes.fields()
    assert nodes.attributeAlias(fields.lookupField("pop2020")) == "2020年人口 Population 2020 (persons)"
    assert nodes.editorWidgetSetup(fields.lookupField("tier")).type() == "ValueMap"
    assert nodes.editorWidgetSetup(fields.lookupField("uid")).type() == "Hidden"
    assert nodes.labelsEnabled()
    policies = QgsVectorLayer(f"{plan}|layername=policies", "policies", "ogr")
    assert policies.attributeAlias(policies.fields().lookupField("date_from")) == "日期 Date"


def test_a_new_feature_gets_a_uid_of_its_own(plan: Path, project: QgsProject) -> None:
    nodes = read_plainly(plan, project)["nodes"]
    default = nodes.defaultValueDefinition(nodes.fields().lookupField("uid"))
    made = {str(nodes.defaultValue(nodes.fields().lookupField("uid"))) for _ in range(2)}
    assert default.expression() == "uuid('WithoutBraces')" and not default.applyOnUpdate()
    assert len(made) == 2 and all(len(uid) == 36 for uid in made)


def test_members_belong_to_their_axis(plan: Path, project: QgsProject) -> None:
    layers = read_plainly(plan, project)
    relation = relation_of(project, layers["axes"])
    assert relation is not None and relation.isValid()
    axis = next(layers["axes"].getFeatures(QgsFeatureRequest().setFilterExpression("\"axis_id\" = 'A3'")))
    places = [member["adcode"] for member in relation.getRelatedFeatures(axis)]
    assert places == ["110000", "120115", "130200", "130300"]


@pytest.mark.parametrize("name", ["renamed.gpkg", "方案 二 #1 100%.gpkg"])
def test_a_renamed_plan_opens_its_own_layers(plan: Path, project: QgsProject, name: str) -> None:
    renamed = plan.rename(plan.with_name(name))
    assert not is_bound(str(renamed))
    layers = open_plan(str(renamed), project)
    assert set(layers) == set(tables())
    assert {file_of(layer) for layer in project.mapLayers().values()} == {renamed}


def test_a_moved_plan_opens_its_own_layers(plan: Path, project: QgsProject, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    moved = Path(shutil.move(str(plan), tmp_path / "elsewhere" / "other.gpkg"))
    assert {file_of(layer) for layer in open_plan(str(moved), project).values()} == {moved}


def test_once_opened_a_renamed_plan_opens_in_plain_qgis_too(plan: Path, project: QgsProject) -> None:
    renamed = plan.rename(plan.with_name("renamed.gpkg"))
    open_plan(str(renamed), project)
    assert set(read_plainly(renamed, QgsProject())) == set(tables())


def test_editing_a_copy_beside_the_original_leaves_the_original_byte_identical(plan: Path, project: QgsProject) -> None:
    copy = Path(shutil.copy(plan, plan.with_name("copy.gpkg")))
    before = digest(plan)
    nodes = open_plan(str(copy), project)["nodes"]
    node = next(nodes.getFeatures())
    with_edit = nodes.startEditing() and nodes.changeAttributeValue(
        node.id(), nodes.fields().lookupField("remarks"), "moved in the copy"
    )
    assert with_edit and nodes.commitChanges()
    project.clear()
    assert digest(plan) == before
    assert sorted(p.name for p in plan.parent.glob("*.gpkg*")) == ["copy.gpkg", "plan.gpkg"]
    again = QgsVectorLayer(f"{copy}|layername=nodes", "nodes", "ogr")
    assert next(again.getFeatures())["remarks"] == "moved in the copy"


def test_rebinding_keeps_what_the_planner_set(plan: Path, project: QgsProject) -> None:
    read_plainly(plan, project)
    QgsExpressionContextUtils.setProjectVariable(project, "office", "规划院")
    project.write()
    project.clear()
    renamed = plan.rename(plan.with_name("b.gpkg"))
    rebind(str(renamed))
    read_plainly(renamed, project)
    assert is_bound(str(renamed))
    assert QgsExpressionContextUtils.projectScope(project).variable("office") == "规划院"
    assert project.layoutManager().printLayouts() and len(project.relationManager().relations()) == 3


def test_a_plan_without_a_project_is_dressed_when_opened(made_plan: Path, tmp_path: Path, project: QgsProject) -> None:
    bare = Path(shutil.copy(made_plan, tmp_path / "bare.gpkg"))
    assert not has_project(bare)
    layers = open_plan(str(bare), project, "en")
    assert has_project(bare) and layers["zones"].name() == "Zones"
    assert Path(project.fileName().replace("geopackage:", "").split("?")[0]) == bare


def test_in_a_project_with_other_layers_a_plan_is_a_group(plan: Path, project: QgsProject) -> None:
    own = QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory")
    project.addMapLayer(own)
    project.setCrs(own.crs())
    open_plan(str(plan), project)
    group = project.layerTreeRoot().children()[0]
    assert isinstance(group, QgsLayerTreeGroup)
    assert len(group.findLayers()) == len(tables())
    assert project.crs() == own.crs() and project.mapLayer(own.id()) is own
    assert not project.layerTreeRoot().findLayer(plan_layers(project, plan)["parks"].id()).isVisible()


def test_a_plan_and_its_copy_are_open_side_by_side(plan: Path, project: QgsProject) -> None:
    copy = Path(shutil.copy(plan, plan.with_name("scenario.gpkg")))
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "mine", "memory"))
    first, second = open_plan(str(plan), project), open_plan(str(copy), project)
    assert {file_of(layer) for layer in first.values()} == {plan}
    assert {file_of(layer) for layer in second.values()} == {copy}
    relations = list(project.relationManager().relations().values())
    assert len(relations) == 6 and all(relation.isValid() for relation in relations)
    parents = {relation.referencedLayer().id() for relation in relations}
    assert parents == {opened[table].id() for opened in (first, second) for table in ("axes", "unit_sets", "policies")}
    place = next(second["policy_places"].getFeatures())
    assert place["policy_date_from"] is not None and place["policy_name_zh"], "the join came along"
    assert {join.joinLayerId() for join in second["policy_places"].vectorJoins()} == {second["policies"].id()}


def test_a_result_with_layers_called_as_a_plans_tables_is_no_plan(plan: Path, project: QgsProject) -> None:
    result = str(plan.with_name("a_result.gpkg"))  # before the plan's name, and its layers are there first
    for number, name in enumerate(("zones", "units")):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=code:string&field=people:double", name, "memory")
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = name
        if number:
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, result, project.transformContext(), options)
        project.addMapLayer(QgsVectorLayer(f"{result}|layername={name}", name, "ogr"))
    assert plan_layers(project) == {} and open_plan_path(project) is None
    opened = open_plan(str(plan), project)
    assert plan_layers(project) == opened and open_plans(project) == {plan.resolve(): opened}


def test_a_plan_that_is_open_is_not_opened_twice(plan: Path, project: QgsProject) -> None:
    open_plan(str(plan), project)
    count = len(project.mapLayers())
    open_plan(str(plan), project)
    assert len(project.mapLayers()) == count


def test_dressing_twice_leaves_one_default_style_a_table(plan: Path) -> None:
    dress_plan(str(plan), "en")
    styles = QgsVectorLayer(f"{plan}|layername=layer_styles", "styles", "ogr")
    names = [(row["f_table_name"], row["styleName"]) for row in styles.getFeatures()]
    assert len(names) == len(set(names)) == len(tables()) + 5
    assert {("zones", "print"), ("nodes", "2026"), ("parks", "facets")} <= set(names)


def test_a_file_that_is_no_plan_is_refused_with_what_it_lacks(tmp_path: Path, project: QgsProject, plan: Path) -> None:
    with pytest.raises(PlanError, match=r"There is no file .*nothing\.gpkg"):
        open_plan(str(tmp_path / "nothing.gpkg"), project)
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"not a database")
    with pytest.raises(PlanError, match="cannot be read as a GeoPackage"):
        open_plan(str(broken), project)
    half = Path(shutil.copy(plan, tmp_path / "half.gpkg"))
    connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(str(half), {})
    connection.dropVectorTable("", "zones")
    with pytest.raises(PlanError, match=r"lacks tables of a plan: Zones \(zones\)"):
        open_plan(str(half), project)
    assert not project.mapLayers()


def test_a_run_is_recorded_in_the_open_plan_only(plan: Path, project: QgsProject) -> None:
    run = {"task": "ring_buffers", "started": "2026-11-24T10:00:00", "seconds": 1.5, "params": {"distances_m": [10000]}}
    assert record_run(str(plan), run, project) is False
    layers = open_plan(str(plan), project)
    assert record_run(str(plan), run, project) is True
    (row,) = (found for found in layers["runs"].getFeatures() if found["task"] == "ring_buffers")
    assert (row["task"], row["seconds"], row["params"]) == ("ring_buffers", 1.5, '{"distances_m": [10000]}')
    assert row["started"].toString("yyyy-MM-dd") == "2026-11-24" and len(row["uid"]) == 36
    assert not layers["runs"].isEditable()


def test_the_form_of_an_axis_keeps_its_members_through_saving_and_renaming(plan: Path, tmp_path: Path) -> None:
    renamed = plan.rename(plan.with_name("renamed.gpkg"))
    session = QgsProject.instance()  # forms look their relations up there
    axes = open_plan(str(renamed), session)["axes"]
    for opened in ("renamed", "by plain QGIS"):
        members = axes.editFormConfig().tabs()[-1].children()[0]
        assert members.relation().isValid(), opened
        assert members.relation().referencedLayer().id() == axes.id()
        session.clear()
        axes = read_plainly(renamed, session)["axes"]


def test_a_dressed_plan_is_one_file_that_a_read_only_folder_can_hold(plan: Path) -> None:
    assert plan.read_bytes()[18:20] == b"\x01\x01"  # SQLite's mark: not in WAL mode
    renamed = plan.rename(plan.with_name("renamed.gpkg"))
    rebind(str(renamed))
    assert renamed.read_bytes()[18:20] == b"\x01\x01"
    assert [found.name for found in renamed.parent.iterdir()] == ["renamed.gpkg"]


def test_dressing_leaves_the_session_s_project_as_it_was(plan: Path) -> None:
    session = QgsProject.instance()
    session.setDirty(False)
    dress_plan(str(plan), "zh")
    assert not session.mapLayers() and not session.relationManager().relations() and not session.isDirty()


def test_saving_a_form_keeps_the_decimals(plan: Path) -> None:
    members = QgsVectorLayer(f"{plan}|layername=axis_members", "m", "ogr")
    members.startEditing()
    feature = next(f for f in members.getFeatures() if f["adcode"] == "110000")
    form = QgsAttributeForm(members, feature)
    form.changeAttribute("name_en", "Peking")
    assert form.save()
    after = members.getFeature(feature.id())
    assert (after["name_en"], after["lon"], after["lat"]) == ("Peking", 116.401, 39.903)
    members.rollBack()


def test_tables_open_with_names_first_and_without_internal_fields(plan: Path) -> None:
    units = QgsVectorLayer(f"{plan}|layername=units", "u", "ogr")
    columns = [column for column in units.attributeTableConfig().columns() if column.name and not column.hidden]
    assert columns[0].name == "name_zh" and {"uid", "fid"}.isdisjoint(column.name for column in columns)
    assert [column.name for column in columns[-3:]] == ["source", "confidence", "remarks"]
