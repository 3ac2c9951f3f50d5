"""One Processing algorithm a tool; menus, toolbox, models and qgis_process all run these."""
