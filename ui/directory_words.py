# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the directory in words, for the window and the command line; never a name."""

from __future__ import annotations

from datetime import date

from assist import i18n
from assist.directorybook import FORM, WARNINGS, Listed
from assist.i18n import _
from ui import wording


def kind(listed: Listed) -> str:
    """What it is."""
    return wording.chosen(FORM, "kind", listed.kind)


def about(listed: Listed) -> str:
    """Languages and what it helps with."""
    return " · ".join(part for part in (
        wording.chosen(FORM, "languages", listed.languages), wording.chosen(FORM, "services", listed.services)) if part)


def look_out(listed: Listed, today: date) -> str:
    """What to see to before anybody is sent there; empty when there is nothing."""
    return " · ".join(_(WARNINGS[code]) for code in listed.warnings(today))


def looked_into(listed: Listed, today: date) -> str:
    """When somebody looked into it last, and until when the promise holds."""
    return " · ".join(part for part in (
        _("looked into {date}").format(date=i18n.day(listed.vetted_on, today=today)) if listed.vetted_on else "",
        _("promise until {date}").format(date=i18n.day(listed.promise_until)) if listed.promise_until else "") if part)


def offered(listed: Listed, today: date) -> str:
    """One line to choose by: the code, what it is good for, and what to see to first."""
    return " · ".join(part for part in (listed.code, about(listed), look_out(listed, today)) if part)
