# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is signed in, and which roles she holds; to read, not to change."""

from __future__ import annotations

from assist.i18n import N_, _
from ui.context import Surroundings
from ui.screens.settings.tab import Tab
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

ROLES = {
    "caseworker": (N_("Caseworker"), N_("opens and accompanies her own cases")),
    "psychologist": (N_("Psychologist"), N_("also writes and reads protected notes of conversations")),
    "livelihood": (N_("Livelihood worker"), N_("accompanies work, study and income")),
    "legal": (N_("Legal worker"), N_("sees names and papers where they are needed")),
    "house": (N_("House, day and night"), N_("sees the board and the night card only")),
    "supervisor": (N_("Supervisor"), N_("looks over all cases and signs reports")),
    "custodian": (N_("Custodian"), N_("keeps what is protected")),
    "coordinator": (N_("Coordinator"), N_("looks after people, laptops and backups")),
    "auditor": (N_("Auditor"), N_("reads who looked at what")),
}


class PeopleTab(Tab):
    """A person of a small shelter holds every role."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        me = surroundings.desk.me
        who = Card(_("Signed in"))
        lines = Lines(first_wide=120)
        lines.put(_("Name"), me.display_name)
        lines.put(_("Signs in as"), me.sign_in_name)
        lines.put(_("Organisation"), me.organisation)
        who.body.addWidget(lines)
        held = Card(_("Roles"))
        for role, (name, does) in ROLES.items():
            if role in me.roles:
                held.body.addWidget(Label(f"{_(name)} · {_(does)}"))
        self.column.addWidget(who)
        self.column.addWidget(held)
