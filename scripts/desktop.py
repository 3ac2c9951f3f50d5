"""The real desktop in a throw-away profile: on the screen (`make qgis`), or under Xvfb with a script."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import package
import qgis_profile

IN_QGIS = package.ROOT / "scripts" / "in_qgis"
SCREEN = "1600x1000x24"


def variables(profile: qgis_profile.Profile, extra: dict[str, str]) -> dict[str, str]:
    """The environment of a desktop with a script in it."""
    return {**profile.environment(), "JJJ_IN_QGIS": str(IN_QGIS), **extra}


def scripted(profile: qgis_profile.Profile, script: Path, *, extra: dict[str, str] | None = None,
             screen: str = SCREEN, timeout: float = 400) -> dict[str, Any]:
    """Run `script` in a desktop under Xvfb; the answer it wrote.

    Raises RuntimeError with the desktop's last words when it wrote none within `timeout` seconds, and with
    the script's traceback when it raised.
    """
    answer = profile.home / "answer.json"
    answer.unlink(missing_ok=True)
    environment = variables(profile, {"JJJ_ANSWER": str(answer), **(extra or {})})
    # On a screen that exists only here; a session variable of the caller's would draw on his.
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        environment.pop(name, None)
    log = profile.home / "desktop.log"
    command = ["xvfb-run", "-a", "-s", f"-screen 0 {screen}", *profile.desktop_command("--code", str(script))]
    with log.open("wb") as output:
        running = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            running.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # its own session: xvfb-run, Xvfb and QGIS, nothing else
            running.wait()
    if not answer.exists():
        words = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"the desktop ended ({running.returncode}) without an answer "
                           f"(-9: killed after {timeout:g} s, perhaps a dialog stood open):\n{words}")
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if "traceback" in found:
        raise RuntimeError(f"the script in the desktop failed:\n{found['traceback']}")
    return found


def make_plan(profile: qgis_profile.Profile, target: Path) -> Path:
    """A plan from the bundled data, by the real `qgis_process`."""
    done = profile.process("run", "jjj:create_plan", "--", f"OUTPUT={target}")
    if done.returncode != 0:
        raise SystemExit(f"jjj:create_plan failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return target


def main() -> int:
    """Open the desktop for a person and wait until it is closed."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise SystemExit("make qgis: found no display. `make screenshots` shows the desktop without one.")
    home = package.ROOT / "build" / "profile-desktop"
    language = "zh" if os.environ.get("JJJ_LANGUAGE", os.environ.get("LANG", "zh")).startswith("zh") else "en"
    profile = qgis_profile.make(home, language=language)
    plan = make_plan(profile, home / "jjj_plan.gpkg")
    command = profile.desktop_command("--code", str(IN_QGIS / "open_plan.py"))
    environment = variables(profile, {"JJJ_OPEN_PLAN": str(plan)})
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
