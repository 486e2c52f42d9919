# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as people wrote it, in any script, without signs that hide or turn other signs around."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("\n\t")
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
# Marks that reorder text, or stand in it unseen. Zero-width joiners stay: several scripts are wrong without them.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb") | {
    chr(code) for code in range(0x206A, 0x2070)
}
_LEFT_OUT = _TURNING | _UNSEEN


def clean(raw: str) -> str:
    """Without control and direction marks, composed (NFC), line ends as ``\\n``, no blank edges."""
    text = raw.replace("\r\n", "\n").translate(_BREAKS)
    if not text.isascii() or not text.isprintable():
        text = "".join(sign for sign in text if _is_kept(sign))
    return unicodedata.normalize("NFC", text).strip()


def one_line(raw: str) -> str:
    """Clean, with every run of spaces and line ends as one space."""
    return " ".join(clean(raw).split())


def _is_kept(sign: str) -> bool:
    return sign in _KEPT or (sign not in _LEFT_OUT and unicodedata.category(sign) not in ("Cc", "Cs"))
