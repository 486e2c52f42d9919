# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking somebody or a laptop out takes as long as a round: it is said meanwhile, and nobody has to stay for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from shiboken6 import isValid

from assist.i18n import _
from ui.context import Surroundings
from ui.widgets.labels import Label


class TakingOut(Label):
    """Shows itself while it is under way, and says ``done`` afterwards.

    What was sent until now is fetched first, so it runs where places are asked: no save and no paper waits for it.
    """

    done = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(_("What was sent until now is fetched; then it is done. You can go on meanwhile."),
                         tone="muted")
        self._s = surroundings
        self.hide()

    def begin(self, act: Callable[[], bool], words: str) -> None:
        """``act`` comes from the leaving service; ``words`` say what is true once nobody else has to agree."""
        self.show()
        self._s.stop_meeting()  # a round under way would only be in front of it
        self._s.meeting.run(act, owner=self._s.hub, then=partial(self._is_out, words), failed=self._failed)

    def _is_out(self, words: str, is_done: bool) -> None:
        self._s.banner.show_good(words if is_done else _("It waits for the agreement of another coordinator."))
        self._s.carry()
        self._end()

    def _failed(self, error: Exception) -> None:
        self._s.trouble(error)
        self._end()

    def _end(self) -> None:
        if isValid(self):
            self.hide()
            self.done.emit()
