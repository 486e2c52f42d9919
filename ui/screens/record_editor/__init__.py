# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filling in a form, from the first question to what follows from it."""

from __future__ import annotations

from ui.screens.record_editor.screen import RecordEditor

__all__ = ["RecordEditor"]
