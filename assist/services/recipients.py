# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys of services to which a file may be sealed: signed by coordinators, two where there are three of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assist.crypto import age
from assist.errors import BadInput, NotFound
from assist.ports import UnitOfWork
from assist.reading import fold
from assist.services.bench import Bench
from assist.sync import roster
from assist.sync.entries import LONGEST_RECIPIENT
from assist.sync.invitations import plain_name


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A service as it is called, and its public key."""

    name: str
    key: str


class RecipientService:
    """For one open profile; ``decide`` signs a name and a key into the list of people, an empty key takes it out."""

    def __init__(self, bench: Bench, decide: Callable[[str, str], bool]) -> None:
        self._bench, self._decide = bench, decide

    def rows(self) -> tuple[RecipientRow, ...]:
        """Every service that has a key, by name."""
        with self._bench.keeper.writing() as work:
            held = _held(work)
        return tuple(RecipientRow(name, key) for name, key in sorted(held.items(), key=lambda each: fold(each[0])))

    def put(self, name: str, key: str, read_out: str) -> bool:
        """This key from now on, once its last twelve signs were read out by the service itself, on the telephone.

        True when done, False when another coordinator must agree first. Raises NotAllowed, BadInput ``recipient.name``,
        ``recipient.key``, ``recipient.differs``.
        """
        plain = plain_name(name)
        if not plain or len(plain) > LONGEST_RECIPIENT:
            raise BadInput("recipient.name")
        age.encrypted(b"", key)  # a key with a slip of the pen opens nothing, and nobody would notice
        if not age.ends_in(key, read_out):
            raise BadInput("recipient.differs")
        return self._decide(plain, age.checked(key))

    def take_out(self, name: str) -> bool:
        """Nothing is sealed to it any more; raises what ``put`` raises, and NotFound ``recipient.none``."""
        held = next((row.name for row in self.rows() if fold(row.name) == fold(name)), None)
        if held is None:
            raise NotFound("recipient.none")
        return self._decide(held, "")


def key_of(work: UnitOfWork, name: str) -> str:
    """The key of a service, written however; empty where none is known."""
    return next((key for called, key in _held(work).items() if fold(called) == fold(name)), "")


def _held(work: UnitOfWork) -> dict[str, str]:
    """However a service is written, it is one: what was decided last of it holds."""
    last = {fold(name): (name, key) for name, key in roster.verify(work.roster()).recipients.items()}
    return {name: key for name, key in last.values() if key}
