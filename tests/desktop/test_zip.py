"""The zip: what the plugin site asks of it, and the same bytes from the same sources."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

import package


def test_one_top_folder_and_nothing_that_does_not_belong(archive: Path) -> None:
    with zipfile.ZipFile(archive) as bundle:
        names = bundle.namelist()
    assert {name.split("/")[0] for name in names} == {package.NAME}
    assert not [name for name in names if name.endswith((".pyc", ".ts", "-wal", "-shm")) or "/." in name]
    for needed in package.NEEDED:
        assert f"{package.NAME}/{needed}" in names


def test_it_is_small_enough_for_the_plugin_site(archive: Path) -> None:
    assert archive.stat().st_size <= 25 * 1024 * 1024


def test_building_again_gives_the_same_bytes() -> None:
    first = package.build().read_bytes()
    assert package.build().read_bytes() == first


def test_every_resource_the_code_names_is_in_the_zip(archive: Path) -> None:
    """`resource("…")` with a literal name must find its file after installation."""
    with zipfile.ZipFile(archive) as bundle:
        names = set(bundle.namelist())
    asked = {
        node.args[0].value
        for path in (package.ROOT / package.NAME).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and "resource" in (getattr(node.func, a, "") for a in ("id", "attr"))
        and node.args and isinstance(node.args[0], ast.Constant)
    }
    assert asked, "no module asks for a resource"
    folders = {str(parent) for name in names for parent in Path(name).parents}
    assert {f"{package.NAME}/resources/{name}" for name in asked} <= names | folders
