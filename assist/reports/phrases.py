# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words papers use for codes of the practice; the same sentences as on the screen."""

from __future__ import annotations

from assist.i18n import N_
from assist.reports.lines import BETTER, LESS, SAME, UNCLEAR
from assist.reports.speech import Speech

STAGES = {
    "contact": N_("First contact"), "introduced": N_("Introduced"), "consented": N_("Agreed to be accompanied"),
    "pause": N_("Resting"), "assessing": N_("Getting to know"), "planning": N_("Making the plan"),
    "implementing": N_("On the way"), "reviewing": N_("Looking back and ahead"), "closing": N_("Closing"),
    "closed": N_("Closed"), "aftercare": N_("After closing"), "anonymised": N_("Anonymised"),
}
BANDS = {"low": N_("low"), "moderate": N_("moderate"), "high": N_("high"), "extreme": N_("extreme")}
TRENDS = {"more": N_("more than last time"), "less": N_("less than last time"), "same": N_("as last time")}
WAYS = {BETTER: N_("better"), SAME: N_("the same"), LESS: N_("less"), UNCLEAR: N_("not enough answers")}
STANDINGS = {
    "given": N_("holds"), "none": N_("not asked"), "no": N_("said no"), "later": N_("wants to think"),
    "withdrawn": N_("stopped"), "expired": N_("has ended"),
    "grace": N_("has ended, work goes on while you ask again"),
    "on_paper": N_("on an earlier paper, opens nothing"), "outdated": N_("the text changed, ask again"),
    "wrong_recipient": N_("for someone else"), "missing_category": N_("not for all of it"),
    "child_said_no": N_("said no"),
    "child_not_asked": N_("not asked"),
    "of_age": N_("has ended"), "guardian": N_("does not hold"),
}


def months(speech: Speech, count: int) -> str:
    """So many months."""
    return speech.say_n("{count} month", "{count} months", count).format(count=count)
