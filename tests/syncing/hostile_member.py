# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a member who means harm may send, read by a colleague in a process of its own: seconds and memory of each.

``python -m tests.syncing.hostile_member`` prints one line of JSON for each attack: its name, the seconds the other
took to read it and look at everything, how much more memory that took and the most there ever was (MB), and what
stopped the reader, which should be nothing.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import sys
import time
import traceback
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from assist import changesets
from assist.changesets import Op, pack_answer, pack_plain
from assist.crypto import labels, seal
from assist.domain import wire
from assist.sync import bundles
from assist.sync.bundles import Content, Part
from forms.answers import Answer
from forms.registry import FieldSpec, all_specs
from tests.syncing.model import Laptop, team_of
from tests.syncing.team import MemoryStore
from tests.syncing.test_hostile_members import Forger, key_of

HUGE = (1 << 64) - 1
SQL = "Killa'); DROP TABLE reg; --\x00 \u202e gnp.exe \u2066 \x1b[2J"


class Sent:
    """A forger, and the case he writes about."""

    def __init__(self, forger: Forger, case: str, key: bytes) -> None:
        self.forger, self.case, self.key = forger, bytes.fromhex(case), key

    def ops(self, *ops: Op, **instead: object) -> None:
        """One change of these operations."""
        self.forger.send(Part(self.key, Content((self.forger.change(self.case, ops=ops, **instead),))))

    def raw(self, packed: bytes, parts: int = 1) -> None:
        """Segments whose packed content is this, whatever it is."""
        real = bundles._segment

        def segment(part: Part, stream: bytes, seq: int, index: int) -> bytes:
            return seal.seal(part.key, labels.SEGMENT, bundles._place(stream, seq, index), packed)

        bundles._segment = segment
        try:
            self.forger.send(*(Part(self.key, Content()) for _ in range(parts)))
        finally:
            bundles._segment = real


def one(value: bytes = b"\xa3low", **instead: object) -> Op:
    """An operation on the case, told otherwise."""
    made = Op(wire.OP_SET, b"", wire.CASE, wire.BAND, value)
    return replace(made, **instead)


def bomb(sent: Sent) -> None:
    """Two hundred megabytes of nothing in two hundred kilobytes."""
    sent.raw(zlib.compress(bytes(200 << 20), 9))


def many_bombs(sent: Sent) -> None:
    """Forty parts, each of which unpacks to as much as it may."""
    sent.raw(_barely(7 << 20), 100)
    sent.raw(_barely(60 << 20), 40)


def _barely(size: int) -> bytes:
    """Packs just well enough not to be called a bomb: a hundred and fifty times."""
    noise = b"".join(seal.hkdf(b"n" * 32, b"", number.to_bytes(4, "big"), 250) for number in range(size // 150 // 250))
    return zlib.compress(msgspec.msgpack.encode([[[noise + bytes(size - len(noise)), b"", 0, b""]]]), 9)


def deep(sent: Sent) -> None:
    """A list in a list, a hundred thousand times, as a value and as the whole content."""
    nested = b"\x91" * 100_000 + b"\xc0"
    sent.ops(one(nested, entity=sent.case))
    sent.raw(zlib.compress(nested))


def huge_numbers(sent: Sent) -> None:
    """In every place where a number stands."""
    for each in ({"field": HUGE}, {"field": -(1 << 63)}, {"etype": HUGE}, {"kind": HUGE},
                 {"supersedes": ((bytes(16), HUGE, HUGE),)}, {"supersedes": ((bytes(16), -5, -5),)}):
        sent.ops(one(entity=sent.case, **each))
    for each in ({"hlc": HUGE}, {"hlc": -1}, {"wall_ms": HUGE}, {"epoch": HUGE}, {"wall_ms": -(1 << 62)}):
        sent.ops(one(entity=sent.case), **each)


def many_ops(sent: Sent) -> None:
    """A million of them in one change."""
    body = changesets._encoder.encode(replace(
        changesets.decode(sent.forger.change(sent.case).body), ops=(one(entity=sent.case),) * 1_000_000))
    change = bundles.SignedChange(body, sent.forger.ring.sign(body), sent.forger.change(sent.case).n,
                                  changesets.digest(body))
    sent.forger.send(Part(sent.key, Content((change,))))


def many_replaced(sent: Sent) -> None:
    """A hundred thousand values that nobody ever wrote, by writers that nobody knows."""
    dots = tuple((number.to_bytes(16, "big"), 1, 1) for number in range(40_000))
    sent.ops(one(entity=sent.case, supersedes=dots))
    body = changesets._encoder.encode(replace(
        changesets.decode(sent.forger.change(sent.case).body),
        ops=(one(entity=sent.case, supersedes=dots + tuple((d[0], 2, 2) for d in dots) + dots[:20_000]),)))
    change = bundles.SignedChange(body, sent.forger.ring.sign(body), sent.forger.change(sent.case).n,
                                  changesets.digest(body))
    sent.forger.send(Part(sent.key, Content((change,))))


def wrong_types(sent: Sent) -> None:
    """Values of every other kind in registers that everything is computed from."""
    values = [pack_plain(value) for value in (None, True, -1, 2.5, float("nan"), "", "x" * 9999, b"\xff", [], [1], {}, {
        "a": 1}, "9999-99-99", HUGE)] + [b"", b"\xc1", b"\xff\xff", b"\xa3lo"]
    fields = sorted(number for name, number in vars(wire).items()
                    if name.isupper() and isinstance(number, int) and not name.startswith(("OP_", "MOVE_")))
    for value in values:
        sent.ops(*(one(value, entity=sent.case, field=field) for field in fields))
        sent.ops(*(one(value, entity=changesets.person_of(sent.case), etype=wire.PERSON, field=field)
                   for field in fields))
    for entity in (b"", b"x", bytes(5000)):
        sent.ops(one(entity=entity))


def spiteful_text(sent: Sent) -> None:
    """Orders to the database, and signs that turn the direction of writing."""
    for value in (SQL, SQL * 300):
        text = one(pack_plain(value), entity=sent.case)
        sent.ops(text, *(replace(text, field=field) for field in (wire.CODE, wire.STAGE, wire.OPENED_ON)))
        for field in (SQL, "", "x/" + SQL):
            sent.ops(replace(text, field=field))


def nonsense(sent: Sent) -> None:
    """Every form filled in with values of the right kind that no screen would let pass, and some that do not exist."""
    by_form: dict[str, list[FieldSpec]] = {}
    for spec in all_specs().values():
        by_form.setdefault(spec.form, []).append(spec)
    for number, form in enumerate(["nowhere", "", *by_form]):
        entity = number.to_bytes(16, "big")
        frame = [(wire.FORM, form), (wire.FORM_VERSION, 999), (wire.ASKED_ON, "soon"), (wire.ENTERED_BY, b"")]
        parents = [] if number % 3 else [(wire.PARENT, entity), (wire.COLUMN, 1)]
        sent.ops(*(one(pack_plain(value), entity=entity, etype=wire.RECORD, field=field)
                   for field, value in frame + parents),
                 *(one(pack_answer(Answer(value)), entity=entity, etype=wire.RECORD, field=spec.number)
                   for spec in by_form.get(form, []) for value in [_nonsense(spec)]))
    for entity, etype in ((bytes(15) + b"\xff", 999), (sent.case, wire.PERSON), (sent.case, 0)):
        sent.ops(one(entity=entity, etype=etype), one(pack_plain(sent.case), entity=entity, etype=etype,
                                                       field=wire.PARENT))


def _nonsense(spec: FieldSpec) -> Any:
    if spec.type in ("int", "scale5", "rating5"):
        return -(10**12)
    return ("zz", "zz", SQL) if spec.type in ("multi", "rank", "checklist") else SQL


ATTACKS: tuple[Callable[[Sent], None], ...] = (
    bomb, many_bombs, deep, huge_numbers, many_ops, many_replaced, wrong_types, spiteful_text, nonsense)


def memory_mb() -> float:
    """The most this process ever had since it began; what the system counts also holds what its parent had."""
    told = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text("utf-8"), re.MULTILINE)
    assert told is not None
    return int(told[1]) / 1024


def main() -> None:
    """One attack after the other, each upon a team of its own; only what the reader does is counted."""
    for attack in ATTACKS:
        store = MemoryStore()
        with team_of("Ana", "Beto", store=store) as (ana, beto):
            case = min(ana.everything())
            store.objects |= forged(lambda: attack(Sent(Forger(beto, store), case, key_of(ana, case))), store)  # noqa: B023
            before, began = held(ana), time.process_time()
            stopped = read(ana, store)
            print(json.dumps({
                "attack": attack.__name__, "seconds": round(time.process_time() - began, 2), "mb": memory_mb(),
                "stopped": stopped, "changed": held(ana) != before, "troubles": len(ana.sync.troubles())}),
                flush=True)


def held(ana: Laptop) -> dict[str, frozenset[tuple[object, ...]]]:
    """Everything but her own looks at it, which are kept with the case."""
    return {case: frozenset(row for row in rows if row[1] != wire.LOOK) for case, rows in ana.everything().items()}


def forged(attack: Callable[[], None], store: MemoryStore) -> dict[str, bytes]:
    """What an attack puts into the store, made in a process of its own: what it costs is not the reader's."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before = set(store.objects)
        attack()
        with open(writing, "wb") as out:
            pickle.dump({name: content for name, content in store.objects.items() if name not in before}, out)
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as coming:
        made: dict[str, bytes] = pickle.load(coming)
    os.waitpid(child, 0)
    return made


def read(ana: Laptop, store: MemoryStore) -> str:
    """A round and a look at everything afterwards; what stopped it, empty when nothing did."""
    try:
        ana.round(store)
        for case in ana.everything():
            ana.desk.cases.open(case, "to see what came")
            for look in ("header", "now", "plan", "safety", "consents", "notes", "records", "history", "duties"):
                getattr(ana.desk.cases, look)(case)
        ana.desk.cases.day()
        ana.desk.cases.find("Killa")
        return ",".join(ana.desk.bench.keeper.projection_drift())
    except Exception as error:
        print(traceback.format_exc(limit=-4), file=sys.stderr)
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
