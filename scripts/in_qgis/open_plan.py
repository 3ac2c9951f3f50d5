"""Run by the desktop of `make qgis`: opens the plan that JJJ_OPEN_PLAN names."""

import os
import sys

from qgis.PyQt.QtCore import QTimer

sys.path.append(os.environ["JJJ_IN_QGIS"])
import session

QTimer.singleShot(500, lambda: session.plugin().open_plan(os.environ["JJJ_OPEN_PLAN"]))
