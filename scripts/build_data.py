"""Build `resources/data/jjj.gpkg` and `dem_30s.tif` from their published sources (`make data`).

Run by hand; the result is committed, so nobody needs the sources to use the plugin. What is written by hand
(facts, codes, English names) is read from `resources/data/`. Running it again gives the same bytes with the
versions in `requirements/data.txt`.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
from data import elevation, sources, units, water

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "resources" / "data"
DOWNLOADS = ROOT / "build" / "data"
# GeoPackages carry the time they were written; a fixed one keeps the bytes the same.
WRITTEN = "2026-11-23T00:00:00.000Z"
LIMIT_MB = 8


def write_layer(table: gpd.GeoDataFrame, layer: str, geometry: str, target: Path) -> None:
    """Add a layer to the GeoPackage `target`."""
    pyogrio.write_dataframe(
        table,
        target,
        layer=layer,
        driver="GPKG",
        geometry_type=geometry,
        promote_to_multi=True,
        append=target.exists(),
        dataset_options={"VERSION": "1.2"},
        layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
    )
    print(f"{layer}: {len(table)} features")


def build() -> None:
    """Fetch, build, check and write everything."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    names = json.loads((DATA / "facts" / "names_en.json").read_text(encoding="utf-8"))
    links = json.loads((DATA / "facts" / "catchment_links.json").read_text(encoding="utf-8"))
    plan = json.loads((DATA / "plan_structure.json").read_text(encoding="utf-8"))
    wanted = [
        part for name in ("BOUNT_poly", "hyd2_4l", water.BASIN_FILE) for part in sources.shapefile(name)
    ]
    maps = sources.unpack(sources.MAPS, sources.fetch(sources.MAPS, DOWNLOADS), wanted, DOWNLOADS)
    terrain = sources.fetch(sources.TERRAIN, DOWNLOADS)
    terrain = sources.unpack(sources.TERRAIN, terrain, [elevation.FILE], DOWNLOADS)

    counties = units.read_counties(maps)
    planning_units = units.units(counties, DATA / "facts", plan)
    target = DOWNLOADS / "jjj.gpkg"
    target.unlink(missing_ok=True)
    write_layer(planning_units, "units", "MultiPolygon", target)
    write_layer(units.land(counties), "land", "MultiPolygon", target)
    write_layer(water.catchments(maps, names["catchments"], links), "catchments", "MultiPolygon", target)
    write_layer(water.rivers(maps, names["rivers"]), "rivers", "MultiLineString", target)
    target.replace(DATA / target.name)

    values = elevation.read(terrain)
    shares = elevation.check(values, planning_units)
    print("above 100 m: " + ", ".join(f"{code} {share:.1%}" for code, share in shares.items()))
    elevation.write(values, DATA / "dem_30s.tif")

    size = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) / 1e6
    print(f"{DATA}: {size:.2f} MB")
    if size > LIMIT_MB:
        raise SystemExit(f"The bundled data are {size:.2f} MB, the limit is {LIMIT_MB} MB.")


if __name__ == "__main__":
    build()
