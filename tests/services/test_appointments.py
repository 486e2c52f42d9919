# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments: agreed with her, moved without losing the day before, and on no list of whoever may not know of her."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from assist.appointmentbook import Appointment
from assist.clock import FixedClock
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.domain.duties import Agreed, CaseFacts, duties_of
from assist.errors import AssistError, BadInput, NotAllowed, NotFound, VaultShut
from assist.messages import sentence
from db.reading import Reading
from forms.loader import form
from forms.problems import FieldProblem
from tests.services.conftest import Fill

DAY = "2026-12-03"
WEEK = ("2026-11-30", "2026-12-06")


def one(desk: Desk, case: str) -> Appointment:
    """The only one there is."""
    (found,) = desk.appointments.of_case(case)
    return found


def rules(desk: Desk, case: str) -> dict[str, str]:
    """What is to be done in a case because of an appointment, with its day."""
    return {duty.rule: duty.due for duty in desk.cases.duties(case) if "appointment" in duty.rule}


def test_the_week_is_in_the_order_of_its_hours_and_of_all_cases_or_of_ones_own(fill: Fill, desk: Desk, case: str):
    """What has no hour comes after what has one; other weeks are not looked at."""
    other = fill("F01", chosen_name="Nina", may_keep_note="yes").case
    for whose, kind, on, at in ((case, "health", DAY, "14h"), (other, "papers", DAY, "9:30"), (case, "work", DAY, ""),
                                (case, "study", "2026-12-01", "18:00"), (case, "health", "2026-12-07", "8:00")):
        fill("APPT", whose, kind=kind, on=on, at=at)

    week = desk.appointments.between(*WEEK)

    assert [(entry.agreed.on, entry.agreed.at, entry.agreed.kind, entry.name) for entry in week] == [
        ("2026-12-01", "18:00", "study", "Killa"), (DAY, "09:30", "papers", "Nina"), (DAY, "14:00", "health", "Killa"),
        (DAY, "", "work", "Killa")]
    assert desk.appointments.between(*WEEK, mine=True) == week
    assert desk.bench.keeper.projection_drift() == []


def test_of_the_coming_days_no_more_cases_are_read_than_stand_on_my_day(
    fill: Fill, desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch
):
    """The soonest that still wait, whoever's they are; what is behind them is left where it lies."""
    others = [fill("F01", chosen_name=name, may_keep_note="yes").case for name in ("Nina", "Mar", "Luz")]
    for whose, on, at in ((case, DAY, ""), (others[0], DAY, "9:30"), (others[1], "2026-12-01", "18:00"),
                          (others[2], "2026-12-04", "8:00"), (others[0], "2026-11-30", "10:00")):
        fill("APPT", whose, kind="health", on=on, at=at)
    (first, *_rest) = desk.appointments.between(*WEEK)
    desk.appointments.answer(first.case, first.agreed.record, "done")
    waiting = [entry for entry in desk.appointments.between(*WEEK) if not entry.agreed.outcome]
    assert desk.appointments.ahead(*WEEK, 9) == waiting
    assert desk.bench.keeper.projection_drift() == []

    read: list[bytes] = []
    real = Reading.rows_of
    monkeypatch.setattr(Reading, "rows_of", lambda self, each: (read.append(each), real(self, each))[1])
    for most in (1, 2, 3):
        read.clear()
        assert desk.appointments.ahead(*WEEK, most) == waiting[:most]
        assert len(read) == len(set(read)) <= most


def test_how_it_went_is_asked_the_day_after_and_not_before(fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """And no more once somebody said it; the duty is the team's and stands on My day."""
    record = fill("APPT", case, kind="health", on=DAY).record
    before = desk.cases.day()
    clock.set(datetime(2026, 12, 3, 10, tzinfo=UTC))
    on_the_day = desk.cases.day()
    clock.set(datetime(2026, 12, 4, 10, tzinfo=UTC))
    after_it = desk.cases.day()
    desk.appointments.answer(case, record, "done")

    for day in (before, on_the_day):
        assert "appointment_after" not in {row.rule for row in (*day.today, *day.late, *day.soon)}
    assert "appointment_after" in {row.rule for row in after_it.today}
    assert rules(desk, case) == {}


@pytest.mark.rule("WP-04")
@pytest.mark.parametrize(("said", "wanted"), [
    ("in_person", True), ("by_card", True), ("none", False), (None, False)])
def test_nobody_is_reminded_who_did_not_say_yes(
    said: str | None, wanted: bool, fill: Fill, desk: Desk, clock: FixedClock, case: str,
):
    """Silence is a no. A talk on the day before is the reminder."""
    fill("APPT", case, kind="health", on=DAY, **({"reminder": said} if said else {}))
    asked = rules(desk, case).get("remind_appointment", "")
    clock.set(datetime(2026, 12, 2, 10, tzinfo=UTC))
    fill("F11", case, outcome="held")

    assert asked == ("2026-12-02" if wanted else "")
    assert "remind_appointment" not in rules(desk, case)


@pytest.mark.rule("WP-05", "WP-15")
@pytest.mark.parametrize(("who", "code"), [
    ("ana rios", "case.kept_away"), ("TIA ROSA", ""), ("El mayor", "case.relative_no_contact"), ("M2", "")])
def test_whoever_goes_along_is_held_against_her_list_and_her_relatives(
    who: str, code: str, fill: Fill, desk: Desk, case: str,
):
    """A yes or a no, and never why; afterwards as well as at once."""
    fill("F02", case, keep_away="yes", exclusions=[{"who": "Ana Ríos", "kind": "person"}])
    fill("F04", case, relatives=[{"called": "Tía Rosa", "may_contact": "yes"}, {"called": "el mayor"}])
    before = fill("APPT", case, kind="papers", on=DAY, along="team", along_who="M3").record

    for record in ("", before):
        with pytest.raises(NotAllowed) if code else nullcontext() as refused:
            fill("APPT", case, record=record, kind="papers", on=DAY, along="team", along_who=who)
        if refused is not None:
            assert (refused.value.code, refused.value.details) == (code, {})
            assert who.casefold() not in " ".join(sentence(refused.value)).casefold()

    assert {each.along_who for each in desk.appointments.of_case(case)} == ({"M3"} if code else {who})


@pytest.mark.rule("WP-05")
def test_with_the_vault_shut_nobody_new_is_to_go_along_where_there_is_a_list(fill: Fill, desk: Desk, case: str):
    """Nobody can look then."""
    fill("F02", case, keep_away="yes", exclusions=[{"who": "Ana Ríos", "kind": "person"}])
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        fill("APPT", case, kind="papers", on=DAY, along="team", along_who="M2")
    fill("APPT", case, kind="papers", on=DAY, along="nobody")


@pytest.mark.rule("PA-10")
def test_no_word_for_what_came_of_it_blames_her():
    """It took place, it moved, it did not come about."""
    assert [choice.code for choice in form("APPT").field("outcome").choices] == ["done", "moved", "not_held"]


# -- another day ------------------------------------------------------------------------


def test_every_day_it_was_on_stays_on_record(fill: Fill, desk: Desk, case: str):
    """From the form and by the command alike; the same day again moves nothing."""
    record = fill("APPT", case, kind="papers", on=DAY, at="9:00", along="team", along_who="M2").record
    desk.appointments.move(case, record, "2026-12-04", "11:00")
    fill("APPT", case, record=record, on="2026-12-09")
    fill("APPT", case, record=record, on="2026-12-09", transport="fare")

    found = one(desk, case)

    assert (found.on, found.at, found.along, found.along_who, found.transport) == (
        "2026-12-09", "11:00", "team", "M2", "fare")
    assert found.moved == ((DAY, "09:00"), ("2026-12-04", "11:00"))


@pytest.mark.parametrize("outcome", ["moved", "not_held"])
def test_with_another_day_it_is_ahead_again(outcome: str, fill: Fill, desk: Desk, case: str):
    """Whether that was said before or in the same filling; until then nothing more is asked of anybody."""
    record = fill("APPT", case, kind="health", on=DAY).record
    desk.appointments.answer(case, record, outcome)
    between = rules(desk, case)
    desk.appointments.move(case, record, "2026-12-10")
    later = one(desk, case)
    fill("APPT", case, record=record, outcome=outcome, on="2026-12-11")

    assert between == {}
    assert (later.on, later.outcome) == ("2026-12-10", "")
    assert one(desk, case).outcome == ""
    assert rules(desk, case) == {"appointment_after": "2026-12-12"}


def test_what_took_place_took_place_although_its_day_is_mended(fill: Fill, desk: Desk, case: str):
    """A day written wrong is no reason to ask again how it went."""
    record = fill("APPT", case, kind="health", on=DAY, outcome="done").record

    desk.appointments.move(case, record, "2026-12-02")

    assert one(desk, case).outcome == "done"


@pytest.mark.parametrize("day", ["2026-12", "2026", "=mañana", "2026-12-03~"])
def test_half_a_day_is_none(day: str, fill: Fill, desk: Desk, case: str):
    """A month, or about a day: it would be in no week. Nothing is kept, and the sentence says how to write it."""
    with pytest.raises((BadInput, FieldProblem)) as refused:
        fill("APPT", case, kind="health", on=day)

    assert isinstance(refused.value, FieldProblem) or all(sentence(refused.value)[:3])
    assert desk.appointments.of_case(case) == ()


def test_a_day_may_be_open_still(fill: Fill, desk: Desk, case: str):
    """It is in her file and in no week; nothing asks how it went. Once it has its day there was none before."""
    record = fill("APPT", case, kind="papers").record
    waiting, to_do = one(desk, case), rules(desk, case)
    desk.appointments.move(case, record, DAY)

    assert (waiting.on, to_do) == ("", {})
    assert (one(desk, case).on, one(desk, case).moved) == (DAY, ())


@pytest.mark.parametrize(("on", "at", "code"), [
    ("tomorrow week", "", "appointment.day"), (DAY, "noon", "field.time_unreadable"),
    ("2026-12", "", "appointment.day")])
def test_a_day_or_hour_that_cannot_be_read_moves_nothing(
    on: str, at: str, code: str, fill: Fill, desk: Desk, case: str,
):
    """It is said which of the two it was, and the appointment stays where it was."""
    record = fill("APPT", case, kind="health", on=DAY, at="9:00").record

    with pytest.raises(BadInput) as refused:
        desk.appointments.move(case, record, on, at)

    assert refused.value.code == code
    assert all(sentence(refused.value)[:3])
    assert (one(desk, case).on, one(desk, case).at, one(desk, case).moved) == (DAY, "09:00", ())


def test_what_is_no_appointment_is_not_moved(fill: Fill, desk: Desk, case: str):
    """A record of another form reads as not found."""
    record = fill("F23", case, service="food").record

    with pytest.raises(NotFound):
        desk.appointments.move(case, record, DAY)


# -- rest and justice ---------------------------------------------------------------------


def test_while_she_rests_nothing_of_justice_is_set(fill: Fill, desk: Desk, case: str):
    """Neither new nor on another day; what else she agreed to may be, and what was set before stays in the week."""
    before = fill("APPT", case, kind="justice", on=DAY).record
    health = fill("APPT", case, kind="health", on=DAY).record
    fill("F05", case, own_band="calm")
    fill("F02", case, hopes="estudiar")
    desk.care.pause(case)

    refusals: list[AssistError] = []
    for act in (lambda: fill("APPT", case, kind="justice", on="2026-12-04"),
                lambda: desk.appointments.move(case, before, "2026-12-04"),
                lambda: fill("APPT", case, record=health, kind="justice")):
        with pytest.raises(NotAllowed) as refused:
            act()
        refusals.append(refused.value)
    fill("APPT", case, kind="health", on="2026-12-04")
    desk.appointments.answer(case, before, "not_held")

    assert {(error.code, all(sentence(error)[:3])) for error in refusals} == {("appointment.rest", True)}
    assert [(each.on, each.kind) for each in desk.appointments.of_case(case)] == [
        (DAY, "justice"), (DAY, "health"), ("2026-12-04", "health")]


def test_during_a_rest_no_appointment_of_justice_asks_for_anything():
    """The rest of her days go on: she agreed to them."""
    agreed = (Agreed(DAY, b"j" * 16, is_justice=True, wants_reminder=True), Agreed(DAY, b"h" * 16, wants_reminder=True))

    resting = duties_of(CaseFacts(is_paused=True, appointments=agreed))

    assert [(duty.rule, duty.record) for duty in resting] == [
        ("remind_appointment", b"h" * 16), ("appointment_after", b"h" * 16)]


@pytest.mark.rule("WP-03", "WP-13")
def test_a_day_in_court_is_in_the_week_while_protected_work_is_open_and_has_its_own_duties_alone(
    fill: Fill, desk: Desk, case: str,
):
    """It is written once, on the sheet about justice; with the seal shut the week does not know of it."""
    fill("F18", case, hearings=[{"on": DAY, "mode": "video", "needs": ("escort",)}])

    (entry,) = desk.appointments.between(*WEEK)
    desk.signed.shut_vault()
    shut = desk.appointments.between(*WEEK)

    assert (entry.agreed.kind, entry.agreed.mode, entry.agreed.needs) == ("hearing", "video", ("escort",))
    assert (entry.name, entry.on_paper) == ("Killa", False)
    assert shut == []
    assert rules(desk, case) == {}


# -- who comes near, and who may know ---------------------------------------------------------


@pytest.mark.rule("NR-14", "WP-05")
def test_an_interpreter_on_her_list_is_not_booked(fill: Fill, desk: Desk, case: str):
    """A no without a why; with the seal shut nobody can look, so it waits."""
    fill("F02", case, keep_away="yes", exclusions=[{"who": "I-7", "kind": "person"}])

    with pytest.raises(NotAllowed) as refused:
        fill("APPT", case, kind="health", on=DAY, interpreter="i-7")
    fill("APPT", case, kind="health", on=DAY, interpreter="I-8")
    desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        fill("APPT", case, kind="health", on=DAY, interpreter="I-9")

    assert refused.value.code == "case.kept_away"
    assert "I-7" not in " ".join(sentence(refused.value))
    assert one(desk, case).interpreter == "I-8"


@pytest.mark.rule("WP-11")
def test_of_a_hidden_case_nothing_is_in_the_week_while_the_seal_is_shut(fill: Fill, desk: Desk, case: str):
    """And there it is once it is open, with what is to be done."""
    fill("APPT", case, kind="health", on="2026-11-25")
    desk.protection.set_level(case, 3)
    seen = desk.appointments.between("2026-11-25", "2026-11-25")
    desk.signed.shut_vault()

    assert [entry.level for entry in seen] == [3]
    assert desk.appointments.between("2026-11-25", "2026-11-25") == []
    assert desk.cases.day().today == ()


# -- the day on paper -------------------------------------------------------------------------


def words_of(pdf: bytes) -> str:
    """Everything a paper says."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.rule("WP-02", "NR-12", "WP-11")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_day_sheet_speaks_in_codes_and_of_no_place(language: str, fill: Fill, desk: Desk, case: str):
    """No name, no place, no interpreter; what is hidden and days in court are on no paper, without a word of it."""
    fill("APPT", case, kind="health", on=DAY, at="9:30", along="team", along_who="M2", transport="us",
         interpreter="Mistralcoya", place="Olmevante")
    fill("F18", case, hearings=[{"on": DAY}])
    hidden = fill("F01", chosen_name="Perlunqui", may_keep_note="yes").case
    fill("APPT", hidden, kind="papers", on=DAY, at="7:53")
    desk.protection.set_level(hidden, 3)
    entries = desk.appointments.between(DAY, DAY)

    paper, print_id = desk.appointments.sheet(DAY, entries, language)

    words = words_of(paper.pdf)
    assert len(entries) == 3
    assert all(said in words for said in (shown(desk.cases.header(case).code), "09:30", "M2", print_id))
    assert not any(said in words for said in (
        "Killa", "Mistralcoya", "Olmevante", "Perlunqui", "07:53", shown(desk.cases.header(hidden).code)))
    assert words.count("09:30") == words.count(shown(desk.cases.header(case).code)) == 1
    assert "…" not in words


@pytest.mark.rule("WP-18")
def test_the_day_sheet_is_in_the_log_before_it_is_a_file(fill: Fill, desk: Desk, case: str, tmp_path: Path):
    """By its print id, and with why; where the file cannot be written there is the line all the same."""
    fill("APPT", case, kind="health", on=DAY)
    paper, print_id = desk.appointments.sheet(DAY, desk.appointments.between(DAY, DAY), "es")

    desk.appointments.sheets.save(paper, print_id, tmp_path / "day.pdf")
    second, other_id = desk.appointments.sheet(DAY, desk.appointments.between(DAY, DAY), "es")
    with pytest.raises(AssistError):
        desk.appointments.sheets.save(second, other_id, tmp_path / "nowhere" / "day.pdf")

    assert (tmp_path / "day.pdf").read_bytes() == paper.pdf
    found, failed = desk.reports.printed(print_id), desk.reports.printed(other_id)
    assert found is not None
    assert (found.verb, found.code, found.user_name) == ("report.save", "", "Ana Ríos")
    assert failed is not None


def test_whoever_keeps_no_cases_sees_no_calendar(desk: Desk):
    """The one table of roles decides, for the week and for the paper."""
    desk.bench.learn(["house"], dict(desk.bench.names))

    for act in (lambda: desk.appointments.between(*WEEK), lambda: desk.appointments.sheet(DAY, [], "es"),
                lambda: desk.appointments.sheets.to_printer("7K3PQ9XM")):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("facts", [
    CaseFacts(appointments=(Agreed("0001-01-01", b"a" * 16, wants_reminder=True),)),
    CaseFacts(appointments=(Agreed("9999-12-31", b"a" * 16),)), CaseFacts(taken_over_on="9999-12-31"),
    CaseFacts(is_paused=True, paused_on="9999-12-31"),
    CaseFacts(is_open=False, closed_on="9999-12-31", aftercare_wanted=True)])
def test_the_first_and_the_last_day_of_the_calendar_stop_nobody(facts: CaseFacts):
    """What a colleague's laptop sends is read by everybody's."""
    assert all(duty.due for duty in duties_of(facts))


def test_days_it_was_on_before_stand_in_the_order_it_was_moved(fill: Fill, desk: Desk, case: str):
    """Twice on one day, the second time to a sooner one."""
    record = fill("APPT", case, kind="health", on="2026-12-10").record
    for day in ("2026-12-05", "2026-12-08"):
        desk.appointments.move(case, record, day)
    assert [on for on, _at in one(desk, case).moved] == ["2026-12-10", "2026-12-05"]
