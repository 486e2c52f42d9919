# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people read when something could not be done: what was not done, what is safe, what to do.

The window and the command line say the same. A sentence speaks of the program, never
of a mistake of the person.
"""

from __future__ import annotations

from assist.errors import (
    AssistError,
    BadInput,
    Busy,
    DamagedFile,
    NewerFile,
    NoRoom,
    NotAllowed,
    NotFound,
    UnsafePlace,
    VaultShut,
    WrongPassphrase,
)
from assist.i18n import N_, _

Sentence = tuple[str, str, str]
"""What was not done · what is safe · what to do."""

BY_CODE: dict[str, Sentence] = {
    "gate.limits": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("Explain the limits of secrecy first; it takes one short page."),
    ),
    "gate.consent": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("It opens once the person has agreed to be accompanied and to a record being kept."),
    ),
    "record.too_big": (
        N_("This was not saved: it is too long for one record."),
        N_("The text is still on the screen."),
        N_("Move part of it to a second note and save again."),
    ),
    "log.unreadable": (
        N_("A part of the history could not be read."),
        N_("The file was left as it is."),
        N_("Keep the file aside and restore the last backup."),
    ),
    "register.unreadable": (
        N_("A stored answer could not be read."),
        N_("The file was left as it is."),
        N_("Keep the file aside and restore the last backup."),
    ),
}

BY_KIND: dict[type[AssistError], Sentence] = {
    NotAllowed: (
        N_("This was not done: the rules of this workspace keep it closed."),
        N_("Nothing was changed."),
        N_("Ask the coordinator whether it is needed."),
    ),
    NotFound: (
        N_("Nothing is there under that name or code."),
        N_("Nothing was changed."),
        N_("Check the code, or ask a colleague who works with it."),
    ),
    WrongPassphrase: (
        N_("Amparo did not open: name and passphrase do not match."),
        N_("Everything inside is safe and unchanged."),
        N_("Look at the keyboard language and Caps Lock, then try again."),
    ),
    VaultShut: (
        N_("This belongs to the protected work, which is closed."),
        N_("Nothing was shown or changed."),
        N_("Open the protected work with the passphrase and try again."),
    ),
    BadInput: (
        N_("This could not be read."),
        N_("Nothing was changed."),
        N_("Check the file or the value and try again."),
    ),
    Busy: (
        N_("This was not done: another window or command is using this workspace."),
        N_("Nothing was changed."),
        N_("Close the other one, then try again."),
    ),
    NoRoom: (
        N_("This was not saved: there is no room on the disk, or it cannot be written."),
        N_("What is on the screen stays there."),
        N_("Make room or choose another place, then save again."),
    ),
    UnsafePlace: (
        N_("The workspace was not put there: other programs copy that folder away."),
        N_("Nothing was written."),
        N_("Choose a folder on this laptop itself."),
    ),
    DamagedFile: (
        N_("This file was not opened: it is damaged."),
        N_("It was left exactly as it is."),
        N_("Keep it aside and restore the last backup."),
    ),
    NewerFile: (
        N_("This file was not opened: a newer Amparo made it."),
        N_("It was left exactly as it is."),
        N_("Install the newer Amparo on this laptop."),
    ),
}

OURS: Sentence = (
    N_("Something in Amparo went wrong, and this was not done."),
    N_("What was saved before is safe."),
    N_("Try again. If it comes back, save the report and send it to the people who care for Amparo."),
)


def sentence(error: BaseException) -> Sentence:
    """The three slots for an error, translated; anything not raised on purpose is our mistake."""
    said = _chosen(error)
    details = error.details if isinstance(error, AssistError) else {}
    return tuple(_filled(_(slot), details) for slot in said)  # type: ignore[return-value]


def _chosen(error: BaseException) -> Sentence:
    if not isinstance(error, AssistError):
        return OURS
    if error.code in BY_CODE:
        return BY_CODE[error.code]
    kinds = (BY_KIND[kind] for kind in type(error).__mro__ if kind in BY_KIND)
    return next(kinds, OURS)


def _filled(text: str, details: dict[str, int | str]) -> str:
    """Details a translator forgot, or a code that came without them, must not hide the sentence."""
    try:
        return text.format(**details)
    except (KeyError, IndexError):
        return text
