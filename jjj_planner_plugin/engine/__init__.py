"""The numbers of JJJ Planner: pure Python, no QGIS, no Qt.

`python -m jjj_planner_plugin.engine serve | run JOB.json | tasks`
"""
