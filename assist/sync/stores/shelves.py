# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an object may be called, where it lies in a store, and what holds of it in every kind of store."""

from __future__ import annotations

import re
import secrets
import time
from typing import Protocol

from assist.errors import NameTaken, StoreTrouble

_NAME = re.compile(r"[a-z2-7]{26}")
_SHELF = re.compile(r"[a-z2-7]{2}")
_TEMPORARY = re.compile(r"\.[a-z2-7]{26}\.([0-9a-f]{1,12})\.[0-9a-f]{16}\.part")

LARGEST = 256 * 2**20
"""Bytes. No object of ours is larger; whatever is may have been put there to fill a laptop's memory."""

ABANDONED = 3600.0
"""Seconds after which an unfinished object is nobody's any more."""


class Shelves(Protocol):
    """What a kind of store must be able to do for ``keep``."""

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        ...

    def create(self, name: str, content: bytes) -> bool:
        """Keep an object whole; False when somebody else was faster, and theirs is untouched."""
        ...

    def replace(self, name: str, content: bytes) -> None:
        """Put whole bytes where half of them lie."""
        ...


def keep(place: Shelves, name: str, content: bytes) -> None:
    """``Store.put`` for every kind: look, create, look again when somebody was faster.

    It looks first because some servers take the condition of the second step and do not heed it.
    """
    if len(content) > LARGEST:
        raise ValueError("larger than any object may be")
    there = place.get(expect_object(name))
    if there is None:
        if place.create(name, content):
            return
        there = place.get(name)
    if there is None:
        raise StoreTrouble("store.answer")
    if there == content:
        return
    if not is_torn(there, content):
        raise NameTaken("store.taken")
    place.replace(name, content)


def is_torn(there: bytes, whole: bytes) -> bool:
    """True when what lies there is a cut copy of the whole, be it filled up with zeros.

    Sticks pulled half-way and programs that copy folders leave such files. Objects look random, so
    another whole object is never taken for one.
    """
    begun = there.rstrip(b"\0")
    return there != whole and len(there) <= len(whole) and whole.startswith(begun)


def is_object(name: str) -> bool:
    """True for 26 characters of lower-case base32; conflict copies, temporary and foreign files are not."""
    return _NAME.fullmatch(name) is not None


def is_shelf(name: str) -> bool:
    """True for what may be a sub-folder: the first two characters of the names in it."""
    return _SHELF.fullmatch(name) is not None


def expect_object(name: str) -> str:
    """The name itself; a mistake of ours when it is none, so that no text from outside becomes a path."""
    if not is_object(name):
        raise ValueError("not the name of an object")
    return name


def place_of(name: str) -> str:
    """Where an object lies below the root: ``ab/abk3…``."""
    return f"{expect_object(name)[:2]}/{name}"


def may_hold(shelf: str, prefix: str) -> bool:
    """True when names that begin so may lie in this sub-folder."""
    return is_shelf(shelf) and (prefix.startswith(shelf) or shelf.startswith(prefix))


def fits(name: str, shelf: str, prefix: str) -> bool:
    """True for an object in its own sub-folder whose name begins so."""
    return is_object(name) and name.startswith(shelf) and name.startswith(prefix)


def temporary(name: str) -> str:
    """A name beside the object's for its unfinished bytes; says when it was begun, since times of files lie."""
    return f".{expect_object(name)}.{int(time.time()):x}.{secrets.token_hex(8)}.part"


def is_abandoned(name: str) -> bool:
    """True for unfinished bytes of ours begun over an hour ago; taking one of somebody slower costs him a retry."""
    found = _TEMPORARY.fullmatch(name)
    return found is not None and abs(time.time() - int(found[1], 16)) > ABANDONED
