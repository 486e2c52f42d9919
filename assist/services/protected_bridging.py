# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Over what is missing of protected streams: the same way as over ordinary ones, and what is found is left closed."""

from __future__ import annotations

from assist.errors import DamagedFile
from assist.services.bridging import Bridge
from assist.sync.catching_up import find
from assist.sync.circle import Colleague
from assist.sync.protected_snapshots import take_snapshot
from assist.sync.pull import DAMAGED, Taken


class ProtectedBridge(Bridge):
    """Reads snapshots of protected streams; its circle is that of protected streams."""

    def _taken(self, colleague: Colleague, k: int) -> Taken | None:
        try:
            found = find(self._looking.store.get, self._circle, colleague, k)
            if found is None or not self._helps(colleague, found):
                return None
            with self._bench.keeper.writing() as work:
                take_snapshot(work, found, self._bench.clock.now_ms())
                work.commit()
        except DamagedFile:
            self._note(DAMAGED, colleague)
            self._is_damaged = True
            return None
        return Taken(True)
