# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLSForms in and out, for whoever writes forms; no workspace is needed, and nobody's answers are in either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assist import gate
from assist.errors import BadInput
from assist.exchange.writers.workbook import book_of
from assist.exchange.xlsform.as_yaml import as_yaml, remarks
from assist.exchange.xlsform.drafting import draft_of
from assist.exchange.xlsform.going import Going, going, may_go
from assist.exchange.xlsform.sheets import language_of, read_xlsform
from assist.gate import Clearance, Outgoing
from assist.services.paper import put_out
from forms.linter import lint_file
from forms.linter.finding import Finding
from forms.loader import LARGEST_FILE, form, form_ids, load_file
from forms.model import LANGUAGES, Form

DEFINITION, WORKBOOK = ".yaml", ".xlsx"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was put down. ``language``: in which texts were taken to be that say none; ``findings``: what is to
    be decided or written before it is a form; ``remarks``: what was not taken over."""

    file: Path
    questions: int
    language: str
    findings: Sequence[Finding]
    remarks: Sequence[str]


def draft_from(source: Path, out: Path, language: str = "") -> Drafted:
    """An XLSForm as the draft of a definition, judged like any other.

    Raises BadInput ``xlsform.none``, ``xlsform.open``, ``xlsform.too_big``, ``xlsform.exists``, ``xlsform.language``,
    and what is said of any workbook that cannot be read.
    """
    if language not in ("", *LANGUAGES):
        raise BadInput("xlsform.language")
    if out.exists():
        raise BadInput("xlsform.exists")
    found = read_xlsform(source)
    spoken = language or language_of(found.settings.word("default_language")) or LANGUAGES[0]
    draft = draft_of(found, source.stem, spoken)
    text = as_yaml(draft).encode()
    if len(text) > LARGEST_FILE:
        raise BadInput("xlsform.too_big")
    put_out(out, text, _cleared())
    return Drafted(out, draft.asked, spoken, lint_file(out), remarks(draft))


def put_xlsform(wanted: str, out: Path, language: str) -> Going:
    """A form of ours, or a definition in a file, as a workbook for partners.

    Raises BadInput ``xlsform.here_only`` for a form that is asked by the team alone, ``xlsform.nothing`` where no
    question may go, and ``xlsform.definition`` for a file that is no whole definition.
    """
    made = going(_wanted(wanted), language)
    if not made.asked:
        raise BadInput("xlsform.nothing")
    put_out(out, book_of(made.sheets), _cleared())
    return made


def _wanted(wanted: str) -> Form:
    """What may be printed blank may be asked by partners; of a file its author decides that."""
    if wanted in form_ids():
        if not may_go(form(wanted)):
            raise BadInput("xlsform.here_only")
        return form(wanted)
    try:
        return load_file(Path(wanted))
    except ValueError:
        raise BadInput("xlsform.definition") from None


def _cleared() -> Clearance:
    return gate.clear(None, Outgoing(gate.BLANK_FORM), date.today())
