"""Opening a plan as it is found: of an older or newer schema, without a table, open elsewhere, read-only."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import package
import pytest
from qgis.core import QgsExpressionContextUtils, QgsGeometry, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, QDateTime

from jjj_planner_plugin.layers import migration
from jjj_planner_plugin.layers.compose import PlanError, TablesMissingError
from jjj_planner_plugin.layers.migration import REGION_TABLES, is_older, migrate, schema_version
from jjj_planner_plugin.layers.missing import make_tables_again, missing_tables
from jjj_planner_plugin.layers.opening import prepare
from jjj_planner_plugin.layers.plan_file import dress_plan, is_read_only, open_plan, plan_layers
from jjj_planner_plugin.layers.presence import Presence, Watch, content, is_locked, lock_name, opened_by
from jjj_planner_plugin.layers.scenarios import note_info
from jjj_planner_plugin.layers.schema import fields, tables
from jjj_planner_plugin.layers.stored_project import is_bound, project_uri

NEW_FIELDS = {"units": ["population", "pop_source"], "axes": ["course", "course_source"],
              "catchments": ["next_down"], "nodes": ["structures"], "policies": ["facet"],
              "parks": ["framework", "facet"],
              "relocations": ["origin_adcode", "destination_adcode", "people", "area_km2"]}


def layer_of(path: Path, table: str) -> QgsVectorLayer:
    return QgsVectorLayer(f"{path}|layername={table}", table, "ogr")


def drop(path: Path, *names: str) -> None:
    """Drop tables as a database tool would: also from the GeoPackage's lists."""
    connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(str(path), {})
    for name in names:
        connection.dropVectorTable("", name)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="session")
def dressed_v1(made_plan: Path, tmp_path_factory: pytest.TempPathFactory, qgis_app: object) -> Path:
    """The same plan as schema 1 had it. Read only: copy it to change it."""
    file = tmp_path_factory.mktemp("v1") / "plan.gpkg"
    shutil.copy(made_plan, file)
    drop(file, "park_areas", "wing_points", *REGION_TABLES)
    for table, names in NEW_FIELDS.items():
        layer = layer_of(file, table)
        assert layer.dataProvider().deleteAttributes([layer.fields().lookupField(name) for name in names])
    note_info(file, {"schema_version": 1})
    dress_plan(str(file), "zh")
    return file


@pytest.fixture
def old_plan(dressed_v1: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(dressed_v1, tmp_path / "plan.gpkg"))


@pytest.fixture
def project() -> Iterator[QgsProject]:
    made = QgsProject()
    yield made
    made.clear()


# An older schema


def test_an_older_plan_gets_the_new_tables_and_fields_and_keeps_all_else(old_plan: Path) -> None:
    before = content(old_plan)
    assert schema_version(old_plan) == 1
    assert set(missing_tables(old_plan)) == {"wing_points", "park_areas", *REGION_TABLES}
    migrate(old_plan)
    assert schema_version(old_plan) == 4 and missing_tables(old_plan) == []
    for table in tables():
        names = layer_of(old_plan, table).fields().names()
        assert names == ["fid", *(field["name"] for field in fields(table))], table
    after = content(old_plan)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {*NEW_FIELDS, "plan_info"}
    assert {axis["course"] for axis in layer_of(old_plan, "axes").getFeatures()} == {"geodesic"}
    park_areas = layer_of(old_plan, "park_areas")
    assert park_areas.crs().authid() == "EPSG:4490" and park_areas.featureCount() == 0
    with closing(sqlite3.connect(old_plan)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA user_version").fetchone() == (10200,)


def test_a_plan_of_schema_2_learns_what_the_bundled_sub_basins_drain_to_and_keeps_the_planner_s_own(
        made_plan: Path, tmp_path: Path) -> None:
    plan = Path(shutil.copy(made_plan, tmp_path / "plan.gpkg"))
    layer = layer_of(plan, "catchments")
    down, code, remarks = (layer.fields().lookupField(name) for name in ("next_down", "catchment_id", "remarks"))
    of = {row["catchment_id"]: row.id() for row in layer.getFeatures()}
    before = {row["catchment_id"]: row["next_down"] for row in layer.getFeatures()}
    assert layer.dataProvider().changeAttributeValues({
        of["H01"]: {code: "X1", remarks: "mine"}, of["H05"]: {remarks: "my remark"}, of["H09"]: {remarks: None}})
    assert layer.dataProvider().deleteAttributes([down])
    del layer  # nobody may have the plan open
    note_info(plan, {"schema_version": 2})
    state = content(plan)
    backup = migrate(plan)
    assert backup == plan.with_name("plan.schema2.backup.gpkg") and content(backup) == state
    after = content(plan)
    assert {table for table in state if state[table] != after[table]} == {"catchments", "plan_info"}
    rows = layer_of(plan, "catchments").getFeatures()
    found = {row["catchment_id"]: (row["next_down"], row["remarks"]) for row in rows}
    assert found.pop("X1") == (NULL, "mine")
    assert {one: down for one, (down, _) in found.items()} == {one: before[one] for one in found}
    assert before["H03"] == "H04" and before["H04"] == NULL
    assert found["H05"][1].startswith("my remark ") and "general knowledge" in found["H05"][1]
    assert "Zhang-Wei New River" in found["H09"][1]


def told(value: object) -> str:
    """A date without its zone: a newer QGIS stores it as UTC."""
    return value.toString("yyyy-MM-dd HH:mm") if isinstance(value, QDateTime) else str(value)


def test_a_plan_of_schema_1_gets_the_bundled_rows_of_the_region_and_keeps_its_own_features(
        old_plan: Path, made_plan: Path) -> None:
    own = layer_of(old_plan, "parks")
    mine = next(own.getFeatures())
    assert own.dataProvider().changeAttributeValues({mine.id(): {own.fields().lookupField("uid"): "mine"}})
    del own
    migrate(old_plan)
    for table in (*REGION_TABLES, "nodes", "policies", "relocations"):
        found, new = (
            sorted([told(value) for value in row.attributes()[1:]] for row in layer_of(file, table).getFeatures())
            for file in (old_plan, made_plan))
        assert found == new, table
    shapes = [{row["set_id"]: row.geometry().asWkt(9) for row in layer_of(file, "unit_sets").getFeatures()}
              for file in (old_plan, made_plan)]
    assert len(shapes[0]) == 8 and shapes[0] == shapes[1]
    parks = {row["uid"]: row["framework"] for row in layer_of(old_plan, "parks").getFeatures()}
    assert parks.pop("mine") == NULL and "strategic" in parks.values() and NULL not in parks.values()


def test_the_migrated_tables_are_typed_as_those_of_a_new_plan(old_plan: Path, dressed: Path) -> None:
    assert is_older(old_plan) and not is_older(dressed)
    migrate(old_plan)
    types = []
    for path in (old_plan, dressed):
        with closing(sqlite3.connect(path)) as database:
            types.append({
                table: database.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
                for table in tables()})
    assert types[0] == types[1]


def test_the_backup_is_the_plan_as_it_was_and_no_older_one_is_replaced(old_plan: Path) -> None:
    before, taken = content(old_plan), old_plan.with_name("plan.schema1.backup.gpkg")
    taken.write_bytes(b"an older backup")
    backup = migrate(old_plan)
    assert backup == old_plan.with_name("plan.schema1.backup_2.gpkg")
    assert taken.read_bytes() == b"an older backup"
    assert content(backup) == before and schema_version(backup) == 1
    assert migrate(old_plan) is None
    assert sorted(file.name for file in old_plan.parent.iterdir()) == [
        "plan.gpkg", "plan.schema1.backup.gpkg", "plan.schema1.backup_2.gpkg"]


def test_the_migrated_plan_shows_its_new_tables_and_what_the_planner_set(old_plan: Path, project: QgsProject) -> None:
    assert project.read(project_uri(old_plan))
    QgsExpressionContextUtils.setProjectVariable(project, "office", "规划院")
    zones = plan_layers(project, old_plan)["zones"]
    zones.setOpacity(0.25)
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4490", "mine", "memory"))
    assert project.write()
    project.clear()
    migrate(old_plan)
    assert is_bound(str(old_plan)) and project.read(project_uri(old_plan))
    layers = plan_layers(project, old_plan)
    assert set(layers) == set(tables())
    assert layers["zones"].opacity() == 0.25 and project.mapLayersByName("mine")
    assert QgsExpressionContextUtils.projectScope(project).variable("office") == "规划院"
    areas = project.layerTreeRoot().findLayer(layers["park_areas"].id())
    assert areas.parent().name() == "疏解与园区" and not areas.isVisible()
    assert [node.layer().customProperty("jjj/table") for node in areas.parent().children()] == [
        "parks", "park_areas", "relocations", "projects", "policy_places", "transport"]
    circles = project.layerTreeRoot().findLayer(layers["unit_sets"].id()).parent()
    assert circles.name() == "首都都市圈2026" and circles.parent() == project.layerTreeRoot()
    units = layers["units"]
    assert units.attributeAlias(units.fields().lookupField("population")) == "人口 Population (persons)"
    relations = project.relationManager().relations().values()
    assert len(relations) == 3 and all(relation.isValid() for relation in relations)
    assert len(project.mapThemeCollection().mapThemes()) == 3 and "2026" in layers["nodes"].styleManager().styles()
    assert layer_of(old_plan, "park_areas").renderer().type() == layers["park_areas"].renderer().type()


def test_a_migration_that_fails_leaves_the_plan_as_it_was(old_plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(old_plan)

    def fail(*_: object) -> None:
        raise PlanError("no")

    monkeypatch.setattr(migration, "show_in_project", fail)
    with pytest.raises(PlanError, match="no"):
        migrate(old_plan)
    assert digest(old_plan) == before
    assert sorted(file.name for file in old_plan.parent.iterdir()) == ["plan.gpkg", "plan.schema1.backup.gpkg"]


def test_a_plan_that_was_never_dressed_is_migrated_too(old_plan: Path, project: QgsProject) -> None:
    with closing(sqlite3.connect(old_plan)) as database:
        database.execute("DROP TABLE qgis_projects")
    migrate(old_plan)
    assert set(open_plan(str(old_plan), project)) == set(tables())


def test_preparing_says_what_was_migrated_and_where_the_backup_is(old_plan: Path) -> None:
    (told,) = prepare(old_plan)
    assert "schema 1" in told and "plan.schema1.backup.gpkg" in told
    assert prepare(old_plan) == []


def test_a_newer_plan_is_opened_and_never_brought_down(plan: Path, project: QgsProject) -> None:
    note_info(plan, {"schema_version": 7})
    before = digest(plan)
    (told,) = prepare(plan)
    assert "schema 7" in told and "schema 4" in told
    assert migrate(plan) is None and digest(plan) == before
    assert set(open_plan(str(plan), project)) == set(tables())


# Tables that were lost


def test_a_lost_table_is_named_and_a_file_without_units_and_zones_is_no_plan(plan: Path) -> None:
    drop(plan, "rivers", "axes")
    assert missing_tables(plan) == ["axes", "rivers"]
    with pytest.raises(TablesMissingError, match=r"Axes \(axes\)\. They can be made again") as raised:
        prepare(plan)
    assert raised.value.missing == ["axes"]
    drop(plan, "zones")
    with pytest.raises(TablesMissingError):
        prepare(plan)
    drop(plan, "units")
    with pytest.raises(PlanError, match="is not a plan") as refused:
        prepare(plan)
    assert not isinstance(refused.value, TablesMissingError)


def test_zones_and_provinces_come_back_as_the_unions_they_were(plan: Path, project: QgsProject) -> None:
    def shapes(table: str) -> dict[str, tuple[str, QgsGeometry]]:
        rows = layer_of(plan, table).getFeatures()
        return {row["uid"]: (row["name_zh"], QgsGeometry(row.geometry())) for row in rows}

    kept = {table: shapes(table) for table in ("zones", "provinces")}
    drop(plan, "zones", "provinces")
    make_tables_again(plan, ["zones", "provinces"])
    for table, before in kept.items():
        made = shapes(table)
        assert set(made) == set(before), table
        for uid, (name, shape) in before.items():
            assert made[uid][0] == name
            differing = made[uid][1].symDifference(shape).area()
            assert differing < 1e-9 * shape.area()  # square degrees; the two unions order their vertices differently
    assert {row["origin"] for row in layer_of(plan, "zones").getFeatures()} == {"units"}
    assert project.read(project_uri(plan))
    assert len(plan_layers(project, plan)["zones"].renderer().categories()) >= 4, "the planner's style is on it again"


def test_a_table_that_was_dropped_with_nothing_but_sql_comes_back_as_well(plan: Path) -> None:
    before = content(plan)
    with closing(sqlite3.connect(plan)) as database:
        database.execute("DROP TABLE zones")
        database.execute("DROP TABLE policies")
    make_tables_again(plan, ["zones", "policies"])
    assert missing_tables(plan) == [] and layer_of(plan, "zones").featureCount() == 4
    after = content(plan)
    assert {table for table in before if before[table] != after[table]} == {"zones", "policies"}
    zones = layer_of(plan, "zones")
    zones.setSubsetString("zone_id = 'Z2'")
    assert zones.featureCount() == 1
    with closing(sqlite3.connect(plan)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_other_tables_come_back_empty_and_those_that_are_there_stay(plan: Path, project: QgsProject) -> None:
    before = content(plan)
    drop(plan, "axis_members", "rivers")
    make_tables_again(plan, ["axis_members", "rivers", "nodes"])
    after = content(plan)
    assert {table for table in before if before[table] != after[table]} == {"axis_members", "rivers"}
    assert layer_of(plan, "rivers").featureCount() == layer_of(plan, "axis_members").featureCount() == 0
    assert layer_of(plan, "rivers").wkbType() == QgsVectorLayer("MultiLineString", "x", "memory").wkbType()
    assert set(open_plan(str(plan), project)) == set(tables())
    relations = project.relationManager().relations().values()
    assert len(relations) == 3 and all(relation.isValid() for relation in relations)


# The same plan in another program


@contextmanager
def another_program(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python of its own that says `ready` and then waits until its stdin ends."""
    running = subprocess.Popen([sys.executable, "-c", script, *arguments], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    try:
        assert running.stdout is not None and running.stdout.readline().strip() == "ready"
        yield running
    finally:
        if running.stdin is not None:
            running.stdin.close()
        running.wait(30)


EDITING = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False); application.initQgis()
nodes = QgsVectorLayer(sys.argv[1] + "|layername=nodes", "n", "ogr")
assert nodes.startEditing()
node = next(nodes.getFeatures())
nodes.changeAttributeValue(node.id(), nodes.fields().lookupField("remarks"), "by another")
assert nodes.commitChanges() and nodes.startEditing()  # from here on the file is in WAL mode
print("ready", flush=True); sys.stdin.read()
nodes.rollBack(); del nodes
"""

MARKING = """
import sys; from pathlib import Path
sys.path.insert(0, sys.argv[2])
from jjj_planner_plugin.layers.presence import Presence
presence = Presence(); presence.take(Path(sys.argv[1]))
print("ready", flush=True); sys.stdin.read()
"""

ROOT = str(Path(__file__).resolve().parents[2])


def test_a_plan_being_edited_in_another_qgis_is_found_locked_and_is_not_migrated(old_plan: Path) -> None:
    assert not is_locked(old_plan)
    with another_program(EDITING, str(old_plan)):
        assert is_locked(old_plan)
        elsewhere, kept = prepare(old_plan)
        assert "is open in another program" in elsewhere and "stays as it is" not in kept
        assert schema_version(old_plan) == 1
        assert not list(old_plan.parent.glob("*backup*"))
    assert not is_locked(old_plan)


def test_a_plan_shown_in_another_qgis_is_told_with_its_process(plan: Path) -> None:
    with another_program(MARKING, str(plan), ROOT) as other:
        assert opened_by(plan).startswith(f"{other.pid}@")
        (told,) = prepare(plan)
        assert f"({other.pid}@" in told
    assert opened_by(plan) == "" and prepare(plan) == []


def test_the_mark_of_a_qgis_that_was_killed_does_not_count(plan: Path) -> None:
    with another_program(MARKING, str(plan), ROOT) as other:
        other.kill()
        other.wait()
        assert lock_name(plan).exists()
        assert opened_by(plan) == ""
    mine = Presence()
    mine.take(plan)
    assert lock_name(plan).exists() and opened_by(plan) == "", "one's own is nobody else's"
    mine.give_back()
    assert not lock_name(plan).exists()


def no_layer(*_: object) -> None:
    raise AssertionError("a layer was made")


def test_what_another_program_changed_is_known_before_saving_and_one_s_own_is_not(
        plan: Path, project: QgsProject, monkeypatch: pytest.MonkeyPatch) -> None:
    layers = open_plan(str(plan), project)
    monkeypatch.setattr(QgsVectorLayer, "__init__", no_layer)  # two threads that open layers may stop each other
    watch = Watch(plan, layers)
    parks = layers["parks"]
    assert parks.startEditing()
    parks.changeAttributeValue(next(parks.getFeatures()).id(), parks.fields().lookupField("remarks"), "mine")
    assert parks.commitChanges() and watch.changed() == []
    assert layers["zones"].startEditing()
    with another_program(EDITING, str(plan)):
        assert watch.changed() == ["nodes"]
    watch.look_again()
    assert watch.changed() == []
    layers["zones"].rollBack()


# Read-only


def test_a_file_or_folder_that_cannot_be_written_is_read_only_for_others_than_root(plan: Path) -> None:
    """A process without privileges opens the plan, says so, and comes to its end."""
    plan.chmod(0o444)
    folder = plan.parent
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "os.environ['HOME'] = os.environ['XDG_DATA_HOME'] = '/nonexistent';"
        "os.setuid(65534) if os.getuid() == 0 else None;"
        "from qgis.core import QgsApplication, QgsProject;"
        "application = QgsApplication([], False); application.initQgis();"
        "from jjj_planner_plugin.layers.opening import prepare;"
        "from jjj_planner_plugin.layers.plan_file import is_read_only, open_plan;"
        "path = Path(sys.argv[1]); told = prepare(path); project = QgsProject();"
        "layers = open_plan(str(path), project);"
        "print(is_read_only(path), len(layers), layers['zones'].startEditing(), len(told), told[0], flush=True);"
        "os._exit(0)"
    )
    package.stage(folder)  # where this checkout lies, nobody else may be able to read
    done = subprocess.run([sys.executable, "-c", script, str(plan), str(folder)], capture_output=True, text=True,
                          timeout=60, cwd=folder,
                          env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False)
    said = (done.stdout.splitlines() or [""])[-1]  # QGIS itself may have printed something before
    assert said.startswith(f"True {len(tables())} False 1 "), done.stdout + done.stderr[-2000:]
    assert "can be read only" in said
    assert not is_read_only(Path(__file__).parent.parent) or os.getuid() != 0
