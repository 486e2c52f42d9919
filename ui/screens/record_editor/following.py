# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page comes after which form; most forms lead straight back to the case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.domain.duties import wish_due_on
from assist.i18n import N_, _
from assist.policy import may
from assist.reports.lines import PARTICIPANT, SAFETY_PLAN
from assist.services.drafting import FormOpening
from assist.services.feedback import GIVE
from assist.services.records import Saved
from forms.model import Form
from ui import wording
from ui.context import Surroundings
from ui.screens.record_editor.after import (
    COPY_FORMS,
    COPY_WORDS,
    AfterPage,
    NeedsCard,
    OwnPauseCard,
    SavedCard,
    Way,
    kept_words,
    raised_words,
)
from ui.screens.record_editor.results import asks_for_safety, is_questionnaire, result_cards

WAY_WORDS = {"erase": N_("To erasing"), "stop_sharing": N_("To what is shared")}
"""What she asked that is done where her consents stand."""
ASK_OPINION = N_("If she likes: hand her the laptop, and she says what she thinks of the house. It has no name, and "
                 "nothing ties it to her case.")


def tab_of(form: Form) -> str:
    """The part of the case file where a filled form is seen; the first page for those that have none."""
    return form.tab if form.tab in ("plan", "safety", "consent", "notes", "services") else "now"


class Following:
    """Knows what was saved and where one may go from there."""

    def __init__(self, surroundings: Surroundings, opening: FormOpening, saved: Saved) -> None:
        self._s, self._opening, self._saved = surroundings, opening, saved

    def page(self) -> AfterPage | None:
        """The page to show; None to go back to the case."""
        made: dict[str, Callable[[], AfterPage | None]] = {
            "F01": self._first_contact, "F11": self._meeting, "F17": self._threat, "LIMITS": self._limits,
            "F19": self._wish, "F06": self._safety_plan,
            "F13": self._review, "F02": self._intake, "F15": self._closing,
        }
        form = self._opening.form.id
        if form == "F01" and not self._opening.is_new:
            return None
        if form in COPY_FORMS:
            return self._copy()
        if is_questionnaire(form):
            return self._result()
        return made[form]() if form in made else None

    # -- pages ------------------------------------------------------------------------------

    def _first_contact(self) -> AfterPage:
        """Saved. She can leave it here (ruling 34)."""
        saved = self._saved
        words = _("Her code is {code}.").format(code=shown(saved.code)) if saved.code else ""
        if saved.without_file:
            words = _("Help without a file: day, needs and the code {code} are kept, for six weeks.")
            words = words.format(code=shown(saved.code))
        cards: list[QWidget] = [SavedCard(_("Saved. She can leave it here."), words)]
        needs = self._opening.session.answer_of("needs_now").value
        if isinstance(needs, tuple) and needs:
            cards.append(NeedsCard([code for code in needs if isinstance(code, str)]))
        ways = [self._case(_("Open the case")), self._day()]
        if not saved.without_file:
            ways.insert(1, self._form("LIMITS"))
        return AfterPage(cards, ways)

    def _limits(self) -> AfterPage:
        if self._opening.session.answer_of("explained").value != "yes":
            return AfterPage([SavedCard(kept_words("LIMITS"), _("Not explained this time. Another day will do."))],
                             [self._case(), self._form("LIMITS")])
        return AfterPage([SavedCard(kept_words("LIMITS"), _("The way is open for her consent and the intake."))],
                         [self._form("F03"), self._case()])

    def _meeting(self) -> AfterPage:
        """The closing card is offered after a note (NR-19)."""
        words = _("Before you part: how she leaves, what to leave out, when you speak next.")
        return AfterPage([SavedCard(kept_words("F11"), words)], [self._form("CLOSING"), self._case()])

    def _threat(self) -> AfterPage:
        if self._opening.address:  # whether there is such a case is not told (ruling 4)
            words = _("It is sealed for those who may know, and reaches the case when they open protected work.")
            return AfterPage([SavedCard(kept_words("F17"), words), OwnPauseCard()], [self._day()])
        raised = self._saved.raised_to
        level = raised or self._opening.level
        return AfterPage(
            [SavedCard(kept_words("F17"), raised_words(level, raised=bool(raised))), OwnPauseCard()],
            [self._form("F05"), self._case()])

    def _wish(self) -> AfterPage:
        """By when she has her answer, and where what she asked is done."""
        session = self._opening.session
        kind, case = str(session.answer_of("kind").value or ""), self._saved.case
        due = i18n.day(wish_due_on(self._opening.asked_on), today=self._s.desk.clock.today())
        words = "" if session.answer_of("decision").value else _("She has her answer by {date}.").format(date=due)
        ways = [self._case()]
        if kind == "object_figures":
            ways.insert(0, self._form("F03"))
        elif kind == "copy":
            ways.insert(0, Way(_("To the reports"), self._to_reports, "reports"))
        elif kind in WAY_WORDS:
            ways[0] = Way(_(WAY_WORDS[kind]), lambda: self._s.go("case", case=case, tab="consent"))
        return AfterPage([SavedCard(kept_words("F19"), words)], ways)

    def _safety_plan(self) -> AfterPage:
        """Her copy, if she wants to keep one; whether a paper is safe is asked there, each time."""
        wants_copy = self._opening.session.answer_of("who_has_copy").value == "person"
        copy = COPY_WORDS["given"]
        words = _(copy) if wants_copy else ""
        ways = [self._case()]
        if wants_copy:
            ways.insert(0, Way(_("To the reports"), lambda: self._to_reports(SAFETY_PLAN), "reports"))
        return AfterPage([SavedCard(kept_words("F06"), words)], ways)

    def _result(self) -> AfterPage:
        """What it comes to; where an answer asks for it, safety comes before everything else (NR-15)."""
        form, session = self._opening.form, self._opening.session
        answers = {asked.key: session.answer_of(asked.key) for asked in form.fields()}
        ways = [self._case()]
        if asks_for_safety(form.id, answers):
            ways = [self._form("F06"), self._form("F05"), self._case()]
        return AfterPage(result_cards(form.id, answers), ways)

    def _intake(self) -> AfterPage | None:
        """After a first intake six lines about what eases daily life are offered, and nothing more than offered."""
        if not self._opening.is_new or self._saved.is_resting:
            return None
        words = _("If she wants: six lines about what would make rooms and meetings easier for her.")
        return AfterPage([SavedCard(kept_words("F02"), words)], [self._case(), self._form("WGSS")])

    def _review(self) -> AfterPage | None:
        """A check-in she wants today comes next; and, if she likes, what she thinks of the house."""
        if self._saved.is_resting:
            return None
        wants = self._opening.session.answer_of("checkin_offer").value == "yes"
        checkin, opinion = [self._form("F14")] if wants else [], self._opinion()
        if not checkin and not opinion:
            return None
        return AfterPage([SavedCard(kept_words("F13"), _(ASK_OPINION) if opinion else "")],
                         [*checkin, self._case(), *opinion])

    def _closing(self) -> AfterPage | None:
        """Before she goes she may say what she thinks of the house."""
        opinion = self._opinion()
        if not opinion:
            return None
        return AfterPage([SavedCard(kept_words("F15"), _(ASK_OPINION))], [self._case(), *opinion])

    def _opinion(self) -> list[Way]:
        """After a new sheet, never during a rest, and not after silence. Nothing goes along: not the case, not the
        form it comes from."""
        if not self._opening.is_new or self._saved.is_resting or not may(self._s.desk.me.roles, GIVE).ok:
            return []
        if not any(answer.state.carries_value for answer in self._opening.session.changes().values()):
            return []
        return [Way(_("Ask for an opinion"), lambda: self._s.go("feedback"))]

    def _copy(self) -> AfterPage:
        """What follows from what she said about a copy; whoever passed that question over is not asked again."""
        form, copy = self._opening.form.id, str(self._opening.session.answer_of("copy").value or "")
        ways = [self._case()]
        if form == "F03" and not self._saved.is_resting:
            ways.append(self._form("F02"))
        if copy == "given":
            ways.append(Way(_("To the reports"), self._to_reports, "reports"))
        return AfterPage([SavedCard(kept_words(form), _(COPY_WORDS[copy]) if copy in COPY_WORDS else "")], ways)

    def _to_reports(self, kind: str = PARTICIPANT) -> None:
        self._s.go("reports", case=self._saved.case, kind=kind)

    # -- ways -------------------------------------------------------------------------------

    def _case(self, words: str = "") -> Way:
        tab = tab_of(self._opening.form)
        return Way(words or _("Back to the case"), lambda: self._s.go("case", case=self._saved.case, tab=tab))

    def _form(self, ident: str) -> Way:
        words = _("Next: {form}").format(form=wording.form_title(ident))
        return Way(words, lambda: self._s.go("form", form=ident, case=self._saved.case))

    def _day(self) -> Way:
        return Way(_("To my day"), lambda: self._s.go("my_day"))
