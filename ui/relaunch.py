# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locking ends here: the program replaces itself, and the memory that held the keys is gone (ruling 70)."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def words_for(folder: Path | None) -> list[str]:
    """The command that opens the window again, at the workspace that was just left."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*program, "open", str(folder)] if folder else program


def relaunch(folder: Path | None) -> None:
    """Never returns: the same process with a new program, or on Windows a new process and the end of this one."""
    words = words_for(folder)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if os.name == "nt":
        import subprocess

        detached = getattr(subprocess, "DETACHED_PROCESS", 0)
        subprocess.Popen(words, creationflags=detached, close_fds=True)  # noqa: S603 - our own program
        os._exit(0)
    os.execv(words[0], words)  # noqa: S606 - our own program
