# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened, told to every open screen; each then asks for its own rows again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Hub(QObject):
    """Past facts only, no content: ids and settings."""

    changed = Signal(object)
    """``assist.views.Changes``: which cases and kinds a command touched."""
    vault = Signal(bool)
    """The protected work was opened or shut; models drop what they hold."""
    preferences = Signal(object)
    """``assist.services.preferences.Preferences`` were changed."""
    device = Signal(object)
    """``assist.device.Device``: language or looks of this laptop were changed."""
    met = Signal()
    """A round with colleagues was done, or could not be."""
    backed_up = Signal()
    """A backup was made."""
