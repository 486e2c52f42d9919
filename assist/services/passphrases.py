# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases as screens need them: proposed, judged while typed, and left open beside invented people only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assist.crypto import words
from assist.places import write_private

OWN_LENGTH = words.OWN_LENGTH
WORDS = words.WORDS
Judgement = words.Verdict
"""Whether a passphrase may be used; ``code`` says why not."""
_BESIDE = "practice.json"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class PracticeKey:
    """Name and passphrase of a workspace of invented people, which has nothing to hide."""

    name: str
    passphrase: str


def propose(language: str) -> str:
    """Six random words of that language."""
    return words.generate(language)


def judge(passphrase: str, names: Iterable[str] = ()) -> Judgement:
    """Whether it may be used, and the code of why not; takes a moment, so ask it beside the window."""
    return words.judge(passphrase, names)


def is_same(typed: str, word: str) -> bool:
    """Whether a word was typed back: capitals and accents do not matter."""
    return words.fold(typed.strip()) == words.fold(word)


def leave_practice_key(folder: Path, key: PracticeKey) -> None:
    """Put the passphrase beside a practice workspace, so that looking around needs none."""
    content = json.dumps({"name": key.name, "passphrase": key.passphrase}, ensure_ascii=False)
    write_private(folder / _BESIDE, content.encode("utf-8"))


def practice_key(folder: Path) -> PracticeKey | None:
    """The key beside a practice workspace; None where there is none, as beside every real one."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        with (folder / _BESIDE).open("rb") as file:
            found = json.loads(file.read(_LONGEST).decode("utf-8"))
        return PracticeKey(str(found["name"]), str(found["passphrase"]))
    return None
