"""The plan file: its schema and how it is built from facts and units."""
