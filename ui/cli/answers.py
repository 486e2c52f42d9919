# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command says: plain lines or one JSON document, and one plain sentence when it could not be done."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from assist import i18n
from assist.errors import AssistError, DamagedFile, UserError
from assist.messages import sentence

DONE, REFUSED, USAGE, NEEDS_PERSON = 0, 1, 2, 3


class Stop(Exception):
    """Ends the command with an exit status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@contextmanager
def speaking(lang: str, *, as_json: bool) -> Iterator[None]:
    """Run a command in a language; an error becomes one sentence and its exit status.

    Damage is 3: something needs a person. Everything else that was refused or failed is 1.
    """
    i18n.use(lang or i18n.system_language())
    try:
        yield
        sys.stdout.flush()
    except AssistError as error:
        fail(error.code, " ".join(sentence(error)), as_json=as_json)
        raise Stop(NEEDS_PERSON if isinstance(error, DamagedFile) else REFUSED) from None
    except BrokenPipeError:  # whoever reads has seen enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Stop(DONE) from None
    except (OSError, KeyboardInterrupt) as error:
        fail("ours" if isinstance(error, OSError) else "stopped", " ".join(sentence(UserError("disk.failed"))),
             as_json=as_json)
        raise Stop(REFUSED) from None


def fail(code: str, message: str, *, as_json: bool) -> None:
    """The sentence on standard error; with ``--json`` the document on standard output too."""
    print(message, file=sys.stderr)
    if as_json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))


def document(content: dict[str, Any]) -> None:
    """One JSON document on standard output."""
    print(json.dumps(content, ensure_ascii=False))


def long_document(lists: Mapping[str, Iterable[object]], content: dict[str, Any]) -> None:
    """The same with long lists before the rest, told as they come."""
    sys.stdout.write("{")
    for name, items in lists.items():
        sys.stdout.write(f"{json.dumps(name)}: [")
        for at, item in enumerate(items):
            sys.stdout.write((", " if at else "") + json.dumps(item, ensure_ascii=False))
        sys.stdout.write("], ")
    print(json.dumps(content, ensure_ascii=False)[1:])


def say(line: str) -> None:
    """One line for people."""
    print(line)


def table(headings: list[str], rows: list[list[str]]) -> None:
    """Columns as wide as they need to be."""
    lines = [headings, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
