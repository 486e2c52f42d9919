# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing on the screen, and referrals both ways, for the pictures of all screens."""

from __future__ import annotations

from assist.desk import Desk
from assist.practice import fill
from tests.screens.laptop import Laptop
from tests.screens.shown_attached import Takes
from tests.screens.test_attached_files_shown import chosen
from ui.dialogs.sheet import Sheet
from ui.screens.record_editor.screen import RecordEditor
from ui.widgets.buttons import Button

OFFICE = "Centro Sur"
KEY = "age1qymhrp37n5dxqx4l8gll5yd2xhm0g5dh438h8e79wyr4sdj7aqtqkdvw5e"
"""Somebody's who does not exist: the other half was thrown away."""
HAND = ("120,60 130,200 160,220 200,90 240,60 260,190 300,200;340,90 360,200 400,80 430,190 480,100 520,180 600,120"
        " 700,150")


def referrals(album: Takes, laptop: Laptop, case: str) -> None:
    """The page of services, what leaves, their answer; somebody sent to us; a signature."""
    desk = laptop.sitting.desk
    if OFFICE not in desk.referring.recipients(case):
        _prepared(desk, case)
    screen = laptop.go("case", case=case, tab="services")
    laptop.settle()
    album.take(laptop, "referrals")
    for words, name in (("mirar lo que sale", "referral-leaves"), ("anotar su respuesta", "referral-answer")):
        next(each for each in screen.findChildren(Button) if each.words() == words and each.isVisible()).click()
        laptop.settle()
        album.take(laptop, name)
        _close(laptop)
    first = laptop.go("form", form="F01")
    first.extras.before.sent.click()
    laptop.settle()
    sheet = _sheet(laptop)
    for choice, code in ((sheet.source, "ngo"), (sheet.again, "family"), (sheet.again, "what_happened")):
        chosen(choice, code)
    album.take(laptop, "sent-to-us")
    sheet.keep.click()
    laptop.settle()
    album.take(laptop, "sent-to-us-above-the-form")
    _leave(first)
    _signed(album, laptop, case)


def _signed(album: Takes, laptop: Laptop, case: str) -> None:
    editor = laptop.go("form", form="F03", case=case)
    fill(editor.opening, {"kind": "accompaniment", "decision": "yes", "mode": "signature", "drawn": HAND})
    editor.view.refresh()
    editor.view.show_field("drawn")
    laptop.settle()
    album.take(laptop, "signature")
    _leave(editor)


def _prepared(desk: Desk, case: str) -> None:
    """She agreed to one office; one referral left, another waits, and its key is known."""
    def kept(form: str, **answers: object) -> str:
        opening = desk.records.open(form, case)
        fill(opening, answers)
        return desk.records.save(opening).record

    kept("F03", kind="referral", recipient=OFFICE, categories=("name", "needs", "plan"), decision="yes",
         expiry="2027-02-01", mode="spoken")
    left = kept("F12", to=OFFICE, need="legal", payload=("called", "needs"), already_told=("family",),
                answer_due="2026-12-03")
    desk.referring.leave(case, desk.referring.look(case, left, "es").letter)
    kept("F12", to=OFFICE, need="legal", payload=("called", "goals"), answer_due="2026-12-09")
    desk.recipients.put(OFFICE, KEY, KEY[-12:])


def _sheet(laptop: Laptop) -> Sheet:
    return next(each for each in laptop.window.findChildren(Sheet) if each.isVisible())


def _close(laptop: Laptop) -> None:
    _sheet(laptop).close_sheet()
    laptop.settle()


def _leave(editor: RecordEditor) -> None:
    """Without keeping anything."""
    editor._quiet.stop()
    editor._over = True
