# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the rounds, broken one by one: each broken rule must make a story or the model fail.

``python -m tests.syncing.mutants EXAMPLES`` breaks each in a process of its own, tells the stories and
runs the model, and prints who noticed. A rule that is broken so that work never ends is noticed by the number
of its steps, not by a clock.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from assist import casestate, changesets
from assist.casebook import Entity
from assist.errors import AssistError
from assist.services.syncing import SyncService
from assist.sync import publish, pull
from db.log import Log
from db.registers import Registers
from db.rounds import Rounds
from db.unit_of_work import Work
from tests.syncing import directed, directed_snapshots, test_snapshots
from tests.syncing.compacting import ALL
from tests.syncing.model import RoughStore, Totals, counting, laid_down, team_of

ROOT = Path(__file__).resolve().parents[2]
Story = Callable[[], None]


def of_snapshots(told: Callable[..., None], *more: object) -> Story:
    """A story of snapshots: it wants a team of four, and the store it meets over."""
    def story() -> None:
        store = RoughStore()
        with team_of(*ALL, store=store) as laptops, pytest.MonkeyPatch.context() as patch:
            told(laptops, store, *(patch if each is pytest.MonkeyPatch else each for each in more))

    story.__name__ = told.__name__
    return story


@dataclass(frozen=True)
class Mutant:
    """A rule, where it stands, what stands there instead, and the story that fails then."""

    name: str
    owner: Any
    function: str
    right: str
    wrong: str
    story: Story


MUTANTS = (
    Mutant("forgets what was replaced before it came", changesets, "merge",
           "early = frozenset(dot for dot in replaced if not seen(dot) and dot != arrival.dot)", "early = frozenset()",
           directed.what_was_replaced_before_it_came_stays_replaced),
    Mutant("replaces only the value that is shown", Entity, "dots",
           "return tuple(row.dot for row in self.fields.get(field, ()))",
           "return tuple(row.dot for row in [self.newest(field)] if row)",
           directed.who_settles_replaces_everything_that_was_shown),
    Mutant("takes twice what comes twice", Registers, "apply",
           "if changeset.n <= top and not (", "if False and not (",
           directed.what_comes_twice_changes_nothing),
    Mutant("forgets what could not be carried", SyncService, "carry_out",
           "waiting = work.rounds.waiting()\n",
           "waiting = work.rounds.waiting()\n        for each in waiting:\n"
           "            work.rounds.is_out(each.ref)\n        work.commit()\n",
           directed.what_could_not_be_carried_waits),
    Mutant("saves in two transactions", Work, "apply", "self.log.append(row)\n",
           "self.log.append(row)\n    self.case.connection.commit()\n",
           directed.a_save_is_whole_at_each_step_or_not_there),
    Mutant("stops at a part that it cannot open", pull, "_take_content",
           "# Everything holds: only now is anything taken.",
           "_require(all(ref.key_id in held or ref.key_id == for_team for ref in bundle.manifest.segments))",
           directed.a_part_that_cannot_be_opened_stops_nothing),
    # Those above are of security-and-sync.md 2.6; these were added.
    Mutant("never says that it was read", Rounds, "put_applied", "self._sql(", "(lambda *_: None)(",
           directed.what_comes_twice_changes_nothing),
    Mutant("sends the same again and again", Rounds, "put_sent", "*sent)", "*sent._replace(n=0))",
           directed.who_settles_replaces_everything_that_was_shown),
    Mutant("reads backwards", pull, "_take_content", "rows.sort(key=lambda each: each[1].n)",
           "rows.sort(key=lambda each: -each[1].n)", directed.a_round_goes_on_after_each_of_its_steps),
    Mutant("replaces nothing", changesets, "merge", "replaced = set(arrival.supersedes)", "replaced = set()",
           directed.who_settles_replaces_everything_that_was_shown),
    Mutant("numbers again what was numbered", Log, "top", "return ", "return -1 + ",
           directed.who_settles_replaces_everything_that_was_shown),
    Mutant("sends no key of a new case", publish, "_new_keys", "if not key.is_sent:", "if key.is_sent:",
           directed.a_part_that_cannot_be_opened_stops_nothing),
    Mutant("leaves no closed part behind", pull, "_take_content", "work.rounds.leave_closed(", "(lambda _part: None)(",
           directed.a_part_that_cannot_be_opened_stops_nothing),
)
OF_SNAPSHOTS = (
    Mutant("a snapshot brings back what was replaced", casestate, "join",
           "_surviving(other.live, one, seen)", "other.live",
           of_snapshots(test_snapshots.test_what_was_replaced_does_not_come_back_with_a_snapshot)),
    Mutant("what a snapshot saw replaced is kept", casestate, "join",
           "_surviving(one.live, other, theirs)", "one.live",
           of_snapshots(test_snapshots.test_what_a_snapshot_saw_replaced_is_dropped)),
    Mutant("a snapshot forgets what was replaced before it came", casestate, "join",
           "killed = {each.place: each for state in (one, other)", "killed = {each.place: each for state in (one,)",
           of_snapshots(test_snapshots.test_a_value_replaced_before_it_came_stays_replaced_through_a_snapshot)),
    Mutant("a key that comes late opens no section", pull, "read_closed",
           "_read_closed_sections(work, circle, fresh, now_ms)", "pass",
           of_snapshots(test_snapshots.test_a_key_that_comes_late_opens_the_section_and_then_what_came_after_it,
                        pytest.MonkeyPatch)),
    Mutant("the cursor jumps over what was not read", casestate, "join",
           "live |= {value.place: value for value in _surviving(other.live, one, seen)}", "pass",
           of_snapshots(test_snapshots.test_a_gap_and_then_a_snapshot)),
    Mutant("what came with a snapshot is read again when it comes late", casestate, "join",
           "if seen.read(*gap) or theirs.read(*gap)", "if False",
           directed_snapshots.what_came_empty_is_still_to_come_and_comes_with_a_snapshot),
    Mutant("takes an empty place for read", casestate._Seen, "read", "and n not in self._holes.get(stream, ())", "",
           directed_snapshots.an_empty_place_was_not_read),
    Mutant("reads what comes late after what is new", pull, "_take_content", "    if fresh:\n",
           "    list(_apply(work, rows, author.roles, now_ms))\n    if fresh:\n",
           of_snapshots(test_snapshots.test_a_key_that_comes_late_opens_the_section_and_then_what_came_after_it,
                        pytest.MonkeyPatch)),
)
"""The five of snapshots, with which the first six above are the eleven of security-and-sync.md 2.6, and three more,
of which one was a real mistake once."""
ALL_MUTANTS = (*MUTANTS, *OF_SNAPSHOTS)


def applied_source(mutant: Mutant) -> str:
    """The function with its rule broken; raises LookupError where the rule does not stand as it is written here."""
    source = textwrap.dedent(inspect.getsource(getattr(mutant.owner, mutant.function)))
    if source.count(mutant.right) != 1:
        raise LookupError(f"{mutant.name}: not found once in {mutant.function}")
    return source.replace(mutant.right, mutant.wrong)


@contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """While it lasts, that rule is broken for everybody who calls the function, by whatever name.

    The teams of the stories are laid down before: they are no part of what is told.
    """
    for called in (("Ana", "Beto"), ("Ana", "Beto", "Carla"), ("Ana", "Beto", "Dora"), ALL):
        laid_down(*called)
    function = getattr(mutant.owner, mutant.function)
    room: dict[str, Any] = {}
    exec(compile("from __future__ import annotations\n" + applied_source(mutant), mutant.name, "exec"),
         function.__globals__ | {"__name__": function.__module__}, room)
    before = function.__code__
    function.__code__ = room[mutant.function].__code__
    try:
        yield
    finally:
        function.__code__ = before


def notices(story: Story) -> str:
    """What a story says about a rule that is broken; empty when it does not notice.

    A wrong state, steps without end, or the database itself refuses: a mistake in the mutant is none of these.
    """
    try:
        with counting():
            story()
    except (AssertionError, AssistError, IntegrityError) as error:
        return type(error).__name__
    return ""


# -- all of them ------------------------------------------------------------------------------


def one(number: int, examples: int) -> None:
    """In this process: what the stories and the model say."""
    os.environ["AMPARO_EXAMPLES"] = str(examples)
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.syncing import test_rounds_model as rounds_model
    from tests.syncing import test_snapshots_model as snapshots_model

    mutant = ALL_MUTANTS[number]
    model = snapshots_model if mutant in OF_SNAPSHOTS else rounds_model
    with broken(mutant):
        told = [story.__name__ for story in {*directed.STORIES, mutant.story} if notices(story)]
        run = model.test_all_laptops_end_where_the_specification_says.hypothesis.inner_test  # type: ignore[attr-defined]
        once = settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
                        suppress_health_check=list(HealthCheck))
        found = notices(once(given(part=model.st.just(0), acts=model.ACTS, skews=model.CLOCKS)(run)))
    print(f"{len(told)};{found};{told[0] if told else ''}")


def main(examples: int) -> int:
    """Break each, print the table; 1 where one was not noticed."""
    missed = 0
    for number, mutant in enumerate(ALL_MUTANTS):
        done = subprocess.run([sys.executable, "-m", __spec__.name, "one", str(number), str(examples)], cwd=ROOT,
                              capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stderr[-2000:], file=sys.stderr)
        stories, by_model, first = (done.stdout.strip().splitlines() or ["0;;"])[-1].split(";")
        is_caught = stories != "0" or bool(by_model)
        missed += not is_caught
        verdict = "caught" if is_caught else "MISSED"
        print(f"{verdict:7} {mutant.name:45} stories: {stories:2} model: {by_model or '-'}  {first}", flush=True)
    Totals({"mutants caught": len(ALL_MUTANTS) - missed, "mutants missed": missed}).write("mutants")
    return int(bool(missed))


if __name__ == "__main__":
    if sys.argv[1] == "one":
        with redirect_stdout(StringIO()) as said:
            one(int(sys.argv[2]), int(sys.argv[3]))
        print(said.getvalue().splitlines()[-1])
        sys.exit(0)
    sys.exit(main(int(sys.argv[1])))
