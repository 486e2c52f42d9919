# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps 1 to 4: she arrives at night, is listened to, and the next day says what may be kept and told."""

from __future__ import annotations

import pytest

from assist import gate, i18n
from assist.errors import NotAllowed
from forms.loader import form
from tests.screens.at_window import CODE
from tests.story.conftest import Story
from tests.story.worker import CTRL, Key, Worker, _
from ui import wording
from ui.dialogs.sheet import Sheet
from ui.wording import form_title

ASKED = ("needs_now", "chosen_name", "lang_pref", "mode_pref", "health_now", "minors_count", "age_group",
         "may_keep_note", "danger_now")


def arrives(story: Story) -> None:
    """1: two short pages, five of nine questions passed over, and nothing in red."""
    ana = story.ana
    ana.take_turn()
    ana.key(Key.Key_N, CTRL)
    before = ana.editor.extras.before
    ana.enter(before.taps["place_private"], "yes")
    ana.enter(before.taps["wants_today"], "short")
    assert _("Take the first page only. The rest can wait.") in ana.reads()
    story.picture(ana, "before")
    asked = [field.key for page in form("F01").pages for field in page.fields if field.source.name == "PARTICIPANT"]
    assert sorted(asked) == sorted(ASKED)

    ana.answer(chosen_name="Luz", lang_pref="quz")
    ana.skip("needs_now", "mode_pref", "health_now")
    story.picture(ana, "page")
    ana.answer(may_keep_note="yes", danger_now="not_sure")
    ana.skip("minors_count", "age_group")
    _no_alarm(ana)
    ana.save()

    assert _("Saved. She can leave it here.") in ana.reads()
    _no_alarm(ana)
    story.picture(ana, "saved")
    ana.press(_("Open the case"))
    story.case = ana.at.sitting.frame.stage.where["case"]


def is_called_luz(story: Story) -> None:
    """2: by ear, in Quechua; the team's window keeps its language, and hers says that somebody can interpret."""
    ana = story.ana
    ana.open_part(7)
    ana.press_line(form_title("F01"))
    ana.press(_("Add or correct"))
    link = ana.editor.view.sheet.additions["mode_pref"]  # she preferred not to say: there is a quiet line, no question
    ana.click(link)
    ana.answer(mode_pref=("listen",))
    ana.save()
    ana.reads_soon(_("Kept: {form}.").format(form=form_title("F01")))
    ana.key(Key.Key_J, CTRL)
    ana.take_turn()
    said = _("We have no words in {language} yet. Somebody can interpret.").format(
        language=wording.listed("language", ("quz",)))
    ana.reads_soon(said)
    assert i18n.language() == story.language
    story.picture(ana, "together")
    ana.press(_("Look together"))
    _leave_together(ana)
    assert "Luz" in ana.reads()
    assert wording.listed("language", ("quz",)) in ana.reads()
    story.picture(ana, "head")


def is_not_sure_of_danger(story: Story) -> None:
    """3: a look at safety within three days, as a line of the day; nothing blinks."""
    ana = story.ana
    due = [duty for duty in ana.desk.cases.now(story.case).next_steps if duty.rule == "first_safety_look"]
    assert len(due) == 1
    assert due[0].due[:10] <= story.day(3)
    ana.go_by_rail(_("My day"))
    _no_alarm(ana)
    story.picture(ana, "my-day")
    ana.press_line(wording.duty("first_safety_look"))
    ana.press_about(_("do it"), wording.duty("first_safety_look"))
    assert ana.editor.wanted.form == "F05"
    story.picture(ana, "look-at-safety")


def agrees_to_be_accompanied(story: Story) -> None:
    """4: the limits said aloud, a spoken yes to being accompanied, none to sharing; every way out is shut."""
    ana = story.ana
    story.it_is(story.morning(1))
    ana.open_case("Luz")
    ana.press(_("Next: {form}").format(form=form_title("LIMITS")))
    ana.answer(explained="yes", how="listen")
    story.picture(ana, "limits")
    ana.save()
    ana.press(_("Next: {form}").format(form=form_title("F03")))
    ana.answer(kind="accompaniment")
    say_each_step(ana)
    ana.answer(teach_back="yes", accompany="yes", keep_record="yes", decision="yes", mode="spoken", copy="not_wanted")
    story.picture(ana, "consent")
    ana.save()
    ana.press(_("Next: {form}").format(form=form_title("F02")))
    ana.answer(hopes="Papeles propios y coser", reads="by_ear", pronoun="ella")
    ana.save()
    story.picture(ana, "intake-kept")
    ana.press(_("Back to the case"))
    ana.open_part(4)
    story.picture(ana, "consents")
    _nothing_may_leave(story)
    ana.open_part(7)
    assert _("opens once she agreed that one service is told") in ana.reads()
    story.picture(ana, "forms")


def _nothing_may_leave(story: Story) -> None:
    book = story.ana.desk.bench.look_up(story.case)
    for purpose in ("referral", "reporting_export", "contact_family", "research", "compelled"):
        for recipient in ("", "DOC-1"):
            with pytest.raises(NotAllowed) as refused:
                gate.clear(book, gate.Outgoing(purpose, recipient, confirmed=True, people=2, paper_safe=True),
                           story.ana.desk.clock.today())
            assert refused.value.code.startswith("gate.consent"), purpose


def say_each_step(ana: Worker) -> None:
    """Each opened, one after the other."""
    explain = ana.editor.extras.explain
    while explain.next_step() is not None:
        ana.click(explain.next_step())


def _leave_together(ana: Worker) -> None:
    """Esc, and the four digits."""
    ana.key(Key.Key_Escape)
    ana.write(CODE)
    ana.take_turn()


def _no_alarm(ana: Worker) -> None:
    """No sheet lies over the page, and no dot of the window is red."""
    assert not [sheet for sheet in ana.at.window.findChildren(Sheet) if sheet.isVisible()]
    picture = ana.window.grab().toImage()
    dots = (picture.pixelColor(x, y) for x in range(0, picture.width(), 4) for y in range(0, picture.height(), 4))
    assert not [dot.name() for dot in dots if dot.red() > 150 and dot.green() < 70 and dot.blue() < 90]
