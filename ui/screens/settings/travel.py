# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Journeys: leaving the keys of protected work behind, and having them given back by a colleague."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from assist import i18n
from assist.errors import BadInput, WrongPassphrase
from assist.i18n import _
from assist.places import write_private
from assist.policy import may
from assist.services.joining import read_carried
from assist.services.travelling import GIVE, Asked, TravelState
from ui.context import Surroundings
from ui.dialogs.confirm import Confirm
from ui.dialogs.files import ask_for_file, ask_where_to_save
from ui.dialogs.paper_words import PaperWords
from ui.dialogs.passphrase_field import PassphraseField
from ui.screens.settings.tab import Tab, choice_of, row_of
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label

_LARGEST = 1 << 20
_FILES = "Amparo (*.amparo)"


class TravelTab(Tab):
    """At home: leave. Away: ask, and take. For whoever may: give a colleague hers."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._state: TravelState | None = None
        self._papers: list[str] = []
        self.stands, self.unsent, self.said = Label(""), Label("", tone="ochre"), Label("", Role.SMALL, "ochre")
        self.passphrase = PassphraseField(_("Passphrase"))
        self.go = PrimaryButton(_("I am travelling"), icon="lock")
        self.go.clicked.connect(self._ask_to_leave)
        self.ask = PrimaryButton(_("Ask for the keys"))
        self.ask.clicked.connect(lambda: ask_where_to_save(
            self, _("Ask for the keys"), "request.amparo", self._save_request))
        self.answer = QuietButton(_("Open the answer"))
        self.answer.clicked.connect(lambda: ask_for_file(self, _("Open the answer"), _FILES, self._take))
        self.by_kit = LinkButton(_("with papers of the recovery kit"))
        self.by_kit.clicked.connect(self._show_paper)
        self.paper = PaperWords()
        self.paper.filled.connect(self._take_paper)
        self.give = QuietButton(_("Open a colleague's request"))
        self.give.clicked.connect(lambda: ask_for_file(
            self, _("Open a colleague's request"), _FILES, self._read_request))
        self._lay()

    def refresh(self) -> None:
        """As it is now."""
        self._s.write.run(self._s.desk.travelling.state, owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> None:
        """Nothing typed stays."""
        self.passphrase.forget()
        self.paper.forget()
        self._papers = []
        self.said.hide()

    # -- leaving ------------------------------------------------------------------------

    def _ask_to_leave(self) -> None:
        state, typed = self._state, self.passphrase.text()
        if state is None or not typed:
            self.passphrase.setFocus()
            return
        words = _("From then on nobody can open protected work on this laptop, whatever you are made to say. A "
                  "colleague gives the keys back once you are home. Backups on sticks still open with your passphrase: "
                  "leave them here.")
        if state.unsent:
            words += "\n\n" + self._unsent_words(state)
        sheet = Confirm(_("I am travelling"), words, _("Leave the keys here"), self)
        sheet.agreed.connect(lambda: self._leave_keys(typed, even_unsent=state.unsent > 0))

    def _leave_keys(self, typed: str, *, even_unsent: bool) -> None:
        self._in_both(lambda: self._s.desk.travelling.leave(typed, even_unsent=even_unsent), self._left)

    def _left(self) -> None:
        self.leave()
        self._s.hub.vault.emit(False)
        self._s.banner.show_good(
            _("The keys of protected work are not on this laptop any more. Ordinary work goes on."))
        self.refresh()

    # -- coming home --------------------------------------------------------------------

    def _save_request(self, file: Path) -> None:
        self._s.write.run(
            lambda: write_private(file, self._s.desk.travelling.request()), owner=self,
            then=lambda _done: self._s.banner.show_good(_("Bring this file to one of them: {names}").format(
                names=", ".join(self._state.givers if self._state else ()))),
            failed=self._s.trouble)

    def _take(self, file: Path) -> None:
        typed = self.passphrase.text()
        if typed:
            self._in_both(lambda: self._s.desk.travelling.take(typed, read_carried(file, _LARGEST)), self._taken)
        else:
            self._wants_passphrase()

    def _show_paper(self) -> None:
        if self.passphrase.text():
            self.paper.show()
            self.paper.line.setFocus()
        else:
            self._wants_passphrase()

    def _take_paper(self) -> None:
        self._papers.append(self.paper.text)
        self.paper.forget()
        typed, papers = self.passphrase.text(), tuple(self._papers)
        self._in_both(lambda: self._s.desk.travelling.take_by_kit(typed, papers), self._taken)

    def _taken(self) -> None:
        self.leave()
        self._s.hub.vault.emit(True)
        self._s.banner.show_good(_("Protected work opens with your passphrase again."))
        self.refresh()

    def _wants_passphrase(self) -> None:
        self.said.setText(_("First your passphrase, above."))
        self.said.show()
        self.passphrase.setFocus()

    # -- giving -------------------------------------------------------------------------

    def _read_request(self, file: Path) -> None:
        def read() -> tuple[Asked, bytes]:
            content = read_carried(file, _LARGEST)
            return self._s.desk.travelling.asked(content), content

        self._s.write.run(read, owner=self, then=self._ask_to_give, failed=self._s.trouble)

    def _ask_to_give(self, asked: tuple[Asked, bytes]) -> None:
        who, content = asked
        words = _("Is {name} home again, did she ask you herself, and does nobody make her ask?").format(name=who.name)
        sheet = Confirm(_("Give the keys back"), words, _("Yes: give them back"), self)
        sheet.agreed.connect(lambda: self._s.ask_passphrase(
            _("Protected work opens with your passphrase."), lambda: self._where_to(content), opens_vault=True))

    def _where_to(self, content: bytes) -> None:
        ask_where_to_save(self, _("Give the keys back"), "answer.amparo", lambda file: self._s.write.run(
            lambda: write_private(file, self._s.desk.travelling.give(content)), owner=self,
            then=lambda _done: self._s.banner.show_good(_("Bring the answer to her; it opens on her laptop alone.")),
            failed=self._s.trouble))

    # -- parts --------------------------------------------------------------------------

    def _in_both(self, act: Callable[[], object], then: Callable[[], object]) -> None:
        self._busy(busy=True)

        def done(_nothing: object) -> None:
            self._busy(busy=False)
            then()

        with_both(self._s.write, self._s.read, act, owner=self, then=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        if isinstance(error, WrongPassphrase):
            self.passphrase.forget()
            self.said.setText(_("The passphrase does not match. Nothing was changed."))
            self.said.show()
            self.passphrase.setFocus()
        elif isinstance(error, BadInput) and error.code == "share.too_few":
            self.said.setText(_("{count} of {needed} papers are here. Now the next holder.").format(
                count=error.details["count"], needed=error.details["wanted"]))
            self.said.show()
        else:
            self._papers = []
            self._s.trouble(error)
            self.refresh()

    def _busy(self, *, busy: bool) -> None:
        for button in (self.go, self.ask, self.answer, self.by_kit):
            button.setEnabled(not busy)

    def _unsent_words(self, state: TravelState) -> str:
        return _("Protected changes that no colleague has yet: {count}. If this laptop is lost on the way, they are "
                 "lost.").format(count=state.unsent)

    def _show(self, state: TravelState) -> None:
        self._state = state
        can_return = bool(state.givers) or state.by_kit
        if state.away:
            since = i18n.day(state.since, today=self._s.desk.clock.today())
            self.stands.setText(_("Since {date} the keys of protected work are not on this laptop.").format(date=since))
        else:
            self.stands.setText(_("The keys of protected work are on this laptop."))
        names = ", ".join((*state.givers, *((_("the recovery kit"),) if state.by_kit else ())))
        self.back.setText(_("They can be given back by: {names}").format(names=names) if can_return
                          else _("Nobody could give them back yet: a custodian, a coordinator or a kit is needed."))
        self.unsent.setText(self._unsent_words(state) if state.unsent else "")
        self.unsent.setVisible(bool(state.unsent))
        self.go.setVisible(not state.away)
        self.go.setEnabled(can_return)
        for part in (self.ask, self.answer):
            part.setVisible(state.away)
        self.by_kit.setVisible(state.away and state.by_kit)
        self.paper.setVisible(self.paper.isVisible() and state.away)

    def _lay(self) -> None:
        card = Card(_("Journeys"))
        card.body.addWidget(Label(_(
            "Before a border, a court or any way on which somebody could make you open the laptop: leave the keys of "
            "protected work behind. Ordinary work goes on."), tone="muted"))
        self.back = Label("", tone="muted")
        for part in (self.stands, self.back, self.unsent, choice_of(_("Passphrase"), self.passphrase), self.said):
            card.body.addWidget(part)
        card.body.addLayout(row_of(self.go, self.ask, self.answer))
        card.body.addWidget(self.by_kit, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.paper)
        self.column.addWidget(card)
        if may(self._s.desk.me.roles, GIVE).ok:
            colleague = Card(_("A colleague is back"))
            colleague.body.addWidget(Label(
                _("You hold half of what opens her protected work; the other half is on her laptop."), tone="muted"))
            colleague.body.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(colleague)
        else:
            self.give.setParent(None)
        for part in (self.said, self.paper, self.by_kit, self.ask, self.answer):
            part.hide()
