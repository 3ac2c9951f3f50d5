"""Live numbers: what the tools do goes to the engine, what it answers to the strip, and nobody waits for anybody."""

from __future__ import annotations

import time
from typing import Any

from qgis.core import QgsDateTimeRange, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..algorithms.exports import Exports
from ..bridge import environment, live
from ..i18n import tr
from ..layers.editing import PlanEditing
from .live_edits import Edits, unsaved_edits, value_of
from .live_layers import chosen_layers
from .live_raster import RasterChoice, raster_choice
from .plan.content import Item
from .plan.header import file_of
from .plan.strip import Strip
from .plan.subject import SUBJECTS

Subject = dict[str, Any]
AFTER_EDITS_MS = 50  # several signals tell of one edit
AFTER_TIME_MS = 700  # a series that plays is read where it stops, not frame by frame


class LiveNumbers(QObject):
    """The live figures of the current plan. Without an engine the tools go on, and the strip says why it is empty.

    The state of the plan lives in its layers: after each edit, undo or redo the engine is told what differs from what
    it was told before.
    """

    told = pyqtSignal(str)
    """A sentence for the message bar: the engine had died and is started again."""
    figures_changed = pyqtSignal()
    """What `subject` tells is another."""

    def __init__(self, strip: Strip, parent: QObject | None = None, canvas: QgsMapCanvas | None = None) -> None:
        super().__init__(parent)
        self._strip, self._canvas = strip, canvas
        self._engine = live.LiveEngine(self)
        self._engine.loaded.connect(self._loaded)
        self._engine.answered.connect(self._answered)
        self._engine.failed.connect(self._say)
        self._engine.restarted.connect(self._restarted)
        self._engine.state.connect(self._tell_state)
        self._editing: PlanEditing | None = None
        self._exports = Exports()
        self._told = Edits({}, frozenset())
        self._subjects: dict[str, Subject] = {}  # by uid, as the kept state has them
        self._said = ""
        self._asked: dict[int, float] = {}  # previews on their way: number → when
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_EDITS_MS)
        self._soon.timeout.connect(self._tell_edits)
        self._raster: RasterChoice | None = None  # as the engine was told
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_TIME_MS)
        self._later.timeout.connect(self._look_at_raster)
        QgsProject.instance().layersAdded.connect(self.raster_may_change)
        QgsProject.instance().layersRemoved.connect(self.raster_may_change)
        QgsProject.instance().layerTreeRoot().visibilityChanged.connect(self.raster_may_change)

    def set_plan(self, editing: PlanEditing | None) -> None:
        """Follow this plan from now on."""
        if self._editing is not None:
            self._editing.changed.disconnect(self._soon.start)
            self._editing.state_changed.disconnect(self._saved)
        self._editing = editing
        self._subjects.clear()
        self.end_preview()
        if editing is None:
            self._engine.stop()
            self._exports.close()
            self._say("")
            self._strip.set_basis("")
            return
        editing.changed.connect(self._soon.start)
        editing.state_changed.connect(self._saved)
        self.load()

    def load(self) -> None:
        """Have the engine read the plan anew, with its unsaved edits and the layers chosen to be counted."""
        status = environment.find_engine()
        if self._editing is None or status.kind != environment.READY:
            self._say(status.reason)
            return
        self._exports.close()
        self._raster = raster_choice(QgsProject.instance(), self._moment())
        self._strip.set_basis(self._raster.basis if self._raster is not None else "")
        self._told = unsaved_edits(self._editing.layers)
        self._engine.load({
            "plan": str(file_of(self._editing)),
            "edited": list(self._told.edited.values()),
            "dropped": [{"table": table, "uid": uid} for table, uid in self._told.deleted],
            **chosen_layers(QgsProject.instance(), self._exports, self._moment()),
        })

    def _moment(self) -> QgsDateTimeRange | None:
        """The time that the map shows; None where it shows none."""
        if self._canvas is None or not self._canvas.mapSettings().isTemporal():
            return None
        return self._canvas.temporalRange()

    def raster_may_change(self, *_: object) -> None:
        """Another time is shown, or there are other layers: see soon whether another raster or band is counted."""
        self._later.start()

    def _look_at_raster(self) -> None:
        if self._editing is not None and raster_choice(QgsProject.instance(), self._moment()) != self._raster:
            self.load()

    def preview(self, changes: list[dict[str, Any]]) -> None:
        """What a tool would do if the mouse were let go here; a newer one takes its place."""
        if changes and self._engine.current_state != live.GONE:
            self._asked[self._engine.change(changes)] = time.monotonic()

    def probe(self, lon: float, lat: float, radius_km: float) -> None:
        """What lies within a circle."""
        if self._engine.current_state != live.GONE:
            self._asked[self._engine.probe((lon, lat), radius_km)] = time.monotonic()

    def forget_previews(self) -> None:
        """What was tried is done: the answers that are on their way are not waited for, the edit's own is."""
        self._asked.clear()

    def end_preview(self) -> None:
        """Nothing is being tried any more."""
        self._asked.clear()
        self._strip.clear_change()

    def subject(self, item: Item) -> Subject | None:
        """The engine's figures of a feature of the plan; None where it has none."""
        found = self._subjects.get(item.uid)
        return None if found is None else {**found, "subject": SUBJECTS[item.table]}

    def close(self) -> None:
        """End the engine; the plugin is being unloaded."""
        project = QgsProject.instance()
        for signal in (project.layersAdded, project.layersRemoved, project.layerTreeRoot().visibilityChanged):
            signal.disconnect(self.raster_may_change)
        self._later.stop()
        self.set_plan(None)

    # What the engine says

    def _loaded(self, baseline: dict[str, Any]) -> None:
        self._keep(baseline["subjects"])
        self._tell_edits()  # what was edited while it read

    def _answered(self, number: int, result: dict[str, Any]) -> None:
        started = self._asked.pop(number, None)
        if result.get("superseded"):
            return
        if result.get("kept"):
            self._keep(result["subjects"])
            if result["subjects"]:
                self._strip.show_answer(result, done=True)
        elif started is not None:
            self._strip.show_answer(result, (time.monotonic() - started) * 1000)

    def _keep(self, subjects: list[Subject]) -> None:
        """What these subjects are from now on."""
        for subject in subjects:
            figures = [{**figure, "before": figure["after"], "after": None}
                       for figure in subject["figures"] if figure.get("after") is not None]
            self._subjects[subject["uid"]] = {**subject, "figures": figures}
        self.figures_changed.emit()

    def _tell_state(self, state: str) -> None:
        words = {live.STARTING: tr("Engine starts…"), live.LOADING: tr("Engine reads the plan…"),
                 live.IDLE: tr("Engine ready"), live.GONE: ""}
        if words.get(state, self._said) != self._said:
            self._say(words[state])

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._strip.set_state(sentence)

    def _restarted(self, sentence: str) -> None:
        """The engine had died. It reads the plan with the edits there are now: the baseline is told anew."""
        self.told.emit(sentence)
        self.load()

    # What the engine is told

    def _tell_edits(self) -> None:
        """What differs from what the engine was told: after an edit, an undo, a redo, or edits discarded."""
        if self._editing is None or self._engine.current_state == live.GONE:
            return
        told, now = self._told, unsaved_edits(self._editing.layers)
        if told == now:
            return
        changes, back = [], []
        for key in told.edited.keys() - now.edited.keys() - now.deleted:
            if set(told.edited[key]["fields"]) == {"zone_id"} and told.edited[key]["wkb"] is None:
                zone_id = value_of(self._editing.layers["units"], key[1], "zone_id")
                changes.append({"kind": "assign", "uids": [key[1]], "zone_id": zone_id})
            else:
                back.append(key)
        back += told.deleted - now.deleted
        changes += [{"kind": "delete", "table": table, "uid": uid} for table, uid in now.deleted - told.deleted]
        changes += [{"kind": "replace", **edit} for key, edit in now.edited.items() if told.edited.get(key) != edit]
        self._told = now
        if back:
            self._engine.drop([{"table": table, "uid": uid} for table, uid in back])
        if changes:
            self._engine.change(changes, keep=True)

    def _saved(self) -> None:
        """The file holds the edits now: what the engine was told is in it."""
        told_something = self._told.edited or self._told.deleted
        if self._editing is not None and told_something and not self._editing.is_modified():
            self.load()
