# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 16: she leaves by choice, and her notes and secrets go."""

from __future__ import annotations

from pathlib import Path

from assist.domain.erasure import NOTES_REQUEST, PROTECTED_REQUEST
from tests.conftest import PASSPHRASE
from tests.screens.at_window import CODE
from tests.story.conftest import Story
from tests.story.her_plan import PAPERS, SEWING
from tests.story.others import FACTS, SEALED
from tests.story.worker import _
from tests.syncing.erased import left
from ui.screens.case_file.erasing import NOBODY


def leaves_by_choice(story: Story) -> None:
    """16: notes and what is protected go from every laptop; her plan stays."""
    ana, beto, carla = story.ana, story.beto, story.carla
    story.meet(ana, beto, carla)
    ana.fill_in_of("Luz", "F15")
    ana.answer(own_summary="Me voy porque quiero", data_choice="plan_only", reason="my_choice",
               proposed_by="participant")
    story.picture(ana, "closing")
    ana.save()
    ana.open_case("Luz")
    ana.reads_soon(_("Open the case again"))
    story.picture(ana, "closed")
    assert left(ana.desk, (FACTS, SEALED)) == [FACTS, SEALED]
    drawer = _puts_a_backup_away(story)
    for basis in (NOTES_REQUEST, PROTECTED_REQUEST):
        _asks_to_erase(story, basis)
    for member in (ana, beto, carla):
        assert left(member.desk, (FACTS, SEALED)) == []
    ana.open_case("Luz", 2)
    ana.reads_soon(PAPERS)
    assert SEWING in ana.reads()
    story.picture(ana, "plan-stays")
    _brings_nothing_back(story, drawer)


def _puts_a_backup_away(story: Story) -> Path:
    """On a stick, the day before she asked for anything to go."""
    ana, drawer = story.ana, story.folder / "drawer.amparo-backup"
    ana.click(ana.at.sitting.frame.rail.backup)
    ana.file_dialog(ana.button(_("Back up to a file")), drawer)
    ana.reads_soon(_("The backup was made and checked. Keep the stick apart from this laptop."))
    story.picture(ana, "backup")
    return drawer


def _brings_nothing_back(story: Story, drawer: Path) -> None:
    """Where a laptop was lost: what the old backup still holds goes when it first meets the others."""
    with story.another_laptop("other") as other:
        other.press(_("Bring back a backup"))
        other.file_dialog(other.button(_("Choose the file")), drawer)
        page = other.at.amparo.screen.page
        other.write("Ana", page.name)
        other.write(PASSPHRASE, page.passphrase.line)
        story.picture(other, "bring-back")
        other.press(_("Bring it back"))
        other.reads_soon(_("Four digits for coming back"))
        other.write(CODE)
        other.at.settle()
        assert left(other.desk, (FACTS, SEALED)) == [FACTS, SEALED]
        story.meet(other)
        assert other.desk.vault_open
        story.picture(other, "brought-back")
        assert left(other.desk, (FACTS, SEALED)) == []
        other.desk.close()


def _asks_to_erase(story: Story, basis: str) -> None:
    """A day in which it can be taken back, then a second person, then every laptop."""
    ana, beto, carla = story.ana, story.beto, story.carla
    ana.open_case("Luz", 4)
    ana.press(_("Erase this case"))
    ana.choose(basis)
    ana.choose(NOBODY)
    story.picture(ana, f"ask-{basis}")
    ana.press(_("Erase a day from now"))
    ana.reads_soon(_("For a day one step takes it back, and nobody is told."))
    story.it_is(story.morning(2))
    story.meet(ana, ana, beto)  # the day is over with the first, and it leaves with the second
    beto.open_case("Luz", 4, why="supervision")
    beto.press(_("Agree"))
    story.picture(beto, f"agree-{basis}")
    beto.press(_("Erase"))
    beto.reads_soon(_("Erased here. Settings, Erasing says when every laptop has confirmed."))
    story.meet(beto, ana, carla, beto, ana, carla)
