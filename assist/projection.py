# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registers of one case → what lists, duties and search need to know of it; pure (ports.Projector)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from assist import appointmentbook, conflictbook, handoverbook, keepingbook, sharebook, supervisionbook, supportbook
from assist.casebook import Book, Sheet
from assist.casefile import answered_count, contact_card, erasures_asked, plan_day, plan_review, review_due
from assist.changesets import FieldKey
from assist.country import country
from assist.domain import stages, wire
from assist.domain.consents import ON_PAPER, SERVICE
from assist.domain.duties import AFTERCARE_MONTHS, WITHOUT_FILE_DAYS, CaseFacts, Duty, duties_of
from assist.domain.erasure import CORE, NOTES, PROTECTED
from assist.noticebook import notices
from assist.planbook import agreements, goals, states
from assist.reading import codes, fold, number, said, text
from assist.refreshbook import children_said_no, refresh_due
from assist.rows import CaseFields, CaseProjection, DutyFields, RecordFields, RegRow, TextFields
from forms.registry import all_specs
from forms.scoring import BANDS

NO_DUE = "9999"
"""Sorts after every date; the same sign as in ``db.queries``."""

UNDER_WAY = ("sent", "accepted", "waiting")
"""Referrals somebody asks about again within a week."""

CONTACTS = ("F00", "F01", "F02", "F03", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F13", "F14", "CLOSING")
"""Forms that are filled in together with the person."""


def project(case: bytes, rows: Sequence[RegRow], only: Collection[bytes] | None = None) -> CaseProjection:
    """See ports.Projector. Cases and duties hang on everything, a sheet's own lines on itself and its tables alone."""
    book = Book(case, rows)
    in_vault = any(row.protected for row in rows)
    duties = duties_of(facts_of(book) if book.exists else sealed_facts(book))
    whose = None if only is None or in_vault else _moved(book, only)
    sheets = [sheet for sheet in book.sheets if whose is None or sheet.entity.id in whose]
    return CaseProjection(
        case=_fields(book, duties) if book.exists else None,
        duties=tuple(DutyFields(duty.rule, duty.due, duty.record) for duty in duties),
        records=tuple(_record(sheet, in_vault) for sheet in sheets),
        texts=tuple(_texts(sheets, in_vault)),
        diary=appointmentbook.diary(book),
        team=(*supervisionbook.lines(book), *sharebook.lines(book)),
        differences=conflictbook.count(book),
        whose=whose,
    )


def _moved(book: Book, only: Collection[bytes]) -> frozenset[bytes]:
    """These entities, and those they are rows of: a struck sheet comes back when one of its rows is written to."""
    parents = (book.entities[each].plain(wire.PARENT) for each in only if each in book.entities)
    return frozenset(only).union(parent for parent in parents if parent)


def _fields(book: Book, duties: Sequence[Duty]) -> CaseFields:
    case, person = book.case, book.person
    stage, band = case.plain(wire.STAGE, "contact"), case.plain(wire.BAND, "")
    name = text(person, "person.chosen_name")
    languages = codes(person, "person.language")
    return CaseFields(
        code=case.plain(wire.CODE, ""), name=name, name_fold=fold(name), stage=stage, stage_no=stages.number(stage),
        worker=case.plain(wire.WORKER), level=book.level, band=band,
        band_no=BANDS.index(band) + 1 if band in BANDS else 0, language=languages[0] if languages else "",
        opened_on=case.plain(wire.OPENED_ON, ""), closed_on=case.plain(wire.CLOSED_ON, ""),
        last_contact=max((sheet.on for sheet in book.of_form(*CONTACTS) if not _was_brought(sheet)), default=""),
        next_due=duties[0].due if duties else NO_DUE, next_duty=duties[0].rule if duties else "",
        hold=int(book.hold), sleeping=int(bool(case.plain(wire.SLEEPING, False))),
        is_open=int(stages.is_open(stage)), without_file=int(bool(case.plain(wire.WITHOUT_FILE, False))),
    )


def _was_brought(sheet: Sheet) -> bool:
    """It came with a spreadsheet: bringing a file is no meeting."""
    return bool(sheet.entity.plain(wire.BATCH))


def _record(sheet: Sheet, in_vault: bool) -> RecordFields:
    ident = sheet.entity.twin if in_vault and sheet.entity.twin else sheet.entity.id
    return RecordFields(ident, sheet.form, sheet.version, sheet.on, bytes.fromhex(sheet.by) or None,
                        answered_count(sheet.entity))


def _texts(sheets: Iterable[Sheet], in_vault: bool) -> Iterator[TextFields]:
    """Free text of filled forms, for search; each at the level that says who may find it."""
    levels = _searched()
    for sheet in sheets:
        ident = sheet.entity.twin if in_vault and sheet.entity.twin else sheet.entity.id
        for field in sheet.entity.fields:
            level = levels.get(field)
            if level is not None:
                value = sheet.entity.answer(field).value
                if isinstance(value, str) and value:
                    yield TextFields(ident, sheet.form, level, bytes.fromhex(sheet.by) or None, sheet.on, value)


@cache
def _searched() -> dict[FieldKey, int]:
    """Fields of free text and their levels."""
    return {field: spec.level for field, spec in all_specs().items() if spec.type in ("text_long", "text_short")}


def facts_of(book: Book) -> CaseFacts:
    """What the rules of duty look at."""
    case = book.case
    stage = case.plain(wire.STAGE, "contact")
    consent = _service_consent(book)
    closing = book.latest("F15")
    card = contact_card(book, "")
    review, review_record = _review(book)
    paper_ends, paper_record = _paper_ends(book)
    state, _ = states(book)
    sealed = sealed_facts(book)
    taken = handoverbook.taken_over(book)
    return CaseFacts(
        opened_on=case.plain(wire.OPENED_ON, ""), is_open=stages.is_open(stage),
        is_sleeping=bool(case.plain(wire.SLEEPING, False)), is_paused=stage == "pause",
        paused_on=case.plain(wire.PAUSE, ""),
        without_file=bool(case.plain(wire.WITHOUT_FILE, False)), last_safety_look=case.plain(wire.BAND_ON, ""),
        band=case.plain(wire.BAND, ""), risk_review_due=review_due(case),
        safety_plan_on=plan_day(book), safety_plan_review=plan_review(book),
        contact_confirmed_on=card.confirmed_on if card else "",
        consent_expires_on=text(consent.entity, "F03/expiry") if consent else "",
        consent_record=consent.entity.id if consent else None, paper_consent_on=_paper_consent(book),
        refresh=tuple((due[0][0], record) for record, due in refresh_due(book).items()),
        child_said_no=book.once(children_said_no), ready_on=case.plain(wire.READY_ON, ""), has_goals=bool(goals(book)),
        is_agreed=bool(agreements(book)) and all(held != "proposed" for held in state.values()),
        review_on=review, review_record=review_record,
        wants_telling=_wants_telling(book, review_record),
        paper_ends_on=paper_ends, paper_record=paper_record, closed_on=case.plain(wire.CLOSED_ON, ""),
        supervisor_seen=bool(closing and text(closing.entity, "F15/supervisor_seen")),
        aftercare_wanted=bool(closing and said(closing.entity, "F15/aftercare_consent") == "yes"),
        aftercare_months=_aftercare_months(closing),
        aftercare_held=sum(1 for sheet in book.of_form("F13") if sheet.on > case.plain(wire.CLOSED_ON, "9999")),
        measures=sealed.measures, court_measures=sealed.court_measures, hearings=sealed.hearings,
        last_met=max((sheet.on for sheet in book.of_form(*CONTACTS, "F04") if not _was_brought(sheet)), default=""),
        referrals=tuple((each.since, bytes.fromhex(each.record)) for each in supportbook.referrals(book)
                        if each.status in UNDER_WAY),
        answers_promised=tuple((each.answer_due, bytes.fromhex(each.record)) for each in supportbook.referrals(book)
                               if each.is_promised),
        after_hearing_on=supportbook.after_hearing_on(book),
        wishes=tuple((wish.asked_on, bytes.fromhex(wish.record))
                     for wish in book.once(supportbook.wishes) if wish.is_open),
        protected_since=sealed.protected_since, protected_every=sealed.protected_every,
        without_file_days=country().retention["without_file"].days or WITHOUT_FILE_DAYS,
        kept_until=keepingbook.until(book, CORE), notes_until=keepingbook.until(book, NOTES),
        protected_until=keepingbook.until(book, PROTECTED), is_kept_by_law=keepingbook.is_kept_by_law(book),
        erasure_asked_on=max(
            (str(each.plain(wire.ASKED_ON, "")) for each in erasures_asked(book)), default=""),
        to_tell=tuple((each.since, each.record) for each in notices(book)),
        appointments=appointmentbook.agreed(book),
        taken_over_on=_not_introduced(book, taken), hand_back_on=taken.until if taken else "",
    )


def _not_introduced(book: Book, taken: handoverbook.Handing | None) -> str:
    """Since when a worker has a case of somebody she has not met: until her first sheet with her."""
    if taken is None or any(sheet.by == taken.taker and sheet.on >= taken.answered_on
                            for sheet in book.of_form(*CONTACTS, "F04")):
        return ""
    return taken.answered_on


def sealed_facts(book: Book) -> CaseFacts:
    """Days that stand behind the seal alone. Whether the case rests or sleeps is known only to whoever reads all of it.

    The open vault of a case that is not hidden holds these days and not the case: whoever lists what is due asks the
    whole case before it shows one of them (``services.cases``).
    """
    return CaseFacts(
        measures=tuple((due, sheet.entity.id) for sheet in book.of_form("PROT")
                       if (due := text(sheet.entity, "PROT/review_on"))),
        court_measures=supportbook.court_measures(book), hearings=supportbook.hearings(book),
        protected_since=keepingbook.protected_since(book), protected_every=keepingbook.look_every())


def _aftercare_months(closing: Sheet | None) -> tuple[int, ...]:
    """After how many months she may be called: those she chose, else the usual ones."""
    chosen = codes(closing.entity, "F15/aftercare_months") if closing else ()
    return tuple(int(months) for months in chosen if months.isdecimal() and len(months) < 3) or AFTERCARE_MONTHS


def _service_consent(book: Book) -> Sheet | None:
    """The newest service consent that was given here."""
    given = [
        sheet for sheet in book.of_form("F03")
        if text(sheet.entity, "F03/kind") == SERVICE and text(sheet.entity, "F03/decision") == "yes"
        and text(sheet.entity, "F03/mode") != ON_PAPER and not sheet.entity.plain(wire.WITHDRAWN_ON, "")
    ]
    return given[-1] if given else None


def _paper_consent(book: Book) -> str:
    papers = [sheet.on for sheet in book.of_form("F03") if text(sheet.entity, "F03/mode") == ON_PAPER]
    return papers[-1] if papers else ""


def _review(book: Book) -> tuple[str, bytes | None]:
    """The next agreed look together: said at the last review, else on a goal."""
    last = book.latest("F13")
    if last is not None and (agreed := text(last.entity, "F13/next_on")):
        return agreed, last.entity.id
    held = last.on if last is not None else ""
    dates = sorted(goal.review_on for goal in goals(book) if goal.review_on > held)
    return (dates[0], None) if dates else ("", None)


def _wants_telling(book: Book, review: bytes | None) -> bool:
    """Whether she asked to be told before the next look; who comes by herself is not called."""
    return review is not None and text(book.entities[review], "F13/next_way") == "on_that_day"


def _paper_ends(book: Book) -> tuple[str, bytes | None]:
    """The last day of the permit to work that holds longest; what was not granted has none."""
    ends = [
        (text(row, "F10/legal_work_step.expires_on"), sheet.entity.id)
        for sheet in book.of_form("F10") for row in book.rows(sheet.entity, number("F10/legal_work_step"))
        if text(row, "F10/legal_work_step.state") != "not_granted"
    ]
    return max(ends) if any(day for day, _record in ends) else ("", None)
