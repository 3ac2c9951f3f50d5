"""Task `sensitivity`: an earlier result made again at changed distances or thresholds, and which rows change order.

Nothing here knows a task: which of its numbers may vary, and which of its tables can be put in order, stands
with it in tasks.py (`scalable`, `rankings`).
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio

from . import outputs, recipes, tasks
from .messages import EngineError, note
from .parameters import Ranking
from .protocol import Job
from .sources import split_reference
from .tasks import TASKS

BUNDLED = "bundled"  # stands for a layer of ours where a parameter takes it
DIGITS = 6  # of a value that count for its rank: below is rounding, not order


class Run(Job):
    """The job of one of several runs: its progress is a share of the whole one's, what it warns of is told once."""

    def __init__(self, whole: Job, begin: float, share: float) -> None:
        super().__init__({"id": whole.id, "language": whole.language})
        self._whole, self._begin, self._share = whole, begin, share

    def progress(self, fraction: float, code: str, **facts: Any) -> None:
        """As a share of the whole job."""
        self._whole.progress(self._begin + self._share * fraction, code, **facts)

    def warn(self, code: str, detail: dict[str, Any] | None = None, **facts: Any) -> None:
        """Unless another run has said the same."""
        if note(code, self.language, **facts) not in [told["warning"] for told in self._whole.warnings]:
            self._whole.warn(code, detail, **facts)


def sensitivity(recipe: str, parameter: str | None, factors: list[float], output: str, job: Job) -> dict[str, Any]:
    """Table `sensitivity`: a row for each row of the result, with its value, change and rank at each factor.

    After what tells a row from others come, for each factor in percent, the value (`area_m2_90`), its change from
    100 % (`change_pct_90`) and its rank from the greatest down (`rank_90`), and at last `order_changed` (0, 1). They
    are empty where the result has no such row. Raises EngineError bad-recipe, nothing-to-vary, not-to-vary,
    several-to-vary, bad-factors, recipe-input-gone, and what the task itself raises.
    """
    wanted = _checked_factors(factors)
    name, params = _read_recipe(recipe)
    varied = _varied(name, params, parameter)
    files = [recipe, *_input_files(name, params)]
    target = outputs.check_target(output, (".csv", ".gpkg"), files, ("sensitivity",))
    tables: dict[float, pd.DataFrame] = {}
    rankings: list[Ranking] = []
    inputs: list[dict[str, Any]] = []
    for number, factor in enumerate(wanted):
        run = Run(job, 0.95 * number / len(wanted), 0.95 / len(wanted))
        run.progress(0, "varying", factor=f"{factor:g}")
        with _scratch(target) as scratch:
            changed = {**params, varied: _times(params[varied], factor), **_outputs(name, params, scratch)}
            result = tasks.perform({"task": name, "params": changed}, run)
            ranking, tables[factor] = _rows(name, Path(result["output"]))
        rankings.append(ranking)
        inputs = result["inputs"]
    table = compared(tables, rankings[0])
    job.progress(0.97, "writing", what=target.name)
    with outputs.whole_file(target) as part:
        outputs.write_table(table, part, target, "sensitivity")
    mine = {"recipe": recipe, "parameter": varied, "factors": wanted, "output": str(target)}
    told = {"inputs": inputs, "of": {"task": name, "params": params}}
    kept = recipes.recipe("sensitivity", mine, [], None) | told
    return {"output": str(target), "rows": len(table), "parameter": varied, "of": name, "factors": wanted,
            "changed_rows": int(table["order_changed"].sum()),
            "recipe": outputs.write_recipe(target, kept), "inputs": inputs}


def percent(factor: float) -> str:
    """A factor as part of a field's name: 90, 92_5."""
    return f"{100 * factor:.6g}".replace(".", "_")


def _checked_factors(factors: list[float]) -> list[float]:
    """Ascending, 1 among them, each once."""
    if not all(math.isfinite(factor) and factor > 0 for factor in factors):
        raise EngineError("bad-factors", found=_listed(factors))
    wanted = sorted({float(f"{factor:.6g}") for factor in [*factors, 1.0]})
    if len(wanted) < 2:
        raise EngineError("bad-factors", found=_listed(factors))
    return wanted


def _listed(factors: list[float]) -> str:
    return ", ".join(f"{factor:g}" for factor in factors)


def _read_recipe(path: str) -> tuple[str, dict[str, Any]]:
    """The recipe's task and its parameters, those that it does not name at their defaults."""
    try:
        made = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        name, params = made["task"], made["params"]
        if not isinstance(name, str) or not isinstance(params, dict):
            raise ValueError("task, params")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError("bad-recipe", path=path, reason=str(error)) from error
    return name, tasks.checked(name, params)


def _varied(name: str, params: dict[str, Any], wanted: str | None) -> str:
    """The parameter to vary."""
    able = [p.name for p in TASKS[name].parameters if p.scalable and _times(params[p.name], 2) != params[p.name]]
    if not able or not TASKS[name].rankings:
        known = "; ".join(f"{task} ({', '.join(p.name for p in known.parameters if p.scalable)})"
                          for task, known in TASKS.items() if any(p.scalable for p in known.parameters))
        raise EngineError("nothing-to-vary", task=name, known=known)
    if wanted is None and len(able) > 1:
        raise EngineError("several-to-vary", task=name, known=", ".join(able))
    if wanted is not None and wanted not in able:
        raise EngineError("not-to-vary", task=name, name=wanted, known=", ".join(able))
    return wanted or able[0]


def _input_files(name: str, params: dict[str, Any]) -> list[str]:
    """The files that the recipe reads. Raises recipe-input-gone."""
    references: list[str] = []
    for parameter in TASKS[name].parameters:
        value = params[parameter.name]
        if parameter.type == "layer" and value is not None:
            references.append(value)
        elif parameter.type == "layers":
            references += value or []
    files = [split_reference(reference)[0] for reference in references if reference != BUNDLED]
    for file in files:
        if not Path(file).exists():
            raise EngineError("recipe-input-gone", path=file)
    return files


def _times(value: Any, factor: float) -> Any:
    """A number, or each number of a list or an object, times the factor."""
    if isinstance(value, dict):
        return {key: _times(item, factor) for key, item in value.items()}
    if isinstance(value, list):
        return [_times(item, factor) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(f"{value * factor:.12g}")
    return value


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """Give the beginning of the names of a run's files, which are gone after the block.

    They lie beside `target`, where results may be, and are called as what a cancelled engine leaves: so QGIS's
    side removes them too.
    """
    beginning = target.with_name(f".{target.name}.jjj-part{os.getpid()}-run-")
    try:
        yield beginning
    finally:
        for file in target.parent.iterdir():
            if file.name.startswith(beginning.name):
                file.unlink()


def _outputs(name: str, params: dict[str, Any], beginning: Path) -> dict[str, str | None]:
    """The task's outputs: those it must have, in the recipe's own format, and none that may be left out."""
    places: dict[str, str | None] = {}
    for parameter in TASKS[name].parameters:
        if parameter.type == "output" and parameter.default is None:
            places[parameter.name] = None
        elif parameter.type == "output":
            places[parameter.name] = f"{beginning}{parameter.name}{Path(str(params[parameter.name])).suffix}"
    return places


def _rows(name: str, output: Path) -> tuple[Ranking, pd.DataFrame]:
    """The first table of the output that can be put in order."""
    rankings = TASKS[name].rankings
    if output.suffix.lower() == ".csv":
        keys = {column: str for ranking in rankings for column in (*ranking.within, *ranking.keys)}
        frame = pd.read_csv(output, encoding="utf-8-sig", dtype=keys)
        return next(r for r in rankings if {*r.within, *r.keys, r.value} <= set(frame)), frame
    held = [str(layer) for layer in pyogrio.list_layers(output)[:, 0]]
    ranking = next(r for r in rankings if r.table in held)
    frame = pyogrio.read_dataframe(output, layer=ranking.table, read_geometry=False)
    for column in frame.select_dtypes("float"):
        if column in (*ranking.within, *ranking.keys) and (frame[column].dropna() % 1 == 0).all():
            frame[column] = frame[column].astype("Int64")  # whole numbers, of which some are null
    return ranking, frame


def compared(tables: dict[float, pd.DataFrame], ranking: Ranking) -> pd.DataFrame:
    """The rows of all tables, by factor, side by side; 1 must be among the factors."""
    keys = [*ranking.within, *ranking.keys]
    rows = _named(tables, keys)
    for factor, frame in tables.items():
        value = frame.groupby(keys, dropna=False, as_index=False)[ranking.value].sum(min_count=1)
        rows = rows.merge(value.rename(columns={ranking.value: f"{ranking.value}_{percent(factor)}"}),
                          on=keys, how="left")
    base = rows[f"{ranking.value}_{percent(1)}"]
    ranks = {}
    for factor in tables:
        here = rows[f"{ranking.value}_{percent(factor)}"]
        if factor != 1:
            rows[f"change_pct_{percent(factor)}"] = ((here / base.where(base != 0) - 1) * 100).round(6)
        ranks[f"rank_{percent(factor)}"] = _ranked(rows, here, ranking)
    rows = rows.assign(**ranks)
    first = rows[f"rank_{percent(1)}"]
    same = [rows[name].eq(first).fillna(False).astype(bool) for name in ranks]
    rows["order_changed"] = (~np.logical_and.reduce(same)).astype("int64")
    return rows.sort_values([*ranking.within, f"rank_{percent(1)}", *ranking.keys], ignore_index=True)


def _named(tables: dict[float, pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Every row that occurs, once: its keys and the texts that tell it from others, of factor 1 where it is there."""
    ordered = [tables[factor] for factor in sorted(tables, key=lambda factor: factor != 1)]
    texts = [name for name in ordered[0] if name not in keys
             and pd.api.types.is_string_dtype(ordered[0][name]) and ordered[0][name].nunique() > 1]
    rows = pd.concat([frame[[*keys, *(t for t in texts if t in frame)]] for frame in ordered], ignore_index=True)
    return rows.drop_duplicates(keys, ignore_index=True)


def _ranked(rows: pd.DataFrame, values: pd.Series[float], ranking: Ranking) -> pd.Series[int]:
    """Ranks from the greatest down, equals alike, among the rows that share `within`."""
    rounded = values.map(lambda value: float(f"{value:.{DIGITS}g}"), na_action="ignore").astype(float)
    groups = rounded.groupby([rows[name] for name in ranking.within], dropna=False) if ranking.within else rounded
    return groups.rank(method="min", ascending=False).astype("Int64")
