# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blank forms on paper, and the one place where a finished paper becomes a file (rulings 41, 50)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from assist import gate
from assist.crypto.codes import ALPHABET
from assist.errors import BadInput
from assist.gate import Clearance, Outgoing
from assist.places import private_file, sweep
from assist.policy import require
from assist.reports.lines import A4, Paper
from assist.services.bench import Bench
from forms.loader import form, form_ids

PRINT_ID_SIGNS = 8
NUMBER_SIGNS = 6


@dataclass(frozen=True, slots=True)
class ReportSaved:
    """Where it lies, and the print id under which the log knows it."""

    file: Path
    pages: int
    print_id: str


class PaperService:
    """Blank forms for a signed-in person. They hold nobody's answers, so nothing goes into the log."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def blank(self, form_id: str, language: str, out: Path, size: str = A4) -> int:
        """Save a blank form; returns how many pages it has. Raises NotAllowed and BadInput ``form.no_paper``."""
        require(self._bench.me.roles, "paper.blank")
        return _saved(form_id, language, out, size, self._bench.clock.today())

    def preview(self, form_id: str, language: str, size: str = A4) -> Paper:
        """The pages in memory, to look at first."""
        require(self._bench.me.roles, "paper.blank")
        return _paper(form_id, language, size)


def print_blank(form_id: str, language: str, out: Path, size: str = A4) -> int:
    """The same without a workspace: forms are for everybody. Returns how many pages there are."""
    return _saved(form_id, language, out, size, date.today())


def number() -> str:
    """A tear-off number: random, so that it counts nothing and says nothing about anybody."""
    return "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_SIGNS))


def new_print_id() -> str:
    """Eight random signs that count nothing and stand for nobody."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PRINT_ID_SIGNS))


def put_out(out: Path, pdf: bytes, clearance: Clearance) -> None:
    """Write a paper for its owner's eyes only, whole at once; half of one has no name where the system can do so.

    Without a clearance of the gate there is no paper. What a power cut left in that folder an hour ago goes.
    """
    with putting_out(out, clearance) as file:
        file.write(pdf)


@contextmanager
def putting_out(out: Path, clearance: Clearance) -> Iterator[BinaryIO]:
    """The same for what is written bit by bit: it has its name once this is left, and is nowhere when that fails."""
    if not isinstance(clearance, Clearance):
        raise TypeError("a clearance is given by the gate")
    sweep(out.parent)
    with private_file(out) as file:
        yield file


def require_folder(folder: Path) -> None:
    """Raise BadInput ``export.folder`` where nothing can be put. Asked before anything is written down: a receipt of
    what could not be put anywhere would be wrong."""
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise BadInput("export.folder")


def _paper(form_id: str, language: str, size: str) -> Paper:
    if form_id not in form_ids() or not form(form_id).paper:
        raise BadInput("form.no_paper")
    from assist.reports.paper import blank_form  # the typesetter is large, and most days print nothing

    return blank_form(form_id, language, size, number())


def _saved(form_id: str, language: str, out: Path, size: str, today: date) -> int:
    paper = _paper(form_id, language, size)
    put_out(out, paper.pdf, gate.clear(None, Outgoing(gate.BLANK_FORM), today))
    return paper.pages
