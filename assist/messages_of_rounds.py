# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about meeting the laptops of colleagues: what did not come, what does not fit, what to settle."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

OF_ROUNDS: dict[str, Sentence] = {
    "round.no_place": (
        N_("Nothing was exchanged: this workspace has no meeting place yet."),
        N_("Everything is kept on this laptop."),
        N_("Choose one in Settings, or with: amparo store"),
    ),
}
