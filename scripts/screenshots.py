"""`make screenshots`: the real desktop under Xvfb, in both languages and at 150 % → `build/screenshots/`."""

from __future__ import annotations

import shutil
import sys
from typing import NamedTuple

import desktop
import package
import qgis_profile

TARGET = package.ROOT / "build" / "screenshots"


class Look(NamedTuple):
    """One run: what its pictures' names end in, the language, the screen in pixels, and the scale."""

    suffix: str
    language: str
    screen: str
    scale: str


LOOKS = (
    Look("zh", "zh", "1600x1000x24", "1"),
    Look("en", "en", "1600x1000x24", "1"),
    Look("zh-150", "zh", "1920x1200x24", "1.5"),  # a usual laptop: 1280 × 800 points are left
)


def main() -> int:
    """Take the pictures of the looks named on the command line, or of all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    chosen = [look for look in LOOKS if look.suffix in (sys.argv[1:] or [known.suffix for known in LOOKS])]
    for look in chosen:
        home = package.ROOT / "build" / f"profile-shots-{look.suffix}"
        profile = qgis_profile.make(home, language=look.language)
        plan = desktop.make_plan(profile, home / "jjj_plan.gpkg")
        out = home / "results"
        out.mkdir()
        extra = {"JJJ_SHOTS": str(TARGET), "JJJ_SUFFIX": look.suffix, "JJJ_OPEN_PLAN": str(plan),
                 "JJJ_OUT": str(out), "QT_SCALE_FACTOR": look.scale}
        script = desktop.IN_QGIS / "shoot.py"
        found = desktop.scripted(profile, script, screen=look.screen, timeout=1200, extra=extra)
        shutil.rmtree(home, ignore_errors=True)
        print(*(f"build/screenshots/{name}" for name in found["made"]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
