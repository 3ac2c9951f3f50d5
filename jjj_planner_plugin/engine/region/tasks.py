"""The tasks of the region's tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

REGION_TASKS: dict[str, Task] = {
    "report": Task((
        Parameter("plan", "text", "the plan file (.gpkg)"),
        Parameter("title", "text", "title of the report; none: the plan's", None),
        Parameter("organisation", "text", "who prepared it", None),
        Parameter("results", "texts", "result files made before that the report shows too", []),
        Parameter("flows", "layer", "table of flows between places, for the section on links", None),
        Parameter("sections", "texts", "ids of the sections wanted (resources/catalog/report.json); none: all", None),
        Parameter("language", "choice", "of page and workbook; none: the job's", None, choices=("zh", "en")),
        Parameter("date", "text", "date on the report; none: today", None),
        Parameter("folder", "text", "the folder to make: report.html, tables.xlsx, results/"),
    ), ".region.report.task:report", "standard analyses of a plan as one page, one workbook and their result files"),
}
