# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What colleagues took away from the meeting place leaves the relay of this laptop too, once a week.

Only what is replaced for certain: the author's newest snapshot lies in the place, the bundle does not, and it was
read here. Nothing goes of somebody who left: she could not put it back.
"""

from __future__ import annotations

from assist.places import Workspace
from assist.ports import Store
from assist.roundbook import Applied
from assist.services.bench import Bench
from assist.sync import cleared, names, protected, roster
from assist.sync.circle import Circle, Colleague, circle_of

WEEK_MS = 7 * 24 * 3600 * 1000
OLDER = 60
_TIDIED = "tidied"


class Tidying:
    """For one open profile, whose relay lies in this workspace."""

    def __init__(self, bench: Bench, workspace: Workspace) -> None:
        self._bench, self._workspace = bench, workspace

    def run(self, relay: Store, far: Store) -> int:
        """Compare both, if it is time; how many objects went. Raises StoreTrouble."""
        now = self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            looked = int.from_bytes(work.meta(_TIDIED) or b"", "big")
            if abs(now - looked) < WEEK_MS:
                return 0
            team, _epoch, _key = work.team_key()
            ring = self._bench.ring
            circle = circle_of(work.roster(), team, work.rounds.team_keys(team), ring.ordinary_stream)
            behind = protected.circle_of(roster.verify(work.roster()), circle, ring.protected_stream)
            said, applied = work.rounds.snapshots_heard(), work.rounds.applied()
        here, there = relay.list(""), far.list("")
        newest = {stream: k for via, stream, k in said if via == stream}
        gone: set[str] = set()
        for colleague in (*circle.colleagues, *behind.colleagues):
            k = newest.get(colleague.stream, 0)
            if colleague.until is None and any(name in there for name in _snapshots(circle, colleague, k, k)):
                read = applied.get(colleague.stream, Applied(colleague.stream)).seq
                gone |= (here - there) & (_bundles(circle, colleague, read) | _snapshots(
                    circle, colleague, k - OLDER, k - 1))
        for name in sorted(gone):
            relay.delete(name)
        cleared.note(self._workspace, gone, now)
        with self._bench.keeper.writing() as work:
            work.rounds.forget_objects(sorted(gone))
            work.put_meta(_TIDIED, now.to_bytes(8, "big"))
            work.commit()
        return len(gone)


def _bundles(circle: Circle, colleague: Colleague, last: int) -> frozenset[str]:
    return frozenset(names.bundle_name(key.names, colleague.stream, seq)
                     for key in circle.keys for seq in range(1, last + 1))


def _snapshots(circle: Circle, colleague: Colleague, first: int, last: int) -> frozenset[str]:
    return frozenset(names.snapshot_name(key.names, colleague.stream, k)
                     for key in circle.keys for k in range(max(1, first), last + 1))
