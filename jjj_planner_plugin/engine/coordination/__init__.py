"""Cross-border coordination: the matrix of classes, jurisdictions and constraints, and the places to talk about."""
