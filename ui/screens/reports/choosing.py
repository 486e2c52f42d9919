# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which report, of whom, in which language and for what; or the caseload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import N_, _
from assist.reports.lines import HER_OWN, MY_INFORMATION, PARTICIPANT, SAFETY_PLAN, SUPERVISION
from assist.services.reports import PURPOSES
from assist.views import CaseRow
from forms.model import LANGUAGES
from ui import wording
from ui.theme import GAP, Role
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.lines import PressLines, Said
from ui.widgets.scrolling import ScrollPage

KINDS = {
    SUPERVISION: N_("for supervision"),
    PARTICIPANT: N_("her own copy"),
    SAFETY_PLAN: N_("her safety plan"),
    MY_INFORMATION: N_("her information"),
}
ABOUT = {
    SUPERVISION: N_("Two pages for the team: goals, progress, what is next. No threat, no place, no diagnosis."),
    PARTICIPANT: N_("In her language, without the name of the house, with a neutral cover."),
    MY_INFORMATION: N_("What is held of her, for what, who was told, who looked, and until when. For her alone."),
    SAFETY_PLAN: N_("For her alone and only where a paper is safe. It says nothing of the house either."),
}
TEAM_PURPOSES = ("supervision", "case_talk", "handover")
NAMES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
CASES_SHOWN = 8
TYPING_MS = 180


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made."""

    kind: str
    language: str
    purpose: str
    case: str
    code: str


class Choosing(QWidget):
    """Says ``wanted`` once a case was picked; ``narrowed`` asks for own cases that hold these letters."""

    wanted = Signal(object)
    narrowed = Signal(str)
    caseload_wanted = Signal(str)

    def __init__(self, kinds: Sequence[str], *, caseload: bool, beside: Sequence[QWidget] = ()) -> None:
        """``beside`` stands under the caseload, in this order."""
        super().__init__()
        self._beside = beside
        self.kind = ChoiceButtons([(kind, _(KINDS[kind])) for kind in kinds])
        self.language = ChoiceButtons([(code, NAMES[code]) for code in LANGUAGES])
        self.purpose = ChoiceButtons([(code, _(PURPOSES[code])) for code in TEAM_PURPOSES])
        self.filter = LineEdit(placeholder=_("code or chosen name"))
        self.cases = PressLines()
        self.about = Label("", Role.SMALL, "muted")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: self.narrowed.emit(self.filter.text().strip()))
        self._name()
        self._lay(kinds, caseload=caseload)
        self._connect()
        if kinds:
            self.kind.pick([kinds[0]])
        self._fit()

    def choose_kind(self, kind: str) -> None:
        """Another kind of report."""
        self.kind.pick([kind])
        self._fit()

    def show_cases(self, rows: Sequence[CaseRow]) -> None:
        """Own cases that fit what was typed."""
        lines = PressLines()
        for row in rows[:CASES_SHOWN]:
            code = shown(row.code)
            said = Said(row.name or code, wording.stage(row.stage), small=code if row.name else "")
            lines.put(said).clicked.connect(lambda _on=False, row=row: self._want(row))
        if not rows:
            lines.layout().addWidget(Label(_("No case here fits."), tone="muted"))
        self._people.body.replaceWidget(self.cases, lines)
        self.cases.hide()
        self.cases.setParent(None)
        self.cases.deleteLater()
        self.cases = lines

    def _want(self, row: CaseRow) -> None:
        kind = self.kind.picked()[0]
        purpose = "own_copy" if kind in HER_OWN else (self.purpose.picked() or ("supervision",))[0]
        language = (self.language.picked() or (i18n.language(),))[0]
        self.wanted.emit(Wish(kind, language, purpose, row.case, row.code))

    def _fit(self) -> None:
        kind = (self.kind.picked() or ("",))[0]
        self.about.setText(_(ABOUT[kind]) if kind else "")
        own = kind in HER_OWN
        self.purpose.setVisible(not own)
        self._why.setVisible(not own)

    def _kind_picked(self, picked: tuple[str, ...]) -> None:
        if not picked:
            self.kind.pick([SUPERVISION])
        self._fit()

    def _name(self) -> None:
        for widget, words in ((self.kind, _("Which report")), (self.language, _("Language")),
                              (self.purpose, _("What for")), (self.filter, _("Of whom"))):
            widget.setAccessibleName(words)
        self.language.pick([i18n.language()])
        self.purpose.pick([TEAM_PURPOSES[0]])

    def _lay(self, kinds: Sequence[str], *, caseload: bool) -> None:
        self._people = people = Card(_("Report about one person"))
        self._why = Label(_("What for?"), Role.STRONG)
        parts: list[QWidget] = [
            self.kind, self.about, Label(_("In which language?"), Role.STRONG), self.language, self._why,
            self.purpose, Label(_("Of whom?"), Role.STRONG), self.filter, self.cases,
        ]
        for part in parts:
            people.body.addWidget(part)
        if not kinds:
            people.hide()
        columns = TwoColumns()
        columns.left.addWidget(people)
        columns.left.addStretch(1)
        if caseload:
            columns.right.addWidget(self._caseload_card())
        for card in self._beside:
            columns.right.addWidget(card)
        columns.right.addStretch(1)
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 0, GAP)
        page.body.addWidget(columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _caseload_card(self) -> Card:
        card = Card(_("Caseload"))
        card.body.addWidget(Label(_("One line a case: code, stage, what is next, days since contact. No names.")))
        self.caseload = QuietButton(_("Look at the caseload"), icon="reports")
        self.caseload.clicked.connect(
            lambda _on=False: self.caseload_wanted.emit((self.language.picked() or (i18n.language(),))[0]))
        card.body.addWidget(self.caseload, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _connect(self) -> None:
        self.kind.chosen.connect(self._kind_picked)
        self.filter.textEdited.connect(lambda _text: self._typing.start())
        self.filter.returnPressed.connect(self._entered)

    def _entered(self) -> None:
        lines = self.cases.lines()
        if len(lines) == 1:
            lines[0].click()
        elif lines:
            lines[0].setFocus(Qt.FocusReason.TabFocusReason)
