"""Text of tables that do not say how it is encoded: the usual exports of Chinese programs are in GBK."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

SILENT = (".csv", ".txt", ".dbf", ".shp")
"""Files that need not say it. Of a Shapefile a `.cpg` or the code page in its `.dbf` may."""
GB = "GB18030"
CUT_SHARE = 0.05
"""Of bytes beyond ASCII, those that a fixed width has cut off characters of UTF-8 at most."""
CODE_PAGE, HEADER_SIZE, DESCRIPTOR, NAME = 29, 8, 32, 11  # places and sizes (bytes) in the header of a .dbf


def read_as_written(layer: QgsVectorLayer, path: str) -> QgsVectorLayer:
    """The same layer of the file, with GB18030 where its text is not UTF-8 and nothing says what it is."""
    if Path(path).suffix.lower() in SILENT and layer.isValid() and _is_gb(Path(path)):
        layer.setProviderEncoding(GB)
    return layer


def _is_gb(path: Path) -> bool:
    try:
        if path.suffix.lower() in (".csv", ".txt"):
            return not _is_utf8(path.read_bytes())
        if path.with_suffix(".cpg").exists() or path.with_suffix(".CPG").exists():
            return False
        text = _text_of_dbf(path.with_suffix(".dbf").read_bytes())
    except OSError:
        return False
    return bool(text) and not _is_utf8(text)


def _text_of_dbf(data: bytes) -> bytes:
    """The names of the fields and the rows; empty where a code page is named."""
    if len(data) <= DESCRIPTOR or data[CODE_PAGE]:
        return b""
    size = int.from_bytes(data[HEADER_SIZE:HEADER_SIZE + 2], "little")
    names = [data[start:start + NAME].split(b"\0")[0] for start in range(DESCRIPTOR, size - 1, DESCRIPTOR)]
    return b" ".join([*names, data[size:]])


def _is_utf8(data: bytes) -> bool:
    foreign = sum(byte > 127 for byte in data)
    wrong = data.decode("utf-8", errors="replace").count("\ufffd")
    return wrong <= CUT_SHARE * foreign
