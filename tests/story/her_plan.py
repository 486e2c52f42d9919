# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps 8 to 10: what matters most to her comes first, she leaves a question out, and a no of hers stays."""

from __future__ import annotations

from assist.errors import NotAllowed
from assist.messages import sentence
from tests.screens.at_window import CODE
from tests.story.conftest import Story
from tests.story.worker import CTRL, Key, _
from ui.coview import words as her_words

NOT_NOW = "Trabajo de dia, ahora no"
PAPERS, SEWING, SLEEP = "Mis papeles", "Coser y vender lo mio", "Dormir sin susto"


def is_ready(story: Story) -> None:
    """8: she orders papers, sewing course, sleep in her own window; the team's order opens after, her goals follow."""
    ana = story.ana
    story.it_is(story.morning(2))
    ana.open_case("Luz")
    ana.press(_("She is ready to go on"))
    ana.reads_soon(_("She goes on, from today."))
    ana.open_part(2)
    for own, area in ((SLEEP, "rest"),):
        ana.press(_("New psychosocial goal"))
        ana.answer(goal_own_words=own, goal_area=area, level_0="cinco horas", step=[{"what": "grupo", "who": "ella"}])
        ana.save()
    for own, path in ((SEWING, "training"), (PAPERS, "documents")):
        ana.press(_("New productive goal"))
        ana.answer(goal_own_words=own, path=path)
        ana.save()
    ana.reads_soon(_("She was not asked yet. Her order comes before anybody else's."))
    assert _("Write the team's view") not in ana.buttons()
    assert ana.reads().index(SEWING) < ana.reads().index(PAPERS)
    story.picture(ana, "not-asked")

    _puts_in_order(story)

    ana.open_part(2)
    ana.reads_soon(_("Write the team's view"))
    assert _("Write the team's view") in ana.buttons()
    assert ana.reads().index(PAPERS) < ana.reads().index(SEWING)
    story.picture(ana, "in-her-order")
    ana.open_part(1)
    said = ana.reads()
    assert said.index(PAPERS) < said.index(SEWING) < said.index(SLEEP)
    story.picture(ana, "now")


def _puts_in_order(story: Story) -> None:
    ana = story.ana
    ana.key(Key.Key_J, CTRL)
    ana.take_turn()
    ana.press(her_words.title("order"))
    ana.press(_("Put it in order"))
    for need in ("documents", "study", "rest"):
        ana.choose(need)
    story.picture(ana, "order")
    ana.press(_("Stop here and keep it"))
    ana.reads_soon(_("Kept."))
    story.picture(ana, "ordered")
    ana.key(Key.Key_Escape)
    ana.write(CODE)
    ana.take_turn()


def leaves_a_question_out(story: Story) -> None:
    """9: four of five, so there is no sum; and nobody comes with it again within fourteen days."""
    ana = story.ana
    ana.fill_in("WHO5")
    ana.answer(today="yes", item1="3", item2="2", item3="3", item4="2")
    ana.skip("item5")
    story.picture(ana, "wellbeing")
    ana.save()
    ana.reads_soon(_("Not complete: the answers are kept, and there is no total."))
    story.picture(ana, "no-total")
    ana.press(_("Back to the case"))
    for days in (0, 6, 7):
        story.it_is(story.morning(days))
        ana.open_case("Luz", 7)
        assert not [duty for duty in ana.desk.cases.now(story.case).next_steps if "who" in duty.rule.lower()]
        until = ana.desk.questionnaires.again_from(story.case).get("WHO5", "")
        assert until == story.kept.setdefault("again", until)
    story.picture(ana, "not-again-yet")
    ana.open_part(1)
    assert not ana.desk.cases.now(story.case).wellbeing


def sees_it_differently(story: Story) -> None:
    """10: course, papers, savings; her "not now" stands beside the goal, prints, and no worker rubs it out."""
    ana = story.ana
    ana.open_case("Luz", 2)
    ana.press_about(_("change this goal"), SEWING)
    ana.answer(step=[{"what": "curso de costura", "who": "ella"}, {"what": "carpeta de papeles", "who": "equipo"},
                     {"what": "ahorro cada mes", "who": "ella"}],
               disagree=NOT_NOW)
    story.picture(ana, "goal")
    ana.save()
    ana.reads_soon(NOT_NOW)
    story.picture(ana, "disagrees")
    story.it_is(story.morning(1))
    ana.open_case("Luz", 2)
    ana.press_about(_("change this goal"), SEWING)
    ana.answer(disagree="")
    ana.save()
    refused = sentence(NotAllowed("plan.her_words"))[0]
    assert refused in ana.reads()
    story.picture(ana, "refused")
    ana.press(_("discard"))
    ana.press(_("Discard"))
    ana.open_part(2)
    ana.reads_soon(NOT_NOW)
    assert refused not in ana.reads()
    ana.press(_("Agree the plan"))
    ana.answer(plan="productive", how="spoken", copy="given")
    ana.save()
    story.picture(ana, "agreed")
    ana.press(_("To the reports"))
    ana.press_line("Luz")
    ana.choose("safe")
    assert NOT_NOW in story.saved_text(ana, "hers.pdf")
    story.picture(ana, "her-copy")
