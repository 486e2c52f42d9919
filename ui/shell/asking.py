# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of the frame itself, each on a sheet over the page: the passphrase again, a code, which keys there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assist.errors import VaultShut, WrongPassphrase
from assist.i18n import _
from ui.dialogs.ask_passphrase import AskPassphrase
from ui.dialogs.ask_whose import AskWhose
from ui.dialogs.key_list import KeyList
from ui.dialogs.patience import Patience
from ui.dialogs.sheet import Sheet
from ui.hub import Hub
from ui.tasks import Lane, with_both

if TYPE_CHECKING:
    from assist.desk import Desk


class Asker:
    """At most one sheet lies on the page; a new one takes the place of the old.

    ``known`` is the passphrase of a workspace of invented people, where nobody had to learn one.
    """

    def __init__(self, page: QWidget, desk: Desk, hub: Hub, lanes: tuple[Lane, Lane]) -> None:
        self.failed: Callable[[Exception], object] = lambda _error: None
        self.patience = Patience()
        self.known = ""
        self.sheet: Sheet | None = None
        self._page, self._desk, self._hub = page, desk, hub
        self._write, self._read = lanes

    def away(self) -> None:
        """Whatever lies on the page goes, unanswered."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.close_sheet()

    def lay(self, sheet: Sheet) -> None:
        """This one lies on the page now."""
        self.sheet = sheet
        sheet.closed.connect(partial(self._gone, sheet))

    def step_up(self, reason: str) -> AskPassphrase:
        """See ``ui.context.Surroundings``."""
        self.away()
        if self.known:
            reason += "\n" + _("Among invented people it is: {words}").format(words=self.known)
        sheet = AskPassphrase(reason, self._page, self.patience)
        self.lay(sheet)
        return sheet

    def ask(self, reason: str, then: Callable[[], object], *, opens_vault: bool = False) -> None:
        """See ``ui.context.Asking``."""
        self.away()
        if opens_vault and self._desk.signed.travels:
            self.failed(VaultShut("travel.away"))
            return
        sheet = self.step_up(reason)
        sheet.offered.connect(lambda words: self._try(sheet, words, then, opens_vault=opens_vault))

    def ask_whose(self, title: str, words: str, given: Callable[[str], object]) -> None:
        """A case code or a name; whether there is such a case is not told here."""
        self.away()
        sheet = AskWhose(title, words, self._page)
        sheet.given.connect(given)
        self.lay(sheet)

    def show_keys(self, here: Mapping[str, str]) -> None:
        """The keys of the window and of the screen shown."""
        self.away()
        self.lay(KeyList(here, self._page))

    def _try(self, sheet: AskPassphrase, words: str, then: Callable[[], object], *, opens_vault: bool) -> None:
        def fits(_nothing: object) -> None:
            sheet.accept()
            if opens_vault:
                self._hub.vault.emit(True)
            then()

        def fails(error: Exception) -> None:
            if isinstance(error, WrongPassphrase):
                sheet.refuse()
            else:
                sheet.close_sheet()
                self.failed(error)

        if opens_vault and not self._desk.vault_open:
            with_both(self._write, self._read, partial(self._desk.signed.open_vault, words), owner=sheet, then=fits,
                      failed=fails)
        else:
            self._write.run(partial(self._desk.signed.check_passphrase, words), owner=sheet, then=fits, failed=fails)

    def _gone(self, sheet: Sheet) -> None:
        if self.sheet is sheet:
            self.sheet = None
