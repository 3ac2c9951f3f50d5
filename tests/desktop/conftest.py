"""The real binaries with the plugin from the real zip, in an empty profile each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import desktop
import package
import pytest
import qgis_profile

DRIVERS = Path(__file__).parent / "drivers"


class Driver(Protocol):
    """Runs a script of `drivers/` in the desktop; its answer."""

    def __call__(self, name: str, profile: qgis_profile.Profile, **extra: str) -> dict[str, Any]: ...


@pytest.fixture(scope="session")
def archive() -> Path:
    """The zip of `make package`, made from the sources as they are now."""
    return package.build()


@pytest.fixture
def profile(archive: Path, tmp_path: Path) -> qgis_profile.Profile:
    """A profile with the zip unpacked in it, the plugin on, English, the engine of `.venv/engine`."""
    return qgis_profile.make(tmp_path / "profile", language="en", archive=archive)


@pytest.fixture(scope="session")
def process_profile(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> qgis_profile.Profile:
    """One profile for all runs of `qgis_process` that change nothing in it."""
    return qgis_profile.make(tmp_path_factory.mktemp("process") / "profile", language="en", archive=archive)


@pytest.fixture(scope="session")
def drive() -> Driver:
    """Run a driver; keyword arguments become its environment variables."""
    def run(name: str, profile: qgis_profile.Profile, **extra: str) -> dict[str, Any]:
        return desktop.scripted(profile, DRIVERS / f"{name}.py", extra=extra)

    return run


@pytest.fixture(scope="session")
def process_plan(process_profile: qgis_profile.Profile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with styles and project, by `qgis_process`. Read only: copy it to change it."""
    return desktop.make_plan(process_profile, tmp_path_factory.mktemp("made") / "plan.gpkg")
