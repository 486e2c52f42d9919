# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An office that gets rows: its key, somebody who agreed to it, and a package as it reads one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrage

from assist.crypto import minisign
from assist.desk import Desk
from assist.exchange import package
from assist.exchange.package import Package
from tests.filling import saved_with

OFFICE = "Ministerio"
THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())
YES = {"kind": "reporting_export", "recipient": OFFICE, "categories": ("codes",), "decision": "yes",
       "expiry": "2026-12-24", "mode": "spoken"}


def know_the_office(desk: Desk) -> None:
    """Its key is in the list of people."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])


def somebody_who_agreed(desk: Desk, name: str, **more: Any) -> str:
    """A case whose row may go to the office; ``more``: what else she said of it."""
    case = saved_with(desk, "F01", chosen_name=name, may_keep_note="yes").case
    saved_with(desk, "LIMITS", case, explained="yes")
    saved_with(desk, "F03", case, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
               expiry="2027-11-24", mode="spoken")
    saved_with(desk, "F02", case, gender="woman", citizenship=("HN",), people="CANARYPEOPLE")
    saved_with(desk, "F03", case, **{**YES, **more})
    return case


def opened(desk: Desk, file: Path, folder: Path) -> Package:
    """A package as the office reads it."""
    desk.exporting.put_key(folder / "org.pub")
    keys = minisign.public_keys((folder / "org.pub").read_bytes(), "casa")
    return package.opened(file.read_bytes(), file.with_name(f"{file.name}.minisig").read_bytes(), [str(THEIRS)],
                          {each.ident: [each] for each in keys})
