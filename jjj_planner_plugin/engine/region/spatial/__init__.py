"""How values lie in space: beside their neighbours, along the axes, across the border, within distances, in sets."""
