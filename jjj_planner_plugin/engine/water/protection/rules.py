"""The catalogue of protection: which class a feature is of, how grave it is to lie there, and whom a source serves."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pandas as pd

from .... import paths
from ...control_lines import first_of, texts
from ...protocol import Job
from ...sources import Source

OTHER = "other"
NEAR = "near"
NONE = "none"  # the concern of what touches nothing
UPSTREAM_RULE = "upstream"  # of the coordination table: whom which sub-basin serves


@cache
def catalogue() -> dict[str, Any]:
    """`resources/catalog/source_protection.json`. Read only: it is shared."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/source_protection.json").read_text(encoding="utf-8"))
    return found


@cache
def classes() -> dict[str, dict[str, Any]]:
    """The classes by id, gravest first."""
    return {entry["id"]: entry for entry in catalogue()["classes"]}


def concern_of(kind: str, contact: str) -> str:
    """How grave a contact with a feature of this class is."""
    return str(catalogue()["near_concern"] if contact == NEAR else classes()[kind]["concern"])


def order_of(concern: str) -> int:
    """1 for the gravest."""
    return int(catalogue()["concerns"][concern]["order"])


def class_of(text: str) -> str | None:
    """The class that a field's whole text stands for."""
    wanted = text.strip().casefold()
    known = ((entry["id"], value) for entry in classes().values() for value in entry["values"])
    return next((kind for kind, value in known if value.casefold() == wanted), None)


def classes_of(source: Source, name: str, field: str | None, job: Job) -> list[str]:
    """The class of each feature of a protection layer called `name`: by `field`, or the usual field that it has.

    Where that says nothing, by the layer's other fields or its name. Raises EngineError unknown-field, null-class.
    """
    whole = _class_of_layer(source, name)
    if field:
        told = list(source.classes(field, job))
    else:
        usual = first_of(source, catalogue()["class_fields"])
        told = texts(source, usual) if usual else [""] * len(source.frame)
    found = [(class_of(text) if text else None) or whole for text in told]
    unknown = [text or "—" for text, kind in zip(told, found) if kind == OTHER and class_of(text) is None]
    if unknown:
        job.warn("protection-class-unknown", layer=name, count=len(unknown), found=", ".join(sorted(set(unknown))[:5]))
    return found


def _class_of_layer(source: Source, name: str) -> str:
    """By a field that only such layers have, else by the longest word of a class in the layer's name."""
    for entry in classes().values():
        if first_of(source, entry.get("fields", ())):
            return str(entry["id"])
    words = [(len(word), kind["id"]) for kind in classes().values() for word in kind["called"]
             if word.casefold() in name.casefold()]
    return str(max(words)[1]) if words else OTHER


@cache
def _beneficiaries() -> list[tuple[str, bool, dict[str, Any]]]:
    """(word, whether it must be the whole name, whom that serves): sources by name, and sub-basins."""
    listed = [(word, False, entry) for entry in catalogue()["serves"] for word in entry["called"]]
    rules = json.loads(paths.resource("catalog/conflict_rules.json").read_text(encoding="utf-8"))["rules"]
    named = next(rule for rule in rules if rule["id"] == UPSTREAM_RULE)["serves"]
    return listed + [(name, True, {**said, "why": {"zh": said["why"], "en": said["why"]}})
                     for name, said in named.items()]


def beneficiary(name: str) -> dict[str, Any] | None:
    """Whom the source or sub-basin of this name serves: `code`, `zh`, `en`, `why`; None where nobody knows."""
    for word, whole, said in _beneficiaries():
        if name == word or (not whole and word in name):
            return said
    return None


def trusted_of(source: Source) -> list[bool | None]:
    """Whether each feature's limits are to be trusted, where its layer says so."""
    field = first_of(source, catalogue()["trusted_fields"])
    if field is None:
        return [None] * len(source.frame)
    return [None if pd.isna(value) else bool(value) for value in source.frame[field]]
