# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tabs of a case file share: they ask for their own rows, show them, and forget them when told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import _
from assist.views import CaseHeader, Changes
from ui.context import Surroundings
from ui.dialogs.undoing import say_done
from ui.theme import CONTROL, GAP
from ui.widgets.buttons import Button, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.columns import TwoColumns
from ui.widgets.kept_keyboard import place_of_keyboard
from ui.widgets.scrolling import ScrollPage

T = TypeVar("T")


class Tab(QWidget):
    """One part of a case file. ``load`` asks for rows; ``acts`` are the buttons at the foot."""

    def __init__(self, surroundings: Surroundings, case: str) -> None:
        super().__init__()
        self.s = surroundings
        self.case = case
        self.head: CaseHeader | None = None
        self.ground: QWidget = self
        """What sheets lie on: the whole file, once the tab stands in one."""
        self.on_told: Callable[[], object] = _nobody
        """Called when the foot changed; the file puts its own function here."""
        self._page = ScrollPage()
        self._page.setMinimumHeight(CONTROL)  # a line of it, while a banner and many chips stand above
        self._page.body.setContentsMargins(0, GAP, 0, GAP)
        self._content: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page)

    def load(self, head: CaseHeader) -> None:
        """Ask for the rows again; ``head`` is the head of the file as it is now."""
        self.head = head
        self.ask()

    def ask(self) -> None:
        """Ask for the rows in the lane they belong to."""
        raise NotImplementedError

    def acts(self) -> list[Button]:
        """Buttons at the foot, the filled one first."""
        return []

    def quiet_word(self) -> str:
        """One quiet word at the right of the foot."""
        return ""

    # -- for the tabs ---------------------------------------------------------------------

    def read(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """A narrow reading."""
        self.s.read.run(work, owner=self, then=then, failed=self.s.trouble)

    def write(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Whatever writes, an audit line included."""
        self.s.write.run(work, owner=self, then=then, failed=self.s.trouble)

    def act(self, work: Callable[[], Changes], good_news: str) -> None:
        """An act that is told to every screen."""

        def done(changes: Changes) -> None:
            say_done(self.s, good_news, changes)
            self.s.hub.changed.emit(changes)

        self.write(work, done)

    def form(self, ident: str, record: str = "") -> None:
        """Go and fill in a form of this case."""
        where = {"record": record} if record else {}
        self.s.go("form", form=ident, case=self.case, **where)

    def open_vault(self) -> None:
        """Ask for the passphrase, then show what it opens."""
        self.s.ask_passphrase(_("Protected work opens with your passphrase."), self.ask, opens_vault=True)

    def show_columns(
        self, left: Sequence[QWidget], right: Sequence[QWidget], shares: tuple[int, int] = (3, 2), *,
        fills: bool = False,
    ) -> None:
        """Two columns of cards instead of what was there; with ``fills`` the last ones reach the foot."""
        columns = TwoColumns(*shares)
        for column, cards in ((columns.left, left), (columns.right, right)):
            for place, card in enumerate(cards, 1):
                last = fills and place == len(cards)
                column.addWidget(card, 1 if last else 0)
                if last and isinstance(card, Card):
                    card.layout().setStretch(1, 1)
            if not fills:
                column.addStretch(1)
        self.show_content(columns)

    def show_content(self, content: QWidget) -> None:
        """This instead of what was there; the place one had scrolled to stays, and so does the keyboard."""
        at, keyboard = self._page.verticalScrollBar().value(), place_of_keyboard(self._content)
        if self._content is not None:
            self._page.body.removeWidget(self._content)
            self._content.hide()
            self._content.setParent(None)  # nothing of it can be read any more, not even by a screen reader
            self._content.deleteLater()
        self._content = content
        self._page.body.addWidget(content)
        content.show()
        if keyboard is not None:
            keyboard.give_to(content)
        self._page.verticalScrollBar().setValue(at)
        self.on_told()

    def forget(self) -> None:
        """Drop what is shown: the protected work was shut, or somebody else should not read it."""
        self.show_content(QWidget())

    def filled(self, words: str, pressed: Callable[[], object], icon: str = "") -> PrimaryButton:
        """The one filled button."""
        return _connected(PrimaryButton(words, icon=icon), pressed)

    def quiet(self, words: str, pressed: Callable[[], object], icon: str = "") -> QuietButton:
        """A quiet button."""
        return _connected(QuietButton(words, icon=icon), pressed)

    def link(self, words: str, pressed: Callable[[], object], about: str = "") -> LinkButton:
        """A link in the text; ``about`` says to screen readers what it belongs to."""
        made = _connected(LinkButton(words), pressed)
        if about:
            made.setAccessibleName(_("{act}: {what}").format(act=words, what=about))
        return made


B = TypeVar("B", bound=Button)


def _nobody() -> None:
    """Nobody listens yet."""


def _connected(button: B, pressed: Callable[[], object]) -> B:
    button.clicked.connect(lambda _on=False: pressed())
    return button
