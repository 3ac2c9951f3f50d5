"""Live figures: an engine that stays warm beside the window, asked while the mouse moves, never waited for.

Requests and results are those of engine/live/requests.py.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .. import messages
from ..i18n import language
from . import environment
from .environment import READY
from .warm_engine import WarmEngine

STARTING, LOADING, IDLE, BUSY, GONE = "starting", "loading", "ready", "busy", "gone"
MOST_DEATHS, WITHIN_S = 3, 60.0  # so many ends in so short a time, and it is not started again

Request = dict[str, Any]


class LiveEngine(QObject):
    """One plan's live figures.

    loaded: the baseline, after `load` and again after a restart. answered: a request's number and its result, or
    {"superseded": True} where a newer one took its place. failed: a sentence (no engine, a refused request, too many
    ends). restarted: a sentence; what was loaded and kept is held again. state: starting, loading, ready, busy, gone.

    What is kept is remembered for a restart until the next `load`: load again after the plan was saved. Without a plan
    loaded, requests are not sent and not answered.
    """

    loaded = pyqtSignal(dict)
    answered = pyqtSignal(int, dict)
    failed = pyqtSignal(str)
    restarted = pyqtSignal(str)
    state = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine: WarmEngine | None = None
        self._is_ready = False
        self._state = GONE
        self._number = 0
        self._load: Request | None = None
        self._kept: list[Request] = []  # what makes the kept state out of the loaded one, in its order
        self._asked: dict[int, Request] = {}  # sent and not answered; numbers ascend
        self._silent: set[int] = set()  # of these, sent again after a restart: their answers are known already
        self._waiting: dict[str, Request] = {}  # the newest preview of each stream, while another is on its way
        self._deaths: list[float] = []

    @property
    def current_state(self) -> str:
        """As `state` told it last."""
        return self._state

    @property
    def process_id(self) -> int:
        """Of the engine; 0 while there is none."""
        return self._engine.process_id if self._engine else 0

    def start(self) -> None:
        """Start the engine unless it runs. Returns at once; without an engine `failed` says so."""
        if self._engine:
            return
        status = environment.find_engine()
        if status.kind != READY:
            self._gone(status.reason)
            return
        self._is_ready = False
        self._engine = WarmEngine(status, self)
        self._engine.ready.connect(self._begin)
        self._engine.refused.connect(self._gone)
        self._engine.said.connect(self._hear)
        self._engine.died.connect(self._restart)
        self._tell(STARTING)
        self._engine.start()

    def load(self, params: dict[str, Any]) -> int:
        """Hold a plan (`live_load`); what was held before is forgotten. Starts the engine if need be."""
        self._supersede_all()
        self._kept.clear()
        self._asked.clear()
        self._silent.clear()
        self._load = self._request("live_load", params)
        self.start()
        self._send(self._load)
        return int(self._load["id"])

    def change(self, changes: Sequence[dict[str, Any]], keep: bool = False, stream: str = "edit") -> int:
        """`live_change`; gives the request's number. A preview may be superseded by the next one of its stream."""
        request = self._request("live_change", {"changes": list(changes), "keep": keep})
        if keep:
            self._keep(request)
        else:
            self._ask({**request, "stream": stream})
        return int(request["id"])

    def probe(self, center: Sequence[float], radius_km: float) -> int:
        """`live_probe`, a stream of its own; gives the request's number."""
        request = self._request("live_probe", {"center": [float(v) for v in center], "radius_km": float(radius_km)})
        self._ask({**request, "stream": "probe"})
        return int(request["id"])

    def drop(self, features: Sequence[dict[str, str]] | None = None) -> int:
        """`live_drop`: edits of these features ({"table", "uid"}), or all, were discarded. Gives the number."""
        request = self._request("live_drop", {"features": None if features is None else list(features)})
        self._keep(request)
        return int(request["id"])

    def stop(self) -> None:
        """End the engine and forget everything. Returns at once."""
        self._load = None
        self._kept.clear()
        self._end()
        self._tell(GONE)

    def _request(self, task: str, params: dict[str, Any]) -> Request:
        self._number += 1
        return {"id": self._number, "task": task, "params": params, "language": language()}

    def _keep(self, request: Request) -> None:
        """Send what changes the kept state; a preview that waits was asked about the state before."""
        if self._load is None:
            return
        self._supersede_all()
        self._kept.append(request)
        self._send(request)

    def _ask(self, request: Request) -> None:
        """Send a preview, or let it wait while one is on its way. Without a plan there is nothing to ask about."""
        if self._load is None:
            return
        on_its_way = any("stream" in asked for asked in self._asked.values())
        if self._engine and self._is_ready and not on_its_way:
            self._send(request)
            return
        superseded = self._waiting.pop(request["stream"], None)
        self._waiting[request["stream"]] = request
        if superseded:
            self.answered.emit(superseded["id"], {"superseded": True})

    def _supersede_all(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for request in waiting.values():
            self.answered.emit(request["id"], {"superseded": True})

    def _send(self, request: Request) -> None:
        """Send a request; before the engine is ready that is left to `_begin`."""
        if not (self._engine and self._is_ready):
            return
        self._asked[request["id"]] = request
        self._engine.send(request)
        self._tell(LOADING if request["task"] == "live_load" else BUSY)

    def _begin(self) -> None:
        """The engine is ready: what was loaded and kept comes first, then what waits."""
        self._is_ready = True
        if self._load:
            self._send(self._load)
            for request in list(self._kept):
                self._send(request)
        self._next()

    def _hear(self, message: dict[str, Any]) -> None:
        number = message.get("id")
        if number not in self._asked or not {"result", "error", "superseded"} & set(message):
            return  # progress, or an answer that nobody awaits any more
        request = self._asked.pop(number)
        told = number not in self._silent
        self._silent.discard(number)
        if "error" in message:
            self._refused(request, message["error"])
        elif request is self._load:
            self.loaded.emit(message["result"])
        elif told:
            self.answered.emit(number, message.get("result") or {"superseded": True})
        self._next()

    def _refused(self, request: Request, error: dict[str, Any]) -> None:
        """Nothing was kept of a request that the engine refuses, and a plan that it refuses is not held."""
        if request is self._load:
            self._load = None
            self._supersede_all()
            self._kept.clear()
        self._kept = [kept for kept in self._kept if kept is not request]
        joint = "" if error["message"].endswith("。") else " "
        self.failed.emit(f"{error['message']}{joint}{error.get('hint') or ''}".strip())

    def _next(self) -> None:
        """Send the oldest preview that waits; without any request on its way, the engine is idle."""
        if self._waiting and not any("stream" in asked for asked in self._asked.values()):
            self._send(self._waiting.pop(next(iter(self._waiting))))
        if not self._asked:
            self._tell(IDLE)

    def _restart(self) -> None:
        """The engine ended by itself: start it again, unless it does so all the time."""
        now = time.monotonic()
        self._deaths = [*(death for death in self._deaths if now - death < WITHIN_S), now]
        log = str(self._engine.log.path) if self._engine else ""
        unanswered, self._asked = self._asked, {}
        self._end()
        if len(self._deaths) >= MOST_DEATHS:
            self._gone(messages.live_engine_gone(len(self._deaths), log))
            return
        self._silent |= {kept["id"] for kept in self._kept if kept["id"] not in unanswered}
        for request in unanswered.values():
            if "stream" in request:
                self._waiting.setdefault(request["stream"], request)
        self.start()
        if self._engine:
            self.restarted.emit(messages.live_engine_restarted())

    def _gone(self, sentence: str) -> None:
        self._end()
        self._tell(GONE)
        self.failed.emit(sentence)

    def _end(self) -> None:
        """Let go of the engine; nothing of it is heard any more."""
        engine, self._engine, self._is_ready = self._engine, None, False
        self._asked = {}
        if engine:
            engine.stop()
            engine.deleteLater()

    def _tell(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state.emit(state)
