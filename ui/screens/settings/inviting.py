# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inviting: for whom and for which work, then a file to save and twelve words that are shown once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from assist import i18n
from assist.i18n import _
from assist.places import write_private
from assist.services.inviting import Invited, Wanted
from assist.services.people import ROLES
from assist.services.teams import TeamRow
from ui.context import Surroundings
from ui.dialogs.files import ask_where_to_save
from ui.screens.settings.tab import choice_of, row_of
from ui.widgets.buttons import FILLED, QUIET, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.word_grid import WordGrid

_REST, _ASK, _WORDS = "rest", "ask", "words"
FILE = "{name}.amparo-invitation"


class InviteCard(Card):
    """Says ``made`` when an invitation is open. ``second_laptop`` is the id of whoever gets another laptop."""

    made = Signal()

    def __init__(self, surroundings: Surroundings, second_laptop: str = "") -> None:
        super().__init__(_("Another laptop of mine") if second_laptop else _("Invite"))
        self._s, self._second = surroundings, second_laptop
        self._invited: Invited | None = None
        self._is_saved = False
        self.step = _REST
        self.lead = Label("", tone="muted")
        self.name = LineEdit()
        self.name.setMaxLength(120)
        self.name.returnPressed.connect(self._go_on)
        self.roles = ChoiceButtons([(role, _(name)) for role, (name, _does) in ROLES.items()], multiple=True)
        self.roles.chosen.connect(self._explain)
        self.teams = ChoiceButtons([])
        self._several_teams = False
        self.does = Label("", tone="muted")
        self.words = WordGrid()
        self.go_on, self.other, self.stop = PrimaryButton(), QuietButton(), QuietButton(_("Leave it"))
        self.go_on.clicked.connect(self._go_on)
        self.other.clicked.connect(self._done)
        self.stop.clicked.connect(self._give_up)
        self._lay()
        self._show(_REST)

    def leave(self) -> None:
        """What was shown is not shown again; an invitation that was saved stays open."""
        if self.step == _WORDS and not self._is_saved:
            self._give_up()
        else:
            self._done()

    def know_teams(self, rows: list[TeamRow]) -> None:
        """Into which one somebody may be invited; with one team nobody is asked."""
        picked = self.teams.picked()
        self.ask_team.hide()
        self.body.removeWidget(self.ask_team)
        self.ask_team.deleteLater()
        self.teams = ChoiceButtons([(row.team, row.name) for row in rows])
        self.teams.pick(picked or [row.team for row in rows if row.is_mine])
        self.ask_team = choice_of(_("Team"), self.teams)
        self.body.insertWidget(self.body.indexOf(self.ask_roles), self.ask_team)
        self.ask_team.setVisible(self.step == _ASK and len(rows) > 1)
        self._several_teams = len(rows) > 1

    def save(self, file: Path) -> None:
        """The file, to be sent or carried."""
        if self._invited is not None:
            self._s.write.run(
                partial(write_private, file, self._invited.file), owner=self, then=self._saved, failed=self._failed)

    # -- steps -----------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.step == _REST and self._second:
            self._invite(Wanted("", (), self._second, i18n.language()))
        elif self.step == _REST:
            self._show(_ASK)
            self.name.setFocus()
        elif self.step == _WORDS:
            ask_where_to_save(self, _("Invitation"), FILE.format(name=_("invitation")), self.save)
        elif not self.name.text().strip():
            self.name.setFocus()
        elif not self.roles.picked():
            self.does.setText(_("Pick at least one role."))
            self.roles.setFocus()
        else:
            team = self.teams.picked()[0] if self._several_teams and self.teams.picked() else ""
            self._invite(Wanted(self.name.text(), self.roles.picked(), "", i18n.language(), team))

    def _invite(self, wanted: Wanted) -> None:
        self.go_on.setEnabled(False)
        self._s.write.run(
            partial(self._s.desk.inviting.invite, wanted), owner=self, then=self._show_words, failed=self._failed)

    def _show_words(self, invited: Invited) -> None:
        self._invited, self._is_saved = invited, False
        self.words.put(invited.words)
        self._show(_WORDS)
        self.go_on.setFocus()
        self.made.emit()

    def _saved(self, _nothing: object) -> None:
        self._is_saved = True
        self._show(_WORDS)
        self.other.setFocus()

    def _done(self) -> None:
        self._invited, self._is_saved = None, False
        self.words.put("")
        self.name.clear()
        self.roles.pick([])
        self._explain(())
        self._show(_REST)

    def _give_up(self) -> None:
        if self._invited is not None:
            self._s.write.run(
                partial(self._s.desk.inviting.take_back, self._invited.ref), owner=self._s.hub,
                then=lambda _done: self.made.emit(), failed=self._s.trouble)
        self._done()

    def _failed(self, error: Exception) -> None:
        self.go_on.setEnabled(True)
        self._s.trouble(error)

    def _explain(self, picked: tuple[str, ...]) -> None:
        self.does.setText(" · ".join(_(ROLES[role][1]) for role in picked))

    # -- how it looks ------------------------------------------------------------------------

    def _show(self, step: str) -> None:
        self.step = step
        second = _("It makes its own keys and opens with a passphrase of its own; name and roles stay yours.")
        self.lead.setText({
            _REST: second if self._second else _("Everybody has an own profile, on this laptop or on another one."),
            _ASK: _("The name is a reminder; whoever comes says how to be called."),
            _WORDS: _("Save the file and send it. Tell the twelve words apart from it, by voice or on paper. "
                      "They are not shown again."),
        }[step])
        for part in (self.ask_name, self.ask_roles, self.does):
            part.setVisible(step == _ASK)
        self.ask_team.setVisible(step == _ASK and self._several_teams)
        self.words.setVisible(step == _WORDS)
        self.go_on.set_text({
            _REST: _("Invite this laptop") if self._second else _("Invite somebody"), _ASK: _("Make the invitation"),
            _WORDS: _("Save it once more") if self._is_saved else _("Save the file"),
        }[step])
        self.other.set_text(_("The words were told"))
        self.other.setVisible(step == _WORDS and self._is_saved)
        self.stop.setVisible(step == _ASK or (step == _WORDS and not self._is_saved))
        # One filled button on a page: where something is under way.
        self.go_on.dress = QUIET if step == _REST else FILLED
        self.go_on.setEnabled(True)
        self.go_on.update()

    def _lay(self) -> None:
        self.ask_name = choice_of(_("Name"), self.name)
        self.ask_roles = choice_of(_("Roles"), self.roles)
        self.ask_team = choice_of(_("Team"), self.teams)
        for part in (self.lead, self.ask_name, self.ask_team, self.ask_roles, self.does, self.words):
            self.body.addWidget(part)
        self.body.addLayout(row_of(self.go_on, self.other, self.stop))
