# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody asks for when a report is to be made."""

from __future__ import annotations

from dataclasses import dataclass

from assist.reports.lines import A4, SUPERVISION

KEPT_DAYS = 90
"""The team's paper is to be destroyed after this many days: a new one is made in a minute."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which paper, in which language, for which period, with which of the person's own words.

    ``keep`` holds the keys of the own-words lines that are printed; None keeps every line that
    does not ask for a second look (ruling 10). Days are ISO text. ``practice`` marks the paper of
    an invented person.
    """

    template: str = SUPERVISION
    language: str = "en"
    today: str = ""
    print_id: str = ""
    period_from: str = ""
    period_to: str = ""
    worker_initials: str = ""
    keep: frozenset[str] | None = None
    paper: str = A4
    practice: bool = False
