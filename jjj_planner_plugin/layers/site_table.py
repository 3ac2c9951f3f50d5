"""The table on the sheet of a site check: one row a rule and, where there is room, one a class of it."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsLayout, QgsLayoutItemLabel
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetricsF

from .labels import font
from .layout_items import note
from .schema import catalog
from .symbols import colour

Finding = dict[str, Any]
MM_PER_POINT = 25.4 / 72
MORE_HEIGHT = 5.0  # of the line that counts what is left out
INDENT = "　└ "
ORDER = ("fail", "pass", "info")


def sheet_spec() -> dict[str, Any]:
    """Where things stand on the sheet, and the words on it."""
    return catalog("styles/site_sheet.json")


def words(key: str, language: str) -> str:
    """A text of the sheet."""
    return str(sheet_spec()["texts"][key][language])


def spare_height(findings: list[Finding]) -> float:
    """Millimetres of the table's box that its rows leave empty."""
    rows, row_height, _ = fitting(findings)
    used = len(rows) * row_height + (MORE_HEIGHT if len(rows) < len(findings) else 0)
    return max(0.0, float(_room()) - used)


def draw_table(layout: QgsLayout, findings: list[Finding], top: float, language: str) -> None:
    """Head and rows from `top` (mm) on; rules that are not met come first, so that they are the last left out."""
    x, _, width, _ = sheet_spec()["table"]
    left = x
    for column in sheet_spec()["columns"]:
        box = [left, top, column["width"], sheet_spec()["head_height"]]
        cell = note(layout, column[language], box, 8, bold=True, centred=True, framed=True, middle=True)
        cell.setBackgroundEnabled(True)
        cell.setBackgroundColor(colour("#E8E8E8"))
        left += column["width"]
    shown, row_height, size = fitting(findings)
    top += sheet_spec()["head_height"]
    for finding in shown:
        _draw_row(layout, finding, [x, top, width, row_height], size, language)
        top += row_height
    if len(shown) < len(findings):
        rest = [finding for finding in findings if finding not in shown]
        fails = sum(finding["verdict"] == "fail" and not finding["class"] for finding in rest)
        text = words("more", language).format(count=len(rest), fails=fails)
        note(layout, text, [x, top + 0.8, width, MORE_HEIGHT - 0.8], sheet_spec()["sizes"]["note"], bold=True)


def _room() -> float:
    return float(sheet_spec()["table"][3] - sheet_spec()["head_height"])


def fitting(findings: list[Finding]) -> tuple[list[Finding], float, float]:
    """The rows that fit, their height (mm) and text size (points): all of them if any size allows, else the
    rules without their classes, else as many rules as there is room for."""
    ordered = in_order(findings)
    rules = [finding for finding in ordered if not finding["class"]]
    for rows, less in ((ordered, 0.0), (rules, MORE_HEIGHT)):
        for step in sheet_spec()["rows"]:
            if len(rows) * step["height"] <= _room() - less:
                return rows, step["height"], step["size"]
    smallest = sheet_spec()["rows"][-1]
    return rules[: int((_room() - MORE_HEIGHT) / smallest["height"])], smallest["height"], smallest["size"]


def in_order(findings: list[Finding]) -> list[Finding]:
    """What is not met, what is met, what is only reported; each rule followed by its classes."""
    verdicts = {finding["no"]: ORDER.index(finding["verdict"]) for finding in findings if not finding["class"]}
    return sorted(findings, key=lambda finding: (verdicts[finding["no"]], finding["no"]))  # stable: classes stay


def _draw_row(layout: QgsLayout, finding: Finding, box: list[float], size: float, language: str) -> None:
    left, top, _, height = box
    is_class = bool(finding["class"])
    for column in sheet_spec()["columns"]:
        number = "decimals" in column
        text = fitted(cell_text(finding, column, language), 0.96 * (column["width"] - 3), size, middle=True)
        cell: QgsLayoutItemLabel = note(
            layout, text, [left, top, column["width"], height], size, framed=True, middle=True,
            bold=column["field"] == "verdict" and not is_class)
        if number or column["field"] == "no":
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignHCenter
            cell.setHAlign(side)
        if column["field"] == "verdict":
            cell.setFontColor(colour(sheet_spec()["verdict_colors"][finding["verdict"]]))
        if not is_class:
            cell.setBackgroundEnabled(True)
            cell.setBackgroundColor(colour(verdict_text(finding["verdict"])["fill"]))
        left += column["width"]


def cell_text(finding: Finding, column: dict[str, Any], language: str) -> str:
    """What stands in a cell; of a class only its name and figures."""
    field, value = column["field"], finding[column["field"]]
    if finding["class"] and field in ("no", "rule_kind", "verdict"):
        return ""
    if field == "control":
        return INDENT + str(finding["class"]) if finding["class"] else str(value)
    if field == "rule_kind":
        return said(finding, language)
    if field == "verdict":
        return f"{sheet_spec()['marks'][value]} {verdict_text(value)[language]}"
    if value is None:
        return ""
    if field == "area_m2" and value == 0 and finding["length_m"] > 0:
        return words("line_inside", language).format(length=f"{finding['length_m']:,.0f}")
    if field == "area_m2" and finding["site_note"] == "crossed" and value == 0:
        return words("points_inside", language).format(count=finding["features"])
    return f"{value * column.get('factor', 1):,.{column['decimals']}f}" if "decimals" in column else str(value)


def verdict_text(verdict: str) -> dict[str, str]:
    """What a verdict is called in both languages, and the fill it stands on."""
    return dict(catalog("catalog/site_rules.json")["verdicts"][verdict])


def said(finding: Finding, language: str) -> str:
    """The rule as a person reads it."""
    text = catalog("catalog/site_rules.json")["kinds"][finding["rule_kind"]]["says"][language]
    return str(text).format(distance=f"{finding['distance_m'] or 0:g}")


def rule_line(finding: Finding, language: str) -> str:
    """One line on a rule: the control, what is asked, why, and whether it is met."""
    origin = catalog("catalog/site_rules.json")["rule_from"][finding["rule_from"]][language]
    verdict = verdict_text(finding["verdict"])[language]
    return f"{finding['control']}: {said(finding, language)} ({origin}) – {verdict}"


def fitted(text: str, width_mm: float, size: float, middle: bool = False) -> str:
    """The text, shortened with … at its end or in the `middle` where it is wider than `width_mm` at `size` points."""
    drawn = font(1)
    drawn.setPixelSize(100)  # of a large size, in units that no screen's resolution changes
    metrics = QFontMetricsF(drawn)
    room = width_mm / (size * MM_PER_POINT) * 100
    side = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    return str(metrics.elidedText(text, side, room))
