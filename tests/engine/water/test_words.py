"""One word for one thing in what a planner reads of the water tools, and lists in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.water.sentences import ERRORS, NOTES

ROOT = Path(__file__).resolve().parents[3]
READ = ("jjj_planner_plugin/i18n/jjj_zh_CN.ts", "resources/styles/results.json", "resources/styles/water.json",
        "resources/catalog/result_tables.json")


@pytest.mark.parametrize("file", READ)
def test_a_pour_point_is_called_the_same_wherever_it_is_shown(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "出口断面" in text
    assert "出流点" not in text


def test_sentences_speak_of_pour_points_and_sub_basins_by_these_names() -> None:
    said = [part for sentences in (ERRORS, NOTES) for sentence in sentences.values() for part in sentence]
    assert any("出口断面" in one for one in said) and not any("出流点" in one for one in said)
    traced = [part for code, sentence in NOTES.items() if code.startswith(("basin", "trace")) for part in sentence]
    assert not any("流域" in one.replace("子流域", "") for one in traced)


def test_names_in_a_sentence_are_separated_as_its_language_does() -> None:
    assert Job({"language": "zh"}).listed(["密云水库", "官厅水库"]) == "密云水库、官厅水库"
    assert Job({"language": "en"}).listed(["a", "b", "c"], 2) == "a, b …"
