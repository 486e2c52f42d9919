# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files for somebody outside, sealed to her public key in the format of age: opened with tools of anybody's.

Only what leaves is sealed so; nothing of ours is read with it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from assist.errors import BadInput

_SHAPE = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)
READ_OUT = 12
"""Signs of a key that are compared by voice: sixty bits, and they hang on all the others."""


class Sink(Protocol):
    """Takes the bytes of a sealed file as they come."""

    def write(self, content: bytes, /) -> int:
        """More of it; says how much of that was taken, which is all of it."""
        ...

    def flush(self) -> object:
        """No more comes soon."""
        ...


def encrypt(pieces: Iterable[bytes], out: Sink, *keys: str) -> None:
    """Seal pieces as they come, so that only the holders of the other halves open it, with ``age -d``.

    Whatever the pieces or the file raise comes through. Raises BadInput ``recipient.key``, and ``recipient.no_age`` on
    a laptop for which there is no such library.
    """
    try:
        import pyrage  # only where a file leaves
    except ImportError:
        raise BadInput("recipient.no_age") from None
    try:
        whom = [pyrage.x25519.Recipient.from_str(checked(key)) for key in keys]
    except pyrage.RecipientError:
        raise BadInput("recipient.key") from None
    through = _Through(iter(pieces), out)
    try:
        pyrage.encrypt_io(through, through, whom)
    except pyrage.EncryptError:
        if through.raised is None:
            raise
    if through.raised is not None:
        raise through.raised


class _Through:
    """Both ends of the library's work. It makes words of its own of an error, or passes over one of its last bytes:
    ours is kept here."""

    def __init__(self, pieces: Iterator[bytes], out: Sink) -> None:
        self._pieces, self._out, self._held = pieces, out, memoryview(b"")
        self.raised: BaseException | None = None

    def read(self, most: int) -> bytes:
        """The next bytes, none at the end."""
        try:
            while not self._held:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._held = memoryview(piece)
        except BaseException as error:
            self.raised = error
            raise
        some, self._held = self._held[:most], self._held[most:]
        return bytes(some)

    def write(self, content: bytes) -> int:
        """Bytes of the sealed file."""
        try:
            return self._out.write(content)
        except BaseException as error:
            self.raised = error
            raise

    def flush(self) -> None:
        """The library may ask for it."""
        self._out.flush()


def encrypted(content: bytes, *keys: str) -> bytes:
    """The same of a whole file in memory."""
    out = io.BytesIO()
    encrypt([content], out, *keys)
    return out.getvalue()


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
