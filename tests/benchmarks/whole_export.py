# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The most memory that an export takes in a process of its own, from the look at the cases to the two files.

All of it is what the program does, in a workspace of its own, and every receipt is written into that. Only what is read
of a case is stood in for: registers of a dozen invented people under as many numbers as there shall be cases, since a
hundred thousand real ones take hours to write. ``python -m tests.benchmarks.whole_export CASES`` says one line of JSON.
"""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyrage

from assist.clock import SystemClock
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.rows import RegRow
from assist.services.profiles import NewProfile
from forms.loader import choice_list
from tests.benchmarks.child import megabytes
from tests.domain.written_case import WrittenCase
from ui.wiring import Door

OFFICE, WORDS = "Ministerio", "siete palabras que nadie usa en otra parte"
KINDS = 12


def _invented(at: int, today: str) -> WrittenCase:
    """Somebody who agreed that the office gets codes and the day of her coming."""
    case = WrittenCase(f"K{at:07}", opened_on=f"2026-0{1 + at % 6}-1{at % 9}")
    case.sheet("F02", "2026-06-03", {
        "gender": ("woman", "man")[at % 2], "citizenship": (("HN",), ("CO", "VE"))[at % 2]})
    case.sheet("F01", "2026-06-03", {"ref_source": "police", "age_group": ("25_34", "18_24", "35_44")[at % 3]})
    case.sheet("F20", "2026-06-03", {
        "exploitation": ("forced_labour",),
        "control": tuple(choice.code for choice in choice_list("lk_control")[:1 + at % 3])})
    case.sheet("F23", "2026-06-04", {"service": "legal"})
    case.sheet("F03", today, {"kind": "reporting_export", "recipient": OFFICE, "categories": ("codes", "places"),
                              "decision": "yes", "expiry": f"{int(today[:4]) + 1}{today[4:8]}01", "mode": "spoken"})
    return case


def stand_in(desk: Desk, count: int) -> None:
    """From now on this desk reads so many invented cases, each with a number of its own."""
    kept, keeper = [_invented(at, desk.clock.today().isoformat()) for at in range(KINDS)], desk.bench.keeper
    real, cases = keeper.writing, b"".join(secrets.token_bytes(16) for _ in range(count))

    def every() -> list[bytes]:
        return [cases[at:at + 16] for at in range(0, len(cases), 16)]

    def rows_of(case: bytes) -> list[RegRow]:
        one = kept[case[0] % KINDS]
        return [row._replace(entity=case) if row.entity == one.id else row for row in one.rows]

    @contextmanager
    def writing() -> Iterator[Any]:
        with real() as work:
            work.all_cases, work.rows_of = every, rows_of
            yield work

    keeper.writing = writing  # type: ignore[method-assign]


def main(count: int) -> None:
    """Look and let out."""
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder) / "workspace", SystemClock(), FOR_TESTS)
        door.found(NewProfile("Casa", "Ana", WORDS)).close()
        desk = door.sign_in("Ana", WORDS)
        desk.signed.open_vault(WORDS)
        key = str(pyrage.x25519.Identity.generate().to_public())
        desk.recipients.put(OFFICE, key, key[-12:])
        stand_in(desk, count)
        before, began = megabytes("VmHWM"), time.perf_counter()
        preview = desk.exporting.look("htcds-2.0", OFFICE)
        looked, between = megabytes("VmHWM"), time.perf_counter()
        out = Path(folder) / "out"
        out.mkdir()
        left = desk.exporting.leave(preview, out, WORDS, few_agreed=True)
        sys.stdout.write(json.dumps({
            "rows": left.rows, "bytes": left.file.stat().st_size, "before": before, "looked": looked,
            "mb": megabytes("VmHWM"), "look_s": between - began, "leave_s": time.perf_counter() - between}))
        desk.close()
        door.leave()


if __name__ == "__main__":
    main(int(sys.argv[1]))
