"""Sentences of the QGIS side for what a user can cause: what was found, what was expected, what to do.

The engine's own sentences are in engine/messages.py.
"""

from __future__ import annotations

from .i18n import language, tr

# The analysis engine and its Python


def not_a_python(path: str) -> str:
    return tr(
        "{path} did not answer as a Python does. Name the python program of a Python 3.11 to 3.14."
    ).format(path=path)


def python_out_of_range(path: str, version: str) -> str:
    return tr(
        "{path} is Python {version}; the analysis engine needs Python 3.11, 3.12, 3.13 or 3.14. "
        "Install one of them (64-bit) and name it in “Analysis engine…”."
    ).format(path=path, version=version)


def python_not_64_bit(path: str) -> str:
    return tr("{path} is a 32-bit Python. Install a 64-bit Python 3.11 to 3.14.").format(path=path)


def python_without_venv(path: str, version: str) -> str:
    return tr(
        "Python {version} at {path} cannot make environments: its modules venv and ensurepip are missing. "
        "Install them (Debian, Ubuntu: the package python3-venv) or choose another Python."
    ).format(path=path, version=version)


def engine_missing() -> str:
    return tr(
        "The analysis engine is not installed. Install it in “Analysis engine…”; "
        "editing a plan does not need it."
    )


def engine_other_version(found: str, expected: str) -> str:
    return tr(
        "The analysis engine is of version {found}, the plugin of version {expected}. "
        "Update the engine in “Analysis engine…”."
    ).format(found=found, expected=expected)


def engine_outdated() -> str:
    return tr("The analysis engine was made from another list of libraries. Update it in “Analysis engine…”.")


def engine_lacks_library(path: str, library: str) -> str:
    return tr(
        "{path} lacks the library {library}. Install the plugin's resources/engine/requirements.lock there, "
        "or install the analysis engine in “Analysis engine…”."
    ).format(path=path, library=library)


def engine_unusable(path: str, log: str) -> str:
    return tr(
        "{path} did not start as the analysis engine. Remove and install it again, or name another interpreter, "
        "in “Analysis engine…”. What it said is in {log}"
    ).format(path=path, log=log)


def interpreter_gone(path: str) -> str:
    return tr(
        "The interpreter named for the analysis engine, {path}, does not exist. "
        "Name another in “Analysis engine…”."
    ).format(path=path)


def engine_crashed(exit_code: int) -> str:
    return tr(
        "The analysis engine ended in the middle of the work (exit code {code}). "
        "Your layers are as they were."
    ).format(code=exit_code)


def engine_crashed_hint(log: str) -> str:
    return tr(
        "Close other programs if memory was short and run it again; what the engine said is in {log}"
    ).format(log=log)


def live_engine_restarted() -> str:
    return tr("The engine of the live figures ended and was started again; the figures are as before.")


def live_engine_gone(times: int, log: str) -> str:
    return tr(
        "The engine of the live figures ended {times} times within a minute and stays off; editing goes on without "
        "figures. What it said is in {log}"
    ).format(times=times, log=log)


def live_raster_basis(raster: str, limit: float | None, unit: str, standard: str) -> str:
    if limit is None:
        return tr("PM2.5: {raster}").format(raster=raster)
    if not standard:
        return tr("PM2.5: {raster}, limit {limit} {unit} (your own)").format(
            raster=raster, limit=f"{limit:g}", unit=unit)
    return tr("PM2.5: {raster}, limit {limit} {unit} ({standard})").format(
        raster=raster, limit=f"{limit:g}", unit=unit, standard=standard)


def live_raster_gap(raster: str) -> str:
    return tr("PM2.5: {raster} has no band for the time that the map shows").format(raster=raster)


def bad_index_address(address: str) -> str:
    return tr("“{address}” is not an address of a package index. Expected: https://HOST/PATH").format(address=address)


def bad_proxy_address(address: str) -> str:
    return tr("“{address}” is not an address of a proxy. Expected: http://HOST:PORT").format(address=address)


def no_wheels(folder: str) -> str:
    return tr(
        "The folder {folder} holds no wheels (*.whl). Choose the folder that `make wheels` made, "
        "or leave the field empty."
    ).format(folder=folder)


def disk_too_full(folder: str, free_mb: int, needed_mb: int) -> str:
    return tr(
        "{folder} has {free} MB free; the analysis engine needs {needed} MB. Make room first."
    ).format(folder=folder, free=free_mb, needed=needed_mb)


def installation_elsewhere() -> str:
    return tr("Another QGIS is installing or removing the analysis engine. Wait until it has finished.")


def installation_failed(step: str, reason: str) -> str:
    return tr("The analysis engine was not installed. “{step}” ended with: {reason}").format(
        step=step, reason=reason
    )


def index_not_reached() -> str:
    return tr(
        "The package index could not be reached. Check the network, the index address and the proxy, "
        "or choose a folder of wheels."
    )


def folder_not_removed(folder: str) -> str:
    return tr(
        "{folder} could not be removed completely: a program is using it. Close it and remove the folder."
    ).format(folder=folder)


# Air


def no_such_file(path: str) -> str:
    return tr("The file {path} does not exist. Choose it again.").format(path=path)


def raster_not_a_file(name: str) -> str:
    return tr("“{name}” is not a raster file. Save it as a GeoTIFF, and choose that.").format(name=name)


def bad_percentiles(text: str) -> str:
    return tr("“{text}” is not a list of percentiles. Write numbers from 0 to 100: 5, 50, 95.").format(text=text)


def two_populations() -> str:
    return tr("A population raster and a population layer were both chosen. Keep one of them.")


def heights_and_basins() -> str:
    return tr("Heights and basins were both chosen. Keep one of them, or say which of them tells where water runs.")


def ratio_and_amount(fields: list[str]) -> str:
    return tr(
        "These fields were chosen as ratios and as amounts: {fields}. Keep each of them in one of the two."
    ).format(fields=", ".join(fields))


def no_population_field() -> str:
    return tr("Choose the field of the population layer that holds the number of people.")


def rasters_and_observations() -> str:
    return tr("Both rasters and observations are chosen. Choose one of them.")


# The plan file


def plan_missing(path: str) -> str:
    return tr("There is no file {path}. Choose a plan (*.gpkg).").format(path=path)


def plan_unreadable(path: str) -> str:
    return tr("{path} cannot be read as a GeoPackage. Choose a plan that “New plan…” made.").format(path=path)


def not_a_plan(path: str, missing: str) -> str:
    return tr("{path} is not a plan: it lacks the tables {missing}. Choose a plan that “New plan…” made.").format(
        path=path, missing=missing
    )


def plan_not_written(path: str, reason: str) -> str:
    return tr(
        "Styles and project could not be saved in {path}: {reason}. "
        "Close other programs that use it and try again."
    ).format(
        path=path, reason=reason
    )


def map_not_written(path: str) -> str:
    return tr(
        "The map could not be written to {path}. "
        "Choose a folder that exists and can be written, and *.png or *.pdf."
    ).format(
        path=path
    )


def no_result_for_map(layer: str) -> str:
    return tr("{layer} is no result of an air or water tool. Choose one, or leave the field empty.").format(layer=layer)


def no_such_date(layer: str, date: str, dates: str) -> str:
    return tr("{layer} has no date {date}. It has: {dates}").format(layer=layer, date=date, dates=dates)


def no_print_layout() -> str:
    return tr("This project has no plan map to print. Open a plan first.")


# Scenarios, and opening a plan as it is


def sample_is_edited(path: str) -> str:
    return tr(
        "Your copy of the sample has been edited: {path}. A fresh one can take its place; yours is kept beside it."
    ).format(path=path)


def sample_not_made(reason: str) -> str:
    return tr("The copy of the sample cannot be made: {reason}.").format(reason=reason)


def scenario_without_name() -> str:
    return tr("The scenario has no name. Give it one, such as “Variant B”.")


def scenario_is_plan(path: str) -> str:
    return tr("{path} is the plan itself. Give the scenario a file of its own.").format(path=path)


def scenario_exists(path: str) -> str:
    return tr("{path} exists already and is not replaced. Give the scenario another file name.").format(path=path)


def scenario_open_elsewhere(path: str, left: str) -> str:
    return tr(
        "Beside {path} lies {left}: a program has a file of this name open, or ended while it wrote it. "
        "Give the scenario another file name."
    ).format(path=path, left=left)


def copy_disk_full(folder: str, free: int, needed: int) -> str:
    return tr("There is no room for the copy in {folder}: {free} MB are free, {needed} MB are needed.").format(
        folder=folder, free=f"{free / 2**20:.1f}", needed=f"{1.1 * needed / 2**20:.1f}"
    )


def plan_not_copied(path: str, folder: str, reason: str) -> str:
    return tr(
        "{path} could not be copied into {folder}: {reason}. Choose a folder that can be written, "
        "and let other programs finish writing the plan."
    ).format(path=path, folder=folder, reason=reason)


def copy_not_placed(path: str, reason: str) -> str:
    return tr("{path} could not be written: {reason}. Choose a folder that exists and can be written.").format(
        path=path, reason=reason
    )


def plan_not_changed(path: str, reason: str) -> str:
    return tr("{path} could not be changed: {reason}. It is as it was.").format(path=path, reason=reason)


def scenario_lacks_edits(path: str) -> str:
    return tr("{path} has edits that are not saved; the scenario does not hold them.").format(path=path)


def edits_not_saved() -> str:
    return tr("The edits were not saved, and nothing was copied.")


def scenario_saved(name: str, path: str) -> str:
    return tr("The scenario “{name}” is saved as {path}.").format(name=name, path=path)


def tables_missing(path: str, missing: str) -> str:
    return tr("{path} lacks tables of a plan: {missing}. They can be made again.").format(path=path, missing=missing)


def tables_made_again(path: str, made: str) -> str:
    return tr(
        "Made again in {path}: {made}. Zones and provinces are unions of the units; the others are empty."
    ).format(path=path, made=made)


def plan_migrated(path: str, version: int, backup: str) -> str:
    return tr("The plan was of schema {version} and has been brought up to date. The file as it was: {backup}").format(
        path=path, version=version, backup=backup
    )


def plan_not_migrated(path: str, reason: str) -> str:
    return tr("{path} is of an older schema and is opened as it is: {reason}").format(path=path, reason=reason)


def plan_is_newer(path: str, found: int, known: int) -> str:
    return tr(
        "{path} is of schema {found}; this version of JJJ Planner knows schema {known}. It is opened as it is; "
        "what is new in it is not shown. Update the plugin."
    ).format(path=path, found=found, known=known)


def plan_read_only(path: str) -> str:
    return tr(
        "{path} can be read only, or its folder can: the plan cannot be edited. "
        "Save it as a scenario in another folder to change it."
    ).format(path=path)


def plan_is_open_elsewhere(path: str, where: str) -> str:
    return tr(
        "{path} is open in another program{where}. Edit it in one only: "
        "what is saved last replaces what was saved before."
    ).format(path=path, where=f" ({where})" if where else "")


def plan_held() -> str:
    return tr("another program has it open")


def plan_changed_elsewhere(path: str, changed: str) -> str:
    return tr(
        "Another program has changed {path} since it was read: {changed}. "
        "Saving replaces that where the same features were edited."
    ).format(path=path, changed=changed)


def derived_differ(names: str) -> str:
    return tr("These are not what their members make: {names}. QGIS may have ended while it saved.").format(names=names)


def no_plan_to_check() -> str:
    return tr("No plan is open in this project. Open one, or name a plan file (*.gpkg).")


def plan_checked(errors: int, warnings: int, notes: int) -> str:
    return tr("Errors: {errors}, warnings: {warnings}, notes: {notes}").format(
        errors=errors, warnings=warnings, notes=notes)


def check_not_made(reason: str) -> str:
    return tr("The plan cannot be checked, because the profile's folder cannot be written: {reason}").format(
        reason=reason)


def table_not_editable(table: str) -> str:
    return tr("The table “{table}” is not open for editing in this project.").format(table=table)


def finding_outdated() -> str:
    return tr("The plan has changed since it was checked. Check it again.")


def nothing_valid_left() -> str:
    return tr("Nothing would be left of this geometry, or it would be of another type. Draw it anew.")


def finding_without_place() -> str:
    return tr("This finding has no place on the map.")


# Layers that go in, files that come out


def no_layer(value: str) -> str:
    return tr("The layer {value} cannot be found or opened. Choose a vector layer of the project or a file.").format(
        value=value
    )


def layer_unreadable(layer: str) -> str:
    return tr("The layer “{layer}” cannot be read: its source is missing. Repair its source or choose another.").format(
        layer=layer
    )


def nothing_selected(layer: str) -> str:
    return tr(
        "Only the selected features of “{layer}” are asked for, and none is selected. "
        "Select some, or switch “Selected features only” off."
    ).format(layer=layer)


def layer_without_crs(layer: str) -> str:
    return tr(
        "The layer “{layer}” has no CRS. Set it in the layer's properties (EPSG:4490, say) and run again."
    ).format(layer=layer)


def layer_not_exported(layer: str, reason: str) -> str:
    return tr("The layer “{layer}” could not be copied for the engine: {reason}").format(layer=layer, reason=reason)


def output_not_a_file(target: str, expected: str) -> str:
    return tr("{target} is not a file name. Give the name of a file that ends in {expected}.").format(
        target=target, expected=expected
    )


def output_suffix(target: str, expected: str) -> str:
    return tr("The output {target} does not end in {expected}. Give it such a name.").format(
        target=target, expected=expected
    )


def no_output_folder(folder: str) -> str:
    return tr("The output folder {folder} does not exist. Make it first, or choose another.").format(folder=folder)


def output_is_open(target: str, layer: str) -> str:
    return tr(
        "The output {target} is open in this project as the layer “{layer}”. "
        "Remove that layer first, or give another name."
    ).format(target=target, layer=layer)


def bad_distances(text: str) -> str:
    return tr(
        "“{text}” is not a list of distances. Expected are numbers of metres above 0, such as 10000, 20000."
    ).format(text=text)


def bad_distances_km(text: str) -> str:
    return tr("“{text}” is not a list of distances. Expected are kilometres above 0, such as 10, 30, 50.").format(
        text=text)


def bad_areas(text: str) -> str:
    return tr(
        "“{text}” is not a list of areas. Expected is one number of m² for all layers, or one a layer: 200, 400, 600."
    ).format(text=text)


def bad_rule_line(line: str) -> str:
    return tr(
        "“{line}” is not a rule. Expected is: LAYER NAME = avoid, within, distance 30 or report FIELD, one a line."
    ).format(line=line)


def sheet_not_written(path: str) -> str:
    return tr(
        "The sheet could not be written to {path}; the result itself is there. Close the file where it is open, "
        "or choose another name."
    ).format(path=path)


def sheet_made(path: str) -> str:
    return tr("Sheet: {path}").format(path=path)


def preset_and_field() -> str:
    return tr("A preset and a field with distances were both chosen. Set the preset to none, or leave the field empty.")


def bad_factors(text: str) -> str:
    return tr(
        "“{text}” is not a list of changes. Expected are at least two different percentages above -100, "
        "such as -10 %, 0, +10 %."
    ).format(text=text)


def no_recipe(path: str) -> str:
    return tr("There is no recipe {path}. Choose the NAME.recipe.json beside an earlier result.").format(path=path)


def no_code_field() -> str:
    return tr("The county layer needs the field that holds the adcode. Choose it.")


def same_plan(path: str) -> str:
    return tr("Both sides are the same file, {path}. Choose another scenario for one of them.").format(path=path)


def first_is_no_plan(path: str) -> str:
    return tr("{path} is not a plan. Choose a plan (*.gpkg) as the first; a draft can only be the second.").format(
        path=path
    )


def pairs_found(pairs: int, doubtful: int) -> str:
    return tr("Pairs: {pairs}, of them to be confirmed by you: {doubtful}.").format(pairs=pairs, doubtful=doubtful)


def compared(changes: int, ground_km2: float) -> str:
    if changes == 0 and ground_km2 == 0:
        return tr("The two plans do not differ.")
    return tr("Changes: {changes}; ground that changed its zone: {area} km².").format(
        changes=changes, area=_grouped(ground_km2, 1)
    )


def bad_pairs(text: str) -> str:
    return tr(
        "The pairs “{text}” cannot be read. Expected is a JSON object: the uid in the plan → the feature's number "
        "in the draft."
    ).format(text=text)


def conversion_without_copy() -> str:
    return tr("A conversion changes the copy only: give “Fixed copy” a file.")


def crs_not_named() -> str:
    return tr("“Set the CRS named below” is ticked and no CRS is named. Name the layer's true CRS, or untick it.")


def fixed_copy_name(layer: str) -> str:
    return tr("{layer} (fixed)").format(layer=layer)


def cancelled() -> str:
    return tr("Cancelled; nothing was written.")


def plan_elsewhere(path: str) -> str:
    return tr("The plan is made: {path}. Open it with “Open plan…” when this project may be closed.").format(path=path)


def plan_rebound(path: str) -> str:
    return tr("This plan was copied or renamed; its layers are now those of {path}.").format(path=path)


def hidden_under_result(names: list[str]) -> str:
    return tr("Switched off in the layer tree, so that the result can be seen: {names}").format(names=", ".join(names))


def done(target: str, seconds: float) -> str:
    return tr("Made {target} in {seconds} s").format(target=target, seconds=f"{seconds:.1f}")


# Import of a site


def site_imported(parcels: int, area_m2: float) -> str:
    return tr("Imported {parcels} parcels, {ha} ha ({mu} mu).").format(
        parcels=parcels, ha=f"{area_m2 / 10000:,.4f}", mu=f"{area_m2 * 0.0015:,.4f}"
    )


def survey_read(kind: str, encoding: str, points: int) -> str:
    return tr("Read as {kind}: {points} points.").format(
        kind=" ".join(filter(None, (kind.upper(), encoding))), points=f"{points:,}"
    )


def survey_states(datum: str, zone: str) -> str:
    return tr("It states: datum {datum}, zone {zone}.").format(datum=datum, zone=zone)


def survey_falls(place: str, lon: float, lat: float) -> str:
    return tr("The parcels lie in {place} ({lon}° E, {lat}° N).").format(
        place=place, lon=f"{lon:.4f}", lat=f"{lat:.4f}")


# The result panel


def table_not_saved(path: str, reason: str) -> str:
    return tr("The table could not be saved as {path}: {reason}").format(path=path, reason=reason)


def too_many_rows(rows: int, most: int) -> str:
    return tr("It has {rows} rows; a sheet takes {most}. Filter it, or save it as CSV.").format(rows=rows, most=most)


def result_file_gone(path: str) -> str:
    return tr("{path} cannot be read any more: it was moved or removed. Run it again.").format(path=path)


def result_layer_gone() -> str:
    return tr("The layer of this result cannot be opened any more: its file was moved or removed. Run it again.")


def no_polygons_of_row(layer: str) -> str:
    return tr("“{layer}” has no polygon for this row: the row sums up others.").format(layer=layer)


def no_features_of_finding() -> str:
    return tr(
        "The features of this finding cannot be shown: it names none, or the layer is not in the project as it was."
    )


def no_pieces() -> str:
    return tr("There are no pieces: the two classes do not meet.")


def pieces_not_made(reason: str) -> str:
    return tr("The pieces cannot be made, because the profile's folder cannot be written: {reason}").format(
        reason=reason
    )


def layers_changed_since(expected: str) -> str:
    return tr("The table says {expected}: the layers have changed since. Run it again.").format(expected=expected)


def empty_table() -> str:
    return tr("This table has no rows: nothing of the kind was found.")


def rows_left_out(shown: str, all_rows: str) -> str:
    return tr("The panel shows the first {shown} of {all} rows; the file holds them all.").format(
        shown=shown, all=all_rows
    )


# The plan dock


def edits_will_go() -> str:
    return tr("All edits of the plan since it was saved will be taken back, and cannot be done again.")


def no_plan_open() -> str:
    return tr("No plan is open. Open one, or make a new one.")


def plan_not_editable() -> str:
    return tr("The plan's file is read-only. Save it as a scenario, and edit that.")


def plan_lacks_tables(names: str) -> str:
    return tr("The plan lacks the layers {names}.").format(names=names)


def select_first(what: str) -> str:
    return tr("Select first, in the tree or on the map: {what}.").format(what=what)


def nothing_to_undo() -> str:
    return tr("There is nothing to undo.")


def nothing_to_redo() -> str:
    return tr("There is nothing to redo.")


def no_edits() -> str:
    return tr("There are no edits that are not saved.")


# People joined to units


def table_unreadable(path: str) -> str:
    return tr("{path} cannot be read as a table. Choose a CSV, XLSX, DBF or GeoPackage file.").format(path=path)


def people_not_a_number(field: str, value: str, code: str) -> str:
    return tr(
        "The field {field} holds “{value}” at {code}, which is no number. Choose the field with the people."
    ).format(field=field, value=value, code=code)


def people_negative(field: str, value: str, code: str) -> str:
    return tr("The field {field} holds {value} at {code}; people cannot be fewer than none.").format(
        field=field, value=value, code=code)


def codes_twice(field: str, codes: str) -> str:
    return tr(
        "In the field {field} these codes stand more than once: {codes}. Each unit may stand in one row."
    ).format(field=field, codes=codes)


def no_unit_matches(field: str) -> str:
    return tr(
        "No unit has a code that is in the field {field}. Six-digit codes such as 130102 are expected."
    ).format(field=field)


def city_totals_left_out(codes: str) -> str:
    return tr("Totals of cities and provinces, which are not spread over units: {codes}").format(codes=codes)


def unit_code_not_in_table() -> str:
    return tr("its code is not in the table")


def unit_parts_not_in_table(codes: str) -> str:
    return tr("of today's units on its ground the table lacks {codes}").format(codes=codes)


def unit_parts_shared(codes: str) -> str:
    return tr("today's units on its ground lie in other units too: {codes}").format(codes=codes)


def unit_parts_left_over(codes: str) -> str:
    return tr("districts of its city belong to no unit: {codes}").format(codes=codes)


def unit_parts_incomplete(share: float) -> str:
    return tr("today's units are known for {share:.0%} of its ground only").format(share=share)


# The edit tools


def park_added(name: str) -> str:
    return tr("The park “{name}” is added.").format(name=name)


def free_zones_kept(zones: list[str]) -> str:
    names = ("、" if language() == "zh" else ", ").join(zones)
    return tr("The units are assigned; {zones} was drawn by hand and keeps its shape.").format(zones=names)


def member_outside_units() -> str:
    return tr("There is no unit here: the axis leaves the region, and the member has no name of its own yet.")


def no_axis_here() -> str:
    return tr("There is no axis here. Select one, or click nearer to it.")


def no_member_here() -> str:
    return tr("There is no member of an axis here. Click on one with Ctrl to drop it.")


def axis_needs_two() -> str:
    return tr("An axis needs two members to run through.")


def outline_measures(area_km2: float) -> str:
    return tr("The outline measures {area} km²; the published area stays the number you give.").format(
        area=_grouped(area_km2, 2)
    )


def park_outside_units() -> str:
    return tr("There is no unit here. Choose the host.")


def wing_found(area_km2: float, published_km2: float, counties_km2: float) -> str:
    return tr(
        "The shape measures {area} km². Published: {published} km²; the three counties alone: {counties} km²."
    ).format(area=_grouped(area_km2, 1), published=_grouped(published_km2), counties=_grouped(counties_km2, 1))


def counties_alone(published_km2: float, missing: str) -> str:
    return tr(
        "This is the three counties alone, not the {published} km² of the New Area: {missing} are missing. "
        "Choose a township layer that has them."
    ).format(published=_grouped(published_km2), missing=missing)


def wing_lacks(missing: str) -> str:
    return tr("Not found in the layer: {missing}. Check the field of the names.").format(missing=missing)


def not_in_plan_crs(layer: str) -> str:
    return tr("The coordinates of “{layer}” cannot be transformed to CGCS2000. Check its CRS.").format(layer=layer)


# Importing a layer into the plan


def import_skipped(name: str, reason: str) -> str:
    return tr("{name}: {reason}").format(name=name, reason=reason)


def import_without_place() -> str:
    return tr("it has no geometry, and none is invented")


def import_empty() -> str:
    return tr("it has no geometry and no value that is imported")


def import_code_unknown(name: str, field: str) -> str:
    return tr("“{name}” is no known place or the name of several, and is left out of the field {field}: give the code"
              ).format(name=name, field=field)


def import_shapes(kept: bool) -> str:
    if kept:
        return tr("Features that are updated keep the shape they have in the plan.")
    return tr("Features that are updated take the shape of the layer.")


def import_several_parts() -> str:
    return tr("it has several parts, and the table takes one")


def import_invalid(reason: str) -> str:
    return tr("its geometry is invalid ({reason})").format(reason=reason)


def import_not_transformed() -> str:
    return tr("its coordinates cannot be transformed to CGCS2000")


def import_twice(key: str) -> str:
    return tr("“{key}” is there twice in the layer").format(key=key)


def import_ambiguous(key: str) -> str:
    return tr("several features of the plan are called “{key}”; give their code").format(key=key)


def import_value_left(value: str, field: str) -> str:
    return tr("“{value}” does not fit the field {field} and was left out").format(value=value, field=field)


def import_nothing_chosen() -> str:
    return tr("Choose at least one field, or a layer with geometry.")


def import_would(added: int, updated: int, skipped: int) -> str:
    return tr("To be added: {added}, updated: {updated}, skipped: {skipped}.").format(
        added=added, updated=updated, skipped=skipped
    )


def import_done(table: str, added: int, updated: int, remarks: list[str]) -> str:
    sentence = tr("{table}: added {added}, updated {updated}.").format(table=table, added=added, updated=updated)
    if not remarks:
        return sentence
    more = f" (+{len(remarks) - 3})" if len(remarks) > 3 else ""
    return sentence + " " + tr("Not imported: {remarks}").format(remarks=several(remarks[:3])) + more


# Bending axes, moving vertices


def bend_no_line(most_km: float) -> str:
    return tr("no line within {km} km of both").format(km=f"{most_km:,.1f}")


def bend_no_way() -> str:
    return tr("the lines do not connect them")


def bend_too_long() -> str:
    return tr("the way is more than twice as long as the geodesic")


def bend_stretch(ends: str, reason: str) -> str:
    return tr("{ends} ({reason})").format(ends=ends, reason=reason)


def bend_stayed(stretches: list[str]) -> str:
    return tr("These stretches stay straight: {stretches}.").format(stretches=several(stretches))


def zone_becomes_free() -> str:
    return tr(
        "A zone whose outline you move counts as drawn by hand from then on and does not follow its units; "
        "Undo takes it back."
    )


def outline_would_cross() -> str:
    return tr("The outline would cross itself there; the vertex stays where it was.")


# Air: attainment and the AQI


def observations_and_rasters() -> str:
    return tr("Observations and rasters are both chosen. Choose one of the two.")


def cells_without_rasters() -> str:
    return tr("A result by cell needs rasters of concentrations. Choose rasters, or leave its file empty.")


def bad_pollutants(found: str, rasters: int, known: str) -> str:
    return tr(
        "The pollutants “{found}” do not fit the {rasters} rasters. Write one for each raster, in their order, of: "
        "{known}; or leave it empty."
    ).format(found=found, rasters=rasters, known=known)


def bad_day(text: str) -> str:
    return tr("“{text}” is not the date of a day. Write days as 2015-01-31, separated by commas.").format(text=text)


def bad_weights(text: str, known: str) -> str:
    return tr(
        "“{text}” are no weights. Write pm25 = 3, o3 = 2, with numbers from 0 on; the pollutants are {known}."
    ).format(text=text, known=known)


def no_strip_width() -> str:
    return tr("Choose a preset, or give the width of the strips in metres.")


def preset_needs_intakes(preset: str) -> str:
    return tr("“{preset}” needs intakes: a layer of points, or a click on the map.").format(preset=preset)


def preset_needs_lakes(preset: str) -> str:
    return tr("“{preset}” needs lakes or reservoirs: a layer of polygons.").format(preset=preset)


def several(items: list[str]) -> str:
    """Things of a list in a sentence, parted as the language parts them."""
    return tr("; ").join(items)


def names(items: list[str]) -> str:
    """Names in a row."""
    return tr(", ").join(items)


def _grouped(value: float, decimals: int = 0) -> str:
    """A number with thin spaces between the thousands, as everywhere else."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f")


# Source protection


def no_protection() -> str:
    return tr(
        "Nothing protected was given. First make strips with “Riparian strips”, or reservoirs' catchments with "
        "“Delineate catchments”, and choose those layers; or tick the bundled sub-basins."
    )


def nothing_planned() -> str:
    return tr("Nothing planned was given, and no plan with parks or wings is open. Choose the layers to check.")


def protection_found(count: int, by_concern: list[str], cross_border: int) -> str:
    return tr("Conflicts: {count} ({concerns}); upstream of another jurisdiction's source: {cross_border}").format(
        count=count, concerns=", ".join(by_concern) or "—", cross_border=cross_border)


# Relocations


def relocations_imported(rows: int, placed: int, lacking: int) -> str:
    return tr("Moves read: {rows}, drawn: {placed}; places not found: {lacking}").format(
        rows=rows, placed=placed, lacking=lacking)


def relocations_in_plan(added: int, updated: int, remarks: list[str]) -> str:
    told = tr("Put into the plan: {added} new, {updated} updated relocations.").format(added=added, updated=updated)
    return " ".join([told, *([several(remarks)] if remarks else [])])


def no_plan_for_relocations() -> str:
    return tr("No plan is open: the relocations are in the result's layer only.")


def width_without_numbers(number: str) -> str:
    return tr("No relocation of the plan has a number for “{number}”: the flows stay alike.").format(number=number)


# Connectivity


def no_flow_table() -> str:
    return tr(
        "No table of flows was given, and none is bundled. Choose one; “Flow table template” makes one to fill in. Or "
        "choose modelled flows, which are marked as such."
    )


def two_flow_tables() -> str:
    return tr("A file and a table of the project were both given as flows. Leave one of the two empty.")


def no_mass_column() -> str:
    return tr("The table of masses needs its column: people, jobs or output. Choose it under the advanced parameters.")


def no_axis_width() -> str:
    return tr("Lines in place of the plan's axes need a distance in km within which a place is on them. Enter it.")


# The report


def sheets_not_written(path: str) -> str:
    return tr(
        "The sheets could not be written to {path}. Close the file where it is open, or choose another folder."
    ).format(path=path)


def report_folder_is_file(path: str) -> str:
    return tr("{path} is a file. Choose a folder for the report, or the name of a new one.").format(path=path)


def report_folder_read_only(path: str) -> str:
    return tr("Nothing can be written to {path}. Choose another folder for the report.").format(path=path)


def result_without_file(layer: str) -> str:
    return tr(
        "“{layer}” is in no file, so the report cannot take it along. Save it as a GeoPackage or CSV and choose that."
    ).format(layer=layer)


def report_made(folder: str, sheets: int, failed: int) -> str:
    made = tr("Report with {sheets} sheets: {folder}").format(sheets=sheets, folder=folder)
    return f"{made} ({_failed(failed)})" if failed else made


def report_there(folder: str, failed: int) -> str:
    made = tr("The report is in {folder}").format(folder=folder)
    return f"{made} ({_failed(failed)})" if failed else made


def _failed(count: int) -> str:
    return tr("analyses that failed: {count}").format(count=count)


# The region: where features lie, what is within reach


def minutes_not_understood(text: str) -> str:
    return tr("{text} are no minutes. Write numbers such as 30, 60.").format(text=text)


def reach_found(minutes: float, people: float | None, units: float | None, by_network: int, places: int) -> str:
    """What any place reaches in the longest time; shares that are not known are left out."""
    shares = [tr("{share} % of people").format(share=f"{100 * people:.1f}")] if people is not None else []
    shares += [tr("{share} % of units").format(share=f"{100 * units:.1f}")] if units is not None else []
    return tr("Within {minutes} min of any place: {shares}; {by_network} of {places} places along lines").format(
        minutes=f"{minutes:g}", shares=", ".join(shares) or "—", by_network=by_network, places=places)
