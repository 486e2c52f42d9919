# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory: by code, names closed, warned about in time, and compared with whom she wants away: yes or no."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from assist.casebook import Book
from assist.changesets import pack_answer
from assist.clock import FixedClock
from assist.desk import Desk
from assist.directorybook import Listed, spelled
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.messages import sentence
from assist.services.records import Saved
from assist.services.scribe import Put, Target
from assist.views import CaseQuery
from forms.answers import Answer
from forms.loader import form
from tests.services.conftest import Fill
from tests.services.test_protection import everything_in

TODAY = date(2026, 11, 25)


def put(desk: Desk, ref: str = "", **answers: Any) -> Listed:
    """An entry filled in the way a person does; the entry as it is then."""
    before = {each.ref for each in desk.directory.listed(gone=True)}
    session = desk.directory.open(ref)
    for key, value in answers.items():
        session.answer(key, value)
    desk.directory.keep(session, ref)
    return next(each for each in desk.directory.listed(gone=True) if each.ref == ref or (
        not ref and each.ref not in before))


def test_entries_stand_by_kind_and_code_and_those_off_the_list_are_offered_to_nobody(desk: Desk):
    """A code has the letter of its kind and stays; it is found again in whatever letters."""
    helper = put(desk, kind="interpreter", name="Ramona Quispe", languages=("quz", "es"), promise_until="2027-05-01",
                 vetted_on="2026-10-01")
    office = put(desk, kind="service", name="Centro Norte", services=("health", "documents"))
    put(desk, office.ref, off_since="2026-11-25", kind="authority")

    assert helper.code.startswith("I-")
    assert helper.languages == ("es", "quz")
    assert [(each.kind, each.code) for each in desk.directory.listed()] == [("interpreter", helper.code)]
    assert desk.directory.listed("service") == []
    again = desk.directory.by_code(office.code.lower())
    assert (again.kind, again.code, again.services) == ("authority", office.code, ("health", "documents"))


@pytest.mark.parametrize(("kind", "vetted", "promise", "wanted"), [
    ("service", "2026-01-01", "", ()), ("service", "2025-11-25", "", ()),
    ("service", "2025-11-24", "", ("vetting_old",)),
    ("service", "", "", ("not_vetted",)), ("service", "2026-01-01", "2026-11-25", ()),
    ("employer", "2026-01-01", "2026-11-24", ("promise_over",)), ("interpreter", "2026-01-01", "", ("no_promise",)),
    ("interpreter", "", "2026-11-24", ("not_vetted", "promise_over"))])
def test_old_looks_and_promises_that_ended_are_warned_about(
    kind: str, vetted: str, promise: str, wanted: tuple[str, ...],
):
    """A look holds a year, a promise to its last day; whoever interprets has to promise."""
    assert Listed("", "", kind, vetted_on=vetted, promise_until=promise).warnings(TODAY) == wanted


@pytest.mark.rule("WP-02")
def test_a_name_is_read_only_by_whoever_asks_and_that_is_on_record(desk: Desk, clock: FixedClock):
    """No list holds it, no search finds it, and no case comes of it."""
    made = put(desk, kind="service", name="Zarquintela", also_called="Olmevante; Perlunqui ;")
    clock.set(datetime(2026, 11, 25, 12, tzinfo=UTC))
    before = len(desk.auditing.newest(50))

    shown = desk.directory.names(made.ref)

    assert shown == ("Zarquintela", "Olmevante", "Perlunqui")
    assert len(desk.auditing.newest(50)) == before + 1
    assert "Zarquintela" not in repr(desk.directory.listed(gone=True))
    assert desk.cases.listed(CaseQuery()) == []
    assert desk.cases.find_words("Zarquintela") == []
    assert desk.status.read().cases == 0
    with pytest.raises(NotFound):
        desk.cases.open(made.ref)


@pytest.mark.rule("WP-05", "NR-14")
def test_whom_she_wants_away_is_not_booked_by_code_either(fill: Fill, desk: Desk, case: str):
    """By any of the names; the answer is yes or no, and the list stays where it is. Others may be."""
    fill("F02", case, keep_away="yes", exclusions=[{"who": "olmevánte", "kind": "person"}])
    away = put(desk, kind="interpreter", name="Centro", also_called="Perlunqui; Olmevante")
    near = put(desk, kind="interpreter", name="Ramona")

    with pytest.raises(NotAllowed) as refused:
        fill("APPT", case, kind="health", on="2026-12-03", interpreter=f" {away.code.lower()} ")
    fill("APPT", case, kind="health", on="2026-12-03", interpreter=near.code)

    assert refused.value.code == "case.kept_away"
    assert "lmev" not in " ".join(sentence(refused.value))
    assert (desk.directory.is_welcome(case, away.ref), desk.directory.is_welcome(case, near.ref)) == (False, True)
    desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        desk.directory.is_welcome(case, near.ref)


def test_a_code_is_understood_however_it_is_written():
    """Behind its letter nought and O are the same; the letter itself is never another."""
    assert [spelled(said) for said in (" s-o1l ", "S-01L", "i-7k3", "I - OOI")] == ["S-011", "S-011", "I-7K3", "I-001"]


def test_an_entry_has_a_kind_and_whole_days(desk: Desk):
    """Nothing is kept half-way, and it is said how to write it."""
    for answers, code in (({"name": "Sin tipo"}, "directory.kind"),
                          ({"kind": "service", "vetted_on": "2026-10"}, "directory.day"),
                          ({"kind": "service", "promise_until": "=siempre"}, "directory.day")):
        with pytest.raises(BadInput) as refused:
            put(desk, **answers)
        assert refused.value.code == code
        assert all(sentence(refused.value)[:3])
    assert desk.directory.listed(gone=True) == []


def test_corrected_it_is_the_same_entry_and_nothing_else_changes(desk: Desk):
    """What was not said again stays."""
    made = put(desk, kind="trainer", name="Taller", services=("training",), vetted_on="2026-05-01")

    after = put(desk, made.ref, vetted_on="2026-11-20")

    assert after == Listed(made.ref, made.code, "trainer", (), ("training",), "2026-11-20", "", "")
    assert desk.directory.names(made.ref) == ("Taller",)
    assert desk.bench.keeper.projection_drift() == []


def test_what_is_no_entry_is_not_found(desk: Desk, case: str):
    """A case is none, nor is a code nobody has."""
    for act in (lambda: desk.directory.names(case), lambda: desk.directory.open(case),
                lambda: desk.directory.by_code("S-000"), lambda: desk.directory.is_welcome(case, case)):
        with pytest.raises(NotFound):
            act()


def test_night_staff_and_auditors_keep_no_directory(desk: Desk):
    """The one table of roles decides."""
    desk.bench.learn(["house", "auditor"], dict(desk.bench.names))

    for act in (desk.directory.listed, desk.directory.open):
        with pytest.raises(NotAllowed):
            act()


def test_no_name_lies_readable_on_the_disk(desk: Desk):
    """The database itself is encrypted like everything else."""
    put(desk, kind="service", name="Zarquintela")

    folder = desk.signed.place.folder
    assert b"Zarquintela" in everything_in(folder, desk.signed.database_key, "case.db")
    assert not [path for path in folder.rglob("*") if path.is_file() and b"Zarquintela" in path.read_bytes()]


@pytest.mark.rule("WP-05")
def test_nobody_is_placed_with_whom_she_wants_away(fill: Fill, desk: Desk, case: str):
    """Neither by code nor by name; a place that stands already may still be marked as ended."""
    away = put(desk, kind="employer", name="Taller Sol", also_called="Olmevante")
    fill("F02", case, keep_away="no")
    plan = fill("F10", case, path="job", placement=[{"employer": away.code}]).record
    fill("F02", case, keep_away="yes", exclusions=[{"who": "Olmevante", "kind": "person"}])

    for named in (away.code.lower(), "olmevante"):
        with pytest.raises(NotAllowed) as refused:
            fill("F10", case, path="job", placement=[{"employer": named}])
        assert refused.value.code == "case.kept_away"
    opening = desk.records.open("F10", case, plan)
    (row,) = opening.session.rows("placement")
    opening.session.answer_cell("placement", row.id, "ended", "2026-11")
    desk.records.save(opening)
    fill("F10", case, path="job", placement=[{"employer": "Panadería Luna"}])


def test_an_entry_is_no_case_for_whoever_goes_through_all_of_them(desk: Desk, case: str):
    """Neither in a count nor in figures."""
    put(desk, kind="service", name="Centro")

    with desk.bench.keeper.writing() as work:
        assert work.all_cases() == [bytes.fromhex(case)]


def through(fill: Fill, case: str, interpreter: str, why: str = "") -> Saved:
    """A consent that somebody interpreted."""
    reason = {"interpreter_why": why} if why else {}
    return fill("F03", case, kind="aftercare", decision="no", interpreter=interpreter, **reason)


@pytest.mark.rule("CO-18")
@pytest.mark.parametrize("entry", [
    {"kind": "interpreter", "promise_until": "2026-11-24"}, {"kind": "interpreter"},
    {"kind": "service", "promise_until": "2027-01-01"},
    {"kind": "interpreter", "promise_until": "2027-01-01", "off_since": "2026-11-01"}])
def test_a_consent_through_somebody_who_promised_nothing_for_today_is_kept_only_with_a_reason(
    entry: dict[str, str], fill: Fill, desk: Desk, case: str,
):
    """Whoever stands in no list has promised nothing either. Without the reason nothing is half-kept."""
    code, before = put(desk, name="Ramona", **entry).code, desk.cases.consents(case)

    for said in (code, "I-999", "Ramona"):
        with pytest.raises(NotAllowed) as refused:
            through(fill, case, said)
        assert refused.value.code == "consent.interpreter_promise"
        assert all(sentence(refused.value)[:3])
    kept_before = desk.cases.consents(case)
    through(fill, case, code, "era de noche y nadie más hablaba quechua")

    assert kept_before == before
    assert len(desk.cases.consents(case)) == len(before) + 1


@pytest.mark.rule("CO-18")
def test_with_a_promise_that_holds_nobody_is_asked_for_a_reason(
        fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """To its last day, and however the code is written. A consent that stands is corrected without asking again."""
    code = put(desk, kind="interpreter", name="Ramona", promise_until="2026-11-25").code
    record = through(fill, case, code.lower()).record
    clock.set(datetime(2026, 11, 28, 10, tzinfo=UTC))

    fill("F03", case, record=record, copy="read_out")

    assert desk.cases.consents(case)[0].record == record


def test_a_kind_that_only_a_newer_release_knows_stands_last_and_stops_nobody(desk: Desk):
    """Colleagues bring their laptops up to date on different days."""
    put(desk, kind="authority", name="Fiscalía")
    newer = put(desk, kind="service", name="Centro Norte")
    answer, ident = Answer("zoo", asked_on="2026-11-25", asked_by=desk.me.user), bytes.fromhex(newer.ref)
    with desk.bench.keeper.writing() as work:
        book = Book(ident, work.rows_of(ident))
        asked, held = form("DIR").field("kind"), book.entities[ident]
        desk.bench.scribe.write(work, Target(ident, 0, (book.newest_stamp,)), [
            Put(ident, wire.LISTED, asked.number, pack_answer(answer), asked.level, held.dots(asked.number))])
        work.commit()
    assert [each.kind for each in desk.directory.listed()] == ["authority", "zoo"]


def test_what_goes_off_the_list_on_a_day_to_come_is_still_on_it(desk: Desk):
    """From that day on it is not."""
    entry = put(desk, kind="service", name="Centro Norte", off_since="2026-11-26")
    assert (entry.is_off(TODAY), entry.is_off(date(2026, 11, 26))) == (False, True)
    assert desk.directory.listed() == [entry]
