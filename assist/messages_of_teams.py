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
    "join.waiting": (
        N_("The profile was not opened: nobody has let you in yet."),
        N_("What you chose is kept on this laptop."),
        N_("Compare these six words with whoever invited you: {words}"),
    ),
    "join.answer": (
        N_("The answer was not taken: it does not belong to what you asked, or it did not arrive whole."),
        N_("Nothing was changed."),
        N_("Ask for the answer once more."),
    ),
    "join.asked": (
        N_("Nothing was asked: somebody else has used this invitation already."),
        N_("What you chose is kept on this laptop."),
        N_("Tell whoever invited you at once, and ask for a new one."),
    ),
    "join.words": (
        N_("Nobody was let in: these are not the six words of this request."),
        N_("Nothing was changed."),
        N_("Have them read out once more. If they stay different, let nobody in and make a new invitation."),
    ),
    "invite.gone": (
        N_("This was not done: no such invitation is open."),
        N_("Nothing was changed."),
        N_("It was used, taken back, or its week is over. Make a new one."),
    ),
    "invite.no_request": (
        N_("Nobody was let in: nobody has asked with this invitation yet."),
        N_("The invitation stays open."),
        N_("Look again later, or open the file with the request."),
    ),
    "invite.two_sign": (
        N_("The invitation was not made: making somebody a coordinator takes two coordinators."),
        N_("Nothing was changed."),
        N_("Invite this person with the other roles, and add this one later under People and roles."),
    ),
    "team.stale": (
        N_("Nothing was signed: the list of people changed since this was proposed."),
        N_("The list is as it was."),
        N_("Let it be proposed again."),
    ),
    "team.same_person": (
        N_("Nothing was signed: the second signature must be somebody else's."),
        N_("The proposal waits."),
        N_("Ask another coordinator to open it."),
    ),
    "team.not_here": (
        N_("This was not done: this person or laptop is not in the list now."),
        N_("Nothing was changed."),
        N_("Sync, and look at the list again."),
    ),
    "team.last_coordinator": (
        N_("This was not done: somebody must remain who can let others in."),
        N_("The list is as it was."),
        N_("Make somebody else a coordinator first."),
    ),
    "team.this_laptop": (
        N_("This was not done: it is the laptop you are working on."),
        N_("Nothing was changed."),
        N_("Do it from another laptop, or ask a coordinator."),
    ),
    "team.no_role": (
        N_("The roles were not changed: none was chosen that this program knows."),
        N_("The list is as it was."),
        N_("Choose at least one of the roles shown."),
    ),
    "team.no_proposal": (
        N_("Nothing was signed: this proposal is no longer here."),
        N_("The list is as it was."),
        N_("Sync, and look at what is proposed now."),
    ),
}
