"""The report: standard analyses of a plan, in one page, one workbook, and their result files."""
