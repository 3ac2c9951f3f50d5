"""Every string of the QGIS side has its Chinese, placeholders and all, and the compiled file is current."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import translations


def test_no_string_of_the_sources_waits_for_a_translation() -> None:
    assert translations.waiting() == []


def test_translations_keep_the_placeholders() -> None:
    assert translations.placeholders_differ() == []


def test_there_are_strings_to_translate() -> None:
    found = translations.messages(translations.TS)
    assert len(found) > 50
    chinese = [text for text in found.values() if text and re.search("[\u4e00-\u9fff]", text)]
    assert len(chinese) > 0.9 * len(found)


def test_the_compiled_file_is_what_the_source_compiles_to(tmp_path: Path) -> None:
    compiled = tmp_path / "again.qm"
    subprocess.run(["lrelease", "-silent", str(translations.TS), "-qm", str(compiled)], check=True)
    assert compiled.read_bytes() == translations.TS.with_suffix(".qm").read_bytes()
