# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files as they come from outside, made fit to be kept: of a picture only what is seen stays (NR-17).

A picture is painted anew, so that nothing travels along that nobody sees: the place it was taken at, the day, the
camera, a small earlier picture inside it, words beside it, and whatever was hung on behind its end.
"""

from __future__ import annotations

from io import BytesIO

from assist.errors import BadInput

MOST_PIXELS = 50_000_000
"""Of what is opened at all (security-and-sync.md 6): a small file may hold a picture that fills the memory."""
LONGEST_SIDE = 4_000
"""Pixels: a page of A4 at some 340 dots an inch. Larger ones are made smaller."""
_QUALITY = 88
_SIGNS = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_SIXTEEN_BITS = ("I", "I;16", "I;16B")
_BLANKS = frozenset("\t\r\n\f")


def kind_of(content: bytes) -> str:
    """``jpeg``, ``png``, ``pdf`` or ``txt`` by what it holds, whatever its file is called; empty for anything else."""
    for kind, sign in _SIGNS.items():
        if content.startswith(sign):
            return kind
    if _PDF in content[:_PDF_WITHIN]:
        return "pdf"
    return "txt" if _words_in(content) is not None else ""


def cleaned(content: bytes) -> tuple[str, bytes]:
    """Kind and bytes as they may be kept. Raises BadInput ``attachment.kind``, ``attachment.picture``."""
    kind = kind_of(content)
    if not kind:
        raise BadInput("attachment.kind")
    if kind in _SIGNS:
        return kind, _painted_anew(kind, content)
    return kind, words_of(content).encode() if kind == "txt" else content


def words_of(content: bytes) -> str:
    """The text of a text file; raises BadInput ``attachment.kind`` where it is none."""
    words = _words_in(content)
    if words is None:
        raise BadInput("attachment.kind")
    return words


def require_picture(content: bytes) -> None:
    """Raises BadInput ``attachment.picture`` for what cannot be shown without harm, whoever attached it."""
    kind = kind_of(content)
    if kind not in _SIGNS:
        raise BadInput("attachment.picture")
    _painted_anew(kind, content)


def _words_in(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(sign.isprintable() or sign in _BLANKS or ord(sign) > 0x9F for sign in words):
            return words
    return None


def _painted_anew(kind: str, content: bytes) -> bytes:
    from PIL import Image, ImageOps  # large, and most days nobody attaches anything

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise BadInput("attachment.picture")
            turned = ImageOps.exif_transpose(found)
            if turned.mode in _SIXTEEN_BITS:  # cut to eight bits they would all be white
                turned = turned.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
            seen = turned.convert(_mode_of(turned))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadInput("attachment.picture") from None
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Pixels and nothing else: what a picture carries beside them would be written out with some formats.
    bare = Image.frombytes(seen.mode, seen.size, seen.tobytes())
    out = BytesIO()
    if kind == "jpeg":
        bare.save(out, "JPEG", quality=_QUALITY)
    else:
        bare.save(out, "PNG")
    return out.getvalue()


def _mode_of(picture: object) -> str:
    mode, info = getattr(picture, "mode", ""), getattr(picture, "info", {})
    if mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in info:
        return "RGBA"
    return "L" if mode in ("1", "L") else "RGB"
