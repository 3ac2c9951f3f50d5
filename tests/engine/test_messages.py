"""Every sentence of the engine is used, has its facts, and says the same in Chinese and English."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from jjj_planner_plugin import engine
from jjj_planner_plugin.engine.messages import ERRORS, NOTES, EngineError, note, told_error

ENGINE = Path(engine.__file__).parent


def calls(name: str) -> Iterator[tuple[str, set[str], str]]:
    """Every call `name("code", fact=…)` in the engine: the code, the facts' names, and where."""
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            literals = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if called == name and literals:
                yield literals[0], {k.arg for k in node.keywords if k.arg}, f"{path.name}:{node.lineno}"


def wanted(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_error_is_raised_somewhere_with_the_facts_of_its_sentences() -> None:
    raised = list(calls("EngineError"))
    assert {code for code, _, _ in raised} == set(ERRORS)
    for code, facts, where in raised:
        assert wanted(*ERRORS[code]) <= facts, where


def test_every_note_is_given_somewhere_with_the_facts_of_its_sentences() -> None:
    given = [*calls("warn"), *calls("progress")]
    for code, facts, where in given:
        assert wanted(*NOTES[code]) <= facts, where
    direct = {code for code, _, _ in given}
    named = {node.value for path in ENGINE.rglob("*.py") if path.name not in ("messages.py", "sentences.py")
             for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert direct <= set(NOTES) <= named


@pytest.mark.parametrize("code", ERRORS)
def test_an_errors_sentences_say_the_same_facts_in_both_languages(code: str) -> None:
    text = ERRORS[code]
    assert wanted(text.zh, text.zh_hint) == wanted(text.en, text.en_hint)
    facts = {name: f"<{name}>" for name in wanted(*text)}
    for language in ("zh", "en"):
        told = told_error(EngineError(code, **facts), language)
        assert all(fact in told["message"] + told["hint"] for fact in facts.values())


@pytest.mark.parametrize("code", NOTES)
def test_a_notes_sentences_say_the_same_facts_in_both_languages(code: str) -> None:
    facts = {name: f"<{name}>" for name in wanted(NOTES[code][0])}
    assert wanted(NOTES[code][1]) == set(facts)
    for language in ("zh", "en"):
        assert all(fact in note(code, language, **facts) for fact in facts.values())
