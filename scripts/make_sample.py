"""Make the bundled sample plan (`resources/data/sample_plan.gpkg`) with the engine; run by `make data`.

It holds no runs: those of the making name folders of whoever made it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "data" / "sample_plan.gpkg"
TITLE = "京津冀协同发展规划（示例）"


def main() -> int:
    """Build in a temporary folder, clean, move into place."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / SAMPLE.name
        job = Path(folder) / "job.json"
        params = {"output": str(made), "title": TITLE}
        job.write_text(json.dumps({"task": "create_plan", "params": params, "language": "zh"}), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "jjj_planner_plugin.engine", "run", str(job)],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        )
        with sqlite3.connect(made) as database:
            database.execute("DELETE FROM runs")
        database.execute("VACUUM")
        database.close()
        shutil.copyfile(made, SAMPLE)
    print(f"{SAMPLE.relative_to(ROOT)}: {SAMPLE.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
