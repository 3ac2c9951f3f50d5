"""The edit tools: what a planner does to the open plan on the map, each edit one undo step over all its layers.

`EditTools` holds the actions and the map tools behind them. A tool changes attributes and shapes within
`PlanEditing.command`; zones, axes and members follow by themselves, and no tool needs the engine. While an edit is
under way a tool draws rubber bands and tells what it would change, for live numbers, by `previewed(list)`; the list
holds dicts, coordinates in degrees (EPSG:4490):

- `{"kind": "assign", "uids": [unit, …], "zone_id": zone}`
- `{"kind": "move_place", "table": …, "uid": …, "adcode": …, "to": [lon, lat]}`
- `{"kind": "patch", "table": "zones", "uid": …, "loop": WKB}`: the section of an outline that changes, a closed
  LineString: the new section forward, in the order of the zone's own ring, the old one backward
  (prev, new, next, old, prev); one dict a zone that the vertex belongs to

then `committed()` or `cancelled()`; the probe circle tells `probed(lon, lat, km)`.
"""

from .edit_tools import EditTools

__all__ = ["EditTools"]
