# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What colleagues wrote apart, side by side, and the choice that settles it."""

from ui.screens.conflicts.screen import DifferencesScreen

__all__ = ["DifferencesScreen"]
