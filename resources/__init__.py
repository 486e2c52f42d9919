# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, fonts, translations and other files that travel with the program."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
"""A folder in every way the program is delivered; ``importlib.resources`` would cost the start ten times as long."""


def path(name: str) -> Path:
    """Where a file or folder of ours is, whether unpacked or frozen; it may be missing."""
    return _HERE.joinpath(*name.split("/"))


def data(name: str) -> bytes:
    """The content of a file of ours."""
    return path(name).read_bytes()


def text(name: str) -> str:
    """The content of a text file of ours."""
    return path(name).read_text(encoding="utf-8")
