"""A plan of the test's own, open in the session's project, with its edit session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

from jjj_planner_plugin.layers.editing import PlanEditing
from jjj_planner_plugin.layers.plan_file import dress_plan, open_plan
from jjj_planner_plugin.layers.structure import feature_of

State = dict[str, dict[int, tuple[str, str]]]


@pytest.fixture(scope="session")
def dressed(made_plan: Path, tmp_path_factory: pytest.TempPathFactory, qgis_app: Any) -> Path:
    """A dressed plan, in Chinese. Read only: copy it to change it."""
    file = tmp_path_factory.mktemp("dressed") / "plan.gpkg"
    shutil.copy(made_plan, file)
    dress_plan(str(file), "zh")
    return file


@pytest.fixture
def plan(dressed: Path, tmp_path: Path) -> Path:
    """A dressed plan of the test's own, still called plan.gpkg."""
    return Path(shutil.copy(dressed, tmp_path / "plan.gpkg"))


@pytest.fixture
def editing(plan: Path) -> Iterator[PlanEditing]:
    """The plan open in the session's project, not yet being edited."""
    session = PlanEditing(open_plan(str(plan), QgsProject.instance()))
    yield session
    session.discard()
    session.close()


def state_of(layers: dict[str, QgsVectorLayer]) -> State:
    """Everything in every table, by fid: attributes and shape as text."""
    return {
        table: {f.id(): (repr(f.attributes()), f.geometry().asWkt(9)) for f in layer.getFeatures()}
        for table, layer in layers.items() if table != "runs"
    }


def by_name(layer: QgsVectorLayer, name: str) -> QgsFeature:
    """The feature with that Chinese name."""
    found = feature_of(layer, "name_zh", name)
    assert found is not None, name
    return found


def set_value(layer: QgsVectorLayer, feature: QgsFeature, field: str, value: object) -> None:
    assert layer.changeAttributeValue(feature.id(), layer.fields().lookupField(field), value)


def point(x: float, y: float) -> QgsGeometry:
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))
