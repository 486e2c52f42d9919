# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts of what left, as they come from colleagues: read strictly, and the oldest secret counts."""

from __future__ import annotations

from datetime import date

import pytest

from assist.changesets import pack_plain
from assist.conflictbook import open_fields
from assist.domain import wire
from assist.sharebook import must_be_taken_back, secret, shares
from assist.sync.shapes import is_value
from tests.domain.written_case import WrittenCase

TODAY = date(2026, 7, 20)
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

    assert [must_be_taken_back(case.book, shares(case.book)[0], TODAY) for case in (ended, refused, objecting)] == [
        False, True, True]


def test_of_two_secrets_made_apart_the_older_counts_and_nobody_is_asked():
    case = WrittenCase()
    assert secret(case.book) == b""
    case._keep(b"a" * 16, wire.SHARE_SECRET, wire.SHARE_KEY, pack_plain([b"older"]), 1)
    case._keep(b"b" * 16, wire.SHARE_SECRET, wire.SHARE_KEY, pack_plain([b"later"]), 1)

    assert secret(case.book) == b"older"
    assert open_fields(case.book) == frozenset()
