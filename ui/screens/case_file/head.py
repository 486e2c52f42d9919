# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a case file: chosen name, code, language, what to avoid here, and that there is protection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _, ngettext
from assist.views import CaseHeader
from ui import wording
from ui.theme import Role
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Label, OneLineTitle

Shown = tuple[str, str, str]
"""Words, kind of chip, and what it is for screen readers."""


def chips_of(head: CaseHeader) -> list[Shown]:
    """What stands beside the name. A badge warns and tells nothing more (WP-01)."""
    speaks = " · ".join(
        part for part in (wording.listed("language", head.languages[:2]), wording.listed("mode", head.modes[:2]))
        if part)
    found: list[Shown] = [(shown(head.code), "plain", _("Case code"))]
    if speaks:
        found.append((speaks, "plain", _("Language and way of speaking")))
    if head.avoid:
        found.append((_("Avoid here: {what}").format(what=head.avoid), "ochre", ""))
    if head.level:
        found.append((_("Protected · level {level}").format(level=head.level), "protect",
                      _("Ask the custodian for what is behind it")))
    return found


class ChipRow(QWidget):
    """The chips beside each other; ``flowing`` ones go on in a second line. ``differences_asked``: what waits there."""

    differences_asked = Signal()

    def __init__(self, *, flowing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: QHBoxLayout | FlowLayout = FlowLayout(self, 4) if flowing else QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        if isinstance(self._row, QHBoxLayout):
            self._row.setSpacing(6)
        else:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def show_head(self, head: CaseHeader) -> None:
        """Other chips."""
        while self._row.count():
            gone = self._row.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        for words, kind, about in chips_of(head):
            chip = Chip(words, kind, whole=words == shown(head.code))
            chip.setToolTip(words)
            chip.setAccessibleName(f"{about}: {words}" if about else words)
            self._row.addWidget(chip)
            chip.show()
        if head.differences:
            told = ngettext("{count} difference to settle", "{count} differences to settle", head.differences)
            link = LinkButton(told.format(count=head.differences))
            link.set_tone("ochre")
            link.clicked.connect(lambda _on=False: self.differences_asked.emit())
            self._row.addWidget(link)
            link.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All lines of it, whatever else wants room: what it says is not to be cut."""
        if isinstance(self._row, FlowLayout):
            self.setMinimumHeight(self._row.heightForWidth(event.size().width()))

    def words(self) -> list[str]:
        """What the chips say, in order."""
        found = (self._row.itemAt(at).widget() for at in range(self._row.count()))
        return [chip.text() for chip in found]


class CaseHead(QWidget):
    """Stands beside the corner; where there is little room only the name stays here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = OneLineTitle("")
        self.apart = Label("", Role.SMALL, "muted", wrap=False)
        self.apart.hide()
        self.chips = ChipRow()
        self.together = QuietButton(_("Look together"), icon="people")
        self.setFocusProxy(self.together)
        self.together.setToolTip(_("Look at it with her, in a window made for that (Ctrl+J)"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.apart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(words)
        row.addWidget(self.chips)
        row.addStretch(1)
        row.addWidget(self.together)

    def show_head(self, head: CaseHeader) -> None:
        """The chosen name, or the code while she has not given one."""
        self.name.setText(head.name or shown(head.code))
        self.chips.show_head(head)

    def set_narrow(self, narrow: bool) -> None:
        """The chips stand elsewhere, and of the way to look together only the drawing is left."""
        self.chips.setVisible(not narrow)
        self.together.set_text("" if narrow else _("Look together"))
        self.together.setAccessibleName(_("Look together"))

    def tell_apart(self, head: CaseHeader, *, has_twin: bool) -> None:
        """Two of the same name: month of arrival and worker stand under it (ruling 27)."""
        parts = (_("since {month}").format(month=i18n.month(head.opened_on)) if head.opened_on else "",
                 head.worker_name)
        self.apart.setText(" · ".join(part for part in parts if part) if has_twin else "")
        self.apart.setVisible(bool(self.apart.text()))
