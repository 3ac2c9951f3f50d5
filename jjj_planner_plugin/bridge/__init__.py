"""How QGIS's process and the engine's process meet."""
