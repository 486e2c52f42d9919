# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way out: drafts kept, lanes stopped, databases closed, the workspace given back; the same for lock and close."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from assist.errors import AssistError
from ui.tasks import Lane, with_both

if TYPE_CHECKING:
    from assist.desk import Desk

PATIENCE_MS = 2500
"""A save under way gets this long; then it is interrupted, which loses that save and nothing before it."""
_HURRIES = 3
"""Then the program goes without a word to the databases, which survive that as they survive a power cut."""


class Claimed(Protocol):
    """Whoever holds the right to the workspace."""

    def leave(self) -> None:
        """Let others have it."""
        ...


class Leaving(QObject):
    """Takes one profile down, behind a cover that is already there; ``done`` is called at the end, always."""

    def __init__(
        self, desk: Desk, door: Claimed, lanes: tuple[Lane, Lane, Lane], done: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._door, self._done = desk, door, done
        self._write, self._read, self._paper = lanes
        self._begun = self._closing = self._closed = False
        self._hurries = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._hurry)

    def begin(self, leave_page: Callable[[], object]) -> None:
        """Nothing new is read; drafts go to the end of the writer's queue; closing waits for them."""
        if self._begun:
            return
        self._begun = True
        self._read.cancel_waiting()
        self._paper.stop()
        with suppress(Exception):  # a screen that cannot keep its draft must not keep the laptop open
            leave_page()
        self._timer.start()
        self._write.run(lambda: None, owner=self, then=self._drained, failed=self._drained)

    def _hurry(self) -> None:
        """Something long is running: stop it; what waits behind it still gets its turn."""
        self._hurries += 1
        if self._hurries > _HURRIES:
            self._finished(None)
            return
        if not self._closing:
            self._desk.interrupt()
        self._timer.start()

    def _drained(self, _nothing: object) -> None:
        self._closing = True
        self._desk.interrupt()
        with_both(self._write, self._read, self._close, owner=self, then=self._finished, failed=self._finished)

    def _close(self) -> None:
        with suppress(AssistError):
            self._desk.close()

    def _finished(self, _nothing: object) -> None:
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        for lane in (self._read, self._write):
            lane.stop()
        self._door.leave()
        self._done()
