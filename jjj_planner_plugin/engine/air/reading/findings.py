"""What was found, converted and left out while files were read: told once for all files that share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...messages import note
from ...protocol import Job

MOST_TOLD = 40


@dataclass
class Findings:
    """A sentence's code and facts → the files it holds for. Facts that are numbers are added up over the files."""

    seen: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, float]] = field(default_factory=dict)
    files: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = field(default_factory=dict)

    def add(self, code: str, path: str, count: float = 0, **facts: Any) -> None:
        """One more finding; `code` is a key of the notes, whose sentence may use {file}, {count} and the facts."""
        key = (code, tuple((name, str(value)) for name, value in facts.items()))
        self.seen.setdefault(key, {"count": 0})["count"] += count
        names = self.files.setdefault(key, [])
        if Path(path).name not in names:
            names.append(Path(path).name)

    def rows(self) -> list[dict[str, Any]]:
        """A row each: code, file, files, count, and the sentence in both languages."""
        found = []
        for key, counted in self.seen.items():
            code, facts = key[0], dict(key[1])
            names, count = self.files[key], int(counted["count"])
            shown = {language: _several(names, language) for language in ("zh", "en")}
            told = {language: note(code, language, file=shown[language], count=count, **facts) for language in shown}
            found.append({"code": code, "file": names[0], "files": len(names), "count": count,
                          "finding_zh": told["zh"], "finding_en": told["en"], "shown": shown, "facts": facts})
        return found

    def tell(self, job: Job) -> None:
        """Warn of each; beyond `MOST_TOLD` only of how many more there are."""
        rows = self.rows()
        for row in rows[:MOST_TOLD]:
            told = {"file": row["shown"][job.language], "count": row["count"], **row["facts"]}
            job.warn(row["code"], {**told, "files": row["files"]}, **told)
        if rows[MOST_TOLD:]:
            job.warn("air-findings-more", count=len(rows) - MOST_TOLD)


def _several(names: list[str], language: str) -> str:
    """`a.nc` or `a.nc and 364 more`."""
    if len(names) == 1:
        return names[0]
    more = len(names) - 1
    return f"{names[0]} 等 {more + 1} 个文件" if language == "zh" else f"{names[0]} and {more} more"
