# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was copied here does not stay in the clipboard (WP-12, UX-20)."""

from __future__ import annotations

import hashlib
import secrets

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.widgets.countdown import Countdown

SECONDS = 30
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardWatch(QObject):
    """Clears what was copied while our window was in front: after 30 seconds, and at lock.

    What somebody copied elsewhere meanwhile is left alone; it is told apart by a mark that only
    this run of the program can make.
    """

    def __init__(self, countdown: Countdown | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = secrets.token_bytes(32)
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._clipboard = QGuiApplication.clipboard()
        self._countdown = countdown or Countdown(SECONDS, parent=self)
        self._countdown.over.connect(self.clear)
        self._clipboard.changed.connect(self._changed)

    def clear(self) -> None:
        """Empty what is still ours."""
        self._countdown.stop()
        ours, self._ours = self._ours, {}
        for mode, mark in ours.items():
            if self._mark(mode) == mark:
                self._clipboard.clear(mode)

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode not in _MODES or not self._clipboard.text(mode):
            self._ours.pop(mode, None)
            return
        if QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive:
            self._ours.pop(mode, None)
            return
        self._ours[mode] = self._mark(mode)
        self._countdown.start()

    def _mark(self, mode: QClipboard.Mode) -> bytes:
        return hashlib.blake2b(self._clipboard.text(mode).encode("utf-8", "replace"), key=self._key).digest()
