# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety part of a case file warns without telling, and opens only what is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from assist.changesets import pack_plain
from assist.clock import FixedClock
from assist.crypto import labels, sign, wrap
from assist.desk import Desk
from assist.domain import wire
from assist.services.scribe import Put, Target
from assist.sync import roster
from assist.sync.approvals import Signature, statement
from assist.sync.entries import STREAM_ADD, USER_ADD, Stream, User
from tests.conftest import NOON
from tests.screens.at_case_file import THREAT, hidden_in, opened, pressed, show_it
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import heard_anywhere, words_on
from tests.screens.histories import accompanied, fill, half_a_year
from ui.screens.case_file.ask_second import AskSecondPerson
from ui.screens.case_file.contact import ContactPart
from ui.screens.case_file.filled import FilledSheet
from ui.screens.case_file.raising import RaiseLevel
from ui.widgets.buttons import Button


@pytest.mark.rule("WP-04")
def test_the_number_comes_only_after_the_rules_were_read(room: Room, desk: Desk):
    """Rules first; the number after it was said that they were read, and it is on record."""
    case = half_a_year(desk)
    screen = opened(room, case, "safety")
    part = screen.tab().findChild(ContactPart)
    before = heard_anywhere(screen)

    part.read_rules.click()
    still_closed = heard_anywhere(screen)
    part.number.click()
    room.settle()

    assert "we contact her" in before
    assert "999 123 456" not in before + still_closed
    assert part.number.words() == "999 123 456"
    assert "reveal" in [row.verb for row in desk.auditing.newest()]


@pytest.mark.rule("WP-04")
def test_an_old_card_says_confirm_first_and_shows_no_number(room: Room, desk: Desk, clock: FixedClock):
    """After thirty days nobody knows whether the way is still safe."""
    case = half_a_year(desk)
    clock.set(NOON + timedelta(days=20))

    screen = opened(room, case, "safety")
    part = screen.tab().findChild(ContactPart)

    assert "Confirm first" in words_on(part)
    assert not part.read_rules.isVisible()
    assert part.number is None


@pytest.mark.rule("NR-11")
def test_facts_of_a_threat_are_nowhere_before_somebody_asks(room: Room, desk: Desk):
    """Not on the screen and not in the accessibility tree; then shown, on record."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")
    before = heard_anywhere(screen)

    hidden = hidden_in(screen)[0]
    show_it(room, hidden)

    assert "canario" not in before
    assert "seen near" not in before
    assert "Auto verde canario enfrente" in hidden.hidden.words()
    assert "reveal" in [row.verb for row in desk.auditing.newest()]


@pytest.mark.rule("NR-11")
def test_shown_words_hide_when_the_vault_is_shut(room: Room, desk: Desk):
    """At once, before anything is asked again."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")
    show_it(room, hidden_in(screen)[0])

    desk.signed.shut_vault()
    room.hub.vault.emit(False)
    at_once = heard_anywhere(screen)
    room.settle()

    assert "canario" not in at_once
    assert "Protected work is closed" in words_on(screen)


def test_protected_work_opens_with_the_passphrase_from_the_safety_part(room: Room, desk: Desk):
    """With the vault shut the page says what is behind it, and opens it with a reason."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    desk.signed.shut_vault()
    screen = opened(room, case, "safety")
    shut = words_on(screen)

    pressed(screen, "Open protected work")
    room.settle()

    assert "Threats and exposures" not in shut
    assert room.reasons == ["Protected work opens with your passphrase."]
    assert "Threats and exposures" in words_on(screen)


@pytest.mark.rule("WP-06")
def test_lifting_a_hold_is_asked_for_and_waits_for_somebody_else(room: Room, desk: Desk, qtbot: QtBot):
    """Who asks may take it back and is not offered to decide; the hold stands until then."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    screen = opened(room, case, "safety")

    pressed(screen, "ask to lift the hold")
    sheet = next(one for one in room.window.findChildren(AskSecondPerson) if one.isVisible())
    is_ready = sheet.ask_it.isEnabled()
    sheet.why.setFocus()
    qtbot.keyClicks(sheet.why, "Vive ahora lejos")
    click(sheet.ask_it, qtbot)
    room.settle()

    screen = opened(room, case, "safety")
    words = words_on(screen)
    offered = [one.words() for one in screen.tab().findChildren(Button) if one.isVisible()]
    assert not is_ready
    assert "asks to lift the hold." in words
    assert "Vive ahora lejos" in words
    assert "Take it back" in offered
    assert "Agree" not in offered
    assert desk.cases.header(case).hold


@pytest.mark.rule("WP-06")
@pytest.mark.parametrize(("button", "is_held"), [("Agree", False), ("Do not agree", True)])
def test_a_second_person_decides_on_the_safety_tab(room: Room, desk: Desk, button: str, is_held: bool):
    """With the reason before her; afterwards nothing waits any more."""
    case = accompanied(desk)
    fill(desk, "F17", case, THREAT)
    asked_by_another(desk, case, "release", "Vive ahora lejos")
    screen = opened(room, case, "safety")
    assert "Vive ahora lejos" in words_on(screen)

    pressed(screen, button)
    room.settle()

    assert desk.cases.header(case).hold is is_held
    assert desk.two_people.waiting(case) == []


def asked_by_another(desk: Desk, case: str, kind: str, why: str) -> None:
    """What the laptop of another supervisor would have sent, signed by her."""
    desk.two_people.ask(case, kind, why)
    (request,) = desk.two_people.waiting(case)
    bench, signing = desk.bench, sign.SigningKey(bytes(32))
    user, profile, key = b"\1" * 16, b"\2" * 16, wrap.PrivateKey.generate().public
    with bench.keeper.writing() as work:
        entries = work.roster()
        signer = bench.ring.signer(bench.clock.now_ms())
        for n, entry in enumerate(roster.appended(entries, signer, [
            (USER_ADD, User(user, signing.public, "Carla", ("supervisor",), (work.team_key()[0],))),
            (STREAM_ADD, Stream(profile, user, b"\3" * 16, b"\4" * 16, signing.public, key, key, "otra")),
        ]), len(entries) + 1):
            work.put_roster(n, entry, roster.digest(entry))
        book = bench.book(work, bytes.fromhex(case))
        entity = book.entities[bytes.fromhex(request.ref)]
        told = statement(book.case_id, entity.id, (kind, 0), entity.plain(wire.ASKED_FOR)[2])
        signature = Signature(user, profile, signing.sign(labels.TWO_PEOPLE, told))
        bench.scribe.write(work, Target(book.case_id, book.level), [
            Put(entity.id, wire.REQUEST, field, pack_plain(value), 4, entity.dots(field))
            for field, value in ((wire.ASKED_BY, user), (wire.ASKED_SIGNED, signature))])
        work.commit()


def test_raising_says_what_it_changes_and_shows_in_the_head(room: Room, desk: Desk, qtbot: QtBot):
    """Only levels above the present one are offered; it holds at once."""
    case = accompanied(desk)
    screen = opened(room, case, "safety")
    pressed(screen, "Raise protection")
    room.settle()
    sheet = next(one for one in room.window.findChildren(RaiseLevel) if one.isVisible())

    click(sheet.levels.buttons()[1], qtbot)
    meaning = sheet.meaning.text()
    click(sheet.raise_it, qtbot)
    room.settle()

    assert "behind the passphrase" in meaning
    assert desk.cases.header(case).level == 2
    assert "Protected · level 2" in heard_anywhere(screen.header())


def test_a_look_at_safety_can_be_read_again(room: Room, desk: Desk):
    """Open answers as they were; lines of risk closed until asked for."""
    screen = opened(room, half_a_year(desk), "safety")

    pressed(screen, "read")
    room.settle()
    sheet = next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())
    before = heard_anywhere(sheet)
    for hidden in sheet.hidden:
        show_it(room, hidden)

    assert "finding the place" not in before
    assert "finding the place" in heard_anywhere(sheet)
