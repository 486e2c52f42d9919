# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where laptops shall meet: what kind of place, where it is, what opens it. Nothing typed here is ever shown again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assist.i18n import N_, _
from assist.places import on_disk
from assist.policy import acts_of
from assist.sync.stores.addresses import Credentials
from ui.context import Surroundings
from ui.dialogs.files import ask_for_file, ask_for_folder
from ui.dialogs.passphrase_field import PassphraseField
from ui.screens.settings.tab import choice_of, row_of
from ui.theme import Role
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

KINDS = {
    "file": (N_("a folder or a stick"), "/media/…"),
    "webdavs": (N_("Nextcloud or another cloud (WebDAV)"), "https://cloud.example.org/remote.php/dav/files/…"),
    "sftp": (N_("a server by SSH (SFTP)"), "sftp://server.example.org/folder"),
    "s3": (N_("object storage (S3)"), "s3://server.example.org/bucket"),
}
_LONGEST_KEY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed."""

    address: str = field(repr=False)
    credentials: Credentials
    also_locked: bool


class MeetingForm(QWidget):
    """Says ``kept`` once the place is kept. It is tried first; who knows better keeps it all the same."""

    kept = Signal()
    left = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._s = surroundings
        self._key = self._shown_pin = ""
        self.kind = ChoiceButtons([(code, _(words)) for code, (words, _example) in KINDS.items()])
        self.kind.chosen.connect(lambda picked: self._show_kind(picked[0] if picked else "file"))
        self.address, self.name, self.pin = LineEdit(), LineEdit(), LineEdit()
        for line in (self.address, self.name, self.pin):
            line.setMaxLength(2000)
            line.set_letters(44)
        self.choose = LinkButton(_("choose a folder"))
        self.choose.clicked.connect(lambda: ask_for_folder(self, _("The folder where laptops meet"), self._chosen))
        self.secret = PassphraseField(_("Password"))
        self.key_file = LinkButton(_("use a key file instead"))
        self.key_file.clicked.connect(lambda: ask_for_file(self, _("A private SSH key"), "* (*)", self._read_key))
        self.compare = QuietButton(_("See whom one talks to"))
        self.compare.clicked.connect(self._ask_identity)
        self.identity = Label("", Role.SMALL, "muted")
        self.also_locked = ChoiceButtons([("yes", _("also while locked"))], multiple=True)
        self.keep = PrimaryButton(_("Try it and keep it"))
        self.keep.clicked.connect(self._try)
        self.anyway = QuietButton(_("Keep it all the same"))
        self.anyway.clicked.connect(self._set)
        self.leave = QuietButton(_("Leave it as it was"))
        self.leave.clicked.connect(self._leave)
        self._lay()
        self.clear()

    def clear(self) -> None:
        """Nothing typed stays."""
        self._key = self._shown_pin = ""
        for line in (self.address, self.name, self.pin):
            line.clear()
        self.secret.forget()
        self.also_locked.pick([])
        self.key_file.set_text(_("use a key file instead"))
        self.kind.pick(["file"])
        self._show_kind("file")

    def typed(self) -> Typed:
        """As it stands."""
        given = Credentials(self.name.text().strip(), self.secret.text(), self._key, self.pin.text().strip())
        return Typed(self.address.text().strip(), Credentials() if self._is_folder else given,
                     bool(self.also_locked.picked()))

    @property
    def _is_folder(self) -> bool:
        return self.kind.picked() in ((), ("file",))

    # -- showing ------------------------------------------------------------------------

    def _show_kind(self, kind: str) -> None:
        if not self.kind.picked():
            self.kind.pick([kind])
        self.address.setPlaceholderText(KINDS[kind][1])
        self.choose.setVisible(kind == "file")
        self._opens.setVisible(kind != "file")
        self.key_file.setVisible(kind == "sftp")
        self.anyway.hide()
        self.identity.hide()

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(choice_of(_("What kind of place"), self.kind))
        column.addWidget(choice_of(_("Where it is"), self.address))
        column.addLayout(row_of(self.choose))
        self._opens = QWidget()
        inner = QVBoxLayout(self._opens)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(choice_of(_("Name there, or the id of the access key"), self.name))
        inner.addWidget(choice_of(_("Password or secret key"), self.secret))
        inner.addLayout(row_of(self.key_file))
        inner.addWidget(choice_of(
            _("Key or certificate of the server"), self.pin,
            _("As whoever keeps the place told you. SSH always needs it; others only where the server is your own.")))
        inner.addLayout(row_of(self.compare))
        inner.addWidget(self.identity)
        column.addWidget(self._opens)
        if "settings" in acts_of(self._s.desk.me.roles):
            column.addWidget(choice_of(
                _("When nobody is signed in"), self.also_locked,
                _("Then address and password of the place lie readable on this laptop: whoever takes it can reach "
                  "the place and delete there. Nobody can read cases there.")))
        column.addLayout(row_of(self.keep, self.anyway, self.leave))

    # -- acts ---------------------------------------------------------------------------

    def _chosen(self, folder: Path) -> None:
        self.address.setText(str(folder))

    def _read_key(self, file: Path) -> None:
        self._s.paper.run(partial(_key_in, file), owner=self, then=self._key_read, failed=self._s.trouble)

    def _key_read(self, key: str) -> None:
        self._key = key
        self.key_file.set_text(_("the key file was read"))

    def _ask_identity(self) -> None:
        self._busy(busy=True)
        self._s.meeting.run(partial(self._s.desk.meeting.identity, self.address.text()), owner=self,
                          then=self._show_identity, failed=self._failed)

    def _show_identity(self, shown: str) -> None:
        self._busy(busy=False)
        self.identity.setText(
            _("It shows: {key}. Only when that is what you were told, write it above.").format(key=shown)
            if shown else _("Such a place has nothing to compare."))
        self.identity.show()

    def _try(self) -> None:
        now = self.typed()
        self._busy(busy=True)
        self._s.meeting.run(lambda: self._s.desk.meeting.test(now.address or "-", now.credentials), owner=self,
                          then=lambda _fine: self._set(), failed=self._not_fine)

    def _set(self) -> None:
        now = self.typed()
        self._busy(busy=True)
        self._s.write.run(
            lambda: self._s.desk.meeting.set(now.address, now.credentials, also_locked=now.also_locked), owner=self,
            then=self._is_kept, failed=self._failed)

    def _is_kept(self, _nothing: object) -> None:
        self._busy(busy=False)
        self.clear()
        self.kept.emit()

    def _not_fine(self, error: Exception) -> None:
        self._failed(error)
        self.anyway.setVisible(bool(self.address.text().strip()))

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        self._s.trouble(error)

    def _leave(self) -> None:
        self.clear()
        self.left.emit()

    def _busy(self, *, busy: bool) -> None:
        for button in (self.keep, self.anyway, self.compare):
            button.setEnabled(not busy)


def _key_in(file: Path) -> str:
    with on_disk(), file.open(encoding="utf-8", errors="replace") as opened:
        return opened.read(_LONGEST_KEY)
