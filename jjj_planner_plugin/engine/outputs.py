"""Output files: written beside the target, renamed when whole, with their recipe.

What existed before stays intact until the new file is complete; whatever goes wrong, nothing
half-written is left.
"""

from __future__ import annotations

import codecs
import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .messages import EngineError

if TYPE_CHECKING:  # a serving engine says `ready` before the libraries are loaded
    import pandas as pd
    import pyarrow as pa
    from pyproj import CRS

# GDAL 3.10 and later write GeoPackage 1.4, which QGIS 3.22 greets with a warning.
GPKG = {"driver": "GPKG", "dataset_options": {"VERSION": "1.2"}}

CSV_TYPES = {"i": "Integer64", "f": "Real"}  # of a .csvt; all others are texts

QGIS_TABLES = ("layer_styles", "qgis_projects")  # QGIS keeps them beside ours

# When less than this is left, SQLite's errors need not say so ("no such table").
FULL_BYTES = 2**20

_unfinished: set[Path] = set()


def remove_unfinished() -> None:
    """Remove every part file of this process (a cancel ends the process right after)."""
    for part in list(_unfinished):
        _remove(part)


def _remove(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):  # SQLite's companions
        with suppress(OSError):  # Windows: still open; the client removes it once this process has gone
            Path(f"{part}{suffix}").unlink()
    _unfinished.discard(part)


def check_target(path: str, suffixes: Sequence[str], inputs: Iterable[str] = (), tables: Iterable[str] = ()) -> Path:
    """Refuse an output that could not be written, before any work is done; give it as a Path.

    `tables` are those the task writes: a GeoPackage that holds others is not replaced.
    Raises EngineError: bad-output-type, no-output-folder, output-is-input, output-open, output-holds-others,
    not-writable.
    """
    target = Path(path).absolute()
    if target.suffix.lower() not in suffixes:
        raise EngineError("bad-output-type", path=path, expected=" / ".join(suffixes))
    if not target.parent.is_dir():
        raise EngineError("no-output-folder", folder=target.parent)
    if target.is_dir():
        raise EngineError("not-writable", path=target, reason=os.strerror(errno.EISDIR))
    if any(_same_file(target, source) for source in inputs):
        raise EngineError("output-is-input", path=target)
    if target.suffix.lower() == ".gpkg":
        _refuse_open(target)
        _refuse_others(target, {*tables, *QGIS_TABLES})
    probe = _part(target)
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _told(error, target) from error
    return target


def check_targets(
    main: str, suffixes: Sequence[str], second: str | None, inputs: Sequence[str], tables: tuple[str, str]
) -> tuple[Path, Path | None]:
    """`check_target` for a task's output and its second one, a GeoPackage; also raises outputs-clash.

    `tables` are the table of the output and that of the second one.
    """
    target = check_target(main, suffixes, inputs, tables[:1])
    if second is None:
        return target, None
    other = check_target(second, (".gpkg",), inputs, tables[1:])
    if target == other or _same_file(target, second):
        raise EngineError("outputs-clash", path=target)
    return target, other


def _same_file(target: Path, source: str) -> bool:
    other = Path(source)
    return target.exists() and other.exists() and target.samefile(other)


def _refuse_open(target: Path) -> None:
    """A GeoPackage that another program is writing (a live -wal, a lock) is never replaced.

    A -wal that was left alone would be played into the new file.
    """
    if Path(f"{target}-wal").exists():
        raise EngineError("output-open", path=target)
    if not target.exists():
        return
    connection = sqlite3.connect(f"file:{target.as_posix()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise EngineError("output-open", path=target) from error
    except sqlite3.DatabaseError:
        pass  # not a database: a file that only looks like one may be replaced
    finally:
        connection.close()


def _refuse_others(target: Path, own: set[str]) -> None:
    """A GeoPackage with tables of somebody else's (a whole plan, say) is never replaced by a result."""
    if not target.exists():
        return
    connection = sqlite3.connect(f"file:{target.as_posix()}?mode=ro", uri=True)
    try:
        found = {str(name) for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
    except sqlite3.DatabaseError:
        return  # no GeoPackage: what a failed program left may be replaced
    finally:
        connection.close()
    if found - own:
        raise EngineError("output-holds-others", path=target, tables=", ".join(sorted(found - own)[:5]))


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.jjj-part{os.getpid()}{target.suffix}")


def _told(error: Exception, target: Path) -> EngineError:
    """The library's or system's error as one of ours."""
    if isinstance(error, OSError):
        full, reason = error.errno in (errno.ENOSPC, errno.EDQUOT), error.strerror
    else:
        full, reason = shutil.disk_usage(target.parent).free < FULL_BYTES, str(error)
    return EngineError("disk-full", path=target) if full else EngineError("not-writable", path=target, reason=reason)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a part file beside `target`; rename it into place when the block ends well, else remove it."""
    part = _part(target)
    _unfinished.add(part)
    try:
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        _replace(part, target)
    except (OSError, RuntimeError) as error:  # pyogrio's errors are RuntimeErrors
        raise _told(error, target) from error
    finally:
        _remove(part)


def _replace(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except PermissionError as error:  # Windows: somebody holds the target open
        raise EngineError("output-open", path=target) from error


def write_table(frame: pd.DataFrame, part: Path, target: Path, layer: str) -> None:
    """A table without geometry into the part file of `target`: a layer of a `.gpkg`, or a `.csv`.

    The CSV is UTF-8 with BOM, because Excel takes one without for GBK, and has a .csvt with its types beside it.
    """
    if target.suffix.lower() == ".gpkg":
        write_layer(frame, part, layer)
        return
    with part.open("wb") as stream:
        stream.write(codecs.BOM_UTF8)
        frame.to_csv(stream, index=False, encoding="utf-8", lineterminator="\r\n")
    _write_csvt([dtype.kind for dtype in frame.dtypes], target)


def append_table(frame: pd.DataFrame, part: Path, target: Path, layer: str, first: bool) -> None:
    """`write_table`, or, where it is not the first of several, more rows of the same table. No columns: nothing."""
    if len(frame.columns) == 0:
        return
    if target.suffix.lower() == ".gpkg":
        write_layer(frame, part, layer, append=not first, fast=True)
    elif first:
        write_table(frame, part, target, layer)
    else:
        with part.open("ab") as stream:
            frame.to_csv(stream, index=False, header=False, encoding="utf-8", lineterminator="\r\n")


def write_long_table(table: pa.Table, part: Path, target: Path, layer: str, decimals: dict[str, int]) -> None:
    """`write_table` for a million rows a second. The CSV's numbers have `decimals` places, its texts are in quotes."""
    import pyarrow as pa
    from pyarrow import csv

    if target.suffix.lower() == ".gpkg":
        write_layer(table.to_pandas(), part, layer)
        return
    fixed = {name: pa.decimal128(38, digits) for name, digits in decimals.items() if name in table.column_names}
    columns = {name: table[name].cast(fixed.get(name, table[name].type)) for name in table.column_names}
    with part.open("wb") as stream:
        stream.write(codecs.BOM_UTF8)
        csv.write_csv(pa.table(columns), stream, csv.WriteOptions(eol="\r\n"))
    letters = {"int64": "i", "double": "f"}
    _write_csvt([letters.get(str(kind), "O") for kind in table.schema.types], target)


def _write_csvt(kinds: Sequence[str], target: Path) -> None:
    """The types of a CSV's columns beside it, from numpy's letters for them."""
    types = ",".join(f'"{CSV_TYPES.get(kind, "String")}"' for kind in kinds)
    with whole_file(target.with_suffix(".csvt")) as part:
        part.write_text(types + "\n", encoding="ascii")


def write_layer(
    frame: pd.DataFrame, path: Path, layer: str, geometry_type: str | None = None, append: bool = False,
    fast: bool = False,
) -> None:
    """Put a layer into the GeoPackage `path`. A GeoDataFrame gives a spatial layer, a DataFrame a table.

    `append`: more rows of a layer that is there. `fast`: by Arrow, four times as fast, of a frame in which no column is
    empty.
    """
    import pyogrio

    options = {} if geometry_type is None else {"geometry_type": geometry_type}
    pyogrio.write_dataframe(frame, path, layer=layer, append=append, use_arrow=fast, **GPKG, **options)


def write_stream(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path, layer: str, crs: CRS
) -> None:
    """A new GeoPackage `path` with one layer of multipolygons (WKB in `geom`), written batch by batch as they come."""
    import pyarrow as pa
    import pyogrio

    failed: list[Exception] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except Exception as error:
            failed.append(error)  # on its way through Arrow and GDAL it would become another one
            raise

    epsg = crs.to_epsg()
    try:
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, watched()), path, layer=layer, geometry_name="geom",
            geometry_type="MultiPolygon", crs=f"EPSG:{epsg}" if epsg else crs.to_wkt(), **GPKG)
    except Exception:
        if failed:
            raise failed[0] from None
        raise


def write_recipe(target: Path, recipe: dict[str, Any]) -> str:
    """`NAME.recipe.json` beside the output: what it takes to make it again. Gives its path."""
    path = target.with_name(f"{target.stem}.recipe.json")
    with whole_file(path) as part:
        part.write_text(json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return str(path)


def rounded(frame: pd.DataFrame, decimals: dict[str, int]) -> pd.DataFrame:
    """Numbers as they are written: areas to 1e-3 m², shares to 1e-9 (`decimals` by column)."""
    return frame.round({name: digits for name, digits in decimals.items() if name in frame})
