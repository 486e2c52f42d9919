# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Good news with an *Undo* beside it for half a minute, wherever what was done can be undone (UX-27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assist.desk import Desk
from assist.i18n import _
from assist.services.drafting import FormOpening
from assist.views import Changes
from ui.hub import Hub
from ui.tasks import Lane, with_both
from ui.widgets.banner import Banner


class Around(Protocol):
    """Of what a screen is given: whose work it is, both lanes, and how it is said what came of it."""

    desk: Desk
    write: Lane
    read: Lane
    hub: Hub
    banner: Banner
    trouble: Callable[[Exception], None]


def say_done(
    s: Around, words: str, changes: Changes, *, opening: FormOpening | None = None,
    then: Callable[[str], object] | None = None,
) -> None:
    """Say ``words``. Undone, a form is a draft again: ``then`` is told which."""

    def undone(draft: str) -> None:
        s.hub.changed.emit(Changes(changes.cases, changes.kinds))
        s.banner.show_good(_("Undone. Nothing of it was kept."))
        if then is not None:
            then(draft)

    def undo() -> None:
        # Readers rest: freed pages and backups are cleaned too. Where it was done may not be on the screen any more.
        with_both(s.write, s.read, lambda: s.desk.undoing.undo(changes, opening), owner=s.banner, then=undone,
                  failed=s.trouble)

    s.banner.show_good(words, None if changes.undo is None else undo)
