# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps each database goes through, in order; their number is the schema version."""

from __future__ import annotations

from db.migrate import Step
from db.migrations import m0001_first

CASE_CHAIN: tuple[Step, ...] = (m0001_first.upgrade_case,)
VAULT_CHAIN: tuple[Step, ...] = (m0001_first.upgrade_vault,)
