# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""States of protected halves of cases, in the open vault; see assist.compartmentbook."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from assist.casestate import NOWHERE, CaseState, Place
from db.casestates import CaseStates
from db.registers import Registers


class ProtectedStates:
    """Of the vault half of a transaction; ``touched`` is told of cases whose lists are no longer right."""

    def __init__(self, connection: Connection, registers: Registers, touched: Callable[[bytes], object]) -> None:
        self._sql = connection.exec_driver_sql
        self._registers, self._note = registers, touched
        self._states = CaseStates(connection, registers)

    def writers(self) -> dict[bytes, frozenset[bytes]]:
        """See CompartmentBook."""
        found: dict[bytes, set[bytes]] = {}
        for case, stream in self._sql("SELECT c.cid, s.sid FROM cursor_ u JOIN cas c ON c.id = u.cas"
                                      " JOIN strm s ON s.id = u.strm WHERE c.comp IS NOT NULL"):
            found.setdefault(bytes(case), set()).add(bytes(stream))
        return {case: frozenset(streams) for case, streams in found.items()}

    def state_of(self, case: bytes) -> CaseState:
        """See CompartmentBook."""
        return self._states.of(case)

    def join(self, case: bytes, state: CaseState, standing: frozenset[Place] = NOWHERE) -> bool:
        """See CompartmentBook.join_state."""
        is_new = self._states.join_kept(case, state, standing)
        if is_new:
            self._note(case)
        return is_new
