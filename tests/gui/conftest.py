"""PyQGIS in this process: see tests/qgis_session.py, tests/qgis_plan.py and tests/qgis_canvas.py."""

from tests.qgis_canvas import bar, canvas, hand, tools  # noqa: F401 - fixtures
from tests.qgis_plan import dressed, editing, plan  # noqa: F401 - fixtures
from tests.qgis_session import clean_session, provider  # noqa: F401 - fixtures
