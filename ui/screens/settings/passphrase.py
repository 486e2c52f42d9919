# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another passphrase for the same keys."""

from __future__ import annotations

from assist import i18n
from assist.errors import WrongPassphrase
from assist.i18n import _
from ui.context import Surroundings
from ui.dialogs.passphrase_field import PassphraseField
from ui.dialogs.passphrase_words import OwnWords, SixWords, TypeBack
from ui.screens.settings.tab import Tab, choice_of, row_of
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label

_ASK, _SHOWN, _TYPED, _OWN = "ask", "shown", "typed", "own"


class PassphraseTab(Tab):
    """The present one, then six words and two of them back, or one's own twice."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        me = surroundings.desk.me
        self.step = _ASK
        self.now = PassphraseField(_("The passphrase of today"))
        self.now.entered.connect(self._go_on)
        self.words = SixWords(i18n.language())
        self.type_back = TypeBack()
        self.type_back.entered.connect(self._go_on)
        self.own = OwnWords(surroundings.paper, (me.organisation, me.display_name, me.sign_in_name))
        self.lead, self.said = Label("", tone="muted"), Label("", Role.SMALL, "ochre")
        self.go_on, self.stop = PrimaryButton(), QuietButton(_("Keep the present one"))
        self.go_on.clicked.connect(self._go_on)
        self.stop.clicked.connect(self.leave)
        self.other_way = LinkButton()
        self.other_way.clicked.connect(lambda: self._show(_SHOWN if self.step == _OWN else _OWN))
        self._lay()
        self._show(_ASK)

    def leave(self) -> None:
        """Nothing typed stays, and the words shown are never used."""
        for field in (self.now, self.own.first, self.own.second):
            field.forget()
        self.words.draw()
        self._show(_ASK)

    def _go_on(self) -> None:
        if self.step == _ASK and self.now.text():
            self._check()
        elif self.step == _SHOWN:
            self._show(_TYPED)
        elif self.step == _TYPED and self.type_back.fits(self.words):
            self._change(self.words.passphrase)
        elif self.step == _OWN and self.own.passphrase:
            self._change(self.own.passphrase)

    def _check(self) -> None:
        now = self.now.text()
        self.go_on.setEnabled(False)
        self._s.write.run(
            lambda: self._s.desk.signed.check_passphrase(now), owner=self, then=lambda _fits: self._show(_SHOWN),
            failed=self._failed)

    def _change(self, new: str) -> None:
        now = self.now.text()
        self.go_on.setEnabled(False)
        self._s.write.run(
            lambda: self._s.desk.signed.change_passphrase(now, new), owner=self, then=self._changed,
            failed=self._failed)

    def _changed(self, _nothing: object) -> None:
        self.leave()
        self._s.banner.show_good(
            _("The passphrase was changed. Backups made before still open with the earlier one."))

    def _failed(self, error: Exception) -> None:
        self.go_on.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.now.forget()
            self.said.setText(_("The passphrase does not match. Nothing was changed."))
            self.said.show()
            self.now.setFocus()
        else:
            self._s.trouble(error)

    def _show(self, step: str) -> None:
        self.step = step
        self.lead.setText({
            _ASK: _("First the one of today."),
            _SHOWN: _("Write these on paper, in this order, and keep the paper away from this laptop."),
            _TYPED: _("Two of them back, from your paper."),
            _OWN: _("Nobody can bring it back if it is forgotten."),
        }[step])
        self.ask.setVisible(step == _ASK)
        self.words.setVisible(step == _SHOWN)
        self.type_back.setVisible(step == _TYPED)
        self.own.setVisible(step == _OWN)
        self.said.hide()
        self.go_on.setEnabled(True)
        self.go_on.set_text({
            _ASK: _("Go on"), _SHOWN: _("They are on paper"), _TYPED: _("Change the passphrase"),
            _OWN: _("Change the passphrase"),
        }[step])
        self.stop.setVisible(step != _ASK)
        self.other_way.setVisible(step in (_SHOWN, _OWN))
        self.other_way.set_text(_("use six words") if step == _OWN else _("use a passphrase of my own"))
        if step == _TYPED:
            self.type_back.draw()
        elif step == _OWN:
            self.own.first.setFocus()

    def _lay(self) -> None:
        card = Card(_("Another passphrase"))
        self.ask = choice_of(_("The passphrase of today"), self.now)
        for part in (self.lead, self.ask, self.words, self.type_back, self.own, self.said):
            card.body.addWidget(part)
        card.body.addLayout(row_of(self.go_on, self.stop))
        card.body.addWidget(self.other_way)
        self.column.addWidget(card)
