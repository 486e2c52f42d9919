# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error that crosses a layer.

AssistError
├── UserError          something the person at the keyboard can act on
│   ├── NotAllowed     policy or gate said no
│   ├── NotFound       no such thing, or it is not there for this person
│   ├── WrongPassphrase
│   ├── NotAdmittedYet somebody who was invited waits for the answer
│   ├── VaultShut      protected work must be opened first
│   ├── BadInput       a file, form or value we cannot read
│   ├── Busy           another window or command has this workspace
│   ├── NoRoom         the disk is full or cannot be written
│   ├── StoreTrouble   a place that laptops meet over could not be used
│   │   └── NameTaken  something else lies there under that name
│   └── UnsafePlace    a folder where an encrypted database must not live
├── DamagedFile        keep the file, restore a backup
└── NewerFile          made by a newer Amparo; nothing was changed

Anything else that reaches a person is a mistake of ours.

The sentences for the codes live in ``assist/messages.py``, so that the window and
the command line say the same thing.
"""

from __future__ import annotations


class AssistError(Exception):
    """Base of all errors raised on purpose.

    Carries a stable ``code`` (also printed by ``--json``) and details that hold no
    case content, so that it may be shown and logged.
    """

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class UserError(AssistError):
    """Something the person at the keyboard can act on."""


class NotAllowed(UserError):
    """Policy or gate said no."""


class NotFound(UserError):
    """No such thing, or it is not there for this person: the two read the same."""


class WrongPassphrase(UserError):
    """Wrong name or wrong passphrase: the two cannot be told apart."""


class NotAdmittedYet(UserError):
    """She asked to join and was not answered yet (``join.waiting``); ``words`` are the six to compare."""


class VaultShut(UserError):
    """The protected database must be opened first."""


class BadInput(UserError):
    """A file, form or value we cannot read; nothing was changed."""


class Busy(UserError):
    """Another window or command has this workspace open."""


class NoRoom(UserError):
    """The disk is full or cannot be written."""


class StoreTrouble(UserError):
    """A place that laptops meet over could not be used; whatever was to be kept there waits on this laptop.

    Codes: ``store.unreachable``, ``store.slow``, ``store.refused``, ``store.full``, ``store.read_only``,
    ``store.changed`` (another certificate or host key), ``store.extra`` (a library is not installed),
    ``store.address``, ``store.clock`` (ours and its are too far apart), ``store.answer`` (it answers what such
    a place does not answer). Neither a code nor a detail ever holds an address, a name or a credential.
    """


class NameTaken(StoreTrouble):
    """Other bytes lie there under the same name (``store.taken``): two histories call themselves one."""


class UnsafePlace(UserError):
    """A folder where an encrypted database must not live."""


class DamagedFile(AssistError):
    """The file cannot be trusted any more: keep it aside and restore a backup."""


class NewerFile(AssistError):
    """The file was made by a newer Amparo; it was opened by nobody and changed by nobody."""
