# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a package while it is made: folded small in memory, and then one ZIP that comes piece by piece.

The ZIP says the length and the sum of a file before the file, as the tools of anybody's like it best; so each is whole
before the first piece comes. Nothing of it is ever laid down in the open.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE = 1 << 16
"""Bytes that come at once, at most."""
_LEVEL = 1
_VERSION, _UNIX = 20, 3
_DAY = 1 << 5 | 1
"""The first of January 1980, as a ZIP counts: every file has the same day."""
_MODE = 0o600 << 16
_HEAD, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4sBB5H3L5H2L"), struct.Struct("<4s4H2LH")


class Part(io.RawIOBase):
    """One file that is written from the first byte on, and then comes again as often as it is asked for."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.size = self.sum = 0
        self._hash, self._folder = sha256(), zlib.compressobj(_LEVEL)
        self._folded: list[bytes] = []
        self.write(content)

    @property
    def sha256(self) -> str:
        """Of what was written."""
        return self._hash.hexdigest()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: ReadableBuffer) -> int:
        """More of it; all of it is taken."""
        told = memoryview(content)
        self._hash.update(told)
        self.sum, self.size = zlib.crc32(told, self.sum), self.size + told.nbytes
        if folded := self._folder.compress(told):
            self._folded.append(folded)
        return told.nbytes

    def pieces(self) -> Iterator[bytes]:
        """What was written so far."""
        unfolder = zlib.decompressobj()
        for folded in (*self._folded, self._folder.copy().flush()):
            while folded:
                yield unfolder.decompress(folded, PIECE)
                folded = unfolder.unconsumed_tail
        yield unfolder.flush()


def zipped(parts: Mapping[str, Part]) -> Iterator[bytes]:
    """A ZIP of them without compression, by name. The same files make the same bytes."""
    entries, at = [], 0
    for name, part in sorted(parts.items()):
        called = name.encode("ascii")
        told = (0, 0, 0, _DAY, part.sum, part.size, part.size, len(called), 0)
        entries.append(_ENTRY.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, *told, 0, 0, 0, _MODE, at) + called)
        head = _HEAD.pack(b"PK\3\4", _VERSION, *told) + called
        yield head
        yield from part.pieces()
        at += len(head) + part.size
    contents = b"".join(entries)
    yield contents + _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(contents), at, 0)
