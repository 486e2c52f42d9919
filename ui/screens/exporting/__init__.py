# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves for a reporting system: looked at, let out, listed, taken back."""

from __future__ import annotations

from ui.screens.exporting.screen import ExportScreen

__all__ = ["ExportScreen"]
