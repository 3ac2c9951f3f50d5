"""The rules of a site check: known by what a control layer is called, or stated by the planner.

The catalogue `resources/catalog/site_rules.json` has the words and the known controls.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ... import paths
from ..messages import EngineError, Pair
from ..protocol import Job
from ..sources import Source

GREATEST_DISTANCE_M = 100_000.0
DISTANCE = re.compile(r"[≥>=]*\s*([0-9]+(?:\.[0-9]+)?)\s*(km|千米|公里|m|米)?")
RULE_KEYS = {"name_zh", "name_en", "kind", "distance_m", "class_field"}


@dataclass(frozen=True)
class Rule:
    """What a control asks of the site.

    `kind` is avoid | within | distance | report; `origin` says why it holds: given | name | field | default.
    """

    kind: str
    distance_m: float | None = None
    class_field: str | None = None
    origin: str = "given"
    known: str = ""
    names: Pair | None = None


@dataclass
class Check:
    """One rule for one control layer; `name` is what the planner calls that layer."""

    number: int
    name: str
    control: Source
    rule: Rule


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """Words, forms and known controls. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/site_rules.json").read_text(encoding="utf-8"))
    return found


def said(kind: str, distance_m: float | None, language: str) -> str:
    """A rule as a person reads it: `距离不小于 30 米`."""
    text: str = catalogue()["kinds"][kind]["says"][language]
    return text.format(distance=f"{distance_m or 0:g}")


def basis(known: str, origin: str, language: str) -> str:
    """The document a known control's rule comes from; empty where the planner stated the rule."""
    return "" if origin == "given" or not known else str(catalogue()["known"][known]["basis"][language])


def stated(rules: dict[str, Any] | None, names: list[str]) -> list[list[Rule]]:
    """The rules that the planner states for each of the controls `names`, in their order.

    `rules` has, by the control's name, a rule as text or object, or a list of them.
    Raises EngineError: unknown-control, bad-site-rule.
    """
    found: list[list[Rule]] = [[] for _ in names]
    for name, several in (rules or {}).items():
        if name not in names:
            raise EngineError("unknown-control", name=name, names=", ".join(names))
        read = [_read(name, one) for one in (several if isinstance(several, list) else [several])]
        for position, given in enumerate(names):
            if given == name:
                found[position] += read
    return found


def _read(name: str, given: Any) -> Rule:
    """One rule from text (`距离 30`) or an object (kind, distance_m, class_field, name_zh, name_en)."""
    if isinstance(given, str):
        return _from_text(name, given)
    told = json.dumps(given, ensure_ascii=False)
    if not isinstance(given, dict) or not set(given) <= RULE_KEYS or given.get("kind") not in catalogue()["kinds"]:
        raise _bad(name, told)
    distance, field = given.get("distance_m"), given.get("class_field")
    if not isinstance(field, (str, type(None))) or isinstance(distance, (str, bool, list, dict)):
        raise _bad(name, told)
    names = Pair(*(str(given.get(key) or name) for key in ("name_zh", "name_en")))
    return _checked(Rule(given["kind"], distance, field or None, names=names), name, told)


def _from_text(name: str, text: str) -> Rule:
    """`避让`, `内部`, `距离 30`, `统计 字段名` or the English words; a class field may follow all but a distance."""
    told = text.strip()
    words = [(word, kind) for kind, entry in catalogue()["kinds"].items() for word in entry["words"]]
    for word, kind in sorted(words, key=lambda pair: -len(pair[0])):
        if told.lower().startswith(word):
            rest = told[len(word):].lstrip(" :：\u3000\t")
            if kind != "distance":
                return Rule(kind, None, rest or None)
            found = DISTANCE.fullmatch(rest)
            factor = 1000 if found and found[2] in ("km", "千米", "公里") else 1
            return _checked(Rule(kind, float(found[1]) * factor if found else None), name, told)
    raise _bad(name, told)


def _checked(rule: Rule, name: str, told: str) -> Rule:
    """A distance rule has a distance, the others have none."""
    distance = rule.distance_m
    if rule.kind != "distance":
        return replace(rule, distance_m=None)
    if distance is None or not math.isfinite(distance) or not 0 < distance <= GREATEST_DISTANCE_M:
        raise _bad(name, told)
    return replace(rule, distance_m=float(distance))


def _bad(name: str, told: str) -> EngineError:
    form = catalogue()["form"]
    return EngineError("bad-site-rule", name=name, found=told, form=Pair(form["zh"], form["en"]))


def recognised(control: Source, name: str, job: Job) -> Rule:
    """The rule of a control that the planner said nothing about: by its names, then its fields, else `report`."""
    fields = [str(field).lower() for field in control.frame.columns if field != "geometry"]
    known = catalogue()["known"]
    by_name = [(key, "name") for text in (name, control.layer) for key in known if _named(known[key], text.lower())]
    by_field = [(key, "field") for key in known if _has_fields(known[key], fields)]
    for key, origin in by_name + by_field:  # what the planner calls it tells most, a field least
        class_field = first_field(known[key]["class_fields"], control, job.language)
        return Rule(known[key]["kind"], known[key].get("distance_m"), class_field, origin, key)
    job.warn("rule-unknown", layer=name)
    return Rule("report", origin="default")


def _named(entry: dict[str, Any], text: str) -> bool:
    return any(all(part in text for part in pattern.split("+")) for pattern in entry["names"])


def _has_fields(entry: dict[str, Any], fields: list[str]) -> bool:
    wanted = entry["fields"]
    return bool(wanted) and all(any(field.startswith(start) for field in fields) for start in wanted)


def first_field(wanted: list[str], layer: Source, language: str) -> str | None:
    """The first of the fields that the layer has and that holds anything; `name` is `name_zh` or `name_en` too."""
    own = {str(field).lower(): str(field) for field in layer.frame.columns if field != "geometry"}
    for name in wanted:
        for spelled in (f"name_{language}", name) if name == "name" else (name,):
            if spelled in own and layer.frame[own[spelled]].notna().any():
                return own[spelled]
    return None
