# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""States of protected halves of cases, in the open vault; see assist.compartmentbook."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from assist.casestate import CaseState
from db.casestates import CaseStates
from db.registers import Registers


class ProtectedStates:
    """Of the vault half of a transaction; ``touched`` is told of cases whose lists are no longer right."""

    def __init__(self, connection: Connection, registers: Registers, touched: Callable[[bytes], object]) -> None:
        self._sql = connection.exec_driver_sql
        self._registers, self._note = registers, touched
        self._states = CaseStates(connection, registers)

    def cases_written(self, stream: bytes) -> list[bytes]:
        """See CompartmentBook."""
        rows = self._sql("SELECT c.cid FROM cursor_ u JOIN cas c ON c.id = u.cas WHERE u.strm = ?"
                         " AND c.comp IS NOT NULL ORDER BY c.id", (self._registers.stream_ref(stream),))
        return [bytes(row[0]) for row in rows]

    def state_of(self, case: bytes) -> CaseState:
        """See CompartmentBook."""
        return self._states.of(case)

    def join(self, case: bytes, state: CaseState) -> bool:
        """See CompartmentBook.join_state."""
        is_new = self._states.join_kept(case, state)
        if is_new:
            self._note(case)
        return is_new
