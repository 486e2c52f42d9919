# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a column may be taken for, in a few words."""

from __future__ import annotations

from assist.exchange.mapping import FIELDS, LEAVE_OUT
from assist.i18n import N_, _, text_of
from forms.loader import form

_WORDS = {
    "number": N_("number in the file"), "full_name": N_("full name, protected"), "first_name": N_("given name"),
    "second_name": N_("family name"), "chosen_name": N_("name she is called by"), "birth": N_("date of birth"),
    "age": N_("age or age group"), "citizenship": N_("citizenship"), "gender": N_("gender"),
    "arrived": N_("day of arrival"), "language": N_("language"), "languages_other": N_("other languages"),
    "needs": N_("needs"), "ref_source": N_("who brought her"), "consent": N_("an earlier yes on paper"),
    "goal_psychosocial": N_("psychosocial goal, the team's words"),
    "goal_productive": N_("work or study goal, the team's words"), "goal_own": N_("goal in her own words"),
    "protection": N_("protection measure or risk"), "remarks": N_("remarks, to put in their place"),
    "children": N_("children, to put in their place"), "contact": N_("telephone or address, to put in its place"),
    "state": N_("how the case stands"), "exploitation": N_("exploitation, protected"),
    "document": N_("document number, protected"),
}


def taken_for(field: str) -> str:
    """The words of a field of ``mapping.FIELDS``, of a question that was asked on a telephone, of ``leave_out``, or of
    nothing."""
    if field == LEAVE_OUT:
        return _("leave out")
    if "/" in field:
        return _question(*field.partition("=")[0].split("/", 1))
    return _(_WORDS[field]) if field else _("kept as a protected remark")


def _question(ident: str, key: str) -> str:
    """A question as it is asked; its own name where it was asked in parts."""
    asked = next((each for each in form(ident).fields() if each.key == key), None)
    return key if asked is None else text_of(asked.label)


def choices() -> list[tuple[str, str]]:
    """Everything a column may be taken for."""
    return [(field, taken_for(field)) for field in (*FIELDS, LEAVE_OUT)]
