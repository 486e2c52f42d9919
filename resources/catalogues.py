# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues of words: what is missing or stale, and bringing them in line (``--update``)."""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("es", "pt", "fr")
FLOORS = ("assist", "db", "ui")
KEYWORDS = {
    "_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "say": None, "say_n": (1, 2),
    "say_p": ((1, "c"), 2),
}


def path_of(language: str) -> Path:
    """Where the words of a language lie."""
    return ROOT / "resources" / "translations" / language / "LC_MESSAGES" / "amparo.po"


@lru_cache(maxsize=1)
def wanted() -> Catalog:
    """Every sentence the program says, read off its source: once, since that takes seconds; nobody adds to it."""
    catalog = Catalog(project="amparo", charset="utf-8")
    for floor in FLOORS:
        found = extract_from_dir(
            ROOT / floor, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",),
            strip_comment_tags=True)
        for name, _line, message, comments, context in found:
            catalog.add(message, locations=[(f"{floor}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def held(language: str) -> Catalog:
    """The words of a language as they are kept."""
    path = path_of(language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """Bring the kept words in line with the source: new ones empty, gone ones dropped, the rest as they are."""
    catalog, fresh = held(language), wanted()
    made = Catalog(locale=language, project="amparo", charset="utf-8", header_comment="# Words of Amparo.")
    for message in sorted(fresh, key=lambda each: (str(each.id), each.context or "")):
        if message.id:
            before = catalog.get(message.id, message.context)
            made.add(message.id, before.string if before else None, auto_comments=message.auto_comments,
                     context=message.context)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, made, omit_header=False, width=120, no_location=True)


def problems(language: str) -> Iterator[str]:
    """What is missing, stale, or loses a placeholder; nothing when the language is complete."""
    catalog, fresh = held(language), wanted()
    for message in fresh:
        if message.id:
            kept = catalog.get(message.id, message.context)
            if kept is None or not _whole(kept):
                yield f"missing: {message.id!r}"
            elif _loses(kept):
                yield f"placeholders differ: {message.id!r}"
    for message in catalog:
        if message.id and fresh.get(message.id, message.context) is None:
            yield f"stale: {message.id!r}"


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts) and not message.fuzzy


def _loses(message: Message) -> bool:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    needed = set().union(*(_fields(each) for each in ids))
    return any(not _fields(each) <= needed for each in texts) or _fields(texts[-1]) != _fields(ids[-1])


def _fields(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return {"?"}


def main(words: list[str]) -> int:
    """Update the catalogues, or say what they lack."""
    for language in LANGUAGES:
        if words == ["--update"]:
            update(language)
        for problem in problems(language):
            print(f"{language}: {problem}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
