# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody says what she thinks of the house, for herself and without a name; nothing half-written is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assist.i18n import _, language, text_of
from forms.session import FormSession
from ui.context import Screen, Surroundings
from ui.form_view.form_view import FormView
from ui.form_view.wording import NOT_REVIEWED
from ui.theme import GAP, Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollPage


class FeedbackScreen(Screen):
    """Three pages: what becomes of the answers, the form, thanks. Leaving forgets what was not handed over."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._s = surroundings
        self._asked = surroundings.desk.feedback.form()
        self.view: FormView | None = None
        self.begin = PrimaryButton(_("Begin"), icon="arrow")
        self.rather_not = QuietButton(_("Rather not"))
        self.back, self.next = QuietButton(_("Back")), PrimaryButton(_("Go on"))
        self.give, self.forget = QuietButton(_("Hand it over")), LinkButton(_("discard"))
        self.done = QuietButton(_("To the reports"))
        self._thanks, self._after = Label("", Role.QUESTION), Label("")
        self._holder = QVBoxLayout()
        self._stack = QStackedWidget()
        self._lay()
        self._connect()

    def title(self) -> str:
        """What the house is told."""
        return text_of(self._asked.title)

    def keys(self) -> dict[str, str]:
        """Those of a form."""
        return {"F1": _("why this is asked"), "F2": _("prefers not to say"), "F3": _("does not know")}

    def refresh(self) -> None:
        """Whoever comes here finds nothing of whoever was here before."""
        if self.view is None:
            self._stack.setCurrentIndex(0)
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """What was not handed over is forgotten."""
        self._forget()
        return True

    # -- acts --------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._forget()
        self.view = FormView(FormSession(self._asked))
        self.view.page_changed.connect(lambda _index, _count: self._fit())
        self._holder.insertWidget(0, self.view, 1)
        self._stack.setCurrentIndex(1)
        self._fit()
        self.view.focus_first()

    def _fit(self) -> None:
        if self.view is not None:
            self.back.setVisible(self.view.page_index() > 0)
            self.next.setVisible(self.view.page_index() + 1 < self.view.page_count())

    def _back(self) -> None:
        if self.view is not None:
            self.view.previous_page()

    def _next(self) -> None:
        if self.view is not None:
            self.view.next_page()

    def _give(self) -> None:
        if self.view is None:
            return
        said, feedback = self.view.session.changes(), self._s.desk.feedback
        self.give.setEnabled(False)
        self._s.write.run(lambda: feedback.hand_in(said), owner=self, then=self._thank, failed=self._failed)

    def _thank(self, kept: bool) -> None:
        self._forget()
        self._thanks.setText(_("Thank you.") if kept else _("Nothing was handed over."))
        self._after.setText(
            _("Your answers lie among the others now. Nobody can find them again, not even to change them.")
            if kept else _("That is all right too. The help stays the same."))
        self._stack.setCurrentIndex(2)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self.give.setEnabled(True)
        self._s.trouble(error)

    def _away(self) -> None:
        self._forget()
        self._s.go("reports")

    def _forget(self) -> None:
        self.give.setEnabled(True)
        gone, self.view = self.view, None
        if gone is not None:
            self._holder.removeWidget(gone)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
            self._stack.setCurrentIndex(0)

    # -- building ------------------------------------------------------------------------------

    def _lay(self) -> None:
        first = [Label(text_of(self._asked.about), Role.QUESTION), *(Label(words) for words in (
            _("Answer what you like, by yourself. Whatever you say, the help stays the same."),
            _("Answers wait on this laptop until there are five. Then they are shuffled, and only sums are seen."),
            _("A small house may never reach five. Then nobody sees any of them."),
            _("What you do not hand over is forgotten."),
        ))]
        if not self._asked.is_reviewed(language()):
            first.append(Label(_(NOT_REVIEWED), Role.SMALL, "muted"))
        last = [self._thanks, self._after, Label(_("Please give the laptop back."), tone="muted")]
        form = QWidget()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._holder.addWidget(ActionBar([self.back, self.next, self.give, self.forget]))
        form.setLayout(self._holder)
        for page in (_page(first, [self.begin, self.rather_not]), form, _page(last, [self.done])):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        for button, act in ((self.begin, self._begin), (self.rather_not, self._away), (self.back, self._back),
                            (self.next, self._next), (self.give, self._give), (self.forget, self._away),
                            (self.done, self._away)):
            button.clicked.connect(lambda _on=False, act=act: act())


def _page(words: list[Label], acts: list[QWidget]) -> QWidget:
    """A card of words over a foot."""
    card, scrolled, page = Card(), ScrollPage(), QWidget()
    for label in words:
        card.body.addWidget(label)
    scrolled.body.setContentsMargins(0, GAP, 0, GAP)
    scrolled.body.addWidget(card)
    scrolled.body.addStretch(1)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scrolled, 1)
    outer.addWidget(ActionBar(acts))
    return page
