# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about looking after work: what a supervisor reads, cases that go from one worker to another, exports."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

OF_WORK: dict[str, Sentence] = {
    "case.step_to_relative": (
        N_("This was not kept yet: a step means contact with a relative, and there is no yes to it."),
        N_("What you wrote is still here, and nobody was contacted."),
        N_("Ask first, and note the answer on the safe contact card. If it is a step of hers, say so under who."),
    ),
    "supervision.own": (
        N_("This was not done: somebody else reads what is yours."),
        N_("Nothing was changed."),
        N_("Ask another supervisor of your team."),
    ),
    "supervision.gone": (
        N_("This was not done: it waits no more."),
        N_("Nothing was changed."),
        N_("Somebody answered it, or it changed since; the list shows it as it is now."),
    ),
    "supervision.question": (
        N_("This was not sent: there are no words in it yet."),
        N_("Nothing was changed."),
        N_("Write in a sentence what you ask, or what you answer."),
    ),
    "supervision.answer": (
        N_("This was not done: it cannot be answered so."),
        N_("Nothing was changed."),
        N_("An overdue request is answered on its own sheet; ask the worker about it."),
    ),
    "handover.offered": (
        N_("This was not offered: somebody else was asked already and has not answered."),
        N_("The case stays where it is."),
        N_("Take that offer back first, or wait for the answer."),
    ),
    "handover.gone": (
        N_("This was not done: no such offer waits any more."),
        N_("The case is with whoever accompanies it now."),
        N_("The list shows it as it is now."),
    ),
    "handover.until": (
        N_("This was not offered: the day on which it goes back is not ahead."),
        N_("Every case stays where it is."),
        N_("Choose a later day, or none for good."),
    ),
    "export.refused": (
        N_("This was not written: nobody here has read the lists of codes of this standard."),
        N_("Nothing left this laptop."),
        N_("Choose another profile, or ask the recipient which one it reads."),
    ),
}
"""By code: what was not done, what is safe, what to do."""
