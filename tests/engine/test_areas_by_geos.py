"""Overlap areas against GEOS, pair by pair, on all that makes overlays go wrong; and once more with bounds checked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from jjj_planner_plugin.engine import areas, pieces
from jjj_planner_plugin.engine.areas import overlap_areas
from jjj_planner_plugin.engine.geodesy import Geometries
from jjj_planner_plugin.engine.rings import from_geometries

HERE = Path(__file__).resolve()
Layer = Callable[[np.random.Generator], Geometries]


def star(rng: np.random.Generator, corners: int, radius: float, x: float = 0, y: float = 0) -> shapely.Geometry:
    """A ring of random reach around a point, made valid where it crosses itself."""
    angle, reach = np.sort(rng.uniform(0, 2 * np.pi, corners)), radius * rng.uniform(0.3, 1, corners)
    ring = np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)])
    return shapely.make_valid(shapely.Polygon(ring), method="structure")


def stars(rng: np.random.Generator) -> Geometries:
    """From triangles to rings of as many vertices as stay whole."""
    places, corners = rng.uniform(-50, 50, (25, 2)), np.tile([3, 5, 12, 40, 150], 5)
    return np.array([star(rng, n, rng.uniform(2, 60), x, y) for n, (x, y) in zip(corners, places)], dtype=object)


def holes(rng: np.random.Generator) -> Geometries:
    return shapely.difference(stars(rng), np.array([star(rng, 12, 25, x, x) for x in rng.uniform(-40, 40, 25)]))


def multiparts(rng: np.random.Generator) -> Geometries:
    return np.array([
        shapely.union_all([star(rng, 9, 25, *rng.uniform(-60, 60, 2)) for _ in range(5)]) for _ in range(20)
    ], dtype=object)


def lattice(rng: np.random.Generator) -> Geometries:
    """Vertices on few places: vertical and level edges, shared ones, vertices on edges, corners that touch."""
    return shapely.set_precision(np.concatenate([stars(rng), holes(rng)]), 10)


def boxes(rng: np.random.Generator) -> Geometries:
    """Rectangles on a lattice, many with vertices along their sides."""
    x, y = np.sort(rng.integers(-6, 7, (2, 40, 2)) * 10.0)
    found = shapely.box(x[:, 0], y[:, 0], x[:, 1] + 10, y[:, 1] + 10)
    return np.asarray(shapely.segmentize(found, rng.choice([1.0, 7.0, 1000.0], 40)))


def coverage(rng: np.random.Generator) -> Geometries:
    """Cells that share their edges, and unions of them: the same edges once more."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(-60, 60, (40, 2)))))
    groups = [shapely.union_all(cells[rng.integers(0, len(cells), 12)]) for _ in range(8)]
    return np.concatenate([cells, groups])


def slivers(rng: np.random.Generator) -> Geometries:
    """The same ring moved by 1 µm to 1 cm, and needles."""
    base = star(rng, 30, 50)
    moved = [shapely.transform(base, lambda xy, by=10.0**-power: xy + by) for power in range(2, 7)]
    needles = [shapely.Polygon([(-90, y), (90, y + d), (90, y + d + 1e-3)]) for y, d in rng.uniform(-50, 50, (12, 2))]
    return np.array([base, *moved, *needles], dtype=object)


def winding(rng: np.random.Generator) -> Geometries:
    """A spiral, its negative, a comb upright and one lying on its side."""
    turn = np.linspace(0.5, 12 * np.pi, 600)
    middle = shapely.LineString(np.column_stack([turn * np.cos(turn), turn * np.sin(turn)]) * 1.5)
    spiral = middle.buffer(1.7, cap_style="flat")
    teeth = np.arange(-50, 50, 2.0)
    up = shapely.box(teeth, -45, teeth + 1, 40 + rng.uniform(0, 9, len(teeth)))
    comb = shapely.union_all([*up, shapely.box(-50, -50, 50, -45)])
    lying = shapely.transform(comb, lambda xy: xy[:, ::-1])
    return np.array([spiral, shapely.box(-60, -60, 60, 60).difference(spiral), comb, lying], dtype=object)


def round_ones(rng: np.random.Generator) -> Geometries:
    """Discs of many vertices, one over everything, and rings."""
    discs = shapely.buffer(shapely.points(rng.uniform(-50, 50, (12, 2))), rng.uniform(1, 40, 12), quad_segs=90)
    rings = shapely.difference(discs, shapely.buffer(discs, -3))
    return np.array([*rings, *discs[:6], shapely.Point(0, 0).buffer(500, 200)], dtype=object)


LAYERS: list[Layer] = [stars, holes, multiparts, lattice, boxes, coverage, slivers, winding, round_ones]


@pytest.fixture(params=["whole", "in pieces of 48 edges", "in pieces of 4 edges"])
def cutting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is cut: what is big only, as ever; everything; everything, to crumbs."""
    if request.param != "whole":
        for name in ("UNCUT_LEFT", "UNCUT_RIGHT", "FEW"):
            monkeypatch.setattr(areas, name, 0)
    if request.param == "in pieces of 4 edges":
        monkeypatch.setattr(pieces, "LIMIT", 4)


@pytest.mark.usefixtures("cutting")
@pytest.mark.parametrize("far", [0.0, 1e6], ids=["near", "far"])
@pytest.mark.parametrize("layer", LAYERS)
def test_every_pair_shares_what_geos_says(layer: Layer, far: float) -> None:
    rng = np.random.default_rng(LAYERS.index(layer))
    shapes = [shapely.transform(found, lambda xy: xy + far)
              for found in (layer(rng), np.concatenate([stars(rng)[:8], boxes(rng)[:6], layer(rng), layer(rng)[:4]]))]
    left, right = (found[shapely.is_valid(found) & (shapely.get_dimensions(found) == 2)] for found in shapes)
    left, right = (found[np.isin(shapely.get_type_id(found), (3, 6))] for found in (left, right))
    assert len(left) > 3 and len(right) > 10
    right[-3:] = left[:3]  # the same again
    i, j, area = overlap_areas(from_geometries(left), from_geometries(right))
    told = np.zeros((len(left), len(right)))
    told[i, j] = area
    expected = shapely.area(shapely.intersection(left[:, None], right))
    np.testing.assert_allclose(told, expected, rtol=1e-9, atol=1e-6 if far else 1e-10)
    ghosts = (told > 0) & ~shapely.intersects(left[:, None], right)
    assert not ghosts.any()
    assert (expected > 1e-3).sum() > len(left)


def _in_another_process(arguments: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), **variables}
    return subprocess.run([sys.executable, *arguments], cwd=HERE.parents[2], env=environment, capture_output=True,
                          text=True, timeout=300, check=False)


def test_no_compiled_loop_goes_beyond_an_array(tmp_path: Path) -> None:
    """The cases above, of rings and of short outlines with every index checked; first, that the check does refuse."""
    beyond = ("import numpy as np; from jjj_planner_plugin.engine.kernels import measure; "
              "one = np.zeros(2, np.int64); measure(np.zeros((1, 2)), one, one, 0, 9, np.zeros(1), np.zeros((1, 4)))")
    refused = _in_another_process(["-c", beyond], tmp_path, NUMBA_BOUNDSCHECK="1")
    assert "IndexError" in refused.stderr
    cases = [str(HERE), *(str(HERE.with_name(name)) for name in ("test_rings.py", "test_within.py")), "-k",
             "not beyond_an_array"]
    checked = _in_another_process(
        ["-m", "pytest", "-q", "-p", "no:cacheprovider", *cases], tmp_path, NUMBA_BOUNDSCHECK="1")
    assert checked.returncode == 0, checked.stdout
