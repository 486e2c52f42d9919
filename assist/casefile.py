# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tabs of a case file show, read from the book of a case; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from assist.casebook import Book, Entity, Sheet
from assist.changesets import Dot, unpack_answer, unpack_plain
from assist.country import country
from assist.domain import stages, wire
from assist.domain.duties import BAND_DAYS
from assist.domain.erasure import PARTS, due_on
from assist.domain.instruments import DECLINED
from assist.i18n import N_, _, text_of
from assist.planbook import agreements, goals_in_her_order, priorities, states
from assist.reading import answer, codes, date_of, number, said, text
from assist.unpacking import UNREADABLE
from assist.views import (
    CaseHeader,
    CheckInPoint,
    ConsentRow,
    ContactCard,
    GoalRow,
    NoteRow,
    PlanView,
    RecordRow,
    SafetyView,
    ThreatRow,
    TimelineRow,
    TrendPoint,
)
from forms.checkin import ITEMS as CHECK_IN_ITEMS
from forms.checkin import checkin_of
from forms.loader import form as load_form
from forms.model import Field
from forms.scoring import who5

CONTACT_DAYS = 30
"""A safe-contact card is confirmed again after this many days (WP-04)."""

WHO5_ITEMS = 5
_BASIS_AT = 3
"""Where in what was signed stands why (``sync.erasures``)."""
F07_CARDS = ("rest", "body", "calm", "handle", "people", "belong", "treated", "decide", "roots", "hope")


def header(book: Book, *, vault_open: bool) -> CaseHeader:
    """The head of the case file."""
    person, case = book.person, book.case
    worker = case.plain(wire.WORKER)
    return CaseHeader(
        case=book.case_id.hex(), code=case.plain(wire.CODE, ""), name=text(person, "person.chosen_name"),
        stage=case.plain(wire.STAGE, ""), languages=codes(person, "person.language"),
        modes=codes(person, "person.mode"), avoid=text(person, "person.triggers_avoid"), level=book.level,
        hold=book.hold, band=case.plain(wire.BAND, ""), worker=worker.hex() if worker else "", worker_name="",
        opened_on=case.plain(wire.OPENED_ON, ""), address_form=text(person, "person.address_form"),
        vault_open=vault_open, sealed_parts=not vault_open,
    )


def plan(book: Book) -> PlanView:
    """Both plans with their state and what still keeps them from being agreed."""
    every = goals_in_her_order(book)
    state, why_not = states(book)
    return PlanView(
        tuple(goal for goal in every if goal.plan == "psychosocial"),
        tuple(goal for goal in every if goal.plan == "productive"), state, agreements(book), why_not,
        priorities(book),
    )


_MARKS = ("0", "1", "2", "3", "4", "5")


def wellbeing(book: Book) -> tuple[TrendPoint, ...]:
    """WHO-5 totals over time, 0…100; an incomplete sheet has none."""
    points = []
    for sheet in _not_declined(book, "WHO5"):
        answers = [said(sheet.entity, f"WHO5/{key}") for key in who5_keys()]
        total = who5([int(item) if isinstance(item, str) and item in _MARKS else None for item in answers])
        if total is not None:
            points.append(TrendPoint(sheet.on, float(total.score)))
    return tuple(points)


def _not_declined(book: Book, asked: str) -> list[Sheet]:
    """Sheets of a questionnaire but those of a day on which she would rather not: they come to nothing (CO-17)."""
    return [sheet for sheet in book.of_form(asked) if said(sheet.entity, f"{asked}/today") != DECLINED]


def who5_keys() -> tuple[str, ...]:
    """The five item fields of the score sheet, in order."""
    from forms.loader import form

    return tuple(asked.key for asked in form("WHO5").fields() if asked.type == "choice" and len(asked.choices) == 6)


def daily_life(book: Book) -> tuple[TrendPoint, ...]:
    """The mean of the cards answered in each psychosocial conversation, 0…100; needs five at least."""
    points = []
    for sheet in book.of_form("F07"):
        marks = [mark for key in F07_CARDS if isinstance(mark := said(sheet.entity, f"F07/{key}"), int)]
        if len(marks) >= len(F07_CARDS) // 2:
            points.append(TrendPoint(sheet.on, 25.0 * sum(marks) / len(marks)))
    return tuple(points)


def checkins(book: Book) -> tuple[CheckInPoint, ...]:
    """Check-ins with anything to show, oldest first; only those asked in the words of the newest are compared."""
    sheets = _not_declined(book, "F14")
    points = []
    for sheet in sheets:
        found = checkin_of({key: answer(sheet.entity, f"F14/{key}") for key in CHECK_IN_ITEMS})
        if not found.is_empty and sheet.version == sheets[-1].version:
            points.append(CheckInPoint(sheet.on, found.economic, found.social, found.psychosocial))
    return tuple(points)


def records(book: Book) -> tuple[RecordRow, ...]:
    """Every filled form, newest first."""
    rows = [
        RecordRow(sheet.entity.id.hex(), sheet.form, sheet.version, sheet.on, sheet.by, "",
                  answered_count(sheet.entity), protected=sheet.entity.is_protected)
        for sheet in book.sheets
    ]
    return tuple(reversed(rows))


def answered_count(entity: Entity) -> int:
    """How many questions of a sheet were answered: a count for the worker, never a mark for the person."""
    return sum(entity.carries(field) for field in entity.fields if isinstance(field, str) or field >= 100)


def notes(book: Book) -> tuple[NoteRow, ...]:
    """Session notes, newest first; the facts stay closed until shown."""
    rows = []
    for sheet in book.of_form("F11"):
        rows.append(NoteRow(
            record=sheet.entity.id.hex(), on=sheet.on, by=sheet.by, by_name="",
            outcome=text(sheet.entity, "F11/outcome"), channel=text(sheet.entity, "F11/channel"),
            topics=codes(sheet.entity, "F11/topics"), wants=text(sheet.entity, "F11/person_wants"),
            has_facts=bool(text(sheet.entity, "F11/facts")),
            has_protected=bool(text(sheet.entity, "F11/protected_part")),
        ))
    return tuple(reversed(rows))


def contact_card(book: Book, today: str) -> ContactCard | None:
    """The newest safe-contact card with its rules first."""
    sheet = book.latest("F04")
    if sheet is None:
        return None
    person = book.person
    confirmed = max(
        [sheet.on, *(unpack_answer(row.value).asked_on for field in _contact_fields() for row in
                     person.fields.get(field, ()))])
    expires = date_of(confirmed, CONTACT_DAYS)
    value = text(person, "contact.value")
    return ContactCard(
        record=sheet.entity.id.hex(), who_starts=text(person, "contact.who_starts"),
        channel=codes(person, "contact.channel"), may_say=text(person, "contact.may_say"),
        neutral_line=text(person, "contact.neutral_line"), times=_times(book),
        mail_allowed=text(person, "contact.mail_allowed"), confirmed_on=confirmed, expires_on=expires,
        expired=expires < today or book.hold, value=value, value_sealed=not value,
    )


def _contact_fields() -> tuple[int, ...]:
    return tuple(number(f"contact.{key}") for key in ("who_starts", "channel", "may_say"))


def _times(book: Book) -> tuple[str, ...]:
    columns = load_form("F04").field("safe_times").columns
    rows = book.rows(book.person, number("contact.safe_times"))
    return tuple(words for entity in rows if (words := _time(entity, columns)))


def _time(entity: Entity, columns: Iterable[Field]) -> str:
    """Day, hours and whose hours, in words."""
    told = ((column, entity.answer(column.number).value) for column in columns)
    return " · ".join(_in_words(column, value) for column, value in told if isinstance(value, str) and value)


def _in_words(column: Field, value: str) -> str:
    return next((text_of(choice.label) for choice in column.choices if choice.code == value), value)


def review_due(case: Entity) -> str:
    """By which day the risk is looked at after a threat; empty once somebody did."""
    due, looked = str(case.plain(wire.REVIEW_DUE, "")), str(case.plain(wire.BAND_ON, ""))
    return "" if looked and looked >= due[:10] else due


def safety(book: Book, today: str, *, vault_open: bool, sealed_count: int = 0) -> SafetyView:
    """The Safety tab. What is protected is there only while the vault is open."""
    case = book.case
    return SafetyView(
        level=book.level, hold=book.hold, hold_since=case.plain(wire.HOLD_SINCE, ""), band=case.plain(wire.BAND, ""),
        own_band=case.plain(wire.OWN_BAND, ""), band_on=case.plain(wire.BAND_ON, ""),
        next_look=case.plain(wire.NEXT_LOOK, ""), contact=contact_card(book, today), threats=_threats(book),
        measures=tuple(_row(sheet) for sheet in reversed(book.of_form("PROT"))),
        assessments=tuple(_row(sheet) for sheet in reversed(book.of_form("F05"))), vault_open=vault_open,
        sealed_count=sealed_count, review_due=review_due(case),
        justice=tuple(_row(sheet) for sheet in book.of_form("F18")),
        plan=_row(held) if (held := book.latest("F06")) else None, plan_on=plan_day(book),
        plan_review=plan_review(book),
    )


def plan_day(book: Book) -> str:
    """The day her safety plan was written or agreed last; empty while there is none. The plan itself is sealed."""
    sheet = book.latest("F06")
    return max(sheet.on, text(sheet.entity, "F06/agreed_on")) if sheet else ""


def plan_review(book: Book) -> str:
    """The day on which it is looked at again, as agreed."""
    sheet = book.latest("F06")
    return text(sheet.entity, "F06/review_on") if sheet else ""


def plan_until(book: Book) -> str:
    """Until when her safety plan is in date: the day agreed, else as long as the band says; empty with no plan."""
    written, agreed, band = plan_day(book), plan_review(book), book.case.plain(wire.BAND, "")
    return agreed if agreed > written else date_of(written, BAND_DAYS.get(band, BAND_DAYS["low"]))


def _row(sheet: Sheet) -> RecordRow:
    return RecordRow(sheet.entity.id.hex(), sheet.form, sheet.version, sheet.on, sheet.by, "",
                     answered_count(sheet.entity), protected=sheet.entity.is_protected)


def _threats(book: Book) -> tuple[ThreatRow, ...]:
    return tuple(
        ThreatRow(sheet.entity.id.hex(), sheet.on, text(sheet.entity, "F17/what"),
                  codes(sheet.entity, "F17/who_at_risk"), text(sheet.entity, "F17/facts"))
        for sheet in reversed(book.of_form("F17"))
    )


def consent_rows(book: Book, standings: dict[str, str], outdated: frozenset[str]) -> tuple[ConsentRow, ...]:
    """Consents, newest first; ``standings`` come from the gate's own rule."""
    rows = []
    for sheet in reversed(book.of_form("F03")):
        entity, ident = sheet.entity, sheet.entity.id.hex()
        rows.append(ConsentRow(
            record=ident, kind=text(entity, "F03/kind"), recipient=text(entity, "F03/recipient"),
            categories=codes(entity, "F03/categories"), decision=text(entity, "F03/decision"), given_on=sheet.on,
            expires_on=text(entity, "F03/expiry"), mode=text(entity, "F03/mode"), standing=standings.get(ident, "none"),
            outdated=ident in outdated, on_paper=text(entity, "F03/mode") == "consent_on_paper",
        ))
    return tuple(rows)


_PATH = {
    "F01": "first_contact", "F02": "intake", "F03": "consent", "F05": "safety_look", "F07": "conversation",
    "F06": "safety_plan", "F08": "goal", "F09": "work_conversation", "F10": "goal", "F14": "checkin",
    "AGR": "plan_agreed", "F11": "meeting", "F13": "review", "F15": "closure",
    "LIMITS": "limits_explained", "WHO5": "wellbeing_asked", "F04": "contact_card", "F19": "wish_about_data",
}


def path(book: Book, limit: int = 12) -> tuple[TimelineRow, ...]:
    """The path in dates and kinds, newest first; goals by her own words, nothing above L2."""
    rows = []
    for sheet in reversed(book.sheets):
        if sheet.form in _PATH and _was_done(sheet):
            rows.append(TimelineRow(sheet.on, _PATH[sheet.form], _detail(sheet), sheet.entity.id.hex(), sheet.by))
    return tuple(rows[:limit])


def _was_done(sheet: Sheet) -> bool:
    """A sheet that says the limits were not explained is no step."""
    return sheet.form != "LIMITS" or text(sheet.entity, "LIMITS/explained") == "yes"


def _detail(sheet: Sheet) -> str:
    if sheet.form in ("F08", "F10"):
        return text(sheet.entity, f"{sheet.form}/goal_own_words")
    return ""


def hopes(book: Book) -> str:
    """What she said she would like to be different, newest."""
    for sheet in reversed(book.of_form("F02")):
        if found := text(sheet.entity, "F02/hopes"):
            return found
    return ""


def to_sort(book: Book) -> tuple[str, ...]:
    """Remarks that came with a spreadsheet and wait to be put in their place."""
    remarks = (unpack_answer(row.value).value for row in book.case.fields.get(wire.PINNED, ()))
    return tuple(str(remark) for remark in remarks if remark)


ABOUT = {
    "avoid": N_("About what to avoid here: {remark}"), "contact": N_("About safe contact: {remark}"),
    "child": N_("About a child with her: {remark}"), "language": N_("About language: {remark}"),
}
"""Where a remark seems to belong; what is in none of these stands alone."""


def remarks_in_words(book: Book) -> tuple[str, ...]:
    """The same as ``to_sort``, each with where it seems to belong."""
    kinds = {row.dot: str(unpack_plain(row.value)) for row in book.case.fields.get(wire.PIN_KIND, ())}
    told = ((row.dot, unpack_answer(row.value).value) for row in book.case.fields.get(wire.PINNED, ()))
    return tuple(_in_place(str(remark), kinds.get(_next(dot), "")) for dot, remark in told if remark)


def _in_place(remark: str, kind: str) -> str:
    return _(ABOUT[kind]).format(remark=remark) if kind in ABOUT else remark


def _next(dot: Dot) -> Dot:
    """The kind of a remark is written right after it."""
    return (dot[0], dot[1], dot[2] + 1)


def erasures_asked(book: Book) -> Iterator[Entity]:
    """What somebody asked and nobody answered yet: that this case, or a class of it, be erased for good.

    A class that went since answers too: the case that stays still holds the words with which it was asked.
    """
    return (entity for entity in book.entities.values() if entity.etype == wire.REQUEST
            and entity.plain(wire.ERASURE) and not entity.plain(wire.ERASURE_ANSWER) and not _went_since(book, entity))


def _went_since(book: Book, asked: Entity) -> bool:
    first, kind = asked.newest(wire.ERASURE), PARTS.get(_basis_in(asked))
    gone = (each.newest(wire.FORM) for each in book.entities.values()
            if kind and each.etype == wire.LET_GO and each.plain(wire.FORM) == kind)
    return any(row is not None and first is not None and row.hlc > first.hlc for row in gone)


def _basis_in(asked: Entity) -> str:
    """Why it was asked; empty where somebody's program wrote something else there."""
    try:
        body, _signature = asked.plain(wire.ERASURE)
        return str(msgspec.msgpack.decode(body)[_BASIS_AT])
    except (*UNREADABLE, TypeError, ValueError, LookupError):
        return ""


def kept_until(book: Book, kept: str = "core") -> str:
    """The first day on which what is kept so long of a closed case may go by the calendar; empty while it is open."""
    if stages.is_open(book.case.plain(wire.STAGE, "contact")):
        return ""
    return due_on(str(book.case.plain(wire.CLOSED_ON, "")), country().retention[kept].days)


def open_goals(every: Iterable[GoalRow]) -> tuple[GoalRow, ...]:
    """Goals she still wants to work on."""
    return tuple(goal for goal in every if goal.status not in ("achieved", "not_wanted_now"))
