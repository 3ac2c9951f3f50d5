"""The result panel: the last results as tables with a chart, where their numbers come from, and how they were made."""
