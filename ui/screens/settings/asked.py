# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Open invitations, and whoever asked with one: six words, *they match* or *they do not match*."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.errors import StoreTrouble
from assist.i18n import _
from assist.places import write_private
from assist.services.inviting import OpenInvitation
from assist.services.joining import read_carried
from assist.services.people import ROLES
from assist.sync.invitations import LARGEST
from ui.context import Surroundings
from ui.dialogs.files import ask_for_file, ask_where_to_save
from ui.screens.settings.tab import row_of
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.word_grid import WordGrid

LOOKS_EVERY_MS = 20_000


class AskedCard(Card):
    """Says ``let_in`` when somebody was. It looks by itself while it can be seen."""

    let_in = Signal()

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(_("Invitations"))
        self._s = surroundings
        self._looking = False
        self._answer: bytes = b""
        self.rows: list[InvitationRow] = []
        self._shown: list[OpenInvitation] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(20)
        self.said = Label("", Role.SMALL, "muted")
        self.said.hide()
        self.bring = QuietButton(_("Open a request"))
        self.bring.clicked.connect(self._ask_request)
        self.keep_answer = QuietButton(_("Save the answer to a file"))
        self.keep_answer.clicked.connect(self._ask_answer)
        self.keep_answer.hide()
        self.body.addLayout(self._column)
        self.body.addWidget(self.said)
        self.body.addLayout(row_of(self.bring, self.keep_answer))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)
        surroundings.hub.met.connect(self._read)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it looks by itself."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it: it rests."""
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        """Show what is open, then look for what newcomers asked meanwhile."""
        self._read()
        self.look()

    def _read(self) -> None:
        """What is known here; a round that was done has looked wherever it came."""
        self._s.write.run(self._s.desk.inviting.open_ones, owner=self, then=self._show, failed=self._s.trouble)

    def look(self) -> None:
        """Ask the relay and the meeting place between two rounds, where places are asked; one look at a time."""
        if self._looking or self._s.hub.under_way is not None or all(row.compared for row in self._shown):
            return
        self._looking = True
        self._s.meeting.run(
            self._s.desk.inviting.look_everywhere, owner=self, then=self._looked, failed=self._not_looked)

    def read(self, file: Path) -> None:
        """Somebody brought a request."""

        def take() -> list[OpenInvitation]:
            self._s.desk.inviting.read_request(read_carried(file, LARGEST))
            return self._s.desk.inviting.open_ones()

        self._s.write.run(take, owner=self, then=self._show, failed=self._s.trouble)

    def _looked(self, count: int) -> None:
        self._looking = False
        if self._answer == b"":
            self._say("")
        if count:
            self._read()

    def _not_looked(self, error: Exception) -> None:
        self._looking = False
        if isinstance(error, StoreTrouble):
            self._say(_("The meeting place could not be asked; a request may also be brought as a file."))
        else:
            self._s.trouble(error)

    # -- deciding ------------------------------------------------------------------------------

    def admit(self, row: OpenInvitation) -> None:
        """The six words were compared by two people."""
        self._s.write.run(
            partial(self._s.desk.inviting.admit, row.ref, row.compared), owner=self, then=partial(self._in, row),
            failed=self._refused)

    def turn_away(self, row: OpenInvitation) -> None:
        """They differ."""
        self._s.write.run(
            partial(self._s.desk.inviting.turn_away, row.ref), owner=self, then=self._turned, failed=self._refused)

    def take_back(self, row: OpenInvitation) -> None:
        """Nobody needs it any more."""
        self._s.write.run(
            partial(self._s.desk.inviting.take_back, row.ref), owner=self, then=lambda _done: self.refresh(),
            failed=self._refused)

    def _in(self, row: OpenInvitation, answer: bytes) -> None:
        self._answer = answer
        self._say(_("{name} is in. The answer goes out with the next sync.").format(name=row.asks))
        self._s.carry()
        self.refresh()
        self.let_in.emit()

    def _turned(self, _nothing: object) -> None:
        self._s.banner.show_good(_("Nobody was let in, and this invitation opens nothing any more."))
        self.refresh()

    def _refused(self, error: Exception) -> None:
        self._s.trouble(error)
        self.refresh()

    # -- files -----------------------------------------------------------------------------

    def _ask_request(self) -> None:
        ask_for_file(self, _("Request"), _("Requests") + " (*.amparo-request);;*", self.read)

    def _ask_answer(self) -> None:
        ask_where_to_save(self, _("Answer"), "{name}.amparo-answer".format(name=_("answer")), self.save)

    def save(self, file: Path) -> None:
        """The answer, to be carried."""
        self._s.write.run(partial(write_private, file, self._answer), owner=self, then=self._saved,
                          failed=self._s.trouble)

    def _saved(self, _nothing: object) -> None:
        self._answer = b""
        self._say("")
        self.refresh()
        self._s.banner.show_good(_("The answer was saved."))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    # -- how it looks ------------------------------------------------------------------------

    def _show(self, found: list[OpenInvitation]) -> None:
        self.keep_answer.setVisible(bool(self._answer))
        self.setVisible(bool(found or self._answer))
        self.bring.setVisible(bool(found))
        if found == self._shown:
            return
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self._shown, self.rows = found, [InvitationRow(each, self) for each in found]
        for row in self.rows:
            self._column.addWidget(row)
        self.look()


class InvitationRow(QWidget):
    """One invitation: for whom and until when, and once somebody asked, the six words and two answers."""

    def __init__(self, row: OpenInvitation, card: AskedCard) -> None:
        super().__init__(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        until = i18n.day(datetime.fromtimestamp(row.until_ms / 1000).astimezone().date().isoformat())
        roles = ", ".join(_(ROLES[role][0]) for role in row.roles if role in ROLES)
        column.addWidget(Label(row.asks or row.name or _("Invitation"), Role.STRONG))
        column.addWidget(Label(" · ".join(part for part in (
            row.laptop, _("another laptop") if row.is_second_laptop else roles,
            _("until {day}").format(day=until)) if part), Role.SMALL, "muted"))
        self.match = self.differ = self.back = None
        if row.compared:
            self._put_words(row, card, column)
            return
        self.back = LinkButton(_("take it back"))
        self.back.setAccessibleDescription(row.name)
        self.back.clicked.connect(partial(card.take_back, row))
        column.addWidget(Label(_("Nobody has asked yet."), tone="muted"))
        column.addWidget(self.back)

    def _put_words(self, row: OpenInvitation, card: AskedCard, column: QVBoxLayout) -> None:
        self.words = WordGrid(row.compared)
        self.match, self.differ = PrimaryButton(_("They match")), QuietButton(_("They do not match"))
        for button, act in ((self.match, card.admit), (self.differ, card.turn_away)):
            button.setAccessibleDescription(row.asks)
            button.clicked.connect(partial(act, row))
        column.addWidget(Label(_("Have these six words read out to you, by voice, from the other screen.")))
        column.addWidget(self.words)
        column.addLayout(row_of(self.match, self.differ))
