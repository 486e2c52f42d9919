# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One person's row, whole: why it leaves, how many look like it, and every cell of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from assist.exchange.looked import Heading
from assist.i18n import _
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.labels import Label
from ui.widgets.lines import Lines


class OneRow(Sheet):
    """``why``: sentences above the cells; ``code`` is ours and does not leave."""

    def __init__(
        self, code: str, why: Sequence[str], headings: Sequence[Heading], cells: Sequence[str], beneath: QWidget,
    ) -> None:
        super().__init__(code, beneath, way_out=_("Close"))
        for sentence in why:
            self.add(Label(sentence, tone="muted"))
        self.add(Label(_("Exactly this leaves"), Role.CARD_TITLE, "muted"))
        lines = Lines(0)
        for heading, words in zip(headings, cells, strict=True):
            if words:
                lines.put("", words, heading.name if heading.name == heading.label else
                          f"{heading.label} · {heading.name}")
        self.add(lines)
        self.finish()
