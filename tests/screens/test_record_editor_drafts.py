# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written is kept by itself, encrypted, once, until it is saved or let go."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from assist.desk import Desk
from tests.screens.at_desk import Room, click
from tests.screens.at_record_editor import opened, saved, say
from tests.screens.histories import accompanied, half_a_year
from ui.dialogs.confirm import Confirm


def test_what_is_written_is_kept_by_itself(room: Room, desk: Desk, qtbot: QtBot):
    """Two seconds after the last change, encrypted; nobody presses anything."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)

    say(screen, person_wants="Descansar")
    qtbot.waitUntil(lambda: bool(desk.records.drafts()), timeout=6000)
    kept = desk.records.resume(desk.records.drafts()[0].draft)

    assert kept.session.answer_of("person_wants").value == "Descansar"
    assert len(desk.records.drafts()) == 1


def test_leaving_keeps_the_draft_at_once_and_coming_back_goes_on(room: Room, desk: Desk):
    """Elsewhere, covered or locked: the sentence is still there."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Llamar a la hermana")

    stays = screen.leave()
    room.settle()
    again = opened(room, "F11", case)

    assert stays
    assert again.view.session.answer_of("person_wants").value == "Llamar a la hermana"
    assert "You go on where it was left." in room.said()


def test_a_form_nobody_wrote_in_leaves_no_draft(room: Room, desk: Desk):
    """Looking is not writing, not even where rows are laid out."""
    case = half_a_year(desk)

    for form in ("F11", "F13"):
        opened(room, form, case).leave()
        room.settle()

    assert desk.records.drafts() == []


def test_saving_takes_the_draft_away(room: Room, desk: Desk):
    """One thing is kept once."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")
    screen.keep_draft()
    room.settle()

    saved(room, screen)

    assert desk.records.drafts() == []
    assert desk.cases.notes(case)[0].wants == "Descansar"


def test_discarding_asks_once_and_keeps_what_was_saved_before(room: Room, desk: Desk, qtbot: QtBot):
    """The only box: it cannot be undone, and *keep* is what Enter does."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="Descansar")
    screen.keep_draft()
    room.settle()

    click(screen.forget, qtbot)
    sheet = next(one for one in room.window.findChildren(Confirm) if one.isVisible())
    keeps = sheet.way_out.hasFocus()
    click(sheet.act, qtbot)
    room.settle()

    assert keeps
    assert desk.records.drafts() == []
    assert room.went == [("case", {"case": case})]


def test_nothing_written_lies_in_a_readable_file(room: Room, desk: Desk, tmp_path: Path):
    """Drafts are encrypted like everything else."""
    case = accompanied(desk)
    screen = opened(room, "F11", case)
    say(screen, person_wants="canaria dorada")

    screen.keep_draft()
    room.settle()

    assert desk.records.drafts()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"canaria dorada" in file.read_bytes()]
