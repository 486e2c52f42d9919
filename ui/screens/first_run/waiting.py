# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting to be let in: six words to compare, and the answer, which comes by itself or in a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assist.i18n import _
from assist.places import write_private
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.files import ask_for_file, ask_where_to_save
from ui.errors import said
from ui.screens.first_run.coming import Looked, Waits, come_in, look
from ui.screens.first_run.founding import Ground, Opened
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label, Title
from ui.widgets.word_grid import WordGrid

LOOKS_EVERY_MS = 15_000


class WaitingPage(EntrancePage):
    """Says ``opened`` once she is let in, ``later`` when she does not want to wait here."""

    opened = Signal(object)
    later = Signal()

    def __init__(self, ground: Ground, waits: Waits) -> None:
        super().__init__(wide=560)
        self.languages.hide()
        self._ground, self._waits = ground, waits
        self._looking = self._is_over = False
        self.words = WordGrid(waits.profile.compared)
        self.state = Label("", Role.SMALL, "muted")
        self.answer = PrimaryButton(_("Open the answer"))
        self.answer.clicked.connect(self._ask_answer)
        self.request = QuietButton(_("Save my request to a file"))
        self.request.clicked.connect(self._ask_request)
        self.away = LinkButton(_("Wait another time"))
        self.away.clicked.connect(self._go_away)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._build()

    def title(self) -> str:
        """What this page is about."""
        return _("Waiting to be let in")

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it looks by itself."""
        if not event.spontaneous():
            self.answer.setFocus()
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Ask the relay and the meeting place, in a lane where nobody else waits; one look at a time."""
        if self._looking or self._is_over:
            return
        self._looking = True
        self._ground.meeting.run(partial(look, self._waits), owner=self, then=self._looked, failed=self._not_looked)

    def _looked(self, found: Looked) -> None:
        self._looking = False
        if found.answer is not None:
            self._take(found.answer)
        elif found.trouble is not None:
            self.state.setText(said(found.trouble)[0] + " " + _(
                "Save the request to a file and carry it, or wait: it is tried again by itself."))
        elif self._waits.profile.meeting is None:
            self.state.setText(_("Save the request to a file and bring it to whoever invited you."))
        else:
            self.state.setText(_("Your request lies where your colleagues meet. The answer comes by itself."))

    def _not_looked(self, error: Exception) -> None:
        self._looking = False
        self._timer.stop()
        self.banner.show_trouble(*said(error))

    # -- by file ---------------------------------------------------------------------------

    def _ask_answer(self) -> None:
        ask_for_file(self, _("Answer"), _("Answers") + " (*.amparo-answer);;*", self.read)

    def read(self, file: Path) -> None:
        """The answer was brought."""
        self._ground.lane.run(
            partial(self._waits.door.read_answer, file), owner=self, then=self._take, failed=self._failed)

    def _ask_request(self) -> None:
        ask_where_to_save(self, _("Request"), "{name}.amparo-request".format(name=_("request")), self.save)

    def save(self, file: Path) -> None:
        """The request, to be carried."""
        self._ground.lane.run(
            partial(write_private, file, self._waits.profile.request), owner=self, then=self._saved,
            failed=self._failed)

    def _saved(self, _nothing: object) -> None:
        self.banner.show_good(_("The request was saved. Bring it to whoever invited you."))

    # -- let in -----------------------------------------------------------------------------

    def _take(self, answer: bytes) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._wait(_("Opening …"))
        self._ground.lane.run(partial(come_in, self._waits, answer), owner=self, then=self._opened, failed=self._failed)

    def _opened(self, opened: Opened) -> None:
        self._timer.stop()
        self.opened.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._is_over = False
        self._wait("")
        self.banner.show_trouble(*said(error))

    def _go_away(self) -> None:
        self._is_over = True
        self._timer.stop()
        self._waits.door.leave()
        self.later.emit()

    def _wait(self, words: str) -> None:
        for button in (self.answer, self.request, self.away):
            button.setEnabled(not words)
        self.answer.set_text(words or _("Open the answer"))

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(Label(
            _("Read these six words to whoever invited you, by voice. The same six must stand on that screen. "
              "If they differ, somebody is between you: let it be, and ask for another invitation.")))
        card.body.addWidget(self.words)
        card.body.addWidget(self.state)
        acts = QWidget()
        row = FlowLayout(acts, spacing=4)
        for button in (self.answer, self.request, self.away):
            row.addWidget(button)
        self.body.addWidget(Title(_("Waiting to be let in")))
        self.body.addWidget(Label(_("You have asked to join: {name}").format(
            name=self._waits.profile.organisation), tone="muted"))
        self.body.addWidget(card)
        self.body.addWidget(acts)
