"""What the suites inside PyQGIS share: clean settings and an empty project for each test, one provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject, QgsSettings


@pytest.fixture(autouse=True)
def clean_session(qgis_app: Any, engine_python: Path) -> Iterator[None]:
    """English, the engine of `.venv/engine`, nothing left over from the test before."""
    settings = QgsSettings()
    settings.clear()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "en")
    settings.setValue("jjj_planner/engine_python", str(engine_python))
    yield
    QgsProject.instance().clear()


@pytest.fixture(scope="session")
def provider(qgis_app: Any, qgis_processing: None) -> Iterator[Any]:
    """The plugin's Processing provider, registered."""
    from jjj_planner_plugin.algorithms.provider import JjjProvider

    found = JjjProvider()
    assert QgsApplication.processingRegistry().addProvider(found)
    yield found
    QgsApplication.processingRegistry().removeProvider(found)
