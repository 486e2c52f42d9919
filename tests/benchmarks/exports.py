# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a profile written out, beside the library alone on the same cells; each shape in a process of its own.

``python -m tests.benchmarks.exports SHAPE ROWS TURNS`` says one line of JSON. How much memory a whole export takes says
``whole_export``.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.child import megabytes
from tests.benchmarks.rows import Row, Took, beside, milliseconds

MOST = {"csv": 2.0, "json": 2.0, "xlsx": 1.4}
MOST_MB = 200
TURNS = 3
ROOT = Path(__file__).resolve().parents[2]


def rows(cases: int, turns: int) -> Iterator[Row]:
    """Each shape beside its floor; the most memory any of them took, and the most a whole export takes."""
    memory = []
    for shape, most in MOST.items():
        said = _said("tests.benchmarks.exports", shape, str(cases), str(turns))
        memory.append(said["mb"])
        yield beside(f"export as {shape}, {cases:,} rows", _took(said["floor"]), _took(said["ours"]), most,
                     "floor: the library alone")
    yield Row("memory of its writers", MOST_MB, max(memory), 1.0, "of what it may take: the files alone", "MB")
    whole = _said("tests.benchmarks.whole_export", str(cases))
    yield Row("memory of an export", MOST_MB, whole["mb"], 1.0,
              f"looked at, sealed, receipts written; {whole['before']:.0f} MB before it; what is read of a case is "
              "stood in for", "MB", of=whole["rows"])


def _said(module: str, *words: str) -> dict[str, Any]:
    """What such a program says of itself."""
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{module} {words[0]} failed: {done.stderr.strip()[-2000:]}")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _took(said: Sequence[Sequence[float]]) -> list[Took]:
    return [Took(clock, work) for clock, work in said]


def _some(count: int) -> Iterator[dict[str, str | tuple[str, ...]]]:
    """Invented rows as the gate lets them through: codes, months, a reference of its own."""
    for number in range(count):
        yield {
            "x_Reference": f"R{number:025}", "x_RegistrationDate": f"2026-{1 + number % 12:02}",
            "x_AgeBand": ("18-24", "25-34", "35-44")[number % 3], "prs_Gender": ("Feminine", "Masculine")[number % 2],
            "prs_Citizenship": ("CO", "VE")[:1 + number % 2], "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
            "vic_TraffickingStatusDecisionMakingOrg": "NGO", "vic_MethodOfRecruitment": ("AtWork", "Other"),
            "vic_MethodsOfControl": ("DebtBondage", "FalsePromises", "WithholdsDocuments")[:1 + number % 3],
            "vic_TypeOfExploitation": ("ForcedLabour",), "vic_ForcedLabourIndustry": ("F_Construction",),
            "cas_Status": "Active", "cas_OutgoingReferralDate": "2026-03", "con_Consent": "TRUE",
            "spl_Type": ("Health", "Legal", "Livelihood"),
        }


def _floor(shape: str, out: Path, flat: list[dict[str, str]], told: list[dict[str, Any]]) -> None:
    """The same cells by the library, and nothing around it."""
    if shape == "csv":
        with out.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(flat[0]))
            writer.writeheader()
            writer.writerows(flat)
    elif shape == "json":
        import msgspec

        out.write_bytes(msgspec.json.encode(told))
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(flat):
            for place, said in enumerate(row.values()):
                sheet.write_string(number, place, said)
        book.close()


def main(words: Sequence[str]) -> None:
    """Measure one shape, ours first: its memory is read before the floor takes any."""
    from assist.exchange.profile import load
    from assist.exchange.writers.shapes import to_stream

    shape, count, turns = words[0], int(words[1]), int(words[2])
    profile = load("htcds-2.0")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows"

        def ours() -> None:
            with out.open("wb") as file:
                to_stream(file, profile, shape, _some(count))

        ours()
        mb = megabytes("VmHWM")
        told = list(_some(count))
        flat = [{name: ";".join(said) if isinstance(said, tuple) else said for name, said in row.items()}
                for row in told]

        def written() -> None:
            with out.open("wb") as file:
                to_stream(file, profile, shape, told)

        pairs = [(milliseconds(lambda: _floor(shape, out, flat, told)), milliseconds(written)) for _ in range(turns)]
    said = {"floor": [(float(floor), floor.work) for floor, _ours in pairs],
            "ours": [(float(took), took.work) for _floor_took, took in pairs], "mb": mb}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
