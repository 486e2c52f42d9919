# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at a case together: what may be shown to her and whoever she brings, and what she says there (PA-04).

Everything is by allow-list: answers to questions that may be looked at together, of this case alone, up to level 2,
and of her own papers. What she says goes the way of any other answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from assist import casefile, consentbook, planbook, supportbook
from assist.casebook import Book, Sheet
from assist.errors import NotAllowed, NotFound, VaultShut
from assist.policy import require
from assist.reading import codes, fold, text
from assist.reports.lines import Dossier
from assist.services.auditing import lines_about
from assist.services.bench import Bench, Look
from assist.services.questionnaires import QuestionnaireService
from assist.services.records import RecordService, answers_of
from assist.services.reports import ReportService
from assist.views import Changes, CheckInPoint
from forms.answers import Answer, AnswerState, Row
from forms.loader import form as load_form
from forms.model import Field, Form

PLAN, PATH, INFORMATION = "plan", "path", "information"
PARTS: Mapping[str, tuple[str, ...]] = {
    PLAN: ("F08", "F10"), "order": ("RANK",), PATH: ("F14",), "next": ("F13",), "work": ("F09",), "health": ("F07",),
    "me": ("F01", "F02"), "contact": ("F04",), "safety": ("F06",), INFORMATION: (),
}
"""What there is to look at, in order, and which forms each part shows."""
SCOPES: Mapping[str, str] = {part: part for part in PARTS} | {"order": PLAN, "next": PLAN}
"""Which word of hers lets somebody beside her hear a part (``SUPPORT/may_hear``)."""
ASKED: Mapping[str, str] = {"order": "RANK", PATH: "F14"}
"""Forms that are filled in together, from their part."""
ABOUT: Mapping[str, str] = {
    PLAN: "plan", "order": "needs", PATH: "plan", "next": "plan", "work": "plan", "health": "health", "me": "name",
    "contact": "contact", "safety": "safety", INFORMATION: "all",
}
"""Which part of her data it is that she wants corrected, as F19 calls it."""

SUPPORT = "SUPPORT"
ORDINARY, OWN_PAPERS = 2, {"F04": 3, "F06": 4}
"""The highest level of what is kept and may be looked at; her contact card and her safety plan are hers (ruling 12)."""
WELL_KEPT = frozenset({"contact", "safety"})
"""Parts whose words are closed again by themselves, and whose looks are lines of their own."""
WHOLE = frozenset({"safety", INFORMATION})
"""Parts that are there with protected work open only: half of them would not be true."""


class Support(NamedTuple):
    """Somebody she brings, by code, and the parts she lets that person hear (PA-14)."""

    code: str
    may_hear: frozenset[str]


class OwnGoal(NamedTuple):
    """A goal as she said it; ``rating`` is her own, -2…2."""

    record: str
    form: str
    words: str
    levels: tuple[str, ...]
    rating: int | None
    disagreement: str
    rests: bool


class Told(NamedTuple):
    """One answer of hers and the question it answers."""

    form: str
    key: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Part:
    """One part, opened. ``asks``: the form that may be filled in from here now, empty for none."""

    name: str
    goals: tuple[OwnGoal, ...] = ()
    told: tuple[Told, ...] = ()
    circles: tuple[CheckInPoint, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    information: Dossier | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """What there is to look at while these people are here; ``is_first``: it has to be explained before (UX-24)."""

    parts: tuple[str, ...]
    is_first: bool
    languages: tuple[str, ...]
    here: tuple[str, ...]
    may_come: tuple[str, ...]


class TogetherService:
    """Reads for the window that is looked at together; every opening is on record before anything is shown."""

    def __init__(
        self, bench: Bench, records: RecordService, reports: ReportService, questionnaires: QuestionnaireService
    ) -> None:
        self._bench, self._records, self._reports = bench, records, reports
        self._questionnaires = questionnaires

    def supports(self, case: str) -> tuple[Support, ...]:
        """Whom she may bring."""
        return supports(self._bench.look_up(case))

    def open(self, case: str, here: Collection[str] = ()) -> Together:
        """Which parts there are while ``here`` (codes of support persons; an unknown one may hear nothing).

        Raises NotAllowed, NotFound.
        """
        book = self._looked_up(case)
        self._bench.audit_view(Look("coview.open", book.case_id, protected=book.level > 1))
        heard = _heard(book, here)
        parts = tuple(name for name in PARTS if SCOPES[name] in heard and not self._is_empty(book, name))
        languages = casefile.header(book, vault_open=self._bench.keeper.vault_open).languages
        return Together(parts, not self._was_told(book), languages, tuple(here),
                        tuple(each.code for each in supports(book)))

    def told(self, case: str) -> None:
        """It was explained who sees this, and that she can stop."""
        book = self._looked_up(case)
        self._bench.audit_view(Look("coview.told", book.case_id, protected=book.level > 1))

    def part(self, case: str, name: str, here: Collection[str], language: str) -> Part:
        """One part of hers; NotFound for one that is not there while these people are.

        The line of a look at her own protected papers comes first. Raises NotAllowed, VaultShut.
        """
        book = self._looked_up(case)
        heard = _heard(book, here)
        if name not in PARTS or SCOPES[name] not in heard:
            raise NotFound("record.not_found")
        if name in WHOLE and not self._bench.keeper.vault_open:
            raise VaultShut("vault.shut")
        if name == INFORMATION:
            return Part(name, information=self._reports.my_information(case, language))
        if name in WELL_KEPT:
            for sheet in _newest(book, name):
                self._bench.audit_view(Look("reveal", book.case_id, sheet.entity.id,
                                            protected=name == "safety" or book.level > 1))
        return replace(_part(book, name), beside=_beside(book, name, heard), asks=self._asks(case, book, name))

    def say(self, case: str, form: str, record: str, said: Mapping[str, object]) -> Changes:
        """What she said or pointed at, saved as any filling of that form is; states of an answer are taken too.

        Raises NotAllowed for a question that is not hers to answer here, and whatever opening and saving raise.
        """
        hers = load_form(form)
        for key in said:
            if not (hers.field(key).coview and hers.field(key).is_participant):
                raise NotAllowed("policy.role")
        opening = self._records.open(form, case, record)
        for key, value in said.items():
            if isinstance(value, AnswerState):
                opening.session.set_state(key, value)
            else:
                opening.session.answer(key, value)
        return self._records.save(opening).changes

    def _looked_up(self, case: str) -> Book:
        require(self._bench.me.roles, "coview.open")
        book = self._bench.look_up(case)
        with self._bench.keeper.writing() as work:
            if work.rounds.protected.glass.is_open(book.case_id):
                raise NotAllowed("glass.only_reads")
        return book

    def _was_told(self, book: Book) -> bool:
        """Lines of protected cases are sealed: with the vault shut it is explained once more, which harms nobody."""
        with self._bench.keeper.writing() as work:
            return any(line.verb == "coview.told" for line in lines_about(self._bench, work, book.case_id))

    def _is_empty(self, book: Book, name: str) -> bool:
        if name in WHOLE and not self._bench.keeper.vault_open:
            return True
        found = _part(book, name)
        return not (found.goals or found.told or found.circles or name in ASKED or name == INFORMATION)

    def _asks(self, case: str, book: Book, name: str) -> str:
        form = ASKED.get(name, "")
        if not form:
            return ""
        met = consentbook.gates_met(book, self._bench.clock.today())
        rests = self._questionnaires.waiting(case).keys() | self._questionnaires.again_from(case).keys()
        return form if form not in rests and all(gate in met for gate in load_form(form).gates) else ""


def may_be_shown(form: Form, asked: Field) -> bool:
    """Whether what is kept of this question may be looked at together."""
    return asked.coview and asked.is_participant and asked.level <= OWN_PAPERS.get(form.id, ORDINARY)


def supports(book: Book) -> tuple[Support, ...]:
    """Whom she may bring: the newest word on each code counts, and a no ends it."""
    newest: dict[str, Sheet] = {}
    for sheet in book.of_form(SUPPORT):
        if code := text(sheet.entity, "SUPPORT/code").strip():
            newest[fold(code)] = sheet
    return tuple(
        Support(text(sheet.entity, "SUPPORT/code").strip(), frozenset(codes(sheet.entity, "SUPPORT/may_hear")))
        for sheet in newest.values() if text(sheet.entity, "SUPPORT/still") != "no")


def _heard(book: Book, here: Collection[str]) -> frozenset[str]:
    """What everybody who is here may hear; of somebody she gave no word about: nothing."""
    allowed = {fold(each.code): each.may_hear for each in supports(book)}
    heard = frozenset(SCOPES.values())
    for code in here:
        heard &= allowed.get(fold(code), frozenset())
    return heard


def _part(book: Book, name: str) -> Part:
    if name == PLAN:
        return Part(name, goals=tuple(_goals(book)))
    circles = casefile.checkins(book) if name == PATH else ()
    return Part(name, told=tuple(_told(book, name)), circles=circles)


def _beside(book: Book, name: str, heard: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What she wants said beside it, unless it is about something too that somebody who is here may not hear."""
    unheard = {form for part, forms in PARTS.items() if SCOPES[part] not in heard for form in forms}
    return tuple(dict.fromkeys(each for form in PARTS[name] for each in supportbook.beside(book, form, unheard)))


def _newest(book: Book, name: str) -> list[Sheet]:
    return [sheet for form in PARTS[name] if (sheet := book.latest(form)) is not None]


def _told(book: Book, name: str) -> Iterator[Told]:
    for sheet in _newest(book, name):
        form = load_form(sheet.form)
        answers = answers_of(form, book, sheet.entity)
        for asked in form.fields():
            answer = answers.get(asked.key)
            if answer is not None and answer.is_answered and may_be_shown(form, asked):
                yield Told(form.id, asked.key, narrowed(form, asked, answer))


def narrowed(form: Form, asked: Field, answer: Answer) -> Answer:
    """A table without the columns that may not be shown."""
    if not asked.has_rows or not isinstance(answer.value, tuple):
        return answer
    most = OWN_PAPERS.get(form.id, ORDINARY)
    shown = {column.key for column in asked.columns if column.is_participant and column.level <= most}
    rows = tuple(Row(row.id, {key: cell for key, cell in row.cells.items() if key in shown})
                 for row in answer.value if isinstance(row, Row))
    return replace(answer, value=rows)


def _goals(book: Book) -> Iterator[OwnGoal]:
    """Goals she still wants. What the team wrote about them is not here, a proposal of the team's neither."""
    sheets = {sheet.entity.id.hex(): sheet for sheet in book.of_form(*PARTS[PLAN])}
    for goal in casefile.open_goals(planbook.goals_in_her_order(book)):
        sheet = sheets[goal.record]
        yield OwnGoal(goal.record, sheet.form, goal.own_words, goal.levels, goal.rating_person, goal.disagreement,
                      text(sheet.entity, f"{sheet.form}/pause_wanted") == "yes")
