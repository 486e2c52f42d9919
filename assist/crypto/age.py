# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for somebody outside, sealed to her public key in the format of age: opened with tools of anybody's.

Only what leaves is sealed so; nothing of ours is read with it.
"""

from __future__ import annotations

import re

from assist.errors import BadInput

_SHAPE = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)
READ_OUT = 12
"""Signs of a key that are compared by voice: sixty bits, and they hang on all the others."""


def encrypted(content: bytes, key: str) -> bytes:
    """A file that only the holder of the other half opens, with ``age -d``. Raises BadInput ``recipient.key``, and
    ``recipient.no_age`` on a laptop for which there is no such library."""
    try:
        import pyrage  # only where a file leaves
    except ImportError:
        raise BadInput("recipient.no_age") from None
    try:
        whom = pyrage.x25519.Recipient.from_str(checked(key))
    except pyrage.RecipientError:
        raise BadInput("recipient.key") from None
    return bytes(pyrage.encrypt(content, [whom]))


def checked(key: str) -> str:
    """A public key without blanks around it; raises BadInput ``recipient.key`` for what has not its shape."""
    plain = key.strip()
    if not _SHAPE.fullmatch(plain):
        raise BadInput("recipient.key")
    return plain



def ends_in(key: str, read_out: str) -> bool:
    """Whether a key ends in the signs somebody read out, blanks and capitals aside; all of them are needed."""
    said = "".join(read_out.split()).casefold()
    return len(said) >= READ_OUT and checked(key).endswith(said)
