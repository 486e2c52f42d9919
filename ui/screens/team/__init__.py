# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The team: what waits for a supervisor, how work is spread, handing cases over."""

from __future__ import annotations

from ui.screens.team.screen import TeamScreen

__all__ = ["TeamScreen"]
