"""Still maps as SVG, for the page and for paper: a few layers over the land, with legend and scale bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from markupsafe import escape

from ...geodesy import LONLAT, REGION_ALBERS, projected
from .map import LINE, POLYGON, Drawn

WIDTH, MARGIN_KM = 640, 18.0
ROOM_PX = 80  # for a name right of its mark
FINE_PX = 0.4  # what no eye sees
BARS_KM = (10, 20, 50, 100, 200, 500)
SEA = "#E9EFF3"


@dataclass
class Figure:
    """A still map and its legend: pairs of a swatch's kind, colour and words."""

    title: str
    svg: str
    legend: list[dict[str, Any]]
    number: int = 0


def still(title: str, layers: list[Drawn]) -> Figure | None:
    """The layers over one another, the first undermost; None where none has a shape."""
    from pyproj import CRS

    frame = CRS.from_proj4(REGION_ALBERS)
    moved = [(layer, projected(np.array(layer.shapes, dtype=object), LONLAT, frame))
             for layer in layers if layer.shapes]
    front = [shapes for layer, shapes in moved if not layer.backdrop]
    if not front:
        return None
    west, south, east, north = shapely.total_bounds(np.concatenate(front)) / 1000
    west, south, east, north = west - MARGIN_KM, south - MARGIN_KM, east + MARGIN_KM, north + MARGIN_KM
    scale = WIDTH / (east - west)
    high = (north - south) * scale

    def screen(xy: Any) -> Any:
        return np.column_stack([(xy[:, 0] / 1000 - west) * scale, (north - xy[:, 1] / 1000) * scale])

    window = shapely.box(west * 1000, south * 1000, east * 1000, north * 1000)
    parts = [f'<rect width="{WIDTH}" height="{high:.0f}" fill="{SEA}"/>']
    for layer, shapes in moved:
        inside = shapely.intersection(shapes, window) if layer.backdrop else shapes
        parts.append(_drawn(layer, shapely.simplify(shapely.transform(inside, screen), FINE_PX)))
    parts.append(_bar(scale, high))
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high:.0f}" role="img" '
           f'aria-label="{escape(title)}">{"".join(parts)}</svg>')
    legend = [_line(layer, place) for layer in layers if not layer.backdrop for place in range(len(layer.classes))]
    return Figure(title, svg, legend)


def _line(layer: Drawn, place: int) -> dict[str, Any]:
    """A line of the legend: a class of a layer; over the first of several stands what they are of."""
    several, one = len(layer.classes) > 1, layer.classes[place]
    head = f"{layer.title} · {layer.head}" if layer.head and layer.head != layer.title else layer.title
    return {"kind": layer.kind, "colour": one.colour, "opacity": _fill(layer),
            "head": head if several and not place else "", "label": one.label or ("" if several else head)}


def _fill(layer: Drawn) -> float:
    return float(layer.style["opacity"]) if layer.kind == POLYGON else 1.0


def _drawn(layer: Drawn, shapes: Any) -> str:
    """A group with a path or mark for each feature."""
    parts = []
    for feature, shape in zip(layer.features, shapes):
        colour = layer.classes[feature["c"]].colour
        if layer.kind == POLYGON:
            edge = layer.style["outline"] or "#FFFFFF"
            parts.append(f'<path d="{_path(shape)}" fill="{colour}" fill-opacity="{_fill(layer):g}" '
                         f'fill-rule="evenodd" stroke="{edge}" stroke-width="{layer.style["width"]:g}"/>')
        elif layer.kind == LINE:
            wide, end = float(feature.get("w", layer.style["width"])), "butt" if layer.style["arrow"] else "round"
            parts.append(f'<path d="{_path(shape)}" fill="none" stroke="{colour}" stroke-linecap="{end}" '
                         f'stroke-width="{wide:g}"/>')
            if layer.style["arrow"]:
                parts.append(_arrow(shape, wide, colour))
        else:
            parts += _marks(layer, shape, colour, feature["t"])
    return f'<g stroke-linejoin="round">{"".join(parts)}</g>'


def _marks(layer: Drawn, shape: Any, colour: str, title: str) -> list[str]:
    parts, hollow = [], layer.style["hollow"]
    for x, y in shapely.get_coordinates(shape):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{layer.style["radius"]:g}" '
                     f'fill="{"none" if hollow else colour}" stroke="{colour if hollow else "#FFFFFF"}" '
                     f'stroke-width="{1.6 if hollow else 0.8}"/>')
        if layer.labelled and title:
            away = layer.style["radius"] + 3
            at, anchor = (x - away, "end") if x > WIDTH - ROOM_PX else (x + away, "start")
            parts.append(f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(title)}</text>')
    return parts


def _arrow(line: Any, wide: float, colour: str) -> str:
    """The head of an arrow ahead of a line's end, larger for a wider line."""
    places = shapely.get_coordinates(line)
    if len(places) < 2:
        return ""
    end, way = places[-1], places[-1] - places[-2]
    way = way / (np.hypot(*way) or 1)
    length = 6 + 1.6 * wide
    aside = np.array([-way[1], way[0]]) * length / 2
    corners = (end - way + aside, end + way * (length - 1), end - way - aside)
    return f'<path d="M{"L".join(f"{x:.1f},{y:.1f}" for x, y in corners)}Z" fill="{colour}"/>'


def _path(shape: Any) -> str:
    """SVG path data; rings close, lines do not."""
    said = []
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            if ring.geom_type not in ("LineString", "LinearRing") or ring.is_empty:
                continue
            places = np.rint(shapely.get_coordinates(ring) * 10).astype(int)
            steps = np.diff(places, axis=0)
            steps = steps[(steps != 0).any(axis=1)]  # relative and in tenths: half the size
            moved = "".join(f"{x / 10:+g}{y / 10:+g}" for x, y in steps)
            said.append(f"M{places[0][0] / 10:g},{places[0][1] / 10:g}l{moved}"
                        f"{'Z' if ring.geom_type == 'LinearRing' else ''}")
    return "".join(said)


def _bar(scale: float, high: float) -> str:
    """A scale bar in the lower right corner."""
    length = max((km for km in BARS_KM if km * scale <= WIDTH / 4), default=BARS_KM[0])
    wide, x, y = length * scale, WIDTH - 14, high - 14
    return (f'<g class="bar"><path d="M{x - wide:.1f},{y - 5:.1f}V{y:.1f}H{x:.1f}V{y - 5:.1f}" fill="none" '
            f'stroke="#222222" stroke-width="1.2"/><text x="{x - wide / 2:.1f}" y="{y - 6:.1f}" '
            f'text-anchor="middle">{length} km</text></g>')
