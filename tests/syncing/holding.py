# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case put on hold, and taken off it again with the signatures of two people."""

from __future__ import annotations

import secrets

import msgspec

from assist.changesets import pack_plain
from assist.crypto import labels
from assist.domain import wire
from assist.services.scribe import Put, Target
from assist.sync.approvals import RELEASE, Approval, Signature, statement
from tests.syncing.team import Member


def hold(member: Member, case: str) -> None:
    """Something happened: nothing of it leaves this laptop any more."""
    _written(member, case, True)


def lift(member: Member, case: str, asked_by: Member) -> None:
    """A colleague asked for it, and this person, who answers for protection, agreed: both signed, as everybody sees."""
    ident, ref = bytes.fromhex(case), secrets.token_bytes(16)
    dots = member.desk.bench.look_up(case).case.dots(wire.HOLD)
    told = statement(ident, ref, (RELEASE, 0), dots)
    approval = Approval(ref, RELEASE, 0, tuple(sorted(dots)), _signed(asked_by, told), _signed(member, told))
    _written(member, case, False, Put(
        secrets.token_bytes(16), wire.APPROVAL, wire.APPROVED, msgspec.msgpack.encode(approval), 1,
        kind=wire.OP_CREATE))


def _signed(member: Member, told: bytes) -> Signature:
    ring = member.desk.bench.ring
    return Signature(ring.user, ring.identity.profile, ring.sign_as(labels.TWO_PEOPLE, told))


def _written(member: Member, case: str, stands: bool, *beside: Put) -> None:
    ident = bytes.fromhex(case)
    with member.desk.bench.keeper.writing() as work:
        book = member.desk.bench.book(work, ident)
        put = Put(ident, wire.CASE, wire.HOLD, pack_plain(stands), 1, book.case.dots(wire.HOLD))
        member.desk.bench.scribe.write(work, Target(ident), [*beside, put])
        work.commit()
