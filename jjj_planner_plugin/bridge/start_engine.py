"""What the engine's own Python runs first: `PYTHON -I -X utf8 start_engine.py serve|run|tasks|compile|check`.

It never runs in QGIS. A Python that cannot carry the engine says so in a `ready` line instead of
dying in a traceback; so this file's syntax is kept plain enough for every Python 3.
"""

import json
import os
import runpy
import sys
from importlib import import_module
from pathlib import Path

ENGINE = "jjj_planner_plugin.engine"
OLDEST, NEWEST = (3, 11), (3, 14)
UNFIT = 4  # exit status of a Python that cannot carry the engine


def refuse(missing: str = "") -> int:
    """Print a `ready` line without an engine: `python` is what runs here, `missing` a library it lacks."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    sys.stdout.write(json.dumps({"ready": {"engine": None, "python": python, "missing": missing}}) + "\n")
    return UNFIT


def keep_compiled() -> None:
    """Let numba keep its machine code in the engine's own environment: the plugin's folder may be read-only.

    Where that is no environment of its own, or cannot be written to, numba chooses.
    """
    folder = Path(sys.prefix) / "numba-cache"
    if sys.prefix == sys.base_prefix or "NUMBA_CACHE_DIR" in os.environ:
        return
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return
    if os.access(str(folder), os.W_OK):
        os.environ["NUMBA_CACHE_DIR"] = str(folder)


def main() -> int:
    """Check Python and libraries, then become the engine; `check` loads every library and ends."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return refuse()
    # Appended, not put first: another plugin in that folder must never shadow one of the engine's libraries.
    sys.path.append(str(Path(__file__).resolve().parent.parent.parent))
    keep_compiled()
    try:
        protocol = import_module(ENGINE + ".protocol")
        versions = protocol.versions()
        if sys.argv[1:] == ["check"]:
            for library in protocol.LIBRARIES:
                import_module(protocol.MODULES.get(library, library))
            sys.stdout.write(json.dumps({"ready": versions}) + "\n")
            return 0
    except ImportError as error:
        return refuse(error.name or str(error))
    runpy.run_module(ENGINE, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
