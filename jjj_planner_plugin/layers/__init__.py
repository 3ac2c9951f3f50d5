"""Plan file ⇄ QGIS project: groups, styles, forms, labels, relations, the print layout."""
