# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral as a file that one service alone opens; and what that service answered, or did not in time."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from assist.crypto import age
from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, NotFound
from assist.services.recipients import key_of
from assist.services.referring import Answered
from tests.domain.printed_papers import read
from tests.services.conftest import Fill
from tests.services.test_referring import OFFICE, agreed, looked

__all__ = ["agreed"]

THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())


def duties(desk: Desk, case: str) -> list[str]:
    """On which days the service is to be asked for its answer."""
    return [duty.due for duty in desk.cases.duties(case) if duty.rule == "referral_answer"]


def test_a_key_is_believed_once_its_end_was_read_out(desk: Desk):
    """By the service, on the telephone; a key with a slip of the pen is none."""
    with pytest.raises(BadInput, match="differs"):
        desk.recipients.put(OFFICE, KEY, KEY[-11:])
    with pytest.raises(BadInput, match="differs"):
        desk.recipients.put(OFFICE, KEY, "q" * 12)
    slip = KEY[:20] + ("q" if KEY[20] != "q" else "p") + KEY[21:]
    for wrong in (slip, KEY[:-1], "age1", "ssh-ed25519 AAAA", ""):
        with pytest.raises(BadInput, match=r"recipient\.key"):
            desk.recipients.put(OFFICE, wrong, wrong[-12:])
    assert desk.recipients.rows() == ()

    assert desk.recipients.put(f"  {OFFICE} ", f" {KEY}\n", KEY[-12:].upper())

    assert [(row.name, row.key) for row in desk.recipients.rows()] == [(OFFICE, KEY)]
    desk.recipients.take_out(OFFICE.upper())
    assert desk.recipients.rows() == ()
    with pytest.raises(NotFound):
        desk.recipients.take_out(OFFICE)


def test_a_service_written_in_another_way_is_the_same_service(desk: Desk):
    """The key decided last holds, and one that was replaced or taken out never comes back."""
    other = str(pyrage.x25519.Identity.generate().to_public())
    desk.recipients.put(OFFICE, KEY, KEY[-12:])

    desk.recipients.put(OFFICE.upper(), other, other[-12:])
    assert [row.key for row in desk.recipients.rows()] == [other]
    assert key_in(desk, OFFICE) == other

    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    assert key_in(desk, OFFICE.upper()) == KEY
    desk.recipients.take_out(OFFICE.casefold())
    assert desk.recipients.rows() == ()
    assert key_in(desk, OFFICE) == ""


def key_in(desk: Desk, name: str) -> str:
    """To which key a file for this service would be sealed."""
    with desk.bench.keeper.writing() as work:
        return key_of(work, name)


@pytest.mark.rule("CO-11", "CO-14")
def test_the_file_holds_exactly_what_was_looked_at_and_only_they_open_it(
        fill: Fill, desk: Desk, agreed: str, tmp_path: Path):
    """The same page, the same receipt; the log says that a file left."""
    held, out = looked(fill, desk, agreed, "called", "goals"), tmp_path / "out.age"
    assert not held.has_key
    with pytest.raises(NotFound, match=r"recipient\.none"):
        desk.referring.leave(agreed, held.letter, out, sealed=True)
    assert not out.exists()
    desk.recipients.put(OFFICE.casefold(), KEY, KEY[-12:])
    held = desk.referring.look(agreed, held.letter.record, "es")
    assert held.has_key

    desk.referring.leave(agreed, held.letter, out, sealed=True)

    sealed = out.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    assert b"%PDF" not in sealed
    words = read(pyrage.decrypt(sealed, [THEIRS]))
    assert "Killa" in words
    assert "Dormir tranquila" in words
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    receipt = desk.records.answers(agreed, held.letter.record)[1]
    assert (receipt["handover"].value, receipt["sent_hash"].value) == ("file", held.letter.fingerprint)


@pytest.mark.rule("CO-14")
@pytest.mark.parametrize("sealed", [False, True])
def test_no_receipt_says_that_it_left_where_it_could_be_put_nowhere(
        fill: Fill, desk: Desk, agreed: str, tmp_path: Path, sealed: bool):
    """The stick was pulled out in between: it can still be handed over."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    held = looked(fill, desk, agreed, "called")

    with pytest.raises(BadInput, match=r"export\.folder"):
        desk.referring.leave(agreed, held.letter, tmp_path / "stick" / "out", sealed=sealed)

    [row] = desk.referring.listed(agreed)
    assert row.sent_on == ""
    desk.referring.leave(agreed, held.letter, tmp_path / "out", sealed=sealed)
    assert (tmp_path / "out").exists()


@pytest.mark.rule("CO-11")
def test_a_key_opens_no_gate(fill: Fill, desk: Desk, agreed: str, tmp_path: Path):
    """What she did not agree to leaves in no file either."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    held, out = looked(fill, desk, agreed, "called", "health_link"), tmp_path / "out.age"

    with pytest.raises(NotAllowed, match="missing_category"):
        desk.referring.leave(agreed, held.letter, out, sealed=True)

    assert not out.exists()


def test_where_files_cannot_be_sealed_for_others_it_is_said(monkeypatch: pytest.MonkeyPatch):
    """On laptops for which the library is not made."""
    import sys

    monkeypatch.setitem(sys.modules, "pyrage", None)

    with pytest.raises(BadInput, match=r"recipient\.no_age"):
        age.encrypted(b"x", KEY)


def test_an_answer_is_due_on_the_day_it_was_promised_until_it_came(fill: Fill, desk: Desk, agreed: str):
    """Nothing is due before the referral left, nor once they answered."""
    held = looked(fill, desk, agreed, "called", answer_due="2026-12-01")
    assert duties(desk, agreed) == []
    with pytest.raises(BadInput, match="not_sent"):
        desk.referring.answered(agreed, held.letter.record, Answered("accepted", "2026-11-25"))

    desk.referring.leave(agreed, held.letter)
    assert duties(desk, agreed) == ["2026-12-01"]
    desk.referring.answered(agreed, held.letter.record, Answered("accepted", "2026-11-25", "  trabajadora\n social "))

    assert duties(desk, agreed) == []
    [row] = desk.referring.listed(agreed)
    assert (row.answer, row.answer_on, row.answer_by, row.status) == (
        "accepted", "2026-11-25", "trabajadora social", "accepted")
    assert "referral.answer" in [each.verb for each in desk.auditing.of_case(agreed, 20)]


def test_a_place_on_a_list_may_be_promised_further(fill: Fill, desk: Desk, agreed: str):
    """Another day, another duty; and a no ends it."""
    held = looked(fill, desk, agreed, "called", answer_due="2026-12-01")
    desk.referring.leave(agreed, held.letter)
    record = held.letter.record

    desk.referring.answered(agreed, record, Answered("waiting_list", "2026-11-25", again_by="2026-12-20"))
    assert duties(desk, agreed) == ["2026-12-20"]
    assert desk.referring.listed(agreed)[0].status == "waiting"
    desk.referring.answered(agreed, record, Answered("not_possible", "2026-11-25"))

    assert duties(desk, agreed) == []
    assert desk.referring.listed(agreed)[0].status == "not_received"


@pytest.mark.parametrize("said", [
    Answered("yes", "2026-11-25"), Answered("accepted", ""), Answered("accepted", "2026-11"),
    Answered("waiting_list", "2026-11-25", again_by="soon"), Answered("accepted", "2026-02-30")])
def test_half_an_answer_is_none(fill: Fill, desk: Desk, agreed: str, said: Answered):
    """And nothing is kept of it."""
    held = looked(fill, desk, agreed, "called")
    desk.referring.leave(agreed, held.letter)

    with pytest.raises(BadInput, match=r"referral\.answer"):
        desk.referring.answered(agreed, held.letter.record, said)

    assert desk.referring.listed(agreed)[0].answer == ""
