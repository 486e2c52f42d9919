# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps 11 to 14: an office hears four things and no more, another hears nothing, and two pages tell how it goes."""

from __future__ import annotations

import re

from assist.errors import NotAllowed
from assist.messages import sentence
from tests.conftest import PASSPHRASE
from tests.screens.at_window import CODE
from tests.story.conftest import Story, pages_of, text_of
from tests.story.danger import HIM
from tests.story.first_nights import say_each_step
from tests.story.worker import CTRL, Key, _, labels_of
from ui import wording
from ui.coview import words as her_words
from ui.screens.case_file.ask_second import AskSecondPerson
from ui.wording import form_title

OFFICE, NOT_HIM = "Registro Civil", "Oficina X"
FACTS, SEALED = "Zarquintela", "Olmevante"
"""Words of a note, in the open part and in the sealed one."""
TOLD = ("called", "language", "mode", "goals")


def office_hears_four_things(story: Story) -> None:
    """11: one consent for thirty days; the paper has four lines, and says what not to ask again."""
    ana = story.ana
    _two_lower_it(story)
    ana.open_case("Luz", 4)
    ana.press(_("Ask for a consent"))
    _agrees(story, OFFICE)
    live = [row for row in ana.desk.cases.consents(story.case) if row.kind == "referral" and row.standing == "given"]
    assert [(row.recipient, row.expires_on) for row in live] == [(OFFICE, story.day(30))]
    ana.open_case("Luz", 6)
    ana.press(_("Prepare a referral"))
    ana.answer(to=OFFICE, need="documents", payload=TOLD, already_told=("what_happened", "family"))
    story.picture(ana, "referral")
    ana.save()
    ana.press_about(_("look at what leaves"), OFFICE)
    story.picture(ana, "what-leaves")
    assert _("Please do not ask again about") in ana.reads()
    paper = story.folder / "referral.pdf"
    ana.file_dialog(ana.button(_("Save as paper")), paper)
    ana.reads_soon(_("Written down: what left, to whom and when. She may ask to see it."))
    story.picture(ana, "sent")
    kept = story.answers(ana, "F12")
    assert set(kept["sent_what"].value) == set(TOLD)
    assert wording.chosen("F12", "already_told", ("what_happened",)) in text_of(paper)


def _two_lower_it(story: Story) -> None:
    ana, beto = story.ana, story.beto
    ana.open_case("Luz", 3)
    ana.press(_("ask to lower it"))
    ana.choose("0")
    ana.write("Lo pide ella", ana.at.window.findChild(AskSecondPerson).why)
    ana.press(_("Ask"))
    ana.reads_soon(_("Waits for a second person"))
    story.meet(ana, beto)
    beto.open_case("Luz", 3, why="supervision")
    beto.press(_("Agree"))
    beto.reads_soon(_("It was done, with both names on record."))
    story.meet(beto, ana, story.carla)
    assert ana.desk.cases.header(story.case).level == 0


def _agrees(story: Story, office: str) -> None:
    """To tell one office four things, spoken."""
    ana = story.ana
    ana.answer(kind="referral", recipient=office, categories=("name", "contact", "needs", "plan"))
    say_each_step(ana)
    ana.answer(teach_back="yes", decision="yes", mode="spoken", copy="not_wanted")
    story.picture(ana, "consent")
    ana.save()


def another_hears_nothing(story: Story) -> None:
    """12: an office she keeps away from is refused, and the reason is hidden from the screen."""
    ana = story.ana
    ana.open_case("Luz", 7)
    ana.press_line(form_title("F02"))
    ana.press(_("Add or correct"))
    ana.answer(keep_away="yes", exclusions=[{"who": NOT_HIM, "kind": "office"}])
    ana.save()
    ana.open_case("Luz", 4)
    ana.press(_("Ask for a consent"))
    _agrees(story, NOT_HIM)
    ana.open_case("Luz", 6)
    ana.press(_("Prepare a referral"))
    ana.answer(to=NOT_HIM, need="documents", payload=("called",))
    ana.save()
    refused = sentence(NotAllowed("case.kept_away"))
    ana.reads_soon(refused[0])
    story.picture(ana, "refused")
    said = ana.at.sitting.surroundings.banner.message()
    assert NOT_HIM not in said
    ana.press(_("discard"))
    ana.press(_("Discard"))
    assert [row for row in ana.desk.referring.listed(story.case) if row.to == NOT_HIM] == []


def looks_back_on_three_months(story: Story) -> None:
    """13: five of eight lines, two of which are not hers: circles without a number, in her window too."""
    ana = story.ana
    story.it_is(story.morning(88))
    _writes_a_note(story)
    ana.open_case("Luz", 2)
    ana.press(_("Look at the plan together"))
    ana.answer(better="Ya coso sola", checkin_offer="yes")
    story.picture(ana, "review")
    ana.save()
    ana.press(_("Next: {form}").format(form=form_title("F14")))
    ana.answer(today="yes", e1="3", e2r="1")
    ana.does_not_apply("e3", "e4")
    ana.answer(e5="2", e6="3", e7="2")
    ana.skip("e8")
    story.picture(ana, "check-in")
    ana.save()
    story.picture(ana, "circles")
    [point] = ana.desk.cases.now(story.case).checkins
    assert point.economic is not None
    ana.press(_("Back to the case"))
    ana.key(Key.Key_J, CTRL)
    ana.take_turn()
    ana.press(her_words.title("path"))
    ana.at.settle()
    story.picture(ana, "together")
    said = labels_of(ana.window.look.parts.content)
    assert not re.search(r"\d\s*[%/]|[.,]\d|\b\d+\s+(of|de|sur)\s+\d", said), said
    ana.key(Key.Key_Escape)
    ana.write(CODE)
    ana.take_turn()


def _writes_a_note(story: Story) -> None:
    ana = story.ana
    ana.open_case("Luz")
    ana.press(_("Note of today"))
    ana.answer(person_wants="seguir con el curso", outcome="held", facts=f"Dijo {FACTS} al llegar",
               protected_part=f"Aparte: {SEALED}")
    ana.save()
    story.picture(ana, "note-kept")


def two_pages_for_supervision(story: Story) -> None:
    """14: the supervisor saves two pages at most: the band in a word, nothing of notes, nothing of him."""
    ana, beto = story.ana, story.beto
    story.meet(ana, beto)
    beto.go_by_rail(_("Reports"))
    beto.choose("supervision")
    beto.press_line("Luz")
    out = story.folder / "supervision.pdf"
    beto.at.until(beto.screen.preview.save.isEnabled)
    story.picture(beto, "looked-at")
    beto.click(beto.screen.preview.save)
    beto.write(PASSPHRASE)
    beto.dialog_after(lambda: beto.key(Key.Key_Return), out)
    beto.at.until(out.exists)
    story.picture(beto, "saved")
    words = text_of(out).lower()
    assert pages_of(out) <= 2
    assert wording.band("moderate").lower() in words
    assert [each for each in (FACTS, SEALED, HIM, NOT_HIM) if each.lower() in words] == []
