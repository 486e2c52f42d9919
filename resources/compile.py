# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compile the catalogues that are older than their source: ``python -m resources.compile``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Compile what is stale; quick when nothing is."""
    for source in sorted((HERE / "translations").glob("*/LC_MESSAGES/amparo.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
    return 0


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as words, target.open("wb") as compiled:
        write_mo(compiled, read_po(words))


if __name__ == "__main__":
    sys.exit(main())
