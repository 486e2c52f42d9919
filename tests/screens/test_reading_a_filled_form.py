# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that weigh are counted wherever they are opened, also in a filled form that is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from assist.desk import Desk
from assist.errors import NotAllowed
from tests.screens.at_case_file import THREAT, hidden_in, opened, show_it
from tests.screens.at_desk import Room
from tests.screens.histories import accompanied, fill
from ui import wording
from ui.screens.case_file.filled import FilledSheet
from ui.widgets.lines import PressLine

FACTS = "Lloró al hablar del viaje"


def read_again(room: Room, case: str, form: str) -> FilledSheet:
    """A filled form over the file, every sensitive answer closed."""
    screen = opened(room, case, "forms")
    title = wording.form_title(form)
    next(line for line in screen.tab().findChildren(PressLine) if line.said.head == title).click()
    room.settle()
    return next(one for one in room.window.findChildren(FilledSheet) if one.isVisible())


def counted(desk: Desk) -> int:
    """How many openings are on the worker's count of today."""
    return desk.care.heavy_openings(desk.bench.today(), desk.bench.today())


@pytest.mark.rule("UX-09")
@pytest.mark.parametrize(("form", "said", "words"), [
    ("F11", {"outcome": "held", "facts": FACTS}, FACTS), ("F17", THREAT, THREAT["facts"])])
def test_opening_heavy_words_of_a_filled_form_is_counted_once(
    form: str, said: dict[str, object], words: str, room: Room, desk: Desk
):
    """Not the form itself, nor what is closed and stays closed; turning back is the same opening."""
    case = accompanied(desk)
    fill(desk, form, case, said)
    sheet = read_again(room, case, form)
    before = counted(desk)

    hidden = sheet.hidden[-1]
    show_it(room, hidden)
    first = counted(desk)
    hidden.hide_now()
    show_it(room, hidden)

    assert words in hidden.hidden.words()
    assert (before, first, counted(desk)) == (0, 1, 1)


@pytest.mark.rule("UX-09", "WP-16")
def test_the_line_is_there_before_the_words_are(room: Room, desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """When it cannot be written nothing is shown."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"outcome": "held", "facts": FACTS})
    sheet = read_again(room, case, "F11")

    def full(_look: object) -> None:
        raise NotAllowed("policy.role")

    monkeypatch.setattr(desk.bench, "audit_view", full)
    show_it(room, sheet.hidden[0])

    assert not sheet.hidden[0].hidden.is_shown
    assert len(room.troubles) == 1


@pytest.mark.rule("UX-09")
def test_looking_at_the_same_facts_in_two_places_is_one_opening(room: Room, desk: Desk):
    """Under Notes and in the form."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"outcome": "held", "facts": FACTS})
    show_it(room, hidden_in(opened(room, case, "notes"))[0])

    show_it(room, read_again(room, case, "F11").hidden[0])

    assert counted(desk) == 1


@pytest.mark.rule("UX-09", "NR-11")
def test_what_is_sensitive_and_not_heavy_is_no_burden(room: Room, desk: Desk):
    """It is closed until somebody asks, and on record; it is not counted."""
    case = accompanied(desk)
    fill(desk, "F04", case, {"who_starts": "we", "channel": ("call",), "may_say": "first_name"})
    sheet = read_again(room, case, "F04")

    show_it(room, sheet.hidden[0])

    assert sheet.hidden[0].hidden.is_shown
    assert counted(desk) == 0
    assert "reveal" in [row.verb for row in desk.auditing.of_case(case)]


def test_a_sheet_that_was_closed_meanwhile_shows_nothing(room: Room, desk: Desk, qtbot: QtBot):
    """The answer comes back to nobody."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"outcome": "held", "facts": FACTS})
    sheet = read_again(room, case, "F11")

    sheet.hidden[0].hidden.click()
    sheet.hidden[0].show_it.click()
    sheet.close_sheet()
    room.settle()

    assert room.troubles == []


@pytest.mark.rule("NR-11")
def test_facts_of_a_colleague_are_read_by_those_who_may(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """The same question as under Notes: her own, or a role that reads them."""
    case = accompanied(desk)
    fill(desk, "F11", case, {"outcome": "held", "facts": FACTS})
    record = desk.cases.notes(case)[0].record
    everybody = desk.bench.me

    monkeypatch.setattr(desk.bench, "me", replace(everybody, roles=frozenset({"legal"})))
    desk.cases.reveal_answers(case, record, ["facts"])
    monkeypatch.setattr(type(desk.bench), "user", property(lambda _bench: b"\7" * 16))
    with pytest.raises(NotAllowed):
        desk.cases.reveal_answers(case, record, ["facts"])
    desk.cases.reveal_answers(case, record, ["person_wants"])
    monkeypatch.setattr(desk.bench, "me", everybody)
    desk.cases.reveal_answers(case, record, ["facts"])
