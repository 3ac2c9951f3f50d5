"""Download the engine's wheels for an office without a network: `make wheels`, or for another machine

    python scripts/make_wheels.py --platform win_amd64 --python-version 3.12

The folder is then named in the plugin's dialog "Analysis engine…" as the folder of wheels.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "resources" / "engine" / "requirements.lock"
# pip takes each platform tag literally, so the older ones that a machine also accepts are named too.
# Intel Macs have a numba of their own in the lock, and pip picks by the machine it runs on: run it on one.
GLIBC = ("2014", "_2_17", "_2_24", "_2_27", "_2_28")
PLATFORMS = {
    "win_amd64": ["win_amd64"],
    "macosx_arm64": [f"macosx_{release}_0_arm64" for release in (11, 12, 13, 14)],
    "manylinux_x86_64": [f"manylinux{glibc}_x86_64" for glibc in GLIBC],
    "manylinux_aarch64": [f"manylinux{glibc}_aarch64" for glibc in GLIBC],
}


def download(folder: Path, platform: str | None, python_version: str | None) -> None:
    """Fill `folder` with the wheels of the lock; without a platform, for the Python that runs this."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--require-hashes", "--only-binary", ":all:"]
    command += ["--dest", str(folder), "-r", str(LOCK)]
    for tag in PLATFORMS[platform] if platform else []:
        command += ["--platform", tag]
    if python_version:
        command += ["--python-version", python_version, "--implementation", "cp"]
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=True)


def main() -> None:
    """Parse the command line, download, and say where it is."""
    parser = argparse.ArgumentParser(description="Download the engine's wheels into a folder.")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), help="default: this machine's")
    parser.add_argument("--python-version", help="3.11 to 3.14; default: the Python that runs this")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "wheels")
    arguments = parser.parse_args()
    download(arguments.folder, arguments.platform, arguments.python_version)
    wheels = sorted(arguments.folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    print(f"{len(wheels)} wheels, {size:.0f} MB, in {arguments.folder}")


if __name__ == "__main__":
    main()
