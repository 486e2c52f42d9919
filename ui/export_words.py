# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why somebody is not in what leaves for a reporting system, in the words of window and command line."""

from __future__ import annotations

from assist.i18n import N_, _

_WHY = {
    "gate.hold": N_("on hold"), "gate.protected": N_("under protection"), "gate.consent_none": N_("no consent"),
    "gate.consent_no": N_("she said no"), "gate.consent_later": N_("she wants to decide later"),
    "gate.consent_withdrawn": N_("she took it back"), "gate.consent_expired": N_("her consent has ended"),
    "gate.consent_objects": N_("she is in no figures"), "alike": N_("too few look alike"),
    "gate.consent_missing_category": N_("her consent does not name this kind"),
    "not_a_victim": N_("an authority decided otherwise"),
}
_OTHERWISE = N_("no consent that holds today")

_TOLD = {
    "no_agreement": N_("no agreement"), "alike": N_("too few look alike"),
    "not_a_victim": N_("an authority decided otherwise"),
}
"""What the recipient reads of those who stay."""


def why_not(code: str) -> str:
    """Why she is not in it."""
    return _(_WHY.get(code, _OTHERWISE))


def told_outside(code: str) -> str:
    """The same as the recipient reads it."""
    return _(_TOLD[code])
