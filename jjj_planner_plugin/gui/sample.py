"""The planner's own copy of the bundled sample plan: gone on with, or begun afresh."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from .. import messages
from ..bridge.process import data_folder
from ..i18n import tr
from ..layers.plan_file import plan_layers
from ..layers.presence import RECORDS, content, is_locked, opened_by
from ..paths import resource, version
from .running import free_path


def own_sample(window: QWidget | None) -> Path | None:
    """The copy that is to be opened, made where it is missing; the bundled file is never written.

    Where the planner has edited it, asks whether to go on with it; None: with neither. A fresh one leaves the edited
    one beside it, as `NAME_2`. Raises OSError where it cannot be made.
    """
    copy = data_folder() / "sample" / f"jjj_sample_{version()}.gpkg"
    bundled = resource("data/sample_plan.gpkg")
    if copy.exists() and not plan_layers(QgsProject.instance(), copy) and _is_edited(copy, bundled):
        goes_on = _asked(copy, window)
        if goes_on is None:
            return None
        if not goes_on and (opened_by(copy) or is_locked(copy)):
            raise OSError(messages.plan_held())
        if not goes_on:
            copy.rename(free_path(copy))
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_suffix(".part")
        shutil.copyfile(bundled, part)
        part.replace(copy)
    return copy


def _is_edited(copy: Path, bundled: Path) -> bool:
    """Whether anything but the record of runs is another."""
    own, first = content(copy), content(bundled)
    return any(own.get(table) != first.get(table) for table in {*own, *first} - {*RECORDS})


def _asked(copy: Path, window: QWidget | None) -> bool | None:
    """Whether to go on with the edited copy; None where the question was closed."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Open the sample"), messages.sample_is_edited(str(copy)),
                      QMessageBox.StandardButton.Cancel, window)
    goes_on = box.addButton(tr("Go on with my copy"), QMessageBox.ButtonRole.AcceptRole)
    fresh = box.addButton(tr("Begin with a fresh one"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(goes_on)
    box.exec()
    return {goes_on: True, fresh: False}.get(box.clickedButton())
