"""Which stretches of river have strips: whole rivers, or what is followed up and down from each intake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyproj import CRS

from ...protocol import Job
from .intakes import Intake, onto_rivers
from .reaches import Line, Network, Piece, Walk, merged
from .rivers import Rivers
from .rules import Rules
from .strips import Along

SHORT_M = 0.5  # so much less than asked is rounding


@dataclass(frozen=True, eq=False)
class Followed:
    """What has strips together: its stretches by class, the columns that say whose they are, rows of `reaches`."""

    owner: dict[str, Any]
    stretches: Sequence[Along]
    reaches: Sequence[dict[str, Any]]


def whole_rivers(rivers: Rivers, rules: Rules, tolerance_m: float, working: CRS, job: Job) -> list[Followed]:
    """All lines of each river: those with one name, or of one feature where there is none."""
    network = Network(rivers.lines, tolerance_m, working)
    if rivers.directed:
        _tell_directions(rivers, network.lines, job)
    by_name: dict[str, list[Piece]] = defaultdict(list)
    for piece in network.whole():
        by_name[rivers.name_of(network.lines[piece.line])].append(piece)
    found = []
    for name, pieces in by_name.items():
        along = _along(network, pieces, rivers)
        rows = [_row(network, piece, rivers, rules.wanted[-1], "whole", None) for piece in pieces]
        owner = {"name": name, "intake_id": None, "half_width_m": along.common_half_m}
        found.append(Followed(owner, [along] * len(rules.classes), rows))
    return found


def followed(
    rivers: Rivers, rules: Rules, intakes: Sequence[Intake], snap_m: float, tolerance_m: float, working: CRS, job: Job
) -> list[Followed]:
    """From each intake that is near a river, up all branches and down all branches. Raises riparian-far."""
    network = Network(rivers.lines, tolerance_m, working)
    if network.splits:
        job.warn("riparian-splits", layer=rivers.source.title, count=network.splits, tolerance_m=f"{tolerance_m:g}")
    near = onto_rivers(intakes, network.lines, snap_m, job)
    found = [_one(rivers, network, rules, intake, job) for intake in near]
    used = {piece.line for one in found for along in one.stretches for piece in along.pieces}
    _tell_directions(rivers, [network.lines[number] for number in sorted(used)], job)
    _tell_loops(rivers, network, used, job)
    return found


def _one(rivers: Rivers, network: Network, rules: Rules, intake: Intake, job: Job) -> Followed:
    stretches, rows = [], []
    river = rivers.name_of(network.lines[intake.line])
    for rule in rules.classes:
        up = network.walk(intake.line, intake.at, rule.up_m, True) if rule.up_m else Walk((), 0.0)
        down = network.walk(intake.line, intake.at, rule.down_m, False) if rule.down_m else Walk((), 0.0)
        stretches.append(_along(network, merged([*up.pieces, *down.pieces]), rivers))
        for walk, part in ((up, "up"), (down, "down")):
            if rule.strip_class in rules.wanted:
                rows += [_row(network, piece, rivers, rule.strip_class, part, intake) for piece in walk.pieces]
        intake.told = {"river": river, "up_reached_m": round(up.reached_m, 3),
                       "down_reached_m": round(down.reached_m, 3)}
    last = rules.classes[-1]
    if up.reached_m < last.up_m - SHORT_M or down.reached_m < last.down_m - SHORT_M:
        job.warn("riparian-short", number=intake.number, up_m=f"{up.reached_m:.0f}", down_m=f"{down.reached_m:.0f}",
                 asked_up_m=f"{last.up_m:g}", asked_down_m=f"{last.down_m:g}")
    owner = {"name": intake.name or river, "intake_id": intake.number, "half_width_m": stretches[-1].common_half_m}
    return Followed(owner, stretches, rows)


def _along(network: Network, pieces: Sequence[Piece], rivers: Rivers) -> Along:
    half = np.array([rivers.half_m[network.lines[piece.line].feature] for piece in pieces], dtype=float)
    return Along(network, pieces, half)


def _row(
    network: Network, piece: Piece, rivers: Rivers, strip_class: str, part: str, intake: Intake | None
) -> dict[str, Any]:
    """A row of layer `reaches`, its geometry in degrees."""
    line, known = network.lines[piece.line], rivers.directed
    return {
        "intake_id": intake.number if intake else None, "strip_class": strip_class, "reach_part": part,
        "river": rivers.name_of(line), "feature_id": int(rivers.source.frame.index[line.feature]),
        "length_m": piece.end - piece.start, "flow_from": line.flow_from if known else "",
        "turned": str(int(line.turned)) if known else "", "in_doubt": str(int(line.in_doubt)) if known else "",
        "geometry": network.shape(piece)}


def _tell_directions(rivers: Rivers, lines: Sequence[Line], job: Job) -> None:
    """Which of the lines were turned, and which flow in doubt."""
    for code, some in (("riparian-turned", [line for line in lines if line.turned]),
                       ("riparian-in-doubt", [line for line in lines if line.in_doubt])):
        if some:
            names = sorted({rivers.name_of(line) for line in some})
            job.warn(code, {"rivers": names[:100]}, count=len(some), names=job.listed(names, 5))


def _tell_loops(rivers: Rivers, network: Network, used: set[int], job: Job) -> None:
    """Which of the lines that were followed come back to where they began."""
    loops = network.loops(used)
    if loops:
        names = sorted({rivers.name_of(network.lines[number]) for number in loops})
        job.warn("riparian-loops", {"rivers": names[:100]}, count=len(loops), names=job.listed(names, 5))
