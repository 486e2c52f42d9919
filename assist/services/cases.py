# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at cases: the list, finding, the case file tab by tab, and showing what is closed by default."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from assist import casefile, conflictbook, consentbook, glance, planbook, refreshbook, supportbook
from assist.casebook import Book, Sheet
from assist.crypto import codes
from assist.domain import wire
from assist.errors import NotFound
from assist.policy import may, require, text_level
from assist.ports import Reader
from assist.reading import fold, text
from assist.rows import DueHit
from assist.services.bench import Bench, Look
from assist.services.supervising import keep_look
from assist.views import (
    CaseHeader,
    CaseKey,
    CaseloadRow,
    CaseQuery,
    CaseRow,
    ConsentRow,
    DutyRow,
    MyDay,
    NoteRow,
    NowView,
    PlanView,
    RecordRow,
    SafetyView,
    TextFound,
    TimelineRow,
)
from forms.loader import form as load_form
from forms.model import Tone

DAY_LINES = 12
"""My day shows at most this many lines of each kind (ruling 34)."""

SOON_DAYS = 7
DUES_READ = 400
"""So many duties are looked through for a day; of more, the soonest."""
ERASURE_ASKED = "erasure_asked"
"""The duty of those who may agree; to others it says nothing."""
APPOINTMENT_AFTER = "appointment_after"
"""The duty of writing down how it went is none before it took place."""
CASELOAD_LIMIT = 5000
SEALED_LEVEL = 4
"""Answers of this level are behind the seal, and so is the line that says who read them."""
_FACTS = frozenset({"facts", "protected_part"})


class CaseService:
    """Reads for screens and commands; whatever shows content writes its audit line first."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    # -- lists ------------------------------------------------------------------------

    def keys(self, query: CaseQuery) -> list[CaseKey]:
        """The list in order, as keys; rows are asked for page by page."""
        require(self._bench.me.roles, "case.list")
        wanted = replace(query, text=fold(query.text)) if query.text else query
        with self._bench.keeper.reading() as reader:
            return reader.case_keys(wanted)

    def opened(self, query: CaseQuery, first: int) -> tuple[list[CaseKey], list[CaseRow]]:
        """The list in order and its first rows, for a screen that shows both at once."""
        keys = self.keys(query)
        return keys, self.rows(keys[:first])

    def rows(self, keys: Sequence[CaseKey]) -> list[CaseRow]:
        """The narrow rows of some keys, in their order."""
        with self._bench.keeper.reading() as reader:
            return self._bench.named(reader.case_list(keys))

    def rows_of(self, cases: Collection[str]) -> list[CaseRow]:
        """The narrow rows of some cases by id, in no order."""
        with self._bench.keeper.reading() as reader:
            return self._bench.named(reader.cases_named([bytes.fromhex(case) for case in cases]))

    def listed(self, query: CaseQuery, limit: int = 500) -> list[CaseRow]:
        """Keys and rows at once, for commands and short lists."""
        return self.rows(self.keys(query)[:limit])

    def whole(self, typed: str) -> list[CaseRow]:
        """Cases of the list that have this whole code or whole name; what cannot be seen is no part of it."""
        require(self._bench.me.roles, "case.list")
        return self._exactly(typed)

    def find(self, typed: str, reason: str = "") -> list[CaseRow]:
        """A whole code or a whole chosen name; anything less finds nothing (ruling 28)."""
        require(self._bench.me.roles, "case.list")
        self._bench.audit_view(Look("search", reason=reason))
        return self._exactly(typed)

    def _exactly(self, typed: str) -> list[CaseRow]:
        with self._bench.keeper.reading() as reader:
            return self._bench.named(reader.find_cases(codes.parsed(typed) or "\0", fold(typed) or "\0"))

    def find_words(self, words: str) -> list[TextFound]:
        """Notes holding all these words: own ones for workers, up to L2 for supervisors."""
        me = self._bench.me
        require(me.roles, "search.text")
        self._bench.audit_view(Look("search.text"))
        author = None if "supervisor" in me.roles else self._bench.user
        level = 2 if author is None else text_level(me.roles)
        with self._bench.keeper.reading() as reader:
            hits = reader.find_text(words, author, level)
            books = {hit.case: Book(hit.case, reader.rows_of(hit.case)) for hit in hits}
        return [
            TextFound(hit.case.hex(), books[hit.case].case.plain(wire.CODE, ""), hit.form, hit.on, hit.body)
            for hit in hits
        ]

    def by_code(self, typed: str) -> str:
        """The id of the case with this code; NotFound reads the same for a hidden and a missing one."""
        code = codes.parsed(typed)
        with self._bench.keeper.reading() as reader:
            hits = reader.find_cases(code or "\0", "\0")
        if not hits:
            raise NotFound("case.not_found")
        return hits[0].case

    # -- my day -------------------------------------------------------------------------

    def day(self, *, mine: bool = False) -> MyDay:
        """What is due: today, what needs you, and the week ahead. Nothing of a case for whoever may not list them.

        ``mine``: only of cases this person accompanies, and of those nobody does.
        """
        if not may(self._bench.me.roles, "case.list").ok:
            return MyDay((), (), (), 0, 0, 0, 0)
        today = self._bench.clock.today()
        with self._bench.keeper.reading() as reader:
            worker = self._bench.user if mine else None
            found = reader.dues((today + timedelta(days=SOON_DAYS)).isoformat(), DUES_READ, worker)
            hits = [duty for duty in _duties(reader, found, worker)
                    if duty.rule != ERASURE_ASKED or may(self._bench.me.roles, "case.erase.agree").ok]
            hits = [duty for duty in hits if duty.rule != APPOINTMENT_AFTER or duty.due <= today.isoformat()]
            numbers = reader.numbers()
        now = today.isoformat()
        due = [duty for duty in hits if duty.due[:10] == now]
        late = [duty for duty in hits if duty.due[:10] < now]
        soon = [duty for duty in hits if duty.due[:10] > now]
        shown = min(len(due), DAY_LINES) + min(len(late), DAY_LINES) + min(len(soon), DAY_LINES)
        return MyDay(
            tuple(due[:DAY_LINES]), tuple(late[:DAY_LINES]), tuple(soon[:DAY_LINES]), len(hits) - shown,
            numbers["drafts"], numbers["sleeping"], numbers["sealed"],
        )

    def caseload(self) -> list[CaseloadRow]:
        """One line a case, codes only, soonest duty first (ruling 51)."""
        require(self._bench.me.roles, "report.caseload")
        today = self._bench.clock.today()
        rows = self.listed(CaseQuery(stage="open"), CASELOAD_LIMIT)
        return [
            CaseloadRow(
                row.code, row.stage, row.next_due, row.next_duty,
                glance.days_between(row.last_contact, today), row.band, row.worker_name,
            )
            for row in rows
        ]

    # -- the case file -------------------------------------------------------------------

    def open(self, case: str, reason: str = "") -> CaseHeader:
        """Open a case file: policy, the audit line, then the head of the file.

        Another worker's case needs a reason, which goes on record (NR-16).
        """
        book = self._bench.look_up(case)
        own = book.is_of(self._bench.user)
        require(self._bench.me.roles, "case.open", is_own=own, reason=reason)
        self._bench.audit_view(Look("case.open", book.case_id, reason=reason, protected=book.level > 1))
        if not own:
            keep_look(self._bench, book, reason)
        return self._header(book)

    def header(self, case: str) -> CaseHeader:
        """The head again, after a change."""
        return self._header(self._bench.look_up(case))

    def _header(self, book: Book) -> CaseHeader:
        head = casefile.header(book, vault_open=self._bench.keeper.vault_open)
        name = self._bench.name_of(head.worker) if head.worker else ""
        return replace(head, worker_name=name, differences=conflictbook.count(book))

    def now(self, case: str) -> NowView:
        """The case at a glance."""
        book = self._bench.look_up(case)
        with self._bench.keeper.reading() as reader:
            lines = reader.audit_of(book.case_id, 400)
        looks = [found for _, body in lines if (found := self._bench.read_audit(body)) is not None]
        seen = {look.user for look in looks if look.verb in ("case.open", "form.view", "reveal")}
        last = max((look.wall_ms for look in looks), default=0)
        return glance.now_view(book, seen_by=len(seen), last_seen_ms=last)

    def plan(self, case: str) -> PlanView:
        """Both plans."""
        return casefile.plan(self._bench.look_up(case))

    def safety(self, case: str) -> SafetyView:
        """The Safety tab; number and facts stay closed until shown."""
        book = self._bench.look_up(case)
        with self._bench.keeper.reading() as reader:
            sealed = reader.numbers()["sealed"]
        seen = casefile.safety(
            book, self._bench.today(), vault_open=self._bench.keeper.vault_open, sealed_count=sealed)
        contact = replace(seen.contact, value="") if seen.contact else None
        return replace(seen, contact=contact, threats=tuple(replace(row, facts="") for row in seen.threats))

    def consents(self, case: str) -> tuple[ConsentRow, ...]:
        """Consents, each with what the gate would say today."""
        book, today = self._bench.look_up(case), self._bench.clock.today()
        why = refreshbook.due_by(book, today)
        return tuple(replace(row, refresh=why.get(row.record, ())) for row in consentbook.rows(book, today))

    def objects_to_figures(self, case: str) -> bool:
        """Whether she is left out of figures that leave (CO-15)."""
        return consentbook.objects_to_figures(self._bench.look_up(case))

    def limits_explained_on(self, case: str) -> str:
        """The day on which the limits of secrecy were explained last; empty when they never were (CO-13)."""
        return consentbook.limits_explained_on(self._bench.look_up(case))

    def gates_met(self, case: str) -> frozenset[str]:
        """Which conditions of forms are met today: ``limits``, ``consent``."""
        return consentbook.gates_met(self._bench.look_up(case), self._bench.clock.today())

    def notes(self, case: str) -> tuple[NoteRow, ...]:
        """Session notes without their facts."""
        rows = casefile.notes(self._bench.look_up(case))
        return tuple(replace(row, by_name=self._bench.name_of(row.by) if row.by else "") for row in rows)

    def wishes(self, case: str) -> tuple[supportbook.Wish, ...]:
        """What she asked about her data, newest first."""
        return supportbook.wishes(self._bench.look_up(case))

    def services(self, case: str) -> tuple[supportbook.Given, ...]:
        """Help given, newest first."""
        return supportbook.given(self._bench.look_up(case))

    def beside(self, case: str, form: str) -> tuple[tuple[str, str], ...]:
        """Her corrections and notes to what stands on such a form: day and words, newest first (PA-07)."""
        return supportbook.beside(self._bench.look_up(case), form)

    def records(self, case: str) -> tuple[RecordRow, ...]:
        """Every filled form, newest first."""
        rows = casefile.records(self._bench.look_up(case))
        return tuple(replace(row, by_name=self._bench.name_of(row.by) if row.by else "") for row in rows)

    def history(self, case: str) -> tuple[TimelineRow, ...]:
        """The path in dates and kinds, newest first."""
        return casefile.path(self._bench.look_up(case), limit=400)

    def duties(self, case: str) -> tuple[DutyRow, ...]:
        """What the worker has to do in this case."""
        return glance.duties(self._bench.look_up(case))

    # -- showing what is closed by default ---------------------------------------------------

    def reveal_contact(self, case: str) -> str:
        """The number itself, once the card was read; protected, so the vault must be open."""
        require(self._bench.me.roles, "protected.show")
        book = self._bench.look_up(case)
        self._bench.audit_view(Look("reveal", book.case_id, protected=True))
        return text(book.person, "contact.value")

    def reveal_facts(self, case: str, record: str) -> tuple[str, str]:
        """Facts of a session note and its protected part; for its author and psychologists."""
        book = self._bench.look_up(case)
        sheet = _sheet(book, record)
        self._require_facts(sheet)
        self._bench.audit_view(Look(
            "reveal", book.case_id, sheet.entity.id, protected=book.level > 1, heavy=True))
        hidden = text(sheet.entity, "F11/protected_part") if may(self._bench.me.roles, "protected.show").ok else ""
        return text(sheet.entity, "F11/facts"), hidden

    def reveal_threat(self, case: str, record: str) -> str:
        """The facts of a threat report."""
        require(self._bench.me.roles, "protected.show")
        book = self._bench.look_up(case)
        sheet = _sheet(book, record)
        self._bench.audit_view(Look("reveal", book.case_id, sheet.entity.id, protected=True, heavy=True))
        return text(sheet.entity, "F17/facts")

    def reveal_answers(self, case: str, record: str, keys: Iterable[str]) -> None:
        """Closed answers of a filled form are about to be read: its line, counted where one of them may weigh.

        Raises NotAllowed for facts of a note that this person may not read.
        """
        book = self._bench.look_up(case)
        sheet = _sheet(book, record)
        asked = [load_form(sheet.form).field(key) for key in keys]
        if any(field.key in _FACTS and sheet.form == "F11" for field in asked):
            self._require_facts(sheet)
        self._bench.audit_view(Look(
            "reveal", book.case_id, sheet.entity.id, heavy=any(field.tone is Tone.HARD for field in asked),
            protected=book.level > 1 or any(field.level >= SEALED_LEVEL for field in asked)))

    def reveal_known(self, case: str, form: str, key: str) -> None:
        """A closed answer of before is about to be read in a form: its line, counted where it may weigh."""
        book, asked = self._bench.look_up(case), load_form(form).field(key)
        self._bench.audit_view(Look(
            "reveal", book.case_id, book.person.id, heavy=asked.tone is Tone.HARD,
            protected=book.level > 1 or asked.level >= SEALED_LEVEL))

    def _require_facts(self, sheet: Sheet) -> None:
        if sheet.by != self._bench.user.hex():
            require(self._bench.me.roles, "note.facts")

    def reveal_remarks(self, case: str) -> tuple[str, ...]:
        """Remarks that came with a spreadsheet, word for word, each with where it seems to belong."""
        require(self._bench.me.roles, "protected.show")
        book = self._bench.look_up(case)
        self._bench.audit_view(Look("reveal", book.case_id, protected=True, heavy=True))
        return casefile.remarks_in_words(book)

    def agreed_text(self, case: str, record: str) -> str:
        """What a version of a plan said when it was agreed; older versions stay readable (PA-02)."""
        sheet = _sheet(self._bench.look_up(case), record)
        return str(sheet.entity.plain(wire.AGREED_TEXT, ""))

    def goals_open(self, case: str) -> tuple[tuple[str, str], ...]:
        """Record and words of the goals she still wants, for a review."""
        every = planbook.goals_in_her_order(self._bench.look_up(case))
        return tuple((goal.record, goal.own_words or goal.worker_words) for goal in casefile.open_goals(every))


def _duties(reader: Reader, hits: Sequence[DueHit], worker: bytes | None) -> list[DutyRow]:
    """Soonest first. A day behind the seal counts as the whole case says: it may rest, have been seen to, or be a
    colleague's."""
    whole: dict[bytes, dict[tuple[str, str, str], DutyRow]] = {}
    found = []
    for hit in hits:
        row: DutyRow | None = _duty(hit)
        if not hit.code:
            if hit.case not in whole:
                book = Book(hit.case, reader.rows_of(hit.case))
                every = glance.duties(book) if worker is None or book.is_of(worker) else []
                whole[hit.case] = {(each.rule, each.due, each.record): each for each in every if each.code}
            record = hit.record.hex() if hit.record else ""
            row = whole[hit.case].get((hit.rule, hit.due, record))
        if row is not None:
            found.append(row)
    return found


def _duty(hit: DueHit) -> DutyRow:
    return DutyRow(hit.case.hex(), hit.code, hit.name, hit.rule, hit.due, hit.record.hex() if hit.record else "")


def _sheet(book: Book, record: str) -> Sheet:
    for sheet in book.sheets:
        if sheet.entity.id.hex() == record:
            return sheet
    raise NotFound("record.not_found")
