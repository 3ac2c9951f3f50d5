"""The tasks: what each is called, what it takes, and the function that does it.

Parameters are checked here, once; a task may assume that types and choices are right.
"""

from __future__ import annotations

from typing import Any

from .air.tasks import AIR_TASKS
from .messages import EngineError
from .parameters import REQUIRED, Parameter, Ranking, Task
from .protocol import Job, versions
from .region.tasks import REGION_TASKS
from .water.tasks import WATER_TASKS

SURVEY = (
    Parameter("path", "text", "a surveyor's file: .txt, .dxf, .xlsx, .csv"),
    Parameter("crs", "text", "the CRS of its coordinates, e.g. EPSG:4527; none: the proposal, if it is certain", None),
    Parameter("swap_axes", "boolean", "whether north and east are swapped in it; none: as the numbers say", None),
    Parameter("zone", "number", "the Gauss-Krüger zone (13–23 or 25–45), where the CRS is not named", None),
    Parameter("packed_dms", "boolean", "whether plain angles are ddd.mmss; none: as the file says", None),
    Parameter("dxf_layers", "texts", "layers of a drawing to read; none: the only one that can be meant", None),
    Parameter("sheet", "text", "sheet of a workbook to read; none: the only one with coordinates", None),
    Parameter("closing_gap_m", "number", "a line in a drawing that is open by no more is closed", 0.1, "m"),
)

TASKS: dict[str, Task] = {
    "create_plan": Task((
        Parameter("output", "output", "the plan file to make (.gpkg)"),
        Parameter("units", "layer", "'bundled' (1:4M, 1999) or a polygon layer of counties", "bundled"),
        Parameter("unit_code_field", "field", "field of that layer that holds the adcode", None),
        Parameter("scheme", "choice", "membership of the four zones", "county",
                  choices=("county", "prefecture")),
        Parameter("title", "text", "title of the plan", "京津冀协同发展规划"),
    ), ".plan.build:create_plan", "make the plan file: core, cities, axes, zones, nodes, wings and the rest"),
    "check_plan": Task((
        Parameter("plan", "text", "the plan file (.gpkg), whatever its state"),
        Parameter("output", "output", "layers 'findings' and 'finding_areas' (.gpkg)"),
    ), ".plan.checks.check:check_plan", "what is wrong with a plan, where, and what would put it right"),
    "compare_plans": Task((
        Parameter("before", "text", "plan file (.gpkg)"),
        Parameter("after", "layer", "another plan file; or, with `table`, a draft without uid: any layer"),
        Parameter("table", "text", "the plan's table that a draft stands for; none: `after` is a plan", None),
        Parameter("pairs", "object", "of a draft: uid in `before` → feature number or uid in the draft; none: those "
                  "pairs that `propose_pairs` calls certain", None),
        Parameter("name_field", "field", "of a draft: field with names; none: the usual one it has", None),
        Parameter("output", "output", "layers 'difference', 'moves', 'changes', tables 'zone_matrix', 'indicators' "
                  "(.gpkg)"),
    ), ".plan.compare.task:compare_plans", "what differs between two plans: features, ground, places, figures"),
    "propose_pairs": Task((
        Parameter("before", "text", "plan file (.gpkg)"),
        Parameter("table", "text", "the plan's table that the draft stands for"),
        Parameter("draft", "layer", "any layer with that table's kind of geometry"),
        Parameter("name_field", "field", "field of the draft with names; none: the usual one it has", None),
    ), ".plan.compare.pairs:propose_pairs", "which feature of a draft without uid is which of a plan's"),
    "read_survey": Task(SURVEY, ".survey.import_site:read_survey",
                        "what import_site would do with a surveyor's file: encoding, parcels, CRS, axes, doubts"),
    "import_site": Task((
        *SURVEY, Parameter("output", "output", "layer 'site' and table 'import_log' (.gpkg)"),
    ), ".survey.import_site:import_site", "parcels from a surveyor's file, in EPSG:4490, with their areas"),
    "ring_buffers": Task((
        Parameter("layer", "layer", "points, lines or polygons in any CRS"),
        Parameter("distances_m", "numbers", "distances on the ground; or preset; or distance_field", None, "m"),
        Parameter("preset", "text", "id in resources/catalog/distances.json: distances of a rule, with their source",
                  None),
        Parameter("distance_field", "field", "field with each feature's own distance in metres", None),
        Parameter("distance_factor", "number", "every distance is multiplied by it", 1.0, scalable=True),
        Parameter("kind", "choice", "rings between the distances, or full discs", "rings",
                  choices=("rings", "discs")),
        Parameter("side", "choice", "of lines: both sides with round ends, or one, with flat ends", "both",
                  choices=("both", "left", "right")),
        Parameter("dissolve", "boolean", "one polygon a distance for all features together", False),
        Parameter("areas_of", "choice", "rows of ring_areas: each feature's too (features), of all together only "
                  "(together), or each feature's where they are not dissolved or not above 10 000 (auto)", "auto",
                  choices=("auto", "features", "together")),
        Parameter("area_by", "layer", "polygons, by whose classes each ring's area is told too", None),
        Parameter("area_by_class", "field", "class field of that layer; none: one class", None),
        Parameter("output", "output", "layer 'rings', tables 'ring_areas' and 'area_by' (.gpkg)"),
    ), ".buffers.rings:ring_buffers", "buffers in metres on the ellipsoid, with their share on land and in the region",
        (Ranking("area_by", ("class", "part"), within=("scope", "feature_id", "ring_no")),
         Ranking("ring_areas", ("feature_id",), within=("scope", "ring_no")))),
    "layer_doctor": Task((
        Parameter("layer", "layer", "any layer, however sick"),
        Parameter("crs", "text", "the CRS that the layer is in, where it states none or a wrong one", None),
        Parameter("reference", "layer", "county boundaries known to be right; none: the bundled set of 1999", None),
        Parameter("fixes", "texts", "fixes of the copy: geometry, encoding, field_names, adcodes, drop_zm, singletype, "
                  "duplicates, empty, axes, crs", ["geometry", "encoding", "drop_zm"]),
        Parameter("convert", "choice", "conversion of the copy's coordinates between CGCS2000 and web maps' systems",
                  "none", choices=("none", "gcj02-to-cgcs2000", "bd09-to-cgcs2000", "cgcs2000-to-gcj02",
                                   "cgcs2000-to-bd09", "gcj02-to-bd09", "bd09-to-gcj02")),
        Parameter("output", "output", "table 'findings' (.csv or .gpkg)"),
        Parameter("fixed", "output", "the fixed copy under the layer's name, with table 'changes' (.gpkg)", None),
    ), ".doctor.doctor:layer_doctor", "what is wrong with a layer before it is measured, and a fixed copy"),
    "overlap_table": Task((
        Parameter("left", "layer", "polygon layer"),
        Parameter("right", "layer", "polygon layer"),
        Parameter("left_class", "field", "class field of the left layer; none: one class", None),
        Parameter("right_class", "field", "class field of the right layer; none: one class", None),
        Parameter("by", "layer", "a third polygon layer, e.g. jurisdictions; none: two layers", None),
        Parameter("by_class", "field", "class field of the third layer; none: one class", None),
        Parameter("output", "output", "the table (.csv or .gpkg)"),
        Parameter("pieces", "output", "the overlap polygons (.gpkg), if wanted", None),
    ), ".overlay:overlap_table", "ellipsoidal area of every left class in every right class (and third class)"),
    "overlap_pieces": Task((
        Parameter("left", "layer", "polygon layer"),
        Parameter("right", "layer", "polygon layer"),
        Parameter("by", "layer", "a third polygon layer; none: two layers", None),
        Parameter("left_class", "field", "class field of the left layer; none: one class", None),
        Parameter("right_class", "field", "class field of the right layer; none: one class", None),
        Parameter("by_class", "field", "class field of the third layer; none: one class", None),
        Parameter("left_value", "value", "the cell's left class as the table has it; none: all", None),
        Parameter("right_value", "value", "the cell's right class as the table has it; none: all", None),
        Parameter("by_value", "value", "the cell's class of the third layer as the table has it; none: all", None),
        Parameter("output", "output", "the layer 'overlap_pieces' (.gpkg)"),
    ), ".overlap_pieces:overlap_pieces", "the polygons whose areas sum to one cell of an overlap table"),
    "conflicts": Task((
        Parameter("layers", "layers", "two or more control layers (polygons)"),
        Parameter("names", "texts", "what they are called; none: the layers' own names", None),
        Parameter("units", "layer", "'bundled' (1:4M, 1999) or a polygon layer of units", "bundled"),
        Parameter("unit_field", "field", "field of that layer with the adcode; none: the usual one it has", None),
        Parameter("min_area_m2", "numbers", "below it an overlap is only counted: one number, or one a layer; "
                  "none: the survey's by class", None, "m²", scalable=True),
        Parameter("sliver_width_m", "number", "mean width (2 × area ÷ perimeter) below which a patch is a sliver; "
                  "none: the catalogue's", None, "m"),
        Parameter("output", "output", "layer 'conflicts' and table 'summary' (.gpkg)"),
    ), ".conflicts:conflicts", "where control lines overlap one another, by pair and unit, in m², ha and mu",
        (Ranking("summary", ("pair", "unit")),)),
    "site_check": Task((
        Parameter("site", "layer", "polygon layer; all its features together are the site, each is a parcel"),
        Parameter("controls", "layers", "what it is checked against: polygons, lines or points"),
        Parameter("names", "texts", "what the controls are called; none: the layers' own names", None),
        Parameter("rules", "object", "by a control's name: 'avoid', 'within', 'distance 30', 'report FIELD', an object "
                  "(kind, distance_m, class_field, name_zh, name_en) or a list; what is not named is recognised", None),
        Parameter("site_name", "text", "what the site is called; none: the layer's name", None),
        Parameter("tolerance_m2", "number", "encroachment up to this is told and does no harm", 0.0, "m²"),
        Parameter("output", "output", "layers 'site_check' and 'site', tables 'findings' and 'summary' (.gpkg)"),
        Parameter("xlsx", "output", "the same as a workbook (.xlsx), if wanted", None),
    ), ".site.check:site_check", "a site against control lines: rules met or not, encroached area, distance"),
    "border_mirror": Task((
        Parameter("layer", "layer", "polygons with classes, e.g. land use"),
        Parameter("class_field", "field", "field with the class; none: one class", None),
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
        Parameter("jurisdiction_field", "field", "field they are dissolved by (adcode, city, province …); none: the "
                  "city of the bundled units, else the usual field the layer has", None),
        Parameter("distance_m", "number", "how far from the border a class may lie", 1000.0, "m", scalable=True),
        Parameter("step_m", "number", "distance of the samples along the border; none: a tenth of the distance, 5 to "
                  "100 m", None, "m"),
        Parameter("tolerance_m", "number", "gap or overlap of two outlines that still are one border", 1.0, "m"),
        Parameter("output", "output", "layer 'borders' and table 'mirror' (.gpkg)"),
    ), ".borders:border_mirror", "which classes face each other across administrative borders, by length",
        (Ranking("mirror", ("a_class", "b_class"), "length_m", ("a_code", "b_code")),)),
    "coordination_matrix": Task((
        Parameter("plan_layer", "layer", "polygons of a plan: land use or zones"),
        Parameter("plan_class", "field", "field with the class; none: one class", None),
        Parameter("jurisdictions", "layer", "'bundled' (1:4M, 1999) or a polygon layer", "bundled"),
        Parameter("jurisdiction_field", "field", "field they are dissolved by; none: the city of the bundled units, "
                  "else the usual field the layer has", None),
        Parameter("constraints", "layers", "polygon layers that limit the plan: red lines, catchments …", None),
        Parameter("constraint_names", "texts", "what they are called; none: the layers' own names", None),
        Parameter("constraint_fields", "texts", "field with the class of each, or an empty text", None),
        Parameter("rules", "text", "JSON file of rules; none: the catalogue's", None),
        Parameter("tolerance_m", "number", "gap or overlap of two outlines that still are one border", 1.0, "m"),
        Parameter("output", "output", "layer 'places' and table 'matrix' (.gpkg)"),
    ), ".coordination.task:coordination_matrix",
        "plan class × jurisdiction × constraint, and the places where two jurisdictions have to talk"),
    "sensitivity": Task((
        Parameter("recipe", "text", "NAME.recipe.json of an earlier result"),
        Parameter("parameter", "text", "which distance or threshold varies; none: the only one that may", None),
        Parameter("factors", "numbers", "what it is multiplied by; 1 is always among them", [0.9, 1.0, 1.1]),
        Parameter("output", "output", "table 'sensitivity' (.csv or .gpkg)"),
    ), ".sensitivity:sensitivity", "an earlier result at changed distances or thresholds: values, change, rank"),
    **AIR_TASKS,
    **WATER_TASKS,
    **REGION_TASKS,
    "live_load": Task((
        Parameter("plan", "text", "the plan file (.gpkg)"),
        Parameter("edited", "objects", "features edited and not saved: table, uid, wkb, fields", []),
        Parameter("dropped", "objects", "features deleted and not saved: table, uid", []),
        Parameter("raster", "object", "path, band, limit; none: no means and no exposure", None),
        Parameter("behind", "objects", "polygon layers behind the plan: name, reference, class_field", None),
    ), ".live.requests:live_load", "hold a plan for live figures, and tell its baseline", live=True),
    "live_change": Task((
        Parameter("changes", "objects", "kind (assign, patch, move_place, replace, delete) and what it needs"),
        Parameter("keep", "boolean", "whether the state is to be kept; else it is a preview", False),
    ), ".live.requests:live_change", "figures before and after changes of the plan that is held", live=True),
    "live_probe": Task((
        Parameter("center", "numbers", "longitude and latitude", unit="°"),
        Parameter("radius_km", "number", "on the ground", unit="km"),
    ), ".live.requests:live_probe", "what lies within a distance of a place", live=True),
    "live_drop": Task((
        Parameter("features", "objects", "table and uid of those whose edits are discarded; none: of all", None),
    ), ".live.requests:live_drop", "forget edits of the plan that is held", live=True),
}


def described() -> dict[str, Any]:
    """All tasks and their parameters, for `tasks` and for whoever writes a job by hand."""
    return {
        name: {"description": task.en, "parameters": [p.described() for p in task.parameters]}
        for name, task in TASKS.items()
    }


def checked(name: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of task `name` with defaults filled in. Raises EngineError on what does not fit."""
    if name not in TASKS:
        raise EngineError("unknown-task", task=name, known=", ".join(TASKS))
    known = {p.name: p for p in TASKS[name].parameters}
    for given in params:
        if given not in known:
            raise EngineError("unknown-parameter", task=name, name=given, known=", ".join(known))
    values = {}
    for parameter in known.values():
        if parameter.name in params:
            values[parameter.name] = parameter.checked(params[parameter.name])
        elif parameter.default is REQUIRED:
            raise EngineError("missing-parameter", task=name, name=parameter.name, type=parameter.expected)
        else:
            values[parameter.name] = parameter.default
    return values


def perform(request: dict[str, Any], job: Job) -> dict[str, Any]:
    """Run the request's task; its result is plain JSON."""
    name, params = request.get("task"), request.get("params", {})
    if not isinstance(name, str) or not isinstance(params, dict):
        raise EngineError("bad-job", reason="'task' is text, 'params' is an object")
    values = checked(name, params)
    result = TASKS[name].function()(job=job, **values)
    if TASKS[name].live:
        return {"task": name, **result, "warnings": job.warnings}
    return {"task": name, "params": values, **result, "versions": versions(), "warnings": job.warnings}
