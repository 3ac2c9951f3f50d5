"""How a result was made, in words: inputs, ellipsoid, repairs, what a planar measurement would have given, versions."""

from __future__ import annotations

import html
import math
import re
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingParameterEnum, QgsProject
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

from ...i18n import language, tr
from ...layers.known_names import sentence_in
from .figures import grouped
from .result import Result

REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What a label adds in brackets for whoever fills it in."""
REPAIRS, FOLDER = "repairs", "folder"  # the links of the page
MOST_REPAIRS = 500
NOTICED = 0.0005
"""A planar area that is off by less is not worth a place in the panel's head."""


def header_line(result: Result) -> str:
    """`CGCS2000 (GRS80) ellipsoid · 3 geometries repaired · planar in EPSG:3857: 1.71 × too large`."""
    inputs = result.arrival.result.get("inputs", [])
    parts = [tr("Demonstration")] if _is_demonstration(result) else []
    if result.is_measured:
        parts += [tr("Measured on the ellipsoid {name}").format(name=_ellipsoid(result))]
        repaired = sum(found.get("repaired") or 0 for found in inputs)
        parts.append(tr("repaired geometries: {count}").format(count=grouped(repaired, 0)) if repaired else
                     tr("no geometry repaired"))
    off = [(abs(ratio - 1), found["crs"], ratio) for found in inputs for ratio in [planar_ratio(found)] if ratio]
    if off and max(off)[0] > NOTICED:
        parts.append(tr("planar in {crs} it would be {wrong}").format(crs=max(off)[1], wrong=wrong_by(max(off)[2])))
    warnings = len(result.arrival.result.get("warnings", []))
    if warnings:
        parts.append(tr("{count} remarks").format(count=warnings))
    return " · ".join(parts)


def _ellipsoid(result: Result) -> str:
    return str(result.recipe().get("ellipsoid", "CGCS2000 (GRS80)"))


def _is_demonstration(result: Result) -> bool:
    run = result.arrival.result
    return any(found.get("demonstration") is True for found in (run, *run.get("inputs", [])))


def planar_ratio(found: dict[str, Any]) -> float | None:
    """An input's area as its own CRS has it, over the area on the ellipsoid; None where there is none."""
    planar, true = found.get("planar_area_m2"), found.get("area_m2")
    return planar / true if planar and true and math.isfinite(planar / true) else None


def wrong_by(ratio: float) -> str:
    """`1.71 × too large`, or in per cent when it is little."""
    if 0.9 < ratio < 1.1:
        by = f"{100 * abs(ratio - 1):.2f} %"
        return tr("{by} too large").format(by=by) if ratio > 1 else tr("{by} too small").format(by=by)
    return tr("{ratio} times the true area").format(ratio=f"{ratio:.2f}")


class HowView(QTextBrowser):
    """The page; the list of repairs folds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._clicked)
        self._result: Result | None = None
        self._unfolded = False

    def show_result(self, result: Result) -> None:
        self._result, self._unfolded = result, False
        self.setHtml(page(result, self._unfolded))

    def _clicked(self, link: QUrl) -> None:
        if link.toString() == REPAIRS:
            self._unfolded = not self._unfolded
            at = self.verticalScrollBar().value()
            self.setHtml(page(self._result, self._unfolded))
            self.verticalScrollBar().setValue(at)
        elif link.toString() == FOLDER:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._result.main_file).parent)))


def page(result: Result, unfolded: bool) -> str:
    """The whole page as HTML."""
    arrival, recipe = result.arrival, result.recipe()
    run = arrival.result
    made = tr("{time}, in {seconds} s").format(
        time=arrival.started.strftime("%Y-%m-%d %H:%M"), seconds=f"{run['seconds']:.1f}")
    frame = recipe.get("working_crs")
    sections = [
        f"<h3>{_text(result.tool)} <small>({_text(made)})</small></h3>",
        _inputs(run.get("inputs", []), result.is_measured),
        _facts([
            *([(tr("Areas and lengths"), tr("on the ellipsoid {name}, whatever the layers' CRS").format(
                name=_ellipsoid(result)))] if result.is_measured else []),
            *([(tr("Computed in"), frame)] if frame else []),
            *_parameters(result),
        ]),
        _repairs(recipe.get("repairs", []), unfolded),
        _listed(tr("Remarks"), [sentence_in(language(), str(found.get("warning", "")))
                                for found in run.get("warnings", [])]),
        _files(result),
        _facts([(tr("Versions"), ", ".join(f"{name} {number}" for name, number in run.get("versions", {}).items()))]),
    ]
    return "".join(sections)


def _inputs(inputs: list[dict[str, Any]], measured: bool) -> str:
    """A table of them; where nothing was measured, what only concerns areas is left out."""
    heads = (tr("Input"), tr("CRS"), tr("Features"), tr("Used"), tr("Repaired"), tr("Planar in its CRS it would be"))
    shown = len(heads) if measured else heads.index(tr("Repaired"))
    rows = []
    for found in inputs:
        name = found.get("name") or found.get("layer") or Path(str(found.get("path", ""))).stem
        if found.get("exported") or "source" in found:
            name = tr("{layer} (as on screen; temporary copy, removed)").format(layer=name)
        counts = ["" if found.get(key) is None else grouped(found[key], 0) for key in ("features", "used", "repaired")]
        ratio = planar_ratio(found)
        rows.append([name, str(found.get("crs") or ""), *counts, wrong_by(ratio) if ratio else "—"])
    if not rows:
        return ""
    lines = ["".join(f"<th align='left'>{_text(head)}&nbsp;&nbsp;</th>" for head in heads[:shown])]
    lines += ["".join(f"<td>{_text(cell)}&nbsp;&nbsp;</td>" for cell in row[:shown]) for row in rows]
    return "<table cellspacing='2'>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _parameters(result: Result) -> list[tuple[str, str]]:
    """What was entered in the dialog, by the dialog's own words; layers stand among the inputs."""
    algorithm = QgsApplication.processingRegistry().algorithmById(f"jjj:{result.arrival.algorithm}")
    found = []
    for definition in algorithm.parameterDefinitions() if algorithm else []:
        value = result.arrival.parameters.get(definition.name(), definition.defaultValue())
        if not definition.isDestination() and isinstance(value, (str, int, float, bool)) and value != "":
            shown = _entered(definition, value)
            if shown is not None:
                found.append((REMARK.sub("", definition.description()), shown))
    return found


def _entered(definition: Any, value: Any) -> str | None:
    """A parameter's value as the dialog shows it; None for a layer."""
    if definition.type() in ("source", "vector", "maplayer", "raster") or QgsProject.instance().mapLayer(str(value)):
        return None
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    options = definition.options() if isinstance(definition, QgsProcessingParameterEnum) else []
    return options[value] if isinstance(value, int) and 0 <= value < len(options) else str(value)


def _repairs(repairs: list[dict[str, Any]], unfolded: bool) -> str:
    if not repairs:
        return ""
    title = tr("repaired geometries: {count}").format(count=len(repairs))
    link = tr("fold up") if unfolded else tr("show")
    head = f"<p><b>{_text(title)}</b> (<a href='{REPAIRS}'>{_text(link)}</a>)</p>"
    if not unfolded:
        return head
    lines = [_repair(found) for found in repairs[:MOST_REPAIRS]]
    if len(repairs) > MOST_REPAIRS:
        lines.append(tr("… the others are in the recipe"))
    return head + "<ul>" + "".join(f"<li>{_text(line)}</li>" for line in lines) + "</ul>"


def _repair(found: dict[str, Any]) -> str:
    return tr("{layer}, feature {fid}: {wrong}; area {before} → {after} m²").format(
        layer=found.get("layer"), fid=found.get("fid"), wrong=found.get("wrong"),
        before=grouped(found.get("area_before_m2") or 0, 1), after=grouped(found.get("area_after_m2") or 0, 1))


def _files(result: Result) -> str:
    files = [*result.arrival.outputs.values(), str(result.arrival.result.get("recipe") or "")]
    names = [f"{tr('temporary file')} ({name})" if result.is_temporary(name) else name
             for name in dict.fromkeys(file.split("|")[0] for file in files) if name]
    link = tr("Open the folder")
    return _listed(tr("Files"), names) + f"<p><a href='{FOLDER}'>{_text(link)}</a></p>"


def _listed(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{_text(line)}</li>" for line in lines)
    return f"<p><b>{_text(title)}</b></p><ul>{items}</ul>" if lines else ""


def _facts(pairs: list[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{_text(name)}:</b> {_text(value)}</p>" for name, value in pairs)


def _text(value: str) -> str:
    return html.escape(str(value))
