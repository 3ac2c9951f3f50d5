"""Every sentence of an import is used, has its facts, and says the same in Chinese and English."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from jjj_planner_plugin.engine import survey
from jjj_planner_plugin.engine.survey.findings import FINDINGS


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def added() -> list[tuple[str, set[str], str]]:
    """Every call `log.add("code", …, fact=…)` of the package: code, facts and where."""
    calls = []
    for path in Path(survey.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add"
            if called and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                calls.append((node.args[0].value, facts, f"{path.name}:{node.lineno}"))
    return calls


def test_every_finding_is_made_somewhere_with_the_facts_of_its_sentences() -> None:
    calls = added()
    assert {code for code, _, _ in calls} == set(FINDINGS)
    for code, facts, where in calls:
        assert facts_of(FINDINGS[code].en) == facts, where


@pytest.mark.parametrize("code", FINDINGS)
def test_a_findings_sentences_say_the_same_facts_in_both_languages(code: str) -> None:
    assert facts_of(FINDINGS[code].zh) == facts_of(FINDINGS[code].en)
