# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said before something is asked: the limits of secrecy, and a consent step by step (CO-04, CO-13)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.country import GENERIC, country
from assist.i18n import N_, _, text_of
from forms.loader import consent_texts, sentences
from ui.theme import Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label

STEP_NAMES = {
    "explain": N_("What it is for"),
    "benefits_risks": N_("What helps, what may not"),
    "what_if_not": N_("If the answer is no"),
    "teach_back": N_("In her own words"),
}
TICKS = {"explain": ("purpose",), "benefits_risks": ("risks", "withdraw"), "what_if_not": ("what_if_not",)}
"""Which boxes of the form are ticked by saying a step."""



class ExplainCard(Card):
    """Four steps, each opened when it is said aloud; ``opened`` tells which, ``is_done`` whether all were."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Say this first, one after the other"), parent)
        self.fill, self.line = "ochre_tint", "line"
        self.kind = ""
        self.steps: dict[str, QuietButton] = {}
        self._said: set[str] = set()
        self._holder: QWidget | None = None

    @property
    def is_done(self) -> bool:
        """Whether every step was opened for the kind shown."""
        return bool(self.steps) and self._said >= set(self.steps)

    def next_step(self) -> QuietButton | None:
        """The first step not opened yet."""
        return next((button for key, button in self.steps.items() if key not in self._said), None)

    def show_kind(self, kind: str, said: Sequence[str] = ()) -> None:
        """The steps of a kind of consent; another kind begins anew, ``said`` are those opened before."""
        if kind == self.kind:
            return
        self.kind, self.steps = kind, {}
        if self._holder is not None:
            self._holder.hide()
            self._holder.setParent(None)
            self._holder.deleteLater()
        self._holder = holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        texts = consent_texts().get(kind, {}).get("steps", ())
        self._said = {step["key"] for step in texts if step["key"] in said}
        for number, step in enumerate(texts, 1):
            self._add_step(column, number, step)
        self.body.addWidget(holder)

    def _add_step(self, column: QVBoxLayout, number: int, step: dict[str, object]) -> None:
        key = str(step["key"])
        said = sentences()
        fixed = [text_of(said[ident]) for ident in step.get("sentences", ()) if ident in said]  # type: ignore[attr-defined]
        own = text_of(step["text"]) if "text" in step else ""  # type: ignore[arg-type]
        words = Label(" ".join(part for part in (own, *fixed) if part))
        name = _("{number} · {step}").format(number=number, step=_(STEP_NAMES.get(key, key)))
        button = QuietButton(name, icon="check" if key in self._said else "chevron_right")
        button.clicked.connect(lambda _on=False: self._open(key, words))
        self.steps[key] = button
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words)
        words.setVisible(key in self._said)

    def _open(self, key: str, words: Label) -> None:
        words.show()
        self._said.add(key)
        self.steps[key].drawing = "check"
        self.steps[key].update()
        self.opened.emit(key)


class LimitsCard(Card):
    """The sentence about secrecy with the limits of the country, to be said aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Say this aloud"), parent)
        self.fill, self.line = "ochre_tint", "line"
        said, pack = sentences(), country()
        for words in (text_of(said["S03"]), pack.secrecy(i18n.language()), text_of(said["S02"])):
            self.body.addWidget(Label(words, Role.LEAD))
        if not pack.is_reviewed:
            whose = (_("General wording, not that of a country, and not reviewed by counsel.") if pack.code == GENERIC
                     else _("Wording for {country}, not reviewed by counsel.").format(country=text_of(pack.name)))
            self.body.addWidget(Label(whose, Role.SMALL, "muted"))
