"""The tasks of the water tools: what each is called and takes."""

from __future__ import annotations

from ..parameters import Parameter, Task

WATER_TASKS: dict[str, Task] = {
    "delineate_catchments": Task((
        Parameter("dem", "text", "raster of heights, or 'bundled' (30 arc-seconds)", "bundled"),
        Parameter("height_unit", "choice", "of its heights; none: as its band says, else metres", None,
                  choices=("m", "ft")),
        Parameter("points", "layer", "pour points; none, and no `point`: the bundled reservoirs", None),
        Parameter("name_field", "field", "field with their names; none: the usual one the layer has", None),
        Parameter("point", "numbers", "longitude and latitude of one more pour point", None, "°"),
        Parameter("snap_cells", "number", "a point is moved to the largest area upstream within so many cells each way",
                  5.0),
        Parameter("snap_km", "number", "or within this distance on the ground; 0: it stays in its cell", None, "km"),
        Parameter("closed", "layer", "polygons of ground whose water stays there, 'bundled' (the Bashang plateau), "
                  "'none'; auto: the plateau, where the heights are the bundled ones", "auto"),
        Parameter("rivers", "layer", "lines to cut into the heights, or 'bundled' (1:4M)", None),
        Parameter("burn_m", "number", "how deep they are cut in", 20.0, "m"),
        Parameter("stream_km2", "number", "a stream begins where so much lies upstream", 50.0, "km²", scalable=True),
        Parameter("sub_basins", "choice", "each point's own ground, or Pfafstetter's division", "none",
                  choices=("none", "points", "pfafstetter")),
        Parameter("level", "number", "of Pfafstetter's division: 1 or 2", 1.0),
        Parameter("flat_slope", "number", "slope below which ground is too flat for heights to tell where water goes",
                  0.2, "%"),
        Parameter("output", "output", "layers 'catchments', 'sub_basins', 'streams', 'pour_points', 'snaps', "
                  "'trusted_basins' (.gpkg)"),
    ), ".water.delineate.task:delineate_catchments", "what drains into points: catchments, streams, sub-basins"),
}
