"""Text that was read with the wrong encoding: Shapefiles that do not say theirs, and mojibake in any file.

Where text is held "as bytes", every character below U+0100 is one byte of the file: Latin-1 loses none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

CHINESE = "gb18030"  # holds GB 2312 and GBK
LANGUAGE_DRIVERS = {0x4D: CHINESE, 0x03: "cp1252", 0x4F: "big5"}  # byte 29 of a .dbf; 0 and 0x57 say nothing
CODE_PAGES = {"936": CHINESE, "54936": CHINESE, "gbk": CHINESE, "gb2312": CHINESE, "65001": "utf-8", "950": "big5"}
HANZI = re.compile("[\u4e00-\u9fff]")
# What a Chinese field may hold: ASCII, hanzi, punctuation, full-width forms, numbers in circles, Greek, degrees.
PLAUSIBLE = re.compile(
    "[\x20-\x7e\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\u2460-\u24ff\u0391-\u03c9°±×÷·Ⅰ-Ⅻ]+")
LOST = re.compile("\ufffd|锟斤拷")
ODD_1252 = {bytes([code]).decode("cp1252"): code for code in range(0x80, 0xA0)
            if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def declared(path: str, layer: str) -> str | None:
    """The encoding that a Shapefile states: its .cpg, else the language byte of its .dbf; None if neither does."""
    table = Path(path) / f"{layer}.dbf" if Path(path).is_dir() else Path(path).with_suffix(".dbf")
    for page in (table.with_suffix(".cpg"), table.with_suffix(".CPG")):
        if page.exists():
            return _codec(page.read_text(encoding="ascii", errors="replace"))
    with (table if table.exists() else table.with_suffix(".DBF")).open("rb") as stream:
        return LANGUAGE_DRIVERS.get(stream.read(30)[-1])


def _codec(stated: str) -> str | None:
    """Python's name of what a .cpg states; None if it is not known."""
    name = re.sub(r"^(ansi|cp|windows-?|ms)[ _-]*(?=\d)", "", stated.strip().lower())
    try:
        return codecs.lookup(CODE_PAGES.get(name) or (f"cp{name}" if name.isdigit() else name)).name
    except LookupError:
        return None


def texts(table: pa.Table) -> set[str]:
    """Field names and values with a character beyond ASCII, each once."""
    found = {name for name in table.column_names if not name.isascii()}
    for name in text_columns(table):
        found.update(column_texts(table[name]))
    return found


def text_columns(table: pa.Table) -> list[str]:
    """Names of the columns of text."""
    return [name for name, kind in zip(table.column_names, table.schema.types) if is_text(kind)]


def is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def column_texts(column: pa.ChunkedArray) -> list[str]:
    """The values of a column with a character beyond ASCII, each once, in order of appearance."""
    beyond = column.filter(pc.invert(pc.string_is_ascii(column)))
    return [text for text in pc.unique(beyond).to_pylist() if text is not None]


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column that claims to be UTF-8: values that are not are held as bytes."""
    binary = pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
    stored = column.cast(binary)
    try:
        return stored.cast(column.type)
    except pa.ArrowInvalid:
        return pa.chunked_array([pa.array([_utf8_or_bytes(v) for v in stored.to_pylist()], type=column.type)])


def _utf8_or_bytes(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def decode_bytes(text: str, codec: str) -> str | None:
    """Text held as bytes, decoded; a character that the field's width cut at the end is left out. None: it is not."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(text.encode("latin-1"), False)
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def detected(found: Iterable[str]) -> str | None:
    """The encoding in which all the texts held as bytes can be read: utf-8, gb18030, or None."""
    asked = list(found)
    for codec in ("utf-8", CHINESE):
        if all(decode_bytes(text, codec) is not None for text in asked):
            return codec
    return None


def mended(found: list[str]) -> dict[str, str]:
    """Mojibake among the texts of one column → what it was.

    UTF-8 read as GBK or Latin-1 is certain by itself. GBK read as Latin-1 is only taken where the most of the
    column's texts in Latin letters decode so, and one to two characters of GB 2312: it might be French.
    """
    certain = {text: better for text in found if (better := _was_utf8(text)) is not None}
    latin = [text for text in found if text not in certain and _bytes_1252(text) is not None]
    likely = {text: better for text in latin if (better := _was_gbk(text)) is not None}
    sure = any(_is_common(better) for better in likely.values())
    return certain | (likely if sure and 2 * len(likely) > len(latin) else {})


def is_lost(text: str) -> bool:
    """Whether characters were replaced for good (U+FFFD; read as GBK: 锟斤拷), or UTF-8 read as GBK lost its end."""
    return bool(LOST.search(text)) or (_was_utf8(text) is None and _was_utf8(text.rstrip("?")[:-1]) is not None)


def _was_utf8(text: str) -> str | None:
    """What the text was before UTF-8 was read as GBK or as Latin-1; None if it never was."""
    for stored in (_bytes_gbk(text), _bytes_1252(text)):
        try:
            better = stored.decode("utf-8") if stored else ""
        except UnicodeDecodeError:
            continue
        if HANZI.search(better) and PLAUSIBLE.fullmatch(better):
            return better
    return None


def _was_gbk(text: str) -> str | None:
    """What the text was before GBK was read as Latin-1."""
    try:
        better = (_bytes_1252(text) or b"").decode(CHINESE)
    except UnicodeDecodeError:
        return None
    return better if HANZI.search(better) and PLAUSIBLE.fullmatch(better) else None


def _is_common(text: str) -> bool:
    """Two hanzi or more, all of them in GB 2312."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(HANZI.findall(text)) >= 2


def _bytes_gbk(text: str) -> bytes | None:
    return text.encode(CHINESE) if HANZI.search(text) else None


def _bytes_1252(text: str) -> bytes | None:
    """The bytes of text that was read as Latin-1 or Windows-1252; None where another character is in it."""
    try:
        return bytes(ODD_1252.get(character) or ord(character) for character in text)
    except ValueError:
        return None


def exchanged(column: pa.ChunkedArray, known: dict[str, str]) -> pa.ChunkedArray:
    """The column with the known texts in place of others."""
    return replaced(column, lambda text: known.get(text, text))


def replaced(column: pa.ChunkedArray, better: Callable[[Any], Any]) -> pa.ChunkedArray:
    """The column with every value `better(value)`; called once for each different value."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    values = pa.array([better(value) for value in coded.dictionary.to_pylist()], type=column.type)
    return pa.chunked_array([values.take(coded.indices)])
