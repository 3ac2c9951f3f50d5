"""The overlap tools through Processing: three layers at once, and the pieces that sum to one cell."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

Boxes = list[tuple[float, float, float, float, str]]
ZONES: Boxes = [(116.0, 39.0, 116.5, 40.0, "Z1"), (116.5, 39.0, 117.0, 40.0, "Z2")]
LAND_USE: Boxes = [
    (116.0, 39.0, 117.0, 39.5, "farm"), (116.0, 39.5, 117.0, 40.0, ""), (116.4, 39.4, 116.6, 39.6, "town"),
]
COUNTIES: Boxes = [(115.9, 38.9, 116.7, 40.1, "A"), (116.7, 38.9, 116.9, 40.1, "B")]


class Heard(QgsProcessingFeedback):
    """Feedback that keeps its errors."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        self.errors.append(error)


def memory(name: str, boxes: Boxes) -> QgsVectorLayer:
    """A layer in memory, which the engine gets as a temporary export."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4490&field=kind:string", name, "memory")
    for *corners, kind in boxes:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*corners)))
        feature["kind"] = kind
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def layers(provider: Any) -> dict[str, str]:
    """Parameters LEFT, RIGHT, BY and their class fields."""
    sides = {"LEFT": memory("zones", ZONES), "RIGHT": memory("land use", LAND_USE), "BY": memory("counties", COUNTIES)}
    return {name: layer.id() for name, layer in sides.items()} | {f"{name}_CLASS": "kind" for name in sides}


def run(name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"jjj:{name}")
    context, feedback = QgsProcessingContext(), Heard()
    context.setProject(QgsProject.instance())
    ok, reason = algorithm.checkParameterValues(parameters, context)
    assert ok, reason
    results, ok = algorithm.run(parameters, context, feedback)
    assert ok, feedback.errors
    return results


def rows(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_three_layers_make_one_table(layers: dict[str, str], tmp_path: Path) -> None:
    made = run("overlap_table", {**layers, "OUTPUT": str(tmp_path / "table.csv")})
    found = {(row["left_class"], row["right_class"], row["by_class"]): float(row["area_m2"])
             for row in rows(made["OUTPUT"])}
    # Z2 goes on east of both counties: that ground has no county
    assert set(found) == {
        ("Z1", "farm", "A"), ("Z1", "", "A"), ("Z1", "town", "A"),
        *(("Z2", kind, county) for kind in ("farm", "") for county in ("A", "B", "")), ("Z2", "town", "A"),
    }
    # the counties part Z2's farmland at 0.2 and 0.4 of its half degree
    whole = sum(found["Z2", "farm", county] for county in ("A", "B", ""))
    for county, share in (("A", 0.4), ("B", 0.4), ("", 0.2)):
        assert found["Z2", "farm", county] / whole == pytest.approx(share, rel=1e-6)
    made = run("overlap_table", {**layers, "BY": None, "OUTPUT": str(tmp_path / "two.csv")})
    two = {(row["left_class"], row["right_class"]): float(row["area_m2"]) for row in rows(made["OUTPUT"])}
    assert two["Z2", "farm"] == pytest.approx(whole, abs=0.01)
    assert "by_class" not in rows(made["OUTPUT"])[0]


def test_the_pieces_of_a_cell_sum_to_it(layers: dict[str, str], tmp_path: Path) -> None:
    table = run("overlap_table", {**layers, "OUTPUT": str(tmp_path / "table.csv")})
    for row in rows(table["OUTPUT"]):
        values = {f"{side}_VALUE": row[f"{side.lower()}_class"] for side in ("LEFT", "RIGHT", "BY")}
        made = run("overlap_pieces", {**layers, **values, "OUTPUT": str(tmp_path / "pieces.gpkg")})
        assert made["AREA_M2"] == pytest.approx(float(row["area_m2"]), abs=2e-3)
        pieces = QgsVectorLayer(made["OUTPUT"], "pieces", "ogr")
        assert pieces.featureCount() == int(row["pieces"])
        assert {feature["right_class"] for feature in pieces.getFeatures()} == {row["right_class"]}
        assert sum(feature["area_m2"] for feature in pieces.getFeatures()) == pytest.approx(made["AREA_M2"], abs=0.01)


def test_a_value_that_is_left_out_takes_all_classes_and_an_empty_one_takes_those_without(
    layers: dict[str, str], tmp_path: Path
) -> None:
    params = {**layers, "BY": None, "OUTPUT": str(tmp_path / "pieces.gpkg")}
    for values, kinds in (({}, {"farm", "town", ""}), ({"RIGHT_VALUE": ""}, {""}), ({"RIGHT_VALUE": "town"}, {"town"})):
        made = run("overlap_pieces", params | values)
        pieces = QgsVectorLayer(made["OUTPUT"], "pieces", "ogr")
        assert {feature["right_class"] for feature in pieces.getFeatures()} == kinds
        del pieces


def test_the_third_layer_is_among_the_rare_parameters(provider: Any) -> None:
    algorithms = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    for name in ("overlap_table", "overlap_pieces"):
        rare = [parameter.name() for parameter in algorithms[name].parameterDefinitions()
                if parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced]
        assert rare == ["BY", "BY_CLASS"]
    assert algorithms["overlap_table"].IN_MENU and not algorithms["overlap_pieces"].IN_MENU
