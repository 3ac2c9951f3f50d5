"""Where the report's figures come from: the sources that the plan's features name, and the bundled data used."""

from __future__ import annotations

import re
from typing import Any

import pyogrio

from ...plan.facts import facts
from ...plan.schema import schema
from .analyses import Result
from .catalogue import resource_json
from .plan import Plan

NOTED = r"\[(S\d+|M): ((?:[^\[\]]|\[[^\[\]]*\])+)\]"  # what a code stands for, which may hold brackets itself
CITED, NOTE = re.compile(NOTED), re.compile(rf"\s*{NOTED}")
CODE = re.compile(r"(?<![A-Za-z0-9])(?:S\d{1,2}|M)(?![A-Za-z0-9'])")
SITE = re.compile(r"(?:[\w-]+\.)+(?:com|cn|org|net|hk|pub|cc)\b[^\s;,()（）]*")
Line = tuple[str, str, str]


def short(text: object, language: str) -> str:
    """A feature's source by its codes; in Chinese without the English words beside them, where these have no other."""
    told = NOTE.sub("", str(text or "")).strip()
    phrase = phrases("zh").get(told) if language == "zh" else None
    bundled = [entry["id"] for entry in resource_json("catalog/sources.json")["data"]
               if "text" in entry and entry["text"] in told]
    if phrase or bundled or language != "zh":
        return phrase or "".join(bundled) or told
    found = sorted([*CODE.finditer(told), *SITE.finditer(told)], key=lambda one: one.start())
    return "、".join(dict.fromkeys(one.group() for one in found)) or told


def codes(text: str) -> list[str]:
    """The codes under which the report lists what a feature's source names; general knowledge last."""
    told = NOTE.sub("", text)
    bundled = [str(entry["id"]) for entry in resource_json("catalog/sources.json")["data"]
               if "text" in entry and entry["text"] in told]
    return sorted(dict.fromkeys([*CODE.findall(told), *bundled]), key="M".__eq__)


def phrases(language: str) -> dict[str, str]:
    """Texts of the bundled plan in the other language → in this one."""
    other = "en" if language == "zh" else "zh"
    return {entry[other]: entry[language] for entry in resource_json("catalog/sources.json")["phrases"]}


def cited(plan: Plan, results: list[Result], language: str) -> list[Line]:
    """Each source: its code, what it stands for, and what names it or is made from it; bundled data last."""
    return [*_of_plan(plan, results, language), *_of_data(plan, results, language)]


def _of_plan(plan: Plan, results: list[Result], language: str) -> list[Line]:
    held: dict[str, list[str]] = {}
    meant: dict[str, str] = {}
    for table, frame in plan.tables.items():
        for text in frame["source"].dropna().unique() if "source" in frame else ():
            meant |= dict(CITED.findall(str(text)))
            for code in CODE.findall(NOTE.sub("", str(text))):
                held.setdefault(code, []).append(str(schema()["tables"][table][language]))
    for result in results:
        for code in _of_agreements(result):
            held.setdefault(code, []).append(result.title)
    ordered = sorted(held, key=lambda code: (code == "M", int(code[1:] or 0)))
    return [(code, _meaning(code, meant.get(code), language), _joined(held[code], language)) for code in ordered]


def _of_agreements(result: Result) -> list[str]:
    """The codes that the agreements of a result name."""
    if "agreements" not in (*result.layers, *result.tables):
        return []
    frame = pyogrio.read_dataframe(result.path, layer="agreements", read_geometry=False)
    texts = frame["source"].dropna() if "source" in frame else ()
    return [code for text in texts for code in CODE.findall(NOTE.sub("", str(text)))]


def _meaning(code: str, told: str | None, language: str) -> str:
    """What the plan says that a code stands for; in the report's language where that is what the bundled facts say."""
    known = resource_json("catalog/sources.json")["cited"].get(code, {})
    if told is None or code == "M" or told == facts()["meta"]["sources"].get(code):
        return str(known.get(language) or told or "—")
    return told


def _of_data(plan: Plan, results: list[Result], language: str) -> list[Line]:
    found = []
    for entry in resource_json("catalog/sources.json")["data"]:
        used = [str(schema()["tables"][table][language]) for table, frame in plan.tables.items()
                if "source" in frame and "text" in entry and frame["source"].astype(str).str.contains(
                    entry["text"], regex=False).any()]
        used += [result.title for result in results if _made_from(entry, result)]
        if used:
            found.append((str(entry["id"]), str(entry[language]), _joined(used, language)))
    return found


def _made_from(entry: dict[str, Any], result: Result) -> bool:
    """Whether a result's recipe says that it was made from these bundled data."""
    asked = entry["tasks"].get(result.task)
    params = result.recipe.get("params") or {}
    return asked is not None and all(params.get(name) == value for name, value in asked.items())


def _joined(texts: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(dict.fromkeys(texts))
