# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 run.py soak``: what the gate does a little of, for hours, with the totals that go with a release.

Models of rounds, snapshots and protected work, laptops killed over one folder, broken rules, damaged and changed
objects, attacks of a member, canaries, and what silence and the order of forms may not change. Ends with 1 when
anything failed, was lost, was not noticed or was found where it must not be.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.totals import FILE as TOTALS_FILE
from tests.totals import MUST_BE_NONE, added_up

ROOT = Path(__file__).resolve().parents[1]
PARTS = {
    "model": ("tests/syncing/test_rounds_model.py",),
    "snapshots": ("tests/syncing/test_snapshots_model.py",),
    "protected": ("tests/syncing/test_protected_model.py",),
    "kills": ("tests/faults/test_killed_in_rounds.py",),
    "hostile": ("tests/syncing/test_hostile_rounds.py", "tests/syncing/test_hostile_bytes.py",
                "tests/syncing/test_sizes.py"),
    "canaries": ("tests/faults/test_canaries.py",),
    "promises": ("tests/services/test_any_silence.py", "tests/services/test_asked_once_in_any_order.py",
                 "tests/services/test_nobody_asked_again_in_practice.py"),
}
"""What of the gate is done, each with more of everything."""


def order(words: list[str]) -> argparse.Namespace:
    """How much of it."""
    parser = argparse.ArgumentParser(prog="run.py soak", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join([*PARTS, 'mutants', 'fuzz'])}; all without any")
    parser.add_argument("--examples", type=int, default=4000, help="runs of each model")
    parser.add_argument("--kills", type=int, default=240, help="kill -9")
    parser.add_argument("--seconds", type=int, default=600, help="of changing bytes at random")
    parser.add_argument("--seals", type=int, default=10**6, help="salts that are compared")
    parser.add_argument("--of-mutants", type=int, default=60, help="runs of a model for each broken rule")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """All of it, the totals last."""
    asked = order(words)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "totals"
        os.environ |= {
            TOTALS_FILE: str(file), "AMPARO_EXAMPLES": str(asked.examples), "AMPARO_KILLS": str(asked.kills),
            "AMPARO_SEALS": str(asked.seals), "QT_QPA_PLATFORM": "offscreen"}
        failed = [part for part in asked.parts or (*PARTS, "mutants", "fuzz") if not run(part, asked)]
        totals = Counter[str]()
        for counts in added_up(file).values():
            totals.update(counts)
    for name, count in totals.items():
        print(f"{count:>12,}  {name}")
    for part in failed:
        print(f"FAILED: {part}", file=sys.stderr)
    return int(bool(failed) or any(totals[name] for name in MUST_BE_NONE))


def run(part: str, asked: argparse.Namespace) -> bool:
    """One part in a process of its own; how long it took is said."""
    words = {"mutants": ["-m", "tests.syncing.mutants", str(asked.of_mutants)],
             "fuzz": ["-m", "tests.syncing.fuzzing", str(asked.seconds)]}.get(
        part, ["-m", "pytest", "-q", "-s", "--no-header", *PARTS.get(part, ())])
    print(f"-- {part}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, *words], cwd=ROOT).returncode
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
    return done == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
