"""The page: one HTML file that needs nothing else. Every text is escaped by the template engine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .... import paths
from ...recipes import ELLIPSOID
from . import map
from .analyses import Result
from .catalogue import catalogue, shown, words
from .fields import number
from .plan import areas_km2, lengths_km
from .sections import Content
from .sources import cited

URL = re.compile(r"url\([^)]*\)")
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*$")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
FOLDER = re.compile(r"^(?:/|[A-Za-z]:[\\/]|\\\\)(?:[^|]*[\\/])?")  # of an absolute path, up to the file's name
SHOWN_PARAMS = 400  # characters of a parameter's value


def rendered(content: Content, title: str, organisation: str, date: str) -> str:
    """The page's HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = paths.resource("report")
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    said = words(content.language)
    return environment.get_template("page.html").render(
        language={"zh": "zh-CN", "en": "en"}[content.language], words=said, title=title, organisation=organisation,
        date=date, content=content, sections=content.sections, policy=POLICY, glance=glance(content),
        layers=map.as_json(content.layers), groups=_groups(content, said),
        cited=cited(content.plan, content.found.results, content.language),
        spoken=lambda text: content.names.spoken(str(text), content.language),
        sentence=lambda text: content.names.sentence(text, content.language),
        versions=sorted({versions(result) for result in content.found.results} - {""}),
        recipe=lambda result: told(result, content.language), found=content.found, ellipsoid=ELLIPSOID,
        metres=catalogue()["map"]["metres"], version=paths.version(), script=_script(said), styles=_styles())


def glance(content: Content) -> list[dict[str, str]]:
    """The figures on the first page: the plan's area, zones, units, axes and nodes."""
    plan, said = content.plan, catalogue()["glance"]
    values = {"area": number(areas_km2(plan.rows("units")).sum(), 0), "zones": str(len(plan.rows("zones"))),
              "units": str(len(plan.rows("units"))), "axes": number(lengths_km(plan.rows("axes")).sum(), 0),
              "nodes": str(len(plan.rows("nodes"))), "relocations": str(len(plan.rows("relocations")))}
    return [{"value": values[key], "unit": text.get("unit", ""), "label": text[content.language]}
            for key, text in said.items()]


def told(result: Result, language: str) -> dict[str, Any]:
    """A result's recipe in words; of files only the name, and no word of where this very report lies."""
    recipe, said = result.recipe, words(language)
    params = {name: value for name, value in (recipe.get("params") or {}).items()
              if value is not None and name != "output"}
    inputs = [said["input"].format(layer=entry.get("layer") or entry.get("name") or Path(str(entry.get("path"))).stem,
                                   used=entry.get("used", "—"), features=entry.get("features", "—"),
                                   crs=entry.get("crs") or "—")
              for entry in recipe.get("inputs") or [] if isinstance(entry, dict)]
    return {"task": result.task or "—", "params": [(name, _value(value)) for name, value in params.items()],
            "inputs": inputs, "ellipsoid": recipe.get("ellipsoid"), "file": f"results/{result.path.name}",
            "repairs": len(recipe.get("repairs") or []),
            "method": str(shown(result.task).get("method", {}).get(language, ""))}


def versions(result: Result) -> str:
    """The versions of what made a result, in one line."""
    return ", ".join(f"{name} {text}" for name, text in (result.recipe.get("versions") or {}).items())


def _value(value: Any) -> str:
    """A parameter's value; of a path the file's name (the recipe beside the result has it whole)."""
    if isinstance(value, str) and FOLDER.match(value):
        value = FOLDER.sub("", value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_PARAMS else f"{text[:SHOWN_PARAMS]}…"


def _groups(content: Content, said: dict[str, str]) -> list[dict[str, Any]]:
    """The layer switch: the plan's layers and the results', the uppermost first."""
    layers = [layer for layer in reversed(content.layers) if not layer.backdrop]
    both = (("results", said["result_layers"]), ("plan", said["plan_layers"]))
    found = [{"title": title, "layers": [layer for layer in layers if layer.group == group]} for group, title in both]
    return [group for group in found if group["layers"]]


def _styles() -> str:
    """Leaflet's styles without the pictures that the page does not use, then ours."""
    leaflet = URL.sub("none", paths.resource("report/leaflet/leaflet.css").read_text(encoding="utf-8"))
    return leaflet + paths.resource("report/report.css").read_text(encoding="utf-8")


def _script(said: dict[str, str]) -> str:
    """Leaflet, the few words that the script says, and ours."""
    leaflet = SOURCE_MAP.sub("", paths.resource("report/leaflet/leaflet.js").read_text(encoding="utf-8"))
    spoken = json.dumps({name: said[name] for name in ("zoom_in", "zoom_out")}, ensure_ascii=False)
    ours = paths.resource("report/report.js").read_text(encoding="utf-8")
    return f"{leaflet}\nvar WORDS = {spoken};\n{ours}"
