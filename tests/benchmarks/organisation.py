# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation of 200 teams of 25 laptops for a month, against one S3 store: objects, bytes, requests.

Two small teams are real: real profiles, real rounds over the relay and a place that counts as S3 counts, a clock
that is moved. From them comes what a round costs: for itself, for each colleague, for each object read and sent.
A day of one of them is then foretold from these four numbers and compared with what was counted; then its month ends,
with a snapshot of each and old bundles taken away. The other 4,994 laptops are foretold: every hour with jitter, eight
hours a day, with the objects that the real ones sent. What a snapshot weighs is told by cases with whole histories.
``python -m tests.benchmarks.organisation [TEAMS [LAPTOPS]]`` prints it alone.
"""

from __future__ import annotations

import random  # noqa: TID251 - the same month for the same seed
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.services import meeting
from assist.sync.stores import shelves
from tests.benchmarks.rows import Row
from tests.syncing.team import Member, MemoryStore, met

TEAMS, LAPTOPS, DAYS, HOURS = 200, 25, 22, 8
EDITS = 8
"""Changes of one laptop in an hour, over as many cases."""
BUSY = 0.9
"""Of ten hours one is without any change."""
JITTER = 1200
"""Seconds around the full hour."""
CASES = 10_000
"""Of a team, each written in by one laptop above all."""
CASE_BYTES = 5200.0
"""Of one in a snapshot, on paper; the bench hands over what it found."""
DAY = 86_400
MONTH = 31 * DAY
PAPER = {"PUT a day": 40_000, "GET a day": 960_000, "PUT a second": 1.4, "GET a second": 33.0,
         "GB up a day": 0.16, "GB down a day": 3.9, "objects of a team a month": 4400, "MB of a team a month": 18,
         "GB of all snapshots": 10.4}
"""security-and-sync.md 5, for hourly rounds of 5,000 laptops."""


MOST_ASKED = 4.0
"""Times the questions on paper: a colleague has a second stream, of protected work, and each put looks first. Of what
one prefix of such a store answers in a second it is a sixtieth, and less than a sixth in the busiest one."""


class Bucket(MemoryStore):
    """Counts what an S3 store would be asked, with the look before each put that ours makes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    def get(self, name: str) -> bytes | None:
        """See ports.Store."""
        found = self.objects.get(shelves.expect_object(name))
        self.asked["GET"] += 1
        self.asked["down"] += len(found or b"")
        return found

    def put(self, name: str, content: bytes) -> None:
        """See ports.Store."""
        shelves.keep(self, name, content)

    def create(self, name: str, content: bytes) -> bool:
        """See shelves.Shelves."""
        self.asked["PUT"] += 1
        self.asked["up"] += len(content)
        self.objects[name] = content
        return True

    def replace(self, name: str, content: bytes) -> None:
        """See shelves.Shelves."""
        self.create(name, content)

    def list(self, prefix: str) -> frozenset[str]:
        """See ports.Store."""
        self.asked["LIST"] += 1
        return super().list(prefix)

    def delete(self, name: str) -> None:
        """See ports.Store."""
        self.asked["DELETE"] += 1
        super().delete(name)

    def close(self) -> None:
        """Nothing is held open."""


class Team:
    """Real laptops that meet at a bucket, each over a relay of its own."""

    def __init__(self, folder: Path, size: int, bucket: Bucket) -> None:
        self.bucket = bucket
        self.members = met(folder, *(f"Person {number}" for number in range(size)))
        self.cases = [self.members[0].first_contact("Killa") for _ in range(EDITS)]
        for member in self.members:
            member.desk.meeting.set("file:///a-place")
        for _again in range(4):
            for member in self.members:
                self.round(member)

    def round(self, member: Member, seconds: int = 3600) -> Counter[str]:
        """An hour later; what the bucket was asked."""
        member.clock.set(datetime.fromtimestamp(member.clock.now_ms() / 1000 + seconds, UTC))
        before = Counter(self.bucket.asked)
        member.desk.meeting.round()
        return self.bucket.asked - before

    def work(self, member: Member, hour: int) -> None:
        """An hour of it."""
        for number, case in enumerate(self.cases):
            member.save("F01", case, chosen_name=f"Killa {hour} {number}")

    def close(self) -> None:
        """Go home."""
        for member in self.members:
            member.close()


@dataclass(frozen=True)
class MonthEnd:
    """What the end of a month asked of the store for one laptop, sign of life of each day included."""

    put: float
    get: float
    listed: float
    deleted: float
    sent: float
    """Objects that lay there before."""
    stays: int
    """Objects of the whole team that lie there afterwards."""


@dataclass(frozen=True)
class Cost:
    """What rounds ask of the store, found by counting: GET for itself, a colleague, an object read and one sent."""

    itself: float
    colleague: float
    read: float
    sent: float
    objects: int
    """Sent by an hour of work."""
    size: int
    """Bytes of one."""

    def gets(self, colleagues: int, read: int, sent: int) -> float:
        """GET of one round."""
        return self.itself + self.colleague * colleagues + self.read * read + self.sent * sent


@contextmanager
def at_a_bucket() -> Iterator[Bucket]:
    """Whoever meets anywhere meets here."""
    bucket = Bucket()

    @contextmanager
    def opened(_place: object, _patience: float = 0) -> Iterator[Bucket]:
        yield bucket

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting, "_opened", opened)
        yield bucket


def measured(folder: Path) -> tuple[Cost, int, float, MonthEnd]:
    """The cost; what was counted and foretold of a day of the larger of two real teams; the end of its month."""
    idle: dict[int, int] = {}
    for size in (2, 4):
        with at_a_bucket() as bucket:
            team = Team(folder / str(size), size, bucket)
            idle[size] = team.round(team.members[1])["GET"]
            if size == 2:
                team.close()
                continue
            colleague = (idle[4] - idle[2]) / 2
            itself = idle[4] - 3 * colleague
            team.work(team.members[0], 0)
            sending = team.round(team.members[0])
            reading = team.round(team.members[1])
            sent = sending["PUT"]
            cost = Cost(itself, colleague, (reading["GET"] - idle[4]) / sent, (sending["GET"] - idle[4]) / sent, sent,
                        sending["up"] // sent)
            for member in team.members:
                team.round(member)
            counted, foretold = _day(team, cost)
            ends = _month_end(team, cost)
            team.close()
    return cost, counted, foretold, ends


def _day(team: Team, cost: Cost) -> tuple[int, float]:
    """Counted GET of a day of a real team, and what the four numbers say of it."""
    counted, foretold, sent = 0, 0.0, dict.fromkeys(range(len(team.members)), 0)
    seen = {reader: dict(sent) for reader in sent}
    for hour in range(1, HOURS + 1):
        for place, member in enumerate(team.members):
            if (hour + place) % 4:
                team.work(member, hour)
            asked = team.round(member)
            counted += asked["GET"]
            new = sum(sent[other] - seen[place][other] for other in sent if other != place)
            seen[place] = dict(sent)
            sent[place] += asked["PUT"]
            foretold += cost.gets(len(team.members) - 1, new, asked["PUT"])
    return counted, foretold


def _month_end(team: Team, cost: Cost) -> MonthEnd:
    """A month later everybody makes a snapshot, says a day later what was heard, and takes away what is spoken for."""
    asked, size = Counter[str](), len(team.members)
    later, lay = (MONTH, *(DAY,) * 3), len(team.bucket.objects)
    for seconds in later:
        for member in team.members:
            asked += team.round(member, seconds)
    usual = cost.gets(size - 1, 0, 0) * size * len(later)
    return MonthEnd(asked["PUT"] / size, (asked["GET"] - usual) / size, asked["LIST"] / size, asked["DELETE"] / size,
                    lay / size, len(team.bucket.objects))


def month(cost: Cost, ends: MonthEnd, teams: int, laptops: int, case_bytes: float) -> dict[str, float]:
    """What the whole organisation asks of the store; the end of the month lies beside the days."""
    dice = random.Random(7)
    seconds: dict[str, Counter[int]] = {"PUT": Counter(), "GET": Counter()}
    sent_by_team = Counter[int]()
    totals = Counter[str]()
    for team in range(teams):
        sent, seen = [0] * laptops, [0] * laptops
        for day in range(DAYS):
            rounds = sorted((hour * 3600 + dice.randint(-JITTER, JITTER), who) for hour in range(HOURS)
                            for who in range(laptops))
            for second, who in rounds:
                mine = cost.objects if dice.random() < BUSY else 0
                everything = sum(sent)
                new = everything - sent[who] - seen[who]
                seen[who] = everything - sent[who]
                sent[who] += mine
                gets = round(cost.gets(laptops - 1, new, mine))
                totals.update({"PUT": mine, "GET": gets, "up": mine * cost.size, "down": new * cost.size})
                seconds["PUT"][day * 86_400 + second] += mine
                seconds["GET"][day * 86_400 + second] += gets
        sent_by_team[team] = sum(sent)
    return {
        "PUT a day": totals["PUT"] / DAYS, "GET a day": totals["GET"] / DAYS,
        "PUT a second": totals["PUT"] / DAYS / HOURS / 3600, "GET a second": totals["GET"] / DAYS / HOURS / 3600,
        "GB up a day": totals["up"] / DAYS / 1e9, "GB down a day": totals["down"] / DAYS / 1e9,
        "objects of a team a month": totals["PUT"] / teams, "MB of a team a month": totals["up"] / teams / 1e6,
        "PUT of a laptop a day": totals["PUT"] / DAYS / teams / laptops,
        "GET of a laptop a day": totals["GET"] / DAYS / teams / laptops,
        "most PUT in a second": max(seconds["PUT"].values()), "most GET in a second": max(seconds["GET"].values()),
        "GB of all snapshots": teams * CASES * laptops / LAPTOPS * case_bytes / 1e9,
        "PUT of a laptop at the end of a month": ends.put, "GET of a laptop at the end of a month": ends.get,
        "LIST of a laptop at the end of a month": ends.listed,
        "DELETE of a laptop at the end of a month": sum(sent_by_team.values()) / teams / laptops
        * ends.deleted / ends.sent,
    }


def say(teams: int = TEAMS, laptops: int = LAPTOPS, case_bytes: float = CASE_BYTES) -> list[Row]:
    """Print what came of it; rows for the table: the month beside security-and-sync.md 5."""
    with tempfile.TemporaryDirectory() as folder:
        cost, counted, foretold, ends = measured(Path(folder))
    print(f"A round: {cost.itself:.1f} GET for itself, {cost.colleague:.1f} for each colleague, {cost.read:.1f} for "
          f"each object read, {cost.sent:.1f} for each sent; an hour of {EDITS} changes is {cost.objects} object of "
          f"{cost.size:,} bytes. A day of a real team of four: {counted} GET counted, {foretold:.0f} foretold.")
    print(f"The end of a month of that team and three days more, for each laptop: {ends.put:.1f} PUT, {ends.get:.1f} "
          f"GET beyond idle rounds, {ends.listed:.1f} LIST, {ends.deleted:.1f} DELETE of the {ends.sent:.1f} objects "
          f"that lay there; {ends.stays} objects of the team stay.")
    found = month(cost, ends, teams, laptops, case_bytes)
    share = teams * laptops / (TEAMS * LAPTOPS)
    per_team = laptops / LAPTOPS
    rows = []
    for name, value in found.items():
        paper = PAPER.get(name, 0.0) * (per_team if "team" in name else share)
        print(f"  {name:40} {value:>14,.2f}" + (f"   on paper {paper:>12,.2f}" if paper else ""))
        if paper:
            asks = name.startswith("GET")
            rows.append(Row(f"organisation: {name}", paper, value, MOST_ASKED if asks else 1.5,
                            "on paper each colleague had one stream, and has two" if asks else "beside the paper", ""))
    return rows


def main(words: list[str]) -> int:
    """Alone."""
    say(*map(int, words))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
