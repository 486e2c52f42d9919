# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When life changes, what she agreed to is asked again: the consents it touches, and no others (CO-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.domain.refresh import REFRESH_TRIGGERS
from assist.refreshbook import refresh_due
from forms import loader
from tests.services.conftest import Fill

LATER = datetime(2026, 12, 2, 10, tzinfo=UTC)
TELLING = {"referral Registro", "referral Hospital", "contact_family Mamá", "aftercare"}
EVERY = TELLING | {"accompaniment"}
Act = Callable[[Fill, Desk, str, dict[str, str]], object]


@pytest.fixture
def consents(fill: Fill, case: str) -> dict[str, str]:
    """A yes to each purpose, two services among them, and a wish not to be counted; explained in Quechua.

    For two of them somebody else decided.
    """
    plain = {"decision": "yes", "mode": "spoken", "expiry": "2027-03-01", "language": "quz"}
    made = {}
    for kind, recipient in (("referral", "Registro"), ("referral", "Hospital"), ("contact_family", "Mamá"),
                            ("aftercare", ""), ("statistics_objection", "")):
        answers = plain | ({"recipient": recipient} if recipient else {})
        answers["capacity"] = "child" if kind in ("contact_family", "aftercare") else "adolescent"
        made[f"{kind} {recipient}".strip()] = fill("F03", case, kind=kind, **answers).record
    return made


def due(desk: Desk, case: str) -> dict[str, set[str]]:
    """By purpose and recipient, why it is asked again by today."""
    today = desk.clock.today().isoformat()
    book = desk.bench.look_up(case)
    rows = {row.record: f"{row.kind} {row.recipient}".strip() for row in desk.cases.consents(case)}
    found = {rows[record.hex()]: {why for day, why in said if day <= today}
             for record, said in refresh_due(book).items()}
    return {which: why for which, why in found.items() if why}


def referral(fill: Fill, case: str, need: str) -> None:
    """One to the registry."""
    fill("F12", case, to="Registro", need=need)


def other_need(fill: Fill, desk: Desk, case: str, consents: dict[str, str]) -> None:
    """A service is asked for something else than when she agreed."""
    referral(fill, case, "legal")
    referral(fill, case, "health")


def comes_back(fill: Fill, desk: Desk, case: str, consents: dict[str, str]) -> None:
    """Closed and opened again."""
    fill("F15", case, reason="my_choice")
    desk.care.reopen(case)


def risk_rises(fill: Fill, desk: Desk, case: str, consents: dict[str, str]) -> None:
    """Protection is planned at a higher level."""
    fill("PROT", case, level="1")


def birthday(years: int) -> Act:
    """She has that birthday this week."""
    def has_one(fill: Fill, desk: Desk, case: str, consents: dict[str, str]) -> None:
        fill("F02", case, birth=f"{2026 - years}-11")
    return has_one


def looks_worse(fill: Fill, desk: Desk, case: str, consents: dict[str, str]) -> None:
    """A second look at safety finds more than the first."""
    fill("F05", case, own_band="calm")
    assert due(desk, case) == {}
    fill("F05", case, own_band="worried")


WHAT: dict[str, tuple[Act, set[str]]] = {
    "new_recipient": (lambda fill, _desk, case, held: fill(
        "F03", case, record=held["referral Hospital"], recipient="Clínica"), {"referral Clínica"}),
    "new_purpose": (other_need, {"referral Registro"}),
    "raised_risk": (risk_rises, TELLING),
    "threat": (lambda fill, _desk, case, _held: fill(
        "F17", case, what="call", when="now", who_at_risk=("person",)), TELLING),
    "reopened": (comes_back, EVERY),
    "age_of_majority": (birthday(18), EVERY),
    "age_of_assent": (birthday(12), {"contact_family Mamá", "aftercare"}),
    "language_change": (lambda fill, _desk, case, _held: fill("F01", case, lang_pref="es"), TELLING),
}


@pytest.mark.rule("CO-16")
def test_a_look_that_finds_more_danger_stays_a_reason(
    fill: Fill, desk: Desk, clock: FixedClock, case: str, consents: dict[str, str],
):
    """Calmer days later do not take it back: she agreed before she knew."""
    clock.set(LATER)
    looks_worse(fill, desk, case, consents)
    fill("F05", case, own_band="calm")

    assert due(desk, case) == {which: {"raised_risk"} for which in TELLING}


@pytest.mark.rule("CO-01", "CO-16")
def test_a_yes_does_not_move_to_another_service(
    fill: Fill, desk: Desk, clock: FixedClock, case: str, consents: dict[str, str],
):
    """Written over on the same sheet, the name opens nothing until she said yes to it."""
    clock.set(LATER)
    fill("F03", case, record=consents["referral Hospital"], recipient="Clínica")

    assert desk.referring.recipients(case) == ("Registro",)

    fill("F03", case, kind="referral", recipient="Clínica", decision="yes", mode="spoken", expiry="2027-03-01")
    assert desk.referring.recipients(case) == ("Registro", "Clínica")


@pytest.mark.rule("CO-16")
@pytest.mark.parametrize("trigger", WHAT)
def test_each_change_touches_its_consents_and_no_others(
    trigger: str, fill: Fill, desk: Desk, clock: FixedClock, case: str, consents: dict[str, str],
):
    """Her wish not to be counted is never among them; each line stands among what is due, with its sheet."""
    assert due(desk, case) == {}
    clock.set(LATER)
    act, touched = WHAT[trigger]

    act(fill, desk, case, consents)

    assert due(desk, case) == {which: {trigger} for which in touched}
    today = clock.today().isoformat()
    lines = [row.record for row in desk.cases.duties(case) if row.rule == "refresh_consent" and row.due <= today]
    rows = {row.record: f"{row.kind} {row.recipient}".strip() for row in desk.cases.consents(case)}
    assert {rows[record] for record in lines} == touched


@pytest.mark.rule("CO-16")
def test_a_text_with_another_meaning_touches_only_those_it_explains(
    desk: Desk, case: str, consents: dict[str, str], monkeypatch: pytest.MonkeyPatch,
):
    """Wording may change; only a new meaning is explained again (ruling 9)."""
    texts = {kind: dict(text) for kind, text in loader.consent_texts().items()}
    texts["referral"]["meaning"] = int(texts["referral"]["meaning"]) + 1
    for module in ("assist.consentbook", "assist.refreshbook"):
        monkeypatch.setattr(f"{module}.consent_texts", lambda: texts)

    assert due(desk, case) == {"referral Registro": {"text_change"}, "referral Hospital": {"text_change"}}


def test_every_trigger_is_tried():
    """A new one needs a line here."""
    assert set(REFRESH_TRIGGERS) == {*WHAT, "text_change"}


@pytest.mark.rule("CO-16")
def test_asked_again_it_is_no_longer_due(
    fill: Fill, desk: Desk, clock: FixedClock, case: str, consents: dict[str, str],
):
    """By a new consent to the same, by the same sheet said again, or by stopping it; the others stay due."""
    clock.set(LATER)
    fill("PROT", case, level="1")
    clock.set(LATER.replace(hour=11))

    fill("F03", case, kind="referral", recipient="Registro", decision="yes", mode="spoken", expiry="2027-03-01")
    desk.care.withdraw(case, consents["aftercare"])
    fill("F03", case, record=consents["contact_family Mamá"], decision="no")

    assert due(desk, case) == {"referral Hospital": {"raised_risk"}}


@pytest.mark.rule("CO-16")
def test_a_birthday_to_come_is_due_on_its_day(fill: Fill, desk: Desk, clock: FixedClock, case: str):
    """Of a month its last day counts (PA-17)."""
    fill("F02", case, birth="2009-02")

    assert [row.due for row in desk.cases.duties(case) if row.rule == "refresh_consent"] == ["2027-02-28"]
    assert due(desk, case) == {}
