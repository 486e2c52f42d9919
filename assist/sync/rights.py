# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change does, in the words of the policy table, and whether its author may do that.

A program that was altered can sign anything. Whoever receives a change therefore asks the same table again, with the
roles the list of people gives its author: what she may not write is left out here, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from assist import changesets
from assist.changesets import Changeset, Op, unpack_plain
from assist.domain import wire
from assist.errors import DamagedFile
from assist.policy import may
from forms.registry import all_specs

THREAT = "threat.report"
FILL = "form.fill"
_THREAT_FORM, _MEASURE_FORM = "F17", "PROT"
_LISTED: dict[changesets.FieldKey, str] = {wire.SHARED: "export", wire.REPORTED: "report.programme"}
"""What stands in a compartment of its own beside the directory, by its field, and who writes it."""

_FOLLOWS_FROM_A_THREAT = frozenset({
    wire.LEVEL, wire.HOLD, wire.HOLD_SINCE, wire.REVIEW_DUE, wire.BAND, wire.BAND_ON, wire.SLEEPING,
})
"""What saving a threat does to the case itself: whoever may tell of one may do this with it."""


def may_write(roles: Collection[str], changeset: Changeset) -> bool:
    """Whether somebody with these roles may make this change."""
    acts = frozenset(acts_of(changeset))
    if "import" in acts:  # what a spreadsheet brings is written by whoever may bring one
        acts = frozenset({"import"}) | (acts & {"protection.lower"})
    return all(may(roles, act).ok for act in acts)


def may_ever_write(roles: Collection[str], op: Op) -> bool:
    """Whether somebody with these roles may write this value in any change whatever: alone, with a threat she tells of,
    or out of a spreadsheet. Of a value that stands by itself nobody can tell which change it came in."""
    acts = frozenset(acts_of(Changeset(
        changesets.VERSION, b"", 0, 0, b"", b"", 0, b"", 0, (op,))))
    if all(may(roles, act).ok for act in acts):
        return True
    if op.etype == wire.LISTED:  # no spreadsheet brings one, and no threat
        return False
    with_threat = op.etype in (wire.ROW, wire.RECORD, wire.DROP) or op.field in _FOLLOWS_FROM_A_THREAT
    return may(roles, "import").ok or (with_threat and "protection.lower" not in acts and may(roles, THREAT).ok)


def acts_of(changeset: Changeset) -> Iterator[str]:
    """The acts that a change amounts to; nothing for one that holds no value."""
    forms = dict(_forms(changeset.ops))
    tells_of_a_threat = _THREAT_FORM in forms.values()
    for op in changeset.ops:
        if (op.kind, op.field) == (wire.OP_MOVE, wire.MOVE_VOUCHED):
            yield "case.move"
        if op.kind not in wire.REGISTER_OPS:
            continue
        if op.field == wire.BATCH:
            yield "import"
        elif op.etype == wire.LISTED:
            yield _LISTED.get(op.field, "directory.keep")
        elif op.etype == wire.CASE:
            yield from _on_the_case(op, tells_of_a_threat=tells_of_a_threat)
        elif forms.get(op.entity) == _THREAT_FORM or _form_of(op) == _THREAT_FORM:
            yield THREAT
        elif forms.get(op.entity) == _MEASURE_FORM or _form_of(op) == _MEASURE_FORM:
            yield "protection.raise"
        elif op.field == wire.WORD_GIVEN:
            yield "supervision"
        elif op.etype == wire.DROP or (op.etype == wire.ROW and tells_of_a_threat):
            yield THREAT
        else:
            yield FILL


def _on_the_case(op: Op, *, tells_of_a_threat: bool) -> Iterator[str]:
    if op.field in (wire.CAME_FROM, wire.GOING):
        yield "case.move"
    elif op.field == wire.HOLD and not _plain(op):
        yield "protection.lower"
    elif tells_of_a_threat and op.field in _FOLLOWS_FROM_A_THREAT:
        yield THREAT
    elif op.field == wire.LEGAL_HOLD:
        yield "case.legal_hold"
    elif op.field == wire.LEVEL:
        yield "protection.raise" if _plain(op) else FILL  # level 0 stands on every new case
    else:
        yield FILL


def _plain(op: Op) -> object:
    try:
        return unpack_plain(op.value)
    except DamagedFile:
        return None


def _forms(ops: Iterable[Op]) -> Iterator[tuple[bytes, object]]:
    """The form of each sheet: by one of its answers where only those are here, else as it says."""
    told = [op for op in ops if op.etype == wire.RECORD]
    yield from ((op.entity, _form_of(op)) for op in told if _form_of(op))
    yield from ((op.entity, _plain(op)) for op in told if op.field == wire.FORM)


def _form_of(op: Op) -> str:
    spec = all_specs().get(op.field) if isinstance(op.field, int) else None
    return spec.form if spec is not None else ""
