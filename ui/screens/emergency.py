# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Emergency opening: ask by a whole code, agree to what another asks, and what is open for a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assist.crypto.codes import parsed, shown
from assist.i18n import _
from assist.services.glass import LONGEST_REASON, Asked, OpenNow
from assist.views import Changes
from ui.context import Screen, Surroundings
from ui.dialogs.emergency import BY_TWO, moment
from ui.theme import GAP, Role
from ui.widgets.buttons import Button, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.scrolling import ScrollPage

_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class _Read:
    others: int
    waiting: Sequence[Asked]
    open_now: Sequence[OpenNow]


class EmergencyScreen(Screen):
    """Says the same to whoever asks, whether there is such a case or not."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        self.code = LineEdit(placeholder=_("The whole case code"))
        self.why = LineEdit(placeholder=_("Why it cannot wait"))
        self.ask_it = PrimaryButton(_("Ask a second person"), icon="warning")
        self._rows: list[QWidget] = []
        self._answers: list[Button] = []
        self._page = ScrollPage()
        self._lay()
        for told in (surroundings.hub.changed, surroundings.hub.vault):
            told.connect(self._heard)

    def title(self) -> str:
        """Emergency opening."""
        return _("Emergency opening")

    def refresh(self) -> None:
        """What waits and what is open; what is over is forgotten first."""
        self._s.write.run(self._read, owner=self, then=self._show, failed=self._s.trouble)

    def _read(self) -> _Read:
        glass = self._s.desk.glass
        glass.forget_what_is_over()
        return _Read(glass.others(), glass.waiting(), glass.open_now())

    # -- asking -----------------------------------------------------------------------------

    def _fit(self) -> None:
        self.ask_it.setEnabled(bool(parsed(self.code.text()) and self.why.text().strip()))

    def _ask(self) -> None:
        if not self.ask_it.isEnabled():
            return
        code, why = self.code.text(), self.why.text()
        self._with_vault(lambda: self._act(
            lambda: self._s.desk.glass.ask(code, why),
            _("Asked. If there is such a case, a second person has to agree."), clears=True))

    def _with_vault(self, then: Callable[[], object]) -> None:
        self._s.ask_passphrase(_("An emergency opening needs your passphrase again."), then, opens_vault=True)

    def _act(self, work: Callable[[], Changes], good_news: str, *, clears: bool = False) -> None:
        def done(changes: Changes) -> None:
            if clears:
                self.code.setText("")
                self.why.setText("")
                self._fit()
            self._s.banner.show_good(good_news)
            self._s.carry()
            self._s.hub.changed.emit(changes)
            self.refresh()

        self._s.write.run(work, owner=self, then=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._s.trouble(error)
        self.refresh()

    # -- what waits and what is open ------------------------------------------------------------

    def _show(self, read: _Read) -> None:
        for old in self._rows:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._rows, self._answers = [], []
        if not self._s.desk.vault_open:
            self._rows.append(self._shut())
        if read.others < BY_TWO:
            self._rows.append(self._alone())
        self._rows += [self._opened(each) for each in read.open_now]
        self._rows += [self._waits(each) for each in read.waiting]
        for place, row in enumerate(self._rows):
            self._page.body.insertWidget(place, row)
            row.show()
        if self._answers and not self.code.text():
            self._answers[0].setFocus()

    def _shut(self) -> Card:
        card = Card(_("Protected work is closed"))
        card.body.addWidget(Label(_("What others ask, and what is open, is seen with your passphrase.")))
        card.body.addWidget(self._button(QuietButton(_("Open protected work"), icon="unlock"), lambda: (
            self._s.ask_passphrase(_("Protected work opens with your passphrase."), self.refresh, opens_vault=True))),
            0, _LEFT)
        return card

    def _alone(self) -> Card:
        card = Card()
        card.body.addWidget(Label(
            _("It takes two custodians or supervisors, and there are not two of them: nobody could agree."),
            tone="ochre"))
        return card

    def _opened(self, opened: OpenNow) -> Card:
        card = Card(_("Open until {when}").format(when=moment(opened.until_ms)))
        card.fill, card.line = "protect_tint", "protect"
        card.body.addWidget(Label(_("{code}; {name} agreed.").format(
            code=shown(opened.code), name=opened.other_name or _("somebody"))))
        card.body.addWidget(self._button(
            QuietButton(_("To the file")), lambda: self._s.go("case", case=opened.case)), 0, _LEFT)
        return card

    def _waits(self, asked: Asked) -> Card:
        card = Card(_("Waits for a second person"))
        card.fill, card.line = "protect_tint", "protect"
        asks = _("You ask to open {code}.") if asked.is_mine else _("{name} asks to open {code}.")
        words = asks.format(name=asked.by_name or _("somebody"), code=shown(asked.code))
        card.body.addWidget(Label(words))
        card.body.addWidget(Label(asked.reason))
        card.body.addWidget(Label(
            _("Asked {when}. Until {until} another person can agree.").format(
                when=moment(asked.at_ms), until=moment(asked.until_ms)), Role.SMALL, "muted"))
        if not asked.is_mine:
            row = QHBoxLayout()
            for words_of, act, good_news in (
                (_("Agree"), self._s.desk.glass.agree,
                 _("Agreed. If there is such a case, it opens for a day, and those who work with her are told.")),
                (_("Do not agree"), self._s.desk.glass.decline, _("It stays closed."))):
                button = QuietButton(words_of)
                button.setAccessibleDescription(words)
                self._answers.append(button)
                row.addWidget(self._button(button, lambda act=act, good_news=good_news: self._with_vault(
                    lambda: self._act(lambda: act(asked.ref), good_news))))
            row.addStretch(1)
            card.body.addLayout(row)
        return card

    def _button(self, button: Button, pressed: Callable[[], object]) -> Button:
        button.clicked.connect(lambda _on=False: pressed())
        return button

    def _heard(self, _what: object) -> None:
        if self.isVisible():
            self.refresh()

    # -- building -----------------------------------------------------------------------------

    def _lay(self) -> None:
        for line, name in ((self.code, _("The whole case code")), (self.why, _("Why it cannot wait"))):
            line.setAccessibleName(name)
            line.textEdited.connect(lambda _text: self._fit())
            line.returnPressed.connect(self._ask)
        self.why.setMaxLength(LONGEST_REASON)
        self.ask_it.clicked.connect(lambda _on=False: self._ask())
        card = Card(_("Ask"))
        for words in (
            _("When it cannot wait, two custodians or supervisors can open a case that neither of them sees."),
            _("Those who work with her are told at once: both names and the reason. After 24 hours it closes again."),
        ):
            card.body.addWidget(Label(words, tone="muted"))
        for line in (self.code, self.why):
            card.body.addWidget(line)
        card.body.addWidget(self.ask_it, 0, _LEFT)
        self._page.body.setContentsMargins(0, GAP, 0, GAP)
        self._page.body.addWidget(card)
        self._page.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page)
        self._fit()
