# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appointments in words, for the window and the command line."""

from __future__ import annotations

from assist import i18n
from assist.appointmentbook import ALONG, FORM, TRANSPORT, Appointment
from assist.i18n import _
from ui import wording


def what_for(agreed: Appointment) -> str:
    """What it is; a day in court is called no more than an important day, because lists lie open."""
    if agreed.is_hearing:
        return _("important day")
    return wording.chosen(FORM, "kind", agreed.kind) or wording.form_title(FORM)


def came_of_it(agreed: Appointment) -> str:
    """What came of it; empty until somebody says."""
    return wording.chosen(FORM, "outcome", agreed.outcome)


def on_the_way(agreed: Appointment, *, on_paper: bool = False) -> str:
    """Who goes along and how, whether an interpreter comes, and, but on paper, whether she wants to be reminded."""
    if agreed.is_hearing:
        return " · ".join(part for part in (wording.chosen_in("F18", "hearings", "mode", agreed.mode),
                                            wording.chosen_in("F18", "hearings", "needs", agreed.needs)) if part)
    along = _(ALONG[agreed.along]) if agreed.along in ALONG else ""
    if agreed.along == "team" and agreed.along_who:
        along = f"{along} ({agreed.along_who})"
    reminded = {"by_card": _("remind as the contact card says"), "in_person": _("remind in person")}
    return " · ".join(part for part in (
        along, _(TRANSPORT[agreed.transport]) if agreed.transport in TRANSPORT else "",
        _("with an interpreter") if agreed.interpreter else "",
        "" if on_paper else reminded.get(agreed.reminder, ""),
    ) if part)


def earlier(agreed: Appointment) -> str:
    """The days it was on before; empty where it never moved."""
    days = ", ".join(f"{i18n.day(on)} {at}".strip() for on, at in agreed.moved)
    return _("before: {days}").format(days=days) if days else ""
