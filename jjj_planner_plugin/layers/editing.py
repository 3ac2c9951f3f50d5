"""Editing a plan: its layers start and stop together, and every edit is one undo step over all of them.

QGIS keeps an undo stack for each layer. They are kept in step: each command is begun and ended on every layer (an
empty one stays on the stack), and when one stack moves, the others move to the same index. Transaction groups do not
do this, and lock the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMetaObject, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoStack

from .following import Following
from .one_save import OneSave
from .schema import look
from .structure import Layers


class PlanEditing(QObject):
    """The edit session of one open plan.

    What is edited through `command`, and what the planner edits with QGIS's own tools, is followed by what hangs on
    it (following.py) in the same undo step.
    """

    changed = pyqtSignal()
    """The plan's content is another: an edit, an undo, a redo, or edits discarded."""
    state_changed = pyqtSignal()
    """Editing was switched on or off, or saved."""

    def __init__(self, layers: Layers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layers = layers
        self.before_save: list[Callable[[], bool]] = []
        """Asked by `save` first; one that says False stops it. QGIS's own button asks nobody."""
        self._editable = [layer for table, layer in layers.items() if table not in look()["read_only_tables"]]
        self._others = [layer for layer in layers.values() if layer not in self._editable]
        self._held = False  # whether the others' connections are in update mode
        self._following = Following({table: layer for table, layer in layers.items() if layer in self._editable})
        self._one_save = OneSave()
        self._busy = 0  # above 0: what the stacks tell is our own doing
        self._index = 0
        self._passed: set[int] = set()  # indices between the parts of one step: no place to rest at
        self._known: dict[str, list[int]] = {}  # by layer id, the addresses of the commands on its stack
        self._stop_after = True  # whether the save that is going on ends editing
        self._heard = [connection for layer in self._editable for connection in self._hear(layer)]
        if self.is_editing():
            self._all_start()

    def _hear(self, layer: QgsVectorLayer) -> list[QMetaObject.Connection]:
        return [
            layer.editingStarted.connect(self._all_start),
            layer.undoStack().indexChanged.connect(lambda index: self._stack_moved(layer, index)),
            layer.editCommandEnded.connect(lambda: self._command_ended(layer)),
            layer.beforeCommitChanges.connect(lambda stop: self._before_commit(layer, stop)),
            layer.afterCommitChanges.connect(lambda: self._all_end(layer, commit=True)),
            layer.afterRollBack.connect(lambda: self._all_end(layer, commit=False)),
            layer.editingStopped.connect(self._told_stopped),
        ]

    def close(self) -> None:
        """Let go of the layers; their edits stay as they are."""
        self._hold(False)
        for connection in self._heard:
            QObject.disconnect(connection)
        self._following.close()

    # Start, save, discard

    def is_editing(self) -> bool:
        """Whether any of the plan's layers is being edited."""
        return any(layer.isEditable() for layer in self._editable)

    def is_modified(self) -> bool:
        """Whether there are edits that no file holds."""
        return self._index > 0 and any(layer.isModified() for layer in self._editable)

    def can_edit(self) -> bool:
        """Whether the plan's file can be written to."""
        return all(not layer.readOnly() and layer.supportsEditing() for layer in self._editable)

    def start(self) -> bool:
        """Edit all layers of the plan; False, with none of them editing, when one of them cannot be."""
        if not all(layer.isEditable() for layer in self._editable):
            self._all_start()
        if all(layer.isEditable() for layer in self._editable):
            return True
        self.discard()
        return False

    def save(self, stop: bool = False) -> list[str]:
        """Write all edits; what could not be written, as QGIS says it, and then those edits stay."""
        if not all(asked() for asked in self.before_save):
            return []
        errors: list[str] = []
        with self._quietly():
            for layer in self._editable:
                if not layer.isEditable():
                    continue
                self._one_save.begin(layer)
                if not layer.commitChanges(stop):
                    errors += layer.commitErrors()
            errors += self._one_save.end()
        self._begin_anew()
        return errors

    def discard(self) -> None:
        """Take all edits back and stop editing."""
        with self._quietly():
            for layer in self._editable:
                if layer.isEditable():
                    layer.rollBack()
        self._begin_anew()
        self.changed.emit()

    def _all_start(self) -> None:
        if self._busy:
            return
        with self._quietly():
            for layer in self._editable:
                if not layer.isEditable():
                    layer.startEditing()
        self._begin_anew()

    def _before_commit(self, layer: QgsVectorLayer, stop: bool) -> None:
        self._stop_after = stop
        if not self._busy:  # QGIS's own button: what it begins, the other layers go on with
            self._one_save.begin(layer)
            QTimer.singleShot(0, self._one_save.end)  # a layer that cannot be written tells nobody

    def _all_end(self, first: QgsVectorLayer, commit: bool) -> None:
        """One layer was saved, or its edits discarded, with QGIS's own button: the plan is."""
        if self._busy:
            return
        with self._quietly():
            for layer in self._editable:
                if layer is not first and layer.isEditable():
                    layer.commitChanges(self._stop_after) if commit else layer.rollBack()
            self._one_save.end()
        self._begin_anew()
        self.changed.emit()

    def _told_stopped(self) -> None:
        if not self._busy:
            self.state_changed.emit()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    def _begin_anew(self) -> None:
        """The stacks are empty, or as long as one another."""
        self._hold(self.is_editing())
        with self._quietly():
            self._level()
        self._passed.clear()
        self._following.settle()
        self._remember()
        self.state_changed.emit()

    def _hold(self, editing: bool) -> None:
        """Keep the layers that are not edited readable while the others are.

        QGIS reads a GeoPackage without locks and switches it to WAL when editing starts: from then on such a
        connection fails ("unable to open database file"), and the land would be gone from the map.
        """
        if editing == self._held:
            return
        self._held = editing
        for layer in self._others:
            provider = layer.dataProvider()
            provider.enterUpdateMode() if editing else provider.leaveUpdateMode()

    # One step over all layers

    @contextmanager
    def command(self, text: str) -> Iterator[None]:
        """One undo step over all layers, begun if need be; an exception inside takes everything back.

        Raises PermissionError when the plan cannot be edited.
        """
        if not self.is_editing() and not self.start():
            raise PermissionError(text)
        with self._quietly():
            for layer in self._editable:
                layer.beginEditCommand(text)
            try:
                yield
                self._following.follow()
            except BaseException:
                for layer in self._editable:
                    layer.destroyEditCommand()
                self._following.settle()
                self._remember()
                raise
            for layer in self._editable:
                layer.endEditCommand()
        self._remember()
        self.changed.emit()

    def can_undo(self) -> bool:
        return self._index > 0

    def can_redo(self) -> bool:
        return any(layer.undoStack().canRedo() for layer in self._editable)

    def undo(self) -> None:
        """Take the last step back, on all layers."""
        if self.can_undo():
            self._go_to(self._index - 1)

    def redo(self) -> None:
        """Do the step again that was taken back, on all layers."""
        if self.can_redo():
            self._go_to(self._index + 1)

    # The stacks in step

    def _stack_moved(self, layer: QgsVectorLayer, index: int) -> None:
        if self._busy or not layer.isEditable():
            return
        stack = layer.undoStack()
        if stack.count() == 0:
            return  # it was cleared: a save or a discard, which tells itself
        known = self._known.get(layer.id(), [])
        if index <= len(known) and _addresses(stack)[:index] == known[:index]:
            self._go_to(index)
        else:
            self._native_edit(stack.undoText())

    def _command_ended(self, layer: QgsVectorLayer) -> None:
        """A command of QGIS's own tools is whole; while its stack moved it was still open."""
        if not self._busy and _addresses(layer.undoStack()) != self._known.get(layer.id()):
            self._native_edit(layer.undoStack().undoText())

    def _go_to(self, index: int) -> None:
        """Undo or redo on all layers to `index`, and past the places between the parts of one step."""
        step = -1 if index < self._index else 1
        while index in self._passed:
            index += step
        with self._quietly():
            for layer in self._editable:
                layer.undoStack().setIndex(index)
        self._following.settle()
        self._remember()
        self.changed.emit()

    def _native_edit(self, text: str) -> None:
        """QGIS's own tools changed one layer: the others get empty commands, and what hangs on it follows.

        While a command is open on any layer (the members of a deleted axis go within the axis's own), it waits.
        """
        if any(layer.isEditCommandActive() for layer in self._editable):
            return
        start = self._index
        self._passed = {passed for passed in self._passed if passed <= start}
        with self._quietly():
            end = self._level(text)
            if self._following.waits():
                for layer in self._editable:
                    layer.beginEditCommand(text)
                self._following.follow()
                for layer in self._editable:
                    layer.endEditCommand()
                end += 1
            else:
                self._following.settle()
        self._passed |= set(range(start + 1, end))
        self._remember()
        self.changed.emit()

    def _level(self, text: str = "") -> int:
        """Bring every stack to the index of the furthest; that index."""
        furthest = max((layer.undoStack().index() for layer in self._editable), default=0)
        for layer in self._editable:
            while layer.isEditable() and layer.undoStack().index() < furthest:
                layer.beginEditCommand(text)
                layer.endEditCommand()
        return furthest

    def _remember(self) -> None:
        self._index = max((layer.undoStack().index() for layer in self._editable), default=0)
        self._known = {layer.id(): _addresses(layer.undoStack()) for layer in self._editable}


def _addresses(stack: QUndoStack) -> list[int]:
    """Where the commands are in memory: a new one is never where an old one, still alive, is."""
    return [sip.unwrapinstance(stack.command(number)) for number in range(stack.count())]
