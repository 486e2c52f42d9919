# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes once a form is kept: what it means, what may follow, and a moment for the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import N_, _, text_of
from forms.loader import choice_list
from ui import wording
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.own_pause import OwnPause
from ui.widgets.scrolling import ScrollPage

COPY_FORMS = frozenset({"F03", "AGR"})
"""Their last question is the one about a copy (UX-25); it is asked there and nowhere again."""
COPY_WORDS = {
    "given": N_("The participant copy is made under Reports, after one question about safety."),
    "read_out": N_("Read it out now, slowly, from the Plan or Consent part of the file."),
    "not_safe": N_("Then no paper is made. It can be asked again another day."),
    "not_wanted": N_("That is all right."),
}
"""What follows from each answer."""


@dataclass(frozen=True, slots=True)
class Way:
    """One button: its words and where it leads."""

    words: str
    lead: Callable[[], object]
    icon: str = ""


class AfterPage(QWidget):
    """Cards, and at the foot where one may go; the first way is the filled one."""

    def __init__(self, cards: Sequence[QWidget], ways: Sequence[Way]) -> None:
        super().__init__()
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 0, GAP)
        for card in cards:
            page.body.addWidget(card)
        page.body.addStretch(1)
        self.buttons = [self._button(place, way) for place, way in enumerate(ways)]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(page, 1)
        outer.addWidget(ActionBar(self.buttons))

    def take_keyboard(self) -> None:
        """The keyboard goes to the first way on."""
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, place: int, way: Way) -> PrimaryButton | QuietButton:
        kind = QuietButton if place else PrimaryButton
        button = kind(way.words, icon=way.icon)
        button.clicked.connect(lambda _on=False: way.lead())
        return button


class SavedCard(Card):
    """That it is kept, in one heavy line and one quiet one."""

    def __init__(self, heading: str, words: str = "") -> None:
        super().__init__()
        self.fill, self.line = "green_tint", "line"
        self.body.addWidget(Label(heading, Role.QUESTION, "green"))
        if words:
            self.body.addWidget(Label(words))


class NeedsCard(Card):
    """What would help most, in her order, to tick off while she is here. The ticks are kept nowhere."""

    def __init__(self, needs: Sequence[str]) -> None:
        super().__init__(_("What would help most today"))
        labels = {choice.code: text_of(choice.label) for choice in choice_list("lk_need")}
        self.ticks = ChoiceButtons([(code, labels.get(code, code)) for code in needs], multiple=True)
        self.ticks.setAccessibleName(_("Done today"))
        self.done = Label("", Role.SMALL, "green")
        self.ticks.chosen.connect(self._ticked)
        self.body.addWidget(Label(_("Tap what is done."), Role.SMALL, "muted"))
        self.body.addWidget(self.ticks)
        self.body.addWidget(self.done)
        self._labels = labels

    def _ticked(self, codes: tuple[str, ...]) -> None:
        names = ", ".join(self._labels.get(code, code) for code in codes)
        self.done.setText(_("Done: {needs}").format(needs=names) if codes else "")


class OwnPauseCard(Card):
    """A moment for the worker, on a card of its own."""

    def __init__(self) -> None:
        super().__init__(_("And you"))
        self.pause = OwnPause()
        self.body.addWidget(self.pause)


def raised_words(level: int, *, raised: bool) -> str:
    """What a threat changed, in one breath."""
    return " ".join((
        _("Protection is now level {level}.").format(level=level) if raised else _("Protection stays as it was."),
        _("Nothing leaves until two people lift the hold. A look at the risk is due within a day."),
    ))


def kept_words(form: str) -> str:
    """The plain good news for most forms."""
    return _("Kept: {form}.").format(form=wording.form_title(form))
