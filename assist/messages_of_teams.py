# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about people and laptops: joining, roles, leaving, second signatures, recovery, travelling."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

OF_TEAMS: dict[str, Sentence] = {
    "team.not_admin": (
        N_("This was not done: the list of people and laptops is kept by the coordinator."),
        N_("Nothing was changed."),
        N_("Ask a coordinator of your organisation."),
    ),
}
