# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that only their owner may read, and that are on the disk when we say so."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE = 0o600


def make_private(path: Path) -> None:
    """Make an empty file that nobody else may read; refuse one that is there already."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def flush_file(path: Path) -> None:
    """Have the operating system put this file on the disk now."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
