# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps each database goes through, in order; their number is the schema version."""

from __future__ import annotations

from db.migrate import Step
from db.migrations import m0001_first, m0002_quick_lists, m0003_several_streams, m0004_teams

CASE_CHAIN: tuple[Step, ...] = (
    m0001_first.upgrade_case, m0002_quick_lists.upgrade_case, m0003_several_streams.upgrade_case,
    m0004_teams.upgrade_case,
)
VAULT_CHAIN: tuple[Step, ...] = (
    m0001_first.upgrade_vault, m0002_quick_lists.upgrade_vault, m0003_several_streams.upgrade_vault,
    m0004_teams.upgrade_vault,
)
