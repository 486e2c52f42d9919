# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One case, part by part."""

from __future__ import annotations

from ui.screens.case_file.screen import CaseFileScreen

__all__ = ["CaseFileScreen"]
