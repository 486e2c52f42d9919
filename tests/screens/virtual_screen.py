# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen without glass: an X server that draws into a file, and what can be seen in that file."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_COLOURMAP_ENTRY = 12
_PLACE_OF_COLOURS = 19


@dataclass(frozen=True, slots=True)
class VirtualScreen:
    """``name`` is what goes into DISPLAY; ``file`` holds the picture, as the X window dump writes it."""

    name: str
    file: Path

    def colours(self) -> set[bytes]:
        """Every colour that is on the screen now; an empty one has a single colour."""
        dump = self.file.read_bytes()
        head = struct.unpack(">25I", dump[:100])
        first = head[0] + head[_PLACE_OF_COLOURS] * _COLOURMAP_ENTRY
        return {dump[place : place + 4] for place in range(first, len(dump) - 3, 4)}


def has_xvfb() -> bool:
    """Whether such a screen can be had here."""
    return shutil.which("Xvfb") is not None


@contextmanager
def virtual_screen(width: int = 1366, height: int = 768) -> Iterator[VirtualScreen]:
    """A screen of that size on the first free number; gone again afterwards. Raises OSError when it will not start."""
    reads, writes = os.pipe()
    with tempfile.TemporaryDirectory() as folder, os.fdopen(reads) as told:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", f"{width}x{height}x24", "-fbdir", folder,
             "-nolisten", "tcp"], pass_fds=[writes], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writes)
        try:
            number = told.readline().strip()
            if not number:
                raise OSError("Xvfb did not start")
            yield VirtualScreen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
