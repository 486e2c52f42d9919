# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as every shape can hold it, and as no spreadsheet takes it for a formula."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STARTS = r"[=+\-@＝＋－＠]"
_PLACE = r"(^|[;,|\t\n])"
_GUARD = re.compile(rf"{_PLACE}(?=[\s']*{_STARTS})|^(?='*[\t\n])")
_GUARDED = re.compile(rf"{_PLACE}'(?=[\s']*{_STARTS})|^'(?='*[\t\n])")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def writable(text: str) -> str:
    """Without the signs that no workbook can hold, and with one kind of line end: the same in every shape."""
    if text.isprintable():
        return text
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def guarded(text: str) -> str:
    """For a comma-separated file: an apostrophe before whatever a spreadsheet could take for a formula, wherever a
    program that splits at other signs would find it. A number stays one."""
    if text.isalnum() or _NUMBER.fullmatch(text):
        return text
    return _GUARD.sub(lambda found: f"{found[0]}'", text)


def unguarded(text: str) -> str:
    """What was there before it was guarded."""
    return _GUARDED.sub(lambda found: found[1] or "", text)
