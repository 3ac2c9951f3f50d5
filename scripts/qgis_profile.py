"""A throw-away QGIS profile with the plugin in it, and QGIS's real binaries run in it.

`make run`, `make qgis`, `make screenshots`, `make bench` and tests/desktop all come through here, so that
they see the plugin as a planner's QGIS does: as the folder of the zip, in `python/plugins/`.
"""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import package

ROOT = package.ROOT
ENGINE_PYTHON = ROOT / ".venv" / "engine" / "bin" / "python"
LOCALES = {"zh": "zh-Hans", "en": "en"}


def binary(name: str) -> str:
    """`qgis` or `qgis_process`: the .bin where there is one.

    Debian's wrapper of 3.22 passes an option that fails. SystemExit when QGIS is not there.
    """
    found = shutil.which(f"{name}.bin") or shutil.which(name)
    if found is None:
        raise SystemExit(f"found no {name}: `make setup` installs QGIS.")
    return found


@dataclass(frozen=True)
class Profile:
    """A profile below `home`, which is QGIS_CUSTOM_CONFIG_PATH."""

    home: Path

    @property
    def plugins(self) -> Path:
        """The folder of the plugins."""
        return self.home / "profiles" / "default" / "python" / "plugins"

    def environment(self, *, offscreen: bool = False) -> dict[str, str]:
        """The variables a QGIS of this profile starts with."""
        # A development environment that is active must not reach QGIS's own Python.
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        kept.update(QGIS_CUSTOM_CONFIG_PATH=str(self.home), XDG_DATA_HOME=str(self.home / "data"),
                    XDG_RUNTIME_DIR=str(self.home / "run"), PYTHONWARNINGS="ignore::DeprecationWarning")
        if "UTF-8" not in kept.get("LC_ALL", kept.get("LANG", "")):
            kept.update(LC_ALL="C.UTF-8", LANG="C.UTF-8")
        if offscreen:
            kept["QT_QPA_PLATFORM"] = "offscreen"
        return kept

    def process(self, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run `qgis_process` with these arguments, without a screen."""
        return subprocess.run([binary("qgis_process"), *arguments], env=self.environment(offscreen=True),
                              capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False)

    def desktop_command(self, *arguments: str) -> list[str]:
        """The command that opens the desktop in this profile."""
        return [binary("qgis"), "--nologo", "--noversioncheck", *arguments]


def unpacked(archive: Path) -> Path:
    """The folder of what is in the zip, unpacked once for all profiles.

    numba keeps its machine code by the path of the source: profiles with copies of their own would compile anew.
    """
    folder, stamp = archive.with_suffix(".unpacked"), str(archive.stat().st_mtime_ns)
    told = folder / "stamp"
    if not told.exists() or told.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(folder)
        told.write_text(stamp, encoding="utf-8")
    return folder


def make(home: Path, *, language: str = "zh", engine: Path | None = ENGINE_PYTHON,
         archive: Path | None = None, enabled: bool = True) -> Profile:
    """A new, empty profile in `home` with the plugin in it, switched on if `enabled`; what was there goes.

    `archive`: a zip whose unpacked folder stands in it as a link; without one the sources are staged as
    `make package` would.
    `engine`: the interpreter the plugin is told to use; None for a machine without an engine.
    """
    shutil.rmtree(home, ignore_errors=True)
    profile = Profile(home.resolve())
    profile.plugins.mkdir(parents=True)
    (profile.home / "run").mkdir(mode=0o700)
    if archive is None:
        package.stage(profile.plugins)
    else:
        (profile.plugins / package.NAME).symlink_to(unpacked(archive) / package.NAME)
    settings = configparser.ConfigParser(interpolation=None)
    settings.optionxform = str  # type: ignore[assignment,method-assign]  # QSettings' keys keep their case
    settings["PythonPlugins"] = {package.NAME: str(enabled).lower()}
    settings["locale"] = {"overrideFlag": "true", "userLocale": LOCALES[language]}
    settings["qgis"] = {"showTips": "false", "checkVersion": "false"}
    settings["core"] = {r"NewsFeed\httpsfeedqgisorg\disabled": "true"}
    if engine is not None:
        settings["jjj_planner"] = {"engine_python": str(engine)}
    ini = profile.home / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    ini.parent.mkdir(parents=True)
    with ini.open("w", encoding="utf-8") as file:
        settings.write(file, space_around_delimiters=False)
    return profile
