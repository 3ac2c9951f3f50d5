"""Task `water_dependency`: how much of its upstream ground a jurisdiction does not have itself, and who has it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from ... import outputs, recipes
from ...jurisdictions import BUNDLED, CITY, UNIT, read_jurisdictions
from ...messages import EngineError
from ...protocol import Job
from ...sources import split_reference
from ..heights import AUTO, NONE
from . import remarks
from .agreements import Above, agreement_layer, concerned
from .basins import Basins
from .surface import Surface
from .tables import Reckoning, dependency_layer, pair_layer

DEM, BASINS = "dem", "basins"
LAYERS = {"dependency": "MultiPolygon", "pairs": "LineString", "agreements": "LineString"}
KM2 = 1e6


def water_dependency(
    jurisdictions: str, jurisdiction_field: str | None, method: str, dem: str | None, dem_crs: str | None,
    height_unit: str | None, closed: str, basins: str | None, id_field: str | None, down_field: str | None,
    population: str | None, population_layer: str | None, population_field: str | None, min_pair_km2: float,
    output: str, job: Job,
) -> dict[str, Any]:
    """Layers `dependency`, `pairs` and `agreements`.

    Raises EngineError as `read_jurisdictions`, `Surface` and `Basins` do, and two-waters, bad-min-pair,
    jurisdictions-off-dem, jurisdictions-off-basins.
    """
    way = _way(method, dem, basins)
    if not min_pair_km2 >= 0:
        raise EngineError("bad-min-pair", found=f"{min_pair_km2:g}")
    given = (jurisdictions, dem, closed, basins, population, population_layer)
    read = [split_reference(one)[0] for one in given if one not in (None, BUNDLED, AUTO, NONE)]
    target = outputs.check_target(output, (".gpkg",), read, tuple(LAYERS))
    units = read_jurisdictions(jurisdictions, jurisdiction_field, CITY, job)
    people = (population, population_layer, population_field)
    water: Surface | Basins
    if way == DEM:
        water = Surface(dem or BUNDLED, dem_crs, height_unit, closed, people, job)
    else:
        water = Basins(basins or BUNDLED, id_field, down_field, people, job)
    job.progress(0.7, "water-following")
    found = water.reckon(units, job)
    layers = _layers(found, water, min_pair_km2, job)
    with outputs.whole_file(target) as part:
        for name, layer in layers.items():
            outputs.write_layer(layer, part, name, LAYERS[name])
    params = {
        "jurisdictions": jurisdictions, "jurisdiction_field": jurisdiction_field, "method": method, "dem": dem,
        "dem_crs": dem_crs, "height_unit": height_unit, "closed": closed, "basins": basins, "id_field": id_field,
        "down_field": down_field, "population": population, "population_layer": population_layer,
        "population_field": population_field, "min_pair_km2": min_pair_km2, "output": str(target)}
    recipe = recipes.recipe("water_dependency", params, [*units.sources, *water.sources], water.working)
    return {"output": str(target), "method": way, "jurisdictions": len(layers["dependency"]),
            "pairs": len(layers["pairs"]), "agreements": len(layers.get("agreements", ())),
            "boundary_set": None if units.own else recipes.BUNDLED,
            "recipe": outputs.write_recipe(target, recipe), "inputs": recipe["inputs"]}


def _way(method: str, dem: str | None, basins: str | None) -> str:
    """By heights or by basins. Raises two-waters where both are given and it is not said which is meant."""
    if method != AUTO:
        return method
    if dem and basins:
        raise EngineError("two-waters")
    return BASINS if basins else DEM


def _layers(found: Reckoning, water: Surface | Basins, min_pair_km2: float, job: Job) -> dict[str, pd.DataFrame]:
    """What is written, by its layer, and all that is to be said of it."""
    layers = {"dependency": dependency_layer(found, water.peopled)}
    remarks.of_jurisdictions(layers["dependency"], found, job)
    pairs = pair_layer(found, water.peopled)
    area = pairs["area_m2"] if found.most is None else pairs["area_high_m2"]
    large = (area >= min_pair_km2 * KM2).to_numpy()
    remarks.of_small_pairs(area[~large], min_pair_km2, job)
    layers["pairs"] = pairs[large].reset_index(drop=True)
    again = Job({"language": job.language})  # what is to be said of the data has been said
    counties = concerned(read_jurisdictions(BUNDLED, None, UNIT, again))
    try:
        reckoned = water.reckon(counties, again)
    except EngineError:  # the data lies elsewhere: no agreement is known of there
        return layers
    above: Above | None = None
    if isinstance(water, Surface):
        above = partial(water.above, units=counties, codes=reckoned.codes)
    agreed = agreement_layer(counties, reckoned.codes, reckoned.least, reckoned.most, reckoned.known, above,
                             water.peopled)
    remarks.of_agreements(layers["pairs"], agreed, job)
    return {**layers, "agreements": agreed}
