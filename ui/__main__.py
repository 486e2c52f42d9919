# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``amparo``: the window without words or with ``open DIR``, else the command that the first word names."""

from __future__ import annotations

import builtins
import ctypes
import gc
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
    read_quickly()
    from ui.app import run

    return run(folder)


def read_quickly() -> None:
    """Let nothing but Python itself come between the window and the modules it reads.

    No garbage is looked for while there is none; from the first lane on, ``ui.tasks`` collects. And PySide
    reads and keeps the source text of every module that is imported after it, only to see whether its
    methods shall go by other names there (``__feature__``): nowhere in this program.
    """
    gc.disable()
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - puts itself in front of the import statement

    builtins.__import__ = plain


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
