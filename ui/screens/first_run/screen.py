# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run from the language to an open desk, page by page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from assist import i18n
from assist.i18n import _
from ui.dialogs.entrance_page import EntrancePage
from ui.dialogs.files import ask_for_folder
from ui.errors import said
from ui.screens.first_run import coming, founding
from ui.screens.first_run.arriving import ArrivingPage
from ui.screens.first_run.bring_back import BringBackPage
from ui.screens.first_run.coming import Newcomer, Waits
from ui.screens.first_run.founding import PRACTICE_CASES, Ground, Opened, Plan
from ui.screens.first_run.joining import InvitationPage, NewcomerPage
from ui.screens.first_run.languages import LanguagesPage
from ui.screens.first_run.organisation import OrganisationPage
from ui.screens.first_run.paper import PaperPage
from ui.screens.first_run.waiting import WaitingPage
from ui.screens.first_run.ways import WaysPage

if TYPE_CHECKING:
    from assist.services.joining import Opened as Invitation


class FirstRunScreen(QWidget):
    """Says ``opened`` once there is a desk, ``elsewhere`` with the folder of a workspace that is there already."""

    opened = Signal(object)
    elsewhere = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, ground: Ground, *, ask_language: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._plan = Plan()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._organisation: OrganisationPage | None = None
        if ask_language:
            self._show_languages()
        else:
            self.show_ways()

    @property
    def page(self) -> EntrancePage:
        """The page shown."""
        return self._stack.currentWidget()

    def title(self) -> str:
        """What the page shown is about."""
        return self.page.title()

    def say(self, error: Exception) -> None:
        """An error, on the page shown."""
        self.page.banner.show_trouble(*said(error))

    def show_ways(self) -> None:
        """The cards."""
        page = WaysPage()
        page.chosen.connect(self._chosen)
        page.language_chosen.connect(self.language_chosen)
        self._put(page)

    def _show_languages(self) -> None:
        page = LanguagesPage()
        page.language_chosen.connect(self.language_chosen)
        self._put(page)

    def _chosen(self, way: str) -> None:
        {
            "practice": self._practise, "organisation": self._show_organisation, "restore": self._show_bring_back,
            "open": self._ask_workspace, "join": self._show_invitation,
        }[way]()

    # -- look around --------------------------------------------------------------------

    def _practise(self) -> None:
        folder, is_there = founding.practice_place(self._ground)
        if is_there:
            self.elsewhere.emit(folder)
            return
        page = self.page
        page.wait(_("Inventing people …"))
        tell = self._ground.lane.teller(page, lambda done: page.wait(
            _("Inventing people: {done} of {count}").format(done=done, count=PRACTICE_CASES)))
        self._run(page, partial(founding.practise, self._ground, folder, i18n.language(), tell))

    # -- start ----------------------------------------------------------------------------

    def _show_organisation(self) -> None:
        if self._organisation is None:
            page = OrganisationPage(self._ground.folder)
            page.ready.connect(self._show_paper)
            page.back.connect(self.show_ways)
            self._organisation = page
        self._put(self._organisation)

    def _show_paper(self, plan: Plan) -> None:
        self._plan = plan
        page = PaperPage(self._ground.paper, i18n.language(), (plan.organisation, plan.name))
        page.ready.connect(partial(self._found, page))
        page.back.connect(self._show_organisation)
        self._put(page)

    def _found(self, page: PaperPage, passphrase: str) -> None:
        page.wait(_("Making the workspace …"))
        self._run(page, partial(founding.found, self._ground, replace(self._plan, passphrase=passphrase)))

    # -- join -----------------------------------------------------------------------------

    def _show_invitation(self) -> None:
        page = InvitationPage()
        page.ready.connect(partial(self._open_invitation, page))
        page.back.connect(self.show_ways)
        self._put(page)

    def _open_invitation(self, page: InvitationPage, file: Path, words: str) -> None:
        page.wait(_("Opening …"))
        page.banner.hide_now()
        self._ground.lane.run(
            partial(coming.open_invitation, self._ground, file, words), owner=page, then=self._show_newcomer,
            failed=partial(self._failed, page))

    def _show_newcomer(self, invitation: Invitation, before: Newcomer | None = None) -> None:
        page = NewcomerPage(invitation, self._ground.here or self._ground.folder, before)
        page.ready.connect(self._show_own_paper)
        page.back.connect(self._show_invitation)
        self._put(page)

    def _show_own_paper(self, newcomer: Newcomer) -> None:
        page = PaperPage(
            self._ground.paper, i18n.language(), (newcomer.invitation.organisation, newcomer.name),
            _("Ask to be let in"))
        page.ready.connect(partial(self._join, page, newcomer))
        page.back.connect(partial(self._show_newcomer, newcomer.invitation, newcomer))
        self._put(page)

    def _join(self, page: PaperPage, newcomer: Newcomer, passphrase: str) -> None:
        page.wait(_("Making your keys …"))
        page.banner.hide_now()
        self._ground.lane.run(
            partial(coming.join, self._ground, replace(newcomer, passphrase=passphrase)), owner=page,
            then=self.show_waiting, failed=partial(self._failed, page))

    def show_waiting(self, waits: Waits) -> None:
        """Six words, until somebody lets her in."""
        page = WaitingPage(self._ground, waits)
        page.opened.connect(self._show_arriving)
        page.later.connect(lambda: self.elsewhere.emit(waits.door.workspace.root))
        self._put(page)

    def _show_arriving(self, opened: Opened) -> None:
        page = ArrivingPage(self._ground, opened)
        page.opened.connect(self.opened)
        self._put(page)

    # -- a workspace that is there already ----------------------------------------------------

    def _show_bring_back(self) -> None:
        page = BringBackPage(self._ground.folder)
        page.ready.connect(partial(self._bring_back, page))
        page.back.connect(self.show_ways)
        self._put(page)

    def _bring_back(self, page: BringBackPage, file: Path, plan: Plan) -> None:
        page.wait(_("Reading the backup …"))
        self._run(page, partial(founding.restore, self._ground, file, plan))

    def _ask_workspace(self) -> None:
        ask_for_folder(self, _("Folder of the workspace"), self.elsewhere.emit)

    # -- all of them ------------------------------------------------------------------------

    def _run(self, page: WaysPage | PaperPage | BringBackPage, work: partial[Opened]) -> None:
        page.banner.hide_now()
        self._ground.lane.run(work, owner=page, then=self.opened.emit, failed=partial(self._failed, page))

    def _failed(self, page: WaysPage | PaperPage | BringBackPage | InvitationPage, error: Exception) -> None:
        page.wait("")
        page.banner.show_trouble(*said(error))

    def _put(self, page: EntrancePage) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None and old is not page and old is not self._organisation:
            self._stack.removeWidget(old)
            old.deleteLater()
