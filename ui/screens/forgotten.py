# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody forgot her passphrase: the holders of enough papers come to her laptop, and she chooses another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.i18n import _
from assist.services.ceremony import Ceremony, Found, check
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.paper_words import PaperWords
from ui.dialogs.passphrase_words import OwnWords, SixWords, TypeBack
from ui.errors import said
from ui.tasks import Lane
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label, Title

_PAPERS, _WHOSE, _SHOWN, _TYPED, _OWN = "papers", "whose", "shown", "typed", "own"


@dataclass(frozen=True)
class Ground:
    """How the ceremony of this laptop is begun, and in which lanes it is done and passphrases are judged."""

    begin: Callable[[], Ceremony]
    lane: Lane
    paper: Lane


class ForgottenScreen(EntrancePage):
    """Papers one after the other, then another passphrase. Says ``done`` with the name, ``left`` when nothing was done.
    """

    done = Signal(str)
    left = Signal()
    is_door = True

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(520, parent)
        self._ground = ground
        self._ceremony: Ceremony | None = None
        self._papers: list[str] = []
        self._found: list[Found] = []
        self.chosen: Found | None = None
        self.step = _PAPERS
        self.lead = Label("", tone="muted")
        self.said = Label("", Role.SMALL, "ochre")
        self.paper = PaperWords()
        self.paper.filled.connect(self._filled)
        self.whose = ChoiceButtons([])
        self.words, self.type_back = SixWords(i18n.language()), TypeBack()
        self.type_back.entered.connect(self.go_on)
        self.own: OwnWords | None = None
        self.on = PrimaryButton(_("Go on"))
        self.on.clicked.connect(self.go_on)
        self.other_way = LinkButton()
        self.other_way.clicked.connect(lambda: self._show(_SHOWN if self.step == _OWN else _OWN))
        self.back = LinkButton(_("Back"))
        self.back.clicked.connect(self._leave)
        self._build()
        self._show(_PAPERS)

    def title(self) -> str:
        """Neutral."""
        return _("Sign in")

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where the first word goes."""
        if not event.spontaneous():
            self._focus()

    # -- papers -------------------------------------------------------------------------

    def _filled(self) -> None:
        self.on.setEnabled(True)
        self.on.setFocus()

    def go_on(self) -> None:
        """The next step, if this one is finished."""
        if self.step == _PAPERS and self.paper.text:
            self._take_paper()
        elif self.step == _WHOSE and self.whose.picked():
            self._choose(self._found[int(self.whose.picked()[0])])
        elif self.step == _SHOWN:
            self._show(_TYPED)
        elif self.step == _TYPED and self.type_back.fits(self.words):
            self._renew(self.words.passphrase)
        elif self.step == _OWN and self.own is not None and self.own.passphrase:
            self._renew(self.own.passphrase)

    def _take_paper(self) -> None:
        self._papers.append(self.paper.text)
        self.paper.forget()
        if len(self._papers) < check(self._papers[0]).needed:
            self._show(_PAPERS)
            return
        self._wait(_("Opening …"))
        self._ground.lane.run(self._open, owner=self, then=self._opened, failed=self._refused)

    def _open(self) -> list[Found]:
        self._ceremony = self._ground.begin()
        return self._ceremony.open(self._papers)

    def _refused(self, error: Exception) -> None:
        """Everything that was typed is asked for again: nothing was changed."""
        self._papers = []
        self.banner.show_trouble(*said(error))
        self._show(_PAPERS)

    def _opened(self, found: list[Found]) -> None:
        self.banner.hide_now()
        self._papers, self._found = [], found
        if len(found) == 1:
            self._choose(found[0])
            return
        fresh = ChoiceButtons([(str(at), each.name) for at, each in enumerate(found)])
        self._card.body.replaceWidget(self.whose, fresh)
        self.whose.deleteLater()
        self.whose = fresh
        self._show(_WHOSE)

    # -- the other passphrase --------------------------------------------------------------

    def _choose(self, found: Found) -> None:
        self.chosen = found
        self.own = OwnWords(self._ground.paper, found.around)
        self._card.body.insertWidget(self._card.body.indexOf(self.said), self.own)
        self._show(_SHOWN)

    def _renew(self, passphrase: str) -> None:
        ceremony, found = self._ceremony, self.chosen
        if ceremony is None or found is None:
            return
        self._wait(_("Opening …"))
        self._ground.lane.run(
            lambda: ceremony.renew(found, passphrase), owner=self, then=lambda _done: self.done.emit(found.name),
            failed=self._not_renewed)

    def _not_renewed(self, error: Exception) -> None:
        self.banner.show_trouble(*said(error))
        self._show(_OWN if self.step == _OWN else _SHOWN)

    def _leave(self) -> None:
        self.paper.forget()
        self._papers, self._found, self.chosen = [], [], None
        self.left.emit()

    # -- showing ------------------------------------------------------------------------

    def _show(self, step: str) -> None:
        self.step = step
        self.heading.setText(_("Another passphrase") if step in (_SHOWN, _TYPED, _OWN) else _("Papers of the kit"))
        self.lead.setText({
            _PAPERS: self._lead_of_papers(), _WHOSE: _("These papers open several profiles. Whose is it?"),
            _SHOWN: _("Write these on paper, in this order, and keep the paper away from this laptop."),
            _TYPED: _("Two of them back, from your paper."), _OWN: _("Only you should know it."),
        }[step])
        self.paper.setVisible(step == _PAPERS)
        self.whose.setVisible(step == _WHOSE)
        self.words.setVisible(step == _SHOWN)
        self.type_back.setVisible(step == _TYPED)
        if self.own is not None:
            self.own.setVisible(step == _OWN)
        self.other_way.setVisible(step in (_SHOWN, _OWN))
        self.other_way.set_text(_("use six words") if step == _OWN else _("use a passphrase of my own"))
        self.on.set_text({_SHOWN: _("They are on paper"), _TYPED: _("Keep this passphrase"),
                          _OWN: _("Keep this passphrase")}.get(step, _("Go on")))
        self.on.setEnabled(step != _PAPERS or bool(self.paper.text))
        self._focus()

    def _focus(self) -> None:
        if self.step == _PAPERS:
            self.paper.line.setFocus()
        elif self.step == _TYPED:
            self.type_back.draw()
        elif self.step == _OWN and self.own is not None:
            self.own.first.setFocus()
        else:
            self.on.setFocus()

    def _lead_of_papers(self) -> str:
        if not self._papers:
            return _("Each holder types her own paper. Nothing on this laptop is lost, and everybody learns of it.")
        here, needed = len(self._papers), check(self._papers[0]).needed
        return _("{count} of {needed} papers are here. Now the next holder.").format(count=here, needed=needed)

    def _wait(self, words: str) -> None:
        self.on.setEnabled(False)
        self.on.set_text(words)

    def _build(self) -> None:
        self.heading = Title("")
        self._card = Card()
        for part in (self.heading, self.lead, self.paper, self.whose, self.words, self.type_back, self.said, self.on,
                     self.other_way):
            self._card.body.addWidget(part)
        self.said.hide()
        self.body.addWidget(self._card)
        self.foot.addWidget(self.back)
