"""GCJ-02 and BD-09: published pairs, there and back, and whether a shifted layer is recognised against the units."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from jjj_planner_plugin.engine.doctor.displacement import ALBERS, Reference, bundled_reference, judged
from jjj_planner_plugin.engine.doctor.findings import FOUND, OK, UNCHECKED, Finding
from jjj_planner_plugin.engine.doctor.offsets import CHINA, CONVERSIONS, converted, converted_shapes
from jjj_planner_plugin.engine.geodesy import LONLAT, projected
from jjj_planner_plugin.engine.messages import Pair

# From the test suites of eviltransform (Shanghai, Shenzhen, Beijing; places abroad stay) and of coordtransform.
GCJ02_PAIRS = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ((-104.9903, 39.7392), (-104.9903, 39.7392)),
    ((153.0251, -27.4698), (153.0251, -27.4698)),
]
BD09_OF_GCJ02 = ((116.404, 39.915), (116.41036949371029, 39.92133699351021))
BD09_OF_WGS84 = ((116.404, 39.915), (116.41662724378733, 39.922699552216216))

GEOD = pyproj.Geod(ellps="GRS80")


def moved(place: tuple[float, float], conversion: str) -> tuple[float, float]:
    lon, lat = converted(np.array([place[0]]), np.array([place[1]]), conversion)
    return float(lon[0]), float(lat[0])


def back(conversion: str) -> str:
    start, end = conversion.split("-to-")
    return f"{end}-to-{start}"


@pytest.mark.parametrize(("true", "shifted"), GCJ02_PAIRS)
def test_gcj02_is_the_published_one(true: tuple[float, float], shifted: tuple[float, float]) -> None:
    assert moved(true, "cgcs2000-to-gcj02") == pytest.approx(shifted, abs=1e-9)
    assert moved(shifted, "gcj02-to-cgcs2000") == pytest.approx(true, abs=1e-9)


def test_bd09_is_the_published_one() -> None:
    assert moved(BD09_OF_GCJ02[0], "gcj02-to-bd09") == pytest.approx(BD09_OF_GCJ02[1], abs=1e-9)
    assert moved(BD09_OF_WGS84[0], "cgcs2000-to-bd09") == pytest.approx(BD09_OF_WGS84[1], abs=1e-9)


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_there_and_back_is_the_same_place(conversion: str) -> None:
    """10 000 random places of the region and its edges, and 10 000 of all China: within a millimetre (asked: 0.1 m)."""
    rng = np.random.default_rng(20261124)
    region, china = rng.uniform([113.4, 36.0], [119.9, 42.7], (10_000, 2)), rng.uniform([75, 4], [134, 53], (10_000, 2))
    edges = np.array([(lon, lat) for lon in (113.4, 116.5, 119.9) for lat in (36.0, 39.3, 42.7)])
    lon, lat = np.concatenate([region, china, edges]).T
    again = converted(*converted(lon, lat, conversion), back(conversion))
    assert np.max(GEOD.inv(lon, lat, *again)[2]) < 1e-3


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_nothing_is_shifted_outside_china(conversion: str) -> None:
    west, south, east, north = CHINA
    places = np.array([(139.7, 35.7), (0, 0), (2.35, 48.85), (west - 0.1, 40), (east + 0.1, 40), (116, north + 0.1),
                       (116, south - 0.1), (-116.4, 39.9)])
    lon, lat = converted(*places.T, conversion)
    assert np.array_equal(np.column_stack([lon, lat]), places)


def test_in_the_region_gcj02_lies_half_a_kilometre_to_the_east() -> None:
    """DOMAIN: 509–559 m at azimuth 74–89° for the cities; BD-09 lies another 0.8 km to the north-east."""
    cities = np.array([(116.401, 39.903), (117.195, 39.083), (114.509, 38.042), (118.174, 39.630), (114.533, 36.626),
                       (115.458, 38.874), (114.880, 40.767), (117.956, 40.951)])
    azimuth, _, distance = GEOD.inv(*cities.T, *converted(*cities.T, "cgcs2000-to-gcj02"))
    assert distance.min() > 500 and distance.max() < 600 and azimuth.min() > 65 and azimuth.max() < 92
    _, _, distance = GEOD.inv(*cities.T, *converted(*cities.T, "cgcs2000-to-bd09"))
    assert distance.min() > 1200 and distance.max() < 1450


def test_geometries_keep_their_rings_and_heights() -> None:
    shape = shapely.from_wkt("POLYGON Z ((116 39 5, 117 39 6, 117 40 7, 116 39 5))")
    there = converted_shapes(np.array([shape]), LONLAT, "cgcs2000-to-gcj02")
    assert shapely.get_coordinates(there, include_z=True)[:, 2].tolist() == [5, 6, 7, 5]
    assert shapely.is_valid(there[0]) and shapely.hausdorff_distance(there[0], shape) == pytest.approx(0.0064, abs=5e-4)
    again = converted_shapes(there, LONLAT, "gcj02-to-cgcs2000")[0]
    assert shapely.equals_exact(again, shape, tolerance=1e-9)


def test_a_projected_layer_is_converted_through_degrees() -> None:
    crs = pyproj.CRS("EPSG:4548")
    to_crs = pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    place = np.array([shapely.Point(to_crs.transform(116.404, 39.915))], dtype=object)
    there = converted_shapes(place, crs, "cgcs2000-to-gcj02")[0]
    assert (there.x, there.y) == pytest.approx(to_crs.transform(116.41024449916938, 39.91640428150164), abs=1e-4)


# Whether a layer is recognised as shifted


@pytest.fixture(scope="module")
def units(bundled: Callable[[str], str]) -> np.ndarray:
    path, layer = bundled("units").split("|layername=")
    return np.asarray(pyogrio.read_dataframe(path, layer=layer).geometry.values)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return bundled_reference()


def noisy(shapes: np.ndarray, metres: float, seed: int = 7) -> np.ndarray:
    """Every vertex moved at random, one that neighbours share by the same amount."""
    rng = np.random.default_rng(seed)

    def jitter(xy: np.ndarray) -> np.ndarray:
        places, which = np.unique(xy, axis=0, return_inverse=True)
        return (places + rng.normal(0, metres, places.shape) / [86_000, 111_000])[which.ravel()]

    return np.asarray(shapely.transform(shapes, jitter))


def told(finding: Finding, fact: str) -> float:
    return float(finding.facts[fact])


@pytest.mark.parametrize(("system", "case", "distance"), [("gcj02", "gcj02", 539), ("bd09", "bd09", 1335)])
@pytest.mark.parametrize("noise", [0.0, 100.0, 300.0])
def test_shifted_units_are_recognised_and_said_by_how_much(
    units: np.ndarray, reference: Reference, system: str, case: str, distance: float, noise: float
) -> None:
    shifted = converted_shapes(noisy(units, noise), LONLAT, f"cgcs2000-to-{system}")
    found = judged(shifted, LONLAT, reference)
    assert (found.case, found.facts["sure"].en) == (case, "certainly")
    assert told(found, "distance") == pytest.approx(distance, abs=15)
    assert told(found, "expected") == pytest.approx(distance, abs=10)
    assert found.fix == f"{system}-to-cgcs2000"


@pytest.mark.parametrize("noise", [0.0, 100.0, 300.0])
def test_generalisation_noise_is_no_shift(units: np.ndarray, reference: Reference, noise: float) -> None:
    found = judged(noisy(units, noise), LONLAT, reference)
    assert (found.case, found.status) == ("", OK)
    assert told(found, "distance") < 15


def test_simplified_outlines_are_no_shift(units: np.ndarray, reference: Reference) -> None:
    plain = shapely.simplify(projected(units, LONLAT, ALBERS), 300)
    assert judged(np.asarray(plain), ALBERS, reference).case == ""


def test_one_county_that_was_redrawn_is_no_shift_of_the_layer(units: np.ndarray, reference: Reference) -> None:
    redrawn = units.copy()
    redrawn[10] = shapely.affinity.translate(redrawn[10], 0.03, 0)
    found = judged(redrawn, LONLAT, reference)
    assert found.case == "" and told(found, "distance") < 5


def test_the_shift_is_seen_whatever_the_layers_crs(units: np.ndarray, reference: Reference) -> None:
    crs = pyproj.CRS("EPSG:3857")
    shifted = projected(converted_shapes(units, LONLAT, "cgcs2000-to-gcj02"), LONLAT, crs)
    assert judged(shifted, crs, reference).case == "gcj02"


def test_a_few_counties_with_rough_outlines_are_too_little_to_tell(units: np.ndarray, reference: Reference) -> None:
    found = judged(noisy(units[20:22], 900), LONLAT, reference)
    assert (found.case, found.status) == ("undecided", UNCHECKED)


def test_another_displacement_is_told_as_such(units: np.ndarray, reference: Reference) -> None:
    moved_units = projected(shapely.transform(
        projected(units, LONLAT, ALBERS), lambda xy: xy - np.array([0, 700])), ALBERS, LONLAT)
    found = judged(moved_units, LONLAT, reference)
    assert (found.case, found.status) == ("other", FOUND)
    assert told(found, "distance") == pytest.approx(700, abs=10) and told(found, "azimuth") == pytest.approx(180, abs=2)


def test_parcels_tell_nothing(reference: Reference) -> None:
    parcels = shapely.box(*np.meshgrid(np.arange(116, 116.1, 0.01), np.arange(39, 39.1, 0.01)),
                          *np.meshgrid(np.arange(116.01, 116.11, 0.01), np.arange(39.01, 39.11, 0.01))).ravel()
    found = judged(np.asarray(parcels), LONLAT, reference)
    assert (found.case, found.status) == ("no_match", UNCHECKED)


def test_one_unit_is_enough_against_exact_boundaries(units: np.ndarray) -> None:
    exact = Reference(projected(units, LONLAT, ALBERS), Pair("甲", "A"), 10.0)
    shifted = converted_shapes(units[40:41], LONLAT, "cgcs2000-to-gcj02")
    assert judged(shifted, LONLAT, exact).case == "gcj02"
    assert judged(units[40:41], LONLAT, exact).case == ""
