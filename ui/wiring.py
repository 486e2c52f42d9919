# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that knows everybody: builds the services once, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assist.clock import Clock, SystemClock
from assist.crypto.kdf import KdfPolicy
from assist.desk import Desk, set_up
from assist.errors import StoreTrouble
from assist.exchange import received
from assist.exchange.package import Package
from assist.places import Claim, Workspace, sweep
from assist.projection import project
from assist.services.ceremony import Ceremony
from assist.services.joining import NewMember, Opened, WaitingProfile, answer_anywhere, ask_everywhere, read_carried
from assist.services.passphrases import learn_words
from assist.services.profiles import NewProfile, ProfileService
from assist.services.signed_in import SignedIn
from assist.sync import invitations, welcome
from db.databases import SqlCipherDatabases


class Door:
    """A workspace nobody has signed in to yet. Holds the right to use it until ``leave``."""

    def __init__(self, folder: Path, clock: Clock | None = None, policy: KdfPolicy | None = None) -> None:
        self.workspace = Workspace(folder)
        self._clock = clock or SystemClock()
        self._databases = SqlCipherDatabases(project, self._clock.today)
        self._profiles = ProfileService(self._databases, self._clock, policy)
        self._claim = Claim(folder)

    def make_ready(self) -> None:
        """Read what signing in will need, so that nobody waits for it after the passphrase."""
        self._databases.make_ready()
        learn_words()

    @property
    def exists(self) -> bool:
        """Whether a workspace was made here."""
        return self.workspace.exists

    def take(self) -> None:
        """Claim the folder for this process; raises Busy while another window or command has it."""
        if not self._claim.is_held and self.workspace.root.is_dir():
            self._claim.take()
            sweep(self.workspace.root)

    def found(self, new: NewProfile) -> Desk:
        """Make the workspace and its first person; the vault is open at once."""
        signed = self._profiles.found(self.workspace, new)
        self.take()
        return set_up(signed, self._databases)

    def sign_in(self, name: str, passphrase: str) -> Desk:
        """Open a profile; raises WrongPassphrase, DamagedFile, NewerFile or Busy."""
        self.take()
        return set_up(self._profiles.sign_in(self.workspace, name, passphrase), self._databases)

    # -- joining ----------------------------------------------------------------------

    def enter(self, name: str, passphrase: str) -> Desk | WaitingProfile:
        """Open a profile, or one that still waits to be admitted; raises what ``sign_in`` raises but for that."""
        self.take()
        entered = self._profiles.enter(self.workspace, name, passphrase)
        return set_up(entered, self._databases) if isinstance(entered, SignedIn) else entered

    def open_invitation(self, file: Path, words: str) -> Opened:
        """What somebody was sent, with the twelve words she was told."""
        return self.read_invitation(read_carried(file, invitations.LARGEST), words)

    def read_invitation(self, file: bytes, words: str) -> Opened:
        """The same of what was read already."""
        return self._profiles.open_invitation(file, words)

    def join(self, opened: Opened, new: NewMember) -> WaitingProfile:
        """Make the workspace if there is none, and in it a profile that waits to be admitted."""
        waits = self._profiles.join(self.workspace, opened, new)
        self.take()
        return waits

    def ask(self, waits: WaitingProfile) -> None:
        """Lay down what she asks, wherever colleagues may find it; raises StoreTrouble when only this laptop has it."""
        ask_everywhere(waits, self.workspace)

    def look_for_answer(self, waits: WaitingProfile) -> bytes | None:
        """The answer, if it is anywhere yet; raises StoreTrouble."""
        return answer_anywhere(waits, self.workspace)

    def read_answer(self, file: Path) -> bytes:
        """The answer as somebody brought it."""
        return read_carried(file, welcome.LARGEST)

    def admitted(self, waits: WaitingProfile, answer: bytes) -> Desk:
        """She is let in: from now on her profile is like any other, and meets where the others meet."""
        desk = set_up(self._profiles.admitted(waits, answer), self._databases)
        place = waits.meeting
        if place is not None:
            with suppress(StoreTrouble):  # a library may be missing here: Settings says so
                desk.meeting.set(place.address, place.credentials)
        return desk

    # -- a forgotten passphrase ----------------------------------------------------------

    def ceremony(self) -> Ceremony:
        """For papers of the recovery kit, brought to this laptop."""
        self.take()
        return Ceremony(self.workspace, self._databases, for_tests=self._profiles.for_tests)

    # -- the workspace as a whole ------------------------------------------------------

    def restore(self, file: Path, name: str, passphrase: str) -> Desk:
        """A backup into this folder, which must be empty or missing."""
        signed = self._profiles.restore(file, self.workspace.root, name, passphrase)
        self.take()
        return set_up(signed, self._databases)

    def renew(self, desk: Desk, old: str, new: str) -> Desk:
        """New keys for everything, because somebody may have seen the passphrase; the given desk is closed."""
        return set_up(self._profiles.renew(self.workspace, desk.signed, old, new), self._databases)

    def check_backup(self, file: Path) -> int:
        """Whether every hash of a backup file holds; returns the rows that could be counted without a key."""
        return sum(self._databases.check_backup(file).values())

    def leave(self) -> None:
        """Let others have the workspace; released before the program replaces itself."""
        self._claim.release()


def load_received(url: str, packages: Iterable[Package]) -> int:
    """Keep opened packages in a database of whoever received them; see ``db.receiving.load``."""
    from db import receiving  # only where an office receives

    return receiving.load(url, map(received.kept, packages))
