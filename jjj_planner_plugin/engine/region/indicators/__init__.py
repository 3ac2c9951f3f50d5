"""Indicators of units, cities, zones and provinces: values joined by adcode, added up, and what they say together."""
