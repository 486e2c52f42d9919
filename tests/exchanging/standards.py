# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the standards themselves list, as it was read from their files, and rows that use all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assist.exchange.columns import Cell
from assist.exchange.profile import Profile

LISTED: Mapping[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "standards.json").read_text("utf-8"))
HTCDS_COLUMNS: list[str] = LISTED["htcds_columns"]
HTCDS_CODES: Mapping[str, Mapping[str, str]] = LISTED["htcds_codes"]
EVERY_CODE = [(column, code) for column, codes in HTCDS_CODES.items() for code in codes]
CTDC: Mapping[str, list[str]] = {ident: LISTED[ident] for ident in ("ctdc-27", "ctdc-63")}


def rows_with_every_code(profile: Profile) -> list[dict[str, Cell]]:
    """A row for each code of the profile, and one with all that may stand together."""
    each: list[dict[str, Cell]] = [
        {column.name: (code,) if column.many else code} for column in profile.columns for code in column.labels]
    together: dict[str, Cell] = {column.name: tuple(column.labels) for column in profile.columns
                                 if column.many and column.labels}
    return [*each, together] if together else each
