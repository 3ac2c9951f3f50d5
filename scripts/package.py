"""The plugin's zip: `build/jjj_planner_plugin-VERSION.zip`, the same bytes from the same sources.

QGIS loads one folder that holds the package, `metadata.txt`, `resources/` and `LICENSE`; here these lie
side by side, so they are brought together. Standard library only.
"""

from __future__ import annotations

import configparser
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "jjj_planner_plugin"
LIMIT_BYTES = 25 * 1024 * 1024  # what plugins.qgis.org takes
LEFT_OUT_SUFFIXES = {".pyc", ".ts", ".in", ".gpkg-wal", ".gpkg-shm"}
LEFT_OUT_FOLDERS = {"__pycache__"}
NEEDED = ("__init__.py", "metadata.txt", "LICENSE", "i18n/jjj_zh_CN.qm", "resources/icons/plugin.svg",
          "resources/data/jjj.gpkg", "resources/engine/requirements.lock")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no time before; one fixed time keeps the bytes the same


def version() -> str:
    """The version in `metadata.txt`."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def files() -> dict[str, Path]:
    """Every file of the zip: its name below the plugin's folder → where it lies; sorted by name."""
    found = {"metadata.txt": ROOT / "metadata.txt", "LICENSE": ROOT / "LICENSE"}
    for top, prefix in ((ROOT / NAME, ""), (ROOT / "resources", "resources/")):
        for path in top.rglob("*"):
            inside = path.relative_to(top)
            hidden = any(part.startswith(".") for part in inside.parts)
            if hidden or LEFT_OUT_FOLDERS & set(inside.parts) or path.suffix in LEFT_OUT_SUFFIXES:
                continue
            if path.is_file():
                found[prefix + inside.as_posix()] = path
    return dict(sorted(found.items()))


def stage(folder: Path) -> Path:
    """Lay the plugin's folder, as the zip has it, into `folder`; return it."""
    target = folder / NAME
    shutil.rmtree(target, ignore_errors=True)
    for name, source in files().items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)
    return target


def archive() -> Path:
    """Where the zip of this version is."""
    return ROOT / "build" / f"{NAME}-{version()}.zip"


def build() -> Path:
    """Write the zip, through a partial file beside it; return its path.

    Raises SystemExit with a sentence when a needed file is missing or the zip is over 25 MB.
    """
    content = files()
    lacking = [name for name in NEEDED if name not in content]
    if lacking:
        raise SystemExit(f"package: missing {', '.join(lacking)}; "
                         "`make data` and `make translations` build data and translations.")
    target = archive()
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, source in content.items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            bundle.writestr(entry, source.read_bytes())
    size = partial.stat().st_size
    if size > LIMIT_BYTES:
        raise SystemExit(f"package: the zip has {size / 1e6:.1f} MB; the plugin site takes at most 25 MB.")
    partial.replace(target)
    return target


def is_current() -> bool:
    """Whether the zip is newer than all it holds and holds exactly that."""
    target = archive()
    if not target.exists():
        return False
    content = files()
    with zipfile.ZipFile(target) as bundle:
        same = bundle.namelist() == [f"{NAME}/{name}" for name in content]
    changed = max(path.stat().st_mtime_ns for path in [*content.values(), Path(__file__)])
    return same and changed < target.stat().st_mtime_ns


def main() -> int:
    """Build the zip unless it is current, and say where it is."""
    target = archive() if is_current() else build()
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
