"""What strips a run of `riparian_buffers` makes: those of a preset of the catalogue, or of one's own widths."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from .... import paths
from ...messages import EngineError
from ...protocol import Job

WIDEST_KM = 50.0  # a strip of 100 km across is none
LONGEST_KM = 1000.0
TOLD = ("id", "distances_m", "from", "source", "confidence", "checked")
WHOLE = math.inf  # as the radius of a water area: all of the lake


@dataclass(frozen=True)
class Rule:
    """One class of strip. Lengths are metres from the intake, what the classes before take up included."""

    strip_class: str  # first | second | core | own
    land_m: float | None
    """Width on land; None: to the limits of the catchment."""
    water_m: float | None = None
    """Around an intake on a lake (WHOLE: the lake), or beyond the class before."""
    up_m: float = 0.0
    down_m: float = 0.0
    basis: dict[str, Any] | None = None
    """The catalogue's preset whose source and confidence the strip has."""
    water_basis: dict[str, Any] | None = None
    """That of the water, where the catalogue has one."""

    def basis_of(self, part: str) -> dict[str, Any]:
        """The preset behind a part (water, land); empty where widths are one's own."""
        return (self.water_basis if part == "water" and self.water_basis else self.basis) or {}

    def told(self) -> dict[str, Any]:
        """What a recipe says of a class of a preset."""
        parts = {part: {name: found[name] for name in TOLD} for part, found in (
            ("land", self.basis), ("water", self.water_basis)) if found}
        return {"class": self.strip_class, "up_m": self.up_m, "down_m": self.down_m, **parts}


@dataclass(frozen=True)
class Rules:
    """The classes from the strictest on, what they go around, and the preset they are from."""

    classes: tuple[Rule, ...]
    wanted: tuple[str, ...]
    around: frozenset[str]  # rivers | intakes | lakes
    watershed: bool = False
    preset: dict[str, Any] | None = None

    def told(self) -> dict[str, Any]:
        """What a recipe and a result say of a preset."""
        if self.preset is None:
            return {}
        named = {name: self.preset[name] for name in ("id", "zh", "en")}
        return {"preset_used": {**named, "classes": [rule.told() for rule in self.classes]}}


def catalogue() -> dict[str, Any]:
    """`resources/catalog/distances.json`."""
    found: dict[str, Any] = json.loads(paths.resource("catalog/distances.json").read_text(encoding="utf-8"))
    return found


def chosen_rules(
    preset: str | None, width_m: float | None, up_m: float | None, down_m: float | None, strip_class: str,
    has_intakes: bool, has_lakes: bool, job: Job,
) -> Rules:
    """The rules, checked against what is there to put strips around.

    Raises EngineError riparian-no-width, riparian-two-widths, riparian-unknown-preset, riparian-bad-width,
    riparian-bad-length, riparian-no-lengths, riparian-no-intakes, riparian-no-lakes, riparian-no-class.
    """
    if preset is None and width_m is None:
        raise EngineError("riparian-no-width")
    if preset is not None and width_m is not None:
        raise EngineError("riparian-two-widths", preset=preset, width_m=f"{width_m:g}")
    for metres in (up_m, down_m):
        if metres is not None and not 0 <= metres <= LONGEST_KM * 1000:
            raise EngineError("riparian-bad-length", found=f"{metres:g}", limit_km=f"{LONGEST_KM:g}")
    if preset is not None:
        rules = _of_preset(preset, up_m, down_m, strip_class, has_intakes, job)
    else:
        rules = _own(width_m or 0.0, up_m, down_m, has_intakes, has_lakes)
    if "intakes" in rules.around and not has_intakes:
        raise EngineError("riparian-no-intakes", preset=preset)
    if rules.around == {"lakes"} and not has_lakes:
        raise EngineError("riparian-no-lakes", preset=preset)
    _tell(rules, job)
    return rules


def _tell(rules: Rules, job: Job) -> None:
    """The preset, with its sources; and that on land along a river nobody looks for the watershed."""
    if rules.preset is None:
        return
    language = "zh" if job.language == "zh" else "en"
    sources = {rule.basis["source"][language]: None for rule in rules.classes if rule.basis}
    checked = all(rule.basis["checked"] for rule in rules.classes if rule.basis)
    job.warn("riparian-preset" if checked else "riparian-preset-unchecked", preset=rules.preset[language],
             basis="; ".join(sources))
    if rules.preset["around"] == "intakes":
        job.warn("riparian-river-uncut", preset=rules.preset[language])


def _own(width_m: float, up_m: float | None, down_m: float | None, has_intakes: bool, has_lakes: bool) -> Rules:
    if not 0 < width_m <= WIDEST_KM * 1000:
        raise EngineError("riparian-bad-width", found=f"{width_m:g}", limit_km=f"{WIDEST_KM:g}")
    if has_intakes and not (up_m or down_m):
        raise EngineError("riparian-no-lengths")
    around = {"intakes"} if has_intakes else {"rivers"}
    rule = Rule("own", width_m, up_m=up_m or 0.0, down_m=down_m or 0.0)
    return Rules((rule,), ("own",), frozenset(around | ({"lakes"} if has_lakes else set())))


def _of_preset(
    name: str, up_m: float | None, down_m: float | None, strip_class: str, has_intakes: bool, job: Job
) -> Rules:
    known = catalogue()
    found = {strips["id"]: strips for strips in known["strips"]}
    if name not in found:
        raise EngineError("riparian-unknown-preset", found=name, known=", ".join(found))
    preset, entries = found[name], {entry["id"]: entry for entry in known["presets"]}
    around = preset["around"]
    if around == "rivers" and has_intakes:
        if up_m or down_m:
            around = "intakes"
        else:
            job.warn("riparian-intakes-unused", preset=preset["zh" if job.language == "zh" else "en"])
    classes: list[Rule] = []
    up, down = (0.0, 0.0) if around == "intakes" and preset["around"] == "intakes" else (up_m or 0.0, down_m or 0.0)
    for one in preset["classes"]:
        up, down = up + one.get("up_m", 0.0), down + one.get("down_m", 0.0)
        classes.append(_rule(one, up, down, entries))
    wanted = tuple(rule.strip_class for rule in classes if strip_class in ("all", rule.strip_class))
    if not wanted:
        raise EngineError("riparian-no-class", preset=name, found=strip_class,
                          known=", ".join(rule.strip_class for rule in classes))
    if preset["around"] == "intakes" and (up_m is not None or down_m is not None):
        job.warn("riparian-lengths-unused", preset=preset["zh" if job.language == "zh" else "en"])
    return Rules(tuple(classes), wanted, frozenset({around}), preset.get("watershed", False), preset)


def _rule(one: dict[str, Any], up: float, down: float, entries: dict[str, dict[str, Any]]) -> Rule:
    """A class of the catalogue's strips."""
    land, water = one["land"], one.get("water")
    radius = WHOLE if water == "all" else float(entries[water]["distances_m"][0]) if water else None
    basis = entries[one.get("basis", land)]
    width = None if land == "catchment" else float(entries[land]["distances_m"][0])
    return Rule(one["class"], width, radius, up, down, basis, entries.get(water or ""))
