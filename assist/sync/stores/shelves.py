# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an object may be called, and where it lies below the root of a store."""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z2-7]{26}")
SHELF = re.compile(r"[a-z2-7]{2}")
"""A sub-folder: the first two characters of the names in it."""


def is_object(name: str) -> bool:
    """True for 26 characters of lower-case base32; conflict copies, temporary and foreign files are not."""
    return _NAME.fullmatch(name) is not None


def expect_object(name: str) -> str:
    """The name itself; a mistake of ours when it is none, so that no text from outside becomes a path."""
    if not is_object(name):
        raise ValueError("not the name of an object")
    return name


def place_of(name: str) -> str:
    """Where an object lies below the root: ``ab/abk3…``."""
    return f"{expect_object(name)[:2]}/{name}"
