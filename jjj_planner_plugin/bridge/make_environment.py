"""Run by the base Python: `PYTHON -I make_environment.py FOLDER` makes a virtual environment with pip.

`python -m venv` starts pip in a child process, which would go on writing when its parent is killed. Here
SIGTERM ends both. (Windows has no such signal: there the caller ends the whole tree with taskkill.)
"""

from __future__ import annotations

import os
import signal
import sys
import venv


def main(folder: str) -> None:
    """Make the environment in `folder`, which may exist."""
    if hasattr(os, "setsid"):
        os.setsid()
        signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")


if __name__ == "__main__":
    main(sys.argv[1])
