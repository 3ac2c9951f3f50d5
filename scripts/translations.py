"""Collect the strings of the QGIS side and compile their Chinese: `i18n/jjj_zh_CN.ts` → `.qm`.

`collect()` and `waiting()` serve the test that counts what is missing, too. Needs `pylupdate5`
(pyqt5-dev-tools) and `lrelease` (qttools5-dev-tools); Qt's own `lupdate` finds nothing in Python.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "jjj_planner_plugin"
TS = PACKAGE / "i18n" / "jjj_zh_CN.ts"


def sources() -> list[Path]:
    """The QGIS side's modules; the engine has its own sentences, in both languages."""
    return sorted(p for p in PACKAGE.rglob("*.py") if "engine" not in p.relative_to(PACKAGE).parts)


def collect(ts: Path) -> None:
    """Bring `ts` up to the sources: new strings come in unfinished, obsolete ones go."""
    names = [str(p.relative_to(ROOT)) for p in sources()]
    subprocess.run(["pylupdate5", "-noobsolete", *names, "-ts", str(ts)],
                   cwd=ROOT, check=True, capture_output=True, text=True)


def messages(ts: Path) -> dict[str, str | None]:
    """English source → Chinese, or None where it is unfinished or empty."""
    found: dict[str, str | None] = {}
    for message in ElementTree.parse(ts).iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        done = translation is not None and translation.get("type") is None and bool(translation.text)
        found[source] = translation.text if done and translation is not None else None
    return found


def waiting(ts: Path = TS) -> list[str]:
    """The strings of the sources that have no finished translation in `ts`; it stays as it is."""
    scratch = ROOT / "build" / "translations" / ts.name
    scratch.parent.mkdir(parents=True, exist_ok=True)
    scratch.unlink(missing_ok=True)
    if ts.exists():
        shutil.copyfile(ts, scratch)
    collect(scratch)
    return [source for source, translation in messages(scratch).items() if translation is None]


def placeholders_differ(ts: Path = TS) -> list[str]:
    """Sources whose `{placeholders}` are others than their translation's."""
    def names(text: str) -> set[str]:
        return set(re.findall(r"\{[^{}]*\}", text))

    return [s for s, t in messages(ts).items() if t is not None and names(s) != names(t)]


def main() -> int:
    """Update the .ts, compile the .qm, and list what waits for a translation."""
    collect(TS)
    subprocess.run(["lrelease", "-silent", str(TS), "-qm", str(TS.with_suffix(".qm"))], check=True)
    left = [source for source, translation in messages(TS).items() if translation is None]
    print(f"{TS.relative_to(ROOT)}: {len(messages(TS))} strings, {len(left)} without a translation")
    print("".join(f"  {source}\n" for source in left), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
