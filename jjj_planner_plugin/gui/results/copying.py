"""A result's table for other programs: onto the clipboard for Excel and WPS, as CSV, as XLSX."""

from __future__ import annotations

import csv
import html
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QMimeData

from ... import messages
from .table_model import ResultModel

MOST_HTML_ROWS = 5_000
"""Of longer tables the clipboard holds the plain text only, which Excel takes as well."""
SHEET_ROWS = 1_048_575  # of an Excel sheet, below its head


class NotSavedError(Exception):
    """A table that could not be saved; its text is a sentence for the planner."""


def heads(model: ResultModel) -> list[str]:
    """The columns' heads with their units."""
    return [model.head(section) for section in range(len(model.columns))]


def cells(model: ResultModel, positions: Sequence[int]) -> Iterator[list[Any]]:
    """The rows at these positions of the table, all digits, in the heads' units."""
    for position in positions:
        yield [model.exact(position, section) for section in range(len(model.columns))]


def clipboard_data(model: ResultModel, positions: Sequence[int]) -> QMimeData:
    """The rows with their heads: tab-separated text, and an HTML table."""
    rows = [["" if value is None else str(value) for value in row] for row in [heads(model), *cells(model, positions)]]
    data = QMimeData()
    data.setText("\n".join("\t".join(" ".join(value.split()) for value in row) for row in rows))
    if len(rows) <= MOST_HTML_ROWS:
        lines = ("".join(f"<td>{html.escape(value)}</td>" for value in row) for row in rows)
        data.setHtml("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    return data


def save(model: ResultModel, path: str) -> None:
    """Save the rows that are shown as `.csv` or `.xlsx`, whole or not at all. Raises NotSavedError."""
    target = Path(path)
    part = target.with_name(f".{target.stem}.jjj-part{os.getpid()}{target.suffix}")
    try:
        (_write_xlsx if target.suffix.lower() == ".xlsx" else _write_csv)(model, part)
        part.replace(target)
    except OSError as error:
        raise NotSavedError(messages.table_not_saved(path, error.strerror or str(error))) from error
    finally:
        part.unlink(missing_ok=True)


def can_write_xlsx() -> bool:
    """Whether this QGIS's GDAL has the driver."""
    return any(driver.driverName == "XLSX" for driver in QgsVectorFileWriter.ogrDriverList())


def _write_csv(model: ResultModel, part: Path) -> None:
    """UTF-8 with BOM: Excel takes one without for GBK."""
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads(model))
        writer.writerows(cells(model, model.rows))


def _write_xlsx(model: ResultModel, part: Path) -> None:
    if len(model.rows) > SHEET_ROWS:
        raise OSError(messages.too_many_rows(len(model.rows), SHEET_ROWS))
    sheet = _as_layer(model)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "XLSX"
    options.layerName = "table"
    options.fieldNameSource = QgsVectorFileWriter.FieldNameSource.PreferAlias
    result = QgsVectorFileWriter.writeAsVectorFormatV3(
        sheet, str(part), QgsProject.instance().transformContext(), options)
    if result[0] != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(result[1])


def _as_layer(model: ResultModel) -> QgsVectorLayer:
    """The shown rows as a layer in memory, its aliases the heads."""
    kinds = ["double" if column.is_number else "string" for column in model.columns]
    fields = "&".join(f"field=c{place}:{kind}" for place, kind in enumerate(kinds))
    layer = QgsVectorLayer(f"NoGeometry?{fields}", "table", "memory")
    for place, head in enumerate(heads(model)):
        layer.setFieldAlias(place, head)
    features = []
    for row in cells(model, model.rows):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(row)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer
