"""Rivers cut into the ground, so that water follows them where heights do not show their beds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .... import paths
from ...geodesy import densified, projected
from ...grid import Grid
from ...messages import EngineError
from ...protocol import Job
from ...sources import LINE, Source, read
from ..burnt import burnt
from ..catalogue import limits

BUNDLED = "bundled"


def burn(values: NDArray[np.float32], grid: Grid, rivers: str, depth_m: float, job: Job) -> Source:
    """Lower, in place, every cell that a river touches by `depth_m`; gives the rivers.

    Raises EngineError as `read` does, and burn-bad-depth.
    """
    most = limits()["burn"]["m"]
    if not 0 < depth_m <= most:
        raise EngineError("burn-bad-depth", found=f"{depth_m:g}", most=most)
    reference = f"{paths.resource('data/jjj.gpkg')}|layername=rivers" if rivers == BUNDLED else rivers
    source = read(reference, (LINE,), job)
    lines = projected(densified(source.geometries, source.crs), source.crs, grid.crs)
    wet = burnt(lines, grid, touched=True).view(np.bool_)
    wet &= ~np.isnan(values)
    values[wet] -= np.float32(depth_m)
    job.warn("rivers-burnt" if wet.any() else "rivers-off-grid", layer=source.title, count=int(wet.sum()),
             depth=f"{depth_m:g}")
    return source
