# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what waits for a supervisor."""

from __future__ import annotations

from assist.i18n import N_, _
from assist.services.supervising import QueueRow
from assist.supervisionbook import CHILD, CLOSING, LOOK, PLAN, WISH
from ui import wording
from ui.dialogs.ask_reason import reason

TITLES = {
    CHILD: N_("A child said no: stop and think"),
    LOOK: N_("Opened by a colleague"),
    WISH: N_("Requests about data that are late"),
    CLOSING: N_("Closings to agree with"),
    PLAN: N_("Plans to read"),
}
"""In the order in which they are shown: what cannot wait stands first."""

HEADS = {
    CHILD: N_("A child said no"), LOOK: N_("Opened with a reason"), WISH: N_("A late request about data"),
    CLOSING: N_("A closing"), PLAN: N_("A plan"),
}
"""One of them."""

DONE = {
    CHILD: N_("I have thought about it"), LOOK: N_("It is in order"), CLOSING: N_("I agree with the closing"),
    PLAN: N_("I have read it"),
}
"""What a supervisor says when she asks nothing back; a late request is answered on its own sheet alone."""

TABS = {PLAN: "plan", CLOSING: "forms", LOOK: "history", WISH: "consent", CHILD: "consent"}
"""The part of the file where it stands."""


def about(row: QueueRow) -> str:
    """What it is, in half a line."""
    if row.kind == PLAN:
        return _("{plan}, {state}").format(plan=wording.plan(row.ref), state=wording.plan_state(row.state))
    if row.kind == LOOK:
        return _("{who}: {why}").format(who=row.who or _("Somebody"), why=reason(row.why))
    return row.worker or _("nobody's case")

