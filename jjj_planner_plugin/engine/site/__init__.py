"""The check of a site against control lines: its rules, what is measured, and the tables and workbook of it."""
