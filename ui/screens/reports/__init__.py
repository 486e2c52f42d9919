# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports: chosen, looked at, and only then saved or printed."""

from __future__ import annotations

from ui.screens.reports.screen import ReportsScreen

__all__ = ["ReportsScreen"]
