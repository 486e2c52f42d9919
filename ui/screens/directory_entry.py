# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One entry of the directory, filled in or corrected on a form like any other."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.directorybook import FORM
from assist.i18n import _, text_of
from assist.views import Changes
from forms.loader import form
from forms.session import FormSession
from ui.context import Screen, Surroundings
from ui.form_view.form_view import FormView
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import PrimaryButton, QuietButton


class DirectoryEntryScreen(Screen):
    """``entry`` is what it corrects; a new one without. Nothing is kept before *save*."""

    def __init__(self, surroundings: Surroundings, entry: str = "") -> None:
        super().__init__()
        self._s, self._entry = surroundings, entry
        self.view: FormView | None = None
        self.save, self.not_now = PrimaryButton(_("Save")), QuietButton(_("Not now"))
        self.back, self.next = QuietButton(_("Back")), QuietButton(_("Go on"))
        for button, act in ((self.save, self._save), (self.not_now, self._away),
                            (self.back, lambda: self.view is not None and self.view.previous_page()),
                            (self.next, lambda: self.view is not None and self.view.next_page())):
            button.clicked.connect(lambda _on=False, act=act: act())
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._foot = ActionBar([self.back, self.next, self.save, self.not_now])
        self._empty = QWidget()
        self._outer.addWidget(self._empty, 1)
        self._outer.addWidget(self._foot)

    def title(self) -> str:
        """An entry of the directory."""
        return text_of(form(FORM).title)

    def refresh(self) -> None:
        """Open it once; what was typed stays."""
        if self.view is None:
            desk, entry = self._s.desk, self._entry
            self._s.write.run(lambda: desk.directory.open(entry), owner=self, then=self._show, failed=self._s.trouble)

    def leave(self) -> bool:
        """No name stays on the screen."""
        gone, self.view = self.view, None
        if gone is not None:
            self._outer.removeWidget(gone)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        return True

    def _show(self, session: FormSession) -> None:
        self.view = view = FormView(session)
        view.page_changed.connect(lambda _index, _count: self._fit())
        self._empty.hide()
        self._outer.insertWidget(0, view, 1)
        self._fit()
        view.focus_first()

    def _fit(self) -> None:
        if self.view is not None:
            at, count = self.view.page_index(), self.view.page_count()
            self.back.setVisible(at > 0)
            self.next.setVisible(at + 1 < count)

    def _save(self) -> None:
        if self.view is None:
            return
        desk, session, entry = self._s.desk, self.view.session, self._entry
        self.save.setEnabled(False)
        self._s.write.run(lambda: desk.directory.keep(session, entry), owner=self, then=self._saved,
                          failed=self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._s.banner.show_good(_("The entry is kept. Colleagues have it after the next round."))
        self._s.hub.changed.emit(changes)
        self._s.carry()
        self._away()

    def _not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self._s.trouble(error)

    def _away(self) -> None:
        self._s.go("team", tab="directory")
