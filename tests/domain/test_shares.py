# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts of what left, as they come from colleagues: read strictly, and the oldest secret counts."""

from __future__ import annotations

import pytest

from assist.changesets import pack_plain
from assist.conflictbook import open_fields
from assist.domain import wire
from assist.sharebook import LOOK, STANDS, TO_TELL, lines, must_be_taken_back, secret, shares, told
from assist.sync.shapes import is_value
from assist.teambook import TeamHit
from tests.domain.written_case import WrittenCase

TOLD = ["e1", "Ministerio", "reporting_export", "htcds-2.0", "ref", "2026-07-01T10:00:00Z", "hash", ["prs_Gender"],
        "consent", "file", "who"]


def shared(case: WrittenCase, told: object = TOLD, at: int = 1) -> None:
    """A receipt as somebody wrote it."""
    case._keep(bytes([at]) * 16, wire.SHARE, wire.SHARED, pack_plain(told), 1)


def consent(case: WrittenCase, on: str, decision: str, kind: str = "reporting_export", to: str = "Ministerio") -> None:
    """What she said of it."""
    case.sheet("F03", on, {"kind": kind, "recipient": to, "categories": ("codes",), "decision": decision,
                           "expiry": "2026-07-10", "mode": "spoken"})


@pytest.mark.rule("CO-14")
def test_a_receipt_is_read_whole_or_not_at_all():
    case = WrittenCase()
    shared(case)
    for at, wrong in enumerate(([], TOLD[:-1], [*TOLD[:-1], 7], [*TOLD[:7], "x", *TOLD[8:]], "words", None), 2):
        shared(case, wrong, at)

    share, = shares(case.book)

    assert (share.export_id, share.recipient, share.columns, share.by) == ("e1", "Ministerio", ("prs_Gender",), "who")
    assert is_value(wire.SHARED, pack_plain(TOLD))
    assert not is_value(wire.SHARED, pack_plain("words"))


@pytest.mark.rule("CO-06")
def test_a_no_or_a_wish_not_to_be_counted_takes_back_and_a_consent_that_ended_does_not():
    ended, refused, objecting = WrittenCase(), WrittenCase("K2"), WrittenCase("K3")
    for case in (ended, refused, objecting):
        shared(case)
        consent(case, "2026-06-10", "yes")
    consent(refused, "2026-07-02", "no")
    consent(objecting, "2026-07-02", "yes", "statistics_objection", "")

    assert [must_be_taken_back(case.book, shares(case.book)[0]) for case in (ended, refused, objecting)] == [
        False, True, True]


def test_of_two_secrets_made_apart_the_older_counts_and_nobody_is_asked():
    case = WrittenCase()
    assert secret(case.book) == b""
    case._keep(b"a" * 16, wire.SHARE_SECRET, wire.SHARE_KEY, pack_plain([b"older"]), 1)
    case._keep(b"b" * 16, wire.SHARE_SECRET, wire.SHARE_KEY, pack_plain([b"later"]), 1)

    assert secret(case.book) == b"older"
    assert open_fields(case.book) == frozenset()


def test_a_line_of_the_ledger_is_read_as_it_was_written_whatever_a_colleague_wrote():
    case = WrittenCase()
    shared(case, ["e1\nx", "Casa\nNorte", *TOLD[2:5], "one day", *TOLD[6:]])

    hits = [TeamHit(case.id, each.kind, each.ref, each.on) for each in lines(case.book)]
    line, = told([*hits, TeamHit(case.id, STANDS, "no such line", ""), TeamHit(case.id, "plan", hits[0].ref, "")])

    assert (line.export_id, line.recipient, line.made, line.back) == ("e1 x", "Casa\nNorte", "0001-01-01", "")


@pytest.mark.rule("CO-06")
def test_a_line_says_what_waits_and_of_a_protected_case_that_it_is_to_be_looked_at():
    stands, refused, protected = WrittenCase(), WrittenCase("K2"), WrittenCase("K3")
    for case in (stands, refused, protected):
        shared(case)
        consent(case, "2026-06-10", "yes")
    consent(refused, "2026-07-02", "no")
    protected.plain(wire.LEVEL, 2)

    assert [line.kind for case in (stands, refused, protected) for line in lines(case.book)] == [STANDS, TO_TELL, LOOK]
