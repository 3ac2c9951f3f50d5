"""The import rule of the house: who may import whom, in the package's own modules and outside them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "jjj_planner_plugin"
SHARED = {"paths", "i18n", "compat", "messages"}
ARROWS = {
    "engine": {"paths"},
    "bridge": SHARED,
    "layers": SHARED,
    "algorithms": SHARED | {"bridge", "layers"},
    "gui": SHARED | {"bridge", "layers", "algorithms"},
    "plugin": SHARED | {"bridge", "layers", "algorithms", "gui"},
    "__init__": {"plugin"},
    "i18n": {"paths"}, "messages": {"i18n"}, "compat": set(), "paths": set(),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """("own", part of the package) or ("other", top-level module) for each import of a module."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [(0, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is None:
            names = [(node.level, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.level, node.module or "")]
        else:
            continue
        for level, name in names:
            if level == 0 and not name.startswith(PACKAGE.name):
                yield "other", name.split(".")[0]
            elif level == 0:
                yield "own", [*name.split("."), "__init__"][1]
            elif level == depth:
                yield "own", name.split(".")[0]


def part(path: Path) -> str:
    """The part of the house that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_module_imports_only_what_its_part_may(path: Path) -> None:
    own = {name for kind, name in imports(path) if kind == "own"}
    assert own <= ARROWS[part(path)] | {part(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_module_reaches_into_the_other_process(path: Path) -> None:
    other = {name for kind, name in imports(path) if kind == "other"}
    if part(path) == "engine":
        assert not other & {"qgis", "PyQt5", "PyQt6", "osgeo", "processing"}
    else:
        assert other <= set(sys.stdlib_module_names) | {"qgis", "processing"}


def test_every_part_of_the_house_has_its_rule() -> None:
    assert {part(path) for path in MODULES} <= set(ARROWS)
    assert len(MODULES) > 20
