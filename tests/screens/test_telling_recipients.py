# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After she stopped sharing, the page of consents says whom to tell and in which words, until it was done."""

from __future__ import annotations

import pytest

from assist.desk import Desk
from tests.screens.at_case_file import opened, pressed
from tests.screens.at_desk import Room
from tests.screens.at_window import seen
from tests.screens.histories import accompanied, fill

OFFICE = "Registro"


@pytest.mark.rule("CO-06")
def test_the_words_to_send_stand_there_until_they_were_told_and_name_nobody(room: Room, desk: Desk):
    """Neither her name, her code nor the house: who reads them over a shoulder learns nothing."""
    case = accompanied(desk)
    fill(desk, "F03", case, {"kind": "referral", "recipient": OFFICE, "categories": ("needs",), "decision": "yes",
                             "expiry": "2026-12-20", "mode": "spoken"})
    fill(desk, "F12", case, {"to": OFFICE, "need": "documents", "payload": ("needs",)})
    record = next(row.record for row in desk.cases.records(case) if row.form == "F12")
    desk.referring.leave(case, desk.referring.look(case, record, "en").letter)
    assert "Somebody who had agreed" not in seen(opened(room, case, "consent"))
    consent = next(row.record for row in desk.cases.records(case) if row.form == "F03")
    desk.care.withdraw(case, consent)

    screen = opened(room, case, "consent")
    words = seen(screen)
    pressed(screen, "They were told")
    room.settle()

    assert "Somebody who had agreed that we tell you something has taken that back" in words
    told = words[words.index("Somebody who had agreed"):words.index("They were told")]
    row = desk.cases.rows_of([case])[0]
    assert not [word for word in (row.name, row.code, "Casa", OFFICE) if word and word in told]
    assert "Somebody who had agreed" not in seen(opened(room, case, "consent"))
    assert desk.care.to_tell(case) == ()
