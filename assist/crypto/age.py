# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for somebody outside, sealed to her public key in the format of age: opened with tools of anybody's.

Only what leaves is sealed so; nothing of ours is read with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.errors import BadInput

_SHAPE = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)
READ_OUT = 12
"""Signs of a key that are compared by voice: sixty bits, and they hang on all the others."""


def encrypted(content: bytes, *keys: str) -> bytes:
    """A file that only the holders of the other halves open, with ``age -d``. Raises BadInput ``recipient.key``, and
    ``recipient.no_age`` on a laptop for which there is no such library."""
    try:
        import pyrage  # only where a file leaves
    except ImportError:
        raise BadInput("recipient.no_age") from None
    try:
        whom = [pyrage.x25519.Recipient.from_str(checked(key)) for key in keys]
    except pyrage.RecipientError:
        raise BadInput("recipient.key") from None
    return bytes(pyrage.encrypt(content, whom))


def new_identity() -> tuple[str, str]:
    """The two halves of a new key: ``AGE-SECRET-KEY-1…``, which never leaves, and ``age1…`` for everybody. Raises
    BadInput ``recipient.no_age``."""
    try:
        import pyrage
    except ImportError:
        raise BadInput("recipient.no_age") from None
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def opened(content: bytes, secrets: Sequence[str]) -> bytes:
    """What a sealed file holds, opened with one of these. Raises BadInput ``receive.key`` where one of them is no
    key, ``receive.package`` where none of them opens it or a byte was changed, and ``recipient.no_age``."""
    try:
        import pyrage
    except ImportError:
        raise BadInput("recipient.no_age") from None
    try:
        known = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    except pyrage.IdentityError:
        raise BadInput("receive.key") from None
    if not known:
        raise BadInput("receive.key")
    try:
        return bytes(pyrage.decrypt(content, known))
    except pyrage.DecryptError:
        raise BadInput("receive.package") from None


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
