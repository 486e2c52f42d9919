# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows about a day's work: saving, opening a form, making a report, deriving the key."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from argon2.low_level import Type, hash_secret_raw
from PySide6.QtWidgets import QMainWindow

import resources
from assist.crypto import kdf
from assist.crypto.kdf import KdfPolicy
from assist.desk import Desk
from assist.practice import fill as fill_form
from assist.reports.order import ReportOrder
from tests.benchmarks import floors
from tests.benchmarks.filled import whole_cases
from tests.benchmarks.rows import Row, Took, beside, milliseconds, p95
from tests.screens.laptop import Painted
from ui.form_view.form_view import FormView

FORM = "F02"
FIELDS = 60
LINES = 990
NOTE = "Llegó puntual. Dijo que durmió seis horas y que la cita es el martes."


def key(policy: KdfPolicy, turns: int) -> Row:
    """Passphrase to key, as hard as this workspace asks for."""
    salt = secrets.token_bytes(32)
    floor, ours = [], []
    for _turn in range(turns):
        floor.append(milliseconds(
            lambda: hash_secret_raw(b"six words", salt, policy.t, policy.m_kib, policy.p, 32, Type.ID)))
        ours.append(milliseconds(lambda: kdf.derive(b"six words", salt, policy)))
    return beside("passphrase → key (Argon2id)", floor, ours, 1.25,
                  f"{policy.m_kib // 1024} MiB, {policy.t} passes, {policy.p} lanes")


def saves(desk: Desk, raw: floors.RawSaves, turns: int) -> Iterator[Row]:
    """A session note beside the least any save can cost on this disk, one after the other."""
    cases, floor, ours = [row.case for row in whole_cases(desk, 20)], [], []
    for turn in range(turns):
        opening = desk.records.open("F11", cases[turn % len(cases)])
        fill_form(opening, {"outcome": "held", "minutes": 45, "channel": "here", "topics": ("rest", "work"),
                            "person_wants": NOTE, "facts": NOTE, "read_back": "yes"})
        floor.append(milliseconds(lambda turn=turn: raw.save(turn, NOTE)))
        ours.append(milliseconds(lambda opening=opening: desk.records.save(opening)))
    yield beside("save a session note, p50", floor, ours, 5.0, f"{turns} saves, each with its fsync")
    yield beside("save a session note, p95", floor, ours, 20 / 4.7, of=p95)


def form(desk: Desk, turns: int) -> Row:
    """An intake with what is known folded in, in the real form view."""
    case, window = whole_cases(desk, 1)[0].case, shown_window()
    open_our_form(desk, case, window), open_plain_form(window)
    ours, floor = [], []
    for _turn in range(turns):
        floor.append(open_plain_form(window))
        ours.append(open_our_form(desk, case, window))
    window.close()
    return beside(f"open a form ({FORM}), again", floor, ours, 60 / 22,
                  f"floor: {FIELDS} bare fields; ours also reads what is known")


def shown_window() -> QMainWindow:
    """An empty window on the screen."""
    window = QMainWindow()
    window.resize(floors.SIZE)
    window.show()
    return window


def open_our_form(desk: Desk, case: str, window: QMainWindow) -> Took:
    """Milliseconds from asking for it to its first page painted."""
    painted = Painted()

    def opened() -> None:
        view = FormView(desk.records.open(FORM, case).session)
        painted.watch(view.sheet)
        window.setCentralWidget(view)

    return milliseconds(lambda: painted.after(opened))


def open_plain_form(window: QMainWindow) -> Took:
    """The same for bare fields."""
    painted = Painted()

    def opened() -> None:
        page = floors.plain_form(FIELDS)
        painted.watch(page.widget())
        window.setCentralWidget(page)

    return milliseconds(lambda: painted.after(opened))


def papers(desk: Desk, turns: int) -> Iterator[Row]:
    """From reading to the finished PDF; the floor sets the same words with reportlab alone."""
    font, case = resources.data("fonts/NotoSans-Regular.ttf"), whole_cases(desk, 1)[0].case
    order = ReportOrder("supervision", "es")
    made = desk.reports.preview(case, order)
    lines = floors.words_of(made.pdf)
    yield _paper(f"reintegration report as PDF, {made.pages} pages", lambda: desk.reports.preview(case, order),
                 lambda: floors.plain_paper(lines, font), turns)
    rows = desk.cases.caseload()[:LINES]
    cells = [(row.code, row.stage, f"{row.next_due} {row.next_duty}", str(row.days_since_contact), row.band)
             for row in rows]
    pages = desk.reports.caseload_paper(rows, "es")[0].pages
    yield _paper(f"caseload as PDF, {pages} pages", lambda: desk.reports.caseload_paper(rows, "es"),
                 lambda: floors.plain_sheet(cells, font), max(2, turns // 3))


def _paper(action: str, ours: Callable[[], object], floor: Callable[[], object], turns: int) -> Row:
    floor(), ours()
    plain, taken = [], []
    for _turn in range(turns):
        plain.append(milliseconds(floor))
        taken.append(milliseconds(ours))
    return beside(action, plain, taken, 0.5 / 0.28)
