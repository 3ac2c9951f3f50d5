"""The region: functions that move, parks, circles, indicators, links between cities, and the report."""
