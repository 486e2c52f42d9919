# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line on the first screen for everything that colleagues wrote apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assist.crypto.codes import shown
from assist.differences import DifferingCase
from assist.i18n import _, ngettext
from ui.widgets.card import Card
from ui.widgets.lines import PressLines, Said


class DifferingCard(Card):
    """Leads to the case when it is about one alone, else to where it stands whose they are."""

    def __init__(self, differing: Sequence[DifferingCase], go: Callable[..., None], *, codes_only: bool) -> None:
        super().__init__(_("Written apart"))
        count = sum(each.count for each in differing)
        told = ngettext("{count} difference to settle", "{count} differences to settle", count).format(count=count)
        only = differing[0] if len(differing) == 1 else None
        who = "" if only is None else shown(only.code) if codes_only or not only.name else only.name
        lines = PressLines()
        line = lines.put(Said(told, who, share=0.6))
        line.clicked.connect(lambda _on=False: go("differences", case=only.case if only else ""))
        self.body.addWidget(lines)
