# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo``: the window without words or with ``open DIR``, else the command that the first word names."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from assist.places import keep_others_out

_PR_SET_DUMPABLE = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    harden()
    if not words or (words[0] == "open" and len(words) == 2 and not words[1].startswith("-")):
        return _window(Path(words[1]).absolute() if words else None)  # the window waits for no command line
    from ui.cli.main import main as command_line

    return command_line(words, lambda folder: _window(folder.absolute()))


def _window(folder: Path | None) -> int:
    from ui.app import run

    return run(folder)


def harden() -> None:
    """No core file and no peeking by other programs of the same user, as far as the system can do that."""
    keep_others_out()
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
