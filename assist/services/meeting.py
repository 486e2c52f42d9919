# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where this profile meets its colleagues, and a round there: the relay of this laptop first, then the place.

The address and what opens it are kept in ``case.db``. They never stand in a message, a title, a log or an audit line,
and nobody is shown them again in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Lock

from assist.errors import AssistError, Busy, NotFound, StoreTrouble
from assist.places import Workspace, make_folder
from assist.policy import require
from assist.ports import Store
from assist.services.bench import Bench, Look
from assist.services.bridging import Progress
from assist.services.earlier import earlier_of
from assist.services.hearing import HearingService
from assist.services.meeting_rows import STORE, Met, clock_off, keep_met, kept_met
from assist.services.syncing import RoundResult, SyncService
from assist.services.tidying import Tidying
from assist.sync import meeting_file
from assist.sync.carrying import Both, Carried, Stopped, Watched, carry, probe
from assist.sync.cleared import cleared
from assist.sync.meeting_file import MeetingPlace, packed, unpacked
from assist.sync.mirror import Rhythm
from assist.sync.repairing import Repair
from assist.sync.stores.addresses import Credentials, as_typed, read_address
from assist.sync.stores.folder import FolderStore

_FOR_EVERYONE = "settings"
PATIENCE = 15.0
"""Seconds that a place may say nothing while somebody waits for a round."""

BREATH = 0.003
"""Seconds between two handfuls of cases: whoever saves meanwhile goes first, which a lock alone does not see to."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What may be shown of a meeting place: enough to know it again, not enough to go there."""

    kind: str
    where: str
    user: str
    has_secret: bool
    is_pinned: bool
    also_locked: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """What came of a round. ``carried`` objects went to the place; ``code`` says why the place was given up."""

    result: RoundResult = field(default_factory=RoundResult)
    carried: int = 0
    code: str = ""
    stopped: bool = False


UNWRITABLE = frozenset({"store.full", "store.read_only"})
"""What keeps nobody from reading what others left there."""


@contextmanager
def _read_all_the_same() -> Iterator[None]:
    """A place that takes nothing is read first; that it takes nothing is said when it is tried again at the end."""
    try:
        yield
    except StoreTrouble as trouble:
        if trouble.code not in UNWRITABLE:
            raise


@dataclass(frozen=True, slots=True)
class MeetingState:
    """For the quiet line: when it was met last, what waits since when (milliseconds, 0 for never), what is wrong."""

    has_place: bool
    met_ms: int
    waiting: int
    oldest_ms: int
    code: str
    needs_somebody: int
    off_ms: int


class MeetingService:
    """For one open profile. One round at a time; ``stop`` ends the one under way after its present step."""

    def __init__(self, bench: Bench, workspace: Workspace, hearing: HearingService) -> None:
        self._bench, self._workspace, self._hearing = bench, workspace, hearing
        self._sync = SyncService(bench)
        self._under_way, self._stop = Lock(), Event()
        self.look_for_newcomers: Callable[[Store], object] = lambda _store: None
        """Told of every place that a round comes to: whoever may let people in looks there for who asked."""

    # -- the place -------------------------------------------------------------------------

    def set(self, address: str, credentials: Credentials | None = None, *, also_locked: bool = False) -> None:
        """Meet there from now on; raises StoreTrouble when it cannot be one, NotAllowed for ``also_locked``.

        ``also_locked`` leaves address and credentials readable on this laptop, so that it meets while nobody is
        signed in: a coordinator's decision.
        """
        place = MeetingPlace(as_typed(address), credentials or Credentials())
        with _opened(place):  # a wrong address or a missing library shows here
            pass
        if also_locked:
            require(self._bench.me.roles, _FOR_EVERYONE)
        with self._bench.keeper.writing() as work:
            before = work.meta(STORE)
            if not before or unpacked(before).address != place.address:
                work.rounds.forget_place()
                keep_met(work, Met())
            work.put_meta(STORE, packed(place))
            self._bench.audit(work, Look("place.set"))
            work.commit()
        if also_locked:
            meeting_file.lay_open(self._workspace, place)
        else:
            meeting_file.take_away(self._workspace)

    def forget(self) -> None:
        """Meet nowhere but on this laptop."""
        meeting_file.take_away(self._workspace)
        with self._bench.keeper.writing() as work:
            work.put_meta(STORE, b"")
            work.rounds.forget_place()
            keep_met(work, Met())
            self._bench.audit(work, Look("place.forget"))
            work.commit()

    def place(self) -> MeetingPlace | None:
        """As kept, for an invitation; None when there is none."""
        with self._bench.keeper.writing() as work:
            kept = work.meta(STORE)
        return unpacked(kept) if kept else None

    def is_new_here(self) -> bool:
        """Whether there is a place that was never met yet, nor tried in vain."""
        with self._bench.keeper.writing() as work:
            met = kept_met(work)
            return bool(work.meta(STORE)) and not met.met_ms and not met.code

    def show(self) -> PlaceView | None:
        """As it may be shown; None when there is none."""
        place = self.place()
        if place is None:
            return None
        read, of = read_address(place.address), place.credentials
        shown = read.path.rpartition("/")[2] if read.scheme == "file" else _masked(read.host)
        also = (self._workspace.root / meeting_file.FILE).is_file()
        return PlaceView(read.scheme, shown, _masked(of.user), bool(of.secret or of.private_key),
                         bool(of.pin), also)

    def test(self, address: str = "", credentials: Credentials | None = None) -> None:
        """Put an object there, read it, take it away; by default in the place that is kept. Raises StoreTrouble."""
        typed = MeetingPlace(as_typed(address), credentials or Credentials()) if address else self._expected()
        with _opened(typed) as store:
            probe(store)

    def identity(self, address: str) -> str:
        """What the place shows of itself now, for a person to compare; empty where there is nothing to compare.

        Raises StoreTrouble.
        """
        from assist.sync.stores.opening import shown_identity

        return shown_identity(as_typed(address), PATIENCE)

    @contextmanager
    def open_store(self, patience: float = PATIENCE) -> Iterator[Store]:
        """The place itself; raises NotFound ``round.no_place``, StoreTrouble."""
        place = self._expected()
        with _opened(place, patience) as store:
            yield store

    def relay(self) -> FolderStore:
        """Where profiles of this laptop meet."""
        make_folder(self._workspace.relay)
        return FolderStore(self._workspace.relay)

    # -- rounds ---------------------------------------------------------------------------------

    def round(self, address: str = "", progress: Progress | None = None) -> Meeting:
        """Everything that can be done now: on this laptop, then at the place (or at another address, this once).

        ``progress`` is told how many of how many cases a new or late laptop has taken in. Raises Busy while another
        round is under way, StoreTrouble when the place could not be used; what was done until then stays done.
        """
        with self._alone():
            kept, local = self.place(), RoundResult()
            place = MeetingPlace(as_typed(address)) if address else kept
            once = place is not None and (kept is None or kept.address != place.address)
            if place is not None and not once and kept:
                place = kept
            try:
                with ExitStack() as until_then:
                    far, wrong = self._asked_who_belongs(until_then, place)
                    local = self._local(progress)
                    if wrong is not None:
                        raise wrong
                    return Meeting(local) if place is None or far is None else self._at(
                        (place, far), local, once, progress)
            except Stopped:
                return Meeting(local, stopped=True)
            except StoreTrouble as trouble:
                if not once:
                    self._note(trouble.code)
                raise

    def _asked_who_belongs(
        self, until_then: ExitStack, place: MeetingPlace | None
    ) -> tuple[Store | None, StoreTrouble | None]:
        """The place, open until then, and the list of people read there before anything is sealed.

        Who was taken out meanwhile finds nothing of what is about to be sent. What is wrong with the place keeps
        nobody from meeting on the own laptop first.
        """
        if place is None:
            return None, None
        try:
            far = until_then.enter_context(_opened(place))
        except StoreTrouble as trouble:
            return None, trouble
        with suppress(StoreTrouble):
            self._sync.hear_who_belongs(Watched(far, self._rhythm()))
        return far, None

    def local_round(self, progress: Progress | None = None) -> Meeting:
        """With colleagues of this laptop only: milliseconds. Nothing when another round is under way."""
        try:
            with self._alone():
                return Meeting(self._local(progress))
        except (Busy, Stopped):
            return Meeting()

    def lay_down(self) -> None:
        """Before everything is shut: what is old enough goes into the relay. Never raises what a disk says."""
        with suppress(AssistError):
            self._sync.publish()
            self._sync.carry_out(self.relay())

    def stop(self) -> None:
        """No further step of the round under way."""
        self._stop.set()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._under_way.acquire(blocking=False):
            raise Busy("round.under_way")
        try:
            self._stop.clear()
            yield
        finally:
            self._under_way.release()

    def _local(self, progress: Progress | None) -> RoundResult:
        relay = self.relay()
        self._repair().relay(relay)
        watched = Watched(relay, self._rhythm())
        result = self._sync.round(watched, progress=self._going_on(progress))
        self.look_for_newcomers(watched)
        self._hearing.heal()
        return result

    def _repair(self, *, once: bool = False) -> Repair:
        ring = self._bench.ring
        with self._bench.keeper.writing() as work:
            ended = [stream for each in earlier_of(work) for stream in (each.ordinary, each.protected)]
        return Repair(self._bench.keeper, ring.ordinary_stream, once=once, beside=ring.protected_stream, ended=ended)

    def _at(
        self, where: tuple[MeetingPlace, Store], local: RoundResult, once: bool, progress: Progress | None
    ) -> Meeting:
        (place, opened), repair, relay = where, self._repair(once=once), self.relay()
        far, carried = Watched(opened, self._rhythm()), Carried()
        if repair.place(far):
            self._hearing.note_rolled_back()
        with _read_all_the_same():
            self._carry(repair, (relay, far), carried)
        repair.drop_damaged(relay)
        both = Both(relay, far, carried.taken)
        try:
            result = self._sync.round(both, _known_as(place), self._going_on(progress))
        finally:
            repair.know(both.brought)
            repair.drop_damaged(relay)
        self._carry(repair, (relay, far), carried)
        repair.lacking(far, self._bench.clock.now_ms())
        if not once:
            Tidying(self._bench, self._workspace).run(relay, far)
        self.look_for_newcomers(far)
        off = clock_off(opened)
        self._hearing.heal()
        if not once:
            self._note("", off)
        return Meeting(_sum(local, result), len(carried.there))

    def _carry(self, repair: Repair, between: tuple[Store, Store], carried: Carried) -> None:
        relay, far = between

        def heard(made: Carried) -> None:
            repair.know(made.there)
            carried.there += made.there
            carried.taken += made.taken

        gone = cleared(self._workspace, self._bench.clock.now_ms())
        objects = [name for name in repair.to_carry(relay, far) if name not in gone]
        late = repair.own_snapshots()
        carry(relay, far, [name for name in objects if name not in late], heard)
        if repair.is_forked(far, carried.taken):
            self._hearing.note_fork()
        elif not late.isdisjoint(objects):
            # Only once it is seen that nobody else writes as us: it would stand for what another laptop sent.
            carry(relay, far, [name for name in objects if name in late], heard)

    def _going_on(self, progress: Progress | None) -> Progress:
        """Between two handfuls of cases a round may end too: a new laptop reads for a minute without asking the place.

        What was taken in stays; the rest is taken in another time.
        """
        def told(done: int, of: int) -> None:
            if progress is not None:
                progress(done, of)
            if self._stop.wait(BREATH):
                raise Stopped

        return told

    def _rhythm(self) -> Rhythm:
        def wait(seconds: float) -> None:
            self._stop.wait(seconds)

        return Rhythm(wait=wait, stopped=self._stop.is_set)

    def _note(self, code: str, off: int | None = None) -> None:
        """When the place was met last, or why not."""
        own, now = self._bench.ring.ordinary_stream, self._bench.clock.now_ms()
        with self._bench.keeper.writing() as work:
            before = kept_met(work)
            shared = before.shared_n if code else work.rounds.sent(own).n
            met = before.met_ms if code else now
            keep_met(work, Met(met, shared, before.off_ms if off is None else off, code))
            work.commit()

    # -- what there is to know ---------------------------------------------------------------------

    def state(self) -> MeetingState:
        """How far things are."""
        own = self._bench.ring.ordinary_stream
        needs = sum(each.needs_somebody for each in self._hearing.troubles())
        with self._bench.keeper.writing() as work:
            has_place, met = bool(work.meta(STORE)), kept_met(work)
            done = met.shared_n if has_place else work.rounds.sent(own).n
            waiting = work.top(own) - done
            oldest = work.rounds.wall_of(own, done + 1) if waiting > 0 else 0
        return MeetingState(has_place, met.met_ms, max(waiting, 0), oldest, met.code, needs, met.off_ms)

    def _expected(self) -> MeetingPlace:
        place = self.place()
        if place is None:
            raise NotFound("round.no_place")
        return place


@contextmanager
def _opened(place: MeetingPlace, patience: float = 0.0) -> Iterator[Store]:
    from assist.sync.stores.opening import open_store  # what reaches a network is read when somebody meets

    with open_store(place.address, place.credentials, patience or PATIENCE) as store:
        yield store


def _known_as(place: MeetingPlace) -> str:
    """What tells this place from another in the notes of a profile; it says nothing of the address."""
    return sha256(place.address.encode()).hexdigest()[:16]


def _sum(one: RoundResult, other: RoundResult) -> RoundResult:
    return RoundResult(one.made + other.made, one.carried + other.carried, one.bundles + other.bundles,
                       one.changes + other.changes, one.cases | other.cases)


def _masked(text: str) -> str:
    """Enough to know it again."""
    if len(text) <= 4:
        return text[:1] + "…" if text else ""
    return text[:2] + "…" + (text[-3:] if len(text) > 8 else "")
