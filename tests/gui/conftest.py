"""PyQGIS in this process: see tests/qgis_session.py."""

from tests.qgis_session import clean_session, provider  # noqa: F401 - fixtures
