"""Check `metadata.txt` as the plugin site and QGIS 3.22 to 4.x read it; print each fault, exit 1 on any."""

from __future__ import annotations

import configparser
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = ("name", "description", "about", "version", "author", "email", "tracker", "repository",
            "qgisMinimumVersion", "qgisMaximumVersion", "hasProcessingProvider", "icon")
EXACT = {"qgisMinimumVersion": "3.22", "qgisMaximumVersion": "4.99", "hasProcessingProvider": "yes"}


def faults() -> list[str]:
    """What is wrong, a sentence each."""
    # With interpolation, as QGIS reads it: a bare % would break it there.
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    try:
        general = dict(parser["general"])
    except (KeyError, configparser.InterpolationError) as error:
        return [f"metadata.txt cannot be read: {error}"]
    found = [f"{key} is missing or empty" for key in REQUIRED if not general.get(key.lower(), "").strip()]
    found += [f"{key} is {general.get(key.lower())}, expected {value}" for key, value in EXACT.items()
              if general.get(key.lower()) != value]
    if not re.fullmatch(r"\d+\.\d+\.\d+", general.get("version", "")):
        found.append(f"version is {general.get('version')}, expected three numbers")
    found += [f"{key} is {general.get(key)}, expected an https address" for key in ("tracker", "repository")
              if not general.get(key, "").startswith("https://")]
    found += [f"{name} does not exist" for name in ("LICENSE", general.get("icon", ""))
              if not (ROOT / name).is_file()]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if f"## [{general.get('version')}]" not in changelog:
        found.append(f"CHANGELOG.md has no entry [{general.get('version')}]")
    return found


def main() -> int:
    """Print the faults."""
    found = faults()
    print("".join(f"metadata: {fault}\n" for fault in found), end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
