# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, fonts, translations and other files that travel with the program."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def path(name: str) -> Traversable:
    """Where a file or folder of ours is, whether unpacked or frozen; it may be missing."""
    return files(__name__).joinpath(*name.split("/"))


def data(name: str) -> bytes:
    """The content of a file of ours."""
    return path(name).read_bytes()


def text(name: str) -> str:
    """The content of a text file of ours."""
    return path(name).read_text(encoding="utf-8")
