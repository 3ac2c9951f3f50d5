"""A surveyor's file as a layer of parcels: first what it seems to hold, then, with that confirmed, the layer."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from .. import outputs, recipes
from ..messages import EngineError, Pair, told_error
from ..protocol import Job
from ..sources import Source
from .choice import Choice, choose
from .drawing import read_drawing
from .model import Survey
from .parcels import site_layer
from .recognition import Recognition, recognise
from .sheet import read_delimited, read_workbook
from .statement import catalog
from .txt import decoded, is_exchange_format, read_txt

TABLES = ("site", "import_log")
TEXTS, WORKBOOKS = (".txt", ".csv", ".dat"), (".xlsx", ".xlsm")
OUTLINE_VERTICES = 20000  # more are simplified for the preview


def read_survey(
    path: str, crs: str | None, swap_axes: bool | None, zone: float | None, packed_dms: bool | None,
    dxf_layers: list[str] | None, sheet: str | None, closing_gap_m: float, job: Job,
) -> dict[str, Any]:
    """Task `read_survey`: what `import_site` would do with the same parameters; nothing is written.

    `choice` is the CRS and the axes that would be applied, with where they put the parcels, or null with the `problem`
    that import_site would refuse with; `candidates` are what there is to choose from; `outline` is WKT in EPSG:4490.
    """
    survey = read_file(path, packed_dms, dxf_layers, sheet, closing_gap_m, job)
    found = recognise(survey) if survey.parcels else None
    choice, problem, layer = None, None, None
    try:
        choice = _decide(survey, found, crs, zone, swap_axes)
        layer = site_layer(survey, choice)
        _refuse_empty(survey, layer)
    except EngineError as error:
        problem = told_error(error, job.language)
    log = survey.log if choice or found is None else found.log
    return {
        "path": path, "format": survey.kind, "encoding": survey.encoding,
        "chosen": survey.chosen, "parts": survey.parts,
        "statement": survey.statement.described(), "points": len(survey.coordinates()),
        "numbers": found.look.described(found.en) if found else None,
        "candidates": [candidate.described(job.language) for candidate in (found.candidates if found else ())],
        "choice": _described(choice, job.language) if choice else None, "problem": problem,
        "parcels": _parcels(survey, layer),
        "findings": [finding.told(job.language) for finding in log.told()],
        "outline": _outline(layer) if layer is not None else None,
    }


def import_site(
    path: str, output: str, crs: str | None, swap_axes: bool | None, zone: float | None, packed_dms: bool | None,
    dxf_layers: list[str] | None, sheet: str | None, closing_gap_m: float, job: Job,
) -> dict[str, Any]:
    """Task `import_site`: layer `site` (polygons in EPSG:4490) and table `import_log` (every recognition and repair).

    Without `crs`, `zone` and `swap_axes` the proposal is applied if nothing speaks against it. Raises EngineError
    as `read_file` and `choose` do, and survey-empty.
    """
    target = outputs.check_target(output, (".gpkg",), [path], TABLES)
    survey = read_file(path, packed_dms, dxf_layers, sheet, closing_gap_m, job)
    found = recognise(survey) if survey.parcels else None
    choice = _decide(survey, found, crs, zone, swap_axes)
    layer = site_layer(survey, choice)
    _refuse_empty(survey, layer)
    _tell(survey, job)
    job.progress(0.8, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        outputs.write_layer(layer, part, "site", "MultiPolygon")
        outputs.write_layer(pd.DataFrame(survey.log.rows()), part, "import_log")
    recipe = recipes.recipe("import_site", {
        "path": path, "output": str(target), "crs": crs, "swap_axes": swap_axes, "zone": zone,
        "packed_dms": packed_dms, "dxf_layers": dxf_layers, "sheet": sheet, "closing_gap_m": closing_gap_m,
    }, [_source(survey, choice, layer)], None)
    recipe["recognised"] = {
        "crs": choice.text, "swap_axes": choice.swap, "crs_named": choice.named,
        "statement": survey.statement.described(),
        "findings": [row for row, finding in zip(survey.log.rows(), survey.log.findings) if finding.kind.told],
    }
    return {
        "output": str(target), "parcels": len(layer), "area_m2": round(float(layer["area_m2"].sum()), 3),
        "choice": _described(choice, job.language), "boundary_set": recipes.BUNDLED,
        "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"],
    }


def read_file(
    path: str, packed: bool | None, layers: list[str] | None, sheet: str | None, gap_m: float, job: Job
) -> Survey:
    """The survey in a file of any kind that is known.

    Raises EngineError no-file, survey-dwg, survey-type, bad-gap, and as the readers do.
    """
    suffix = Path(path).suffix.lower()
    if not Path(path).is_file():
        raise EngineError("no-file", path=path)
    largest = catalog()["tolerances"]["largest_gap_m"]
    if not (math.isfinite(gap_m) and 0 <= gap_m <= largest):
        raise EngineError("bad-gap", found=f"{gap_m:g}", largest=largest)
    job.progress(0.1, "reading", what=Path(path).name)
    if suffix == ".dxf":
        return read_drawing(path, layers, gap_m)
    if suffix in WORKBOOKS:
        return read_workbook(path, sheet, packed)
    if suffix in TEXTS:
        text, encoding = decoded(Path(path).read_bytes(), path)
        read = read_txt if is_exchange_format(text) else read_delimited
        return read(path, text, encoding, packed)
    if suffix == ".dwg":
        raise EngineError("survey-dwg", path=path)
    raise EngineError("survey-type", path=path, expected=" / ".join((*TEXTS, *WORKBOOKS, ".dxf")))


def _decide(
    survey: Survey, found: Recognition | None, crs: str | None, zone: float | None, swap: bool | None
) -> Choice:
    if survey.undecided is not None:
        raise survey.undecided
    if found is None:
        raise _empty(survey)
    return choose(survey, found, crs, zone, swap)


def _refuse_empty(survey: Survey, layer: gpd.GeoDataFrame) -> None:
    if len(layer) == 0:
        raise _empty(survey)


def _empty(survey: Survey) -> EngineError:
    """That there is no parcel, with what was left out."""
    shown = survey.log.told()[: catalog()["tolerances"]["log_values"]]
    found = Pair("；".join(finding.told("zh") for finding in shown) or "–",
                 "; ".join(finding.told("en") for finding in shown) or "–")
    return EngineError("survey-empty", path=survey.path, found=found)


def _tell(survey: Survey, job: Job) -> None:
    """What the planner has to know at once; the rest is in the table."""
    told, most = survey.log.told(), catalog()["tolerances"]["most_told"]
    for finding in told[:most]:
        job.warn("survey-finding", {"code": finding.code, "parcel": finding.parcel},
                 finding=finding.told(job.language))
    if told[most:]:
        job.warn("survey-more", {"code": "more", "parcel": ""}, count=len(told) - most)


def _described(choice: Choice, language: str) -> dict[str, Any]:
    place = choice.place
    return {
        "crs": choice.text, "crs_name": choice.crs.name, "zone": choice.zone, "swap_axes": choice.swap,
        "named": choice.named, "lon": round(place.lon, 6), "lat": round(place.lat, 6),
        "place": place.name.zh if language == "zh" else place.name.en, "in_region": place.in_region,
    }


def _parcels(survey: Survey, layer: gpd.GeoDataFrame | None) -> list[dict[str, Any]]:
    """The parcels for the dialog's table: measured once there is a layer, as stated before."""
    if layer is None:
        return [{"parcel_id": parcel.parcel_id, "name": parcel.name, "use": parcel.use,
                 "points": sum(len(ring.en) for ring in parcel.rings), "stated_area_ha": parcel.stated_area_ha}
                for parcel in survey.parcels]
    rows = pd.DataFrame(layer.drop(columns=["geometry", "source_file"])).astype(object)
    plain_rows = rows.where(rows.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in plain_rows]


def _outline(layer: gpd.GeoDataFrame) -> str:
    """All parcels as one WKT in EPSG:4490, simplified when there are many vertices."""
    shapes = layer.geometry.values
    if shapely.get_num_coordinates(shapes).sum() > OUTLINE_VERTICES:
        west, south, east, north = layer.total_bounds
        shapes = shapely.simplify(shapes, max(east - west, north - south) / 2000)
    return str(shapely.to_wkt(shapely.multipolygons(shapely.get_parts(shapes)), rounding_precision=9))


def _source(survey: Survey, choice: Choice, layer: gpd.GeoDataFrame) -> Source:
    """The file as a recipe lists its inputs."""
    repairs = [{"layer": survey.part or Path(survey.path).stem, "parcel": finding.parcel, **finding.facts}
               for finding in survey.log.findings if finding.code == "ring-repaired"]
    return Source(survey.path, survey.part, choice.crs, layer, len(survey.parcels), repairs)
