# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachments as they lie in the folder of a profile: sealed parts, exactly as they lie in a meeting place."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from assist.places import make_folder, on_disk, write_private

_OURS, _OUT = "ours", "out"


class BlobFiles:
    """A folder for each attachment, by its random id."""

    def __init__(self, profile: Path) -> None:
        self._root = profile / "blob"

    def _folder(self, blob: bytes) -> Path:
        return self._root / blob.hex()

    def held(self) -> list[bytes]:
        """Whatever lies here."""
        with on_disk():
            return sorted(bytes.fromhex(each.name) for each in self._root.glob("*") if len(each.name) == 32)

    def add(self, blob: bytes, objects: Iterable[bytes]) -> None:
        """All parts of something of ours, to be carried out."""
        make_folder(self._folder(blob))
        for part, content in enumerate(objects):
            write_private(self._folder(blob) / str(part), content)
        write_private(self._folder(blob) / _OURS, b"")

    def put(self, blob: bytes, part: int, content: bytes) -> None:
        """One part that came."""
        make_folder(self._folder(blob))
        write_private(self._folder(blob) / str(part), content)

    def get(self, blob: bytes, part: int) -> bytes | None:
        """A part; None when it has not come."""
        file = self._folder(blob) / str(part)
        with on_disk():
            return file.read_bytes() if file.is_file() else None

    def missing(self, blob: bytes, parts: int) -> list[int]:
        """Parts that have not come."""
        return [part for part in range(parts) if not (self._folder(blob) / str(part)).is_file()]

    def parts(self, blob: bytes) -> int:
        """One more than the last part that lies here."""
        return max((int(each.name) + 1 for each in self._folder(blob).glob("*") if each.name.isdecimal()), default=0)

    def is_ours(self, blob: bytes) -> bool:
        """Whether it was attached, or sealed anew, here."""
        return (self._folder(blob) / _OURS).is_file()

    def is_out(self, blob: bytes) -> bool:
        """Whether all of it was carried out."""
        return (self._folder(blob) / _OUT).is_file()

    def mark_out(self, blob: bytes) -> None:
        """It was."""
        write_private(self._folder(blob) / _OUT, b"")

    def drop(self, blob: bytes) -> None:
        """Nothing of it stays here."""
        with on_disk():
            shutil.rmtree(self._folder(blob), ignore_errors=True)
