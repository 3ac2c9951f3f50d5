"""The rules by which two jurisdictions have to talk: read, checked, and what each of them is about.

`resources/catalog/conflict_rules.json` says what a rule is. A file of the planner's own has the same form; the
catalogue's groups and classifications stay known in it unless it has one of the same id.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import paths
from ..messages import EngineError, Pair

ACROSS, SHARED, ON = "across-border", "shared", "on-constraint"
TEXT, TEXTS = Pair("非空文字", "text that is not empty"), Pair("非空文字的列表", "a list of texts")
METRES = Pair("大于 0、不超过 50000 的米数", "metres above 0 and at most 50000")
AREA = Pair("不小于 0 的数", "a number from 0 up")
OBJECT, OBJECTS = Pair("对象", "an object"), Pair("对象的列表", "a list of objects")
SERVES = Pair("每个名称及其 code，或用 serves_field", "names, each with its code, or serves_field instead")
MOST_METRES = 50_000


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(item) for item in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _are_served(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(s, dict) and _is_text(s.get("code")) for s in value.values())


Check = tuple[Callable[[Any], bool], Pair]
CHECKS: dict[str, Check] = {
    "id": (_is_text, TEXT), "kind": (lambda v: v in KEYS, Pair(*[f"{ACROSS} / {SHARED} / {ON}"] * 2)),
    "zh": (_is_text, TEXT), "en": (_is_text, TEXT), "source": (_is_text, TEXT),
    "a_class": (_are_texts, TEXTS), "b_class": (_are_texts, TEXTS), "plan_class": (_are_texts, TEXTS),
    "constraint": (_are_texts, TEXTS),
    "within_m": (lambda v: _is_number(v) and 0 < v <= MOST_METRES, METRES),
    "min_area_m2": (lambda v: _is_number(v) and 0 <= v < float("inf"), AREA),
    "serves_field": (_is_text, TEXT), "serves": (_are_served, SERVES),
}
COMMON = ("id", "kind", "zh", "en")
MAY = ("source", "min_area_m2")
KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ACROSS: (("a_class", "b_class", "within_m"), ()),
    SHARED: (("constraint", "within_m"), ("plan_class",)),
    ON: (("plan_class", "constraint"), ("serves", "serves_field")),
}
"""Of each kind of rule: what it must have beside COMMON, and what it may have beside MAY."""


@dataclass(frozen=True)
class Rules:
    """The rules in their order, with what their words mean for this layer's classes."""

    path: str
    rules: list[dict[str, Any]]
    groups: dict[str, dict[str, Any]]
    classification: str | None
    """Which codes the class field holds, if it is one of those known."""
    min_area_m2: float

    def is_of(self, words: Iterable[str], value: str) -> bool:
        """Whether a class is one of `words` or of the groups that these name."""
        return any(self._means(word, value) for word in words)

    def _means(self, word: str, value: str) -> bool:
        if not word.startswith("@"):
            return word.strip().casefold() == value.strip().casefold()
        group = self.groups[word[1:]]
        if any(name.casefold() == value.strip().casefold() for name in group["names"]):
            return True
        return value.strip().startswith(tuple(group.get("codes", {}).get(self.classification, ())) or ("\0",))

    def is_on(self, words: Iterable[str], constraint: str) -> bool:
        """Whether a constraint's name contains one of `words` or of the names in the groups."""
        named = [name for word in words for name in (self.groups[word[1:]]["names"] if word[0] == "@" else [word])]
        return any(name.casefold() in constraint.casefold() for name in named)

    def smallest_m2(self, rule: dict[str, Any]) -> float:
        """The smallest place that is listed under the rule."""
        return float(rule.get("min_area_m2", self.min_area_m2))


def read_rules(path: str | None, class_field: str | None) -> Rules:
    """The catalogue's rules, or those of a JSON file. Raises EngineError bad-rules-file, bad-rule."""
    bundled = paths.resource("catalog/conflict_rules.json")
    base = _loaded(bundled)
    own = _loaded(Path(path)) if path else base
    file = str(path or bundled)
    groups = _by_id(base, "groups", file) | _by_id(own, "groups", file)
    known = _by_id(base, "classifications", file) | _by_id(own, "classifications", file)
    rules = own.get("rules")
    if not isinstance(rules, list) or not rules or not all(isinstance(rule, dict) for rule in rules):
        raise EngineError("bad-rule", path=file, where="rules", found=_shown(rules), expected=OBJECTS)
    for number, rule in enumerate(rules, start=1):
        _check_rule(rule, f"rules[{number}]", groups, file)
    ids = [rule["id"] for rule in rules]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        once = Pair("每条规则不同的 id", "another id for each rule")
        raise EngineError("bad-rule", path=file, where="id", found=twice, expected=once)
    least = own.get("min_area_m2", 0)
    if not CHECKS["min_area_m2"][0](least):
        raise EngineError("bad-rule", path=file, where="min_area_m2", found=_shown(least), expected=AREA)
    return Rules(file, rules, groups, _classification(known, class_field), float(least))


def _loaded(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise EngineError("bad-rules-file", path=path, reason=error) from error
    if not isinstance(found, dict):
        raise EngineError("bad-rule", path=path, where="JSON", found=_shown(found), expected=OBJECT)
    return found


def _by_id(file: dict[str, Any], key: str, path: str) -> dict[str, dict[str, Any]]:
    entries = file.get(key, [])
    needed = "names" if key == "groups" else "fields"
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        where = f"{key}[{number}]"
        if not isinstance(entry, dict) or not _is_text(entry.get("id")):
            raise EngineError("bad-rule", path=path, where=f"{where}.id", found=_shown(entry), expected=TEXT)
        if not _are_texts(entry.get(needed)):
            found = _shown(entry.get(needed))
            raise EngineError("bad-rule", path=path, where=f"{where}.{needed}", found=found, expected=TEXTS)
        codes = entry.get("codes", {})
        if not isinstance(codes, dict) or not all(_are_texts(value) for value in codes.values()):
            raise EngineError("bad-rule", path=path, where=f"{where}.codes", found=_shown(codes), expected=TEXTS)
    return {entry["id"]: entry for entry in entries}


def _check_rule(rule: dict[str, Any], where: str, groups: dict[str, dict[str, Any]], path: str) -> None:
    def wrong(key: str, expected: Pair) -> EngineError:
        place = f"{where} ({rule.get('id', '')}) {key}"
        return EngineError("bad-rule", path=path, where=place, found=_shown(rule.get(key)), expected=expected)

    if not CHECKS["kind"][0](rule.get("kind")):
        raise wrong("kind", CHECKS["kind"][1])
    must, may = KEYS[rule["kind"]]
    for key in (*COMMON, *must):
        if key not in rule or not CHECKS[key][0](rule[key]):
            raise wrong(key, CHECKS[key][1])
    for key in rule:
        if key not in (*COMMON, *must, *MAY, *may):
            allowed = " / ".join((*COMMON, *must, *MAY, *may))
            raise wrong(key, Pair(f"没有此项；可用 {allowed}", f"no such key; known are {allowed}"))
        if not CHECKS[key][0](rule[key]):
            raise wrong(key, CHECKS[key][1])
    if rule["kind"] == ON and not (rule.get("serves") or rule.get("serves_field")):
        raise wrong("serves", SERVES)
    named = [(key, word[1:]) for key in ("a_class", "b_class", "plan_class", "constraint")
             for word in rule.get(key, []) if word.startswith("@")]
    for key, group in named:
        if group not in groups:
            known = ", ".join(f"@{name}" for name in groups)
            raise wrong(key, Pair(f"已有的组：{known}", f"a group that there is: {known}"))


def _classification(known: dict[str, dict[str, Any]], field: str | None) -> str | None:
    """The classification whose codes a field of this name holds."""
    name = (field or "").casefold()
    return next((key for key, entry in known.items() if name in (f.casefold() for f in entry["fields"])), None)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
