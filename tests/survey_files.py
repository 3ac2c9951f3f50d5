"""Files as surveyors send them. Standard library only: the QGIS suites use them too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

Point = tuple[float, float]
HEAD = {
    "格式版本号": "1.01版本", "数据产生单位": "某测绘院", "坐标系": "2000国家大地坐标系", "几度分带": "3",
    "投影类型": "高斯克吕格", "计量单位": "米", "带号": "39", "精度": "0.01", "转换参数": ",,,,,,",
}


def rectangle(east: float, north: float, width: float = 100, height: float = 200) -> list[Point]:
    """Corners of a rectangle as (X north, Y east), from the south-west counter-clockwise, not closed."""
    return [(north, east), (north, east + width), (north + height, east + width), (north + height, east)]


def parcel(
    rings: Sequence[Sequence[Point]], area: str = "", number: str = "1", name: str = "地块一", kind: str = "面",
    use: str = "工业用地", closed: bool = True, labels: Sequence[str] = (),
) -> list[str]:
    """A head line and the points of its rings, ring numbers from 1 (or `labels`)."""
    lines, place = [], 0
    for ring, label in zip(rings, labels or [str(k) for k in range(1, len(rings) + 1)]):
        points = [*ring, ring[0]] if closed else ring
        for x, y in points:
            place += 1
            lines.append(f"J{place},{label},{x!r},{y!r}")
    return [f"{place},{area},{number},{name},{kind},J50G001001,{use},,@", *lines]


def exchange_text(*parcels: Sequence[str], **head: str) -> str:
    """A file in the exchange format; `head` replaces lines of the head (an empty value leaves it blank)."""
    said = [f"{key}={value}" for key, value in {**HEAD, **head}.items()]
    return "\r\n".join(["[属性描述]", *said, "[地块坐标]", *(line for lines in parcels for line in lines), ""])


def write_exchange(folder: Path, *parcels: Sequence[str], encoding: str = "gbk", **head: str) -> str:
    """Such a file on disk; its path."""
    path = folder / "勘测定界.txt"
    path.write_bytes(exchange_text(*parcels, **head).encode(encoding))
    return str(path)


def polyline(layer: str, points: Sequence[tuple[float, ...]], closed: bool = True) -> str:
    """A LWPOLYLINE; points are x, y and, for an arc to the next, its bulge."""
    pairs = [f"10\n{x!r}\n20\n{y!r}" + (f"\n42\n{bulge[0]}" if bulge else "") for x, y, *bulge in points]
    return "\n".join(["0\nLWPOLYLINE", f"8\n{layer}", f"90\n{len(points)}", f"70\n{int(closed)}", *pairs])


def line(layer: str, start: Point, end: Point) -> str:
    """A LINE."""
    return f"0\nLINE\n8\n{layer}\n10\n{start[0]!r}\n20\n{start[1]!r}\n11\n{end[0]!r}\n21\n{end[1]!r}"


def text(layer: str, x: float, y: float, said: str) -> str:
    """A TEXT."""
    return f"0\nTEXT\n8\n{layer}\n10\n{x!r}\n20\n{y!r}\n40\n2.5\n1\n{said}"


def insert(layer: str, block: str, x: float, y: float, rotation: float = 0) -> str:
    """An INSERT of a block."""
    return f"0\nINSERT\n8\n{layer}\n2\n{block}\n10\n{x!r}\n20\n{y!r}\n50\n{rotation}"


def drawing(*entities: str, blocks: Sequence[tuple[str, str]] = (), version: str = "AC1015") -> str:
    """A DXF of these entities; a block is its name and its entities."""
    made = [f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0.0\n20\n0.0\n{inside}\n0\nENDBLK\n8\n0" for name, inside in blocks]
    return "\n".join([
        "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1", version, "9\n$DWGCODEPAGE\n3\nANSI_936\n0\nENDSEC",
        "0\nSECTION\n2\nBLOCKS", *made, "0\nENDSEC", "0\nSECTION\n2\nENTITIES", *entities, "0\nENDSEC\n0\nEOF\n",
    ])


def write_drawing(folder: Path, whole: str, encoding: str = "gbk") -> str:
    """The drawing on disk; its path."""
    path = folder / "红线图.dxf"
    path.write_bytes(whole.encode(encoding))
    return str(path)


def square(x: float, y: float, size: float = 100) -> list[tuple[float, ...]]:
    """Corners of a square as x, y."""
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
