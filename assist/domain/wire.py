# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of the wire: kinds of entity, kinds of operation, structural fields. Never reused.

Fields 1–99 are structural; concepts and form fields have theirs in ``forms/definitions/numbers.yaml``.
"""

from __future__ import annotations

CASE, PERSON, RECORD, ROW, DROP = 1, 2, 10, 11, 12
REQUEST, READER = 14, 15
GLASS, GLASS_NOTICE, APPROVAL = 20, 21, 22
"""Kinds of entity; a drop is a threat told about somebody whose case the writer could not see, a request what takes
a second person, a reader somebody named for a protected case. A glass is asked to be broken, or is answered; a notice
tells readers that it was; an approval is what two people signed."""

LOOK, WORD, HANDOVER = 120, 121, 122
"""Somebody opened a case of a colleague; what a supervisor said of something; a case offered to another worker."""

LOOKED_AGAIN, LET_GO, GUARDIAN = 130, 131, 132
"""Kinds of entity: somebody looked whether protected notes are still needed; a class of a case was erased; beside a
consent, whether a guardian's yes counts. They say when, by whom and, in the place of a form, which class or whether."""

NOTICE, COPY_LEFT = 230, 231
"""Kinds of entity: a service was told that she took back what it holds of her; a copy of a file left for one. They say
when, by whom and, as what they belong to, under which consent."""

LISTED = 110
"""An entry of the directory of a team, or a report of figures that was made: in a compartment of its own like a case,
and no case."""

SHARE, SHARE_SECRET = 170, 171
"""Kinds of entity: the receipt of a row that left for a reporting system, and a secret from which the references of a
person are made, for each recipient another."""

ATTACHMENT = 96
"""Something attached to a case; its content lies in objects of its own."""

OP_VOID, OP_CREATE, OP_SET, OP_NOTE, OP_TOMBSTONE, OP_ATTACH = 0, 1, 2, 3, 4, 5
OP_SET_ADD, OP_SET_REMOVE, OP_GRANT, OP_MOVE, OP_PURGE, OP_CONSENT = 6, 7, 8, 9, 10, 11
REGISTER_OPS = frozenset({OP_CREATE, OP_SET, OP_NOTE, OP_TOMBSTONE, OP_ATTACH, OP_CONSENT})
"""Operations that put one value into one register."""

KNOWN_OPS = frozenset({*range(OP_VOID, OP_CONSENT + 1)})
"""An operation of any other kind was written by a later release: it is parked until it can be read."""

MOVE_BELONGS, MOVE_REGISTERS, MOVE_MERGED = 0, 1, 2
"""A compartment operation says which case a protected changeset belongs to, or carries registers that moved:
as they stood, or to be merged with what is there, together with what was replaced."""

MOVE_VOUCHED, MOVE_READ = 92, 93
"""Beside values that came from another team: the word of whoever handed the case over, and how far each stream was
read there."""

MOVE_PARTED = 94
"""For one's own vault and sent to nobody: what was put and replaced under numbers that are another's leaves it."""

GRANT_READERS, GRANT_FORMER, GRANT_SHARES = 1, 2, 3
"""A grant says to whom the key of a compartment was given, keeps the key of the ordinary one it left, or says who
holds a share of it, any two of which open it in an emergency."""

PURGE_ORDER, PURGE_DONE = 0, 1
"""A purge is ordered by whoever raised a case, and confirmed by every laptop that held it."""

PURGE_ERASE, PURGE_ERASED = 2, 3
"""A case is erased for good on every laptop, by an order that carries its signatures; and every laptop says so."""

CODE, STAGE, WORKER, LEVEL, BAND, HOLD, OPENED_ON, PARENT, FORM, FORM_VERSION = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ASKED_ON, COLUMN, ENTERED_BY, BATCH, LEGAL_HOLD, PAUSE, CLOSED_ON, TEAM = 11, 12, 13, 14, 15, 16, 17, 18
WITHOUT_FILE, STRUCK, PINNED, SLEEPING, AGREED_HASH, AGREED_TEXT = 19, 20, 21, 22, 23, 24
TEXT_VERSION, TOMBSTONE, PERSON_OF = 25, 26, 27
RISK_ROSE_ON = 39
ORIGINAL, REVIEW_DUE, HOLD_SINCE, BAND_ON, OWN_BAND, BAND_TREND, NEXT_LOOK = 40, 41, 42, 43, 44, 45, 46
AFTERCARE, ENTERED_ON, PIN_KIND, ASKED_BY, WITHDRAWN_ON, READY_ON = 47, 48, 49, 50, 51, 52
ADDRESSED, DROPPED = 53, 54
NAMED, ASKED_FOR, ASKED_WHY, ANSWERED = 58, 59, 60, 61
LOOKED, LOOKED_WHY = 62, 63
WORD_GIVEN, WORD_SAID, WORD_ANSWERED, WORD_ANSWER = 64, 65, 66, 67
HANDED, HANDED_NOTE, HANDED_TOLD, HANDED_ANSWER = 72, 73, 74, 75
GLASS_ASKED, GLASS_ANSWERED, GLASS_GIVEN, GLASS_TOLD, APPROVED, ASKED_SIGNED = 80, 81, 82, 83, 84, 85
ERASURE, ERASURE_ANSWER = 70, 71
REPORTED = 76
SHARED, SHARE_TAKEN_BACK, SHARE_HEARD, SHARE_KEY = 86, 87, 88, 89
CAME_FROM, GOING = 90, 91
ATTACHED = 96
"""Structural fields."""
