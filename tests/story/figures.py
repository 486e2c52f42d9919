# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Step 15: the ministry asks for rows, she says no, and what leaves has nothing of her."""

from __future__ import annotations

from assist.crypto.codes import shown
from assist.indicators import work
from assist.indicators.shapes import Period, Said
from tests.conftest import PASSPHRASE
from tests.services.to_the_office import OFFICE, know_the_office, opened, somebody_who_agreed
from tests.story.conftest import Story
from tests.story.first_nights import say_each_step
from tests.story.worker import _
from ui.export_words import why_not
from ui.screens.exporting import ExportScreen


def says_no_to_figures(story: Story) -> None:
    """15: her row is not in it, and her no counts as one; here her code says why, outside nobody reads whose it is."""
    ana, beto = story.ana, story.beto
    know_the_office(beto.desk)
    somebody_who_agreed(beto.desk, "Sol", expiry=story.day(30))
    ana.open_case("Luz", 4)
    ana.press(_("Ask for a consent"))
    ana.answer(kind="reporting_export", recipient=OFFICE, categories=("codes",))
    say_each_step(ana)
    ana.answer(teach_back="yes", decision="no", mode="spoken", copy="not_wanted")
    story.picture(ana, "no")
    ana.save()
    story.meet(ana, beto)
    counted = work.consents(beto.desk.bench.look_up(story.case), Period(story.day(0), story.day(0)))
    assert list(counted) == [Said(work.REFUSED)], "R-25"

    _looks(story)
    screen, code = beto.screen, shown(ana.desk.cases.header(story.case).code)
    assert isinstance(screen, ExportScreen)
    beto.press(_("Who stays"))
    stay = screen.preview.stay
    told = {stay.index(row, 0).data(): stay.index(row, 1).data() for row in range(stay.rowCount())}
    assert told[code] == why_not("gate.consent_no")
    said = beto.reads()
    assert _("{act}: {what}").format(act=_("no agreement"), what="<5") in said
    assert "Luz" not in said
    story.picture(beto, "who-stays")
    _lets_it_out(story, code)


def _looks(story: Story) -> None:
    """The supervisor, under Reports."""
    beto = story.beto
    beto.take_turn()
    beto.go_by_rail(_("Reports"))
    beto.press(_("Prepare an export"))
    beto.reads_soon(_("Look at what would leave"))
    story.picture(beto, "choice")
    beto.press(_("Look at what would leave"))
    if not beto.desk.vault_open:
        beto.give_passphrase(PASSPHRASE)
    beto.reads_soon(_("Let it out"))
    story.picture(beto, "what-leaves")


def _lets_it_out(story: Story, code: str) -> None:
    beto, out = story.beto, story.folder / "out"
    out.mkdir()
    beto.press(_("Let it out"))
    beto.dialog_after(lambda: beto.press(_("Let it out all the same")), out)
    beto.give_passphrase(PASSPHRASE)
    beto.reads_soon(_("How the recipient checks and opens it"))
    story.picture(beto, "written")
    got = opened(beto.desk, next(out.glob("*.cmx")), story.folder)
    assert (got.manifest.records, got.manifest.left_out) == (1, {"no_agreement": "<5"})
    assert [each for each in ("Luz", "Sol", code, code.replace("-", "")) if each in str(got)] == []
    assert story.ana.desk.ledger.of_case(story.case) == ()
