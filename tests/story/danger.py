# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps 5 to 7: somebody is near; the team acts with her, two people let go of the hold, and thirty quiet days pass."""

from __future__ import annotations

from tests.story.conftest import Story
from tests.story.worker import Key, Worker, _
from ui import wording
from ui.screens.case_file.safety import LEVELS

HIM = "Ramiro"
"""A name that stands on no paper for the team."""


def says_he_is_near(story: Story) -> None:
    """5: three fields, and the file is behind the passphrase, nothing leaves, and a colleague learns nothing of it."""
    ana, carla = story.ana, story.carla
    story.it_is(story.morning(1))
    story.meet(ana, story.beto, carla, ana)
    before = _list_of(carla)
    assert "Luz" in before
    story.picture(carla, "list-before")

    ana.open_case("Luz")
    ana.press(_("Record a threat"))
    asked = ana.editor.view.session.form.fields()
    assert [field.key for field in asked if field.required] == ["what", "when", "who_at_risk"]
    ana.answer(what="seen_near", when="today", who_at_risk=("person",))
    story.picture(ana, "threat")
    ana.save()
    ana.reads_soon(_("Protection is now level {level}.").format(level=2))
    story.picture(ana, "threat-kept")
    ana.press(_("Back to the case"))
    ana.open_part(3)
    ana.reads_soon(_(LEVELS[2]))
    story.picture(ana, "safety")
    head = ana.desk.cases.header(story.case)
    assert (head.level, head.hold) == (2, True)
    review = next(duty for duty in ana.desk.cases.now(story.case).next_steps if duty.rule == "risk_review")
    assert review.due[:10] <= story.day(1)

    story.meet(ana, carla)
    assert _list_of(carla) == before
    story.picture(carla, "list-after")


def agree_on_measures(story: Story) -> None:
    """6: measures with custodian and supervisor, her plan in her words, the risk again; two people lift the hold."""
    ana, beto = story.ana, story.beto
    story.meet(beto)
    story.pass_(hours=2)
    ana.take_turn()
    ana.open_case("Luz", 3)
    ana.press(_("Planned protection"))
    ana.answer(level="2", measure="no_contact_order", decided_by="Beto", review_on=story.day(30))
    story.picture(ana, "measure")
    ana.save()
    ana.press(_("Write the safety plan together"))
    ana.answer(calm_alone="cantar bajito", steps=[{"if_this": f"veo a {HIM}", "then_i": "entro al mercado"}],
               who_has_copy="none", agreed_on=story.day(0), review_on=story.day(30))
    story.picture(ana, "safety-plan")
    ana.save()
    ana.press(_("Back to the case"))
    _her_copy_is_not_safe(story)
    ana.open_case("Luz", 3)
    ana.press(_("Look at safety together"))
    ana.answer(own_band="careful", danger_now="no",
               item=[{"object": "person", "kind": "finding_place", "likelihood": "2", "severity": "3"}])
    story.picture(ana, "risk")
    ana.save()
    _two_lift_the_hold(story)


def _her_copy_is_not_safe(story: Story) -> None:
    ana = story.ana
    ana.go_by_rail(_("Reports"))
    ana.choose("safety_plan")
    ana.press_line("Luz")
    ana.choose("not_safe")
    ana.reads_soon(_("Then no paper is made. It can be read out, and asked again another day."))
    story.picture(ana, "not-safe")
    ana.open_case("Luz", 8)
    ana.reads_soon(wording.look("report.not_safe"))
    story.picture(ana, "history")


def _two_lift_the_hold(story: Story) -> None:
    """Whoever asks cannot be the one who agrees."""
    ana, beto = story.ana, story.beto
    ana.open_case("Luz", 3)
    ana.press(_("ask to lift the hold"))
    ana.write("Se mudó; el camino está acordado")
    ana.key(Key.Key_Return)
    ana.reads_soon(_("Waits for a second person"))
    assert _("Agree") not in ana.buttons()
    assert _("Take it back") in ana.buttons()
    story.picture(ana, "asked")
    story.meet(ana, beto)
    beto.open_case("Luz", 3, why="supervision")
    beto.reads_soon(_("On hold: nothing leaves. Lifting this takes two people."))
    story.picture(beto, "asked")
    beto.press(_("Agree"))
    beto.reads_soon(_("It was done, with both names on record."))
    story.meet(beto, ana)
    assert not ana.desk.cases.header(story.case).hold


def thirty_quiet_days(story: Story) -> None:
    """7: while she rests nothing is asked, and nothing of justice is due."""
    ana = story.ana
    ana.open_case("Luz")
    story.picture(ana, "before-rest")
    ana.press(_("Rest a while"))
    ana.reads_soon(_("Resting. Only safety goes on until she is ready."))
    for days in (7, 22):
        story.it_is(story.morning(days))
        ana.open_case("Luz")
        due = {duty.rule for duty in ana.desk.cases.now(story.case).next_steps}
        assert not due & {"instrument", "checkin", "hearing_before", "court_measure", "agree_plan", "review"}, due
        ana.open_part(7)
        waits = _("waits until she is ready to go on")
        assert waits in ana.reads()
    story.picture(ana, "resting")


def _list_of(worker: Worker) -> str:
    """All that a colleague sees of her: the line of the list, word for word."""
    worker.take_turn()
    worker.go_by_rail(_("Cases"))
    model = worker.screen.table.model()
    return "\n".join(
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount()))
