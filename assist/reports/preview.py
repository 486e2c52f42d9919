# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a finished PDF as pictures, in memory: what is looked at is what will be printed."""

from __future__ import annotations

import struct
import threading
import zlib

import pypdfium2

_TALLEST = 3.0
"""Times its width: so high a page is drawn at its full width."""

_one_at_a_time = threading.Lock()
"""pdfium may be used by one thread at a time only."""


def pages_as_png(pdf: bytes, width_px: int) -> list[bytes]:
    """Every page as a PNG of that width; nothing is written to disk."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(document[number], width_px) for number in range(len(document))]
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages it has; 0 for what is damaged, locked, or no PDF at all."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()


def page_as_png(pdf: bytes, number: int, width_px: int) -> bytes:
    """One page, counted from 0, as a PNG of that width; a page of unusual shape comes narrower, never endless."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number]
            wide, high = page.get_width(), page.get_height()
            return _picture(page, max(1, round(width_px * min(1.0, _TALLEST * wide / high))))
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage, width_px: int) -> bytes:
    bitmap = page.render(scale=width_px / page.get_width(), rev_byteorder=True, may_draw_forms=False)
    try:
        return _png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), bitmap.n_channels)
    finally:
        bitmap.close()
        page.close()


def _png(width: int, height: int, stride: int, pixels: bytes, channels: int) -> bytes:
    """The smallest PNG there is: one header, one block of rows, one end."""
    used = width * channels
    rows = b"".join(b"\0" + pixels[start:start + used] for start in range(0, height * stride, stride))
    colour = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
